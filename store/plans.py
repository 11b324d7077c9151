"""When the calendar is asked again about a use case: at once after a change, then when more is due."""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, exists, func, select, update

from store.tables import use_cases, workspaces

BATCH = 100
_WAITING: Final = use_cases.c.plan_at <= bindparam("now")
_HERE: Final = use_cases.c.workspace == workspaces.c.id
_SOMEWHERE: Final = select(workspaces.c.id).where(exists().where(_HERE, _WAITING)).order_by(workspaces.c.id)
_DUE: Final = (
    select(use_cases.c.number)
    .where(use_cases.c.workspace == bindparam("workspace"), _WAITING)
    .order_by(use_cases.c.plan_at, use_cases.c.number)
    .limit(BATCH)
)


_SET: Final = (
    update(use_cases)
    .where(use_cases.c.workspace == bindparam("here"), use_cases.c.number == bindparam("about"))
    .values(plan_at=bindparam("at", type_=use_cases.c.plan_at.type))
)


def somewhere(connection: Connection, now: datetime) -> tuple[str, ...]:
    """The workspaces that have a use case whose turn it is."""
    return tuple(connection.scalars(_SOMEWHERE, {"now": now}))


def due(connection: Connection, workspace: str, now: datetime) -> tuple[int, ...]:
    """The use cases whose turn it is, the longest waiting first."""
    return tuple(connection.scalars(_DUE, {"workspace": workspace, "now": now}))


def set_next(connection: Connection, workspace: str, number: int, plan_at: datetime | None) -> None:
    """Ask again about this use case then; None: not before it changes."""
    connection.execute(_SET, {"here": workspace, "about": number, "at": plan_at})


def all_at(connection: Connection, workspace: str, now: datetime) -> None:
    """Ask again about every use case of a workspace: what they all depend on has changed."""
    here = use_cases.c.workspace == workspace
    connection.execute(update(use_cases).where(here).values(plan_at=now))


def earliest(connection: Connection) -> datetime | None:
    """The next moment the calendar is asked about any use case; parked workspaces do not count."""
    joined = use_cases.join(workspaces, workspaces.c.id == use_cases.c.workspace)
    asked = select(func.min(use_cases.c.plan_at, type_=use_cases.c.plan_at.type)).select_from(joined)
    moment: datetime | None = connection.scalar(asked.where(workspaces.c.state == "active"))
    return moment
