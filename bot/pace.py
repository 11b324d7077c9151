"""How many windows one person may open in a moment: more than anybody reads, few enough for the others."""

import threading
from collections import deque
from collections.abc import Callable
from time import monotonic

from playbook.refusals import Refusal

MOST = 5  # windows
WITHIN = 10.0  # seconds
REMEMBERED = 1000  # people; then those who are long done are forgotten

Who = tuple[str, str]  # a workspace and somebody in it


class TooFast(Refusal):
    """You opened five windows within ten seconds. Nothing was changed; wait a moment, then press again."""


class Pace:
    """Counts windows by person, in this process. `most` None: nobody counts."""

    def __init__(self, most: int | None = MOST, clock: Callable[[], float] = monotonic) -> None:
        self.most, self._clock = most, clock
        self._opened: dict[Who, deque[float]] = {}
        self._alone = threading.Lock()

    def take(self, who: Who) -> None:
        """One window more for somebody. Raises `TooFast`."""
        if self.most is None:
            return
        with self._alone:
            now = self._clock()
            opened = self._opened.setdefault(who, deque())
            while opened and now - opened[0] >= WITHIN:
                opened.popleft()
            if len(opened) >= self.most:
                raise TooFast
            opened.append(now)
            if len(self._opened) > REMEMBERED:
                self._forget(now)

    def _forget(self, now: float) -> None:
        self._opened = {who: when for who, when in self._opened.items() if now - when[-1] < WITHIN}
