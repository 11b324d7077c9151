"""Which use cases need attention first, and why: one order for every list (operating-model.md, section 1).

Rollback, past Day 60, an open incident of severity 1, a gate overdue, silent, off course; the rest by the
date that comes next, and what has ended last.
"""

from collections.abc import Callable
from datetime import date
from typing import Final

from playbook import checkins, evidence, plan
from playbook.calendar import day_of
from playbook.facts import Fact, Pilot, UseCase
from playbook.known import Around
from playbook.weeks import in_words

_FAR: Final = date.max


class Attention(Fact):
    """How urgently a use case needs somebody, and why; `due` is the next date of its plan."""

    rank: int
    words: str  # unescaped; says the next date where nothing is wrong
    due: date | None = None
    urgent: bool = False  # whether something is wrong

    @property
    def order(self) -> tuple[int, date]:
        """What lists are sorted by, the most urgent first."""
        return self.rank, self.due or _FAR


def of(pilot: Pilot, around: Around) -> Attention:
    """What needs attention in it as of now: the first of the rules that applies, else what comes next."""
    due = next_due(pilot.use_case, around.today)
    for rank, rule in enumerate(_RULES):
        if words := rule(pilot, around):
            return Attention(rank=rank, words=words, due=due.on if due else None, urgent=True)
    if pilot.use_case.outcome == "stopped":
        return Attention(rank=len(_RULES) + 1, words="stopped with clarity")
    coming = f"next {due.name}, {day_of(due.on)}" if due else _without_a_date(pilot.use_case)
    return Attention(rank=len(_RULES), words=coming, due=due.on if due else None)


def next_due(use_case: UseCase, today: date) -> plan.Milestone | None:
    """The first milestone that is still to come and not passed; None when the plan does not run."""
    if use_case.outcome or use_case.pause:
        return None
    coming = (one for one in plan.milestones(use_case) if one.on >= today and not plan.passed(use_case, one))
    return next(coming, None)


def overdue(use_case: UseCase, today: date) -> plan.Milestone | None:
    """The milestone that ends its stage, when its day has gone by without a decision; None while it has not.

    A use case in redesign has no day to keep; after Day 60 the last one stays overdue until it is decided.
    """
    present = plan.present(use_case)
    return None if use_case.outcome or use_case.in_redesign or present.on >= today else present


def _without_a_date(use_case: UseCase) -> str:
    if use_case.outcome:
        return "scaled, its number is asked for"
    by = use_case.pause.resume_by if use_case.pause else None
    return f"in redesign, resumes by {day_of(by)}" if by else "no date is left in its plan"


def _rolled_back(pilot: Pilot, around: Around) -> str:
    return "rolled back" if pilot.use_case.tripped and pilot.use_case.outcome != "stopped" else ""


def _past_the_wall(pilot: Pilot, around: Around) -> str:
    use_case, wall = pilot.use_case, pilot.use_case.offsets[-1]
    over = plan.number_of(use_case, around.today) > wall and not use_case.proposed
    return f"past Day {wall}, undecided" if over and overdue(use_case, around.today) else ""


def _severe(pilot: Pilot, around: Around) -> str:
    found = any(one.open and one.severity == 1 for one in pilot.use_case.incidents)
    return "severity 1 incident open" if found and pilot.use_case.outcome != "stopped" else ""


def _overdue(pilot: Pilot, around: Around) -> str:
    late = overdue(pilot.use_case, around.today)
    return f"{late.name} overdue since {day_of(late.on)}" if late else ""


def _silent(pilot: Pilot, around: Around) -> str:
    week = checkins.silent_week(pilot, around)
    return f"silent: {in_words(week.name)} not answered" if week else ""


def _off_course(pilot: Pilot, around: Around) -> str:
    if pilot.use_case.outcome or not pilot.use_case.went_live or not pilot.readings:
        return ""
    forecast = evidence.signal_of(pilot, around.today).forecast
    off = forecast and forecast.status == "off_course"
    return f"off course: {forecast.p_text} likely to meet its target" if off and forecast else ""


_RULES: Final[tuple[Callable[[Pilot, Around], str], ...]] = (
    _rolled_back,
    _past_the_wall,
    _severe,
    _overdue,
    _silent,
    _off_course,
)
