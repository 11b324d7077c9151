"""Signs of life: which copies of the bot run, whether the clock can be believed, how the ledger stands."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Final

from sqlalchemy import Connection, Executable, bindparam, delete, func, select
from sqlalchemy import text as sql

from store.claims import earliest_pending
from store.tables import clock, heartbeats, inbox, letters, workspaces
from store.upsert import insert_of

LEAP = timedelta(days=45)  # further ahead than this the clock is not believed at once
ALIVE = timedelta(minutes=5)  # a copy that was silent for longer is gone
FORGOTTEN = timedelta(days=7)  # and one that was silent for so long is not remembered
# Made once: every beat asks these.
_OTHERS: Final = (
    select(heartbeats.c.worker)
    .where(heartbeats.c.host != bindparam("here"), heartbeats.c.beat_at > bindparam("since"))
    .limit(1)
)
_FORGET: Final = delete(heartbeats).where(heartbeats.c.beat_at < bindparam("before"))
_LATEST: Final = select(clock.c.latest)
_CLOCK: Final = select(clock)


class SharedFile(RuntimeError):
    """Another machine uses this SQLite file, where no lock holds. Use PostgreSQL: set DATABASE_URL."""


@dataclass(frozen=True)
class Pulse:
    """How things stand; moments are None where there is nothing."""

    beat_at: datetime | None  # the last sign of life of any copy
    oldest_pending: datetime | None  # since when the longest waiting letter may go
    oldest_unknown: datetime | None  # since when the longest unknown outcome is unknown
    dead: int
    parked: tuple[str, ...]


def beat(connection: Connection, worker: str, host: str, now: datetime, *, alone: bool) -> bool:
    """Note that this copy is alive. Answers whether the clock may be believed, to plan by it.

    A clock that leapt ahead is believed once a second beat agrees with the first. With `alone`, a living copy
    on another host raises `SharedFile`.
    """
    if alone and _elsewhere(connection, host, now):
        raise SharedFile(str(SharedFile.__doc__))
    connection.execute(_FORGET, {"before": now - FORGOTTEN})
    row = {"worker": worker, "host": host, "started_at": now, "beat_at": now}
    connection.execute(_sign_of_life(connection.dialect.name), row)
    return _believed(connection, now)


def leave(connection: Connection, worker: str) -> None:
    """Forget a copy that ended as it should."""
    connection.execute(delete(heartbeats).where(heartbeats.c.worker == worker))


def leaps(connection: Connection, now: datetime) -> bool:
    """Whether the clock says to be further ahead than it was ever seen than it goes by itself."""
    latest = connection.scalar(_LATEST)
    return latest is not None and now - latest > LEAP


def standing(connection: Connection) -> Pulse:
    """How the ledger stands, for whoever asks after the bot's health."""
    active = letters.join(workspaces, workspaces.c.id == letters.c.workspace)
    unknown = (
        select(func.min(letters.c.first_try_at))
        .select_from(active)
        .where(sql("letters.state IN ('pending', 'unknown')"), letters.c.state == "unknown")
        .where(workspaces.c.state == "active")
    )
    dead = select(func.count()).select_from(letters).where(sql("letters.state = 'dead'"))
    parked = select(workspaces.c.id).where(workspaces.c.state == "parked").order_by(workspaces.c.id)
    return Pulse(
        beat_at=connection.scalar(select(func.max(heartbeats.c.beat_at))),
        oldest_pending=earliest_pending(connection),
        oldest_unknown=connection.scalar(unknown),
        dead=connection.scalar(dead) or 0,
        parked=tuple(connection.scalars(parked)),
    )


def of_workspace(connection: Connection, workspace: str, now: datetime) -> tuple[datetime | None, int]:
    """When a request changed something there last, and how many letters are due there and have not gone."""
    heard = select(func.max(inbox.c.received_at, type_=inbox.c.received_at.type))
    waiting = sql("letters.state IN ('pending', 'unknown')")
    due = select(func.count()).select_from(letters).where(waiting, letters.c.next_at <= now)
    return (
        connection.scalar(heard.where(inbox.c.workspace == workspace)),
        connection.scalar(due.where(letters.c.workspace == workspace)) or 0,
    )


def _elsewhere(connection: Connection, host: str, now: datetime) -> bool:
    return connection.scalar(_OTHERS, {"here": host, "since": now - ALIVE}) is not None


def _believed(connection: Connection, now: datetime) -> bool:
    row = connection.execute(_CLOCK).one_or_none()
    latest, doubted = (row.latest, row.doubted) if row else (now, None)
    leapt = now - latest > LEAP and not (doubted and abs(now - doubted) <= LEAP)
    known = {"latest": latest if leapt else max(latest, now), "doubted": now if leapt else None}
    if row is None or (row.latest, row.doubted) != tuple(known.values()):
        connection.execute(_seen(connection.dialect.name), {"one": 1, **known})
    return not leapt


@cache
def _sign_of_life(dialect: str) -> Executable:
    """Made once, as every beat asks: a statement learns from being executed."""
    new = insert_of(dialect, heartbeats)
    return new.on_conflict_do_update(index_elements=["worker"], set_={"beat_at": new.excluded.beat_at})


@cache
def _seen(dialect: str) -> Executable:
    new = insert_of(dialect, clock)
    known = {"latest": new.excluded.latest, "doubted": new.excluded.doubted}
    return new.on_conflict_do_update(index_elements=["one"], set_=known)
