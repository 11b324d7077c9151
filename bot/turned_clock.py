"""A clock that somebody else turns: workspace time as a stand-in Slack keeps it, sixty days in a minute.

It is asked over HTTP (`PILOTAGE_CLOCK_URL`, this machine only). `GET url?after=7` answers once the clock has
been moved past its seventh move; `POST idle`, beside it, tells that all that was due by then is done.
"""

import json
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from typing import Any
from urllib.parse import urljoin
from urllib.request import OpenerDirector, ProxyHandler, Request, build_opener

from bot.clock import system_clock
from bot.trouble import Trouble

log = logging.getLogger(__name__)
PATIENCE = 40.0  # seconds for one answer; the other side answers after 25 even when nothing has moved
PAUSE = 1.0  # seconds before asking again after a failure


@dataclass(frozen=True)
class Reading:
    """What the clock said last; `stands_at` is set when it does not run, else it is `offset` away."""

    offset: timedelta
    stands_at: datetime | None
    generation: int


class TurnedClock:
    """Call it for the time. `moved` is called after each of its moves."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._open = _without_proxies().open
        self._closed = threading.Event()
        self.moved: Callable[[], None] = lambda: None
        self._reading = _reading(self._ask(self._url))

    def __call__(self) -> datetime:
        """Workspace time: as it was read when it stands still, else this machine's time and an offset."""
        reading = self._reading
        return reading.stands_at or system_clock() + reading.offset

    @property
    def generation(self) -> int:
        """How often the clock has been moved, as far as is known here."""
        return self._reading.generation

    def start(self) -> None:
        """Follow the clock from now on, on a thread of its own."""
        threading.Thread(target=self._follow, name="turned-clock", daemon=True).start()

    def stop(self) -> None:
        """Follow it no longer; the thread ends with its next answer."""
        self._closed.set()

    def report_idle(self, generation: int, next_due: datetime | None) -> None:
        """Tell that all that was due by this move is done, and when the bot is needed next."""
        moment = next_due.timestamp() if next_due else None
        try:
            self._ask(urljoin(self._url, "idle"), {"generation": generation, "next_due": moment})
        except Trouble as trouble:
            log.warning("%s", trouble)

    def _follow(self) -> None:
        while not self._closed.is_set():
            try:
                latest = _reading(self._ask(f"{self._url}?after={self.generation}"))
            except Trouble as trouble:
                if not self._closed.wait(PAUSE):
                    log.warning("%s", trouble)
            else:
                self._take(latest)

    def _take(self, latest: Reading) -> None:
        before, self._reading = self._reading, latest
        if latest.generation != before.generation:
            self.moved()

    def _ask(self, url: str, said: dict[str, Any] | None = None) -> dict[str, Any]:
        body = None if said is None else json.dumps(said).encode()
        request = Request(url, body, {"Content-Type": "application/json"})
        try:
            with self._open(request, timeout=PATIENCE) as answer:
                return dict(json.loads(answer.read() or b"{}"))
        except (HTTPException, OSError, ValueError) as error:
            raise Trouble(f"PILOTAGE_CLOCK_URL does not answer as a clock: {url} ({error})") from error


def _reading(answer: dict[str, Any]) -> Reading:
    stands_at = datetime.fromtimestamp(answer["now"], UTC) if answer["frozen"] else None
    return Reading(timedelta(seconds=answer["offset"]), stands_at, answer["generation"])


def _without_proxies() -> OpenerDirector:
    return build_opener(ProxyHandler({}))
