"""Workspace time: what the calendar on the wall says, and the only clock that goes into a message.

It is real time plus an offset, or (frozen) a clock turned by hand; either way it only moves forward.
Trigger ids, the three seconds for an answer and signatures stay in real time.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import formatdate
from functools import partial

STEP = 60.0  # seconds: a due moment that the bot reports as already past is asked for again after this


class Clock:
    """Workspace time with its generation: how often somebody has moved it."""

    def __init__(self, start: datetime | None = None, *, frozen: bool = False) -> None:
        real = time.time()
        self._base = start.timestamp() if start else real
        self.offset = self._base - real
        self.frozen = frozen
        self.generation = 0
        self.next_due: float | None = None
        self.idle_generation: int | None = None  # None: no bot has ever reported, so nobody is waited for
        self._last_microsecond = 0
        self._turned = asyncio.Condition()
        self._one_at_a_time = asyncio.Lock()
        self.moved: Callable[[], None] = lambda: None

    def now(self) -> float:
        """Seconds since the epoch, workspace time."""
        return self._base if self.frozen else time.time() + self.offset

    def moment(self) -> datetime:
        """The same as an aware datetime."""
        return datetime.fromtimestamp(self.now(), UTC)

    def ts(self) -> str:
        """A message ts: unique and strictly increasing, even when time stands still."""
        self._last_microsecond = max(int(self.now() * 1_000_000), self._last_microsecond + 1)
        return f"{self._last_microsecond // 1_000_000}.{self._last_microsecond % 1_000_000:06d}"

    def http_date(self) -> str:
        """For the Date header of an answer."""
        return formatdate(self.now(), usegmt=True)

    def reading(self) -> dict[str, object]:
        """What GET /sandbox/clock answers."""
        return {
            "now": self.now(),
            "offset": self.offset,
            "generation": self.generation,
            "frozen": self.frozen,
        }

    async def reading_after(self, generation: int, patience: float) -> dict[str, object]:
        """The same, once somebody has moved the clock past `generation`, or after `patience` real seconds."""
        await self._until(partial(self._turned_since, generation), patience)
        return self.reading()

    async def reached(self, moment: float) -> None:
        """Once workspace time is there: it came by itself, or somebody moved it."""
        while (left := moment - self.now()) > 0:
            turned = partial(self._turned_since, self.generation)
            await self._until(turned, None if self.frozen else left)

    def _turned_since(self, generation: int) -> bool:
        return self.generation > generation

    async def report_idle(self, generation: int, next_due: float | None) -> None:
        """A bot says: all that was due in this generation is done, and next I am needed at `next_due`."""
        if generation < self.generation:
            return
        self.idle_generation, self.next_due = generation, next_due
        await self._tell()

    async def reported(self, patience: float) -> bool:
        """Whether a bot has reported by now, or does so within `patience` real seconds."""
        return await self._until(lambda: self.idle_generation is not None, patience)

    async def advance(self, target: float, *, patience: float, bot_is_there: bool = True) -> None:
        """Move to `target`, stopping at each due moment until the bot reports that it is idle again.

        First the bot is asked where it stands: what people just did may have made something due.
        A bot that does not report within `patience` real seconds is not waited for any more.
        """
        if target < self.now():
            raise ValueError("the clock only moves forward")
        async with self._one_at_a_time:
            reporting = bot_is_there and self.idle_generation is not None
            reporting = reporting and await self._turn_and_wait(self.now(), patience)
            while reporting and (stop := self._next_stop()) < target:
                reporting = await self._turn_and_wait(stop, patience)
            await (self._turn_and_wait(target, patience) if reporting else self._turn(target))

    def _next_stop(self) -> float:
        """Where the bot wants to be woken next; infinitely far when nothing is due."""
        if self.next_due is None:
            return math.inf
        return self.next_due if self.next_due > self.now() else self.now() + STEP

    async def _turn(self, to: float) -> None:
        """One jump, of which everybody who waits for it is told."""
        self.offset += max(0.0, to - self.now())
        self._base = max(self._base, to)
        self.generation += 1
        self.moved()
        await self._tell()

    async def _turn_and_wait(self, to: float, patience: float) -> bool:
        """One jump, and whether the bot reported in time. If not, it counts as gone."""
        await self._turn(to)
        if await self._until(lambda: self.idle_generation == self.generation, patience):
            return True
        self.idle_generation, self.next_due = None, None
        return False

    async def _until(self, reached: Callable[[], bool], patience: float | None) -> bool:
        async with self._turned:
            try:
                return await asyncio.wait_for(self._turned.wait_for(reached), patience)
            except TimeoutError:
                return False

    async def _tell(self) -> None:
        async with self._turned:
            self._turned.notify_all()
