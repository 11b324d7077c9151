"""The sentence compiler: one English sentence into the parts of a value contract.

A deterministic grammar, linear in the length of the text, without a model. A reading that is one of several
is named in `confirm`; a part that is not there is named in `missing`; no number is made up.
"""

import re
from dataclasses import dataclass
from datetime import date

from playbook.comparisons import Comparator
from playbook.grammar.contradictions import problem_of
from playbook.grammar.defaults import default_unit, head_of, words_of
from playbook.grammar.guardrail_clauses import guardrails_of
from playbook.grammar.marks import marks_of
from playbook.grammar.measures import Quantity
from playbook.grammar.nouns import names_no_number
from playbook.grammar.parts import Deadline, Direction, Guardrail, Promise, Status, Target
from playbook.grammar.promise import settle
from playbook.grammar.reader import Reader, read, read_guardrails
from playbook.grammar.tokens import plain
from playbook.units import parse_quantity, render_quantity

LONGEST = 500
__all__ = [
    "Deadline",
    "Guardrail",
    "Sentence",
    "SentenceTooLong",
    "Target",
    "compile_sentence",
    "parse_guardrail",
    "render_limit",
]
_SYMBOLS: dict[str, Comparator] = {
    "<=": "<=",
    ">=": ">=",
    "=<": "<=",
    "=>": ">=",
    "≤": "<=",
    "≥": ">=",
    "<": "<",
    ">": ">",
}
_SIGN = re.compile("<=|>=|=<|=>|[≤≥<>]")
_NOW = ("(now ", "(currently ", "(today ")


class SentenceTooLong(ValueError):
    """The text is longer than one sentence may be."""

    def __init__(self, length: int) -> None:
        super().__init__(f"One sentence of at most {LONGEST} characters, please; this has {length:,}.")


@dataclass(frozen=True, slots=True)
class Sentence:
    """What one sentence promises, and what it leaves open. Absent parts are None or empty."""

    status: Status
    kpi: str | None
    direction: Direction | None
    baseline: Quantity | None
    target: Target | None
    change: Quantity | None
    deadline: Deadline | None
    guardrails: tuple[Guardrail, ...]
    missing: tuple[str, ...]
    problem: str | None
    confirm: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """The parts as plain values, every key always there."""
        return {
            "status": self.status,
            "kpi": self.kpi,
            "direction": self.direction,
            "baseline": self.baseline and _quantity(self.baseline),
            "target": self.target and _target(self.target),
            "change": self.change and _quantity(self.change),
            "deadline": self.deadline and _deadline(self.deadline),
            "guardrails": [_guardrail(rail) for rail in self.guardrails],
            "missing": list(self.missing),
            "problem": self.problem,
            "confirm": list(self.confirm),
        }


def _number(value: float) -> float | int:
    return int(value) if value == int(value) and abs(value) < 1e15 else value


def _quantity(quantity: Quantity) -> dict[str, object]:
    written: dict[str, object] = {"value": _number(quantity.value), "unit": quantity.unit}
    for name in ("low", "high", "plus_minus"):
        if (value := getattr(quantity, name)) is not None:
            written[name] = _number(value)
    return written


def _target(target: Target) -> dict[str, object]:
    return {"value": _number(target.value), "unit": target.unit, "comparator": target.comparator}


def _deadline(deadline: Deadline) -> dict[str, object]:
    said = {"days": deadline.days, "months": deadline.months}
    return {"date": deadline.date.isoformat()} | {name: n for name, n in said.items() if n is not None}


def _guardrail(rail: Guardrail) -> dict[str, object]:
    value = None if rail.value is None else _number(rail.value)
    return {"metric": rail.metric, "comparator": rail.comparator, "value": value, "unit": rail.unit}


def compile_sentence(text: str, today: date) -> Sentence:
    """The parts of a value contract in this sentence; relative deadlines count from `today`.

    Raises SentenceTooLong above 500 characters, and nothing else for any text.
    """
    if len(text) > LONGEST:
        raise SentenceTooLong(len(text))
    typed = plain(text)
    marks = marks_of(typed, today)
    reader = read(marks)
    promise = settle(typed, marks, reader.goal, today)
    guardrails = _guardrails(typed, reader, promise)
    vague = not (promise.baseline or promise.target or promise.changed)
    if vague and promise.kpi and (not reader.goal.verb or names_no_number(head_of(words_of(promise.kpi)))):
        promise.kpi = None  # too general to be a KPI, or no goal at all
    missing = _missing(promise, guardrails)
    problem = None if vague else problem_of(promise, reader.goal, guardrails, today)
    return Sentence(
        status=_status(promise, vague, problem),
        kpi=promise.kpi,
        direction=promise.direction,
        baseline=promise.baseline,
        target=promise.target,
        change=promise.change,
        deadline=promise.deadline,
        guardrails=tuple(guardrails),
        missing=tuple(missing),
        problem=problem,
        confirm=tuple(promise.confirm),
    )


def _guardrails(typed: str, reader: Reader, promise: Promise) -> list[Guardrail]:
    found: list[Guardrail] = []
    for clause in reader.clauses:
        before = found[-1].metric if found else ""
        rails, unsure = guardrails_of(typed, reader.marks, clause, promise.kpi, before)
        found += rails
        promise.doubt("guardrails", unsure)
    return found


def _missing(promise: Promise, guardrails: list[Guardrail]) -> list[str]:
    asked = ("kpi", "baseline", "target", "deadline")
    missing = [part for part in asked if getattr(promise, part) is None]
    missing += ["unit"] if promise.unitless else []
    return missing + [f"guardrail_value:{rail.metric}" for rail in guardrails if rail.value is None]


def _status(promise: Promise, vague: bool, problem: str | None) -> Status:
    if vague:
        return "vague"
    if problem:
        return "conflict"
    parts = (promise.kpi, promise.direction, promise.baseline, promise.target, promise.deadline)
    return "complete" if all(parts) and not promise.unitless else "incomplete"


def parse_guardrail(text: str) -> tuple[Guardrail, ...]:
    """The guardrails of one line of a form: `error rate < 2%`, `no more than 5 complaints a week`.

    A present value may follow in brackets, `(now 1.4%)`. A band makes two; what cannot be read makes none;
    a metric without a limit has the value None.
    """
    typed = plain(text) if len(text) <= LONGEST else ""
    return _by_symbol(typed) or _by_words(typed)


def _by_symbol(typed: str) -> tuple[Guardrail, ...]:
    """Metric, sign, limit: the last sign parts the two, so that a metric may hold any words."""
    rule, now = _without_now(typed)
    signs = list(_SIGN.finditer(rule))
    if not signs:
        return ()
    sign = signs[-1]
    metric, limit = rule[: sign.start()].strip(" :,"), parse_quantity(rule[sign.end() :])
    if not metric or limit is None or limit.low is not None:
        return ()
    unit = limit.unit if limit.unit != "count" else default_unit(words_of(metric))[0]
    return (Guardrail(metric, _SYMBOLS[sign.group()], limit.value, unit, now),)


def _without_now(typed: str) -> tuple[str, Quantity | None]:
    """The line without its present value, and that value."""
    starts = [at for words in _NOW if (at := typed.lower().rfind(words)) >= 0]
    if not starts or not typed.endswith(")"):
        return typed, None
    at = max(starts)
    now = parse_quantity(typed[typed.index(" ", at) : -1])
    return (typed[:at].strip(), now) if now else (typed, None)


def _by_words(typed: str) -> tuple[Guardrail, ...]:
    reader, found = read_guardrails(marks_of(typed, date(2000, 1, 1))), Promise()
    rails = _guardrails(typed, reader, found)
    return () if found.confirm else tuple(rails)


def render_limit(rail: Guardrail) -> str:
    """The limit with its unit; a question mark where none was given."""
    return "?" if rail.value is None else render_quantity(Quantity(rail.value, rail.unit or "count"))
