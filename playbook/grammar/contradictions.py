"""What a sentence says against itself: one sentence for the person, naming the numbers."""

from collections.abc import Iterator
from datetime import date

from playbook.comparisons import HOLDS
from playbook.grammar.clauses import Goal
from playbook.grammar.measures import Quantity, in_base, render_quantity, same_kind, tidy
from playbook.grammar.parts import Guardrail, Promise
from playbook.grammar.promise import moved

_ROUNDED = 0.006  # numbers rounded by the writer may differ by this share
_AVERAGES = frozenset("average mean median the our overall total".split())


def problem_of(promise: Promise, goal: Goal, guardrails: list[Guardrail], today: date) -> str | None:
    """The first contradiction, or None."""
    checks = (_too_many_percent, _unlike_units, _wrong_way, _change_disagrees)
    for check in checks:
        if found := next(check(promise, goal), None):
            return found
    return next(_late(promise, today), None) or next(_broken_guardrail(promise, guardrails), None)


def _too_many_percent(promise: Promise, goal: Goal) -> Iterator[str]:
    factor = any(heard.reading.unit == "times" for heard in goal.changes)
    stated = promise.change if goal.changes and not factor else None
    for part, quantity in (("baseline", promise.baseline), ("target", promise.target), ("change", stated)):
        if quantity is not None and quantity.unit == "percent" and abs(quantity.value) > 100:
            yield f"A {part} of {_abs(quantity)} is above 100 %. Give both numbers themselves."


def _unlike_units(promise: Promise, goal: Goal) -> Iterator[str]:
    baseline, target, change = promise.baseline, promise.target, promise.change
    if baseline is not None and target is not None and not same_kind(baseline.unit, target.unit):
        yield f"{_write(baseline)} and {_write(target)} have unlike units. Use one unit for both."
    if baseline is None or change is None or change.unit in ("percent", "percentage_point"):
        return
    if not same_kind(baseline.unit, change.unit):
        yield f"A change of {_abs(change)} does not fit a baseline of {_write(baseline)}. Use one unit."


def _wrong_way(promise: Promise, goal: Goal) -> Iterator[str]:
    baseline, target = promise.baseline, promise.target
    if baseline is None or target is None or not same_kind(baseline.unit, target.unit):
        return
    gap = in_base(target.value, target.unit) - in_base(baseline.value, baseline.unit)
    if gap == 0:
        yield f"The target of {_write(target)} is the baseline itself: it promises nothing. Choose another."
    elif promise.direction and (gap < 0) != (promise.direction == "lower"):
        side = "above" if gap > 0 else "below"
        yield (
            f"“{goal.verb or promise.direction}” asks for a {promise.direction} number, but the target of "
            f"{_write(target)} is {side} the baseline of {_write(baseline)}. Change one of them."
        )


def _change_disagrees(promise: Promise, goal: Goal) -> Iterator[str]:
    baseline, target, change = promise.baseline, promise.target, promise.change
    if baseline is None or target is None or change is None:
        return
    reached = moved(baseline, change)
    if reached is None or not same_kind(baseline.unit, target.unit):
        return
    stated = in_base(target.value, target.unit) / in_base(1.0, baseline.unit)
    if abs(reached - stated) > _ROUNDED * max(abs(reached), abs(stated)):
        result = _write(Quantity(tidy(reached), baseline.unit))
        yield (
            f"A change of {_abs(change)} from {_write(baseline)} gives {result}, not {_write(target)}. "
            "Which one is meant?"
        )


def _late(promise: Promise, today: date) -> Iterator[str]:
    due = promise.deadline
    if due is not None and due.date <= today:
        yield f"The deadline {due.date} is not after today, {today}. Choose a later one."


def _broken_guardrail(promise: Promise, guardrails: list[Guardrail]) -> Iterator[str]:
    for rail in guardrails:
        if rail.value is None:
            continue
        limit = _write(Quantity(rail.value, rail.unit or "count"))
        if rail.unit == "percent" and abs(rail.value) > 100:
            yield f"A limit of {limit} for {rail.metric} is above 100 %. Choose one that can be reached."
        baseline = promise.baseline
        if baseline is not None and _is_the_kpi(rail.metric, promise.kpi) and _broken(rail, baseline):
            yield (
                f"The guardrail {rail.metric} {rail.comparator} {limit} is broken at the baseline of "
                f"{_write(baseline)}: it would stop the pilot on its first day. Choose another limit."
            )


def _is_the_kpi(metric: str, kpi: str | None) -> bool:
    def bare(name: str) -> list[str]:
        return [word for word in name.lower().split() if word not in _AVERAGES]

    return kpi is not None and bare(metric) == bare(kpi)


def _broken(rail: Guardrail, baseline: Quantity) -> bool:
    if rail.value is None or rail.unit is None or not same_kind(rail.unit, baseline.unit):
        return False
    limit, stands = in_base(rail.value, rail.unit), in_base(baseline.value, baseline.unit)
    return not HOLDS[rail.comparator](stands, limit)


def _write(quantity: Quantity) -> str:
    return render_quantity(Quantity(quantity.value, quantity.unit))


def _abs(quantity: Quantity) -> str:
    return render_quantity(Quantity(abs(quantity.value), quantity.unit))
