"""Taking readings: from what was typed to readings that are written down, corrected, taken back.

Nothing is ever overwritten: a second reading of the same metric and day or week takes the first one's place
and names it, a correction says why, and what is taken back leaves both behind it in the record.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from playbook import weeks
from playbook.described import Told, check_goes_on, check_open, described
from playbook.facts import Pilot, Reading, UseCase
from playbook.known import Known
from playbook.measured import Metric, Value, values
from playbook.readings import Via
from playbook.refusals import AlreadyDone, Refusal
from playbook.typed import Entry

AGAIN = "logged again"
UNDONE = "taken back"
EDITED = "the message was edited"
CONFIRMED = "it is right"


class Source(NamedTuple):
    """How readings came in: by which way, and in which direct message."""

    via: Via
    message: str = ""


class Taken(NamedTuple):
    """New readings, in the order of logging, and what they describe."""

    readings: tuple[Reading, ...]
    told: Told


def take(pilot: Pilot, entry: Entry, known: Known, source: Source) -> Taken:
    """The readings of one line as typed. Refuses what does not fit, and what is all on record already."""
    check_open(pilot.use_case)
    found = values(entry, pilot.use_case.agreed.terms)
    told = described(pilot, entry.period, found[0].of, known.today)
    new = tuple(reading_of(pilot, value, told, known, source, entry.note) for value in found)
    return Taken(only_news(pilot, new), told)


def reading_of(
    pilot: Pilot, value: Value, told: Told, known: Known, source: Source, note: str = ""
) -> Reading:
    """One reading; one that stands for the same metric and time is named as the one it replaces."""
    new = fresh(pilot.use_case, value, told, known, source, note)
    before = standing_in(pilot, new)
    return new.model_copy(update={"corrects": before.number, "reason": AGAIN}) if before else new


def fresh(
    use_case: UseCase, value: Value, told: Told, known: Known, source: Source, note: str = ""
) -> Reading:
    """One reading as it is logged, before anybody looks what stands in its place."""
    return Reading(
        measured=value.of.measured,
        metric=value.of.metric,
        day=told.day,
        weekly=told.weekly,
        value=value.value,
        num=value.num,
        den=value.den,
        spread=value.spread,
        note=note[:1000],
        by=known.actor.id,
        at=known.now,
        via=source.via,
        attempt=use_case.attempt,
        message=source.message,
    )


def standing_in(pilot: Pilot, new: Reading) -> Reading | None:
    """The reading that stands where a new one wants to be."""
    return next((one for one in pilot.standing if one.slot == new.slot), None)


def only_news(pilot: Pilot, new: Iterable[Reading]) -> tuple[Reading, ...]:
    """Those that say something new; refused when every one is on record just so."""
    every = tuple(new)
    news = tuple(one for one in every if not says_the_same(standing_in(pilot, one), one))
    if every and not news:
        raise AlreadyDone("That is on record already, just as you typed it. Nothing was written twice.")
    return news


def says_the_same(before: Reading | None, new: Reading) -> bool:
    """Whether what stands is on record just so. A share told by its cases is its cases."""
    if before is None:
        return False
    parts = ("num", "den", "spread") if new.num is not None else ("value", "num", "den", "spread")
    same = all(getattr(before, part) == getattr(new, part) for part in parts)
    return same and new.note in ("", before.note)


def last_of(pilot: Pilot, metric: Metric) -> Reading:
    """The reading of a metric that was logged last. Refused when there is none."""
    found = pilot.of_metric(metric.measured, metric.metric)
    if not found:
        raise Refusal(
            f"There is no reading of “{metric.name}” to correct.",
            ways=(f"log the first one: /pilot log {pilot.use_case.key} 4.1",),
        )
    return max(found, key=lambda one: one.number)


def standing(pilot: Pilot, number: int) -> Reading:
    """The reading of that number. Refused when it does not stand (any more)."""
    found = next((one for one in pilot.standing if one.number == number), None)
    if found is None:
        raise Refusal(
            "This reading does not stand any more: it was corrected or taken back meanwhile.",
            ways=(f"see what stands: /pilot readings {pilot.use_case.key}",),
        )
    return found


def correct(
    pilot: Pilot, old: Reading, value: Value, told: Told, reason: str, known: Known, source: Source
) -> Taken:
    """A reading in an older one's place, with the reason. Refuses a correction that changes nothing."""
    check_open(pilot.use_case)
    if not reason.strip():
        raise Refusal("Say why in a few words: a correction keeps its reason.", field="reason")
    new = reading_of(pilot, value, told, known, source, old.note)
    if new.slot == old.slot and says_the_same(old, new):
        raise AlreadyDone("It says so already. Nothing was changed.")
    elsewhere = standing_in(pilot, new)
    if elsewhere and elsewhere.number != old.number:
        raise Refusal("There is another reading of that day or week already: correct that one.", field="when")
    kept = {"corrects": old.number, "reason": reason.strip()[:1000], "message": old.message or new.message}
    return Taken((new.model_copy(update=kept),), told)


def confirm(pilot: Pilot, number: int, known: Known, source: Source) -> Reading:
    """A number that came by itself, as somebody says that it is right: from now on it is theirs."""
    check_open(pilot.use_case)
    old = standing(pilot, number)
    if not old.by_itself:
        raise AlreadyDone("Somebody has said so already.")
    said = {"number": 0, "by": known.actor.id, "at": known.now, "via": source.via, "message": ""}
    return old.model_copy(update=said | {"corrects": old.number, "reason": CONFIRMED})


def told_by(pilot: Pilot, reading: Reading) -> Told:
    """What a reading on record describes."""
    begun = weeks.until(pilot.use_case, reading.day)
    week = next((one for one in begun if one.holds(reading.day)), None)
    return Told(reading.day, reading.weekly, week)


def take_back(pilot: Pilot, logged: Collection[int], known: Known, source: Source) -> tuple[Reading, ...]:
    """What undoes the readings of these numbers, and what an edit of their message made of them."""
    check_goes_on(pilot.use_case)
    stand, message = of_receipt(pilot, logged), message_of(pilot, logged)
    if not stand:
        raise AlreadyDone("This was taken back or corrected already.")
    return tuple(withdrawn(pilot, one, known, source, message) for one in stand)


def of_receipt(pilot: Pilot, logged: Collection[int]) -> tuple[Reading, ...]:
    """What still stands of the readings that were logged under these numbers, by number."""
    message = message_of(pilot, logged)
    stand = [one for one in pilot.standing if one.number in logged or (message and one.message == message)]
    return tuple(sorted(stand, key=lambda one: one.number))


def message_of(pilot: Pilot, logged: Collection[int]) -> str:
    """The message whose receipt this is: its first reading is among these; empty for a later correction."""
    first = next((one for one in pilot.readings if one.number in logged), None)
    message = first.message if first else ""
    begun = next((one for one in pilot.readings if message and one.message == message), None)
    return message if begun == first else ""


def retype(pilot: Pilot, message: str, entry: Entry, known: Known) -> Taken:
    """What an edited message says now: values take their old ones' places, what it no longer says is undone.

    Empty when it still says the same.
    """
    check_open(pilot.use_case)
    source = Source("message", message)
    old = [one for one in pilot.standing if one.message == message]
    found = values(entry, pilot.use_case.agreed.terms)
    told = (
        described(pilot, entry.period, found[0].of, known.today) if entry.period else told_by(pilot, old[0])
    )
    new = [reading_of(pilot, value, told, known, source, entry.note) for value in found]
    gone = [one for one in old if one.slot not in {each.slot for each in new}]
    said = [one for one in new if not says_the_same(standing_in(pilot, one), one)]
    edited = [one.model_copy(update={"reason": EDITED}) if one.corrects else one for one in said]
    return Taken((*edited, *(withdrawn(pilot, one, known, source, message) for one in gone)), told)


def withdrawn(pilot: Pilot, old: Reading, known: Known, source: Source, message: str = "") -> Reading:
    """The reading that takes one back: with the value that stood before it, or with none.

    `message`: what stood before that message is meant, not what the message said before an edit.
    """
    before = _before(pilot, old, message)
    if before and before.slot != old.slot and standing_in(pilot, before):
        before = None  # its place was taken meanwhile
    what = before or old.model_copy(update=_NOTHING)
    return what.model_copy(
        update={
            "number": 0,
            "by": known.actor.id,
            "at": known.now,
            "via": source.via,
            "message": source.message if before is None else before.message,
            "corrects": old.number,
            "reason": UNDONE,
        }
    )


def _before(pilot: Pilot, old: Reading, message: str) -> Reading | None:
    before = next((one for one in pilot.readings if one.number == old.corrects), None)
    return _before(pilot, before, message) if before and message and before.message == message else before


_NOTHING = {"value": None, "num": None, "den": None, "spread": None}
