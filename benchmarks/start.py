"""Cold start to the first acknowledged command, and the memory a running bot holds (goal 16)."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter

from benchmarks import desk
from benchmarks.frame import Figure, ratios
from sandbox import seed
from sandbox.server import SandboxThread

ROUNDS = 5
WAYS = {
    "bolt": desk.Way([str(Path(__file__).with_name("_shortest_bolt_app.py"))], "/ask x"),
    "ours": desk.Way(["-m", "bot", "run"], "/pilot help"),
}


def figures(quick: bool) -> Iterator[Figure]:
    """A process from nothing: an empty database is brought up to date on the way."""
    starts: dict[str, list[float]] = {name: [] for name in WAYS}
    held: dict[str, list[float]] = {name: [] for name in WAYS}
    starts["again"], held["again"] = [], []
    for _ in range(2 if quick else ROUNDS):
        for name, way in WAYS.items():
            for kind, (seconds, megabytes) in _started(way).items():
                starts[name if kind == "first" else "again"].append(seconds)
                held[name if kind == "first" else "again"].append(megabytes)
    yield Figure(
        "16",
        "cold start to the first ack, against Bolt alone",
        ratios(starts["ours"], starts["bolt"]),
        at_most=5,
    )
    yield Figure("", "cold start to the first ack", starts["ours"], unit="s")
    yield Figure("16", "memory after it, against Bolt alone", ratios(held["ours"], held["bolt"]), at_most=2.5)
    yield Figure("", "memory of a running bot", held["ours"], unit="MB")
    what = "started again, the database being of this version: until the first ack, against Bolt alone"
    yield Figure("", what, ratios(starts["again"], starts["bolt"]))
    yield Figure("", "memory after that, against Bolt alone", ratios(held["again"], held["bolt"]))


def _started(way: desk.Way) -> dict[str, tuple[float, float]]:
    """Seconds and megabytes of the first start in a folder, and of our second one there."""
    ours = "bot" in way.starts
    with ExitStack() as opened:
        folder = opened.enter_context(tempfile.TemporaryDirectory())
        manifest = desk.ROOT / "manifest.yml" if ours else None
        slack = opened.enter_context(SandboxThread(seed=seed.company, manifest=manifest))
        return {kind: _acked(way, slack, folder) for kind in (("first", "again") if ours else ("first",))}


def _acked(way: desk.Way, slack: SandboxThread, folder: str) -> tuple[float, float]:
    started = perf_counter()
    with desk.running(way, slack, folder) as app:
        slack.person("anna").types(way.types, in_="#ai-pilots")
        slack.settle()
        return perf_counter() - started, _megabytes(app.pid)


def _megabytes(pid: int) -> float:
    """What the process holds now, of its own or shared."""
    if not sys.platform.startswith("linux"):
        return float("nan")
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
