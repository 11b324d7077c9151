"""What must follow an answer to Slack: opening a modal in time, work that takes longer than an answer may."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore
from typing import Any

from playbook.refusals import Refusal

log = logging.getLogger(__name__)

THREADS = 16
WAITING = 256  # more than this in line and people are told, instead of being left to wait for what expires


class TooBusy(Refusal):
    """Many people are asking at this moment. Nothing was changed; please try again in a few seconds."""


class AfterAck:
    """A bounded executor. A failure is handed to whoever can still tell the person."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="after-ack")
        self._places = BoundedSemaphore(WAITING)

    def submit(self, work: Callable[[], Any], tell: Callable[[Exception], None]) -> None:
        """Run `work` soon. Refuses when the line is too long."""
        if not self._places.acquire(blocking=False):
            raise TooBusy
        self._threads.submit(self._run, work, tell)

    def settle(self) -> None:
        """Wait until nothing waits or runs: all places are free."""
        for _ in range(WAITING):
            self._places.acquire()
        for _ in range(WAITING):
            self._places.release()

    def stop(self) -> None:
        """Finish what was promised."""
        self._threads.shutdown()

    def _run(self, work: Callable[[], Any], tell: Callable[[Exception], None]) -> None:
        try:
            work()
        except Exception as error:  # nobody waits for this thread: untold, a failure would be silent
            tell(error)
        finally:
            self._places.release()
