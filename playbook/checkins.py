"""The weekly question: when it is asked, what it asks, and when a week falls silent (section 7)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from playbook import absence, calendar, verdicts, weeks
from playbook.facts import Pilot, Reading, UseCase
from playbook.known import Around
from playbook.letters import CheckInDue, MetricAsked, Owed
from playbook.measured import shown
from playbook.persons import program
from playbook.readings import Measured
from playbook.weeks import Week

NUDGE_AFTER = 2  # working days
AHEAD = timedelta(days=21)  # weeks that begin later are not looked at yet


def is_asked(use_case: UseCase) -> bool:
    """Whether anybody is asked: an owner accepted, a KPI is named, it is neither over nor paused."""
    over = use_case.outcome == "stopped" or use_case.pause is not None
    return bool(use_case.owner and use_case.accepted and use_case.agreed.terms.kpi) and not over


def owed(pilot: Pilot, around: Around) -> Iterator[Owed]:
    """One question for each week, on the first working day after it closed; none where somebody answered.

    Of a number that came by itself only whether it is right.
    """
    for week in _weeks(pilot, around):
        reading = reading_of(pilot, week)
        if reading is None or reading.by_itself:
            yield _owed("check_in_due", pilot, week, _asked_on(pilot.use_case, week, around), around)


def nudges(pilot: Pilot, around: Around) -> Iterator[Owed]:
    """One reminder for the newest week, two working days after the question; then the week is silent."""
    country = around.settings.country
    for week in _asked_weeks(pilot, around):
        day = calendar.working_days_after(_asked_on(pilot.use_case, week, around), NUDGE_AFTER, country)
        yield _owed("check_in_nudged", pilot, week, day, around)


def _asked_weeks(pilot: Pilot, around: Around) -> Iterator[Week]:
    """The weeks whose number is still to come."""
    return (week for week in _weeks(pilot, around) if reading_of(pilot, week) is None)


def _weeks(pilot: Pilot, around: Around) -> Iterator[Week]:
    use_case = pilot.use_case
    if use_case.ownership is None or not is_asked(use_case):
        return
    since = calendar.local_day(use_case.ownership.accepted_at, around.settings.zone)
    since = min(since, use_case.asked_from) if use_case.origin else since
    for week in weeks.until(use_case, around.today + AHEAD):
        if week.last >= since and weeks.is_asked(use_case, week):
            yield week


def _owed(kind: str, pilot: Pilot, week: Week, day: date, around: Around) -> Owed:
    use_case, to = pilot.use_case, pilot.use_case.owner or ""
    period = f"a{use_case.attempt}:{week.name}"
    return Owed(use_case.number, kind, period, to, around.at_their_hour(to, day))


def _asked_on(use_case: UseCase, week: Week, around: Around) -> date:
    """The first working day after the week, or the weekday this person chose."""
    wanted, country = around.habit(use_case.owner or "").weekday, around.settings.country
    day = calendar.next_working_day(week.last, country)
    for ahead in range(weeks.DAYS if wanted is not None else 0):
        chosen = day + timedelta(days=ahead)
        if chosen.weekday() == wanted and calendar.is_working_day(chosen, country):
            return chosen
    return day


def open_weeks(pilot: Pilot, around: Around) -> tuple[tuple[datetime, Week], ...]:
    """The weeks this pilot's owner was asked about and has not answered, oldest first, each with when."""
    owner = pilot.use_case.owner or ""
    asked = (
        (around.at_their_hour(owner, _asked_on(pilot.use_case, one, around)), one)
        for one in _asked_weeks(pilot, around)
    )
    return tuple(each for each in asked if each[0] <= around.now)


def silent_week(pilot: Pilot, around: Around) -> Week | None:
    """The newest week, where it was asked for, asked for again, and two working days later is unanswered."""
    asked_weeks = open_weeks(pilot, around)
    if not asked_weeks or asked_weeks[-1][1] != _newest_due(pilot.use_case, around):
        return None
    asked_at, week = asked_weeks[-1]
    day = calendar.local_day(asked_at, around.settings.zone)
    again = calendar.working_days_after(day, NUDGE_AFTER, around.settings.country)
    return week if around.at_their_hour(pilot.use_case.owner or "", again) <= around.now else None


def _newest_due(use_case: UseCase, around: Around) -> Week | None:
    closed = weeks.closed(use_case, around.today)
    return next((one for one in reversed(closed) if _is_due(use_case, one, around)), None)


def asked(pilot: Pilot, period: str, around: Around) -> CheckInDue | None:
    """The question for that week as things stand; None when nobody is asked, or a newer one asks it too."""
    use_case, week = pilot.use_case, _week_of(pilot.use_case, period, around)
    if week is None or not is_asked(use_case):
        return None
    logged = reading_of(pilot, week)
    due = [one for one in weeks.closed(use_case, around.today) if _is_due(use_case, one, around)]
    told = logged if logged and logged.by_itself else None
    if (logged is None or told) and due and due[-1] != week:
        return None
    return CheckInDue(
        use_case=use_case.number,
        title=use_case.title,
        week=week.name,
        first=week.first,
        last=week.last,
        asked=_metrics(pilot),
        missed=tuple(one.name for one in due if one != week and reading_of(pilot, one) is None),
        logged=_logged(pilot, logged, around) if logged and not told else "",
        says=shown(told, use_case.agreed.terms) if told else "",
        said_by=(program(told.by) or "A workflow") if told else "",
        reading=told.number if told else 0,
        overtaken=logged is None and _is_nudged(pilot, period, around),
    )


def first_of(nudge: Owed) -> str:
    """The name of the question a reminder repeats: once it is due, that question is asked by it alone."""
    return nudge._replace(kind="check_in_due").name


def _is_nudged(pilot: Pilot, period: str, around: Around) -> bool:
    """Whether the reminder is due, and asks the same person: a deputy's leaves the owner's question open."""
    reminders = (absence.considered(one, around) for one in nudges(pilot, around) if one.period == period)
    return any(one.goes_at <= around.now and one.to == pilot.use_case.owner for one in reminders)


def nudged(pilot: Pilot, period: str, around: Around) -> CheckInDue | None:
    """The same question a second time."""
    question = asked(pilot, period, around)
    return question.model_copy(update={"asked_again": True, "overtaken": False}) if question else None


def _is_due(use_case: UseCase, week: Week, around: Around) -> bool:
    return (
        weeks.is_asked(use_case, week)
        and around.at_their_hour(use_case.owner or "", _asked_on(use_case, week, around)) <= around.now
    )


def _week_of(use_case: UseCase, period: str, around: Around) -> Week | None:
    attempt, _, name = period.partition(":")
    return weeks.named(use_case, name, around.today) if attempt == f"a{use_case.attempt}" else None


def reading_of(pilot: Pilot, week: Week) -> Reading | None:
    """The last reading of the KPI in that week; None while the week is unanswered."""
    newest_first = reversed(pilot.of_metric("kpi"))
    return next((one for one in newest_first if week.holds(one.day)), None)


def _logged(pilot: Pilot, reading: Reading, around: Around) -> str:
    """What was logged; the newest week's answer carries the verdict, older ones leave it to that."""
    value = f"{shown(reading, pilot.use_case.agreed.terms)} logged."
    newest = pilot.of_metric("kpi")[-1].day
    return f"{value} {verdicts.said(pilot, around)}" if reading.day == newest else value


def _metrics(pilot: Pilot) -> tuple[MetricAsked, ...]:
    terms = pilot.use_case.agreed.terms
    last = _last(pilot, "kpi", "")
    kpi = MetricAsked(metric=terms.kpi or "", unit=terms.unit or "", last=last, required=True)
    guardrails = (
        MetricAsked(metric=one.metric, unit=one.unit, last=_last(pilot, "guardrail", one.metric))
        for one in terms.guardrails
    )
    return (kpi, *guardrails)


def _last(pilot: Pilot, measured: Measured, metric: str) -> str:
    found = pilot.of_metric(measured, metric)
    return shown(found[-1], pilot.use_case.agreed.terms) if found else ""
