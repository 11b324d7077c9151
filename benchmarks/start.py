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
    for _ in range(2 if quick else ROUNDS):
        for name, way in WAYS.items():
            seconds, megabytes = _started(way)
            starts[name].append(seconds)
            held[name].append(megabytes)
    yield Figure(
        "16",
        "cold start to the first ack, against Bolt alone",
        ratios(starts["ours"], starts["bolt"]),
        at_most=5,
    )
    yield Figure("", "cold start to the first ack", starts["ours"], unit="s")
    yield Figure("16", "memory after it, against Bolt alone", ratios(held["ours"], held["bolt"]), at_most=2.5)
    yield Figure("", "memory of a running bot", held["ours"], unit="MB")


def _started(way: desk.Way) -> tuple[float, float]:
    manifest = desk.ROOT / "manifest.yml" if "bot" in way.starts else None
    with ExitStack() as opened:
        folder = opened.enter_context(tempfile.TemporaryDirectory())
        slack = opened.enter_context(SandboxThread(seed=seed.company, manifest=manifest))
        started = perf_counter()
        app = opened.enter_context(desk.running(way, slack, folder))
        anna = slack.person("anna")
        anna.types(way.types, in_="#ai-pilots")
        slack.settle()
        return perf_counter() - started, _megabytes(app.pid)


def _megabytes(pid: int) -> float:
    """What the process holds now, of its own or shared."""
    if not sys.platform.startswith("linux"):
        return float("nan")
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
