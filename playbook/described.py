"""Which day or contract week a reading describes, and whether readings are accepted at all (section 7)."""

from datetime import date, timedelta
from typing import NamedTuple

from playbook import weeks
from playbook.calendar import day_of, full_day
from playbook.facts import Pilot, UseCase
from playbook.measured import Metric
from playbook.refusals import Refusal
from playbook.typed import Period
from playbook.weeks import Week

HISTORY = timedelta(days=731)  # so far before Day 1 a pasted history may reach
LOOK_BACK = 2  # a number without a day answers one of so many last closed weeks


class Told(NamedTuple):
    """What a reading describes. `stated`: the person said so, otherwise it was chosen for them."""

    day: date
    weekly: bool
    week: Week | None = None
    stated: bool = True

    def late(self, use_case: UseCase, today: date) -> bool:
        """Whether it answers an older week than the last that closed."""
        closed = weeks.closed(use_case, today)
        return bool(self.weekly and self.week and closed and self.week.last < closed[-1].last)


def closed_because(use_case: UseCase) -> str:
    """Why no readings are accepted, in words; empty while they are. The one place that says so."""
    if not (over := _over_because(use_case)) and not use_case.agreed.terms.kpi:
        return f"{use_case.key} has no KPI yet, so there is nothing to log. Describe the KPI first."
    return over


def _over_because(use_case: UseCase) -> str:
    """Why the record takes nothing, whatever it is; empty while it goes on."""
    if use_case.outcome == "stopped":
        return f"{use_case.key} was stopped: its record is closed and takes no further readings."
    if use_case.pause:
        why = "for a redesign" if use_case.in_redesign else "after Day 60 without a decision"
        since = day_of(use_case.pause.since)
        return f"{use_case.key} is paused since {since}, {why}: readings count again once it goes on."
    return ""


def check_open(use_case: UseCase) -> None:
    """Refuse where no readings are accepted."""
    _refuse(use_case, closed_because(use_case))


def check_goes_on(use_case: UseCase) -> None:
    """Refuse where what was logged may not be taken back either: paused, or over."""
    _refuse(use_case, _over_because(use_case))


def _refuse(use_case: UseCase, words: str) -> None:
    if words:
        raise Refusal(words, ways=(f"see where it stands: /pilot show {use_case.key}",))


def described(pilot: Pilot, period: Period | None, metric: Metric, today: date) -> Told:
    """The day or week meant: the one named, else the newest closed week without an answer, else today."""
    use_case = pilot.use_case
    if period is None:
        return _chosen(pilot, metric, today)
    if period.day is None:
        week = week_named(use_case, period.week, today)
        return Told(week.last, True, week)
    check_day(use_case, period.day, today)
    return Told(period.day, False, weeks.holding(use_case, period.day))


def _chosen(pilot: Pilot, metric: Metric, today: date) -> Told:
    use_case = pilot.use_case
    if week := unanswered(pilot, metric, today):
        return Told(week.last, True, week, stated=False)
    check_day(use_case, today, today)
    return Told(today, False, weeks.holding(use_case, today), stated=False)


def unanswered(pilot: Pilot, metric: Metric, today: date) -> Week | None:
    """The newest of the last closed weeks that has no reading of this metric."""
    closed = weeks.closed(pilot.use_case, today)[-LOOK_BACK:]
    return next((week for week in reversed(closed) if not _answered(pilot, metric, week)), None)


def _answered(pilot: Pilot, metric: Metric, week: Week) -> bool:
    found = pilot.of_metric(metric.measured, metric.metric)
    return any(week.holds(one.day) and one.attempt == pilot.use_case.attempt for one in found)


def check_day(use_case: UseCase, day: date, today: date) -> None:
    """Refuse days that have not come, and days before Day 1."""
    if day > today:
        raise Refusal(f"{full_day(day)} has not come yet: a reading describes a day that is over or today.")
    if day < use_case.asked_from:
        raise Refusal(
            f"{full_day(day)} is before Day 1 of {use_case.key}, which is {full_day(use_case.day_one)}.",
            ways=(f"paste what was measured before: /pilot readings {use_case.key}, then Paste history",),
        )


def check_history(use_case: UseCase, day: date, today: date) -> None:
    """Refuse days of a pasted history that have not come, or lie more than two years before Day 1."""
    if day > today:
        raise Refusal(f"{full_day(day)} has not come yet")
    if day < use_case.day_one - HISTORY:
        raise Refusal(f"{full_day(day)} is more than two years before Day 1")


def week_named(use_case: UseCase, name: str, today: date) -> Week:
    """The week of that name: `w3`, `b2`, `last`, `this`; `3` is one since go-live, or before it until then.

    Refused when it has not begun.
    """
    found = _week(use_case, name, today)
    if found is None:
        raise Refusal(_no_such_week(use_case, name, today))
    return found


def _week(use_case: UseCase, name: str, today: date) -> Week | None:
    if name == "this":
        return weeks.holding(use_case, today)
    if name == "last":
        return next(reversed(weeks.closed(use_case, today)), None)
    sort = "" if name[:1] in ("w", "b") else "w" if use_case.went_live else "b"
    return weeks.named(use_case, f"{sort}{name}", today)


def _no_such_week(use_case: UseCase, name: str, today: date) -> str:
    begun = weeks.until(use_case, today)
    if not begun:
        return f"No week of {use_case.key} has begun: Day 1 is {full_day(use_case.day_one)}."
    newest = begun[-1]
    return (
        f"There is no week {name.lstrip('wb')} of {use_case.key} yet: {weeks.in_words(newest.name)}, "
        f"from {day_of(newest.first)} to {day_of(newest.last)}, is the newest that has begun."
    )
