"""The control address: what other processes may ask of the sandbox, under /sandbox/. JSON in, JSON out.

GET clock[?after=N] · POST idle {generation, next_due} · POST advance {seconds|days|to} · GET log[?after=N] ·
GET|POST|DELETE faults {kind, method, times, …} · POST disconnect {how} · POST acts/NAME {person, …} ·
GET|POST switches {rates, newer_blocks} · GET gaps
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox import gaps, switches
from sandbox.acts import Acts, ImpossibleAct
from sandbox.socket_mode import REASONS
from sandbox.workspace import Channel

if TYPE_CHECKING:
    from sandbox.server import Sandbox

LONGEST_POLL = 25.0  # real seconds a bot may wait for the clock to be moved
ACTS = {
    name: act
    for name, act in inspect.getmembers(Acts, inspect.iscoroutinefunction)
    if not name.startswith("_")
}
Asked = dict[str, Any]


async def clock(slack: Sandbox, asked: Asked) -> Any:
    """Workspace time; with `after`, once the clock has been moved past that generation."""
    if "after" in asked:
        return await slack.clock.reading_after(int(asked["after"]), LONGEST_POLL)
    return slack.clock.reading()


async def idle(slack: Sandbox, asked: Asked) -> Any:
    """A bot has done what was due."""
    due = asked.get("next_due")
    await slack.clock.report_idle(int(asked["generation"]), None if due is None else float(due))
    return slack.clock.reading()


async def advance(slack: Sandbox, asked: Asked) -> Any:
    """Move the clock, stopping at each due moment."""
    await slack.advance(**{k: float(asked[k]) for k in ("seconds", "days", "to") if k in asked})
    return slack.clock.reading()


async def log(slack: Sandbox, asked: Asked) -> Any:
    return [entry.as_dict() for entry in slack.journal.since(int(asked.get("after", 0)))]


async def faults(slack: Sandbox, asked: Asked) -> Any:
    return slack.faults.standing()


async def order_fault(slack: Sandbox, asked: Asked) -> Any:
    slack.faults.order(**asked)
    return slack.faults.standing()


async def clear_faults(slack: Sandbox, asked: Asked) -> Any:
    slack.faults.clear()
    return []


async def disconnect(slack: Sandbox, asked: Asked) -> Any:
    """End the Socket Mode links; `how` as in SocketMode.disconnect."""
    how = asked.get("how", "refresh")
    if how not in (*REASONS, "close", "abort"):
        raise ValueError(f"a link ends by {', '.join(REASONS)}, close or abort, not by {how}")
    await slack.socket_mode.disconnect(how)
    return {"links": len(slack.socket_mode.links)}


async def read_switches(slack: Sandbox, asked: Asked) -> Any:
    return switches.read(slack)


async def turn_switches(slack: Sandbox, asked: Asked) -> Any:
    switches.turn(slack, **asked)
    return switches.read(slack)


async def read_gaps(slack: Sandbox, asked: Asked) -> Any:
    """What the stand-in does not do, and what was asked for in vain."""
    return gaps.read(slack)


async def act(slack: Sandbox, asked: Asked) -> Any:
    """One of the acts, its arguments by name; persons may be named by handle, channels by #name."""
    name = asked.pop("act")
    if name not in ACTS:
        raise ValueError(f"no act called {name}; there are {', '.join(sorted(ACTS))}")
    given = {k: _resolved(slack, k, v) for k, v in asked.items()}
    done = await getattr(slack.acts, name)(**given)
    return {"result": {"channel": done.id} if isinstance(done, Channel) else done}


def _resolved(slack: Sandbox, name: str, value: Any) -> Any:
    if name in ("person", "whom") and (person := slack.workspace.person(value)):
        return person.id
    if name == "channel" and (channel := slack.workspace.channel(value)):
        return channel.id
    if name == "form":
        return {tuple(key.split("|", 1)): raw for key, raw in value.items()}
    return value


def routes(slack: Sandbox) -> list[web.RouteDef]:
    """All of the control address."""

    def answering(
        verb: Callable[[Sandbox, Asked], Awaitable[Any]],
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            try:
                asked = dict(request.query) | request.match_info | await _body(request)
                return web.json_response(await verb(slack, asked))
            except ImpossibleAct as impossible:
                return web.json_response({"error": str(impossible)}, status=409)
            except (ValueError, KeyError, TypeError) as wrong:
                return web.json_response({"error": f"{type(wrong).__name__}: {wrong}"}, status=400)

        return handle

    table = [
        ("GET", "clock", clock),
        ("POST", "idle", idle),
        ("POST", "advance", advance),
        ("GET", "log", log),
        ("GET", "faults", faults),
        ("POST", "faults", order_fault),
        ("DELETE", "faults", clear_faults),
        ("POST", "disconnect", disconnect),
        ("GET", "switches", read_switches),
        ("POST", "switches", turn_switches),
        ("GET", "gaps", read_gaps),
        ("POST", "acts/{act}", act),
    ]
    return [web.route(verb, f"/sandbox/{path}", answering(function)) for verb, path, function in table]


async def _body(request: web.Request) -> Asked:
    return json.loads(await request.read() or b"{}") if request.can_read_body else {}
