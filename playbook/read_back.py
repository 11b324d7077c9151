"""A compiled sentence read back to the person: what was understood, what to check, what is still missing."""

from playbook.sentence import Sentence, render_limit
from playbook.units import Quantity, render_quantity
from playbook.wording import listed

_ASKED = {
    "kpi": "which KPI is to move",
    "baseline": "where it stands today",
    "target": "by how much it is to move",
    "deadline": "by when",
    "unit": "in which unit",
}
_STATUS = {
    "complete": "The sentence is complete.",
    "incomplete": "Part of the promise is there.",
    "vague": "The goal is still too vague to sign: it names no number that is to move.",
    "conflict": "The sentence contradicts itself.",
}


def lines(sentence: Sentence) -> tuple[str, ...]:
    """At most seven lines: the verdict, the parts as understood, what to check and what is missing."""
    return tuple(
        filter(None, (_verdict(sentence), *_parts(sentence), _to_check(sentence), *_missing(sentence)))
    )


def _verdict(sentence: Sentence) -> str:
    return sentence.problem or _STATUS[sentence.status]


def _parts(sentence: Sentence) -> tuple[str, ...]:
    return (_promise(sentence), _deadline(sentence), _guardrails(sentence))


def _promise(sentence: Sentence) -> str:
    better = f" ({sentence.direction} is better)" if sentence.direction else ""
    start = f" from {render_quantity(sentence.baseline)}" if sentence.baseline else ""
    end = (
        f" to {render_quantity(Quantity(sentence.target.value, sentence.target.unit))}"
        if sentence.target
        else ""
    )
    return f"KPI: {sentence.kpi}{better}{start}{end}" if sentence.kpi else ""


def _deadline(sentence: Sentence) -> str:
    if sentence.deadline is None:
        return ""
    counted = f", {sentence.deadline.days} days from Day 1" if sentence.deadline.days else ""
    due = sentence.deadline.date
    return f"Due: {due:%a} {due.day} {due:%b %Y}{counted}"


def _guardrails(sentence: Sentence) -> str:
    kept = [f"{g.metric} {g.comparator} {render_limit(g)}" for g in sentence.guardrails]
    return f"Guardrails: {'; '.join(kept)}" if kept else ""


def _to_check(sentence: Sentence) -> str:
    return (
        f"Please check: {listed(sentence.confirm)} could be read in more than one way."
        if sentence.confirm
        else ""
    )


def _missing(sentence: Sentence) -> tuple[str, ...]:
    return tuple(f"Still missing: {_words(part)}" for part in sentence.missing)


def _words(part: str) -> str:
    _, _, metric = part.partition("guardrail_value:")
    return f"a limit for {metric}" if metric else _ASKED.get(part, part)
