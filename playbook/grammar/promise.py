"""From the goal as heard to the promise: name, direction, baseline, target, change, deadline."""

from datetime import date

from playbook.comparisons import Comparator
from playbook.grammar.clauses import Goal, Heard
from playbook.grammar.deadlines import deadline_of
from playbook.grammar.defaults import default_unit, settled, words_of
from playbook.grammar.figures import Figures, final_figures, move_late_deadlines
from playbook.grammar.fitting import fit, own_unit
from playbook.grammar.marks import Mark
from playbook.grammar.measures import Quantity, in_base, same_kind, tidy
from playbook.grammar.naming import kpi_name, without_unit
from playbook.grammar.nouns import better
from playbook.grammar.parts import Promise, Target
from playbook.grammar.phrases import FACTORS
from playbook.grammar.readings import Reading


def settle(text: str, marks: list[Mark], goal: Goal, today: date) -> Promise:
    """The promise a goal makes."""
    promise = Promise()
    figures = final_figures(marks, goal, promise)
    move_late_deadlines(goal, figures)
    promise.deadline, unsure, due = deadline_of(goal.dues, today)
    promise.kpi, hint = without_unit(kpi_name(text, marks, goal, due, figures, promise), figures)
    promise.doubt("kpi", goal.second)
    for part in ("baseline", "target", "change", "guardrails"):
        promise.doubt(part, part in goal.unsure)
    name = words_of(promise.kpi or "")
    way = _way(goal, marks)
    unit = fit(figures, name, way, hint, promise)
    _settle_direction(goal, figures, name, way, promise)
    _settle_change(goal, figures, unit, name, promise)
    _doubt_a_name_with_the_baseline(goal, figures, marks, way, promise)
    promise.doubt("deadline", unsure or "deadline" in goal.unsure)
    return promise


_PARTICLES = {"down": "lower", "up": "higher"}


def _way(goal: Goal, marks: list[Mark]) -> str:
    """The direction the words ask for."""
    if goal.change_way and goal.change_way != "=":
        return goal.change_way
    if goal.way != "=":
        return goal.way
    heard = [marks[at].word for at in reversed(goal.kpi)]
    after = marks[goal.kpi[-1] + 1 :][:1] if goal.kpi else []
    heard += [mark.word.removesuffix(" from") for mark in after]  # bring X down from
    return next((_PARTICLES[word] for word in heard if word in _PARTICLES), "=")


def _doubt_a_name_with_the_baseline(
    goal: Goal, figures: Figures, marks: list[Mark], way: str, promise: Promise
) -> None:
    """We answer 1,200 mails a week, bring that to 400 a week: the missing baseline may stand in the name."""
    if promise.baseline is not None or promise.target is None:
        return
    inside = (marks[at].reading for at in goal.subject + goal.kpi if at not in figures.used)
    suspect = any(one and one.unit and same_kind(one.unit, promise.target.unit) for one in inside)
    promise.doubt("kpi", suspect)
    promise.doubt("direction", suspect and way == "=")


def _settle_direction(goal: Goal, figures: Figures, name: list[str], way: str, promise: Promise) -> None:
    direction = way if way != "=" else _by_numbers(promise) or _by_comparator(figures) or ""
    if not direction and (figures.change or figures.target):
        direction = better(name) if better(name) != "=" else ""
    if direction in ("lower", "higher"):
        promise.direction = "lower" if direction == "lower" else "higher"
    known = better(name)
    rated = known == "higher" and default_unit(name)[0] == "score"
    promise.doubt("direction", way == "=" and rated and promise.direction == "lower")
    _set_range_end(figures, promise)


def _by_numbers(promise: Promise) -> str:
    baseline, target = promise.baseline, promise.target
    if baseline is None or target is None or not same_kind(baseline.unit, target.unit):
        return ""
    gap = in_base(target.value, target.unit) - in_base(baseline.value, baseline.unit)
    return "lower" if gap < 0 else "higher" if gap > 0 else ""


def _by_comparator(figures: Figures) -> str:
    op = figures.target.op if figures.target else ""
    return {"<": "lower", ">": "higher", "<=": "lower", ">=": "higher"}.get(op, "")


def _set_range_end(figures: Figures, promise: Promise) -> None:
    """The end of a target range nearest the baseline, and the comparator the words or the direction give."""
    target, heard = promise.target, figures.target
    if target is None or heard is None:
        return
    value = target.value
    if heard.reading.low is not None and heard.reading.high is not None:
        value = heard.reading.high if promise.direction == "lower" else heard.reading.low
    comparator: Comparator = ">=" if promise.direction == "higher" else "<="
    wanted = {"<": "lower", "<=": "lower", ">": "higher", ">=": "higher"}.get(heard.op)
    if wanted == promise.direction and heard.op in ("<", ">"):
        comparator = "<" if heard.op == "<" else ">"
    promise.doubt("target", wanted is not None and wanted != promise.direction)
    promise.target = Target(value, target.unit, comparator=comparator)


def _settle_change(goal: Goal, figures: Figures, unit: str, name: list[str], promise: Promise) -> None:
    """The stated change with its sign, and the target that follows from it."""
    stated = FACTORS.get(goal.verb)
    if figures.change is None and stated is None:
        return
    promise.changed = True
    if figures.change is not None:
        promise.change = _change(figures.change, unit, name, promise)
    elif stated is not None:
        promise.change = Quantity(stated, "percent")
    baseline, change = promise.baseline, promise.change
    if baseline is None or change is None or promise.target is not None:
        return
    value = moved(baseline, change)
    if value is not None and promise.direction:
        op = figures.change.op if figures.change else ""
        strict: Comparator = "<" if promise.direction == "lower" else ">"
        usual: Comparator = "<=" if promise.direction == "lower" else ">="
        promise.target = Target(value, baseline.unit, comparator=strict if op == ">" else usual)
        promise.doubt("change", op in ("<", "<="))


def _change(heard: Heard, unit: str, name: list[str], promise: Promise) -> Quantity | None:
    points = heard.reading.unit == "bps"
    reading = heard.reading._replace(unit="percentage_point") if points else settled(heard.reading, name)
    size = reading.value if reading.low is None else reading.low
    size, own = _size_and_unit(size, reading, unit, promise)
    promise.doubt("change", heard.doubt)
    if promise.direction is None:
        if size < 0:
            promise.direction = "lower"
        else:
            promise.doubt("change")
            return None
    promise.doubt("change", size < 0 and promise.direction == "higher")
    return Quantity(abs(size) if promise.direction == "higher" else -abs(size), own)


def _size_and_unit(size: float, reading: Reading, unit: str, promise: Promise) -> tuple[float, str]:
    known = promise.baseline or promise.target
    percents = known is not None and known.unit == "percent"
    if reading.unit == "times":
        return _factor(size, promise), "percent"
    if reading.unit == "percent":
        promise.doubt("change", percents and not reading.share)
        return size, "percent"
    if percents and reading.unit in ("", "score", "percentage_point"):
        promise.doubt("change", reading.unit == "")
        return size, "percentage_point"
    return size, own_unit(reading, unit)


def _factor(times: float, promise: Promise) -> float:
    """By a factor of 2: half as much or twice as much, in percent of the baseline."""
    promise.doubt("change")
    if times <= 0:
        return 0.0
    return tidy((1 - 1 / times) * 100) if promise.direction == "lower" else tidy((times - 1) * 100)


def moved(baseline: Quantity, change: Quantity) -> float | None:
    """The baseline after the change; None where the two do not go together."""
    if change.unit == "percent":
        return tidy(baseline.value * (100 + change.value) / 100)
    if change.unit == "percentage_point":
        return tidy(baseline.value + change.value) if baseline.unit == "percent" else None
    if not same_kind(change.unit, baseline.unit):
        return None
    return tidy(baseline.value + in_base(change.value, change.unit) / in_base(1.0, baseline.unit))
