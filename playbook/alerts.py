"""The letters of what went wrong: a rollback, a second time to the sponsor, a breach, a severe incident.

Alerts wait for no morning and no working hours; only the clock of the unanswered one counts working time.
"""

from collections.abc import Iterator

from playbook import breaches, calendar, rollback
from playbook.facts import Breach, Pilot, Settings, Trip, UseCase
from playbook.known import Around
from playbook.letters import (
    AnyNotice,
    BreachSeen,
    IncidentOpened,
    Letter,
    Owed,
    RollbackTripped,
    RollbackUnanswered,
)


def rollbacks(use_case: UseCase, settings: Settings) -> Iterator[Letter]:
    """The alert in the home channel, to the owner and to the sponsor; edited to how it ended."""
    for trip in use_case.trips:
        notice = _tripped(use_case, trip)
        if use_case.home:
            yield Letter(to=use_case.home.channel, period=f"t{trip.number}", notice=notice)
        answering = (use_case.owner, use_case.sponsor) if trip.open else trip.told
        for person in dict.fromkeys(answering):
            if person:
                yield Letter(to=person, period=f"t{trip.number}:{person}", notice=notice)


def _tripped(use_case: UseCase, trip: Trip) -> RollbackTripped:
    return RollbackTripped(
        use_case=use_case.number,
        title=use_case.title,
        trip=trip,
        pulled_by=rollback.words(use_case, trip),
        fallback=use_case.fallback if trip.open else None,
        cause=rollback.cause_on_file(use_case, trip),
    )


def unanswered(pilot: Pilot, around: Around) -> Iterator[Owed]:
    """A rollback nobody answered goes to the sponsor again, two hours of working time later."""
    use_case, trip = pilot.use_case, pilot.use_case.tripped
    if trip is None or trip.answered_at or use_case.sponsor is None:
        return
    zone, country = around.settings.zone, around.settings.country
    due = calendar.after_working_time(trip.at, rollback.ANSWER_WITHIN, zone, country)
    yield Owed(use_case.number, "rollback_unanswered", f"t{trip.number}", use_case.sponsor, due)


def asked_again(pilot: Pilot, period: str, around: Around) -> AnyNotice | None:
    """The same alert a second time; once it is answered it only says so where it stands."""
    use_case = pilot.use_case
    trip = next((one for one in use_case.trips if f"t{one.number}" == period), None)
    if trip is None:
        return None
    return RollbackUnanswered(
        use_case=use_case.number,
        title=use_case.title,
        trip=trip,
        pulled_by=rollback.words(use_case, trip),
        fallback=use_case.fallback,
        owner=use_case.owner,
    )


def breaches_seen(use_case: UseCase, settings: Settings) -> Iterator[Letter]:
    """The owner is asked for a cause; once told it stands with the breach. A rollback's alert asks itself."""
    owned = use_case.ownership
    if use_case.owner is None or owned is None:
        return
    for breach in use_case.breaches:
        cause = breaches.cause_of(use_case, breach)
        earlier = cause is not None and breach.seen_at < owned.accepted_at  # of the owner before
        if not earlier and not _alerted(use_case, breach):
            notice = BreachSeen(
                use_case=use_case.number,
                title=use_case.title,
                number=breach.numbers[0],
                broken=breaches.words(use_case, breach),
                few=breach.few,
                cause=cause.text if cause else "",
                said_by=cause.by if cause else None,
            )
            yield Letter(to=use_case.owner, period=f"b{min(breach.numbers)}:{use_case.owner}", notice=notice)


def _alerted(use_case: UseCase, breach: Breach) -> bool:
    """Whether its first reading pulled a rollback at once."""
    return any(trip.reading == breach.numbers[0] for trip in use_case.trips)


def severe_incidents(use_case: UseCase, settings: Settings) -> Iterator[Letter]:
    """The home channel is told of severity 1, and how it ended."""
    for incident in use_case.incidents:
        if use_case.home and incident.severity == 1:
            notice = IncidentOpened(
                use_case=use_case.number,
                title=use_case.title,
                incident=incident,
                fallback=use_case.fallback if incident.open else None,
            )
            yield Letter(to=use_case.home.channel, period=f"i{incident.number}", notice=notice)
