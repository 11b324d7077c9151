"""`/metrics`: figures for Prometheus. No workspace, person or use case has its name in a label.

What the database knows is counted when somebody asks, and is the same from every copy; what this process did
is counted as it happens. What each figure means: docs/operations.md.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, get_args

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily as Gauge
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.metrics_core import Metric
from prometheus_client.process_collector import ProcessCollector

from bot.inbound import Kind
from store import Counted, Pulse

if TYPE_CHECKING:  # counted everywhere, told only where something is served
    from starlette.routing import Route

KINDS: Final = frozenset(get_args(Kind))
SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3)  # Slack hangs up after three


@dataclass(frozen=True)
class Standing:
    """What is asked of the rest of the house for one page; `pulse` and `counted` None: no database."""

    now: datetime
    pulse: Pulse | None
    counted: Counted | None
    connections: tuple[int, int]  # to the database: in use, and how many there may be
    link: dict[str, Any]  # as bot/link.py reports it; empty where Slack calls by HTTP


class Figures:
    """Everything that is counted, and the page that tells it."""

    def __init__(self, standing: Callable[[], Standing]) -> None:
        self.registry = CollectorRegistry()
        self._seconds = Histogram(
            "pilotage_request_seconds",
            "Requests of Slack until their answer, by kind",
            ["kind"],
            buckets=SECONDS,
            registry=self.registry,
        )
        self._sends = Counter(
            "pilotage_sends", "Letters carried to Slack, by outcome", ["outcome"], registry=self.registry
        )
        self._looks = Counter(
            "pilotage_lookups", "Letters looked for in Slack, by outcome", ["outcome"], registry=self.registry
        )
        self.lines = Counter(
            "pilotage_log_lines", "Lines logged as a warning or worse", ["level"], registry=self.registry
        )
        ProcessCollector(registry=self.registry)
        self.registry.register(_Asked(standing))

    def request(self, kind: str, seconds: float) -> None:
        """A request of Slack was answered."""
        self._seconds.labels(kind if kind in KINDS else "other").observe(seconds)

    def went(self, what: str, outcome: str) -> None:
        """A letter was carried ("send") or looked for ("look"), and what became of it."""
        (self._sends if what == "send" else self._looks).labels(outcome).inc()

    def route(self) -> "Route":
        """Where they are told, in the text format of Prometheus."""
        from starlette.responses import Response
        from starlette.routing import Route

        def page(_: object) -> Response:
            return Response(generate_latest(self.registry), headers={"content-type": CONTENT_TYPE_LATEST})

        return Route("/metrics", page)


class LinesCounted(logging.Handler):
    """Counts what is logged, and writes nothing."""

    def __init__(self, figures: Figures) -> None:
        super().__init__(logging.WARNING)
        self._lines = figures.lines

    def emit(self, record: logging.LogRecord) -> None:
        """One line more of its level."""
        self._lines.labels(record.levelname.lower()).inc()


class _Asked:
    """What is looked up when somebody asks."""

    def __init__(self, standing: Callable[[], Standing]) -> None:
        self._standing = standing

    def describe(self) -> list[Metric]:
        """Nothing is looked up just to register."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Every gauge; without a database only those that need none."""
        found = self._standing()
        yield Gauge("pilotage_database_up", "Whether the database answers", 1.0 if found.pulse else 0.0)
        yield _connections(found)
        yield from _link(found)
        if found.pulse and found.counted:
            yield from _ages(found.pulse, found.now)
            yield from _ledger(found.counted)


def _connections(found: Standing) -> Metric:
    gauge = Gauge("pilotage_database_connections", "Connections of this process", labels=["state"])
    for state, count in zip(("in_use", "limit"), found.connections, strict=True):
        gauge.add_metric([state], count)
    return gauge


def _link(found: Standing) -> Iterator[Metric]:
    if not found.link:
        return
    yield Gauge("pilotage_link_up", "Whether the Socket Mode link stands", float(found.link["link"]))
    down, heard = found.link["link_down_seconds"], found.link["last_inbound_seconds"]
    yield Gauge("pilotage_link_down_seconds", "How long the link has been down", down)
    if heard is not None:
        yield Gauge("pilotage_link_quiet_seconds", "Since Slack was heard last", heard)


def _ages(pulse: Pulse, now: datetime) -> Iterator[Metric]:
    ages = (
        ("pilotage_beat_age_seconds", "Since any copy beat last", pulse.beat_at),
        (
            "pilotage_oldest_overdue_seconds",
            "Since the first waiting letter might go",
            pulse.oldest_pending,
        ),
        ("pilotage_oldest_unknown_seconds", "Since the oldest unknown outcome", pulse.oldest_unknown),
    )
    for name, words, since in ages:
        yield Gauge(name, words, max((now - since).total_seconds(), 0.0) if since else 0.0)


def _ledger(counted: Counted) -> Iterator[Metric]:
    letters = Gauge("pilotage_letters", "Letters that are not final", labels=["state", "kind"])
    for (state, kind), count in sorted(counted.letters.items()):
        letters.add_metric([state, kind], count)
    yield letters
    yield Gauge("pilotage_letters_due", "Letters that might go at this moment", counted.due)
    workspaces = Gauge("pilotage_workspaces", "Workspaces, by whether Slack lets us in", labels=["state"])
    for state, count in sorted(counted.workspaces.items()):
        workspaces.add_metric([state], count)
    yield workspaces
    yield Gauge("pilotage_copies", "Copies of the bot that beat lately", counted.copies)
