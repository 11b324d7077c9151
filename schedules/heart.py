"""The heart: a bell every half minute, or as soon as something was written, and a thread that answers it.

APScheduler only rings; what is due is decided by the cadences and remembered by the ledger. So a doubled,
late or missing ring changes nothing but the moment.
"""

import logging
import socket
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler

from schedules.errands import Clock
from schedules.postman import Postman
from store import Store

log = logging.getLogger(__name__)

EVERY = 30  # seconds
AGREE = timedelta(hours=1)  # a clock that is further from Slack's did not just stand still for long
Cadence = Callable[[Store, datetime], None]


class Heart:
    """Beats while it is started. `cadences` write down what is owed, the postman carries it, `after` follows.

    Whoever turns the clock sets `mark`, asked before each beat, and `rested`, told that mark and when the
    next letter is due, once nothing is left to do.
    """

    def __init__(
        self,
        store: Store,
        postman: Postman,
        clock: Clock,
        cadences: Sequence[Cadence],
        after: Sequence[Callable[[Clock], None]] = (),
    ) -> None:
        self._store, self._postman, self._clock, self._cadences = store, postman, clock, cadences
        self._after = after
        self._bell, self._stopping = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._live, name="heart", daemon=True)
        self._scheduler = BackgroundScheduler(
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        self.witness: Callable[[], datetime | None] | None = None  # who else knows the time
        self.mark: Callable[[], int] = lambda: 0
        self.rested: Callable[[int, datetime | None], None] = lambda mark, due: None

    def start(self) -> None:
        """Beat from now on. Raises `SharedFile` when another host uses the same SQLite file."""
        self._alive(self._clock())
        self._scheduler.add_job(self.wake, "interval", seconds=EVERY, id="bell")
        self._scheduler.start()
        self._thread.start()
        self.wake()

    @property
    def alive(self) -> bool:
        """Whether its thread still runs; the bell may be dead, then requests ring."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """Finish the call to Slack in hand, then be still."""
        self._stopping.set()
        self._postman.stop()
        self._scheduler.shutdown()
        self._bell.set()
        self._thread.join()
        self._guarded("farewell", self._store.leave, self._postman.worker)

    def wake(self) -> None:
        """Beat at once."""
        self._bell.set()

    def next_due(self) -> datetime | None:
        """When a letter may go or be looked for, the calendar is asked, a Home is due; None: nothing is."""
        store = self._store
        moments = (store.outbox.next_due(), store.next_plan(), store.next_home(), store.next_delivery())
        return min(filter(None, moments), default=None)

    def beat(self, now: datetime) -> None:
        """Note the sign of life, write down what is owed, carry it, and look again at what was sent."""
        believed = self._guarded("pulse", self._alive, now)
        for cadence in self._cadences if believed else ():
            self._guarded(cadence.__module__, cadence, self._store, now)
        self._guarded("postman", self._postman.deliver, self._clock)
        for work in self._after:
            self._guarded(work.__module__, work, self._clock)
        self._guarded("sweep", self._postman.sweep, self._clock)

    def _alive(self, now: datetime) -> bool:
        """Note the sign of life; whether the clock can be believed. Of a leap, Slack is asked too."""
        if self._store.leaps_to(now) and not self._witnessed(now):
            return False
        return self._store.beat(self._postman.worker, socket.gethostname(), now)

    def _witnessed(self, now: datetime) -> bool:
        told = self.witness() if self.witness else now
        if told and abs(told - now) <= AGREE:
            return True
        log.error("the clock leapt to %s and Slack says %s: nothing is planned by it", now, told)
        return False

    def _live(self) -> None:
        while True:
            self._bell.wait()
            self._bell.clear()
            if self._stopping.is_set():
                return
            mark = self.mark()
            self._guarded("beat", lambda: self.beat(self._clock()))
            self._guarded("rest", self._rest, mark)

    def _rest(self, mark: int) -> None:
        self.rested(mark, self.next_due())

    def _guarded(self, what: str, work: Callable[..., Any], *given: object) -> Any:
        try:
            return work(*given)
        except Exception:  # one failing part does not stop the others, and never the heart
            log.exception("%s failed; it is tried again with the next beat", what)
            return None
