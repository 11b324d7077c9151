"""Runs seeds, a fresh database for each on one store per process, and adds their results up over many calls.

The tally is kept by the state of the code: what another version of it has shown says nothing of this one.
"""

import gc
import hashlib
import json
import os
from collections.abc import Generator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

from store import Store
from tests.simulation.rules import RULES
from tests.simulation.world import Run, World, raw

ROOT: Final = Path(__file__).parents[2]
TALLY: Final = ROOT / "var" / "simulation.json"
CODE: Final = ("playbook", "store", "blocks", "schedules", "handlers", "tests/simulation")


@cache
def _ground() -> tuple[Store, bytes]:
    """A store in memory, and its database with nothing in it but the schema."""
    store = Store("sqlite://")
    store.migrate()
    return store, raw(store).serialize()


def run(seed: int, without: str | None = None, *, weather: Mapping[str, Any] | None = None) -> Run:
    """One seed, perhaps without one of the rules in the weather where it matters, or in another weather."""
    store, empty = _ground()
    rule = RULES[without] if without else None
    world = World(store, empty, seed, **(weather or (rule.weather if rule else {})))
    gc.disable()  # a run makes little rubbish in rings, and looking for it takes an eighth of its time
    try:
        with rule.without(world) if rule else nullcontext():
            return world.run()
    finally:
        gc.enable()


def runs(
    seeds: Sequence[int], without: str | None = None, copies: int | None = None
) -> Generator[Run, None, None]:
    """Many seeds, on so many processors at once, in order; whoever closes it early waits for nobody."""
    copies = copies or os.cpu_count() or 1
    pool = ProcessPoolExecutor(copies, mp_context=get_context("spawn"))
    try:
        yield from pool.map(run, seeds, [without] * len(seeds), chunksize=1 if without else 5)
    finally:
        pool.shutdown(cancel_futures=True)


class Tally:
    """How many seeds were run on this state of the code, and what they showed."""

    def __init__(self, path: Path = TALLY, first: int = 0) -> None:
        self._path, self._code = path, fingerprint()
        self._kept: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
        none_yet = {"first": first, "next": first, "bad": [], "counts": {}}
        self.sums: dict[str, Any] = self._kept.setdefault(self._code, none_yet)

    def add(self, one: Run) -> None:
        """Count this run, and keep it: whatever stops the campaign, the next one goes on from here."""
        self.sums["next"] = one.seed + 1
        if not one.good:
            self.sums["bad"].append(one.seed)
        for what, count in one.totals().items():
            self.sums["counts"][what] = self.sums["counts"].get(what, 0) + count
        self._path.parent.mkdir(exist_ok=True)
        self._path.write_text(json.dumps(self._kept, indent=1))

    def __str__(self) -> str:
        counts = self.sums["counts"]
        figures = ", ".join(f"{counts[what]:,} {what}" for what in sorted(counts))
        seeds = f"seeds {self.sums['first']:,} to {self.sums['next'] - 1:,}"
        return f"{seeds} on this code: {len(self.sums['bad'])} bad; {figures}"


def fingerprint() -> str:
    """The state of the code that a result is about."""
    digest = hashlib.sha256()
    for path in sorted(path for part in CODE for path in (ROOT / part).rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
