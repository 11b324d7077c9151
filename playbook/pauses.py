"""What a pause says unasked: who owes the decision after Day 60, and when a redesign is to be resumed."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from playbook import calendar, lifecycle, milestones, pings, plan
from playbook.facts import Pilot, UseCase
from playbook.known import Around
from playbook.letters import Owed, PilotPaused, ResumeAsked

RESUME_AHEAD: Final = 3  # days before the date a redesign is to be resumed by


def stalled(use_case: UseCase, today: date) -> bool:
    """Whether its redesign was not resumed in time."""
    pause = use_case.pause
    return bool(pause and pause.why == "redesign" and pause.resume_by and pause.resume_by < today)


# --- after Day 60 -------------------------------------------------------------------------------------------


def paused_owed(pilot: Pilot, around: Around) -> Iterator[Owed]:
    """Once, in the home channel: the pause begins at midnight, and is told when people are at work.

    The bot may come to it later than the plan.
    """
    use_case, pause = pilot.use_case, pilot.use_case.pause
    if pause and pause.why == "day_60" and use_case.home:
        period = f"a{use_case.attempt}:day_60"
        at, written = (
            calendar.working_moment(one, around.settings.zone, around.settings.country)
            for one in (min(pause.at, lifecycle.stops_at(use_case, around)), pause.at)
        )
        yield Owed(use_case.number, "pilot_paused", period, use_case.home.channel, at, not_before=written)


def decision_owed(pilot: Pilot, around: Around) -> Iterator[Owed]:
    """Once to the sponsor, on their next working morning."""
    use_case, pause = pilot.use_case, pilot.use_case.pause
    if pause and pause.why == "day_60" and use_case.sponsor:
        wall = calendar.local_day(lifecycle.stops_at(use_case, around), around.settings.zone)
        day = min(pause.since, wall)
        if not calendar.is_working_day(day, around.settings.country):
            day = calendar.next_working_day(day, around.settings.country)
        at = around.at_their_hour(use_case.sponsor, day)
        period = f"a{use_case.attempt}:day_60:{use_case.sponsor}"
        yield Owed(use_case.number, "decision_owed", period, use_case.sponsor, at)


def paused(pilot: Pilot, period: str, around: Around) -> PilotPaused | None:
    """The pause as it stands: what was not met, who owes the decision; or how it ended."""
    use_case, pause = pilot.use_case, pilot.use_case.pause
    current = period.startswith(f"a{use_case.attempt}:")
    over = _how_it_ended(use_case) if not (current and pause and pause.why == "day_60") else ""
    gate = plan.present(use_case)
    return PilotPaused(
        use_case=use_case.number,
        title=use_case.title,
        gate=gate.name,
        unmet=() if over else _unmet(pilot, around),
        sponsor=use_case.sponsor,
        owner=use_case.owner,
        over=over,
    )


def decision_asked(pilot: Pilot, period: str, around: Around) -> PilotPaused | None:
    """The same as the sponsor reads it, with the ways to decide."""
    told = paused(pilot, period, around)
    return told.model_copy(update={"for_sponsor": True}) if told else None


def _how_it_ended(use_case: UseCase) -> str:
    if use_case.outcome:
        return plan.ENDED[use_case.outcome]
    if use_case.pause:
        return "in redesign"
    return f"resumed as attempt {use_case.attempt}"


def _unmet(pilot: Pilot, around: Around) -> tuple[str, ...]:
    gate = plan.present(pilot.use_case)
    if gate.gate == "entry":
        return tuple(lack.words for lack in milestones.missing(pilot.use_case))
    return tuple(one.because for one in pings.unmet(gate, pilot, around))


# --- redesign -----------------------------------------------------------------------------------------------


def resume_owed(pilot: Pilot, around: Around) -> Iterator[Owed]:
    """To the owner three days before the date; to the sponsor when it has passed."""
    use_case, pause = pilot.use_case, pilot.use_case.pause
    if not (pause and pause.why == "redesign" and pause.resume_by):
        return
    ahead = date.fromordinal(pause.resume_by.toordinal() - RESUME_AHEAD)
    country = around.settings.country
    asked = (
        ("headsup", pings.answers_for(use_case), calendar.working_day_until(ahead, country)),
        ("stalled", use_case.sponsor, calendar.next_working_day(pause.resume_by, country)),
    )
    for phase, to, day in asked:
        if to:
            period = f"a{use_case.attempt}:{phase}:{to}"
            yield Owed(use_case.number, "resume_asked", period, to, around.at_their_hour(to, day))


def resume_asked(pilot: Pilot, period: str, around: Around) -> ResumeAsked | None:
    """The question as it stands; settled once it was resumed or stopped."""
    use_case, pause = pilot.use_case, pilot.use_case.pause
    current = period.startswith(f"a{use_case.attempt}:") and use_case.in_redesign
    return ResumeAsked(
        use_case=use_case.number,
        title=use_case.title,
        by=pause.resume_by if current and pause else None,
        stalled=":stalled:" in period,
        owner=use_case.owner,
        done="" if current else _how_it_ended(use_case),
    )
