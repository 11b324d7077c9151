"""Rollback: what pulls it, who answers, when it may be closed, and what it holds up (operating-model.md, 7).

A reading across the contract's trigger pulls it, over the readings since go-live; so does a person by hand.
It stays until a person closes it, and the readings known by then are released: only later ones count anew.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from playbook import limits, weeks
from playbook.facts import Pilot, Reading, Rollback, Trip, UseCase
from playbook.limits import GuardrailWeek, Trigger
from playbook.wording import folded

_SHARES = {"percent": -2, "ratio": 0}  # units that counts can be held against, and their power of ten


def after_readings(pilot: Pilot, now: datetime) -> UseCase:
    """The use case after readings were logged: with an open rollback when one pulls the trigger."""
    pulled = _pulled_by(pilot)
    if pulled is None:
        return pilot.use_case
    trip, use_case = _trip(pilot, pulled, now), pilot.use_case
    return use_case.model_copy(update={"trips": (*use_case.trips, trip)})


def _trip(pilot: Pilot, pulled: Reading, now: datetime) -> Trip:
    trigger = pilot.use_case.agreed.terms.rollback
    newest = max(_judged(pilot), key=lambda reading: reading.number)
    return Trip(
        number=len(pilot.use_case.trips) + 1,
        at=now,
        by=newest.by,
        metric=trigger.metric if trigger else "",
        reading=pulled.number,
        trigger=trigger,
        value=pulled.value,
        num=pulled.num,
        den=pulled.den,
        day=pulled.day,
        weekly=pulled.weekly,
    )


def _pulled_by(pilot: Pilot) -> Reading | None:
    """The first reading, by the day it describes, with which the trigger fires; None when it does not."""
    use_case, watched = pilot.use_case, pilot.use_case.agreed.terms.rollback
    if watched is None or use_case.tripped or not is_watched(use_case):
        return None
    readings, trigger = _judged(pilot), _trigger(watched)
    for end in range(1, len(readings) + 1):
        seen = readings[:end]
        if limits.fires(trigger, _each(seen, watched), _by_week(seen, watched, use_case)):
            return seen[-1]
    return None


def is_watched(use_case: UseCase) -> bool:
    """Whether readings can pull the trigger: its contract is in force, it is live and not stopped."""
    live = use_case.went_live is not None and use_case.in_force is not None
    return live and use_case.outcome != "stopped"


def _judged(pilot: Pilot) -> tuple[Reading, ...]:
    """The readings of the trigger's metric since go-live that no person released, by day."""
    use_case, trigger = pilot.use_case, pilot.use_case.agreed.terms.rollback
    if use_case.went_live is None or trigger is None:
        return ()
    live, released = use_case.went_live.day, max((trip.released for trip in use_case.trips), default=0)
    watched_since = _watched_since(use_case)
    return tuple(
        reading
        for reading in of_metric(pilot, trigger.metric)
        if reading.day >= live and reading.number > released
        if watched_since is None or reading.at > watched_since
    )


def of_metric(pilot: Pilot, metric: str) -> tuple[Reading, ...]:
    """The standing readings of this attempt for the KPI or the guardrail of that name, by day."""
    name, kpi = folded(metric), folded(pilot.use_case.agreed.terms.kpi or "")
    return tuple(
        reading
        for reading in pilot.standing
        if reading.attempt == pilot.use_case.attempt
        if (reading.measured == "kpi" and name == kpi)
        or (reading.measured == "guardrail" and folded(reading.metric) == name)
    )


def _watched_since(use_case: UseCase) -> datetime | None:
    """When an amendment signed another trigger: it is held against later readings only."""
    since, trigger = None, None
    for version in use_case.contracts:
        if version.locked and version.terms.rollback != trigger:
            since = version.locked_at if trigger else None
            trigger = version.terms.rollback
    return since


def _trigger(rollback: Rollback) -> Trigger:
    return Trigger(rollback.comparator, _scaled(rollback.limit, rollback.unit), rollback.in_a_row)


def _scaled(value: float, unit: str) -> float:
    """A value as counts give it: a percentage as a share of 1, exactly as its decimals say."""
    return float(Decimal(repr(value)).scaleb(_SHARES.get(unit, 0)))


def _each(readings: Iterable[Reading], rollback: Rollback) -> list[GuardrailWeek]:
    return [_as_week(reading, rollback.unit) for reading in readings]


def _as_week(reading: Reading, unit: str) -> GuardrailWeek:
    value = None if reading.value is None else _scaled(reading.value, unit)
    counted = unit in _SHARES
    return GuardrailWeek(
        value=value, num=reading.num if counted else None, den=reading.den if counted else None
    )


def _by_week(readings: Sequence[Reading], rollback: Rollback, use_case: UseCase) -> list[GuardrailWeek]:
    """The cases of each contract week together, gaps and all: what the exact bound pools."""
    begun = weeks.evidence(use_case, readings[-1].day)
    weekly = ([one for one in readings if week.holds(one.day)] for week in begun)
    return [_pooled(of_week, rollback.unit) for of_week in weekly]


def _pooled(readings: list[Reading], unit: str) -> GuardrailWeek:
    """One week's cases; a reading of the whole week speaks for it alone, one without counts for no cases."""
    counted = [_as_week(one, unit) for one in [r for r in readings if r.weekly] or readings]
    pairs = [one.counts for one in counted if one.counts]
    if not pairs or len(pairs) < len(counted):
        return counted[-1] if counted else GuardrailWeek()
    return GuardrailWeek(num=sum(num for num, _ in pairs), den=sum(den for _, den in pairs))
