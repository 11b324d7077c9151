"""Homes that were opened: what their people turned to, what stands there, and which are due anew."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Index, Text, bindparam, func, select, update
from sqlalchemy import text as sql
from sqlmodel import Field

from playbook.facts import PersonId
from playbook.home import Shown
from store.tables import Row, moment, own_workspace, table
from store.upsert import insert


class Homes(Row, table=True):
    """The Homes that were opened: what their people turned to, what stands there, and which are due anew."""

    __tablename__ = "homes"
    __table_args__ = (
        Index(
            "ix_homes_due",
            "due_at",
            sqlite_where=sql("due_at IS NOT NULL"),
            postgresql_where=sql("due_at IS NOT NULL"),
        ),
    )

    workspace: str = own_workspace()
    person: str = Field(primary_key=True)
    shown: str = Field(sa_type=Text)
    hash: str = ""
    digest: str = ""
    changes: int = 0
    due_at: datetime | None = moment(nullable=True)


homes = table(Homes)
_MARK: Final = (
    update(homes)
    .where(homes.c.workspace == bindparam("here"), homes.c.person.in_(bindparam("people", expanding=True)))
    .values(due_at=bindparam("now", type_=homes.c.due_at.type), changes=homes.c.changes + 1)
)


@dataclass(frozen=True)
class Home:
    """Somebody's Home as it was published last; `due_at` None: nothing of theirs changed since."""

    person: PersonId
    shown: Shown
    hash: str = ""  # Slack's, of the view that stands there
    digest: str = ""  # ours, of what we sent
    due_at: datetime | None = None
    changes: int = 0  # how often something of theirs changed: two may fall into one moment


def of(connection: Connection, workspace: str, person: PersonId) -> Home | None:
    """Somebody's Home; None while they never opened it."""
    row = connection.execute(select(homes).where(*_is(workspace, person))).one_or_none()
    return _home(row) if row else None


def open_(
    connection: Connection, workspace: str, person: PersonId, shown: Shown | None, now: datetime
) -> None:
    """Remember that they look at it, and what they turned to; due at once, even if it reads as before."""
    turned = {"due_at": now, "digest": ""} | ({"shown": shown.write()} if shown else {})
    first = {"workspace": workspace, "person": person, "shown": "{}", "hash": "", "changes": 1}
    new = insert(connection, homes).values(first | turned)
    again = turned | {"changes": homes.c.changes + 1}
    connection.execute(new.on_conflict_do_update(index_elements=["workspace", "person"], set_=again))


def claim(connection: Connection, workspace: str, person: PersonId, now: datetime, until: datetime) -> bool:
    """Take somebody's Home on, if it is due: it is due again then. False when it is not, or not any more."""
    due = (*_is(workspace, person), homes.c.due_at <= now)
    return bool(connection.execute(update(homes).where(*due).values(due_at=until)).rowcount)


def mark(connection: Connection, workspace: str, people: Collection[PersonId], now: datetime) -> bool:
    """Something of theirs changed: their Homes are due. False when none of them ever opened it."""
    theirs = {"here": workspace, "people": list(people), "now": now}
    return bool(connection.execute(_MARK, theirs).rowcount)


def published(connection: Connection, workspace: str, stood: Home, *, hash: str, digest: str) -> None:
    """It stands there now; still due when something changed after it was read."""
    told = {"hash": hash, "digest": digest}
    connection.execute(update(homes).where(*_is(workspace, stood.person)).values(told))
    unchanged = homes.c.changes == stood.changes
    connection.execute(update(homes).where(*_is(workspace, stood.person), unchanged).values(due_at=None))


def postpone(connection: Connection, workspace: str, person: PersonId, until: datetime | None) -> None:
    """Slack would not have it now; None: not before they open it, or something changes."""
    connection.execute(update(homes).where(*_is(workspace, person)).values(due_at=until))


def due(connection: Connection, now: datetime) -> tuple[tuple[str, PersonId], ...]:
    """Whose Homes are due by now, in every workspace, the longest waiting first."""
    asked = select(homes.c.workspace, homes.c.person).where(homes.c.due_at <= now)
    ordered = asked.order_by(homes.c.due_at, homes.c.workspace, homes.c.person)
    return tuple((row.workspace, row.person) for row in connection.execute(ordered))


def earliest(connection: Connection) -> datetime | None:
    """When the next one is due; None when none is."""
    first: datetime | None = connection.scalar(select(func.min(homes.c.due_at, type_=homes.c.due_at.type)))
    return first


def _is(workspace: str, person: PersonId) -> tuple[Any, ...]:
    return homes.c.workspace == workspace, homes.c.person == person


def _home(row: Any) -> Home:
    return Home(row.person, Shown.read(row.shown), row.hash, row.digest, row.due_at, row.changes)
