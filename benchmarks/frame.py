"""A figure: rounds of something against its floor or peer, taken in turns, and the goal it has to meet."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple, Self

ROUNDS = 5


class Figure(NamedTuple):
    """One row of the table. `goal` is its number in the table of goals; without a bound it only informs."""

    goal: str
    what: str
    rounds: Sequence[float]
    at_most: float | None = None
    at_least: float | None = None
    unit: str = "x"

    @property
    def met(self) -> bool | None:
        """Whether the median keeps within the bound; None where there is none."""
        middle = median(self.rounds)
        if self.at_most is not None:
            return middle <= self.at_most
        return None if self.at_least is None else middle >= self.at_least

    @property
    def bound(self) -> str:
        """The goal in words."""
        if self.at_most is not None:
            return f"≤ {self.at_most:g}{self.unit}"
        return "" if self.at_least is None else f"≥ {self.at_least:g}{self.unit}"

    def dump(self) -> str:
        """One line of JSON, for the process that prints the table."""
        return json.dumps(self._asdict())

    @classmethod
    def load(cls, line: str) -> Self:
        """What `dump` wrote."""
        return cls(**json.loads(line))


def interleaved(
    ways: Mapping[str, Callable[[], object]], rounds: int = ROUNDS, clock: Callable[[], float] = perf_counter
) -> dict[str, list[float]]:
    """Seconds of every way in every round, one way after the other, so that a busy minute meets all of them.

    A way that answers a float has measured itself. A round before the first is not counted.
    """
    times: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds + 1):
        for name, way in ways.items():
            started = clock()
            told = way()
            taken = told if isinstance(told, float) else clock() - started
            if number:
                times[name].append(taken)
    return times


def ratios(taken: Sequence[float], floor: Sequence[float]) -> list[float]:
    """How many times as much, round by round."""
    return [one / other for one, other in zip(taken, floor, strict=True)]


def again(times: int, run: Callable[[], object]) -> Callable[[], None]:
    """The same so many times over: for what is too short to be measured once."""

    def repeated() -> None:
        for _ in range(times):
            run()

    return repeated


def held() -> float:
    """Megabytes this process held at its largest: what `ru_maxrss` says counts its parent's, on Linux."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.search(r"VmHWM:\s*(\d+) kB", status.read_text("ascii"))[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
