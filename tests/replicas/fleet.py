"""A fleet of real copies on one PostgreSQL, killed with SIGKILL while Slack cuts connections; then a count.

Everything is real but Slack: processes, sockets, the database server, which may crash or be lost too. The
machines of the copies disagree about the time by up to ten minutes.
"""

import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import func, select

from bot.clock import system_clock
from sandbox import seed
from sandbox.server import SandboxThread
from sandbox.workspace import BOT, TEAM, Workspace
from schedules.postman import EVENT_TYPE
from store import Store
from store.tables import letters
from tests.house.tree import ROOT
from tests.store.company import ANNA, announcement

TEAMS = tuple(f"C0TEAM{number:02}" for number in range(32))
TO = ("C0AIPILOTS", "C0SALESOPS", "C0LEADERSHIP", "U0ANNA", "U0BEN", "U0CARLA", "U0GRACE", "U0KATE", *TEAMS)
WAVE = 150  # letters at once
FAULTS = ("drop_after", "drop_after", "truncate_after", "status_after", "drop_before", "status")
FAULTY = 0.1  # of all posts
LOOK = 0.5  # seconds between two looks at the fleet
PATIENCE = 3600  # seconds until whatever is not sent counts as lost
CLOCKS = (0, 600, -600, 300)  # seconds that the machines of the copies are ahead
FINAL = ("sent", "folded", "cancelled", "dead")


@dataclass
class Count:
    """What became of it all."""

    letters: int
    lost: int = 0
    doubled: int = 0
    kills: int = 0
    blows: int = 0  # to PostgreSQL: it crashed, or another server took over
    seconds: int = 0
    faults: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        faults = ", ".join(f"{count} {kind}" for kind, count in sorted(self.faults.items()))
        return (
            f"{self.letters} letters: {self.lost} lost, {self.doubled} doubled; {self.kills} kill -9, "
            f"{self.blows} blows to PostgreSQL; {faults}; {self.seconds} seconds"
        )


class Fleet:
    """Copies of the bot; whichever is killed is replaced."""

    def __init__(self, database: str, api_url: str, copies: int) -> None:
        self._command = [sys.executable, "-m", "tests.replicas.replica", database, api_url]
        self._running = [self._start(number) for number in range(copies)]

    def kill_one(self, rng: random.Random) -> None:
        """Without notice; another one is started in its place."""
        number = rng.randrange(len(self._running))
        self._end(self._running[number])
        self._running[number] = self._start(number)

    def stop(self) -> None:
        """End them all, as hard."""
        for copy in self._running:
            self._end(copy)

    def _start(self, number: int) -> subprocess.Popen[bytes]:
        ahead = str(CLOCKS[number % len(CLOCKS)])
        return subprocess.Popen([*self._command, ahead], cwd=ROOT, stderr=subprocess.DEVNULL)

    def _end(self, copy: subprocess.Popen[bytes]) -> None:
        copy.send_signal(signal.SIGKILL)
        copy.wait()


def sail(
    database: str,
    slack: SandboxThread,
    *,
    number: int,
    copies: int,
    kill_every: float,
    blows: Sequence[Callable[[], None]] = (),
    dice: int = 0,
) -> Count:
    """Let the fleet carry so many letters through trouble, written down wave by wave, and count what arrived.

    The `blows` to PostgreSQL fall at even distances, each just after a wave was written: so there is always
    something to send, however fast the fleet is.
    """
    rng, count, tick, began = random.Random(dice), Count(number), threading.Event(), time.monotonic()
    store = Store(database)
    store.migrate()
    waves = Waves(store, number, len(blows))
    waves.write_next()
    with _fleet(database, slack.api_url, copies) as fleet:
        looks = 0
        while (carried := _carried(store)) < number and looks * LOOK < PATIENCE:
            looks += 1
            _order_faults(slack, rng, count, carried)
            if looks % max(1, round(kill_every / LOOK)) == 0:
                fleet.kill_one(rng)
                count.kills += 1
            if waves.next_is_due(carried) and waves.write_next():
                tick.wait(LOOK)  # so that some are on their way
                blows[count.blows]()
                count.blows += 1
            tick.wait(LOOK)
    store.close()
    count.lost, count.doubled = _arrived(slack, number)
    count.seconds = round(time.monotonic() - began)
    return count


class Waves:
    """The letters, written a wave at a time: so none of them is late because of how many there are."""

    def __init__(self, store: Store, number: int, blows: int) -> None:
        self._store, self._number = store, number
        self._count = max(blows + 1, -(-number // WAVE))
        self._blows = {place * self._count // (blows + 1) for place in range(1, blows + 1)}
        self._next = 0

    def next_is_due(self, carried: int) -> bool:
        """Whether there is another wave, and half of the last one is carried."""
        waiting = self._upto(self._next) - carried
        return self._next < self._count and waiting <= self._number // self._count // 2

    def write_next(self) -> bool:
        """Write a wave down; whether a blow falls now."""
        _write(self._store, self._upto(self._next), self._upto(self._next + 1))
        self._next += 1
        return self._next - 1 in self._blows

    def _upto(self, wave: int) -> int:
        return wave * self._number // self._count


def wide(workspace: Workspace) -> None:
    """The company, with a channel for each of many teams: who posts 2,000 messages in three?"""
    seed.company(workspace)
    members = list(workspace.persons)
    for place in TEAMS:
        workspace.add_channel(place.removeprefix("C0").lower(), [*members, BOT], channel_id=place)


@contextmanager
def _fleet(database: str, api_url: str, copies: int) -> Iterator[Fleet]:
    fleet = Fleet(database, api_url, copies)
    try:
        yield fleet
    finally:
        fleet.stop()


def _write(store: Store, after: int, upto: int) -> None:
    now = system_clock()
    with store.work(TEAM, now, by=ANNA) as work:
        work.install(BOT)
        numbers = range(after + 1, upto + 1)
        work.post(*(announcement(one, f"use case {one}", TO[one % len(TO)]) for one in numbers))


def _carried(store: Store) -> int:
    asked = select(func.count()).select_from(letters).where(letters.c.state.in_(FINAL))
    with store._database.read() as connection:
        return connection.execute(asked).scalar_one()


def _order_faults(slack: SandboxThread, rng: random.Random, count: Count, carried: int) -> None:
    """So many that a tenth of the posts meets one; they wait in line for the next posts."""
    wanted = int(carried * FAULTY) + 1 - count.faults.total()
    for _ in range(wanted):
        kind = rng.choice(FAULTS)
        slack.ask(lambda kind=kind: slack.sandbox.faults.order(kind, "chat.postMessage"))
        count.faults[kind] += 1


def _arrived(slack: SandboxThread, number: int) -> tuple[int, int]:
    def marks() -> Counter[str]:
        channels = slack.sandbox.workspace.channels.values()
        messages = [message for channel in channels for message in channel.messages]
        ours = (message.get("metadata") or {} for message in messages)
        return Counter(one["event_payload"]["k"] for one in ours if one.get("event_type") == EVENT_TYPE)

    seen = slack.ask(marks)
    return number - len(seen), sum(count > 1 for count in seen.values())
