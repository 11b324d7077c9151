"""Faults on order: how the stand-in misbehaves, for which method, how many times.

Kinds for calls: ratelimited, status, error, slow, drop_before (refused or lost before Slack did anything);
drop_after, truncate_after, status_after, error_after, slow_after (Slack did it, the app cannot be sure).
Kinds for deliveries: no_ack (the answer is lost), deliver_twice, reorder (it goes once another was answered).
Cutting or refreshing the Socket Mode link is `SocketMode.disconnect`.
"""

from __future__ import annotations

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
DELIVERY_KINDS = frozenset({"no_ack", "deliver_twice", "reorder"})


@dataclass(slots=True)
class Fault:
    """One order. `method` is a Web API method, or for deliveries the envelope type; * is any.

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
    """The orders that still stand, first come first served."""

    def __init__(self) -> None:
        self._standing: list[Fault] = []

    def order(self, kind: str, method: str = "*", **details: Any) -> Fault:
        """Let the next `times` (1) calls or deliveries go wrong."""
        fault = Fault(kind, method, **details)
        self._standing.append(fault)
        return fault

    def clear(self) -> None:
        self._standing.clear()

    def standing(self) -> list[dict[str, Any]]:
        return [asdict(f) for f in self._standing]

    def for_call(self, method: str) -> Fault | None:
        return self._take(CALL_KINDS, method)

    def for_delivery(self, kind: str, envelope: str) -> bool:
        """Whether this delivery shall suffer this fault."""
        return self._take({kind}, envelope) is not None

    def _take(self, kinds: frozenset[str] | set[str], method: str) -> Fault | None:
        fault = next((f for f in self._standing if f.kind in kinds and f.method in ("*", method)), None)
        if fault:
            fault.times -= 1
            self._standing = [f for f in self._standing if f.times > 0]
        return fault
