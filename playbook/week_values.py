"""What one week says of a metric: its own reading, or the readings of its days together (signal.md, 2.1).

Shares are judged as shares of 1 and shown as they were agreed: `judged` and `shown` go there and back.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import NamedTuple

from playbook import weeks
from playbook.facts import Reading, UseCase
from playbook.grammar.measures import tidy
from playbook.weeks import Week
from playbook.yardstick import mean

WHOLES = {"percent": 100.0, "ratio": 1.0, "count/1000": 1000.0}  # what one whole is, in units of shares
WORKING_WEEK = 5


class WeekValue(NamedTuple):
    """What one week says of a metric, in its own unit; `days` of `expected` ones where it was summed up."""

    value: float
    num: int | None = None
    den: int | None = None
    days: int = 0
    expected: int = 0

    @property
    def part(self) -> bool:
        """Whether days are missing and the sum was scaled up: a part-week."""
        return self.days < self.expected


def judged(value: float, unit: str | None) -> float:
    """A value as it is judged: shares as shares of 1."""
    whole = WHOLES.get(unit or "", 1.0)
    return value if whole == 1 else tidy(value / whole)


def shown(value: float, unit: str | None) -> float:
    """A judged value in the contract's unit."""
    return value * WHOLES.get(unit or "", 1.0)


def exact(week: WeekValue, unit: str | None) -> float:
    """A week's value as it is judged: counts of shares before what was typed."""
    if week.den and week.num is not None:
        return week.num / week.den
    return judged(week.value, unit)


def by_week(use_case: UseCase, readings: Sequence[Reading], unit: str | None) -> dict[int, WeekValue]:
    """Week since go-live -> its value; weeks without a reading are left out."""
    spans = weeks.evidence(use_case, max(one.day for one in readings))
    found = ((span.number, value_of(span, readings, unit)) for span in spans)
    return {number: value for number, value in found if value}


def value_of(week: Week, readings: Iterable[Reading], unit: str | None) -> WeekValue | None:
    """A reading of the whole week wins over those of its days; None for a week without any."""
    readings = list(readings)
    there = [one for one in readings if week.holds(one.day)]
    whole = [one for one in there if one.weekly]
    if whole:
        return of_one(max(whole, key=lambda one: one.number), unit)
    if not there:
        return None
    return _summed(week, there, readings) if unit == "count/week" else _averaged(there, unit)


def of_one(reading: Reading, unit: str | None) -> WeekValue:
    """One reading as it stands."""
    return WeekValue(reading.value or 0.0, *(counts_of(reading, unit) or ()))


def _averaged(there: Sequence[Reading], unit: str | None) -> WeekValue:
    """The mean of a week's readings; with counts their sums, never the mean of ratios."""
    counts = [counts_of(one, unit) for one in there]
    pairs = [pair for pair in counts if pair]
    if len(pairs) < len(there):
        return WeekValue(mean([one.value for one in there if one.value is not None]))
    num, den = sum(num for num, _ in pairs), sum(den for _, den in pairs)
    return WeekValue(shown(num / den, unit), num, den)


def counts_of(reading: Reading, unit: str | None) -> tuple[int, int] | None:
    """n of m cases, where the unit is a share; m alone says nothing of a share."""
    if unit not in WHOLES or reading.num is None or not reading.den:
        return None
    return reading.num, reading.den


def _summed(week: Week, there: Sequence[Reading], readings: Sequence[Reading]) -> WeekValue:
    """A count per week from its days: their sum, scaled to a whole week where days are missing.

    A lone reading is the week's own number, unless this pilot is logged by the day.
    """
    values = [one.value for one in there if one.value is not None]
    if len(there) == 1 and not _logged_daily(readings):
        return WeekValue(values[0])
    weekends = any(one.day.weekday() >= WORKING_WEEK for one in readings)
    days = len({one.day for one in there})
    a_week = sum(values) * (weeks.DAYS if weekends else WORKING_WEEK) / days
    return WeekValue(a_week, days=days, expected=_days_of(week, weekends=weekends))


def _logged_daily(readings: Sequence[Reading]) -> bool:
    """Whether two readings of single days ever lie within one week of each other."""
    days = sorted({one.day for one in readings if not one.weekly})
    return any(later - earlier < timedelta(days=4) for earlier, later in zip(days, days[1:], strict=False))


def _days_of(week: Week, *, weekends: bool) -> int:
    length = (week.last - week.first).days + 1
    days = (week.first + timedelta(days=ahead) for ahead in range(length))
    return sum(weekends or day.weekday() < WORKING_WEEK for day in days)
