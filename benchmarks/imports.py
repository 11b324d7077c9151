"""A portfolio with its history taken in, against executemany of the same rows (goal 22).

The same rows are all it writes: use cases, readings, and of each its rows in the audit. What one use case
costs is the same in a large import; by hand, for it takes minutes, as large as the goal names it:

    python -m benchmarks.imports 10000
"""

import sqlite3
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.company import NOW, START, fill
from benchmarks.frame import Figure, held, ratios
from benchmarks.peers import raw
from benchmarks.table import line
from playbook import sheets
from playbook.facts import Person
from playbook.importing import plan
from playbook.known import Known
from playbook.portfolio import Directory
from playbook.sheets import Sheet
from store import Store, importing
from tests.store.company import ANNA, T

ROUNDS, READINGS = 5, 60
MANY, MORE = 200, 2_000
STEPS = ("read", "decide", "write")
TABLES = ("workspaces", "people", "use_cases", "readings", "audit", "audit_texts", "letters", "letters_log")


def figures(quick: bool) -> Iterator[Figure]:
    """Read, decided and written, as `pilotage import` does it; then once ten times as much."""
    many, more = (20, 200) if quick else (MANY, MORE)
    rounds = [_round(many) for _ in range(ROUNDS)]
    yield from _told(many, rounds)
    large = _round(more)
    grown = [_whole(large) / more / (_whole(one) / many) for one in rounds]
    yield Figure("", f"one use case in an import of {more:,}, against one in {many:,}", grown)
    yield Figure("", f"an import of {more:,} x {READINGS}", [_whole(large)], unit="s")
    yield Figure("", "memory of this process at its most", [held()], unit="MB")


def _told(many: int, rounds: Sequence[Mapping[str, float]]) -> Iterator[Figure]:
    floor = [one["floor"] for one in rounds]
    what = f"an import of {many:,} use cases x {READINGS} readings, against executemany of all its rows"
    yield Figure("22", what, ratios([*map(_whole, rounds)], floor), at_most=6)
    for name in STEPS:
        yield Figure("", f"of it: {name}", ratios([one[name] for one in rounds], floor))


def _whole(taken: Mapping[str, float]) -> float:
    return sum(taken[name] for name in STEPS)


def _round(many: int) -> dict[str, float]:
    """Seconds of each step, and of its floor."""
    people = Directory(people={ANNA: Person(id=ANNA, name="Anna", admin=True)}, today=NOW.date())
    with TemporaryDirectory(prefix="pilotage-bench-") as folder:
        store = _empty(Path(folder))
        taken = _import(store, _tables(many), people)
        taken["floor"] = _again(store, Path(folder))
        store.close()
    return taken


_numbers = count(1)


def _empty(folder: Path) -> Store:
    store = Store(f"sqlite:///{folder / f'{next(_numbers)}.db'}")
    store.migrate()
    fill(store, 1, 1)
    return store


def _tables(many: int) -> tuple[str, str]:
    """Two CSV tables: the use cases, and their readings."""
    cases = "ref,title,kpi,baseline,target\n" + "".join(
        f"R{one},Faster quotes {one},approval time,5 days,3 days\n" for one in range(many)
    )
    days = [START + timedelta(days=one - 30) for one in range(READINGS)]
    readings = "use_case,day,value\n" + "".join(
        f"R{one},{day},{4.5 - number / 60 + number % 3 / 10:.2f}\n"
        for one in range(many)
        for number, day in enumerate(days)
    )
    return cases, readings


def _import(store: Store, tables: tuple[str, str], people: Directory) -> dict[str, float]:
    started = perf_counter()
    read: list[Sheet] = [sheets.read(text, f"{number}.csv") for number, text in enumerate(tables)]
    was_read = perf_counter()
    with store.work(T, NOW, by=ANNA, via="import") as work:
        actor = people.people[ANNA]
        known = Known(
            actor=actor, now=NOW, settings=work.settings(), people=people.people, listed=work.listed()
        )
        found = plan(read, importing.here(work, read, people), known)
        assert not found.refused, [one.problems for one in found.outcomes if one.problems][:3]
        decided = perf_counter()
        importing.take(work, found, people.people, NOW)
    return {"read": was_read - started, "decide": decided - was_read, "write": perf_counter() - decided}


def _again(store: Store, folder: Path) -> float:
    """The rows it wrote, written once more by the driver alone, in one transaction, into the same schema."""
    path = folder / f"bare{next(_numbers)}.db"
    twin = Store(f"sqlite:///{path}")
    twin.migrate()
    twin.close()
    source, bare = sqlite3.connect(store._database._engine.url.database), raw.sqlite(str(path))
    rows = {table: source.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}
    started = perf_counter()
    bare.execute("BEGIN IMMEDIATE")
    for table, found in rows.items():
        if found:
            bare.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(found[0]))})", found)
    bare.execute("COMMIT")
    return perf_counter() - started


if __name__ == "__main__":
    for figure in _told(int(sys.argv[1]), [_round(int(sys.argv[1]))]):
        print(line(figure))
    print(f"{held():,.0f} MB held at the most")
