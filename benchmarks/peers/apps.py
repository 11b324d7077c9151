"""The Bolt apps the requests are compared with. Run as a program one of them serves HTTP or Socket Mode.

python -m benchmarks.peers.apps stock|bare|socket|frames PORT_OR_API_URL
"""

import logging
import re
import sys
import time
from collections.abc import Callable
from threading import Event
from typing import Any

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult

from sandbox.server import APP_TOKEN, BOT_TOKEN

QUIET = logging.getLogger("peers")
WHO = AuthorizeResult(
    enterprise_id=None, team_id="T0ACME", bot_id="B1", bot_user_id="U0BOT", bot_token="xoxb-1"
)


def plain(*, process_before_response: bool, answer: Callable[..., None] | None = None) -> App:
    """An app of one listener that acks, in Bolt's default dispatch or without it."""
    app = App(
        logger=QUIET,
        authorize=lambda team_id: WHO,
        process_before_response=process_before_response,
        request_verification_enabled=False,
        ssl_check_enabled=False,
    )
    app.command("/pilot")(answer or _ack)
    app.action(re.compile(".*"))(_let_go)
    return app


def _ack(ack: Callable[..., Any]) -> None:
    ack(text="ok")


def _let_go(ack: Callable[..., Any]) -> None:
    ack()


def acks_then_works(seconds: float) -> Callable[..., None]:
    """A listener that acks first and works on in its own thread, as the guides of Bolt show it."""

    def listener(ack: Callable[..., Any]) -> None:
        ack()
        time.sleep(seconds)

    return listener


def _serve(site: Any, port: int) -> None:
    import uvicorn

    print("listening", flush=True)
    uvicorn.run(site, port=port, log_config=None, access_log=False)


def _stock(port: int) -> None:
    from slack_bolt.adapter.starlette.handler import SlackRequestHandler
    from starlette.applications import Starlette
    from starlette.routing import Route

    handler = SlackRequestHandler(plain(process_before_response=False))
    _serve(Starlette(routes=[Route("/slack/events", handler.handle, methods=["POST"])]), port)


def _bare(port: int) -> None:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    async def ok(request: Request) -> Response:
        await request.body()
        return Response("ok")

    _serve(Starlette(routes=[Route("/slack/events", ok, methods=["POST"])]), port)


def _socket(url: str) -> None:
    from slack_bolt.adapter.socket_mode import SocketModeHandler
    from slack_sdk import WebClient

    app = plain(process_before_response=False)
    app._client = WebClient(BOT_TOKEN, base_url=url)
    handler = SocketModeHandler(app, APP_TOKEN)
    handler.client.web_client = app._client
    handler.connect()
    print("listening", flush=True)
    Event().wait()


def _frames(url: str) -> None:
    """No Bolt: every envelope is acked as it comes."""
    from slack_sdk import WebClient
    from slack_sdk.socket_mode import SocketModeClient
    from slack_sdk.socket_mode.response import SocketModeResponse

    client = SocketModeClient(APP_TOKEN, web_client=WebClient(BOT_TOKEN, base_url=url))
    client.socket_mode_request_listeners.append(
        lambda one, request: one.send_socket_mode_response(
            SocketModeResponse(request.envelope_id, {"text": "ok"})
        )
    )
    client.connect()
    print("listening", flush=True)
    Event().wait()


if __name__ == "__main__":
    kind, where = sys.argv[1:]
    logging.disable(logging.WARNING)
    {"stock": _stock, "bare": _bare}[kind](int(where)) if where.isdigit() else {
        "socket": _socket,
        "frames": _frames,
    }[kind](where)
