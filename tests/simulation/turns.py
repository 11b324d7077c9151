"""Whose turn it is: one thread, a clock that moves only here, and copies of the bot that take turns.

Everything that happens is in one queue, by its moment. Whoever lives here gives its turn back whenever time
passes for it; it may be roused, frozen or killed there, and nowhere else.
"""

import heapq
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count

from greenlet import getcurrent, greenlet


class PowerCut(BaseException):
    """This copy of the bot is gone: nothing of it runs any more."""


class Turns:
    """The queue of what happens, and true time."""

    def __init__(self, start: datetime) -> None:
        self.now, self.stopped = start, False
        self._queue: list[tuple[datetime, int, Callable[[], object]]] = []
        self._order, self._hub = count(), getcurrent()
        self._waits: dict[greenlet, int] = {}  # which of its wake-up calls is the one it waits for

    def at(self, moment: datetime, do: Callable[[], object]) -> None:
        """Let this happen then, or at once when the moment is over."""
        heapq.heappush(self._queue, (moment, next(self._order), do))

    def after(self, seconds: float, do: Callable[[], object]) -> None:
        """Let this happen so much later."""
        self.at(self.now + timedelta(seconds=seconds), do)

    def run(self, until: datetime) -> None:
        """Let happen whatever comes until then."""
        while self._queue and self._queue[0][0] <= until and not self.stopped:
            moment, _, do = heapq.heappop(self._queue)
            self.now = max(self.now, moment)
            do()
        self.now = max(self.now, until)

    def stop(self) -> None:
        """Nothing happens any more: the run is spoilt."""
        self.stopped = True

    def spawn(self, live: Callable[[], None]) -> greenlet:
        """Somebody who takes turns, from now on."""
        born = greenlet(live, parent=self._hub)
        self.rouse(born)
        return born

    def rouse(self, one: greenlet, seconds: float = 0) -> None:
        """Its next turn comes so much later, whatever it waited for before."""
        ticket = self._waits[one] = next(self._order)
        self.after(seconds, lambda: self._switch(one, ticket))

    def pause(self, seconds: float) -> None:
        """Time passes for whoever calls this, and others have their turns; none passes for the queue."""
        me = getcurrent()
        if me is not self._hub:
            self.rouse(me, seconds)
            self._hub.switch()

    def kill(self, one: greenlet) -> None:
        """End it where it stands; a transaction it was in is rolled back."""
        self._waits.pop(one, None)
        if one:  # begun, and not over
            one.throw(PowerCut)

    def _switch(self, one: greenlet, ticket: int) -> None:
        if self._waits.get(one) == ticket:
            one.switch()
