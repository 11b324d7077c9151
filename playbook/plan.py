"""The plan of a use case as dates: its four milestones, what each ends, and which of them are behind it.

A milestone is passed when the decision that moves the use case on was sealed: the plan's clock is not moved
by that. On a day off nobody is asked: what falls on one is asked about on the working day before.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

from playbook import calendar
from playbook.facts import Decision, GateName, Outcome, Settings, Stage, UseCase

GATES: Final[tuple[GateName, ...]] = ("entry", "pilot", "limited_production", "scale")
ENDS: Final[Mapping[Stage, GateName]] = {
    "frame": "entry",
    "pilot": "pilot",
    "limited_production": "limited_production",
    "scale_decision": "scale",
}
STAGES: Final[Mapping[Stage, str]] = {
    "frame": "Frame",
    "pilot": "Pilot",
    "limited_production": "Limited Production",
    "scale_decision": "Scale decision",
}
NAMES: Final[Mapping[GateName, str]] = {
    "entry": "entry check",
    "pilot": "Pilot gate",
    "limited_production": "Limited Production gate",
    "scale": "Scale gate",
}
ENDED: Final[Mapping[Outcome, str]] = {"scaled": "scaled", "stopped": "stopped with clarity"}
GRACE: Final = 2  # working days after the last milestone until the wall stands
OPENS: Final = time(9, 0)  # when a gate is opened by the calendar, in the workspace's zone


class Milestone(NamedTuple):
    """The end of a stage: which gate, on which day of the plan, which date that is."""

    gate: GateName
    number: int
    on: date

    @property
    def short(self) -> str:
        """Its name in the key of a letter: d30."""
        return f"d{self.number}"

    @property
    def name(self) -> str:
        """Its name in words: Day 30 Pilot gate."""
        return f"Day {self.number} {NAMES[self.gate]}"


def milestones(use_case: UseCase) -> tuple[Milestone, ...]:
    """The four milestones of its plan, in order."""
    return tuple(
        Milestone(gate, number, calendar.day_date(use_case.day_one, number))
        for gate, number in zip(GATES, use_case.offsets, strict=True)
    )


def present(use_case: UseCase) -> Milestone:
    """The milestone that ends the stage it is in."""
    return milestones(use_case)[_place(use_case)]


def following(use_case: UseCase, milestone: Milestone) -> Milestone | None:
    """The milestone after that one; None after the last."""
    after = GATES.index(milestone.gate) + 1
    return milestones(use_case)[after] if after < len(GATES) else None


def nearest_end(use_case: UseCase, wanted: date, today: date) -> tuple[str, date]:
    """The milestone nearest a wanted date and still to come: what to offer for a wrong due date."""
    ends = milestones(use_case)
    coming = [one for one in ends if one.on > today] or ends[-1:]
    nearest = min(coming, key=lambda one: abs((one.on - wanted).days))
    return nearest.name, nearest.on


def first_day(use_case: UseCase) -> int:
    """The day of the plan on which the stage it is in begins."""
    place = _place(use_case)
    return use_case.offsets[place - 1] + 1 if place else 1


def number_of(use_case: UseCase, day: date) -> int:
    """Which day of its plan a date is."""
    return calendar.day_number(use_case.day_one, day)


def decided_on(use_case: UseCase, decision: Decision) -> int:
    """The day of the plan a decision was made on, by the dates of then."""
    return decision.day if decision.day is not None else number_of(use_case, decision.at.date())


def attempt_at(use_case: UseCase, at: datetime) -> int:
    """Which attempt was under way then."""
    redesigns = sum(one.choice == "redesign" and one.at <= at for one in use_case.decisions)
    return min(1 + redesigns, use_case.attempt)


def day_one_of(use_case: UseCase, attempt: int, settings: Settings) -> date:
    """Day 1 of an attempt: of an earlier one as its last decision dated it."""
    ended = (one for one in reversed(use_case.decisions) if one.attempt == attempt and one.day is not None)
    last = None if attempt == use_case.attempt else next(ended, None)
    if last is None or last.day is None:
        return use_case.day_one
    return calendar.local_day(last.at, settings.zone) - timedelta(days=last.day - 1)


def passed(use_case: UseCase, milestone: Milestone) -> bool:
    """Whether it has moved on from the stage that this milestone ends."""
    return use_case.outcome == "scaled" or GATES.index(milestone.gate) < _place(use_case)


def go(use_case: UseCase, gate: GateName) -> Decision | None:
    """The sealed decision that let it pass that gate, if it did."""
    sealed = (one for one in reversed(use_case.decisions) if one.gate == gate and one.choice == "go")
    return next(sealed, None)


def _place(use_case: UseCase) -> int:
    return GATES.index(ENDS[use_case.stage])


def asked_on(milestone: Milestone, settings: Settings, ahead: int = 0) -> date:
    """The day on which a milestone is asked about, or so many days ahead of it: never a day off."""
    return calendar.working_day_until(milestone.on - timedelta(days=ahead), settings.country)


def opens_at(milestone: Milestone, settings: Settings) -> datetime:
    """When the calendar opens the gate of that milestone."""
    return calendar.moment(asked_on(milestone, settings), OPENS, settings.zone)


def last_day(use_case: UseCase, settings: Settings) -> date:
    """The last day on which a decision may come before the pilot is paused: the wall and two working days.

    A contest in the last days needs its time to be answered: it moves the pause by as many days as it came
    after the day that leaves two.
    """
    wall = milestones(use_case)[-1]
    end = calendar.working_days_after(wall.on, GRACE, settings.country)
    latest = wall.on - timedelta(days=GRACE)
    raised = (calendar.local_day(one.at, settings.zone) for one in use_case.contests)
    return end + max(((day - latest) for day in raised if latest < day <= end), default=timedelta(0))
