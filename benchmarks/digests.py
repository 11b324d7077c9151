"""The monthly digest, all told, against the raw questions of its rows and against N+1 (goals 10 and 18)."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import blocks
from benchmarks.company import NOW, company
from benchmarks.frame import Figure, held, interleaved, ratios
from benchmarks.peers import lazy
from sandbox import strict
from store import Store, review
from tests.store.company import T

FEW, MANY, READINGS = 1_000, 10_000, 60


def figures(quick: bool) -> Iterator[Figure]:
    """Composed, drawn and checked against Slack's limits."""
    few, many = (50, 500) if quick else (FEW, MANY)
    with TemporaryDirectory() as folder, company(few, READINGS) as store:
        engine = lazy.opened(f"{folder}/lazy.db", few, READINGS)
        times = interleaved(
            {
                "raw": lambda: _raw(store),
                "ours": lambda: composed(store),
                "facts": lambda: _facts(store),
                "lazy": lambda: lazy.listed(engine),
            }
        )
        what = f"the digest of {few:,} x {READINGS}, all told, against the raw questions of its rows"
        yield Figure("18", what, ratios(times["ours"], times["raw"]), at_most=25)
        what = f"rows of {few:,} x {READINGS} read for it, how much faster than a query for each (N+1)"
        yield Figure("10", what, ratios(times["lazy"], times["raw"]), at_least=50)
        what = (
            f"facts of {few:,} x {READINGS} read and checked for it, how much faster than N+1 without checks"
        )
        yield Figure("", what, ratios(times["lazy"], times["facts"]))
    with TemporaryDirectory() as folder, company(many, READINGS) as store:
        yield from _many(store, folder, few, many, times["ours"])


def composed(store: Store) -> None:
    """All told: load, four questions, verdicts, order, blocks, and the strict check of every message."""
    with store.read(T) as look:
        made = review.compose(look, "2026-03", NOW, review.in_channel(look))
    for notice in (made.root, *made.replies):
        drawn = blocks.draw(notice)
        assert not strict.check_message(drawn.blocks)
        json.dumps(drawn.blocks)


def _raw(store: Store) -> None:
    """The two questions everything is read from, their rows only fetched."""
    with store._database.read() as connection:
        for table in ("use_cases", "readings"):
            connection.exec_driver_sql(f"SELECT * FROM {table} WHERE workspace = ?", (T,)).fetchall()


def _facts(store: Store) -> None:
    with store.read(T) as look:
        look.portfolio(NOW)


def _many(store: Store, folder: str, few: int, many: int, took: list[float]) -> Iterator[Figure]:
    """The large one once, in a process of its own, so that its memory is its own too."""
    lazy.opened(f"{folder}/lazy.db", many, READINGS).dispose()
    path = str(store._database._engine.url.database)
    seconds, ours = _apart("ours", path)
    _, naive = _apart("lazy", f"{folder}/lazy.db")
    growth = [seconds / one for one in took]
    yield Figure("18", f"the digest of {many:,} x {READINGS} against that of {few:,}", growth, at_most=15)
    what = f"memory of the digest of {many:,} x {READINGS}, against N+1 that only reads it"
    yield Figure("10", what, [ours / naive], at_most=0.1)
    yield Figure("", f"memory of the digest of {many:,} x {READINGS}", [ours], unit="MB")
    yield Figure("", f"the digest of {many:,} x {READINGS}", [seconds], unit="s")


def _apart(who: str, path: str) -> tuple[float, float]:
    """Seconds and megabytes of one of the two in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.digests", who, path]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    seconds, megabytes = json.loads(shown)
    return seconds, megabytes


def _alone(who: str, path: str) -> tuple[float, float]:
    if who == "lazy":
        engine = lazy.engine(path)
        run = lambda: lazy.listed(engine)  # noqa: E731
    else:
        store = Store(f"sqlite:///{Path(path)}")
        run = lambda: composed(store)  # noqa: E731
    before = held()
    started = perf_counter()
    run()
    return perf_counter() - started, max(held() - before, 0.1)


if __name__ == "__main__":
    print(json.dumps(_alone(*sys.argv[1:])))
