"""Faults on order: how the stand-in misbehaves, for which method, how many times.

Kinds for calls: ratelimited, status, error, slow, drop_before (refused or lost before Slack did anything);
drop_after, truncate_after, status_after, error_after, slow_after (Slack did it, the app cannot be sure).
They are named by method; what the app sends or asks for elsewhere is `response_url`, `upload`, `download`.
Kinds for deliveries: lost (it never arrives), no_ack (the answer is lost), deliver_twice, reorder (it goes
once another was answered). They are named by envelope (events_api, interactive, slash_commands) or by what is
in it (app_home_opened, view_submission, /pilot).
Cutting or refreshing the Socket Mode link is `SocketMode.disconnect`. How calls fail is in `failing`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

CALL_KINDS = frozenset(
    {
        "ratelimited",
        "status",
        "error",
        "slow",
        "drop_before",
        "drop_after",
        "truncate_after",
        "status_after",
        "error_after",
        "slow_after",
    }
)
DELIVERY_KINDS = frozenset({"lost", "no_ack", "deliver_twice", "reorder"})
ANY = "*"
NOT_METHODS = frozenset({"response_url", "upload", "download"})  # what an app also calls
ENVELOPES = frozenset({"events_api", "interactive", "slash_commands"})
INTERACTIONS = frozenset(
    {"block_actions", "view_submission", "view_closed", "block_suggestion", "shortcut", "message_action"}
)


@dataclass(slots=True)
class Fault:
    """One order. `method` is a Web API method, or for deliveries the envelope or its content; * is any.

    `retry_after` and `seconds` are real seconds.
    """

    kind: str
    method: str = "*"
    times: int = 1
    error: str = "internal_error"
    status: int = 503
    retry_after: int = 30
    seconds: float = 1.0

    def __post_init__(self) -> None:
        if self.kind not in CALL_KINDS | DELIVERY_KINDS:
            raise ValueError(
                f"no fault called {self.kind}; there are {', '.join(sorted(CALL_KINDS | DELIVERY_KINDS))}"
            )


class Faults:
    """The orders that still stand, first come first served. `methods` and `events` are what can be named."""

    def __init__(self, methods: Iterable[str] = (), events: Iterable[str] = ()) -> None:
        self._calls = frozenset({ANY, *NOT_METHODS, *methods})
        self._deliveries = frozenset({ANY, *ENVELOPES, *INTERACTIONS, *events})
        self._standing: list[Fault] = []

    def order(self, kind: str, method: str = "*", **details: Any) -> Fault:
        """Let the next `times` (1) calls or deliveries go wrong. ValueError for what would never happen."""
        fault = Fault(kind, method, **details)
        called = self._calls if kind in CALL_KINDS else self._deliveries
        if method not in called and not (kind in DELIVERY_KINDS and method.startswith("/")):
            offered = ", ".join(sorted(called))
            raise ValueError(f"nothing called {method} can suffer {kind}; there are {offered}")
        self._standing.append(fault)
        return fault

    def clear(self) -> None:
        self._standing.clear()

    def standing(self) -> list[dict[str, Any]]:
        return [asdict(f) for f in self._standing]

    def for_call(self, method: str) -> Fault | None:
        return self._take(CALL_KINDS, {method})

    def for_delivery(self, kind: str, *names: str) -> bool:
        """Whether the delivery with these names (its envelope, what is in it) shall suffer this fault."""
        return self._take({kind}, set(names)) is not None

    def _take(self, kinds: frozenset[str] | set[str], names: set[str]) -> Fault | None:
        fault = next((f for f in self._standing if f.kind in kinds and f.method in {ANY, *names}), None)
        if fault:
            fault.times -= 1
            self._standing = [f for f in self._standing if f.times > 0]
        return fault
