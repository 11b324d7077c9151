"""Socket Mode: a ticket from apps.connections.open, then a WebSocket: hello, envelopes, acks, disconnect."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import uuid
from typing import Any

from aiohttp import WSMsgType, web

from sandbox.delivery import NOT_CONNECTED, TOO_LATE, Answer, Payload
from sandbox.workspace import APP, Workspace

MOST_LINKS = 10
LIFE = 18_060  # seconds a link is said to live
GRACE, CLOSING = 10.0, 0.5  # real seconds: until a replaced link is closed, for the other side to say goodbye
REASONS = {"refresh": "refresh_requested", "warning": "warning", "link_disabled": "link_disabled"}


class Link:
    """One WebSocket of the app. `leaving` after it was told to reconnect: nothing more is sent there."""

    def __init__(self, frames: web.WebSocketResponse, request: web.Request) -> None:
        self.frames, self.request = frames, request
        self.leaving = False

    def confirm_receipt(self) -> None:
        """Let the kernel acknowledge at once: its usual 40 ms would hold back the app's next small frame."""
        if self.request.transport and hasattr(socket, "TCP_QUICKACK"):
            wire = self.request.transport.get_extra_info("socket")
            wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)

    def cut(self) -> None:
        """The cable is pulled: no closing frame."""
        if self.request.transport:
            self.request.transport.abort()


class SocketMode:
    """The road to an app that has opened one or more links; envelopes go to them in turn."""

    def __init__(self, workspace: Workspace, ack_seconds: float) -> None:
        self.workspace, self.ack_seconds = workspace, ack_seconds
        self.links: list[Link] = []
        self._tickets: set[str] = set()
        self._waiting: dict[str, asyncio.Future[Answer]] = {}
        self._closing: set[asyncio.Task[None]] = set()
        self._turn = 0

    @property
    def connected(self) -> bool:
        return any(not link.leaving for link in self.links)

    def ticket(self) -> str:
        """The right to open one link."""
        ticket = uuid.uuid4().hex
        self._tickets.add(ticket)
        return ticket

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """A link from its first frame to its last. Pings are echoed by the protocol."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets or len(self.links) >= MOST_LINKS:
            return web.Response(status=403, text="no such ticket, or too many links")
        self._tickets.discard(ticket)
        frames = web.WebSocketResponse(timeout=CLOSING)
        await frames.prepare(request)
        link = Link(frames, request)
        self.links.append(link)
        try:
            await self._hello(link)
            await self._listen(link)
        finally:
            self.links.remove(link)
            self.workspace.announce("side")
        return frames

    async def _hello(self, link: Link) -> None:
        about = {"host": "sandbox", "build_number": 1, "approximate_connection_time": LIFE}
        await link.frames.send_json(
            {
                "type": "hello",
                "num_connections": len(self.links),
                "debug_info": about,
                "connection_info": {"app_id": APP},
            }
        )
        self.workspace.announce("side")

    async def _listen(self, link: Link) -> None:
        async for frame in link.frames:
            link.confirm_receipt()
            if frame.type is WSMsgType.TEXT:
                self._acknowledge(json.loads(frame.data))

    def _acknowledge(self, ack: dict[str, Any]) -> None:
        waiting = self._waiting.pop(ack.get("envelope_id", ""), None)
        if waiting and not waiting.done():
            waiting.set_result(Answer(ack.get("payload") or {}))

    async def carry(self, envelope: str, payload: Payload, retry: int, reason: str) -> Answer:
        """One envelope over one of the links."""
        ready = [link for link in self.links if not link.leaving]
        if not ready:
            return NOT_CONNECTED
        self._turn += 1
        frame = _frame(envelope, payload, retry, reason)
        answer = self._waiting[frame["envelope_id"]] = asyncio.get_running_loop().create_future()
        try:
            await ready[self._turn % len(ready)].frames.send_json(frame)
            return await asyncio.wait_for(answer, self.ack_seconds)
        except TimeoutError:
            return TOO_LATE
        except ConnectionError:
            return NOT_CONNECTED
        finally:
            self._waiting.pop(frame["envelope_id"], None)

    async def stop(self) -> None:
        """Cut every link and forget what was planned for it."""
        for task in self._closing:
            task.cancel()
        await self.disconnect("abort")

    async def disconnect(self, how: str = "refresh") -> None:
        """End every link: refresh, warning or link_disabled (Slack says so), close, abort (cable pulled)."""
        for link in list(self.links):
            match how:
                case "abort":
                    link.cut()
                case "close":
                    await link.frames.close()
                case _:
                    await self._announce_end(link, how)

    async def _announce_end(self, link: Link, how: str) -> None:
        link.leaving = how != "warning"
        goodbye = {"type": "disconnect", "reason": REASONS[how], "debug_info": {"host": "sandbox"}}
        await link.frames.send_json(goodbye)
        if link.leaving:
            task = asyncio.create_task(self._close_when_replaced(link))
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)

    async def _close_when_replaced(self, link: Link) -> None:
        with contextlib.suppress(TimeoutError):
            await self.workspace.changes.wait_for(lambda: self.connected, GRACE)
        await link.frames.close()


def _frame(envelope: str, payload: Payload, retry: int, reason: str) -> dict[str, Any]:
    frame = {
        "envelope_id": str(uuid.uuid4()),
        "type": envelope,
        "payload": payload,
        "accepts_response_payload": envelope != "events_api",
    }
    return frame | ({"retry_attempt": retry, "retry_reason": reason} if retry else {})
