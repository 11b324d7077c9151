"""How a call goes wrong when a fault was ordered for it: what comes instead of an answer, or after it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from aiohttp import web

from sandbox.faults import Fault
from sandbox.journal import Entry

if TYPE_CHECKING:
    from sandbox.server import Sandbox

Answering = Callable[[web.Request, Entry], Awaitable[web.Response]]
HTML_OF_A_BROKEN_PROXY = "<html><body><h1>Upstream trouble</h1></body></html>"


async def answered(
    slack: Sandbox, request: web.Request, name: str, answering: Answering
) -> web.StreamResponse:
    """One request in, one answer out, one entry in the journal; with the fault ordered for `name`, if any."""
    fault = slack.faults.for_call(name)
    entry, started = slack.journal.add(slack.clock.now(), "call", name, {}), time.monotonic()
    if fault:
        entry.notes.append(f"fault: {fault.kind}")
    response = await _before(request, entry, fault) if fault else None
    if response is None:
        done = await answering(request, entry)
        response = done if fault is None else await AFTER.get(fault.kind, _as_it_is)(request, done, fault)
    entry.took = time.monotonic() - started
    slack.workspace.announce("log")
    return response


async def _before(request: web.Request, entry: Entry, fault: Fault) -> web.StreamResponse | None:
    """What happens instead of an answer, or None to go on."""
    match fault.kind:
        case "ratelimited":
            return _refused(entry, "ratelimited", 429, **{"Retry-After": str(fault.retry_after)})
        case "error":
            return _refused(entry, fault.error)
        case "status":
            entry.outcome, entry.status = f"http_{fault.status}", fault.status
            return _broken_proxy(fault)
        case "drop_before":
            entry.outcome, entry.status = "connection_dropped", 0
            return _cut(request)
        case "slow":
            await asyncio.sleep(fault.seconds)
    return None


def _refused(entry: Entry, error: str, status: int = 200, **headers: str) -> web.Response:
    entry.answer, entry.outcome, entry.status = {"ok": False, "error": error}, error, status
    return web.json_response(entry.answer, status=status, headers=headers)


def _broken_proxy(fault: Fault) -> web.Response:
    return web.Response(status=fault.status, text=HTML_OF_A_BROKEN_PROXY, content_type="text/html")


async def _as_it_is(request: web.Request, done: web.Response, fault: Fault) -> web.StreamResponse:
    return done


async def _error_after(request: web.Request, done: web.Response, fault: Fault) -> web.StreamResponse:
    return web.json_response({"ok": False, "error": fault.error})


async def _status_after(request: web.Request, done: web.Response, fault: Fault) -> web.StreamResponse:
    return _broken_proxy(fault)


async def _drop_after(request: web.Request, done: web.Response, fault: Fault) -> web.StreamResponse:
    return _cut(request)


async def _truncate_after(request: web.Request, done: web.Response, fault: Fault) -> web.StreamResponse:
    whole = done.body if isinstance(done.body, bytes) else b""
    response = web.StreamResponse(
        headers={"Content-Type": done.content_type, "Content-Length": str(len(whole))}
    )
    await response.prepare(request)
    await response.write(whole[: len(whole) // 2])
    await asyncio.sleep(0)
    return _cut(request, response)


async def _slow_after(request: web.Request, done: web.Response, fault: Fault) -> web.StreamResponse:
    await asyncio.sleep(fault.seconds)
    return done


def _cut(request: web.Request, response: web.StreamResponse | None = None) -> web.StreamResponse:
    """The connection is gone; what is returned reaches nobody."""
    if request.transport:
        request.transport.abort()
    return response or web.Response()


AFTER: dict[str, Callable[[web.Request, web.Response, Fault], Awaitable[web.StreamResponse]]] = {
    "error_after": _error_after,
    "status_after": _status_after,
    "drop_after": _drop_after,
    "truncate_after": _truncate_after,
    "slow_after": _slow_after,
}
