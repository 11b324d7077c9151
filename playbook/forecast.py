"""Where a pilot will stand at its deadline: its level plus a fading share of its pace (signal.md, 2.3).

A Kalman filter with a damped trend over weekly lifts, in the KPI's unit. With T planned weeks and q = 8/T:
  start      level 0, slope 0; Var(level) = (0.5 L)² + sd²/m_B; Var(slope) = (0.15 L q)²
  each week  level += φ·slope; slope *= φ; Var(level) += (0.15 L)² q        φ = 0.9^q
  reading    the usual update, observation variance sd²
  P          T_cdf((closing mean - L)/sd of it, ν); 80 % range: closing mean ± t(0.9, ν)·sd of it
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import floor, sqrt
from typing import Literal, NamedTuple

from playbook.quantiles import t_cdf, t_quantile
from playbook.yardstick import Noise, mean

Course = Literal["on_course", "at_risk", "off_course"]

CLOSING_WEEKS = 2  # target met = the average of the last two weeks at the deadline is at or beyond the target
WEEKS_NEEDED = 3  # counted weeks before anything is foretold
ON_COURSE, OFF_COURSE = 70, 30  # per cent, judged on the shown figure
STEP = 5  # per cent: the shown figure promises no more than it can hold


class Track(NamedTuple):
    """What a forecast is read from. `lifts`: closed week -> lift; `worth`: m_B of the baseline."""

    lifts: Mapping[int, float]
    closed: int
    planned: int
    promised: float
    worth: int
    noise: Noise


class Closing(NamedTuple):
    """The lift expected of the closing weeks, and how far off that may be."""

    lift: float
    sd: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """The chance that the target is met at the deadline, and the value expected then with its 80 % range."""

    p: float
    expected: float
    lo80: float
    hi80: float

    @property
    def shown(self) -> int:
        """The chance in per cent, in steps of five; 0 and 100 stand for under 5 and over 95."""
        if self.p < STEP / 100:
            return 0
        return 100 if self.p > 1 - STEP / 100 else STEP * floor(self.p * 100 / STEP + 0.5)

    @property
    def p_text(self) -> str:
        """The chance as people read it."""
        return {0: "under 5%", 100: "over 95%"}.get(self.shown, f"{self.shown}%")

    @property
    def status(self) -> Course:
        """On course from 70 %, off course below 30 %, at risk between."""
        if self.shown >= ON_COURSE:
            return "on_course"
        return "off_course" if self.shown < OFF_COURSE else "at_risk"


class _Belief(NamedTuple):
    """What the filter holds of a week: level, slope, and their variances and covariance."""

    level: float
    slope: float
    level_var: float
    shared: float
    slope_var: float

    def next_week(self, fade: float, drift: float) -> "_Belief":
        """One week on: the level moves by the faded slope, and may drift."""
        level, slope, level_var, shared, slope_var = self
        faded, faded_var = fade * shared, fade * fade * slope_var
        return _Belief(
            level=level + fade * slope,
            slope=fade * slope,
            level_var=level_var + 2 * faded + faded_var + drift,
            shared=faded + faded_var,
            slope_var=faded_var,
        )

    def told(self, lift: float, variance: float) -> "_Belief":
        """After a reading with this variance (the usual Kalman update)."""
        level, slope, level_var, shared, slope_var = self
        total = level_var + variance
        gain, pull, surprise = level_var / total, shared / total, lift - level
        return _Belief(
            level=level + gain * surprise,
            slope=slope + pull * surprise,
            level_var=level_var * variance / total,
            shared=shared * variance / total,
            slope_var=slope_var - pull * shared,
        )


def closing_lift(lifts: Mapping[int, float], planned: int) -> float | None:
    """The average lift of the closing weeks once all are closed; None when none of them has a reading."""
    there = [lifts[week] for week in _closing_weeks(planned) if week in lifts]
    return mean(there) if there else None


def expected_closing(track: Track) -> Closing:
    """The closing mean before the deadline: readings where they are there, forecasts for the weeks to come.

    A closed closing week without a reading is left out. Its variance is that of the forecast levels together
    plus sd² for each week to come, over the square of the number of weeks that are left in.
    """
    weeks = _closing_weeks(track.planned)
    known = [track.lifts[week] for week in weeks if week in track.lifts]
    coming = [week for week in weeks if week > track.closed]
    level_sum, level_var = _levels_together(track, len(coming))
    left_in = len(known) + len(coming)
    variance = (level_var + track.noise.sd**2 * len(coming)) / left_in**2
    return Closing((sum(known) + level_sum) / left_in, sqrt(variance))


def chance_of(lift: float, closing: Closing, df: float) -> float:
    """P: the probability that the closing mean reaches a lift."""
    return t_cdf((closing.lift - lift) / closing.sd, df)


def reach(closing: Closing, df: float) -> float:
    """Half the width of the 80 % range."""
    return t_quantile(0.1, df) * closing.sd


def _closing_weeks(planned: int) -> range:
    return range(max(1, planned - CLOSING_WEEKS + 1), planned + 1)


def _levels_together(track: Track, coming: int) -> tuple[float, float]:
    """Sum and variance of the levels forecast for the last `coming` (1 or 2) weeks of the plan."""
    fade, drift = _pace(track)
    belief = _filtered(track)
    for _ in range(track.closed, track.planned - coming):
        belief = belief.next_week(fade, drift)
    first = belief.next_week(fade, drift)
    if coming == 1:
        return first.level, first.level_var
    last = first.next_week(fade, drift)
    together = first.level_var + fade * first.shared
    return first.level + last.level, first.level_var + last.level_var + 2 * together


def _filtered(track: Track) -> _Belief:
    """The belief at the last closed week; a week without a reading is only predicted."""
    fade, drift = _pace(track)
    variance = track.noise.sd**2
    pace = 0.15 * track.promised * 8 / track.planned
    belief = _Belief(0.0, 0.0, (0.5 * track.promised) ** 2 + variance / track.worth, 0.0, pace**2)
    for week in range(1, track.closed + 1):
        belief = belief.next_week(fade, drift)
        if week in track.lifts:
            belief = belief.told(track.lifts[week], variance)
    return belief


def _pace(track: Track) -> tuple[float, float]:
    """φ and the weekly drift of the level, (0.15 L)² q."""
    q = 8 / track.planned
    return 0.9**q, (0.15 * track.promised) ** 2 * q
