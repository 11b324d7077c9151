"""What the plan says unasked: each milestone before it, on its day and overdue, with what is still missing.

Of one use case only the newest ping asks; those before it are named in it. A milestone that was passed early
is told in one line on its day, and asks nothing.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, Literal, NamedTuple

from playbook import calendar, checkins, criteria, milestones, plan, replicas, weeks
from playbook.calendar import day_of
from playbook.deciding import Criterion
from playbook.facts import Level, PersonId, Pilot, Settings, UseCase
from playbook.known import Around
from playbook.letters import LiveAsked, MilestoneDue, Owed
from playbook.plan import Milestone

Phase = Literal["early", "headsup", "due", "overdue"]
AHEAD: Final[Mapping[Phase, int]] = {"early": 7, "headsup": 3, "due": 0}  # days
OVERDUE: Final = 2  # working days
HEARD: Final[Mapping[Level, tuple[Phase, ...]]] = {
    "light": ("due", "overdue"),
    "standard": ("headsup", "due", "overdue"),
    "active": ("early", "headsup", "due", "overdue"),
}
LATEST_LIVE: Final = 10  # days before the Pilot gate: later its weeks are too few
ASKED_LIVE: Final = 3  # days before that


class Ping(NamedTuple):
    """One time at which a milestone is spoken of."""

    milestone: Milestone
    phase: Phase
    day: date

    def period(self, use_case: UseCase) -> str:
        """Its name within the use case: a1:d30:due; a plan that was restarted names its milestones anew."""
        return f"{plan_of(use_case)}:{self.milestone.short}:{self.phase}"


def plan_of(use_case: UseCase) -> str:
    """The plan's name in the key of a letter: of which attempt it is, and how often it was restarted."""
    return f"a{use_case.attempt}" + (f"r{use_case.restarts}" if use_case.restarts else "")


# --- to the owner -------------------------------------------------------------------------------------------


def owed(pilot: Pilot, around: Around) -> Iterator[Owed]:
    """Every ping of the plan as it stands now, to whoever answers for it."""
    use_case, to = pilot.use_case, answers_for(pilot.use_case)
    for ping in _spoken(use_case, around.level(to), around.settings):
        at = around.at_their_hour(to, ping.day)
        yield Owed(use_case.number, "milestone_due", ping.period(use_case), to, at)


def said(pilot: Pilot, period: str, around: Around) -> MilestoneDue | None:
    """What that ping says as things stand; None when a newer one asks, or its plan is not this one."""
    use_case = pilot.use_case
    ping = _named(use_case, period, around.settings)
    if ping is None:
        return None
    over, passed = closed(use_case), _passed(use_case, ping.milestone, around.settings)
    if not (over or passed) and ping != _newest(use_case, answers_for(use_case), around):
        return None
    told = _told(use_case, ping).model_copy(update={"closed": "" if passed else over, "passed": passed})
    return told if over or passed else _with_needs(told, pilot, ping, around)


def answers_for(use_case: UseCase) -> PersonId:
    """Who is asked about a use case: its owner; whoever registered it while nobody accepted."""
    return use_case.owner if use_case.owner and use_case.accepted else use_case.registrant


def _spoken(use_case: UseCase, level: Level, settings: Settings) -> Iterator[Ping]:
    if closed(use_case):
        return
    for milestone in plan.milestones(use_case):
        if not plan.passed(use_case, milestone):
            yield from _pings(use_case, milestone, settings, HEARD[level])
        elif _passed(use_case, milestone, settings):
            yield from _pings(use_case, milestone, settings, ("due",))


def _pings(
    use_case: UseCase, milestone: Milestone, settings: Settings, phases: tuple[Phase, ...]
) -> Iterator[Ping]:
    """Its pings by day. Before the lock only the entry check is spoken of; two on one day are one."""
    if use_case.proposed and milestone.gate != "entry":
        return
    days = [(phase, _day(milestone, phase, settings)) for phase in phases]
    for place, (phase, day) in enumerate(days):
        told_later = any(other <= day for _, other in days[place + 1 :])
        if phase in ("due", "overdue") or (use_case.day_one <= day and not told_later):
            yield Ping(milestone, phase, day)


def _day(milestone: Milestone, phase: Phase, settings: Settings) -> date:
    if phase == "overdue":
        return calendar.working_days_after(milestone.on, OVERDUE, settings.country)
    return plan.asked_on(milestone, settings, AHEAD[phase])


def _named(use_case: UseCase, period: str, settings: Settings) -> Ping | None:
    every = (
        ping
        for milestone in plan.milestones(use_case)
        for ping in _pings(use_case, milestone, settings, HEARD["active"])
    )
    return next((ping for ping in every if ping.period(use_case) == period), None)


def _newest(use_case: UseCase, to: PersonId, around: Around) -> Ping | None:
    """The last ping that is due by now about a milestone that is still open."""
    spoken = _spoken(use_case, around.level(to), around.settings)
    due = [
        ping
        for ping in spoken
        if around.at_their_hour(to, ping.day) <= around.now and not plan.passed(use_case, ping.milestone)
    ]
    return max(due, key=lambda ping: (ping.day, ping.milestone.number), default=None)


def closed(use_case: UseCase) -> str:
    """Why nothing is asked of this plan; empty while it runs."""
    if use_case.outcome == "stopped":
        return "stopped with clarity"
    if use_case.pause:
        return "in redesign" if use_case.in_redesign else "paused, a decision is owed"
    return ""


def _passed(use_case: UseCase, milestone: Milestone, settings: Settings) -> str:
    """When this attempt passed it and what comes next, in words; empty when it did not."""
    decision = plan.go(use_case, milestone.gate) if plan.passed(use_case, milestone) else None
    if decision is None or decision.attempt != use_case.attempt:
        return ""
    day = calendar.day_number(use_case.day_one, calendar.local_day(decision.at, settings.zone))
    after = plan.following(use_case, milestone)
    coming = f"; next {after.name}, {day_of(after.on)}" if after else ""
    return f"passed {f'on Day {day}' if day > 0 else 'before Day 1'}{coming}"


def _told(use_case: UseCase, ping: Ping) -> MilestoneDue:
    return MilestoneDue(
        use_case=use_case.number,
        title=use_case.title,
        phase=ping.phase,
        milestone=ping.milestone.name,
        on=ping.milestone.on,
        owner=use_case.owner,
        reader=answers_for(use_case),
    )


def _with_needs(told: MilestoneDue, pilot: Pilot, ping: Ping, around: Around) -> MilestoneDue:
    """The same with what is missing: of the milestone that comes first, for none can be skipped."""
    use_case = pilot.use_case
    first = plan.present(use_case)
    entry = first.gate == "entry"
    return told.model_copy(
        update={
            "needs": first.name,
            "before": _open_before(use_case, ping.milestone),
            "missing": milestones.missing(use_case) if entry else (),
            "criteria": () if entry else unmet(first, pilot, around),
            "week": _running_week(pilot, around) if ping.milestone.gate != "entry" else "",
        }
    )


def _open_before(use_case: UseCase, milestone: Milestone) -> tuple[str, ...]:
    return tuple(
        f"{one.name} (was due {day_of(one.on)})"
        for one in plan.milestones(use_case)
        if one.number < milestone.number and not plan.passed(use_case, one)
    )


def unmet(milestone: Milestone, pilot: Pilot, around: Around) -> tuple[Criterion, ...]:
    """The exit criteria of that gate that are not met, or unclear."""
    return tuple(one for one in criteria.of(milestone.gate, pilot, around) if one.result != "met")


def _running_week(pilot: Pilot, around: Around) -> str:
    """The week that is under way, if its number is not there yet and the gate may still count it."""
    use_case = pilot.use_case
    live = use_case.went_live and plan.number_of(use_case, around.today) <= use_case.offsets[-1]
    week = weeks.holding(use_case, around.today) if live else None
    asked = checkins.is_asked(use_case) and week and checkins.reading_of(pilot, week) is None
    return week.name if week and asked else ""


# --- overdue, to the sponsor --------------------------------------------------------------------------------


def escalated(pilot: Pilot, around: Around) -> Iterator[Owed]:
    """The overdue ones go to the sponsor too, once each."""
    use_case, sponsor = pilot.use_case, pilot.use_case.sponsor
    if sponsor is None or sponsor == answers_for(use_case):
        return
    for ping in _spoken(use_case, "light", around.settings):
        if ping.phase == "overdue":
            back = _once_back(ping.day, use_case, around)
            at, then = (around.at_their_hour(sponsor, day) for day in (ping.day, back))
            period = ping.period(use_case)
            yield Owed(use_case.number, "milestone_escalated", period, sponsor, at, not_before=then)


def _once_back(day: date, use_case: UseCase, around: Around) -> date:
    """Escalation waits while the owner is away."""
    away = around.habit(answers_for(use_case)).away_until
    return calendar.next_working_day(away, around.settings.country) if away and away >= day else day


def to_sponsor(pilot: Pilot, period: str, around: Around) -> MilestoneDue | None:
    """The same ping as the sponsor reads it."""
    told = said(pilot, period, around)
    read = {"for_sponsor": True, "week": "", "reader": pilot.use_case.sponsor}
    return told.model_copy(update=read) if told else None


# --- It is live ---------------------------------------------------------------------------------------------


def live_owed(pilot: Pilot, around: Around) -> Iterator[Owed]:
    """One question when a pilot is not live in time for its Pilot gate."""
    use_case, to = pilot.use_case, answers_for(pilot.use_case)
    number = _asked_live(use_case)
    early = use_case.proposed and not use_case.origin  # a replica has no Frame in which nothing is asked
    if early or use_case.went_live or closed(use_case) or number < 1 or not _awaits(use_case):
        return
    day = calendar.working_day_until(calendar.day_date(use_case.day_one, number), around.settings.country)
    yield Owed(
        use_case.number, "live_asked", f"{plan_of(use_case)}:d{number}", to, around.at_their_hour(to, day)
    )


def live_asked(pilot: Pilot, period: str, around: Around) -> LiveAsked | None:
    """That question as things stand; None for another plan's."""
    use_case, number = pilot.use_case, _latest_live(pilot.use_case)
    if period != f"{plan_of(use_case)}:d{_asked_live(use_case)}":
        return None
    first = plan.milestones(use_case)[0]
    live = use_case.went_live
    return LiveAsked(
        use_case=use_case.number,
        title=use_case.title,
        on=calendar.day_date(use_case.day_one, number),
        number=number,
        gate=_gate_at_stake(use_case),
        before="" if plan.passed(use_case, first) else first.name,
        done=f"live since {day_of(live.day)}" if live else "",
        closed=closed(use_case),
    )


def _gate_at_stake(use_case: UseCase) -> str:
    """Its own Pilot gate; of a replica the Scale gate of its original."""
    origin = use_case.origin
    return f"Scale gate of UC-{origin.use_case}" if origin else plan.milestones(use_case)[1].name


def _asked_live(use_case: UseCase) -> int:
    return _latest_live(use_case) - (replicas.ASKED_AHEAD if use_case.origin else ASKED_LIVE)


def _latest_live(use_case: UseCase) -> int:
    if use_case.origin:
        return plan.number_of(use_case, use_case.origin.live_by)
    return plan.milestones(use_case)[1].number - LATEST_LIVE


def _awaits(use_case: UseCase) -> bool:
    return use_case.stage in ("frame", "pilot")
