"""Whether the clock can be trusted to tell that a quiet period is over."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

ALLOWED: Final = timedelta(seconds=10)  # one reading may be older than the next by a slow answer


class Leaps:
    """Notices that a clock was set ahead, and waits `rest` after it, as after the start, by a steady one.

    What was on its way then may still be: its quiet period only seems to be over. `steady` counts seconds.
    """

    def __init__(self, rest: timedelta, steady: Callable[[], float] = time.monotonic) -> None:
        self._rest, self._steady = rest, steady
        self._seen: tuple[datetime, timedelta] | None = None
        self._until = timedelta()

    def settled(self, now: datetime) -> bool:
        """Whether the clock, which says `now`, was not set ahead lately. Ask whenever it is read."""
        passed = timedelta(seconds=self._steady())
        if self._seen is None or now - self._seen[0] > passed - self._seen[1] + ALLOWED:
            self._until = passed + self._rest
        self._seen = now, passed
        return passed >= self._until
