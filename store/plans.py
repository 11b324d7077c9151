"""When the calendar is asked again about a use case: at once after a change, then when more is due."""

from datetime import datetime

from sqlalchemy import Connection, func, select, update

from store.tables import use_cases, workspaces

BATCH = 100


def due(connection: Connection, workspace: str, now: datetime) -> tuple[int, ...]:
    """The use cases whose turn it is, the longest waiting first."""
    waiting = (use_cases.c.workspace == workspace) & (use_cases.c.plan_at <= now)
    asked = select(use_cases.c.number).where(waiting).order_by(use_cases.c.plan_at, use_cases.c.number)
    return tuple(connection.scalars(asked.limit(BATCH)))


def set_next(connection: Connection, workspace: str, number: int, plan_at: datetime | None) -> None:
    """Ask again about this use case then; None: not before it changes."""
    here = (use_cases.c.workspace == workspace) & (use_cases.c.number == number)
    connection.execute(update(use_cases).where(here).values(plan_at=plan_at))


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
