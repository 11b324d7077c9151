"""Catching up without a flood: late letters come one at a time to a person, and so many a minute in all.

What the calendar owes in time keeps its distance from that, and what a morning owes from all of the calendar.
An answer to what somebody did never waits here when it is in time, nor does an alert, however late it is.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import IntEnum
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import Connection, bindparam, func, or_, select, update
from sqlalchemy import text as sql

from playbook import agenda
from playbook.notice import URGENT
from store import naming
from store.literals import word, words
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
    noticed = [(row, patience) for row in rows if (patience := _patience(row, now - late))]
    if not noticed:
        return list(rows)
    waits = _too_thick(connection, noticed, now, late)
    for until in set(waits.values()):
        ids = [number for number, then in waits.items() if then == until]
        connection.execute(update(letters).where(letters.c.id.in_(ids)).values(next_at=until, verify=0))
    return [row for row in rows if row.id not in waits]


class Patience(IntEnum):
    """What a letter keeps ten minutes' distance from; those of one moment have their turn in this order."""

    CALENDAR = 1  # nobody did anything to get it: from what was late
    MORNING = 2  # and it may come at any time of the morning: from all that the calendar owed
    LATE = 3  # comes late: from every message


def _patience(row: Any, limit: datetime) -> Patience | None:
    """None: it goes at once. An edit makes no noise, and what is looked for is not sent yet."""
    if row.state != "pending" or row.manner == "edit" or row.kind in URGENT:
        return None
    return Patience.LATE if row.due_at < limit else _of_calendar(row.kind)


def _of_calendar(kind: str) -> Patience | None:
    if kind in agenda.MORNING:
        return Patience.MORNING
    return Patience.CALENDAR if kind in agenda.KINDS else None


def _too_thick(
    connection: Connection, rows: Iterable[tuple[Any, Patience]], now: datetime, late: timedelta
) -> dict[int, datetime]:
    """Which of these come too soon after another one, and when each may come."""
    ordered = sorted(rows, key=itemgetter(1))
    last = _last_said(connection, [row for row, _ in ordered], now, late)
    minute = _said_this_minute(connection, [row for row, _ in ordered], now)
    waits: dict[int, datetime] = {}
    for row, patience in ordered:
        person = (row.workspace, row.dest)
        if naming.is_person(row.dest) and person in last[patience]:
            waits[row.id] = last[patience][person] + A_PERSON
        elif patience is Patience.LATE and minute[row.workspace] >= A_WORKSPACE:
            waits[row.id] = now + MINUTE
        else:
            minute[row.workspace] += patience is Patience.LATE
            _note(last, person, now, patience)
    return waits


Moments = dict[tuple[str, str], datetime]


def _last_said(
    connection: Connection, rows: Iterable[Any], now: datetime, late: timedelta
) -> dict[Patience, Moments]:
    """When each of these people last got something of what a letter keeps its distance from."""
    people = list({row.dest for row in rows if naming.is_person(row.dest)})
    last: dict[Patience, Moments] = {patience: {} for patience in Patience}
    for row in connection.execute(_SAID_TO, _within(rows, A_PERSON, now) | {"people": people}):
        was_late = row.due_at < row.last_try_at - late
        said = Patience.LATE if was_late else _of_calendar(row.kind)
        _note(last, (row.workspace, row.dest), row.last_try_at, said)
    return last


def _note(
    last: dict[Patience, Moments], person: tuple[str, str], at: datetime, said: Patience | None
) -> None:
    """Remember it for all letters that keep their distance from one like this."""
    for patience in _KEPT_FROM[said]:
        last[patience][person] = at


_KEPT_FROM: Final[Mapping[Patience | None, tuple[Patience, ...]]] = {
    Patience.LATE: tuple(Patience),
    Patience.CALENDAR: (Patience.LATE, Patience.MORNING),
    Patience.MORNING: (Patience.LATE, Patience.MORNING),
    None: (Patience.LATE,),
}


def _said_this_minute(connection: Connection, rows: Iterable[Any], now: datetime) -> Counter[str]:
    said = connection.execute(_COUNTED, _within(rows, MINUTE, now))
    return Counter({row.workspace: row.said for row in said})


def _within(rows: Iterable[Any], span: timedelta, now: datetime) -> dict[str, Any]:
    """The workspaces of these rows, and a span of time that ends now."""
    workspaces = list({row.workspace for row in rows})
    return {"workspaces": workspaces, "since": now - span + _MOMENTARILY, "now": now}


_MOMENTARILY: Final = timedelta(microseconds=1)  # so that the interval ends are not both in it
# What stands, or may stand.
_SAID: Final = (
    _OPEN,
    letters.c.state.in_(words("sent", "sending", "unknown")) & (letters.c.manner != word("edit")),
    letters.c.workspace.in_(bindparam("workspaces", expanding=True)),
    letters.c.last_try_at.between(bindparam("since"), bindparam("now")),
)
_SAID_TO: Final = (
    select(letters.c.workspace, letters.c.dest, letters.c.kind, letters.c.last_try_at, letters.c.due_at)
    .where(letters.c.dest.in_(bindparam("people", expanding=True)), *_SAID)
    .order_by(letters.c.last_try_at)
)
_COUNTED: Final = (
    select(letters.c.workspace, func.count().label("said")).where(*_SAID).group_by(letters.c.workspace)
)
