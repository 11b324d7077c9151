"""Letters a person has to hear of: dead ones, and those that wait for something only a person can mend."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select, update

from store.tables import letters

ABOUT_TROUBLE = "letters_undeliverable"  # these are not reported themselves, or it would never end
UNHEARD = timedelta(hours=12)  # until it is told once more, when all who should hear of it could not be told


@dataclass(frozen=True)
class Undelivered:
    """A letter that could not go: what it is, whom it is for, why, and since when it is owed."""

    name: str
    use_case: int
    kind: str
    to: str
    dead: bool
    error: str | None
    error_class: str | None
    since: datetime


def standing(connection: Connection, workspace: str, now: datetime) -> tuple[Undelivered, ...]:
    """Everything a person has to mend before it goes, or that is not tried again, told or not."""
    known = letters.c.told_at.is_not(None) | (letters.c.tell_at <= now) | (letters.c.state == "dead")
    return tuple(_found(connection, workspace, known & (letters.c.kind != ABOUT_TROUBLE)).values())


def untold(connection: Connection, workspace: str, now: datetime) -> dict[int, Undelivered]:
    """What nobody was told of yet, by number."""
    due = or_(letters.c.tell_at <= now, and_(letters.c.told_at <= now - UNHEARD, _unheard()))
    return _found(connection, workspace, due & (letters.c.kind != ABOUT_TROUBLE))


def told_between(
    connection: Connection, workspace: str, start: datetime, end: datetime
) -> tuple[Undelivered, ...]:
    """What somebody was told of in that time, and what has still not gone."""
    told = (letters.c.told_at >= start) & (letters.c.told_at < end)
    return tuple(_found(connection, workspace, told).values())


def mark_told(connection: Connection, ids: list[int], now: datetime) -> None:
    """Remember that a person is being told of these now."""
    step = {"tell_at": None, "told_at": now}
    connection.execute(update(letters).where(letters.c.id.in_(ids)).values(step))


def _unheard() -> ColumnElement[bool]:
    """Whether what told of it is dead itself, for everybody: it is owed since the moment it tells of."""
    teller = letters.alias()
    told_of_it = and_(
        teller.c.workspace == letters.c.workspace,
        teller.c.kind == ABOUT_TROUBLE,
        teller.c.due_at == letters.c.told_at,
    )
    dead = exists().where(told_of_it, teller.c.state == "dead")
    lives = exists().where(told_of_it, teller.c.state.not_in(["dead", "cancelled"]))
    return dead & ~lives


def _found(connection: Connection, workspace: str, which: ColumnElement[bool]) -> dict[int, Undelivered]:
    here = letters.c.workspace == workspace
    waiting = letters.c.state.in_(["pending", "sending", "unknown", "dead"])
    rows = connection.execute(select(letters).where(here, which, waiting).order_by(letters.c.id))
    return {row.id: _undelivered(row) for row in rows}


def _undelivered(row: Any) -> Undelivered:
    return Undelivered(
        name=f"{row.use_case}:{row.kind}:{row.period}",
        use_case=row.use_case,
        kind=row.kind,
        to=row.dest,
        dead=row.state == "dead",
        error=row.error,
        error_class=row.error_class,
        since=row.due_at,
    )
