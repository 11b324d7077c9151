"""What the simulator asks the database behind the store's back."""

from typing import Any, Final, NamedTuple

from sqlalchemy import select

from store import Store, naming
from store.claims import mark
from store.letterbox import NONCE
from store.tables import letters, workspaces
from tests.store.company import T

MOMENTS: Final = """
    SELECT min(moment) FROM (
        SELECT min(next_at) AS moment FROM letters WHERE next_at > :now
        UNION ALL SELECT min(lease_until) FROM letters WHERE lease_until > :now
        UNION ALL SELECT min(sweep_at) FROM letters WHERE sweep_at > :now
        UNION ALL SELECT min(not_before) FROM rate_gates WHERE not_before > :now
        UNION ALL SELECT min(plan_at) FROM use_cases WHERE plan_at > :now
    )
"""
OVERDUE: Final = """
    SELECT EXISTS (
        SELECT 1 FROM letters
        WHERE next_at <= :now AND state IN ('pending', 'sending', 'unknown')
            OR tell_at <= :now AND kind != 'letters_undeliverable'
    )
"""
STEPS: Final = """
    SELECT l.at, use_case || ':' || kind || ':' || period, l.was, '->', l.became, coalesce(l.error, '')
    FROM letters_log l JOIN letters ON letters.id = l.letter ORDER BY l.id
"""


class Marked(NamedTuple):
    """A row of the ledger, what its letter is called, and the mark of its message."""

    row: Any
    name: str
    mark: str


def marked(store: Store) -> list[Marked]:
    """Every letter there is, with its mark."""
    with store._database.read() as connection:
        key = connection.execute(select(workspaces.c.ledger_key)).scalar_one()
        rows = connection.execute(select(letters, NONCE)).all()
    named = ((row, naming.of(row)) for row in rows)
    return [Marked(row, name, mark(key, T, name, row.nonce)) for row, name in named]
