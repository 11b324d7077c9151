"""Short-lived permissions: trigger ids (three real seconds, once) and response URLs (five uses)."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass

from sandbox.clock import Clock
from sandbox.method import SlackError

USES, LIFE = 5, 30 * 60.0  # of a response URL; LIFE in seconds of workspace time


@dataclass(slots=True)
class Trigger:
    """The right to open a modal for this person."""

    person: str
    born: float
    spent: bool = False


class Triggers:
    """Trigger ids handed out. Their seconds are real ones: a person is waiting."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._given: dict[str, Trigger] = {}

    def give(self, person: str) -> str:
        """A fresh trigger id."""
        trigger_id = f"{time.time_ns() // 1_000_000}.{uuid.uuid4().int % 10**12}.{uuid.uuid4().hex}"
        self._given[trigger_id] = Trigger(person, time.monotonic())
        return trigger_id

    def spend(self, trigger_id: str) -> str:
        """The person this trigger belongs to; it works once."""
        trigger = self._given.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.spent:
            raise SlackError("exchanged_trigger_id")
        if time.monotonic() - trigger.born > self.seconds:
            raise SlackError("expired_trigger_id")
        trigger.spent = True
        return trigger.person


@dataclass(slots=True)
class ResponseUrl:
    """The right to answer one act: where it happened, and on which message if it was on one."""

    person: str
    channel: str
    ts: str | None
    thread_ts: str | None
    until: float
    left: int = USES


class ResponseUrls:
    """Response URLs handed out, by the last part of their address."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._given: dict[str, ResponseUrl] = {}

    def give(self, person: str, channel: str, ts: str | None = None, thread_ts: str | None = None) -> str:
        """The key of a fresh one."""
        key = uuid.uuid4().hex
        self._given[key] = ResponseUrl(person, channel, ts, thread_ts, self._clock.now() + LIFE)
        return key

    def use(self, key: str) -> ResponseUrl:
        """Count one use; SlackError when it is used up, too old, or unknown."""
        url = self._given.get(key)
        if url is None:
            raise SlackError("no_such_url")
        if self._clock.now() > url.until:
            raise SlackError("expired_url")
        if url.left <= 0:
            raise SlackError("used_url")
        url.left -= 1
        return url
