"""What a verdict is read with: far-off weeks, a baseline at odds with itself, a head start (signal.md, 2.5).

None of them changes the verdict: an outlier is never dropped, and the agreed number stands.
"""

from collections.abc import Mapping, Sequence
from math import sqrt

from playbook.signal import counted
from playbook.yardstick import HAIR, AgreedBaseline, Promise, mean, sample_variance

OUTLIER_WEEKS = 5
FAR_OFF = 3.5 * 1.4826  # median deviations; 1.4826 of them are a standard deviation of normal values


def far_off_weeks(promise: Promise, weekly: Mapping[int, float], last_closed_week: int) -> list[int]:
    """Closed weeks far from the others (median and median deviation, five weeks or more), to be pointed out.

    Judge the same weeks without one of them to say what it changes: "without it: moving".
    """
    lifts = counted(promise, weekly, last_closed_week)
    if len(lifts) < OUTLIER_WEEKS:
        return []
    middle = _median(list(lifts.values()))
    spread = max(_median([abs(lift - middle) for lift in lifts.values()]), 0.05 * promise.promised)
    return [week for week, lift in lifts.items() if abs(lift - middle) > FAR_OFF * spread]


def disagrees_with_itself(baseline: AgreedBaseline) -> bool:
    """Whether a series averages over two standard errors off the agreed number: warn once, at lock."""
    if baseline.form != "series":
        return False
    off = abs(mean(baseline.readings) - baseline.number) - HAIR * abs(baseline.number)
    return off > 2 * sqrt(sample_variance(baseline.readings) / len(baseline.readings))


def head_start(promise: Promise, pre_go_live: Sequence[float]) -> float | None:
    """What the weeks before go-live averaged, if that is better than agreed by more than their range.

    Then part of the change was there before. None = no reason to warn, or fewer than two such weeks.
    """
    if len(pre_go_live) < 2:
        return None
    average, width = mean(pre_go_live), max(pre_go_live) - min(pre_go_live)
    return average if promise.lift(average) > width + HAIR * abs(average) else None


def _median(values: Sequence[float]) -> float:
    ordered, half = sorted(values), len(values) // 2
    return (ordered[half] + ordered[~half]) / 2
