"""The door of the Web API: bodies of every kind, tokens, scopes, faults on order, and the journal."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from aiohttp import web

from sandbox import methods_chat, methods_conversations, methods_files, methods_people, methods_views
from sandbox.faults import Fault
from sandbox.journal import Entry
from sandbox.method import Args, Method, SlackError, require_scope

if TYPE_CHECKING:
    from sandbox.server import Sandbox

BOT_TOKEN, APP_TOKEN = "xoxb-sandbox", "xapp-sandbox"
HTML_OF_A_BROKEN_PROXY = "<html><body><h1>Upstream trouble</h1></body></html>"


def connections_open(slack: Sandbox, args: Args) -> dict[str, Any]:
    """apps.connections.open: where the app finds its WebSocket."""
    return {"url": f"{slack.url.replace('http', 'ws', 1)}/link?ticket={slack.socket_mode.ticket()}"}


METHODS: dict[str, Method] = {
    "apps.connections.open": Method(connections_open, json=True),
    **methods_chat.METHODS,
    **methods_conversations.METHODS,
    **methods_files.METHODS,
    **methods_people.METHODS,
    **methods_views.METHODS,
}
NEEDS_APP_TOKEN = {"apps.connections.open"}
NEEDS_NO_TOKEN = {"api.test"}


class Door:
    """One request in, one answer out, one entry in the journal."""

    def __init__(self, slack: Sandbox) -> None:
        self.slack = slack

    async def handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        fault = self.slack.faults.for_call(method)
        instead = BEFORE.get(fault.kind) if fault else None
        if fault and instead and (response := await instead(self, request, method, fault)) is not None:
            return response
        entry, started = self._entry(method, {}), time.monotonic()
        entry.answer = await self._answer(request, method, entry)
        entry.outcome, entry.took = entry.answer.get("error", "ok"), time.monotonic() - started
        self.slack.workspace.announce("log")
        afterwards = AFTER.get(fault.kind) if fault else None
        if fault and afterwards:
            entry.notes.append(f"fault: {fault.kind}")
            return await afterwards(self, request, entry, fault)
        return self.answer(entry.answer)

    async def _answer(self, request: web.Request, method: str, entry: Entry) -> dict[str, Any]:
        try:
            token, args = await read_request(request, METHODS.get(method))
            entry.asked = args
            return {"ok": True} | self._run(method, token, args)
        except SlackError as refusal:
            return refusal.body

    def _run(self, method: str, token: str, args: Args) -> dict[str, Any]:
        row = METHODS.get(method)
        if method not in NEEDS_NO_TOKEN:
            self._check_token(method, token)
        if row is None:
            self.slack.unknown_methods.append(method)
            raise SlackError("unknown_method", req_method=method)
        require_scope(self.slack, *row.scopes)
        return row.run(self.slack, args)

    def _check_token(self, method: str, token: str) -> None:
        if not token:
            raise SlackError("not_authed")
        if token not in (BOT_TOKEN, APP_TOKEN):
            raise SlackError("invalid_auth")
        if (token == APP_TOKEN) != (method in NEEDS_APP_TOKEN):
            raise SlackError("not_allowed_token_type")

    def _entry(self, method: str, args: Args) -> Entry:
        return self.slack.journal.add(self.slack.clock.now(), "call", method, args)

    def answer(self, body: dict[str, Any], status: int = 200, **headers: str) -> web.Response:
        scopes = ",".join(sorted(self.slack.manifest.scopes or ()))
        return web.json_response(body, status=status, headers={"X-OAuth-Scopes": scopes, **headers})

    def refuse(self, method: str, error: str, status: int = 200, **headers: str) -> web.Response:
        """An answer that a fault ordered, with its entry in the journal."""
        entry = self._entry(method, {})
        entry.answer, entry.outcome, entry.status = {"ok": False, "error": error}, error, status
        entry.notes.append("fault")
        self.slack.workspace.announce("log")
        return self.answer(entry.answer, status, **headers)


async def read_request(request: web.Request, row: Method | None) -> tuple[str, Args]:
    """The token and the arguments. A method that reads no JSON ignores it, as Slack does."""
    args: Args = dict(request.query)
    if request.content_type == "application/json":
        body = await _json_body(request)
        args |= body if row is None or row.json else {}
    elif request.content_type == "multipart/form-data":
        args |= {k: v for k, v in (await request.post()).items() if isinstance(v, str)}
    else:
        args |= dict(parse_qsl((await request.read()).decode("utf-8", "replace"), keep_blank_values=True))
    in_args = str(args.pop("token", ""))
    return request.headers.get("Authorization", "").removeprefix("Bearer ").strip() or in_args, args


async def _json_body(request: web.Request) -> Args:
    try:
        body = json.loads(await request.read() or b"{}")
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(body, dict):
        raise SlackError("json_not_object")
    return body


# -- faults: what happens instead of an answer, or None to go on


async def _ratelimited(door: Door, request: web.Request, method: str, fault: Fault) -> web.StreamResponse:
    return door.refuse(method, "ratelimited", 429, **{"Retry-After": str(fault.retry_after)})


async def _error(door: Door, request: web.Request, method: str, fault: Fault) -> web.StreamResponse:
    return door.refuse(method, fault.error)


async def _status(door: Door, request: web.Request, method: str, fault: Fault) -> web.StreamResponse:
    door.refuse(method, f"http_{fault.status}", fault.status)
    return web.Response(status=fault.status, text=HTML_OF_A_BROKEN_PROXY, content_type="text/html")


async def _drop_before(door: Door, request: web.Request, method: str, fault: Fault) -> web.StreamResponse:
    door.refuse(method, "connection_dropped", 0)
    return _cut(request)


async def _slow(door: Door, request: web.Request, method: str, fault: Fault) -> None:
    await asyncio.sleep(fault.seconds)


async def _error_after(door: Door, request: web.Request, entry: Entry, fault: Fault) -> web.StreamResponse:
    return door.answer({"ok": False, "error": fault.error})


async def _status_after(door: Door, request: web.Request, entry: Entry, fault: Fault) -> web.StreamResponse:
    return web.Response(status=fault.status, text=HTML_OF_A_BROKEN_PROXY, content_type="text/html")


async def _drop_after(door: Door, request: web.Request, entry: Entry, fault: Fault) -> web.StreamResponse:
    return _cut(request)


async def _truncate_after(door: Door, request: web.Request, entry: Entry, fault: Fault) -> web.StreamResponse:
    whole = json.dumps(entry.answer).encode()
    response = web.StreamResponse(
        headers={"Content-Type": "application/json", "Content-Length": str(len(whole))}
    )
    await response.prepare(request)
    await response.write(whole[: len(whole) // 2])
    await asyncio.sleep(0)
    return _cut(request, response)


async def _slow_after(door: Door, request: web.Request, entry: Entry, fault: Fault) -> web.StreamResponse:
    await asyncio.sleep(fault.seconds)
    return door.answer(entry.answer or {})


def _cut(request: web.Request, response: web.StreamResponse | None = None) -> web.StreamResponse:
    """The connection is gone; what is returned reaches nobody."""
    if request.transport:
        request.transport.abort()
    return response or web.Response()


BEFORE: dict[str, Callable[[Door, web.Request, str, Fault], Awaitable[web.StreamResponse | None]]] = {
    "ratelimited": _ratelimited,
    "error": _error,
    "status": _status,
    "drop_before": _drop_before,
    "slow": _slow,
}
AFTER: dict[str, Callable[[Door, web.Request, Entry, Fault], Awaitable[web.StreamResponse]]] = {
    "error_after": _error_after,
    "status_after": _status_after,
    "drop_after": _drop_after,
    "truncate_after": _truncate_after,
    "slow_after": _slow_after,
}
