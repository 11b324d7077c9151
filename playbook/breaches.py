"""Breaches: readings across a guardrail's limit, and the cause that a person puts on file (signal.md, 2.4).

One reading across is a breach, a fact without statistics. Those in a row are one breach with one cause; it is
over with the next reading in range.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from playbook import calendar, limits, weeks
from playbook.comparisons import BROKEN_BY, COMPARED
from playbook.contract_text import write_number
from playbook.facts import Breach, Cause, Guardrail, Pilot, Reading, UseCase
from playbook.limits import GuardrailWeek, Trigger
from playbook.week_values import WeekValue, judged, of_one
from playbook.wording import folded


def of_pilot(pilot: Pilot) -> tuple[Breach, ...]:
    """Every breach of this attempt since go-live, guardrail by guardrail, by the day it began."""
    limited = [one for one in pilot.use_case.agreed.terms.guardrails if one.limit is not None]
    return tuple(breach for guardrail in limited for breach in _of_guardrail(pilot, guardrail))


def _of_guardrail(pilot: Pilot, guardrail: Guardrail) -> Iterator[Breach]:
    row: list[Reading] = []
    for reading in since_go_live(pilot, guardrail.metric):
        if is_across(guardrail, reading):
            row.append(reading)
        elif row:
            yield _breach(guardrail, row, over=True)
            row = []
    if row:
        yield _breach(guardrail, row, over=False)


def since_go_live(pilot: Pilot, metric: str) -> tuple[Reading, ...]:
    """The standing readings of this attempt for the KPI or the guardrail of that name, by day."""
    use_case, name = pilot.use_case, folded(metric)
    if use_case.went_live is None:
        return ()
    named = {"kpi": folded(use_case.agreed.terms.kpi or "")}
    return tuple(
        one
        for one in pilot.standing
        if one.attempt == use_case.attempt and one.day >= use_case.went_live.day
        if one.measured in ("kpi", "guardrail") and named.get(one.measured, folded(one.metric)) == name
    )


def is_across(guardrail: Guardrail, reading: Reading) -> bool:
    """Whether a reading breaks the limit, literally as compared; counts before what was typed."""
    if guardrail.limit is None:
        return False
    limit = limits.Guardrail(guardrail.comparator, judged(guardrail.limit, guardrail.unit))
    return limits.breaks(limit, as_judged(of_one(reading, guardrail.unit), guardrail.unit))


def as_judged(week: WeekValue, unit: str) -> GuardrailWeek:
    """A value for the rules of limits: shares as shares of 1."""
    return GuardrailWeek(value=judged(week.value, unit), num=week.num, den=week.den)


def _breach(guardrail: Guardrail, row: list[Reading], *, over: bool) -> Breach:
    latest, limit = row[-1], guardrail.limit or 0.0
    trigger = Trigger(BROKEN_BY[guardrail.comparator], judged(limit, guardrail.unit))
    return Breach(
        metric=guardrail.metric,
        comparator=guardrail.comparator,
        limit=limit,
        unit=guardrail.unit,
        numbers=tuple(one.number for one in row),
        value=latest.value or 0.0,
        num=latest.num,
        den=latest.den,
        day=latest.day,
        weekly=latest.weekly,
        seen_at=max(one.at for one in row),
        few=not limits.enters(trigger, as_judged(of_one(latest, guardrail.unit), guardrail.unit)),
        over=over,
    )


def now(pilot: Pilot, today: date) -> tuple[Breach, ...]:
    """The guardrails whose latest reading by that day is across its limit."""
    return tuple(one for one in of_pilot(pilot) if not one.over and one.day <= today)


def cause_of(use_case: UseCase, breach: Breach) -> Cause | None:
    """The cause on file, the last one told; None while nobody said why."""
    told = (one for one in use_case.causes if folded(one.metric) == folded(breach.metric))
    return next((one for one in reversed(list(told)) if one.reading in breach.numbers), None)


def unexplained(use_case: UseCase) -> tuple[Breach, ...]:
    """Breaches without a cause on file, those that are over too: every failure has to have one."""
    return tuple(one for one in use_case.breaches if cause_of(use_case, one) is None)


def still_open(use_case: UseCase) -> tuple[Breach, ...]:
    """Breaches that stand: without a cause, or not back in range. On few cases the cause alone closes one."""
    bare = unexplained(use_case)
    return tuple(one for one in use_case.breaches if one in bare or not (one.over or one.few))


def words(use_case: UseCase, breach: Breach) -> str:
    """What is across which limit, and when: "error rate 2.4 % on 3 Feb; it is to stay below 2 %"."""
    value = number(breach.value, breach.unit, breach.num, breach.den)
    place = when(use_case, breach.day, weekly=breach.weekly)
    limit = f"{COMPARED[breach.comparator]} {write_number(breach.limit, breach.unit)}"
    return f"{breach.metric} {value} {place}; it is to stay {limit}"


def number(value: float, unit: str, num: int | None, den: int | None) -> str:
    """A value with its unit, and the cases behind it."""
    cases = f" ({num} of {den})" if num is not None and den else ""
    return f"{write_number(round(value, 2) if cases else value, unit)}{cases}"


def when(use_case: UseCase, day: date, *, weekly: bool) -> str:
    """The day or the week a reading describes."""
    week = weeks.holding(use_case, day) if weekly else None
    if week is None:
        return f"on {calendar.day_month(day)}"
    return f"in week {week.number}, {calendar.day_month(week.first)} to {calendar.day_month(week.last)}"


def explained(use_case: UseCase, found: Iterable[Breach], cause: Cause) -> UseCase:
    """The use case with this cause for each of these breaches."""
    new = (cause.model_copy(update={"metric": one.metric, "reading": max(one.numbers)}) for one in found)
    return use_case.model_copy(update={"causes": (*use_case.causes, *new)})
