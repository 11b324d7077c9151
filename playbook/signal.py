"""Is the KPI moving? An honest verdict from few, noisy weeks, and what comes next (signal.md, 2.2 and 2.3).

Let y be the lifts of the n closed weeks with a reading, w = min(4, n) and M the mean of the last w of them.
  se = sd·√(4/3·(1/w + 1/m_B))      p* = 0.10/K, K = planned weeks, at least 4 and at most 26
  range = M ± t(1 - p*, ν)·se       sd, ν and m_B: see yardstick
The width is set so that looking every week of the contract says a false yes to 2 to 5 of 100 dead pilots.
The constants were chosen by simulation: run benchmarks/false_yes.py again when one is touched.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal, NamedTuple

from playbook import forecast as ahead
from playbook.forecast import Forecast, Track
from playbook.quantiles import t_quantile
from playbook.yardstick import HAIR, NEIGHBOURS, Noise, Promise, mean, noise_since

Verdict = Literal["invalid", "unclear", "moving", "worsening", "not_moving"]
Answer = Literal["yes", "no", "unclear"]
Outcome = Literal["met", "met_unproven", "missed", "not_measured"]

ANSWERS: dict[Verdict, Answer] = {
    "invalid": "unclear",
    "unclear": "unclear",
    "moving": "yes",
    "worsening": "no",
    "not_moving": "no",
}
WORDS: dict[Verdict, str] = {
    "invalid": "cannot be judged",
    "unclear": "unclear",
    "moving": "moving",
    "worsening": "worsening",
    "not_moving": "not moving",
}
WINDOW = 4  # "now" is the average of so many last readings
FALSE_ALARMS = 0.10  # the whole contract's budget for one side, shared by its weekly looks
LOOKS = (4, 26)  # at least and at most so many
LIVE_WEEKS = 2  # a reading in the last so many closed weeks, or it is not live
SPREAD_WEEKS = 8  # the last four readings lie within so many weeks, the first and the last counted
NOT_MOVING_WEEKS = 4
EARLY_WEEKS = 2


class Movement(NamedTuple):
    """Where the KPI is now. `change`: M, good when above zero; `better`: how many of all n weeks are good."""

    change: float
    now: float
    better: int


class Interval(NamedTuple):
    """The range the change lies in, and what it rests on. `level` is that of the two-sided range."""

    sd: float
    df: float
    se: float
    level: float
    lo: float
    hi: float


@dataclass(frozen=True, slots=True)
class Signal:
    """A verdict with all it was read from; None = too early for that part, or too late.

    `n` of the `owed` weeks up to week `closed` have a reading. `provisional`: against a one-number baseline.
    There is a movement from one week on, an interval from two, a forecast from three; from the deadline on an
    outcome instead of a forecast, and the closing average where the closing weeks were measured.
    """

    verdict: Verdict
    reason: str | None = None
    n: int = 0
    closed: int = 0
    owed: int = 0
    baseline: float = 0.0
    promised: float = 0.0
    provisional: bool = False
    movement: Movement | None = None
    interval: Interval | None = None
    forecast: Forecast | None = None
    closing: float | None = None
    outcome: Outcome | None = None

    @property
    def answer(self) -> Answer:
        """What leadership is told."""
        return ANSWERS[self.verdict]


class _Record(NamedTuple):
    promise: Promise
    lifts: dict[int, float]
    planned: int
    closed: int
    owed: Sequence[int]
    before: Sequence[float]


def judge(
    promise: Promise,
    weekly: Mapping[int, float],
    *,
    planned_weeks: int,
    last_closed_week: int,
    owed: Sequence[int] | None = None,
    pre_go_live: Sequence[float] = (),
) -> Signal:
    """The verdict of today, never sticky.

    `weekly`: contract week, from 1 -> its value; an open week is not judged. `owed`: the closed weeks for
    which a number is owed, where that is not each of them. `pre_go_live`: the values of weeks before
    go-live; they tell about noise only.
    """
    if not promise.promised > 0:
        return Signal("invalid", "nothing is promised: the target is not better than the baseline")
    lifts = counted(promise, weekly, last_closed_week)
    owing = range(1, last_closed_week + 1) if owed is None else owed
    record = _Record(promise, lifts, planned_weeks, last_closed_week, owing, pre_go_live)
    movement = _movement(record)
    noise = movement and _noise(record, movement)
    interval = _interval(record, movement, noise) if movement and noise else None
    verdict, reason = _verdict(record, movement, interval)
    closing = _closing(record)
    return Signal(
        verdict=verdict,
        reason=reason,
        n=len(lifts),
        closed=last_closed_week,
        owed=len(owing),
        baseline=promise.baseline.number,
        promised=promise.promised,
        provisional=promise.baseline.form == "number",
        movement=movement,
        interval=interval,
        forecast=_forecast(record, noise) if noise else None,
        closing=None if closing is None else promise.value(closing),
        outcome=_outcome(record, verdict, closing),
    )


def counted(promise: Promise, weekly: Mapping[int, float], last_closed_week: int) -> dict[int, float]:
    """The lifts that count, in order of weeks: closed weeks with a reading."""
    return {week: promise.lift(weekly[week]) for week in sorted(weekly) if 1 <= week <= last_closed_week}


def early_signal(promise: Promise, weekly: Mapping[int, float], last_closed_week: int) -> bool:
    """Enough for the Pilot gate, never an answer to leadership.

    At least two counted weeks since go-live, all better than the baseline, on average half the promised lift;
    and no such weeks are missing since as would keep a verdict unclear.
    """
    lifts = counted(promise, weekly, last_closed_week)
    if len(lifts) < EARLY_WEEKS or not promise.promised > 0 or _stale(lifts, range(1, last_closed_week + 1)):
        return False
    return min(lifts.values()) > 0 and _reaches(promise, mean(list(lifts.values())), promise.promised / 2)


def false_alarm_a_look(planned_weeks: int, kpis: int = 1) -> float:
    """p*: the chance of a false alarm that one weekly look at one KPI may spend."""
    least, most = LOOKS
    return FALSE_ALARMS / min(max(planned_weeks, least), most) / kpis


def _movement(record: _Record) -> Movement | None:
    lifts = list(record.lifts.values())
    if not lifts:
        return None
    change = mean(lifts[-WINDOW:])
    return Movement(change, record.promise.value(change), sum(lift > 0 for lift in lifts))


def _noise(record: _Record, movement: Movement) -> Noise | None:
    if len(record.lifts) < 2:
        return None
    return noise_since(record.promise, list(record.lifts.values()), movement.now, record.before)


def _interval(record: _Record, movement: Movement, noise: Noise) -> Interval:
    window = min(WINDOW, len(record.lifts))
    se = noise.sd * sqrt(NEIGHBOURS * (1 / window + 1 / record.promise.baseline.worth))
    p = false_alarm_a_look(record.planned, record.promise.kpis)
    reach = t_quantile(p, noise.df) * se
    return Interval(noise.sd, noise.df, se, 1 - 2 * p, movement.change - reach, movement.change + reach)


def _verdict(
    record: _Record, movement: Movement | None, interval: Interval | None
) -> tuple[Verdict, str | None]:
    """The first rule that fits, with the reason where it is unclear."""
    reason = _too_little(record)
    if reason or movement is None or interval is None:
        return "unclear", reason
    if interval.lo > 0:
        return "moving", None
    if interval.hi < 0:
        return "worsening", None
    at_best = movement.change + t_quantile(0.05, interval.df) * interval.se
    if len(record.lifts) >= NOT_MOVING_WEEKS and at_best < record.promise.useful:
        return "not_moving", None
    return "unclear", "the range still includes no change"


def _too_little(record: _Record) -> str | None:
    """Why the weeks at hand cannot be judged; None when they can."""
    n, needed = len(record.lifts), record.promise.weeks_needed
    if n < 2:
        return ("no readings yet", "only one closed week")[n]
    if n < needed:
        return f"needs {needed} closed weeks, has {n}"
    return _stale(record.lifts, record.owed)


def _stale(lifts: Mapping[int, float], owed: Sequence[int]) -> str | None:
    """Why these weeks, at least one, do not speak for now: too many are missing, or the latest; else None."""
    weeks, n = list(lifts), len(lifts)
    if 3 * n < 2 * len(owed):
        return f"only {n} of {len(owed)} weeks reported"
    if sum(week > weeks[-1] for week in owed) >= LIVE_WEEKS:
        return f"no reading since week {weeks[-1]}"
    spread = sum(weeks[-min(WINDOW, n)] <= week <= weeks[-1] for week in owed)
    return f"the last four readings spread over {spread} weeks" if spread > SPREAD_WEEKS else None


def _forecast(record: _Record, noise: Noise) -> Forecast | None:
    """In the KPI's own unit; before the deadline only, and not too early."""
    if record.closed >= record.planned or len(record.lifts) < ahead.WEEKS_NEEDED:
        return None
    promise = record.promise
    closing = ahead.expected_closing(
        Track(record.lifts, record.closed, record.planned, promise.promised, promise.baseline.worth, noise)
    )
    reach = ahead.reach(closing, noise.df)
    low, high = sorted((promise.value(closing.lift - reach), promise.value(closing.lift + reach)))
    p = ahead.chance_of(promise.promised, closing, noise.df)
    return Forecast(p, promise.value(closing.lift), low, high)


def _closing(record: _Record) -> float | None:
    return ahead.closing_lift(record.lifts, record.planned) if record.closed >= record.planned else None


def _outcome(record: _Record, verdict: Verdict, closing: float | None) -> Outcome | None:
    if record.closed < record.planned:
        return None
    if closing is None:
        return "not_measured"
    if not _reaches(record.promise, closing, record.promise.promised):
        return "missed"
    return "met" if verdict == "moving" else "met_unproven"


def _reaches(promise: Promise, lift: float, wanted: float) -> bool:
    return lift >= wanted - HAIR * max(abs(promise.target), abs(promise.baseline.number))
