"""Workspace time: what the calendar on the wall says, and the only clock that goes into a message.

It is real time plus an offset, or (frozen) a clock turned by hand; either way it only moves forward.
Trigger ids, the three seconds for an answer and signatures stay in real time.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import formatdate

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
        await self._until(lambda: self.generation > generation, patience)
        return self.reading()

    async def report_idle(self, generation: int, next_due: float | None) -> None:
        """A bot says: all that was due in this generation is done, and next I am needed at `next_due`."""
        if generation < self.generation:
            return
        self.idle_generation, self.next_due = generation, next_due
        await self._tell()

    async def advance(self, target: float, *, patience: float, bot_is_there: bool = True) -> None:
        """Move to `target`, stopping at each due moment until the bot reports that it is idle again.

        A bot that does not report within `patience` real seconds is not waited for any more.
        """
        if target < self.now():
            raise ValueError("the clock only moves forward")
        while bot_is_there and self.next_due is not None and self.next_due < target:
            bot_is_there = await self._turn(max(self.next_due, self.now() + STEP), target, patience)
        await self._turn(target, target, patience if bot_is_there else 0)

    async def _turn(self, to: float, target: float, patience: float) -> bool:
        """One jump. False when there was nobody to wait for, or nobody answered."""
        waited_for = self.idle_generation is not None and patience > 0
        self._jump(min(to, target))
        await self._tell()
        if not waited_for:
            return False
        if await self._until(lambda: (self.idle_generation or 0) >= self.generation, patience):
            return True
        self.idle_generation, self.next_due = None, None
        return False

    def _jump(self, to: float) -> None:
        distance = max(0.0, to - self.now())
        self._base += distance
        self.offset += distance
        self.generation += 1
        self.moved()

    async def _until(self, reached: Callable[[], bool], patience: float) -> bool:
        async with self._turned:
            try:
                return await asyncio.wait_for(self._turned.wait_for(reached), patience)
            except TimeoutError:
                return False

    async def _tell(self) -> None:
        async with self._turned:
            self._turned.notify_all()
