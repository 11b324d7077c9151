"""The terms of a contract in words: the promise in one line, every term with its label, where it stands."""

from datetime import date

from blocks.pieces import cut, day, mention, one_line
from playbook.calendar import day_number
from playbook.comparisons import COMPARED
from playbook.contract_text import write_number, write_span
from playbook.defaults import said
from playbook.facts import Baseline, Contract, Guardrail, Rollback, Terms
from playbook.promise import lift

NOT_YET = "not yet"
_OFTEN = {
    None: "two readings in a row, or the exact bound where cases are counted",
    1: "one reading is enough",
    2: "two readings in a row",
    3: "three in a row",
    4: "four in a row",
}
Row = tuple[str, str]  # a label of ours, an unescaped text


def promise(terms: Terms, day_one: date | None = None, title: str = "") -> str:
    """The promise in one line of markup: KPI (unless the title above says it), from, to, by when."""
    named = terms.kpi and terms.kpi.casefold() == title.casefold()
    said = (
        ("", "" if named else cut(one_line(terms.kpi or "The KPI"), 300)),
        ("from ", terms.baseline and f"*{one_line(number(level_of(terms.baseline), terms))}*"),
        ("to ", terms.target is not None and f"*{one_line(number(terms.target, terms))}*"),
        ("by ", terms.due and f"*{_due(terms, day_one)}*"),
    )
    words = " ".join(f"{link}{part}" for link, part in said if part)
    return f"{words}{_change(terms)}" or NOT_YET


def number(value: float | None, terms: Terms) -> str:
    """A value of the KPI with its unit, as people write it."""
    return write_number(value, terms.unit) or NOT_YET


def _change(terms: Terms) -> str:
    if terms.baseline is None or terms.target is None or terms.direction is None or not terms.baseline.value:
        return ""
    share = abs(lift(terms, terms.target) / terms.baseline.value)
    return (
        f", {share * 100:.0f}\u00a0% {terms.direction}" if terms.unit != "percent" and share >= 0.005 else ""
    )


def _due(terms: Terms, day_one: date | None) -> str:
    if terms.due is None:
        return NOT_YET
    return day(terms.due) + (f" (Day {day_number(day_one, terms.due)})" if day_one else "")


def rows(terms: Terms, day_one: date | None = None) -> tuple[Row, ...]:
    """Every term with its label, in the order of the page; unescaped."""
    better = f" ({terms.direction} is better)" if terms.direction else ""
    expected = write_span(terms.expected, terms.unit) if terms.expected else NOT_YET
    return (
        ("KPI", f"{terms.kpi}{better}" if terms.kpi else NOT_YET),
        ("Baseline", _baseline(terms)),
        ("Target", f"{number(terms.target, terms)}{_change(terms)}"),
        ("Due", _due(terms, day_one)),
        ("Confidence range", expected),
        ("Rollback trigger", _rollback(terms.rollback)),
        ("Guardrails", "\n".join(map(_guardrail, terms.guardrails)) or "none"),
        ("Where the number comes from", terms.source or NOT_YET),
        ("At the gates", said(terms)),
    )


def _baseline(terms: Terms) -> str:
    if terms.baseline is None:
        return NOT_YET
    return f"{_level(terms.baseline, terms)} ({_kind_of_baseline(terms)})"


def level_of(baseline: Baseline) -> float:
    """The baseline as it is shown: the mean of readings without the decimals that only a mean has."""
    return float(f"{baseline.value:.4g}") if baseline.readings else baseline.value


def _level(baseline: Baseline, terms: Terms) -> str:
    middle = number(level_of(baseline), terms)
    if baseline.low is not None and baseline.high is not None:
        return f"{number(baseline.low, terms)} to {number(baseline.high, terms)}, middle {middle}"
    if baseline.plus_minus is not None:
        return f"{middle}, give or take {number(baseline.plus_minus, terms)}"
    return middle


def _kind_of_baseline(terms: Terms) -> str:
    readings = terms.baseline.readings if terms.baseline else ()
    if readings:
        return f"the mean of {len(readings)} readings"
    given = "source given" if terms.source else "no source named yet"
    form = terms.baseline.form if terms.baseline else "number"
    return "a range" if form == "range" else f"one number, {given}"


def _guardrail(guardrail: Guardrail) -> str:
    limit = write_number(guardrail.limit, guardrail.unit)
    now = f" (now {write_number(guardrail.now, guardrail.unit)})" if guardrail.now is not None else ""
    bound = f"{COMPARED[guardrail.comparator]} {limit}" if limit else "its limit is not given yet"
    return f"{guardrail.metric}: {bound}{now}"


def _rollback(rollback: Rollback | None) -> str:
    if rollback is None:
        return NOT_YET
    limit = write_number(rollback.limit, rollback.unit)
    return f"{rollback.metric} {COMPARED[rollback.comparator]} {limit}, {_OFTEN[rollback.in_a_row]}"


def in_short(contract: Contract, day_one: date | None = None) -> str:
    """The contract in three lines of markup: promise, what limits it, where the signatures stand."""
    terms = contract.terms
    held = "; ".join(map(_guardrail, terms.guardrails)) or "no guardrail"
    expected = write_span(terms.expected, terms.unit) if terms.expected else "range not given yet"
    limits = cut(one_line(f"Expected {expected}; {held}"), 400)
    return "\n".join((promise(terms, day_one), limits, signed(contract)))


def signed(contract: Contract) -> str:
    """Where the signatures stand, with mark and word."""
    by = ", ".join(f"{mention(one.by)} ({one.role})" for one in contract.signatures)
    if contract.locked:
        return f"🔒 Locked, version {contract.version}" + (f", signed by {by}" if by else "")
    if by:
        return f"✍️ Version {contract.version}, signed by {by}, waiting for the other signature"
    return f"📝 Draft, version {contract.version}, not signed"
