"""Slack's rates, once they are switched on: a bucket of tokens for each method and each channel posted to.

Slack publishes calls a minute, but no size of a burst. Here bursts are small: what passes here passes there.
Buckets fill in workspace time, as a bot waits in it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from sandbox.clock import Clock
from sandbox.method import SlackError

BURST = 4  # a method's bucket holds this part of what it may do in a minute, and one call at least
A_CHANNEL = 60.0  # posts a minute into one channel, one at a time
POST = "chat.postMessage"


class RateLimited(SlackError):
    """Too many calls; nothing was done. Whole seconds until the next one may come."""

    def __init__(self, seconds: float) -> None:
        super().__init__("ratelimited")
        self.status, self.headers = 429, {"Retry-After": str(max(1, math.ceil(seconds)))}


@dataclass(slots=True)
class Bucket:
    """Tokens left at a moment of workspace time."""

    per_minute: float
    size: float
    tokens: float
    at: float

    def fill(self, now: float) -> float:
        """Add what came in since; how long the next token takes, 0 if there is one."""
        self.tokens = min(self.size, self.tokens + (now - self.at) * self.per_minute / 60)
        self.at = now
        return max(0.0, (1 - self.tokens) * 60 / self.per_minute)


class Rates:
    """The buckets of one workspace. While `on` is false, nothing is counted."""

    def __init__(self, clock: Clock) -> None:
        self.clock, self.on = clock, False
        self._buckets: dict[tuple[str, str], Bucket] = {}

    def take(self, method: str, per_minute: float, channel: str) -> None:
        """Count one call; RateLimited, and nothing counted, when a bucket is empty."""
        if not self.on:
            return
        concerned = [self._bucket(method, "", per_minute, max(1.0, per_minute // BURST))]
        if method == POST:
            concerned.append(self._bucket(method, channel, A_CHANNEL, 1.0))
        if seconds := max(bucket.fill(self.clock.now()) for bucket in concerned):
            raise RateLimited(seconds)
        for bucket in concerned:
            bucket.tokens -= 1

    def _bucket(self, method: str, channel: str, per_minute: float, size: float) -> Bucket:
        full = Bucket(per_minute, size, size, self.clock.now())
        return self._buckets.setdefault((method, channel), full)
