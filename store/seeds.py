"""Seeds that nobody can choose or foretell: HMACs under a key of the workspace that stays in the store."""

import hashlib
import hmac
from typing import Final

from sqlalchemy import Connection, bindparam, select

from store.tables import workspaces

_FOR_SEEDS = b"seeds"  # a key of their own, derived: seeds are published, marks of letters are not
_KEY: Final = select(workspaces.c.ledger_key).where(workspaces.c.id == bindparam("workspace"))


def of(connection: Connection, workspace: str, *named: str) -> tuple[str, ...]:
    """The seed of each name, the same whenever it is asked for: 64 hex digits."""
    key = connection.scalar(_KEY, {"workspace": workspace}) or b""
    own = hmac.new(key, _FOR_SEEDS, hashlib.sha256).digest()
    return tuple(hmac.new(own, name.encode(), hashlib.sha256).hexdigest() for name in named)
