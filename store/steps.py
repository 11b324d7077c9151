"""One step of a letter from state to state: the row changes and the log gains a line, in one transaction."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, select, update

from store.tables import letters, letters_log
from store.upsert import insert


def log(
    connection: Connection,
    letter: int,
    at: datetime,
    *,
    was: str | None,
    became: str,
    attempt: int = 0,
    error: str | None = None,
    worker: str | None = None,
) -> None:
    """Add a line to the log of a letter."""
    line = {"letter": letter, "at": at, "was": was, "became": became}
    more = {"attempt": attempt, "error": error, "worker": worker}
    connection.execute(insert(connection, letters_log).values(line | more))


def log_all(connection: Connection, which: ColumnElement[bool], step: dict[str, Any], at: datetime) -> int:
    """Let all these letters take the same step; locked in order, so that nobody waits in a ring."""
    asked = select(letters.c.id, letters.c.state, letters.c.attempt).where(which).order_by(letters.c.id)
    rows = connection.execute(asked.with_for_update()).all()
    if not rows:
        return 0
    connection.execute(update(letters).where(letters.c.id.in_([row.id for row in rows])).values(step))
    lines = [
        {
            "letter": row.id,
            "at": at,
            "was": row.state,
            "became": step.get("state", row.state),
            "attempt": row.attempt,
            "error": step.get("reason") or step.get("error"),
            "worker": None,
        }
        for row in rows
    ]
    connection.execute(insert(connection, letters_log), lines)
    return len(rows)
