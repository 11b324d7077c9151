"""Letters a person has to hear of: dead ones, and those that wait for something only a person can mend."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, bindparam, exists, or_, select, update

from store import naming
from store.literals import word, words
from store.tables import letters, workspaces

ABOUT_TROUBLE = "letters_undeliverable"  # these are not reported themselves, or it would never end
UNHEARD = timedelta(hours=12)  # until it is told once more, when all who should hear of it could not be told
_WAITS: Final = ("pending", "sending", "unknown", "dead")


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

    @property
    def to_person(self) -> bool:
        """Whether it is for somebody's direct messages."""
        return naming.is_person(self.to)


def standing(connection: Connection, workspace: str, now: datetime) -> tuple[Undelivered, ...]:
    """Everything a person has to mend before it goes, or that is not tried again, told or not."""
    known = letters.c.told_at.is_not(None) | (letters.c.tell_at <= now) | (letters.c.state == word("dead"))
    return tuple(_found(connection, workspace, known & (letters.c.kind != ABOUT_TROUBLE)).values())


def somewhere(connection: Connection, now: datetime) -> tuple[str, ...]:
    """The workspaces with something nobody was told of yet."""
    return tuple(connection.scalars(_SOMEWHERE, {"now": now, "long_ago": now - UNHEARD}))


def untold(connection: Connection, workspace: str, now: datetime) -> dict[int, Undelivered]:
    """What nobody was told of yet, by number."""
    here = {"workspace": workspace, "now": now, "long_ago": now - UNHEARD}
    return {row.id: _undelivered(row) for row in connection.execute(_UNTOLD, here)}


def told_between(
    connection: Connection, workspace: str, start: datetime, end: datetime
) -> tuple[Undelivered, ...]:
    """What somebody was told of in that time, and what has still not gone."""
    told = (letters.c.told_at >= start) & (letters.c.told_at < end)
    return tuple(_found(connection, workspace, told).values())


def is_told_in(connection: Connection, workspace: str, hour: str) -> bool:
    """Whether a letter tells somebody of such letters whose period begins with that hour."""
    key = (letters.c.workspace == workspace, letters.c.use_case == 0, letters.c.kind == ABOUT_TROUBLE)
    told = select(letters.c.id).where(*key, letters.c.period.startswith(hour, autoescape=True)).limit(1)
    return connection.scalar(told) is not None


def mark_told(connection: Connection, ids: list[int], now: datetime) -> None:
    """Remember that a person is being told of these now."""
    step = {"tell_at": None, "told_at": now}
    connection.execute(update(letters).where(letters.c.id.in_(ids)).values(step))


def _unheard() -> ColumnElement[bool]:
    """Whether what told of it is dead itself, for everybody: it is owed since the moment it tells of."""
    teller = letters.alias()
    told_of_it = and_(
        teller.c.workspace == letters.c.workspace,
        teller.c.use_case == 0,  # so that the index of the keys finds it
        teller.c.kind == word(ABOUT_TROUBLE),
        teller.c.due_at == letters.c.told_at,
    )
    dead = exists().where(told_of_it, teller.c.state == word("dead"))
    lives = exists().where(told_of_it, teller.c.state.not_in(words("dead", "cancelled")))
    return dead & ~lives


_WAITING: Final = select(letters).where(letters.c.state.in_(words(*_WAITS))).order_by(letters.c.id)
_DUE: Final = or_(
    letters.c.tell_at <= bindparam("now"), and_(letters.c.told_at <= bindparam("long_ago"), _unheard())
)
_TO_TELL: Final = and_(_DUE, letters.c.kind != word(ABOUT_TROUBLE))
_UNTOLD: Final = _WAITING.where(letters.c.workspace == bindparam("workspace"), _TO_TELL)
_THERE: Final = and_(letters.c.workspace == workspaces.c.id, letters.c.state.in_(words(*_WAITS)), _TO_TELL)
_SOMEWHERE: Final = select(workspaces.c.id).where(exists().where(_THERE)).order_by(workspaces.c.id)


def _found(connection: Connection, workspace: str, which: ColumnElement[bool]) -> dict[int, Undelivered]:
    rows = connection.execute(_WAITING.where(letters.c.workspace == workspace, which))
    return {row.id: _undelivered(row) for row in rows}


def _undelivered(row: Any) -> Undelivered:
    return Undelivered(
        name=naming.of(row),
        use_case=row.use_case,
        kind=row.kind,
        to=row.dest,
        dead=row.state == "dead",
        error=row.error,
        error_class=row.error_class,
        since=row.due_at,
    )
