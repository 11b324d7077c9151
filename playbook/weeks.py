"""Contract weeks: seven days each from go-live; before it, weeks that collect the baseline, from Day 1.

A week is named within its attempt: `w3` is the third since go-live, `b2` the second before it. Its days are
dates in the workspace's zone. The last planned week ends on the due date: a rest of four days or more is a
week of its own, a shorter one joins the week before (signal.md, 2.1).
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby, islice
from math import floor
from typing import Literal, NamedTuple

from playbook.calendar import day_date
from playbook.fact import once
from playbook.facts import UseCase
from playbook.wording import listed

DAYS = 7
REST = 4  # so many days make a week of their own
WEEKLY_FOR = 4 * DAYS  # days after it was scaled; from then on a number is owed once a month
Sort = Literal["w", "b"]
_DAY = timedelta(days=1)


class Week(NamedTuple):
    """One contract week. `sort` w: evidence, since go-live; b: baseline, before it."""

    sort: Sort
    number: int
    first: date
    last: date

    @property
    def name(self) -> str:
        """Its name within the attempt: w3."""
        return f"{self.sort}{self.number}"

    def holds(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.first <= day <= self.last


def planned(use_case: UseCase) -> int:
    """T: how many weeks there are from go-live to the due date; at least one."""
    due = use_case.agreed.terms.due
    if use_case.went_live is None or due is None:
        return 1
    days = (due - use_case.went_live.day).days + 1
    return max(1, floor(days / DAYS + 0.5))


@once
def until(use_case: UseCase, day: date) -> tuple[Week, ...]:
    """Every week that has begun by that day, baseline weeks first."""
    return (*_before(use_case, day), *_since(use_case, day))


@once
def evidence(use_case: UseCase, today: date) -> tuple[Week, ...]:
    """The weeks since go-live that have begun."""
    return tuple(_since(use_case, today))


def closed(use_case: UseCase, today: date) -> tuple[Week, ...]:
    """The weeks, of either sort, whose last day is past."""
    return tuple(week for week in until(use_case, today) if week.last < today)


def last_closed(use_case: UseCase, today: date) -> int:
    """The number of the last closed week since go-live; 0 when none is."""
    return max((week.number for week in closed(use_case, today) if week.sort == "w"), default=0)


def is_asked(use_case: UseCase, week: Week) -> bool:
    """Whether a number is asked for that week.

    Each week is; four weeks after the use case was scaled, only the last one to close in its month.
    """
    scaled = _scaled_on(use_case)
    if scaled is None or (week.first - scaled).days < WEEKLY_FOR:
        return True
    return (week.last + DAYS * _DAY).month != week.last.month


def _scaled_on(use_case: UseCase) -> date | None:
    """By the dates of the workspace, as its decision says them; those of an early record by UTC."""
    if use_case.outcome != "scaled" or not use_case.decisions:
        return None
    last = use_case.decisions[-1]
    return last.at.date() if last.day is None else day_date(use_case.day_one, last.day)


def owing(use_case: UseCase, last: int, read: Collection[int]) -> tuple[int, ...]:
    """The weeks since go-live up to that one which owe a number, or have one.

    After a month whose number is missing, each week owes it until there is one: so its silence is noticed
    as soon as that of a pilot which is asked weekly.
    """
    found, missing = list[int](), False
    for week in islice(_since(use_case, date.max), last):
        if missing or week.number in read or is_asked(use_case, week):
            found.append(week.number)
            missing = week.number not in read
    return tuple(found)


def holding(use_case: UseCase, day: date) -> Week | None:
    """The week a day lies in; None before Day 1."""
    return next((week for week in until(use_case, day) if week.holds(day)), None)


def named(use_case: UseCase, name: str, today: date) -> Week | None:
    """The week of that name, if it has begun."""
    return next((week for week in until(use_case, today) if week.name == name), None)


def in_words(name: str) -> str:
    """A week's name as people say it: week 3; baseline week 2 before go-live."""
    return f"{'week' if name[:1] == 'w' else 'baseline week'} {name[1:]}"


def several_in_words(names: Sequence[str]) -> str:
    """Weeks as people list them: baseline weeks 1 to 3 and 5, week 2."""
    sorts = groupby(names, key=lambda name: name[:1])
    return ", ".join(_of_a_sort([int(name[1:]) for name in theirs], sort) for sort, theirs in sorts)


def _of_a_sort(numbers: Sequence[int], sort: str) -> str:
    what = "week" if sort == "w" else "baseline week"
    runs = [[n for _, n in run] for _, run in groupby(enumerate(numbers), key=lambda each: each[1] - each[0])]
    words = [word for run in runs for word in _run(run)]
    return f"{what}{'s' if len(numbers) > 1 else ''} {listed(words)}"


def _run(numbers: Sequence[int]) -> tuple[str, ...]:
    """Neighbours: `2 to 4`; two of them are named each."""
    return (f"{numbers[0]} to {numbers[-1]}",) if len(numbers) > 2 else tuple(map(str, numbers))


def _before(use_case: UseCase, day: date) -> Iterator[Week]:
    live = use_case.went_live
    end = live.day - _DAY if live else None
    number, first = 1, use_case.asked_from
    while first <= day and (end is None or first <= end):
        last = first + (DAYS - 1) * _DAY
        last = min(last, end) if end else last
        if (last - first).days + 1 >= REST:
            yield Week("b", number, first, last)
        number, first = number + 1, last + _DAY


def _since(use_case: UseCase, day: date) -> Iterator[Week]:
    if use_case.went_live is None:
        return
    due, total = use_case.agreed.terms.due, planned(use_case)
    number, first = 1, use_case.went_live.day
    while first <= day:
        last = first + (DAYS - 1) * _DAY
        if number == total and due and due >= first:
            last = due
        yield Week("w", number, first, last)
        number, first = number + 1, last + _DAY
