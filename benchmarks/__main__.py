"""All figures in one table: on the terminal, and in docs/performance.md.

    python -m benchmarks [--quick] [--only digest,rows] [--no-write]

Each family runs in a process of its own, one after the other, so that none finds the memory of another; one
that fails leaves its error in the place of its figures.
"""

import argparse
import importlib
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from benchmarks import table
from benchmarks.frame import Figure

ROOT = Path(__file__).parents[1]
FAMILIES = (
    "requests",
    "wires",
    "rows",
    "ledger",
    "digests",
    "drawing",
    "start",
    "tools",
    "imports",
    "growth",
)
LONGEST = 480  # seconds of one family: none may hold up the rest


def main() -> int:
    """Run the families that were asked for; 1 when one of them failed."""
    asked = _asked()
    if asked.family:
        for figure in importlib.import_module(f"benchmarks.{asked.family}").figures(asked.quick):
            print(figure.dump(), flush=True)
        return 0
    figures: list[Figure] = []
    failures: dict[str, str] = {}
    for family in asked.only.split(",") if asked.only else FAMILIES:
        found, failure = _run(family, asked.quick)
        figures += found
        if failure:
            failures[family] = failure
        for figure in found:
            print(table.line(figure), flush=True)
    print(table.closing(figures, failures))
    if not asked.no_write and not asked.only and not asked.quick:
        table.write(figures, failures)
    return 1 if failures else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small and rough, while something is written")
    parser.add_argument("--only", default="", help=f"some of {', '.join(FAMILIES)}")
    parser.add_argument("--no-write", action="store_true", help="leave docs/performance.md as it is")
    parser.add_argument("--family", help=argparse.SUPPRESS)
    return parser.parse_args()


def _run(family: str, quick: bool) -> tuple[list[Figure], str]:
    """The figures of one family, and why there are no more of them."""
    command = [sys.executable, "-m", "benchmarks", "--family", family, *(["--quick"] if quick else [])]
    print(table.heading(family), flush=True)
    piped = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, start_new_session=True, **piped) as run:
        try:
            told, said = run.communicate(timeout=LONGEST)
        except subprocess.TimeoutExpired:
            _end(run)
            return _figures(run.communicate()[0]), f"took more than {LONGEST} seconds"
        except KeyboardInterrupt:
            _end(run)
            raise
    return _figures(told), "" if run.returncode == 0 else said.strip().splitlines()[-1]


def _end(run) -> None:
    """It and what it began: `growth` measures each size in a process of its own."""
    with suppress(ProcessLookupError):
        os.killpg(run.pid, signal.SIGKILL)


def _figures(printed: str) -> list[Figure]:
    return [Figure.load(line) for line in printed.splitlines() if line.startswith("{")]


if __name__ == "__main__":
    sys.exit(main())
