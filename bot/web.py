"""The website of the bot: the pages about its health, whatever else is served, and the server under it."""

import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot import api
from bot.trouble import Trouble

LONGEST_LINES = 32 * 1024  # of a request: its headers, before anybody looks at them
PATIENCE = 10  # seconds what is in hand at the end may take to be answered
CONNECTIONS = 1000  # at once; more are answered 503 by the server itself

Health = Callable[[], tuple[bool, dict[str, Any]]]


class Refused(Exception):
    """A request that does not get in: the status, the words and the headers it is sent away with."""

    def __init__(self, status: int, words: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(words)
        self.status, self.headers = status, headers


def website(health: Health, readiness: Health | None = None, routes: Sequence[BaseRoute] = ()) -> Starlette:
    """The pages about its health, and what else is served."""
    pages = [Route("/healthz", _health_page(health)), Route("/readyz", _health_page(readiness or health))]
    said = {Refused: _send_away, HTTPException: api.not_here}
    return Starlette(routes=[*pages, *routes], exception_handlers=said)


class Server:
    """A website on a thread of its own."""

    def __init__(self, site: Starlette, host: str, port: int) -> None:
        try:
            self._socket = socket.create_server((host, port), backlog=128)
        except OSError as error:
            raise Trouble(
                f"{host}:{port} cannot be listened on ({error.strerror}). Choose another PILOTAGE_PORT."
            ) from None
        # inherited by each connection: else an answer's body waits 40 ms for its headers to be acknowledged
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        config = uvicorn.Config(
            site,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=PATIENCE,
            h11_max_incomplete_event_size=LONGEST_LINES,
            limit_concurrency=CONNECTIONS,
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


def _health_page(health: Health) -> Callable[[Request], Response]:
    def page(_: Request) -> Response:
        well, words = health()
        return JSONResponse({"status": "ok" if well else "failing", **words}, 200 if well else 503)

    return page


async def _send_away(_: Request, refused: Exception) -> Response:
    status, headers = (refused.status, refused.headers) if isinstance(refused, Refused) else (500, None)
    return JSONResponse({"error": str(refused)}, status, headers)
