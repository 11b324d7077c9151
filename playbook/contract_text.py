"""The contract as people type it: reads the forms' texts into terms and writes terms back as texts.

What is written here is read here: a form that is opened and saved untouched changes nothing.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

from playbook.comparisons import BROKEN_BY, COMPARED, Comparator
from playbook.facts import Baseline, Contract, Direction, Guardrail, Rollback, Span, Terms
from playbook.forms import AmendForm, KpiForm, Line, SafetyForm
from playbook.promise import usual_range, watched
from playbook.refusals import Refusal, Refusals
from playbook.sentence import Guardrail as TypedGuardrail
from playbook.sentence import parse_guardrail
from playbook.units import Quantity, convert, parse_quantity, render_quantity

T = TypeVar("T")
_NUMBER_OF = r"(?<![\w.,])(one|two|three|four|[1-4])"
_IN_A_ROW = re.compile(
    rf"[,;]?\s*\(?(?:(?:for|in)\s+)?(?:(?<!\w)(once|twice)"
    rf"|{_NUMBER_OF}\s+(?:consecutive\s+)?readings?(?:\s+in\s+a\s+row|\s+is\s+enough)?"
    rf"|{_NUMBER_OF}\s+(?:consecutive\s+weeks?|(?:(?:weeks?|times)\s+)?in\s+a\s+row))"
    r"\)?(,?\s+or\s+the\s+exact\s+bound\b.*)?\s*$",
    re.I,
)
_CROSSES = (  # how people say a trigger; a guardrail's grammar would read "above" as what must hold
    (
        re.compile(
            r"\s(?:(?:is|goes|rises|climbs|gets)\s+)?(?:above|over|more\s+than|higher\s+than)\s", re.I
        ),
        " > ",
    ),
    (
        re.compile(r"\s(?:(?:is|goes|falls|drops|gets)\s+)?(?:below|under|less\s+than|lower\s+than)\s", re.I),
        " < ",
    ),
)
LARGEST = 1e15  # beyond it a float no longer tells neighbouring whole numbers apart
_HOW_MANY = {"once": 1, "one": 1, "twice": 2, "two": 2, "three": 3, "four": 4}
_ROW_WORDS = {1: "once", 2: "two in a row", 3: "three in a row", 4: "four in a row"}


class SourcedForm(SafetyForm):
    """The safety form of a draft: it also asks where anybody can look the number up."""

    source: Line = None


def sourced_answers(terms: Terms) -> dict[str, object]:
    """That form filled with what is there."""
    return safety_answers(terms) | {"source": terms.source}


def read_kpi(form: KpiForm, terms: Terms, day_one: date) -> Terms:
    """The promise as typed. Baseline and target share one unit; the better direction follows from the two."""
    baseline, unit = _read_baseline(form.baseline)
    target, unit = _read_target(form.target, unit)
    return terms.model_copy(
        update={
            "kpi": form.kpi,
            "unit": unit or terms.unit,  # what was measured so far keeps its unit
            "baseline": baseline,
            "target": target,
            "direction": _direction(baseline, target, terms),
            "due": form.due,
            "due_days": terms.due_days if form.due == terms.due else None,
            "source": form.source,
        }
    )


def _read_baseline(typed: str | None) -> tuple[Baseline | None, str | None]:
    lines = [line for line in (typed or "").replace(";", "\n").splitlines() if line.strip()]
    if not lines:
        return None, None
    numbers = [_quantity(line, "baseline") for line in lines]
    unit = next((n.unit for n in numbers if n.unit not in _BARE), numbers[0].unit)
    if len(numbers) == 1:
        only = numbers[0]
        return Baseline(value=only.value, low=only.low, high=only.high, plus_minus=only.plus_minus), unit
    readings = tuple(_in_unit(n, unit, "baseline") for n in numbers)
    mean = round(sum(readings) / len(readings), 9)
    return Baseline(value=mean, readings=readings), unit


_BARE = {"count", "score", "ratio"}  # what a number without a unit may be read as


def _read_target(typed: str | None, unit: str | None) -> tuple[float | None, str | None]:
    if typed is None:
        return None, unit
    number = _quantity(typed, "target")
    return _in_unit(number, unit, "target"), unit or number.unit


def _quantity(typed: str, field: str) -> Quantity:
    number = parse_quantity(typed)
    if number is None:
        words = (
            f"I cannot read “{typed.strip()[:60]}” as a number with a unit. Write it like 5 days or 1.4 %."
        )
        raise Refusal(words, field=field)
    return _bounded(number, typed, field)


def _bounded(number: Quantity, typed: str, field: str) -> Quantity:
    """The same number, refused when it is larger than anything a business counts."""
    parts = (number.value, number.low, number.high, number.plus_minus)
    if all(abs(part) <= LARGEST for part in parts if part is not None):
        return number
    raise Refusal(f"“{typed.strip()[:60]}” is too large a number. Use a larger unit.", field=field)


def _in_unit(number: Quantity, unit: str | None, field: str) -> float:
    if unit is None or number.unit in {unit, *_BARE}:
        return number.value
    same = convert(number, unit)
    if same is None:
        words = (
            f"“{render_quantity(number)}” has another unit than the rest, which is in {unit}. Use one unit."
        )
        raise Refusal(words, field=field)
    return same.value


def _direction(baseline: Baseline | None, target: float | None, terms: Terms) -> Direction | None:
    if baseline is None or target is None or baseline.value == target:
        return terms.direction
    return "lower" if target < baseline.value else "higher"


def read_safety(form: SafetyForm, terms: Terms) -> Terms:
    """Range, guardrails and trigger as typed; every unreadable field is named at once."""
    refused: list[Refusal] = []
    read = {
        "expected": _attempt(lambda: _read_span(form.expected, terms), refused),
        "guardrails": _attempt(lambda: read_guardrails(form.guardrails), refused),
        "rollback": _attempt(lambda: read_rollback(form.rollback, terms), refused),
    }
    Refusals.raise_any(refused)
    after = terms.model_copy(update=read)
    return after.model_copy(update={"rollback": _in_terms_agreed(after)})


def _in_terms_agreed(terms: Terms) -> Rollback | None:
    """The trigger by the name and in the unit of what it watches: 2 weeks of a KPI in days are 14."""
    trigger = terms.rollback
    agreed = watched(terms, trigger.metric) if trigger else None
    if trigger is None or agreed is None:
        return trigger
    name, unit = agreed
    limit = _in_unit(Quantity(trigger.limit, trigger.unit), unit or None, "rollback")
    return trigger.model_copy(update={"metric": name, "limit": limit, "unit": unit})


def _attempt(read: Callable[[], T], refused: list[Refusal]) -> T | None:
    try:
        return read()
    except Refusal as no:
        refused.append(no)
        return None


def _read_span(typed: str | None, terms: Terms) -> Span | None:
    if typed is None:
        return None
    number = _quantity(typed, "expected")
    if number.low is None or number.high is None:
        raise Refusal("Give the range as two numbers: `2.6 to 3.4 days`.", field="expected")
    ends = [_in_unit(Quantity(end, number.unit), terms.unit, "expected") for end in (number.low, number.high)]
    return Span(low=min(ends), high=max(ends))


def read_guardrails(typed: str | None) -> tuple[Guardrail, ...]:
    """One guardrail a line: `error rate < 2 %`."""
    return tuple(g for line in (typed or "").splitlines() if line.strip() for g in _read_guardrail(line))


def _read_guardrail(line: str) -> Iterable[Guardrail]:
    found = parse_guardrail(line)
    if not found or any(g.value is None for g in found):
        words = (
            f"I cannot read “{line.strip()[:60]}” as a guardrail. Write a line each, like error rate < 2 %."
        )
        raise Refusal(words, field="guardrails")
    read = [guardrail_of(g, _in_unit(g.now, g.unit, "guardrails") if g.now else None) for g in found]
    for number in (n for g in read for n in (g.limit, g.now) if n is not None):
        _bounded(Quantity(number, ""), line, "guardrails")
    return read


def guardrail_of(typed: TypedGuardrail, now: float | None) -> Guardrail:
    """A guardrail as read, as a term of the contract. `now`: its present value in the limit's unit."""
    return Guardrail(
        metric=typed.metric,
        comparator=typed.comparator,
        limit=typed.value,
        unit=typed.unit or "",
        now=now,
    )


def read_rollback(typed: str | None, terms: Terms) -> Rollback | None:
    """The trigger as typed: `error rate >= 2 % three in a row`; how many may stay unsaid."""
    if typed is None:
        return None
    often = _IN_A_ROW.search(typed)
    rule = typed[: often.start()] if often else typed
    for said, sign in _CROSSES:
        rule = said.sub(sign, rule)
    found = parse_guardrail(rule)
    if len(found) != 1 or found[0].value is None:
        words = "I cannot read that trigger. Write it like `error rate >= 2 % two in a row`."
        raise Refusal(words, field="rollback")
    limit = _bounded(Quantity(found[0].value, ""), typed, "rollback").value
    return Rollback(
        metric=found[0].metric,
        comparator=found[0].comparator,
        limit=limit,
        unit=found[0].unit or "",
        in_a_row=_count(often) if often else None,
    )


def _count(often: re.Match[str]) -> int | None:
    *counts, bound = often.groups()
    word = next(word for word in counts if word)
    return None if bound else _HOW_MANY.get(word.lower()) or int(word)


def read_amendment(form: AmendForm, terms: Terms) -> Terms:
    """The locked terms with what the amendment changes; baseline and KPI stay, they need a new contract."""
    target, _ = _read_target(form.target, terms.unit)
    changed = terms.model_copy(update={"target": target, "due": form.due or terms.due})
    if changed.due != terms.due:
        changed = changed.model_copy(update={"due_days": None})
    return read_safety(form, changed)


def kpi_answers(terms: Terms) -> dict[str, object]:
    """The KPI form filled with what is there."""
    return {
        "kpi": terms.kpi,
        "baseline": write_baseline(terms),
        "target": write_number(terms.target, terms.unit),
        "due": terms.due.isoformat() if terms.due else None,
        "source": terms.source,
    }


def safety_answers(terms: Terms) -> dict[str, object]:
    """The safety form filled with what is there; presets where nothing is: offered, never assumed."""
    expected = terms.expected or usual_range(terms)
    rollback = terms.rollback or usual_rollback(terms)
    return {
        "expected": write_span(expected, terms.unit) if expected else None,
        "rollback": write_rollback(rollback) if rollback else None,
        "guardrails": "\n".join(map(write_guardrail, terms.guardrails)) or None,
    }


def amend_answers(contract: Contract) -> dict[str, object]:
    """The amendment form filled with the amendment that waits for signatures, else with what is locked."""
    terms = contract.terms
    promised = {
        "target": write_number(terms.target, terms.unit),
        "due": terms.due.isoformat() if terms.due else None,
    }
    return safety_answers(terms) | promised | reason_answer(contract)


def reason_answer(contract: Contract) -> dict[str, object]:
    """Why the amendment that waits was proposed; empty once it is locked."""
    return {"reason": None if contract.locked else contract.reason}


def usual_rollback(terms: Terms) -> Rollback | None:
    """The preset trigger: the first guardrail broken, or the KPI worse than its baseline."""
    first = next((g for g in terms.guardrails if g.limit is not None), None)
    if first and first.limit is not None:
        broken = BROKEN_BY[first.comparator]
        return Rollback(metric=first.metric, comparator=broken, limit=first.limit, unit=first.unit)
    if terms.kpi is None or terms.baseline is None or terms.direction is None:
        return None
    worse: Comparator = ">" if terms.direction == "lower" else "<"
    return Rollback(metric=terms.kpi, comparator=worse, limit=terms.baseline.value, unit=terms.unit or "")


def write_number(value: float | None, unit: str | None) -> str | None:
    """A number with its unit as people write it."""
    return None if value is None else render_quantity(Quantity(value, unit or "count"))


def write_baseline(terms: Terms) -> str | None:
    """The baseline as it is typed: readings a line each, a range, or one number."""
    base, unit = terms.baseline, terms.unit or "count"
    if base is None:
        return None
    if base.readings:
        return "\n".join(render_quantity(Quantity(value, unit)) for value in base.readings)
    return render_quantity(Quantity(base.value, unit, base.low, base.high, base.plus_minus))


def write_span(span: Span, unit: str | None) -> str:
    """The confidence range as it is typed."""
    middle = (span.low + span.high) / 2
    return render_quantity(Quantity(middle, unit or "count", span.low, span.high))


def write_guardrail(guardrail: Guardrail) -> str:
    """A guardrail as it is typed, with its present value where one was given."""
    limit = write_number(guardrail.limit, guardrail.unit) or "?"
    now = f" (now {write_number(guardrail.now, guardrail.unit)})" if guardrail.now is not None else ""
    return f"{guardrail.metric} {guardrail.comparator} {limit}{now}"


def rollback_in_words(rollback: Rollback) -> str:
    """The trigger as it is spoken of: error rate at least 2 %, two in a row."""
    limit = f"{COMPARED[rollback.comparator]} {write_number(rollback.limit, rollback.unit)}"
    return f"{rollback.metric} {limit}, {_ROW_WORDS[rollback.in_a_row or 2]}"


def write_rollback(rollback: Rollback) -> str:
    """The trigger as it is typed."""
    rule = f"{rollback.metric} {rollback.comparator} {write_number(rollback.limit, rollback.unit)}"
    return f"{rule} {_ROW_WORDS[rollback.in_a_row]}" if rollback.in_a_row else rule
