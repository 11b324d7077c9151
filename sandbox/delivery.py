"""Telling the app: acts once, events up to four times; three real seconds for an answer.

An event that was not answered in time is told again at once, a minute later and five minutes later. Those
minutes are workspace time: whoever moves the clock lives through them.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
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
RETRY_PAUSES = (0.0, 60.0, 300.0)  # seconds of workspace time before each redelivery of an event


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
NOT_CONFIGURED = Answer(trouble="not_configured")  # the app is gone, or said that it takes no interactions


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
        self._in_hand: set[asyncio.Task[Any]] = set()
        self._due: list[float] = []  # when the events that wait for another delivery are told again
        self._overtaken = asyncio.Event()

    async def act(self, envelope: str, payload: Payload) -> Answer:
        """A person did something: told once, the answer is what they see."""
        return await self._once(envelope, payload)

    def tell(self, name: str, event: Payload, *, private: bool = False) -> None:
        """Something happened: told in the background if the app listens, and again if it does not answer.

        `private`: it happened in a private channel, which may take another scope.
        """
        if self.workspace.app_installed and self.manifest.hears(name, private=private):
            now = self.clock.now()
            event_id = self.workspace.new_id("Ev")
            payload = payloads.event_callback(event, event_id, now, self.workspace.team)
            self._spawn(self._first(payload), self._in_hand)

    def mention(self, envelope: str, payload: Payload) -> None:
        """A person did something whose answer nobody waits for: told once, in the background."""
        self._spawn(self._once(envelope, payload), self._in_hand)

    async def settled(self) -> None:
        """Once everything that was to be told by now has been answered, or not."""
        while self._in_hand or self.next_redelivery() <= self.clock.now():
            await (asyncio.wait(set(self._in_hand)) if self._in_hand else asyncio.sleep(0))

    def next_redelivery(self) -> float:
        """When the next event is told again; infinitely far when all have been answered."""
        return min(self._due, default=math.inf)

    async def stop(self) -> None:
        """Give up what is under way."""
        for task in list(self._under_way):
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    def _spawn(self, work: Coroutine[Any, Any, Any], *groups: set[asyncio.Task[Any]]) -> asyncio.Task[Any]:
        task = asyncio.get_running_loop().create_task(work)
        for group in (self._under_way, *groups):
            group.add(task)
            task.add_done_callback(group.discard)
        return task

    async def _first(self, payload: Payload) -> None:
        answer = await self._once("events_api", payload)
        if not answer.in_time and not answer.no_retry:
            self._spawn(self._again(payload, answer.trouble))

    async def _again(self, payload: Payload, reason: str) -> None:
        for retry, pause in enumerate(self.retry_pauses, 1):
            await self._until_due(self.clock.now() + pause)
            answer = await self._spawn(self._once("events_api", payload, retry, reason), self._in_hand)
            if answer.in_time or answer.no_retry:
                return
            reason = answer.trouble

    async def _until_due(self, moment: float) -> None:
        self._due.append(moment)
        try:
            await self.clock.reached(moment)
        finally:
            self._due.remove(moment)

    async def _once(self, envelope: str, payload: Payload, retry: int = 0, reason: str = "") -> Answer:
        entry = self._entry(envelope, payload, retry)
        if self._suffers("reorder", envelope, entry):
            await self._let_another_overtake()
        started = time.monotonic()
        answer = await self._carried(envelope, payload, retry, reason, entry)
        self._overtaken.set()
        entry.took, entry.answer = time.monotonic() - started, answer.body
        entry.outcome = answer.trouble or "ok"
        self.workspace.announce("log")
        return answer

    async def _carried(
        self, envelope: str, payload: Payload, retry: int, reason: str, entry: Entry
    ) -> Answer:
        if self._suffers("lost", envelope, entry):
            return NOT_CONNECTED
        if self._suffers("deliver_twice", envelope, entry):
            self._spawn(self.road.carry(envelope, payload, retry, reason), self._in_hand)
        answer = await self.road.carry(envelope, payload, retry, reason)
        return TOO_LATE if self._suffers("no_ack", envelope, entry) else answer

    def _suffers(self, kind: str, envelope: str, entry: Entry) -> bool:
        suffers = self.faults.for_delivery(kind, envelope, entry.name)
        if suffers:
            entry.notes.append(f"fault: {kind}")
        return suffers

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
