"""Guardrails and rollback: safety has to be proven, and a moving KPI softens nothing (signal.md, 2.4).

One reading across the limit is a breach, a fact without statistics. Readings with counts are pooled over
the last four weeks into exact (Clopper-Pearson) bounds: 98.75 % on the side that proves harm, 95 % on that
which proves safety. Open weeks count here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from playbook.comparisons import BROKEN_BY, HOLDS, Comparator
from playbook.quantiles import share_lower, share_upper

Status = Literal["rollback", "breach", "shown_safe", "within_limit", "not_reported"]

HARM_TAIL, SAFE_TAIL = 0.0125, 0.05
POOLED_WEEKS = 4
IN_A_ROW = 2
CASES_AT_LIMIT = 3  # with so many expected failures at the limit, one failure alone does not break it


@dataclass(frozen=True, slots=True)
class GuardrailWeek:
    """What one week says of a guardrail: `num` of `den` cases, a value alone, or nothing (not reported)."""

    value: float | None = None
    num: int | None = None
    den: int | None = None

    @property
    def counts(self) -> tuple[int, int] | None:
        """How many of how many cases; None for a value alone and for a week without a case."""
        return (self.num, self.den) if self.num is not None and self.den else None

    @property
    def reading(self) -> float | None:
        """The week's value: counts before what was typed; None = not reported."""
        return self.counts[0] / self.counts[1] if self.counts else self.value


@dataclass(frozen=True, slots=True)
class Guardrail:
    """What must hold, literally as compared: `< 0.02` is broken by 0.02.

    Beside counts the limit is a share of 1, not a percentage.
    """

    comparator: Comparator
    limit: float


@dataclass(frozen=True, slots=True)
class Trigger:
    """What sends the pilot back: readings for which `reading comparator limit` is true, so many in a row.

    `in_a_row` None: the contract names no number, so two in a row or the exact bound, whichever is first.
    """

    comparator: Comparator
    limit: float
    in_a_row: int | None = None


@dataclass(frozen=True, slots=True)
class GuardrailState:
    """Where a guardrail stands. `lower` and `upper` bound the pooled share; None without counts."""

    status: Status
    latest: float | None
    breaches: int
    lower: float | None
    upper: float | None
    rollback: bool


class _Bounds(NamedTuple):
    lower: float
    upper: float


def guardrail_state(
    guardrail: Guardrail, weeks: Sequence[GuardrailWeek], *, trigger: Trigger | None = None, released: int = 0
) -> GuardrailState:
    """The state after these weeks, in order. `trigger`: the contract's own, else the default.

    A rollback stays latched over all weeks: `released` says how many of them a person has closed it after.
    """
    latest = weeks[-1].reading if weeks else None
    bounds = _bounds(_rises_to_harm(BROKEN_BY[guardrail.comparator]), weeks)
    default = Trigger(BROKEN_BY[guardrail.comparator], guardrail.limit)
    rollback = rolls_back(trigger or default, weeks[released:])
    return GuardrailState(
        status="rollback" if rollback else _status(guardrail, latest, bounds),
        latest=latest,
        breaches=sum(breaks(guardrail, week) for week in weeks),
        lower=bounds and bounds.lower,
        upper=bounds and bounds.upper,
        rollback=rollback,
    )


def breaks(guardrail: Guardrail, week: GuardrailWeek) -> bool:
    """Whether a week's reading breaks the limit: one is enough to say so, at once."""
    return week.reading is not None and not HOLDS[guardrail.comparator](week.reading, guardrail.limit)


def rolls_back(trigger: Trigger, weeks: Sequence[GuardrailWeek]) -> bool:
    """Whether the trigger fired in any of these weeks; later ones do not undo it. Serves KPI triggers too."""
    ends = range(1, len(weeks) + 1)
    return any(fires(trigger, weeks[:end], weeks[:end]) for end in ends)


def fires(trigger: Trigger, readings: Sequence[GuardrailWeek], weeks: Sequence[GuardrailWeek]) -> bool:
    """Whether readings in a row pulled the trigger, or their weeks lie beyond the exact bound."""
    return _fired_in_a_row(trigger, readings) or (trigger.in_a_row is None and _bound_fires(trigger, weeks))


def _status(guardrail: Guardrail, latest: float | None, bounds: _Bounds | None) -> Status:
    if latest is None:
        return "not_reported"
    holds = HOLDS[guardrail.comparator]
    if not holds(latest, guardrail.limit):
        return "breach"
    rising = _rises_to_harm(BROKEN_BY[guardrail.comparator])
    safe = bounds and holds(bounds.upper if rising else bounds.lower, guardrail.limit)
    return "shown_safe" if safe else "within_limit"


def _fired_in_a_row(trigger: Trigger, weeks: Sequence[GuardrailWeek]) -> bool:
    row = 0
    for week in weeks:
        if week.reading is None or not enters(trigger, week):
            continue
        row = row + 1 if HOLDS[trigger.comparator](week.reading, trigger.limit) else 0
        if row >= (trigger.in_a_row or IN_A_ROW):
            return True
    return False


def enters(trigger: Trigger, week: GuardrailWeek) -> bool:
    """Whether a reading is large enough to stand in a row: 3/limit cases (of a floor: 3/(1 - limit))."""
    if week.counts is None or trigger.in_a_row == 1:
        return True
    failures = trigger.limit if _rises_to_harm(trigger.comparator) else 1 - trigger.limit
    return week.counts[1] * failures >= CASES_AT_LIMIT * (1 - 1e-12)


def _bound_fires(trigger: Trigger, weeks: Sequence[GuardrailWeek]) -> bool:
    rising = _rises_to_harm(trigger.comparator)
    bounds = _bounds(rising, weeks)
    if bounds is None:
        return False
    return bounds.lower > trigger.limit if rising else bounds.upper < trigger.limit


def _bounds(rising: bool, weeks: Sequence[GuardrailWeek]) -> _Bounds | None:
    """Bounds of the share pooled over the last four weeks; None unless all reported ones carry counts."""
    reported = [week.counts for week in weeks[-POOLED_WEEKS:] if week.reading is not None]
    counted = [counts for counts in reported if counts]
    if not counted or len(counted) < len(reported):
        return None
    hits, cases = sum(num for num, _ in counted), sum(den for _, den in counted)
    low, high = (HARM_TAIL, SAFE_TAIL) if rising else (SAFE_TAIL, HARM_TAIL)
    return _Bounds(share_lower(hits, cases, low), share_upper(hits, cases, high))


def _rises_to_harm(comparator: Comparator) -> bool:
    """Whether harm lies above: of a trigger's comparator, not a guardrail's."""
    return comparator in (">", ">=")
