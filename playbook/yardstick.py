"""What a movement is measured against: promise, agreed baseline, ordinary noise (signal.md, 2.2).

B is the agreed number, a lift how far a value is on the good side of it, L the promised lift. The noise is
pooled from groups of degrees of freedom and variance:
  baseline series b₁..b_m       m - 1            sample variance
  baseline B ± r                5, or weeks - 1  (r/2)²; r an sd: r²; r half of max - min: (2r/d₂(weeks))²
  weeks before go-live          weeks - 1        sample variance
  k changes from week to week   2k²/(3k - 1)     Σ(yᵢ₊₁ - yᵢ)²/2k
ν = Σ df; sd² = Σ df·var/ν; and sd is never below the floor.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt
from typing import Literal, NamedTuple

from playbook.quantiles import expected_range

Better = Literal["lower", "higher"]
RangeKind = Literal["usual", "sd", "minmax"]
Kind = Literal["value", "count", "ratio"]
Form = Literal["series", "range", "number"]

SERIES = 3  # so many readings make a baseline series; fewer are one number, their mean
WEEKS_NEEDED: dict[Form, int] = {"series": 3, "range": 3, "number": 4}  # closed weeks before a verdict
NEIGHBOURS = 4 / 3  # four weekly readings count as three, because neighbouring weeks resemble each other
ORDINARY_WEEKS = 8  # a bare number is taken as the average of so many weeks: no baseline is exact
LONG_RUN_WEEKS = 52
HAIR = 1e-12  # of the numbers' size: people's decimals 2.9 and 3.1 average 3.0, whatever binary says
RANGE_DF = 5  # what a range of unknown origin is worth, in degrees of freedom


@dataclass(frozen=True, slots=True)
class AgreedBaseline:
    """Where the KPI stood before, as agreed. `value` wins over the mean of `readings` (3 or more: a series).

    `range` is two standard deviations (`usual`), one (`sd`) or half of max - min of `weeks` weeks (`minmax`;
    of 6 where nobody said how many). `exact`: a long-run number, worth 52 weeks in whatever form.
    """

    value: float | None = None
    readings: tuple[float, ...] = ()
    range: float | None = None
    range_kind: RangeKind = "usual"
    weeks: int | None = None
    exact: bool = False

    def __post_init__(self) -> None:
        if self.value is None and not self.readings:
            raise ValueError("a baseline needs a value or readings")
        if self.range is not None and self.weeks is not None and self.weeks < 2:
            raise ValueError("a baseline range comes from 2 weeks or more")

    @property
    def number(self) -> float:
        """B: the agreed number."""
        return mean(self.readings) if self.value is None else self.value

    @property
    def form(self) -> Form:
        """How it was given; a series tells more than a range and is preferred to it."""
        if len(self.readings) >= SERIES:
            return "series"
        return "number" if self.range is None else "range"

    @property
    def worth(self) -> int:
        """m_B: the number of ordinary weeks the agreed number is worth."""
        if self.exact:
            return LONG_RUN_WEEKS
        return len(self.readings) if self.form == "series" else self.weeks or ORDINARY_WEEKS


@dataclass(frozen=True, slots=True)
class Promise:
    """The contract's side of a verdict. Ratios are shares of 1, not percentages.

    `resolution`: the step readings are rounded to. `den_per_week`: the usual cases behind a weekly ratio.
    `lift_low`: the smallest useful lift, from the near end of the confidence range; else half the promise.
    `kpis`: how many KPIs the contract judges at once; they share one budget of false alarms.
    """

    direction: Better
    target: float
    baseline: AgreedBaseline
    kind: Kind = "value"
    resolution: float | None = None
    den_per_week: float | None = None
    lift_low: float | None = None
    kpis: int = 1

    @property
    def promised(self) -> float:
        """L: the promised lift; not above zero when nothing is promised."""
        return self.lift(self.target)

    @property
    def useful(self) -> float:
        """The smallest lift that would still be useful."""
        return self.promised / 2 if self.lift_low is None else self.lift_low

    @property
    def weeks_needed(self) -> int:
        """The first closed week in which a verdict other than unclear is possible."""
        return WEEKS_NEEDED[self.baseline.form]

    def lift(self, value: float) -> float:
        """y: how far a value is on the good side of the agreed number; nothing when it is that number."""
        agreed = self.baseline.number
        if abs(value - agreed) <= HAIR * max(abs(value), abs(agreed)):
            return 0.0
        return value - agreed if self.direction == "higher" else agreed - value

    def value(self, lift: float) -> float:
        """The value that lies so far on the good side of the agreed number."""
        return self.baseline.number + (lift if self.direction == "higher" else -lift)


class Noise(NamedTuple):
    """How much ordinary weeks vary: a standard deviation in the KPI's unit, and what it is worth."""

    sd: float
    df: float


class _Group(NamedTuple):
    df: float
    variance: float


def noise_since(
    promise: Promise, lifts: Sequence[float], now: float, before: Sequence[float]
) -> Noise | None:
    """Pooled from the baseline, the weeks before go-live and the changes since; None = nothing is known.

    Changes from week to week, not levels: a steady improvement is not noise. `now`: the present value.
    """
    groups = [*_of_baseline(promise.baseline), *_of_weeks(before), *_of_changes(lifts)]
    df = fsum(group.df for group in groups)
    if not df:
        return None
    variance = fsum(group.df * group.variance for group in groups) / df
    return Noise(max(sqrt(variance), _floor(promise, now)), df)


def noise_at_lock(promise: Promise, before: Sequence[float] = ()) -> Noise | None:
    """What is known of the noise before the first week is in; None for one number without history."""
    return noise_since(promise, (), promise.baseline.number, before)


def smallest_visible_change(sd: float, m: float = ORDINARY_WEEKS, one_number: bool = False) -> float:
    """The lift eight weeks show in most pilots, from a baseline worth `m` weeks (signal.md, 2.6)."""
    return (3.6 if one_number else 2.8) * sd * sqrt(NEIGHBOURS * (1 / 4 + 1 / m))


def mean(values: Sequence[float]) -> float:
    """The average of at least one value."""
    return fsum(values) / len(values)


def sample_variance(values: Sequence[float]) -> float:
    """The variance of at least two values around their own mean, by n - 1."""
    middle = mean(values)
    return fsum((value - middle) ** 2 for value in values) / (len(values) - 1)


def _of_baseline(baseline: AgreedBaseline) -> list[_Group]:
    if baseline.form == "series":
        return _of_weeks(baseline.readings)
    if baseline.range is None:
        return []
    sd = baseline.range * _SD_OF_RANGE[baseline.range_kind](baseline.weeks or RANGE_DF + 1)
    return [_Group(baseline.weeks - 1 if baseline.weeks else RANGE_DF, sd**2)]


_SD_OF_RANGE = {
    "usual": lambda weeks: 0.5,
    "sd": lambda weeks: 1.0,
    "minmax": lambda weeks: 2 / expected_range(weeks),
}


def _of_weeks(values: Sequence[float]) -> list[_Group]:
    return [_Group(len(values) - 1, sample_variance(values))] if len(values) >= 2 else []


def _of_changes(lifts: Sequence[float]) -> list[_Group]:
    """Half the mean square of successive differences, with Satterthwaite's degrees of freedom."""
    k = len(lifts) - 1
    if k < 1:
        return []
    squares = fsum((after - before) ** 2 for before, after in zip(lifts, lifts[1:], strict=False))
    return [_Group(2 * k * k / (3 * k - 1), squares / (2 * k))]


def _floor(promise: Promise, now: float) -> float:
    """The least noise there can be: 5 % of the promise, rounding, and chance in counts and ratios."""
    rounding = (promise.resolution or 0.0) / sqrt(12)
    return max(0.05 * promise.promised, rounding, _chance(promise, now))


def _chance(promise: Promise, now: float) -> float:
    if promise.kind == "count":
        return sqrt(max(promise.baseline.number, now, 1.0))
    if promise.kind == "ratio" and promise.den_per_week:
        edge = 1 / (promise.den_per_week + 2)
        share = min(max(now, edge), 1 - edge)
        return sqrt(share * (1 - share) / promise.den_per_week)
    return 0.0
