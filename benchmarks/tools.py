"""Verdicts, sentences, and the way through a real process (goals 19 to 21)."""

import random
import sys
from collections.abc import Iterator

from benchmarks import desk, sentences, verdict
from benchmarks.frame import Figure, ratios


def figures(quick: bool) -> Iterator[Figure]:
    """Each as its own script measures it."""
    yield from _verdicts()
    yield from _sentences()
    yield from _desk(1 if quick else desk.ROUNDS)


def _verdicts() -> Iterator[Figure]:
    times = verdict.measured(random.Random(19))
    faster = ratios(times["plain bisection"], times["new quantiles"])
    yield Figure("19", "a verdict with forecast, how much faster than by bisection", faster, at_least=15)
    yield Figure(
        "19",
        "a verdict with forecast, contracts never seen before",
        times["new quantiles"],
        at_most=0.3,
        unit=" ms",
    )


def _sentences() -> Iterator[Figure]:
    many = "\n".join(" ".join(text.split()) for text in sentences.SENTENCES * sentences.REPEATS)
    starts, rates = [], []
    for _ in range(sentences.ROUNDS):
        bare = sentences.timed([sys.executable, "-c", "pass"])
        one = sentences.timed([*sentences.PARSE, sentences.SENTENCES[0]])
        starts.append(one[0] / bare[0])
        lot = sentences.timed([*sentences.PARSE, "-"], many)
        rates.append(len(sentences.SENTENCES) * sentences.REPEATS / (lot[1] - one[1]))
    yield Figure(
        "20", "pilotage parse, a whole process, against a Python that does nothing", starts, at_most=12
    )
    yield Figure("20", "sentences on one input, a second of the processor", rates, at_least=2_000, unit="/s")


def _desk(rounds: int) -> Iterator[Figure]:
    times: dict[str, list[float]] = {name: [] for name in desk.WAYS}
    for _ in range(rounds):
        for name, way in desk.WAYS.items():
            times[name].append(desk.measured(way))
    floor = times.pop("shortest Bolt app")
    for name, taken in times.items():
        road = name.partition(", ")[2]
        what = f"50 x command, form, submission, post ({road}), a real process, against the shortest Bolt app"
        yield Figure("21", what, ratios(taken, floor))
    yield Figure(
        "21",
        "the trial of the stand-in: the same with the shortest Bolt app",
        floor,
        at_most=desk.GOAL,
        unit=" s",
    )
