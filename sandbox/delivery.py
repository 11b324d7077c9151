"""Telling the app: acts once, events up to four times; three real seconds for an answer."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, Protocol

from sandbox import payloads
from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.journal import Entry, Journal
from sandbox.manifest import Manifest
from sandbox.workspace import Workspace

Payload = dict[str, Any]
REDELIVERIES = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """What the app answered: a body ({} is a bare ack), or the trouble why there is none."""

    body: dict[str, Any] | None = None
    trouble: str = ""
    no_retry: bool = False

    @property
    def in_time(self) -> bool:
        return self.body is not None


NOT_CONNECTED = Answer(trouble="connection_failed")
TOO_LATE = Answer(trouble="timeout")


class Road(Protocol):
    """A way to the app: the Socket Mode link or signed HTTP."""

    async def carry(self, envelope: str, payload: Payload, retry: int, reason: str) -> Answer: ...


class Delivery:
    """Deliveries of one sandbox, each written into the journal."""

    def __init__(
        self,
        road: Road,
        workspace: Workspace,
        clock: Clock,
        journal: Journal,
        faults: Faults,
        manifest: Manifest,
        retry_pauses: tuple[float, ...],
    ) -> None:
        self.road, self.workspace, self.clock = road, workspace, clock
        self.journal, self.faults, self.manifest = journal, faults, manifest
        self.retry_pauses = retry_pauses
        self._under_way: set[asyncio.Task[Any]] = set()
        self._firsts: set[asyncio.Task[Any]] = set()
        self._overtaken = asyncio.Event()

    async def act(self, envelope: str, payload: Payload) -> Answer:
        """A person did something: told once, the answer is what they see."""
        return await self._once(envelope, payload)

    def tell(self, name: str, event: Payload) -> None:
        """Something happened: told in the background if the app listens, and again if it does not answer."""
        if self.manifest.hears(name):
            now = self.clock.now()
            payload = payloads.event_callback(event, self.workspace.new_id("Ev"), now)
            self._spawn(self._first(payload), self._firsts)

    def mention(self, envelope: str, payload: Payload) -> None:
        """A person did something whose answer nobody waits for: told once, in the background."""
        self._spawn(self._once(envelope, payload), self._firsts)

    async def settled(self) -> None:
        """Once everything told in the background so far has been answered, or not, for the first time."""
        while self._firsts:
            await asyncio.wait(set(self._firsts))

    async def stop(self) -> None:
        """Give up what is under way."""
        for task in list(self._under_way):
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    def _spawn(self, work: Coroutine[Any, Any, Any], *groups: set[asyncio.Task[Any]]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        for group in (self._under_way, *groups):
            group.add(task)
            task.add_done_callback(group.discard)

    async def _first(self, payload: Payload) -> None:
        answer = await self._once("events_api", payload)
        if not answer.in_time and not answer.no_retry:
            self._spawn(self._again(payload, answer.trouble))

    async def _again(self, payload: Payload, reason: str) -> None:
        for retry, pause in zip(range(1, REDELIVERIES + 1), self.retry_pauses, strict=False):
            await asyncio.sleep(pause)
            answer = await self._once("events_api", payload, retry, reason)
            if answer.in_time or answer.no_retry:
                return
            reason = answer.trouble

    async def _once(self, envelope: str, payload: Payload, retry: int = 0, reason: str = "") -> Answer:
        entry = self._entry(envelope, payload, retry)
        if self.faults.for_delivery("reorder", envelope):
            await self._let_another_overtake()
        started = time.monotonic()
        if self.faults.for_delivery("deliver_twice", envelope):
            entry.notes.append("delivered twice")
            self._spawn(self.road.carry(envelope, payload, retry, reason))
        answer = await self.road.carry(envelope, payload, retry, reason)
        self._overtaken.set()
        if self.faults.for_delivery("no_ack", envelope):
            answer = TOO_LATE
        entry.took, entry.answer, entry.outcome = (
            time.monotonic() - started,
            answer.body,
            answer.trouble or "ok",
        )
        self.workspace.announce("log")
        return answer

    async def _let_another_overtake(self) -> None:
        """Wait until another delivery has been answered, or a second has passed."""
        self._overtaken.clear()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._overtaken.wait(), 1.0)

    def _entry(self, envelope: str, payload: Payload, retry: int) -> Entry:
        event = payload.get("event", {})
        name = payload.get("command") or event.get("type") or payload.get("type", envelope)
        entry = self.journal.add(self.clock.now(), "sent", name, payload)
        entry.retry, entry.outcome = retry, "waiting"
        entry.notes.append(envelope)
        return entry
