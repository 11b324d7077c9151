"""One step of a letter from state to state: the row changes and the log gains a line, in one transaction."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, bindparam, select, update

from store.tables import letters, letters_log

_LINE: Final = letters_log.insert()
_NUMBERED: Final = update(letters).where(letters.c.id.in_(bindparam("numbers", expanding=True)))
_ASKED: Final = select(letters.c.id, letters.c.state, letters.c.attempt).order_by(letters.c.id)


def line(
    letter: int,
    at: datetime,
    *,
    was: str | None,
    became: str,
    attempt: int = 0,
    error: str | None = None,
    worker: str | None = None,
) -> dict[str, Any]:
    """One line of the log: of this letter, then, from state to state."""
    said = {"letter": letter, "at": at, "was": was, "became": became}
    return said | {"attempt": attempt, "error": error, "worker": worker}


def log_lines(connection: Connection, lines: list[dict[str, Any]]) -> None:
    """Add many lines at once, each with every column."""
    connection.execute(_LINE, lines)


def log_all(connection: Connection, which: ColumnElement[bool], step: dict[str, Any], at: datetime) -> int:
    """Let all these letters take the same step; locked in order, so that nobody waits in a ring."""
    rows = connection.execute(_ASKED.where(which).with_for_update()).all()
    if not rows:
        return 0
    connection.execute(_NUMBERED, step | {"numbers": [row.id for row in rows]})
    became, why = step.get("state"), step.get("reason") or step.get("error")
    lines = [
        line(row.id, at, was=row.state, became=became or row.state, attempt=row.attempt, error=why)
        for row in rows
    ]
    log_lines(connection, lines)
    return len(rows)
