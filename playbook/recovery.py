"""What people do about a rollback or a breach: pull, answer, say the cause, close, write the fallback."""

from playbook import breaches, rollback
from playbook.facts import Breach, Cause, Pilot, Trip, UseCase
from playbook.forms import CauseForm, CloseForm, FallbackForm, ReasonForm
from playbook.known import Known
from playbook.refusals import AlreadyDone, Refusal, Refusals
from playbook.wording import counted

GOOD_READINGS = 2  # in range, before a rollback may be closed


def pull(pilot: Pilot, form: ReasonForm, known: Known) -> UseCase:
    """Roll back now, by hand and with a reason; latched like any other."""
    use_case = pilot.use_case
    if use_case.tripped:
        raise AlreadyDone(f"{use_case.key} is rolled back already: rollback {use_case.tripped.number}.")
    _can_be_rolled_back(use_case)
    trip = Trip(
        number=len(use_case.trips) + 1,
        at=known.now,
        by=known.actor.id,
        reason=form.reason,
        seen=rollback.last_number(pilot),
    )
    return use_case.model_copy(update={"trips": (*use_case.trips, trip)})


def _can_be_rolled_back(use_case: UseCase) -> None:
    if use_case.outcome == "stopped":
        raise Refusal(f"{use_case.key} is stopped: nothing of it is live.")
    if not rollback.is_watched(use_case):
        raise Refusal(
            f"{use_case.key} is not live yet: there is nothing to roll back.",
            ways=("what stands in its way is told with `/pilot blocker`",),
        )


def answer_running(before: UseCase, number: int, known: Known) -> UseCase:
    """The fallback carries the work, since now; it may be said after *Still live* too."""
    trip = _standing(before, number)
    if trip.fallback_runs:
        raise AlreadyDone(f"This was answered already: the fallback of {before.key} is running.")
    return _with(before, trip, _answered(known) | {"fallback_runs": True})


def answer_live(before: UseCase, number: int, form: ReasonForm, known: Known) -> UseCase:
    """The pilot stays live in spite of it, and why."""
    trip = _standing(before, number)
    if trip.fallback_runs:
        raise AlreadyDone(f"This was answered already: the fallback of {before.key} is running.")
    return _with(before, trip, _answered(known) | {"fallback_runs": False, "because": form.reason})


def _answered(known: Known) -> dict[str, object]:
    return {"answered_at": known.now, "answered_by": known.actor.id}


def close(pilot: Pilot, number: int, form: CloseForm, known: Known) -> UseCase:
    """Close it with a reason; refused before two readings in range and a cause are on file."""
    before = pilot.use_case
    trip = _standing(before, number)
    caused = _with(before, trip, {"cause": form.cause or trip.cause})
    Refusals.raise_any([*_too_few_in_range(pilot, trip), *_no_cause(caused)])
    closed = {
        "closed_at": known.now,
        "closed_by": known.actor.id,
        "closing": form.reason,
        "released": rollback.last_number(pilot),
        "told": tuple(person for person in (before.owner, before.sponsor) if person),
    }
    return _with(_explained(caused, number, known), _standing(caused, number), closed)


def _too_few_in_range(pilot: Pilot, trip: Trip) -> list[Refusal]:
    good = rollback.in_range(trip, pilot)
    if good >= GOOD_READINGS:
        return []
    words = (
        f"Missing: two readings of {rollback.watched(pilot.use_case, trip)} in range, one after the other. "
        f"On file since then: {counted(good, 'such reading')}."
    )
    return [Refusal(words, field="reason", ways=(f"log them with `/pilot log {pilot.use_case.key}`",))]


def _no_cause(before: UseCase) -> list[Refusal]:
    trip = before.tripped
    if trip is None or rollback.cause_on_file(before, trip):
        return []
    return [Refusal("Missing: the cause. Say here why it happened.", field="cause")]


def say_cause(before: UseCase, about: str, form: CauseForm, known: Known) -> UseCase:
    """Put the cause on file: of a rollback (`t2`), or of the breach a reading belongs to (`b14`)."""
    sort, number = about[:1], int(about[1:]) if about[1:].isdecimal() else 0
    if sort == "t":
        return _explained(_with(before, _standing(before, number), {"cause": form.cause}), number, known)
    found = _breach(before, number if sort == "b" else 0)
    return breaches.explained(before, [found], _cause(form.cause, known))


def _explained(before: UseCase, number: int, known: Known) -> UseCase:
    """The cause of a rollback explains the breach that pulled it, too."""
    trip = _standing(before, number)
    pulled_by = [one for one in breaches.unexplained(before) if trip.reading in one.numbers]
    return breaches.explained(before, pulled_by, _cause(trip.cause, known)) if trip.cause else before


def _cause(text: str, known: Known) -> Cause:
    return Cause(metric="", reading=0, text=text, by=known.actor.id, at=known.now)


def _breach(before: UseCase, number: int) -> Breach:
    found = next((one for one in before.breaches if number in one.numbers), None)
    if found is None:
        raise Refusal("This breach is not on record any more: its reading was corrected or taken back.")
    return found


def told_cause(before: UseCase, about: str) -> str | None:
    """The cause on file for what a form is about, to be read and mended; None while there is none."""
    number = int(about[1:]) if about[1:].isdecimal() else 0
    if about[:1] == "t":
        trip = next((one for one in before.trips if one.number == number), None)
        return (trip and rollback.cause_on_file(before, trip)) or None
    found = next((one for one in before.breaches if number in one.numbers), None)
    cause = found and breaches.cause_of(before, found)
    return cause.text if cause else None


def write_fallback(before: UseCase, form: FallbackForm) -> UseCase:
    """Store the steps back to how it was done before."""
    return before.model_copy(update={"fallback": form.fallback})


def _standing(before: UseCase, number: int) -> Trip:
    trip = before.tripped
    if trip is None or trip.number != number:
        raise AlreadyDone(f"This rollback of {before.key} is closed already.")
    return trip


def _with(before: UseCase, trip: Trip, change: dict[str, object]) -> UseCase:
    changed = trip.model_copy(update=change)
    return before.model_copy(
        update={"trips": tuple(changed if one.number == trip.number else one for one in before.trips)}
    )
