"""The front door for `run --http`, and the health page. Nothing unsigned, stale or oversized reaches Bolt."""

import asyncio
import hashlib
import hmac
import socket
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import uvicorn
from slack_bolt import App, BoltRequest, BoltResponse
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.clock import Clock, system_clock
from bot.trouble import Trouble

LARGEST_BODY = 512 * 1024
LARGEST_HEADERS = 32 * 1024
FRESH = 300  # seconds a signed request is believed, by this machine's own clock
PATIENCE = 10  # seconds a request may take to arrive
SHOWN_TO_BOLT = {"content-type", "x-slack-retry-num", "x-slack-retry-reason"}  # headers are not signed

Health = Callable[[], tuple[bool, dict[str, Any]]]


class Refused(Exception):
    """A request that does not get in: the status and the words it is sent away with."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


def website(
    health: Health,
    readiness: Health | None = None,
    app: App | None = None,
    secret: str = "",
    clock: Clock = system_clock,
) -> Starlette:
    """The pages about its health, and with an app and its signing secret the door for Slack's requests."""
    routes = [Route("/healthz", _health_page(health)), Route("/readyz", _health_page(readiness or health))]
    if app:
        routes.append(Route("/slack/events", _door(app, secret, clock), methods=["POST"]))
    return Starlette(routes=routes, exception_handlers={Refused: _send_away})


class Server:
    """A website on a thread of its own."""

    def __init__(self, site: Starlette, host: str, port: int) -> None:
        try:
            self._socket = socket.create_server((host, port), backlog=128)
        except OSError as error:
            raise Trouble(
                f"{host}:{port} cannot be listened on ({error.strerror}). Choose another PILOTAGE_PORT."
            ) from None
        config = uvicorn.Config(
            site,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=PATIENCE,
            h11_max_incomplete_event_size=LARGEST_HEADERS,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, args=([self._socket],), name="web", daemon=True
        )

    @property
    def port(self) -> int:
        """Where it listens: a free one when 0 was asked for."""
        return int(self._socket.getsockname()[1])

    def start(self) -> None:
        """Answer from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the requests in hand, then close."""
        self._server.should_exit = True
        self._thread.join()


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


def _door(app: App, secret: str, clock: Clock) -> Callable[[Request], Any]:
    async def let_in(request: Request) -> Response:
        if sum(len(name) + len(value) for name, value in request.headers.raw) > LARGEST_HEADERS:
            raise Refused(431, "This request has larger headers than anything Slack sends.")
        body = await _read(request)
        check(dict(request.headers), body, secret, clock())
        return _answer(await run_in_threadpool(app.dispatch, _understand(body, request)))

    return let_in


async def _read(request: Request) -> bytes:
    body = bytearray()
    try:
        async with asyncio.timeout(PATIENCE):
            async for chunk in request.stream():
                body += chunk
                if len(body) > LARGEST_BODY:
                    raise Refused(413, "This request is larger than anything Slack sends.")
    except (TimeoutError, ClientDisconnect):
        raise Refused(408, "This request did not arrive whole.") from None
    return bytes(body)


def _understand(body: bytes, request: Request) -> BoltRequest:
    """Signed, so from Slack; still, what cannot be read is turned away instead of breaking the house."""
    headers: dict[str, str | Sequence[str]] = {
        name: value for name, value in request.headers.items() if name in SHOWN_TO_BOLT
    }
    try:
        return BoltRequest(body=body.decode(), headers=headers)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise Refused(400, "This request cannot be read.") from None


def _answer(answer: BoltResponse) -> Response:
    headers = {name: values[0] for name, values in answer.headers.items() if name != "content-length"}
    return Response(answer.body or "", answer.status, headers)


def _health_page(health: Health) -> Callable[[Request], Response]:
    def page(_: Request) -> Response:
        well, words = health()
        return JSONResponse({"status": "ok" if well else "failing", **words}, 200 if well else 503)

    return page


async def _send_away(_: Request, refused: Exception) -> Response:
    status = refused.status if isinstance(refused, Refused) else 500
    return JSONResponse({"error": str(refused)}, status)
