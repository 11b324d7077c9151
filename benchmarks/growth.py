"""How cost grows with a portfolio: 100 to 100,000 use cases, each of what people wait for; and its memory."""

import json
import subprocess
import sys
from collections.abc import Iterator
from time import perf_counter

from benchmarks.company import NOW, company
from benchmarks.digests import composed
from benchmarks.frame import Figure, held
from benchmarks.ledger import _beat
from blocks import home as drawing
from playbook import home, listing
from playbook.facts import Person
from playbook.home import Shown
from schedules.home import page_of
from store import Home, Store
from tests.store.company import ANNA, T

SIZES, READINGS = (100, 1_000, 10_000), 12
LARGEST = 100_000  # of it only what does not read every plan, so without the digest its first beat would owe


def figures(quick: bool) -> Iterator[Figure]:
    """Milliseconds each, in a process of its own for every size."""
    for count in SIZES[:2] if quick else (*SIZES, LARGEST):
        run = subprocess.run(
            [sys.executable, "-m", "benchmarks.growth", str(count)],
            capture_output=True,
            text=True,
            check=True,
        )
        for what, (figure, unit) in json.loads(run.stdout).items():
            yield Figure("", f"{count:,} use cases x {READINGS} readings: {what}", [figure], unit=unit)


def _measured(count: int) -> dict[str, tuple[float, str]]:
    with company(count, READINGS, "C0LEAD" if count < LARGEST else None) as store:
        before = held()
        told = {
            "lines of the list": (_timed(lambda: _lines(store)), "ms"),
            "a beat": (_timed(_beat(store)), "ms"),
        }
        if count < LARGEST:
            told["/pilot list"] = (_timed(lambda: _list(store)), "ms")
            told["Home"] = (_timed(lambda: _home(store)), "ms")
            told["the digest"] = (_timed(lambda: composed(store)), "ms")
        told["memory it took"] = (held() - before, "MB")
    return told


def _timed(run) -> float:
    started = perf_counter()
    run()
    return (perf_counter() - started) * 1000


def _lines(store: Store) -> None:
    with store.read(T) as look:
        look.listed()


def _list(store: Store) -> None:
    with store.read(T) as look:
        portfolio = look.portfolio(NOW)
    listing.chosen(home.lines(Person(id=ANNA), portfolio), listing.read("", ANNA), ANNA)


def _home(store: Store) -> None:
    with store.read(T) as look:
        drawing.home(page_of(look, Home(ANNA, Shown()), NOW), {})


if __name__ == "__main__":
    print(json.dumps(_measured(int(sys.argv[1]))))
