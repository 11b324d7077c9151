"""The company the figures are taken in: a workspace of so many use cases with so many readings each.

One use case is written by the store, the others are copied from it by the database: how long it
takes to write them is another figure.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from playbook.facts import Person, Reading, Settings
from store import Store, pilots, tables, use_cases
from tests.playbook.gated import producing
from tests.store.company import ANNA, BEN, T

START = date(2026, 1, 6)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
COPIED = {"use_cases": ("number", "nonce"), "readings": ("use_case",)}


@contextmanager
def company(count: int, readings: int, leadership: str | None = "C0LEAD") -> Iterator[Store]:
    """A store in a SQLite file on the disk, as it is installed; with leadership a digest is owed."""
    with TemporaryDirectory(prefix="pilotage-bench-") as folder:
        store = Store(f"sqlite:///{Path(folder) / 'pilotage.db'}")
        store.migrate()
        fill(store, count, readings, leadership)
        try:
            yield store
        finally:
            store.close()


def fill(store: Store, count: int, readings: int, leadership: str | None = "C0LEAD") -> None:
    """Anna's workspace with so many use cases of hers."""
    long_ago = NOW - timedelta(days=60)
    with store.work(T, long_ago, by=ANNA) as work:
        work.install("U0BOT", "Acme", "https://acme.example/")
        for person in (ANNA, BEN):
            work.keep_person(Person(id=person, name=person, admin=person == ANNA))
        settings = Settings(leadership_channel=leadership, answered_at=NOW - timedelta(days=90), version=1)
        work.keep_settings(work.settings(), settings)
        kept = work.add_use_case(running(), nonce="0")
        work.add_readings(kept, "logged", *map(reading, range(readings)))
        work.plan(kept.number, None)
    with store._database.write() as connection:
        for name in COPIED if count > 1 else ():
            connection.exec_driver_sql(_copy(name, count))


def forget() -> None:
    """Let the store read anew what it has read before, as it does of whatever was changed since."""
    use_cases._whole.cache_clear()
    pilots._measured.cache_clear()


def running():
    """A use case in its Limited Production weeks, with all that a plan has by then; no gate decided."""
    fresh = {"number": 0, "stage": "frame", "decisions": (), "gates": ()}
    return producing().use_case.model_copy(update=fresh)


def reading(number: int) -> Reading:
    """One of a row of daily readings that slowly get better."""
    day = START + timedelta(days=number)
    at = datetime(day.year, day.month, day.day, 18, tzinfo=UTC)
    return Reading(number=0, day=day, value=4.5 - number / 60 + number % 3 / 10, by=ANNA, at=at)


def _copy(name: str, count: int) -> str:
    """Everything of use case 1 once more for each number up to `count`."""
    columns = [column.name for column in getattr(tables, name).columns]
    quoted = [f'"{one}"' for one in columns]
    told = {"number": "i", "use_case": "i", "nonce": "'copy' || i"}
    taken = ", ".join(told[one] if one in COPIED[name] else f'"{one}"' for one in columns)
    of_one = "number = 1" if name == "use_cases" else "use_case = 1"
    return (
        f"INSERT INTO {name} ({', '.join(quoted)}) "
        f"WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) "
        f"SELECT {taken} FROM n, {name} WHERE {of_one}"
    )
