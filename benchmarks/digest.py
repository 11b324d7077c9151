"""The digest of 1,000 use cases with 60 readings each, against the raw questions of the same rows.

All told: load, four questions, verdicts, order, blocks, and the strict check of every message. Run it with
`python benchmarks/digest.py [count]`; figures are ratios, the median of five rounds, with the least and most.
"""

import json
import sys
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

import blocks
from playbook.facts import Person, Reading, Settings
from sandbox import strict
from store import Store, review
from tests.playbook.gated import producing
from tests.store.company import ANNA, T

COUNT, READINGS, ROUNDS = 1_000, 60, 5
START = date(2026, 1, 6)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'digest.db'}")
        store.migrate()
        _fill(store, count)
        rounds = [(_timed(lambda: _raw(store)), _timed(lambda: _digest(store))) for _ in range(ROUNDS)]
        store.close()
    ratios = [whole / raw for raw, whole in rounds]
    print(f"digest of {count} x {READINGS}: {median(whole for _, whole in rounds):.2f} s, ", end="")
    print(f"{median(ratios):.1f}x the raw questions [{min(ratios):.1f}..{max(ratios):.1f}]")


def _timed(run) -> float:
    start = perf_counter()
    run()
    return perf_counter() - start


def _fill(store: Store, count: int) -> None:
    pilot = producing()
    with store.work(T, NOW - timedelta(days=60), by=ANNA) as work:
        work.keep_person(Person(id=ANNA))
        settings = Settings(leadership_channel="C0LEAD", answered_at=NOW - timedelta(days=90), version=1)
        work.keep_settings(work.settings(), settings)
    fresh = {"number": 0, "stage": "frame", "decisions": (), "gates": ()}
    for number in range(count):
        with store.work(T, NOW - timedelta(days=60), by=ANNA) as work:
            kept = work.add_use_case(pilot.use_case.model_copy(update=fresh), nonce=str(number))
            work.add_readings(kept, "logged", *map(_reading, range(READINGS)))


def _reading(number: int) -> Reading:
    day = START + timedelta(days=number)
    at = datetime(day.year, day.month, day.day, 18, tzinfo=UTC)
    return Reading(number=0, day=day, value=4.5 - number / 60 + number % 3 / 10, by=ANNA, at=at)


def _raw(store: Store) -> None:
    """The two questions everything is read from, their rows only fetched."""
    with store._database.read() as connection:
        for table in ("use_cases", "readings"):
            connection.exec_driver_sql(f"SELECT * FROM {table} WHERE workspace = ?", (T,)).fetchall()


def _digest(store: Store) -> None:
    with store.read(T) as look:
        made = review.compose(look, "2026-03", NOW, review.in_channel(look))
    for notice in (made.root, *made.replies):
        drawn = blocks.draw(notice)
        assert not strict.check_message(drawn.blocks)
        json.dumps(drawn.blocks)


if __name__ == "__main__":
    main()
