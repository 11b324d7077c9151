"""How much the ledger holds, counted for whoever draws curves of it: letters, workspaces, copies.

Only what is not final is counted letter by letter: partial indexes hold just that, however long the bot ran.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select
from sqlalchemy import text as sql

from store.pulse import ALIVE
from store.tables import heartbeats, letters, workspaces

_UNFINISHED = ("state IN ('pending', 'unknown')", "state = 'sending'", "state = 'dead'")


@dataclass(frozen=True)
class Counted:
    """Letters that are not final by state and kind, those due now, workspaces by state, living copies."""

    letters: dict[tuple[str, str], int]
    due: int
    workspaces: dict[str, int]
    copies: int


def counted(connection: Connection, now: datetime) -> Counted:
    """All of it, at one moment."""
    by_state = select(letters.c.state, letters.c.kind, func.count()).group_by(letters.c.state, letters.c.kind)
    found = [row for where in _UNFINISHED for row in connection.execute(by_state.where(sql(where)))]
    due = select(func.count()).select_from(letters)
    due = due.where(sql(_UNFINISHED[0]), letters.c.state == "pending", letters.c.next_at <= now)
    states = select(workspaces.c.state, func.count()).group_by(workspaces.c.state)
    living = select(func.count()).select_from(heartbeats).where(heartbeats.c.beat_at > now - ALIVE)
    return Counted(
        letters={(state, kind): count for state, kind, count in found},
        due=connection.scalar(due) or 0,
        workspaces={"active": 0, "parked": 0} | {row[0]: row[1] for row in connection.execute(states)},
        copies=connection.scalar(living) or 0,
    )
