"""The escalation drill: the bot asks the named contact for "I am here"; the time to answer is the proof."""

from datetime import datetime, timedelta

from playbook import calendar
from playbook.facts import Drill, PersonId, Proof, Settings, UseCase
from playbook.known import Around, Known
from playbook.refusals import AlreadyDone, Refusal
from playbook.wording import counted


def took(drill: Drill, until: datetime, settings: Settings) -> timedelta:
    """How much working time passed between the question and a moment, where the contact works."""
    return calendar.worked(drill.asked_at, until, drill.zone or settings.zone, settings.country)


def allowance(drill: Drill) -> timedelta:
    """How much working time its contact has."""
    return timedelta(minutes=drill.within)


def minutes(drill: Drill, settings: Settings) -> int | None:
    """How many minutes of working time the answer took; None while there is none."""
    return int(took(drill, drill.answered_at, settings).total_seconds() // 60) if drill.answered_at else None


def in_time(drill: Drill, settings: Settings) -> bool:
    """Whether it was answered within the time allowed."""
    return drill.answered_at is not None and took(drill, drill.answered_at, settings) <= allowance(drill)


def missed(drill: Drill, around: Around) -> bool:
    """Whether the time is over: it was answered too late, or is not answered yet."""
    if drill.answered_at:
        return not in_time(drill, around.settings)
    return around.now >= ends_at(drill, around.settings)


def ends_at(drill: Drill, settings: Settings) -> datetime:
    """The moment by which the time allowed has passed."""
    zone = drill.zone or settings.zone
    return calendar.after_working_time(drill.asked_at, allowance(drill), zone, settings.country)


def failed(use_case: UseCase, around: Around, since: Proof | None = None) -> str:
    """Why the newest drill speaks against the escalation path; empty when it does not.

    `since`: a proof after which only a later drill counts.
    """
    newest = use_case.drills[-1] if use_case.drills else None
    if newest is None or (since and newest.asked_at <= since.at) or not missed(newest, around):
        return ""
    if (many := minutes(newest, around.settings)) is not None:
        return f"the drill took {counted(many, 'minute')} of working time, {newest.within} are allowed"
    return f"nobody answered the drill within {newest.within} minutes of working time"


def start(before: UseCase, known: Known) -> UseCase:
    """Ask the named contact now; refused outside their working hours, and while another drill runs."""
    contact = _contact(before, known)
    _refuse_running(before, known)
    zone = known.around.zone_of(contact)
    _refuse_after_hours(zone, known)
    drill = Drill(
        number=len(before.drills) + 1,
        contact=contact,
        by=known.actor.id,
        owner=before.owner,
        zone=zone,
        within=before.agreed.terms.drill_minutes,
        asked_at=known.now,
    )
    return before.model_copy(update={"drills": (*before.drills, drill)})


def _contact(before: UseCase, known: Known) -> PersonId:
    path = before.control("escalation_path")
    if path is None or path.contact is None:
        raise Refusal(
            "No escalation contact is named yet, so nobody can be asked.",
            ways=(f"press “Answer the controls” in `/pilot controls {before.key}`",),
        )
    if before.outcome == "stopped":
        raise Refusal(f"{before.key} is stopped: there is nothing to drill any more.")
    if path.contact == known.actor.id:
        raise Refusal(
            "You are the escalation contact yourself, and would know that the question comes.",
            ways=("the owner or a gatekeeper starts the drill",),
        )
    person = known.people.get(path.contact)
    if person is None or person.deactivated or person.bot:
        raise Refusal(
            "The escalation contact has no active account here, so the path leads nowhere.",
            ways=(f"name another with “Answer the controls” in `/pilot controls {before.key}`",),
        )
    return path.contact


def _refuse_running(before: UseCase, known: Known) -> None:
    newest = before.drills[-1] if before.drills else None
    if newest and newest.answered_at is None and not missed(newest, known.around):
        raise AlreadyDone(
            f"A drill of {before.key} runs already: its contact was asked and has {newest.within} minutes."
        )


def _refuse_after_hours(zone: str, known: Known) -> None:
    """A drill measures the path, not the night: it is started when the contact is at work."""
    there = calendar.local(known.now, zone)
    works = calendar.is_working_day(there.date(), known.settings.country)
    if not (works and calendar.WORK_OPENS <= there.time() < calendar.WORK_CLOSES):
        day = f"{there:%H:%M} on {calendar.day_month(there.date())}"
        raise Refusal(
            f"It is {day} where the contact is, and a drill runs in working hours only.",
            ways=("start it between 9:00 and 17:00 there, on a working day",),
        )


def asks(use_case: UseCase, number: int, person: PersonId) -> bool:
    """Whether that drill asked this person."""
    return any(one.number == number and one.contact == person for one in use_case.drills)


def answer(before: UseCase, number: int, known: Known) -> UseCase:
    """The contact is here: the time is taken. Only the newest drill counts, and only its contact answers."""
    drill = next((one for one in before.drills if one.number == number), None)
    if drill is None:
        raise Refusal("There is no such drill on record.")
    if drill.contact != known.actor.id:
        raise Refusal("Only the contact this drill asked can answer it: their time is what it measures.")
    if drill.answered_at:
        raise AlreadyDone("You answered this drill already: the time is taken.")
    if drill != before.drills[-1]:
        raise Refusal("This drill is over: a newer one was started, and only that one counts.")
    answered = drill.model_copy(update={"answered_at": known.now})
    return before.model_copy(update={"drills": (*before.drills[:-1], answered)})
