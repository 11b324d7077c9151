"""Rollback: what pulls it, who answers, when it may be closed, and what it holds up (operating-model.md, 7).

A reading across the contract's trigger pulls it, over the readings since go-live; so does a person by hand.
It stays until a person closes it, and the readings known by then are released: only later ones count anew.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from playbook import limits, weeks
from playbook.breaches import as_judged, cause_of, number, since_go_live, when
from playbook.breaches import now as in_breach
from playbook.breaches import of_pilot as breaches_of
from playbook.breaches import words as breach_words
from playbook.comparisons import HOLDS
from playbook.contract_text import rollback_in_words
from playbook.facts import Breach, Pilot, Reading, Rollback, Trip, UseCase
from playbook.limits import GuardrailWeek, Trigger
from playbook.week_values import judged, of_one, value_of

ANSWER_WITHIN = timedelta(hours=2)  # of working time; then it goes to the sponsor again


class BreachSaid(NamedTuple):
    """A guardrail in breach, and the words for whoever logged it."""

    breach: Breach
    words: str


def breaches(pilot: Pilot, today: date) -> tuple[BreachSaid, ...]:
    """What the latest readings break, to be said at once."""
    found = in_breach(pilot, today) if is_watched(pilot.use_case) else ()
    return tuple(BreachSaid(one, breach_words(pilot.use_case, one)) for one in found)


def after_readings(pilot: Pilot, now: datetime) -> UseCase:
    """The use case after readings were logged: its breaches, and a rollback when one pulls the trigger."""
    use_case = pilot.use_case
    if not is_watched(use_case):
        return use_case
    trip = _pulled(pilot, now)
    trips = (*use_case.trips, trip) if trip else use_case.trips
    return use_case.model_copy(update={"breaches": breaches_of(pilot), "trips": trips})


def followed(before: UseCase, after: UseCase) -> str:
    """What readings led to, as the record calls it."""
    return "rolled back" if len(after.trips) > len(before.trips) else "breaches seen"


def is_watched(use_case: UseCase) -> bool:
    """Whether readings can pull the trigger: its contract is in force, it is live and not stopped."""
    live = use_case.went_live is not None and use_case.in_force is not None
    return live and use_case.outcome != "stopped"


def _pulled(pilot: Pilot, now: datetime) -> Trip | None:
    use_case, trigger = pilot.use_case, pilot.use_case.agreed.terms.rollback
    if trigger is None or use_case.tripped:
        return None
    judged_now = _judged(pilot, trigger)
    reading = _pulled_by(judged_now, trigger, use_case)
    if reading is None:
        return None
    return Trip(
        number=len(use_case.trips) + 1,
        at=now,
        by=max(judged_now, key=lambda one: one.number).by,
        metric=trigger.metric,
        reading=reading.number,
        trigger=trigger,
        value=reading.value,
        num=reading.num,
        den=reading.den,
        day=reading.day,
        weekly=reading.weekly,
        seen=last_number(pilot),
    )


def last_number(pilot: Pilot) -> int:
    """The number of the reading that was logged last; 0 when there is none."""
    return max((one.number for one in pilot.readings), default=0)


def _judged(pilot: Pilot, trigger: Rollback) -> tuple[Reading, ...]:
    """The readings the trigger is held against: no person released them, by day."""
    released = max((trip.released for trip in pilot.use_case.trips), default=0)
    since = _watched_since(pilot.use_case)
    return tuple(
        reading
        for reading in since_go_live(pilot, trigger.metric)
        if reading.number > released and (since is None or reading.at > since)
    )


def _watched_since(use_case: UseCase) -> datetime | None:
    """When an amendment signed another trigger: it is held against later readings only."""
    since, trigger = None, None
    for version in use_case.contracts:
        if version.locked and version.terms.rollback != trigger:
            since = version.locked_at if trigger else None
            trigger = version.terms.rollback
    return since


def _pulled_by(readings: Sequence[Reading], rollback: Rollback, use_case: UseCase) -> Reading | None:
    """The first reading, by the day it describes, with which the trigger fires; None when it does not."""
    trigger = Trigger(rollback.comparator, judged(rollback.limit, rollback.unit), rollback.in_a_row)
    for end in range(1, len(readings) + 1):
        seen, unit = readings[:end], rollback.unit
        each = [as_judged(of_one(one, unit), unit) for one in seen]
        if limits.fires(trigger, each, _by_week(seen, unit, use_case)):
            return seen[-1]
    return None


def _by_week(readings: Sequence[Reading], unit: str, use_case: UseCase) -> list[GuardrailWeek]:
    """The cases of each contract week together, gaps and all: what the exact bound pools."""
    begun = weeks.evidence(use_case, readings[-1].day)
    values = (value_of(week, readings, unit) for week in begun)
    return [as_judged(value, unit) if value else GuardrailWeek() for value in values]


def in_range(trip: Trip, pilot: Pilot) -> int:
    """How many of the last two readings of what pulled it are in range, up to the first that is not.

    By hand there is no such metric: the contract's trigger says which. Readings known when a person pulled it
    do not count; nor does the reading that pulled it.
    """
    trigger = trip.trigger or pilot.use_case.agreed.terms.rollback
    if trigger is None:
        return 0
    known = 0 if trip.trigger else trip.seen
    latest = [one for one in since_go_live(pilot, trigger.metric) if one.number > known][-2:]
    return next((n for n, one in enumerate(reversed(latest)) if _is_bad(one, trip, trigger)), len(latest))


def _is_bad(reading: Reading, trip: Trip, trigger: Rollback) -> bool:
    value = as_judged(of_one(reading, trigger.unit), trigger.unit).reading
    across = value is None or HOLDS[trigger.comparator](value, judged(trigger.limit, trigger.unit))
    return across or reading.number == trip.reading


def watched(use_case: UseCase, trip: Trip) -> str:
    """The metric that has to come back in range."""
    trigger = trip.trigger or use_case.agreed.terms.rollback
    return trigger.metric if trigger else "the trigger's metric"


def cause_on_file(use_case: UseCase, trip: Trip) -> str:
    """Why it was rolled back: told for the rollback, or for the breach that pulled it; empty while unsaid."""
    if trip.cause:
        return trip.cause
    pulled_by = (one for one in use_case.breaches if trip.reading in one.numbers)
    causes = (cause_of(use_case, one) for one in pulled_by)
    return next((cause.text for cause in causes if cause), "")


def words(use_case: UseCase, trip: Trip) -> str:
    """What pulled it: the number, when, and the trigger; by hand the reason."""
    if trip.trigger is None or trip.value is None or trip.day is None:
        return trip.reason
    value = number(trip.value, trip.trigger.unit, trip.num, trip.den)
    place = when(use_case, trip.day, weekly=trip.weekly)
    bound = ", or the exact bound" if trip.trigger.in_a_row is None and trip.den else ""
    return f"{trip.metric} {value} {place}; the trigger is {rollback_in_words(trip.trigger)}{bound}"
