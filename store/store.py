"""The store: open a unit of work, read facts, write facts. Rows and connections never leave this package."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from store import (
    feeds,
    homes,
    installations,
    letterbox,
    moving,
    plans,
    pulse,
    schema,
    standing,
    tokens,
    troubles,
    verify,
    webhooks,
    workspaces,
)
from store.copying import Told
from store.engine import Database
from store.installations import Installation
from store.letterbox import Posted
from store.outbox import Outbox
from store.times import Times
from store.work import Look, Work


class Store:
    """Everything the bot remembers, in one database.

    `url` is "sqlite:///path", "sqlite://" (in memory) or "postgresql://…". `wake` is called after every
    commit that leaves the heart something to do, so that letters stand in Slack at once. `chance` gives a
    new workspace its key: so many bytes that nobody can guess, or in a rehearsal the same ones each time.
    """

    def __init__(self, url: str, times: Times | None = None) -> None:
        self._database = Database(url)
        self.outbox = Outbox(self._database, times or Times())
        self.wake: Callable[[], None] = lambda: None
        self.chance: Callable[[int], bytes] = secrets.token_bytes

    def migrate(self) -> None:
        """Bring the schema up to date. Two processes may try at once. Raises `Unreachable`."""
        with schema.reaching():
            self._database.migrate()

    def go_back(self, revision: str, now: datetime) -> None:
        """Bring the schema back; the bot stands still. Raises `CannotCopy`, and `OneWay` where that loses."""
        with schema.reaching():
            moving.stands_still(self._database, now)
            self._database.migrate(revision)

    def migrations(self) -> tuple[str, ...]:
        """The migrations this version knows, the newest first."""
        return schema.migrations()

    def behind(self) -> bool:
        """Whether the schema is older than this version needs. Raises `Unreachable`."""
        with schema.reaching(), self._database.read() as connection:
            return schema.behind(connection)

    @contextmanager
    def work(
        self,
        workspace: str,
        now: datetime,
        *,
        by: str | None = None,
        via: str = "slack",
        once: str | None = None,
    ) -> Iterator[Work]:
        """One unit of work in one workspace: all of it happens, or on an exception none of it.

        `once` is the key that a repeat of the same request shares: it rolls back and raises `Repeated`.
        """
        with self._database.write() as connection:
            workspaces.enter(connection, workspace, now, self.chance)
            work = Work(connection, workspace, now, by, via)
            if once:
                work.take_once(once)
            yield work
            work.mark_homes()
        if work.wants_heart:
            self.wake()

    @contextmanager
    def read(self, workspace: str) -> Iterator[Look]:
        """A look at one workspace, at one moment; it stops nobody from writing."""
        with self._database.read() as connection:
            yield Look(connection, workspace)

    def admit(self, said: str, now: datetime) -> tokens.Admitted:
        """Let a token of the ingest API in, and count this request.

        Raises `UnknownToken`, `EndedToken` and `TooMany`.
        """
        with self._database.read() as connection:
            admitted = tokens.find(connection, said, now)
        with self._database.write() as connection:
            tokens.count(connection, admitted, now)
        return admitted

    def reader(self, secret: str) -> feeds.Reader | None:
        """Whose calendar the address with this secret is; None when it leads nowhere."""
        with self._database.read() as connection:
            return feeds.reader(connection, secret)

    def deliveries_due(self, now: datetime) -> tuple[webhooks.Delivery, ...]:
        """What webhooks are to be told now, held so that no other copy of the bot tells it."""
        with self._database.write() as connection:
            return webhooks.due(connection, now)

    def delivered(self, one: webhooks.Delivery) -> None:
        """A webhook took it."""
        with self._database.write() as connection:
            webhooks.delivered(connection, one)

    def deliver_later(
        self, one: webhooks.Delivery, until: datetime, now: datetime, *, failed: bool = True
    ) -> None:
        """A webhook did not take it, or was not asked this time."""
        with self._database.write() as connection:
            webhooks.later(connection, one, until, now, failed=failed)

    def next_delivery(self) -> datetime | None:
        """The next moment at which a webhook is to be told something."""
        with self._database.read() as connection:
            return webhooks.earliest(connection)

    def time(self) -> datetime | None:
        """What time the database server has, for every copy of the bot to agree on; None on SQLite.

        Raises `Unreachable`.
        """
        with schema.reaching():
            return self._database.time()

    def to_plan(self, now: datetime) -> tuple[str, ...]:
        """The workspaces where the calendar is to be asked about a use case now."""
        with self._database.read() as connection:
            return plans.somewhere(connection, now)

    def troubled(self, now: datetime) -> tuple[str, ...]:
        """The workspaces with letters a person has to hear of, and was not told of yet."""
        with self._database.read() as connection:
            return troubles.somewhere(connection, now)

    def next_plan(self) -> datetime | None:
        """The next moment at which the calendar is to be asked about a use case."""
        with self._database.read() as connection:
            return plans.earliest(connection)

    def homes_due(self, now: datetime) -> tuple[tuple[str, str], ...]:
        """Whose Homes are due anew by now: workspace and person, the longest waiting first."""
        with self._database.read() as connection:
            return homes.due(connection, now)

    def next_home(self) -> datetime | None:
        """The next moment at which a Home is due anew."""
        with self._database.read() as connection:
            return homes.earliest(connection)

    def workspaces(self) -> tuple[str, ...]:
        """All workspaces the bot knows."""
        with self._database.read() as connection:
            return workspaces.listed(connection)

    def installation(self, workspace: str) -> Installation | None:
        """How the bot is let in there, its token sealed; None where it was not installed by OAuth."""
        with self._database.read() as connection:
            return installations.find(connection, workspace)

    def installations(self) -> tuple[Installation, ...]:
        """Every installation by OAuth."""
        with schema.reaching(), self._database.read() as connection:
            return installations.listed(connection)

    def reseal(self, before: Installation, token: str) -> bool:
        """Keep the token of an installation under another key. False when it was installed anew meanwhile."""
        with self._database.write() as connection:
            return installations.reseal(connection, before, token)

    def use_state(self, state: str, now: datetime) -> bool:
        """Note that an install came back from Slack. False when it did before: on any copy of the bot."""
        with self._database.write() as connection:
            return installations.use_state(connection, state, now)

    def posted(self, workspace: str) -> tuple[Posted, ...]:
        """Every message of the bot that was posted there, in order, by the letter it carries."""
        with self._database.read() as connection:
            return letterbox.posted(connection, workspace)

    def verify(self, workspace: str | None = None, noted: str = "") -> verify.Verdict:
        """Whether the record is as it was written, of one workspace or of all.

        `noted` is a hash of the audit that somebody kept elsewhere.
        """
        with schema.reaching(), self._database.read() as connection:
            return verify.check(connection, workspace, noted)

    def parked(self) -> tuple[str, ...]:
        """The workspaces where Slack refuses the bot."""
        with self._database.read() as connection:
            return workspaces.listed(connection, "parked")

    def leaps_to(self, now: datetime) -> bool:
        """Whether that moment lies further ahead of the last one than a clock goes by itself."""
        with self._database.read() as connection:
            return pulse.leaps(connection, now)

    def to_tend(self, now: datetime) -> tuple[str, ...]:
        """The workspaces whose day to look at what is kept has come."""
        with self._database.read() as connection:
            return workspaces.to_tend(connection, now)

    def beat(self, worker: str, host: str, now: datetime) -> bool:
        """Note that this copy of the bot is alive. Answers whether the clock may be believed, to plan by it.

        Raises `SharedFile` when a copy on another host uses the same SQLite file.
        """
        with self._database.write() as connection:
            return pulse.beat(connection, worker, host, now, alone=self._database.sqlite)

    def pulse(self) -> pulse.Pulse:
        """How the ledger stands and when the last sign of life was, for the health page and the doctor."""
        with schema.reaching(), self._database.read() as connection:
            return pulse.standing(connection)

    def leave(self, worker: str) -> None:
        """This copy of the bot ends as it should: nobody has to wait until it counts as gone."""
        with self._database.write() as connection:
            pulse.leave(connection, worker)

    def back_up(self, file: Path, told: Told) -> None:
        """One moment of the database as a SQLite file; the bot may run meanwhile. Raises `CannotCopy`."""
        with schema.reaching():
            moving.back_up(self._database, file, told)

    def restore(self, file: Path, now: datetime, told: Told, *, replace: bool = False) -> dict[str, int]:
        """A backup into this database; rows by table. `replace` drops what is there. Raises `CannotCopy`."""
        with schema.reaching():
            return moving.restore(self._database, file, now, told, replace=replace)

    def move_to(self, other: "Store", now: datetime, told: Told) -> dict[str, int]:
        """Every row into another, empty store; rows by table. Raises `CannotCopy`."""
        with schema.reaching():
            return moving.move(self._database, other._database, now, told)

    def counted(self, now: datetime) -> standing.Counted:
        """How much the ledger holds at this moment, for whoever draws curves of it."""
        with schema.reaching(), self._database.read() as connection:
            return standing.counted(connection, now)

    def connections(self) -> tuple[int, int]:
        """How many connections to the database this process uses, and how many it may."""
        return self._database.connections()

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()
