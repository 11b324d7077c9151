"""The monthly digest, all told, against the raw questions of its rows and against N+1 (goals 10 and 18)."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import blocks
from benchmarks.company import NOW, company
from benchmarks.frame import Figure, held, interleaved, ratios
from benchmarks.peers import lazy
from sandbox import strict
from store import Store, review
from tests.store.company import T

FEW, SOME, MANY, READINGS = 1_000, 2_000, 10_000, 60
OF_ONE = "a query for each use case (N+1)"


def figures(quick: bool) -> Iterator[Figure]:
    """Composed, drawn and checked against Slack's limits; N+1 reads the same rows of the same file."""
    few, some, many = (50, 100, 500) if quick else (FEW, SOME, MANY)
    with company(few, READINGS) as store:
        engine = lazy.engine(_path(store))
        times = interleaved(
            {
                "raw": lambda: _raw(store),
                "ours": lambda: composed(store),
                "facts": lambda: _facts(store),
                "lazy": lambda: lazy.each_alone(engine, T),
            }
        )
        what = f"the digest of {few:,} x {READINGS}, all told, against the raw questions of its rows"
        yield Figure("18", what, ratios(times["ours"], times["raw"]), at_most=25)
        what = f"rows of {few:,} x {READINGS} read for it, how much faster than by {OF_ONE}"
        yield Figure("10", what, ratios(times["lazy"], times["raw"]), at_least=50)
        what = f"the same with checked facts made of them, how much faster than by {OF_ONE}"
        yield Figure("", what, ratios(times["lazy"], times["facts"]))
        what = f"the digest of {few:,} x {READINGS}, all told, how much faster than its rows by {OF_ONE}"
        yield Figure("", what, ratios(times["lazy"], times["ours"]))
    with company(some, READINGS) as store:
        (_, ours), (_, naive) = (_apart(who, _path(store)) for who in ("ours", "lazy"))
        what = f"memory of the digest of {some:,} x {READINGS}, against its rows by {OF_ONE}"
        yield Figure("10", what, [ours / naive], at_most=0.1)
    with company(many, READINGS) as store:
        yield from _many(store, few, many, times["ours"])


def _path(store: Store) -> str:
    return str(store._database._engine.url.database)


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


def _many(store: Store, few: int, many: int, took: list[float]) -> Iterator[Figure]:
    """The large one once, in a process of its own, so that its memory is its own too."""
    seconds, held = _apart("ours", _path(store))
    growth = [seconds / one for one in took]
    yield Figure("18", f"the digest of {many:,} x {READINGS} against that of {few:,}", growth, at_most=15)
    yield Figure("", f"memory of the digest of {many:,} x {READINGS}", [held], unit="MB")
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
        run = lambda: lazy.each_alone(engine, T)  # noqa: E731
    else:
        store = Store(f"sqlite:///{Path(path)}")
        run = lambda: composed(store)  # noqa: E731
    before = held()
    started = perf_counter()
    run()
    return perf_counter() - started, max(held() - before, 0.1)


if __name__ == "__main__":
    print(json.dumps(_alone(*sys.argv[1:])))
