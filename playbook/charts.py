"""What a card shows of what was measured: the sentence, the latest readings, and the chart.

The chart has the weeks with a reading beside the agreed baseline and the target.
"""

from collections.abc import Sequence
from datetime import date

from playbook import weeks
from playbook.contract_text import write_number
from playbook.evidence import collected, first_agreed, last_closed, since_go_live
from playbook.fact import once
from playbook.facts import Fact, Pilot, Reading
from playbook.grammar.measures import tidy
from playbook.known import Around
from playbook.verdicts import footer, said
from playbook.wording import counted

MOST = 20  # points Slack draws
FAINT = 0.1  # below it two decimals would show too little
RECENT = 12  # of them, the newest are all shown


class Point(Fact):
    """One week with a reading, in the contract's unit."""

    label: str
    value: float


class Chart(Fact):
    """Readings by week beside two level lines. `weeks` had a reading; older ones are thinned to what fits."""

    kpi: str
    unit: str
    points: tuple[Point, ...]
    baseline: float
    target: float
    weeks: int

    @property
    def caption(self) -> str:
        """What is shown, and what was left out."""
        baseline, target = _number(self.baseline, self.unit), _number(self.target, self.unit)
        told = f"{self.kpi} by week, baseline {baseline} and target {target}"
        if self.weeks == len(self.points):
            return f"{told}: {counted(self.weeks, 'week')} with a reading."
        return (
            f"{told}: {len(self.points)} of {self.weeks} weeks with a reading; "
            f"the last {RECENT} are all shown, older ones thinned."
        )


class Measurements(Fact):
    """All a card shows of what was measured, in plain words; `chart` None before there is one to draw."""

    verdict: str
    footer: str
    latest: tuple[str, ...]
    chart: Chart | None


def measurements(pilot: Pilot, around: Around) -> Measurements | None:
    """What was measured as of today; None while there is no reading."""
    if not pilot.standing:
        return None
    return Measurements(
        verdict=said(pilot, around),
        footer=footer(pilot, around),
        latest=latest(pilot, around.today),
        chart=chart_of(pilot, around.today),
    )


@once
def chart_of(pilot: Pilot, today: date) -> Chart | None:
    """The chart of that day; None without a reading or before there is anything to compare it with."""
    terms, baseline = pilot.use_case.agreed.terms, first_agreed(pilot.use_case).terms.baseline
    points = _points(pilot, today)
    if not points or baseline is None or terms.target is None:
        return None
    return Chart(
        kpi=terms.kpi or "",
        unit=terms.unit or "",
        points=thinned(points),
        baseline=baseline.value,
        target=terms.target,
        weeks=len(points),
    )


def _points(pilot: Pilot, today: date) -> list[Point]:
    closed = last_closed(pilot.use_case, today)
    before = [
        Point(label=f"Before {n}", value=tidy(week.value)) for n, week in enumerate(collected(pilot), 1)
    ]
    since = [
        Point(label=f"Week {n}{'' if n <= closed else ' (open)'}", value=tidy(week.value))
        for n, week in sorted(since_go_live(pilot).items())
    ]
    return [*before, *since]


def thinned(points: Sequence[Point]) -> tuple[Point, ...]:
    """At most twenty points: the newest twelve, and eight of the older ones at even distances."""
    if len(points) <= MOST:
        return tuple(points)
    older, recent = points[:-RECENT], points[-RECENT:]
    room = MOST - RECENT
    kept = [older[at * len(older) // room] for at in range(room)]
    return (*kept, *recent)


@once
def latest(pilot: Pilot, today: date) -> tuple[str, ...]:
    """The last reading of the KPI and of each guardrail, with the week or day it describes."""
    terms = pilot.use_case.agreed.terms
    asked = [(terms.kpi or "KPI", terms.unit or "", pilot.of_metric("kpi"))]
    asked += [(one.metric, one.unit, pilot.of_metric("guardrail", one.metric)) for one in terms.guardrails]
    return tuple(f"{name}: {_read(pilot, found[-1], unit, today)}" for name, unit, found in asked if found)


def _read(pilot: Pilot, reading: Reading, unit: str, today: date) -> str:
    cases = f", {reading.num} of {reading.den}" if reading.num is not None and reading.den else ""
    week = weeks.holding(pilot.use_case, min(reading.day, today))
    where = {"w": "week", "b": "baseline week"}[week.sort] + f" {week.number}" if week else "before Day 1"
    return f"{_number(reading.value or 0.0, unit)} ({where}{cases})"


def _number(value: float, unit: str) -> str:
    return write_number(round(value, 2) if abs(value) >= FAINT else float(f"{value:.2g}"), unit) or ""
