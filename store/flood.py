"""Catching up without a flood: late letters come one at a time to a person, and so many a minute in all.

A letter in time never waits here, nor does an alert, however late it is.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, bindparam, func, or_, select, update
from sqlalchemy import text as sql

from playbook.notice import URGENT
from store.tables import letters

A_PERSON: Final = timedelta(minutes=10)  # between two late letters to one person
A_WORKSPACE: Final = 20  # late letters a minute
MINUTE: Final = timedelta(minutes=1)
# Literal, or no partial index is used: whatever went out within minutes is still to be swept.
_OPEN: Final = or_(
    *(sql(f"letters.{where}") for where in ("sweep_at IS NOT NULL", "state IN ('pending', 'unknown')")),
    sql("letters.state = 'sending'"),
)


def without(connection: Connection, rows: Sequence[Any], now: datetime, late: timedelta) -> list[Any]:
    """The rows that may go now; the others wait until their moment, and are looked for then.

    Looked for anew: in the meantime a backup may be restored that forgot how they went.
    """
    catching_up = [row for row in rows if _is_late(row, now - late)]
    if not catching_up:
        return list(rows)
    waits = _too_thick(connection, catching_up, now)
    for until in set(waits.values()):
        ids = [number for number, then in waits.items() if then == until]
        connection.execute(update(letters).where(letters.c.id.in_(ids)).values(next_at=until, verify=0))
    return [row for row in rows if row.id not in waits]


def _is_late(row: Any, limit: datetime) -> bool:
    """An edit makes no noise, and what is looked for is not sent yet."""
    said = row.state == "pending" and row.manner != "edit"
    return bool(said and row.due_at < limit and row.kind not in URGENT)


def _too_thick(connection: Connection, rows: Sequence[Any], now: datetime) -> dict[int, datetime]:
    """Which of these come too soon after another one, and when each may come."""
    last, minute = _last_said(connection, rows, now), _said_this_minute(connection, rows, now)
    waits: dict[int, datetime] = {}
    for row in rows:
        person = (row.workspace, row.dest)
        if is_person(row.dest) and person in last:
            waits[row.id] = last[person] + A_PERSON
        elif minute[row.workspace] >= A_WORKSPACE:
            waits[row.id] = now + MINUTE
        else:
            last[person], minute[row.workspace] = now, minute[row.workspace] + 1
    return waits


def _last_said(connection: Connection, rows: Iterable[Any], now: datetime) -> dict[tuple[str, str], datetime]:
    people = list({row.dest for row in rows if is_person(row.dest)})
    asked = connection.execute(_LAST_SAID, _within(rows, A_PERSON, now) | {"people": people})
    return {(workspace, dest): at for workspace, dest, at in asked}


def _said_this_minute(connection: Connection, rows: Iterable[Any], now: datetime) -> Counter[str]:
    said = connection.execute(_COUNTED, _within(rows, MINUTE, now))
    return Counter({row.workspace: row.said for row in said})


def _within(rows: Iterable[Any], span: timedelta, now: datetime) -> dict[str, Any]:
    """The workspaces of these rows, and a span of time that ends now."""
    workspaces = list({row.workspace for row in rows})
    return {"workspaces": workspaces, "since": now - span + _MOMENTARILY, "now": now}


def is_person(to: str) -> bool:
    """Whether that address is a person's direct messages."""
    return to.startswith(("U", "W"))


_MOMENTARILY: Final = timedelta(microseconds=1)  # so that the interval ends are not both in it
# What stands, or may stand.
_SAID: Final = (
    _OPEN,
    letters.c.state.in_(["sent", "sending", "unknown"]) & (letters.c.manner != "edit"),
    letters.c.workspace.in_(bindparam("workspaces", expanding=True)),
    letters.c.last_try_at.between(bindparam("since"), bindparam("now")),
)
_LAST_SAID: Final = (
    select(
        letters.c.workspace,
        letters.c.dest,
        func.max(letters.c.last_try_at, type_=letters.c.last_try_at.type),
    )
    .where(letters.c.dest.in_(bindparam("people", expanding=True)), *_SAID)
    .group_by(letters.c.workspace, letters.c.dest)
)
_COUNTED: Final = (
    select(letters.c.workspace, func.count().label("said")).where(*_SAID).group_by(letters.c.workspace)
)
