"""The door for Slack's requests: nothing unsigned, stale, replayed or oversized reaches Bolt.

No more is let in than can be answered, and the event loop only looks at bytes: Bolt answers in threads.
"""

import asyncio
import hashlib
import hmac
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from slack_bolt import App, BoltRequest, BoltResponse
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot import bodies
from bot.clock import Clock, system_clock
from bot.web import Refused

LARGEST_BODY = 512 * 1024
LARGEST_HEADERS = 32 * 1024
FRESH = 300  # seconds a signed request is believed, by this machine's own clock
THREADS = 32  # requests answered at once
WAITING = 64  # requests that wait for a thread; with more, Slack is told at once and not left to wait
REMEMBERED = 200_000  # signatures, should there ever be so many within the time they are good for
SHOWN_TO_BOLT = {"content-type", "x-slack-retry-num", "x-slack-retry-reason"}  # headers are not signed


class Door:
    """One address for everything Slack sends, and the threads it is answered in."""

    def __init__(self, app: App, secret: str, clock: Clock = system_clock) -> None:
        self._app, self._secret, self._clock = app, secret, clock
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="door")
        self._in_hand = 0  # counted by the event loop alone
        self._seen = Seen()

    @property
    def route(self) -> Route:
        """Where Slack calls."""
        return Route("/slack/events", self.let_in, methods=["POST"])

    def close(self) -> None:
        """Finish what was let in."""
        self._threads.shutdown()

    async def let_in(self, request: Request) -> Response:
        """Check the raw bytes, then let Bolt answer them in a thread. Raises `Refused`."""
        if sum(len(name) + len(value) for name, value in request.headers.raw) > LARGEST_HEADERS:
            raise Refused(431, "This request has larger headers than anything Slack sends.")
        body, headers, now = await _read(request), dict(request.headers), self._clock()
        check(headers, body, self._secret, now)
        if self._in_hand >= THREADS + WAITING:
            raise Refused(503, "Too many requests are in hand. Try again in a second.", {"retry-after": "1"})
        signature = headers["x-slack-signature"]
        if not self._seen.first(signature, now):
            raise Refused(401, "This very request was here before.")
        return await self._answered(body, headers, signature)

    async def _answered(self, body: bytes, headers: dict[str, str], signature: str) -> Response:
        """What failed on our side has done nothing, so the same bytes may come again."""
        self._in_hand += 1
        answer: BoltResponse | None = None
        try:
            loop = asyncio.get_running_loop()
            answer = await loop.run_in_executor(self._threads, self._ask_bolt, body, headers)
        finally:
            self._in_hand -= 1
            if answer is None or answer.status >= 500:
                self._seen.forget(signature)
        return _as_response(answer)

    def _ask_bolt(self, body: bytes, headers: dict[str, str]) -> BoltResponse:
        return self._app.dispatch(_understand(body, headers))


class Seen:
    """The signatures that were here, for as long as they would be believed: a replay is known by its own.

    Slack signs each delivery anew, its repeats of an event too; what such a repeat may not do twice is known
    by the inbox of the store, on every copy of the bot.
    """

    def __init__(self) -> None:
        self._at: dict[str, float] = {}  # in the order they came

    def first(self, signature: str, now: datetime) -> bool:
        """Whether it was not here before; from now on it was."""
        moment = now.timestamp()
        while self._at and (self._oldest() < moment - 2 * FRESH or len(self._at) >= REMEMBERED):
            del self._at[next(iter(self._at))]
        if signature in self._at:
            return False
        self._at[signature] = moment
        return True

    def forget(self, signature: str) -> None:
        """It may come again."""
        self._at.pop(signature, None)

    def _oldest(self) -> float:
        return next(iter(self._at.values()))


def check(headers: dict[str, str], body: bytes, secret: str, now: datetime) -> None:
    """Refuse what Slack did not sign over these very bytes within the last five minutes."""
    stamp, signature = headers.get("x-slack-request-timestamp", ""), headers.get("x-slack-signature", "")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
        raise Refused(401, "This request carries no timestamp.")
    if abs(now.timestamp() - int(stamp)) > FRESH:
        raise Refused(401, "This request is too old. Is the clock of this machine right?")
    expected = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(f"v0={expected}".encode(), signature.encode()):
        raise Refused(401, "The signature is not Slack's. Is SLACK_SIGNING_SECRET right?")


async def _read(request: Request) -> bytes:
    try:
        return await bodies.read(request, LARGEST_BODY)
    except bodies.TooLarge:
        raise Refused(413, "This request is larger than anything Slack sends.") from None
    except bodies.NotWhole:
        raise Refused(408, "This request did not arrive whole.") from None


def _understand(body: bytes, headers: dict[str, str]) -> BoltRequest:
    """Signed, so from Slack; still, what cannot be read is turned away instead of breaking the house."""
    shown: dict[str, str | Sequence[str]] = {
        name: value for name, value in headers.items() if name in SHOWN_TO_BOLT
    }
    try:
        return BoltRequest(body=body.decode(), headers=shown)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise Refused(400, "This request cannot be read.") from None


def _as_response(answer: BoltResponse) -> Response:
    headers = {name: values[0] for name, values in answer.headers.items() if name != "content-length"}
    return Response(answer.body or "", answer.status, headers)
