"""Some simulated days: the real store, playbook, cadences and postman in bad weather; then a verdict."""

import hashlib
import logging
import math
import random
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple
from unittest.mock import patch

from slack_sdk import WebClient
from sqlalchemy import select

import blocks
from schedules.heart import Heart
from schedules.leaps import Leaps
from schedules.postman import Postman
from store import Store
from store.tables import letters
from tests.simulation import asks, mishaps
from tests.simulation.company import Company
from tests.simulation.judge import CALM, Verdict, judge
from tests.simulation.lying_slack import LyingSlack, Shown
from tests.simulation.points import watched
from tests.simulation.sql import MOMENTS, OVERDUE, STEPS, marked
from tests.simulation.turns import PowerCut, Turns
from tests.simulation.weather import Weather
from tests.simulation.wire import Wire
from tests.store.company import T

START: Final = datetime(2026, 3, 4, 11, tzinfo=UTC)  # so that the calm day is a working day
BAD_DAYS: Final = 6
BACKUP_EVERY, BACKUPS = 6 * 3600, 16
BELL: Final = (8 * 3600, 30 * 3600)  # between two rings when nothing is due; really half a minute
WAITING: Final = (300, 3600)  # when something is overdue, but was not to be had
IDLE: Final = 0.6  # how often another copy than the first sleeps through what is due
RESTARTS: Final = (1, 5, 30, 300, 3600)  # seconds until a dead copy is started again
SPOILT: Final = 40  # exceptions
LOGS: Final = ("schedules", "slack_sdk")


@dataclass(frozen=True)
class Run:
    """What became of one seed."""

    seed: int
    verdict: Verdict
    failed: tuple[str, ...]  # what was logged as an exception
    digest: str  # the same for the same seed
    counts: Counter[str]
    story: tuple[str, ...]  # what happened, moment by moment

    @property
    def good(self) -> bool:
        """Nothing lost, nothing doubled, nothing raised."""
        return not (self.verdict.lost or self.verdict.doubled or self.failed)

    def totals(self) -> dict[str, int]:
        """What a campaign adds up."""
        died = sum(count for what, count in self.counts.items() if what.startswith("died"))
        return {"deaths": died, **{what: self.counts[what] for what in SUMMED}}


SUMMED: Final = ("letters", "requests", "unknown outcomes", "looks", "stalls", "restores", "copies swept")


class Backup(NamedTuple):
    """A database as it was, and which messages told of what was given up before."""

    at: datetime
    database: bytes
    orphans: frozenset[str]


class Copy:
    """A running copy of the bot: its heart beats whenever something is due, and after a while anyway."""

    def __init__(self, world: "World") -> None:
        self._world, self.idle = world, False
        self._life = world.turns.spawn(self._live)

    def kill(self) -> None:
        """Without notice; no bell wakes it any more."""
        self.idle = False
        self._world.turns.kill(self._life)

    def wake(self) -> None:
        """Beat at once, unless it is in the middle of something."""
        if self.idle:
            self._world.turns.rouse(self._life)

    def _live(self) -> None:
        try:
            heart = self._world.heart()
            while True:
                heart.beat(self._world.clock())
                self.idle = True
                self._world.turns.pause(self._until_next())
                self.idle = False
        except PowerCut:
            self._world.died(self)

    def _until_next(self) -> float:
        world = self._world
        bell, due = world.rng.uniform(*(WAITING if world.is_overdue() else BELL)), world.next_moment()
        if due is None or (self is not world.copies[0] and world.rng.random() < IDLE):
            return bell
        return min(bell, (due - world.clock()).total_seconds() + world.rng.uniform(0, 30))


class World:
    """Everything in one seed."""

    def __init__(self, store: Store, empty: bytes, seed: int, **weather: Any) -> None:
        self.seed, self.store, self.rng = seed, store, random.Random(seed)
        self.turns, self.slack = Turns(START), LyingSlack()
        self.weather = Weather(self.rng, **weather)
        self.wire = Wire(self.turns, self.slack, self.weather, self.visit)
        self.company = Company(store, self.rng, self.clock)
        self.offset, self.power, self.installed = timedelta(), True, True
        self.backups: list[Backup] = []
        self.written: dict[str, tuple[str | None, bool]] = {}  # by mark, in databases that were given up
        self.copies: list[Copy] = []
        self.failed: list[str] = []
        self.counts: Counter[str] = Counter()
        self.happened: list[tuple[datetime, str]] = []
        self.restore(empty)

    # --- one run

    def run(self) -> Run:
        """Bad days, a calm one, and the verdict."""
        calm = START + timedelta(days=BAD_DAYS)
        with ExitStack() as stack:
            self.failed = stack.enter_context(_listening(self.turns.stop))
            stack.enter_context(_by_chance(self.rng))
            stack.enter_context(patch("slack_sdk.web.base_client.urlopen", self.wire.urlopen))
            stack.enter_context(patch("slack_sdk.http_retry.handler.time.sleep", self.turns.pause))
            self.company.found()
            stack.enter_context(watched(self.store, self.visit))
            self.store.wake = self._wake
            self._plan(calm)
            self.turns.run(calm)
            self._calm_down()
            self.turns.run(calm + CALM)
            self._end()
            verdict = judge(self.store, self.slack, calm)
            if self.turns.stopped:  # what still waits is not lost
                verdict = replace(verdict, lost=())
        self._count()
        return Run(self.seed, verdict, tuple(self.failed), self._digest(), self.counts, tuple(self._story()))

    def _plan(self, calm: datetime) -> None:
        """What will happen, and when."""
        span = (calm - START).total_seconds()
        for _ in range(self.rng.randint(1, 3)):
            self._start_a_copy()
        for number in range(self.rng.randint(1, 3)):
            self.turns.after(number * self.rng.uniform(0, span / 3), lambda: self.act(self.company.register))
        for _ in range(self.weather.acts):
            when = self.rng.uniform(0, span)
            for at in (when, *(when + self.rng.uniform(0, 120) for _ in range(self.weather.flurry))):
                self.turns.after(at, lambda: self.act(self.company.act))
        for mishap in mishaps.MISHAPS:
            for _ in range(_whole(self.weather.often.get(mishap.name, mishap.often), self.rng)):
                self.turns.after(self.rng.uniform(0, span), lambda one=mishap: self._meet(one))
        for number in range(int(span // BACKUP_EVERY)):
            self.turns.after(number * BACKUP_EVERY, self._back_up)
            self.turns.after(number * BACKUP_EVERY, self._let_in)

    def _meet(self, mishap: mishaps.Mishap) -> None:
        self.happened.append((self.turns.now, mishap.name))
        mishap.happen(self)

    def _calm_down(self) -> None:
        """Nothing fails from now on; people open again what was closed."""
        self.weather.calm, self.wire.down, self.offset = True, False, timedelta()
        self.slack.archived.clear()
        self.slack.left.clear()
        self.power_on()
        self.install_again()
        self._wake()  # whoever sleeps until its bell: a real one rings every half minute

    def _end(self) -> None:
        for copy in self.copies[:]:
            copy.kill()

    def _count(self) -> None:
        calls = Counter(method for _, method, _ in self.wire.calls)
        self.counts |= Counter(
            {
                "letters": raw(self.store).execute("SELECT count(*) FROM letters").fetchone()[0],
                "requests": calls.total(),
                "unknown outcomes": self.counts["after lost_sight"],
                "looks": calls["conversations.history"] + calls["conversations.replies"],
                "copies swept": sum(m.gone == "bot" for m in self.slack.messages),
            }
        )

    def _digest(self) -> str:
        told = [*self._story(), *((m.ts, m.text, m.gone) for m in self.slack.messages)]
        return hashlib.sha256(repr(told).encode()).hexdigest()[:16]

    def _story(self) -> Iterator[str]:
        """What happened, the calls to Slack and every step of every letter, in order."""
        steps = raw(self.store).execute(STEPS).fetchall()
        told = [(at, " ".join(map(str, step))) for at, *step in steps]
        told += [(f"{at:%F %T}", what) for at, what in self.happened]
        told += [(f"{at:%F %T}", f"{method}: {ending}") for at, method, ending in self.wire.calls]
        yield from (f"{at[:19]} {what}" for at, what in sorted(told, key=lambda line: line[0][:19]))

    # --- time and points

    def clock(self) -> datetime:
        """What the machine believes the time to be."""
        return self.turns.now + self.offset

    def set_clock(self, seconds: float) -> None:
        """Let the machine be so far ahead of true time; every copy's bell rings within half a minute."""
        self.offset = timedelta(seconds=seconds)
        for copy in self.copies:
            self.turns.after(self.rng.uniform(0, 30), copy.wake)

    def visit(self, point: str) -> None:
        """Somebody comes by a point between two steps."""
        self.counts[point] += 1
        if self.weather.happens(self.weather.crashes):
            self.counts[f"died {point}"] += 1
            self.happened.append((self.turns.now, f"died {point}"))
            raise PowerCut
        if point.startswith("after") and self.weather.happens(self.weather.stalls):
            self.counts["stalls"] += 1
            self.turns.pause(self.weather.seconds(self.weather.longest_stall))

    # --- copies of the bot

    def heart(self) -> Heart:
        """A new heart, as the house puts it together."""
        client = WebClient("xoxb-simulated", base_url="https://slack.com/api/")
        postman = Postman(
            self.store,
            lambda workspace: client if self.installed else None,
            blocks.draw,
            blocks.draw_plain,
            makers=asks.ALL_MAKERS,
            chance=self.rng.random,
        )
        settling = self.store.outbox.times.settling
        postman.settled = Leaps(settling, lambda: self.turns.now.timestamp()).settled
        return Heart(self.store, postman, self.clock, asks.ALL_CADENCES)

    def died(self, copy: Copy) -> None:
        """It is started again after a while, unless the power is off; who is first now looks what is due."""
        self.copies.remove(copy)
        self._wake()
        if self.power:
            self.turns.after(self.rng.choice(RESTARTS), self._start_a_copy)

    def power_off(self, seconds: float) -> None:
        """Every copy is gone for so long."""
        self.power = False
        self._end()
        self.turns.after(seconds, self.power_on)

    def power_on(self) -> None:
        """The copies are started again."""
        if not self.power:
            self.power = True
            for _ in range(self.rng.randint(1, 3)):
                self._start_a_copy()

    def _start_a_copy(self) -> None:
        if self.power:
            self.copies.append(Copy(self))

    def _wake(self) -> None:
        for copy in self.copies[:1]:
            copy.wake()

    # --- the database

    def restore(self, backup: bytes) -> None:
        """Let the database be this one."""
        raw(self.store).deserialize(backup)

    def execute(self, sql: str) -> None:
        """Change the database behind the store's back."""
        raw(self.store).execute(sql)

    def _back_up(self) -> None:
        orphans = frozenset(message.ts for message in self.slack.messages if message.orphan)
        backup = Backup(self.turns.now, raw(self.store).serialize(), orphans)
        self.backups = [*self.backups, backup][-BACKUPS:]

    def go_back(self) -> Backup:
        """Restore one of the backups; those made after it are of a past that is not this one's."""
        chosen = self.rng.randrange(len(self.backups))
        self.backups = self.backups[: chosen + 1]
        self.restore(self.backups[chosen].database)
        return self.backups[chosen]

    def next_moment(self) -> datetime | None:
        """The next moment at which anything may become due, as the machine counts time."""
        (found,) = raw(self.store).execute(MOMENTS, {"now": self._written_now()}).fetchone()
        return datetime.fromisoformat(found).replace(tzinfo=UTC) if found else None

    def is_overdue(self) -> bool:
        """Whether a letter should have gone, or been told of: somebody else holds it, or it was too early."""
        (found,) = raw(self.store).execute(OVERDUE, {"now": self._written_now()}).fetchone()
        return bool(found)

    def _written_now(self) -> str:
        return self.clock().astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")

    def dead(self) -> list[str]:
        """The names of dead letters."""
        with self.store._database.read() as connection:
            rows = connection.execute(select(letters).where(letters.c.state == "dead")).all()
        return [f"{row.use_case}:{row.kind}:{row.period}" for row in rows]

    def known_as_sent(self) -> list[Shown]:
        """The messages people can see of which the ledger says that they were sent."""
        sent = (one for one in marked(self.store) if one.row.state == "sent")
        known = {(one.row.channel, one.row.ts, one.mark) for one in sent}
        return [m for m in self.slack.visible() if (m.channel, m.ts, m.mark) in known]

    # --- people

    def act(self, does: Callable[[], None]) -> None:
        """Somebody does something, if a copy of the bot is there to hear it."""
        if self.power:
            try:
                does()
            except PowerCut:
                self.counts["clicks without an answer"] += 1
            except Exception as error:  # the person would see an error, and the log a traceback
                self.failed.append(f"a click: {error!r}")

    def install_again(self) -> None:
        """An admin installs the app again."""
        self.slack.shut_out, self.installed = False, True
        self._let_in()

    def _let_in(self) -> None:
        """A copy that starts says that the bot is there."""
        if self.power and not self.slack.shut_out and self.installed:
            self.act(self._install)

    def _install(self) -> None:
        with self.store.work(T, self.clock(), via="install") as work:
            work.install("U0PILOTAGE", "Acme")


def raw(store: Store) -> Any:
    """The SQLite connection below everything."""
    return store._database._engine.raw_connection().driver_connection


def _whole(often: float, rng: random.Random) -> int:
    """A whole number that is `often` on average."""
    most = max(3, math.ceil(often))
    return sum(rng.random() < often / most for _ in range(most))


@contextmanager
def _by_chance(rng: random.Random) -> Iterator[None]:
    """Everything random comes from the seed, ids and keys too."""
    with (
        patch("uuid.uuid4", lambda: uuid.UUID(int=rng.getrandbits(128), version=4)),
        patch("secrets.token_bytes", rng.randbytes),
        patch("secrets.token_hex", lambda size=32: rng.randbytes(size).hex()),
    ):
        yield


@contextmanager
def _listening(enough: Callable[[], None]) -> Iterator[list[str]]:
    """What the bot logs as an exception, which it should never do; after so many it is `enough`."""
    failed: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.exc_info:
                failed.append(f"{record.getMessage()}: {record.exc_info[1]!r}")
            if len(failed) >= SPOILT:
                enough()

    ear, loggers = Ear(), [logging.getLogger(name) for name in LOGS]
    for logger in loggers:
        logger.addHandler(ear)
        logger.propagate = False
    try:
        yield failed
    finally:
        for logger in loggers:
            logger.removeHandler(ear)
            logger.propagate = True
