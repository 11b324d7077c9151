"""The change feed: who is told that something on a screen has changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, TypeVar

Kind = Literal["channel", "thread", "modal", "home", "side", "clock", "log"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Change:
    """Something that may look different now.

    `about` is a channel id (channel, thread), a person id (modal, home) or empty (side, clock, log);
    `thread_ts` names the thread; `persons` are the ids of those who can see it, None means everyone.
    """

    kind: Kind
    about: str = ""
    thread_ts: str = ""
    persons: frozenset[str] | None = None

    def concerns(self, person_id: str) -> bool:
        """Whether this person could see the difference."""
        return self.persons is None or person_id in self.persons


class Changes:
    """An in-process broadcast. All of it happens on the sandbox's event loop."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[Change]] = set()
        self._waiters: set[asyncio.Event] = set()

    def announce(self, change: Change) -> None:
        """Tell every listener, now."""
        for queue in self._listeners:
            queue.put_nowait(change)
        for waiter in self._waiters:
            waiter.set()

    @contextmanager
    def listen(self) -> Iterator[Feed]:
        """Hear every change from now on: `with changes.listen() as feed: async for change in feed`."""
        feed = Feed()
        self._listeners.add(feed.queue)
        try:
            yield feed
        finally:
            self._listeners.discard(feed.queue)

    async def wait_for(self, predicate: Callable[[], T], timeout: float) -> T:
        """Ask `predicate` now and after each change until it says something true; TimeoutError after that."""
        return await asyncio.wait_for(self._until(predicate), timeout)

    async def _until(self, predicate: Callable[[], T]) -> T:
        changed = asyncio.Event()
        self._waiters.add(changed)
        try:
            while not (answer := predicate()):
                await changed.wait()
                changed.clear()
            return answer
        finally:
            self._waiters.discard(changed)


class Feed:
    """One listener's view of the broadcast."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[Change] = asyncio.Queue()

    def __aiter__(self) -> AsyncIterator[Change]:
        return self

    async def __anext__(self) -> Change:
        return await self.queue.get()
