"""Which of the numbers heard is baseline, target and change, once the whole sentence is known."""

from dataclasses import dataclass, field, replace

from playbook.grammar.clauses import Due, Goal, Heard
from playbook.grammar.marks import Mark
from playbook.grammar.measures import in_base, same_kind, tidy
from playbook.grammar.parts import Promise
from playbook.grammar.phrases import REACHING
from playbook.grammar.readings import Reading
from playbook.grammar.roles import is_stretch


@dataclass(slots=True)
class Figures:
    """The numbers of the goal once every one of them has its final role."""

    baseline: Heard | None = None
    target: Heard | None = None
    change: Heard | None = None
    used: set[int] = field(default_factory=set)


def final_figures(marks: list[Mark], goal: Goal, promise: Promise) -> Figures:
    """Every number of the goal in its role; what had to be chosen is read back."""
    figures = Figures()
    if not _range_first(goal, figures):
        figures.baseline = _first(goal.baselines, "baseline", promise)
        figures.target = _first(goal.targets, "target", promise) or goal.limit
    figures.change = _first(goal.changes, "change", promise)
    _take_lead(marks, goal, figures, promise)
    if figures.baseline and not figures.target and not figures.change and goal.of and goal.way == "=":
        figures.target = goal.of  # a turnaround of 3 days instead of 5 days
        figures.used.add(goal.of.at)
        promise.doubt("target")
    if figures.baseline is None and (figures.target or figures.change):
        _weak_baseline(goal, figures, promise)
    return figures


def _range_first(goal: Goal, figures: Figures) -> bool:
    """from 4 to 6 days to 3 days: the first two are one range."""
    if len(goal.baselines) != 1 or len(goal.targets) != 2:
        return False
    low, (high, target) = goal.baselines[0], goal.targets
    if not (low.at + 2 == high.at == target.at - 2 and low.reading.value < high.reading.value):
        return False
    if low.reading.unit not in ("", high.reading.unit) or low.op or high.op:
        return False
    middle = tidy((low.reading.value + high.reading.value) / 2)
    span = high.reading._replace(value=middle, low=low.reading.value, high=high.reading.value)
    figures.baseline, figures.target = replace(low, reading=span), target
    return True


def _first(heard: list[Heard], part: str, promise: Promise) -> Heard | None:
    """The first of several; that there were several different ones is read back."""
    if not heard:
        return None
    promise.doubt(part, any(one.reading.value != heard[0].reading.value for one in heard[1:]))
    return heard[0]


def _take_lead(marks: list[Mark], goal: Goal, figures: Figures, promise: Promise) -> None:
    """The number right after the verb: reach 90 %, cut 2 days off, cut 120 tickets to 80."""
    lead = goal.lead
    if goal.of is not None and goal.verb in REACHING and figures.target is None and lead is None:
        figures.target = goal.of
        figures.used.add(goal.of.at)
    if lead is None:
        return
    follows = marks[lead.at + 1].word if lead.at + 1 < len(marks) else ""
    if figures.target is None and (goal.verb in REACHING or _is_share_of(lead, goal.verb, follows)):
        figures.target = lead
    elif goal.verb.startswith("sav"):
        pass  # save 2 days on the turnaround: how much it is, the other numbers say
    elif follows in ("off", "from") and figures.change is None:
        figures.change = lead
    elif figures.target is not None and figures.baseline is None and goal.verb not in REACHING:
        figures.baseline = lead
        promise.doubt("baseline", not lead.reading.unit)
    else:
        return
    figures.used.add(lead.at)


def _is_share_of(lead: Heard, verb: str, follows: str) -> bool:
    """get 80 % of requests approved: how many of them it is to be."""
    return verb in ("get", "getting") and lead.reading.unit == "percent" and follows == "of"


def _weak_baseline(goal: Goal, figures: Figures, promise: Promise) -> None:
    """A number in the KPI's name that can only be its baseline: a backlog of 120, the 5-day turnaround."""
    known = figures.target or figures.change
    unit = known.reading.unit if known else ""
    if figures.target and goal.of is not None and _fits(goal.of.reading, unit):
        figures.baseline = goal.of
        figures.used.add(goal.of.at)
    elif goal.adjective is not None and goal.adjective.reading.unit and _fits(goal.adjective.reading, unit):
        figures.baseline = goal.adjective
        figures.used.add(goal.adjective.at)
        promise.doubt("baseline")
    elif figures.target and goal.aside is not None and _fits(goal.aside.reading, unit):
        figures.baseline = goal.aside
        promise.doubt("baseline")


def _fits(reading: Reading, unit: str) -> bool:
    return not unit or not reading.unit or same_kind(reading.unit, unit)


def move_late_deadlines(goal: Goal, figures: Figures) -> None:
    """`by 8 weeks` is a deadline where it can be no change of this KPI."""
    change = figures.change
    if change is None or not is_stretch(change.reading):
        return
    known = [one.reading for one in (figures.baseline, figures.target) if one]
    unlike = any(one.unit and not same_kind(one.unit, change.reading.unit) for one in known)
    if unlike or (len(known) == 2 and not _agrees(known[0], known[1], change.reading)):
        mark = Mark("number", "", 0, 0, reading=change.reading)
        goal.dues.append(Due(mark, "by", change.at, change.at, doubt=True))
        figures.change = None


def _agrees(baseline: Reading, target: Reading, change: Reading) -> bool:
    unit = baseline.unit or target.unit or change.unit
    gap = in_base(baseline.value, baseline.unit or unit) - in_base(target.value, target.unit or unit)
    return abs(abs(gap) - in_base(abs(change.value), change.unit)) <= 1e-9 * max(abs(gap), 1)
