"""From a guardrail as heard to guardrails: metric, comparator, limit, unit."""

from playbook.comparisons import Comparator
from playbook.grammar.clauses import PRONOUNS, Clause, Heard, name_of
from playbook.grammar.defaults import default_unit, settled, words_of
from playbook.grammar.marks import Mark
from playbook.grammar.measures import Quantity
from playbook.grammar.nouns import better, counts_people
from playbook.grammar.parts import Guardrail
from playbook.grammar.readings import Reading

_FLIPPED: dict[str, Comparator] = {"<": ">=", ">": "<=", "<=": "<=", ">=": ">="}
_SAME: dict[str, Comparator] = {"<": "<", ">": ">", "<=": "<=", ">=": ">="}
_NOT_MORE = ("increas", "rais", "add", "more", "extra", "additional", "rise", "grow", "boost", "lift")
_NOT_LESS = ("reduc", "lower", "decreas", "los", "drop", "declin", "cut", "shrink")
_ENDS_METRIC = frozenset("in scope until past by from to base with of".split())


def guardrails_of(
    text: str, marks: list[Mark], clause: Clause, kpi: str | None, before: str = ""
) -> tuple[list[Guardrail], bool]:
    """The guardrails of one clause, and whether to read them back. `before`: the metric of the last one."""
    metrics, doubt = _metrics(text, marks, clause, kpi)
    if not metrics and before and clause.limit is not None:
        metrics = [before]  # above 4.2 but below 4.6
    if clause.limit is None:
        metrics = [_without_present(metric) for metric in metrics]
        rails = [
            Guardrail(metric, _spared(metric, clause)) for metric in metrics if _can_suffer(metric, clause)
        ]
        return rails, doubt or clause.relative
    found: list[Guardrail] = []
    for metric in metrics or [""]:
        rails, unsure = _limited(metric, clause, clause.limit)
        found += rails
        doubt |= unsure
    return [rail for rail in found if rail.metric], doubt or not metrics


def _metrics(text: str, marks: list[Mark], clause: Clause, kpi: str | None) -> tuple[list[str], bool]:
    """The metrics a clause limits. `error rate and complaint rate below 2 %` limits both, read back."""
    said = {marks[at].word for at in clause.words}
    pronoun = bool(said & PRONOUNS) and not said & {"we", "they"}  # provided that we do not lose 2 deals
    named = name_of(text, marks, clause.words)
    if clause.limit and (clause.negated or clause.sticky) and _is_a_deed(named):
        named = f"{named} {clause.limit.reading.noun}".strip()
    last = named or (kpi if pronoun else "") or _name_behind(text, marks, clause)
    if not clause.joined:
        return [last] if last else [], False
    earlier = name_of(text, marks, clause.joined)
    way, other = better(words_of(earlier)[-1:]), better(words_of(last)[-1:])
    if earlier and (way == other != "=" or words_of(earlier)[-1:] == words_of(last)[-1:]):
        return [earlier, last], clause.limit is not None
    return [name_of(text, marks, [*clause.joined, *clause.words])], clause.limit is not None


def _is_a_deed(name: str) -> bool:
    """without missing, do not miss more than 2 deliveries: what is missed is named behind the number."""
    return bool(name) and " " not in name and (name.endswith("ing") or better([name.lower()]) == "=")


def _name_behind(text: str, marks: list[Mark], clause: Clause) -> str:
    """no more than 5 complaints a week, at most 2 % errors: the metric behind the number."""
    counted = clause.limit.reading.noun if clause.limit is not None else ""
    follows = bool(clause.rest) and clause.limit is not None and clause.rest[0] == clause.limit.at + 1
    return (name_of(text, marks, _until_preposition(marks, clause.rest)) if follows else "") or counted


def _can_suffer(metric: str, clause: Clause) -> bool:
    """at the same quality is a guardrail, with the same team is not."""
    return bool(metric) and not (clause.steady and counts_people(metric))


def _without_present(metric: str) -> str:
    """current quality levels: the quality."""
    words = metric.split()
    if len(words) > 1 and words[0].lower() in ("current", "existing", "today's", "present"):
        words = words[1:]
    if words[:2] in (["level", "of"], ["levels", "of"]):
        words = words[2:]
    return " ".join(words[:-1] if len(words) > 1 and words[-1] in ("level", "levels") else words)


def _until_preposition(marks: list[Mark], words: list[int]) -> list[int]:
    """no more than 5 complaints in the first month: the metric is what comes before the `in`."""
    for n, at in enumerate(words):
        if marks[at].kind in _ENDS_METRIC and not (n and marks[at].word == "of"):
            return words[:n]
    return words


def _spared(metric: str, clause: Clause) -> Comparator:
    """The comparator of a guardrail without a number, by what must not happen to it."""
    if clause.damage.startswith(_NOT_MORE):
        return "<="
    if clause.damage.startswith(_NOT_LESS):
        return ">="
    return "<=" if better(words_of(metric)) == "lower" else ">="


def _limited(metric: str, clause: Clause, limit: Heard) -> tuple[list[Guardrail], bool]:
    name = words_of(metric)
    reading = settled(limit.reading, name)
    unit = reading.unit or default_unit(name)[0]
    now = _present(clause.now, name, unit)
    if reading.low is not None and reading.high is not None and limit.op in ("", "<="):
        band: tuple[tuple[Comparator, float], ...] = ((">=", reading.low), ("<=", reading.high))
        return [Guardrail(metric, op, value, unit, now) for op, value in band], limit.doubt
    op, doubt = _comparator(name, clause, limit)
    return [Guardrail(metric, op, _value(reading, unit), unit, now)], doubt or limit.doubt or bool(
        reading.other
    )


def _value(reading: Reading, unit: str) -> float:
    """1.200 is a thousand and more where it counts or costs, a decimal elsewhere; it is read back."""
    if reading.other is not None and (unit.isupper() or unit.startswith("count")):
        return reading.other
    return reading.value


def _present(now: Heard | None, name: list[str], unit: str) -> Quantity | None:
    if now is None:
        return None
    reading = settled(now.reading, name)
    return Quantity(reading.value, reading.unit or unit)


def _comparator(name: list[str], clause: Clause, limit: Heard) -> tuple[Comparator, bool]:
    """The comparator, turned round by a `without` or `not`, and whether it is only assumed."""
    if limit.reading.value == 0 and not limit.op:
        return "<=", False
    op = limit.op or clause.op
    if not op or op == "=":
        return ("<=" if better(name) == "lower" else ">="), not op
    if clause.negated or (clause.sticky and clause.moving):
        return _FLIPPED[op], False
    if clause.sticky:
        way = better(name)
        if way == ("higher" if ">" in op else "lower"):
            return _SAME[op], True
        return _FLIPPED[op], way == "="
    against = {"<": "higher", ">": "lower"}.get(op)
    return _SAME[op], against == better(name)  # accuracy below 95 %: a slip, more likely than a limit
