"""The arithmetic of a promise: which way is good, how far from the baseline, what holds a limit."""

from playbook.comparisons import HOLDS, Comparator
from playbook.facts import Span, Terms
from playbook.wording import folded

SPREAD = 0.2  # the preset confidence range: the promised lift, a fifth more or less


def holds(value: float, comparator: Comparator, limit: float) -> bool:
    """Whether a value keeps a limit, literally as compared: 2.0 does not keep `< 2`."""
    return HOLDS[comparator](value, limit)


def lift(terms: Terms, value: float) -> float:
    """How far a value is on the good side of the baseline, in the KPI's unit; negative = worse."""
    sign = 1 if terms.direction == "higher" else -1
    return sign * (value - (terms.baseline.value if terms.baseline else 0.0))


def watched(terms: Terms, metric: str) -> tuple[str, str] | None:
    """The KPI or guardrail that goes by this name, as written and in its unit; None when neither does."""
    known = ((terms.kpi or "", terms.unit), *((g.metric, g.unit) for g in terms.guardrails))
    return next(((name, unit or "count") for name, unit in known if folded(name) == folded(metric)), None)


def near_end(terms: Terms) -> float | None:
    """The end of the confidence range that lies nearest the baseline."""
    if terms.expected is None or terms.direction is None:
        return None
    return terms.expected.high if terms.direction == "lower" else terms.expected.low


def usual_range(terms: Terms) -> Span | None:
    """The preset offered, never assumed: 20 % less and 20 % more than the promised lift."""
    if terms.baseline is None or terms.target is None or lift(terms, terms.target) <= 0:
        return None
    slack = SPREAD * abs(terms.target - terms.baseline.value)
    return Span(low=round(terms.target - slack, 9), high=round(terms.target + slack, 9))
