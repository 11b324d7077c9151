"""Seeds that nobody can choose or foretell: HMACs under a key of the workspace that stays in the store."""

import hashlib
import hmac

from sqlalchemy import Connection, select

from store.tables import workspaces

_FOR_SEEDS = b"seeds"  # a key of their own, derived: seeds are published, marks of letters are not


def of(connection: Connection, workspace: str, *named: str) -> tuple[str, ...]:
    """The seed of each name, the same whenever it is asked for: 64 hex digits."""
    key = connection.scalar(select(workspaces.c.ledger_key).where(workspaces.c.id == workspace)) or b""
    own = hmac.new(key, _FOR_SEEDS, hashlib.sha256).digest()
    return tuple(hmac.new(own, name.encode(), hashlib.sha256).hexdigest() for name in named)
