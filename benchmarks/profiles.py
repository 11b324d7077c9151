"""What takes the time behind a figure: shares of processor time by function, or a start by what it loads.

    python -m benchmarks.profiles show|changed|load|start

`show` asks for the same page again and again, `changed` as if each time somebody had changed it, `load` reads
use cases nobody read before, `start` loads what `pilotage run` loads.
"""

import gc
import importlib._bootstrap as loader
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType

ROOT = f"{Path(__file__).parents[1]}/"
SECONDS, EVERY, SHOWN = 8.0, 0.004, 45


def main() -> None:
    """Print the profile that was asked for."""
    asked = sys.argv[1]
    if asked == "start":
        _loaded()
        return
    from benchmarks import requests, rows  # only here: a start is measured from nothing
    from benchmarks.company import company

    with company(200, 12 if asked != "load" else rows.PARTS) as store:
        ways = {
            "show": lambda: requests.showing(store),
            "changed": lambda: requests.showing(store, forgetting=True),
            "load": lambda: rows.loading(store, forgetting=True),
        }
        _sampled(ways[asked]())


def _sampled(run: Callable[[], object]) -> None:
    """The functions of the product with all they call, and the packages that spend the time themselves."""
    inside, alone, samples = Counter[str](), Counter[str](), 0

    def look(_: int, frame: FrameType | None) -> None:
        nonlocal samples
        samples += 1
        alone[_package(frame)] += 1
        inside.update(_ours(frame))

    run()
    signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
    began, times = time.process_time(), 0
    while time.process_time() - began < SECONDS:
        run()
        times += 1
    signal.setitimer(signal.ITIMER_PROF, 0)
    print(f"{SECONDS / times * 1000:.2f} ms of a processor each, {samples} samples")
    for title, found in (("with all they call", inside), ("by package, alone", alone)):
        print(title)
        for name, seen in found.most_common(SHOWN):
            print(f"{seen / samples:8.1%}  {name}")


def _package(frame: FrameType | None) -> str:
    name = frame.f_code.co_filename if frame else ""
    return name.rpartition("site-packages/")[2].removeprefix(ROOT).split("/")[0] or "Python"


def _ours(frame: FrameType | None) -> set[str]:
    found = set()
    while frame:
        name = frame.f_code.co_filename
        if name.startswith(ROOT) and "site-packages" not in name and "benchmarks" not in name:
            found.add(f"{name.removeprefix(ROOT)}: {frame.f_code.co_qualname}")
        frame = frame.f_back
    return found


def _loaded() -> None:
    """Milliseconds and megabytes of each package without what it loads of others; in a fresh process only."""
    spent, held, modules, within = Counter[str](), Counter[str](), Counter[str](), [[0.0, 0.0]]
    load = loader._load_unlocked

    def measured(spec):
        began, before = time.process_time(), _megabytes()
        within.append([0.0, 0.0])
        try:
            return load(spec)
        finally:
            taken, grown = time.process_time() - began, _megabytes() - before
            of_others = within.pop()
            within[-1][0] += taken
            within[-1][1] += grown
            package = spec.name.split(".")[0]
            spent[package] += taken - of_others[0]
            held[package] += grown - of_others[1]
            modules[package] += 1

    loader._load_unlocked = measured
    gc.disable()  # as `pilotage` does while it loads
    from bot.commands import run

    print(f"{run.__name__}: {time.process_time():.2f} s, {_megabytes():.0f} MB")
    for package, taken in spent.most_common(20):
        print(f"{taken * 1000:7.0f} ms {held[package]:7.1f} MB {modules[package]:5} modules  {package}")


def _megabytes() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20


if __name__ == "__main__":
    main()
