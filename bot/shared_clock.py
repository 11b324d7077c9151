"""One time for all copies of the bot, whatever their machines believe."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.clock import Clock, system_clock
from store import Unreachable


class SharedClock:
    """The time all copies of the bot agree on: the database's where it keeps one, else this machine's.

    `ask` asks the database. While it does not answer, the time is this machine's, set right as it was last;
    before it ever answered, nobody knows how wrong this machine is, and `Unreachable` is raised.
    """

    def __init__(self, ask: Callable[[], datetime | None], machine: Clock = system_clock) -> None:
        self._ask, self._machine = ask, machine
        self._ahead: timedelta | None = None

    def __call__(self) -> datetime:
        """The time, aware and in UTC."""
        try:
            shared = self._ask()
            self._ahead = shared - self._machine() if shared else timedelta()
        except Unreachable:
            if self._ahead is None:
                raise
        return self._machine() + self._ahead
