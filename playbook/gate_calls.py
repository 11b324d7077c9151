"""What the calendar owes at an open gate: the root of its thread, the ask for each vote, one reminder."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from playbook import calendar, criteria, gates, plan, votes
from playbook.deciding import Criterion, CriterionName, Decision, Gate, Vote
from playbook.facts import PersonId, Pilot, UseCase
from playbook.gate_letters import GateStands, VoteAsked, VoteShown
from playbook.known import Around
from playbook.letters import Owed
from playbook.succession import frozen, has_left

ROOT = "gate_stands"
ASKS = frozenset({"vote_asked", "vote_reminded"})
REMINDED_AFTER = 1  # working days


def root_name(use_case: UseCase, gate: Gate) -> str:
    """The name of the letter whose thread the gate is decided in."""
    return f"{use_case.number}:{ROOT}:{period_of(use_case, gate)}"


def period_of(use_case: UseCase, gate: Gate) -> str:
    """The gate's name within its use case; one that was opened again in the same attempt is numbered."""
    alike = [one for one in use_case.gates if (one.name, one.attempt) == (gate.name, gate.attempt)]
    place = next((n for n, one in enumerate(alike, 1) if one.opened_at == gate.opened_at), 1)
    return f"a{gate.attempt}:{gate.name}" + (f":{place}" if place > 1 else "")


def roots(pilot: Pilot, around: Around) -> Iterator[Owed]:
    """One thread for each gate that was opened, in the home channel."""
    use_case = pilot.use_case
    for gate in use_case.gates if use_case.home else ():
        channel = use_case.home.channel if use_case.home else ""
        yield Owed(
            use_case.number, ROOT, period_of(use_case, gate), channel, _opened_at(use_case, gate, around)
        )


def _opened_at(use_case: UseCase, gate: Gate, around: Around) -> datetime:
    """When somebody opened it, or else when the plan did: the bot may have come to it later."""
    planned = gate.opened_by is None and gate.attempt == use_case.attempt
    return min(gate.opened_at, gates.its_day(use_case, gate, around)) if planned else gate.opened_at


def stands(pilot: Pilot, period: str, around: Around) -> GateStands | None:
    """The root as things stand; once decided, as they stood then."""
    gate = _of(pilot.use_case, period)
    return _stands(pilot, gate, around) if gate else None


def _stands(pilot: Pilot, gate: Gate, around: Around) -> GateStands:
    use_case = pilot.use_case
    decision = next((one for one in use_case.decisions if one.number == gate.decision), None)
    found = decision.criteria if decision else criteria.of(gate.name, pilot, around)
    return GateStands(
        use_case=use_case.number,
        title=use_case.title,
        gate=gate.name,
        attempt=gate.attempt,
        day=_day(use_case, decision, around),
        owner=use_case.owner,
        sponsor=use_case.sponsor,
        voters=voters(use_case, around),
        criteria=found,
        brought=_brought(use_case, gate),
        votes=shown(gate.votes, found, around),
        contested=tuple(one.number for one in use_case.contests if one.open),
        unproven=votes.to_acknowledge(pilot, gate.name, around),
        split=_is_split(gate, found, around),
        not_a_go=_split_too_long(gate, found, around),
        frozen="" if decision else frozen(use_case, around.people) or "",
        decided=decision.choice if decision else None,
    )


def _day(use_case: UseCase, decision: Decision | None, around: Around) -> int:
    return plan.decided_on(use_case, decision) if decision else plan.number_of(use_case, around.today)


def present(pilot: Pilot, around: Around) -> GateStands:
    """The gate of the present stage as it stands, whether it is open or not: for a page."""
    use_case, name = pilot.use_case, plan.ENDS[pilot.use_case.stage]
    gate = votes.open_gate(use_case) or Gate(name=name, attempt=use_case.attempt, opened_at=around.now)
    return _stands(pilot, gate, around)


def voters(use_case: UseCase, around: Around) -> tuple[PersonId, ...]:
    """The sponsor and the gatekeepers, without the owner and closed accounts."""
    named = dict.fromkeys((use_case.sponsor, *around.settings.gatekeepers))
    return tuple(one for one in named if one and one != use_case.owner and not has_left(one, around.people))


def yet_to_vote(use_case: UseCase, around: Around) -> tuple[PersonId, ...]:
    """Whose vote is asked for at the open gate, and not cast yet."""
    gate = votes.open_gate(use_case)
    if gate is None or gate.asked_at is None or use_case.pause or use_case.outcome:
        return ()
    cast = {votes.seat(one) for one in gate.votes}
    return tuple(one for one in voters(use_case, around) if one not in cast)


def shown(cast: tuple[Vote, ...], found: tuple[Criterion, ...], around: Around) -> tuple[VoteShown, ...]:
    """Votes as people see them, those that lapsed marked."""
    now = criteria.results(found)
    return tuple(VoteShown.of(one, lapsed=one.results != now) for one in cast)


def _brought(use_case: UseCase, gate: Gate) -> tuple[tuple[CriterionName, int], ...]:
    names = [
        one.criterion for one in use_case.evidence if (one.gate, one.attempt) == (gate.name, gate.attempt)
    ]
    return tuple((name, names.count(name)) for name in dict.fromkeys(names))


def _is_split(gate: Gate, found: tuple[Criterion, ...], around: Around) -> bool:
    standing = votes.standing(gate, found, around.people)
    return len({one.choice for one in standing}) > 1


def _split_too_long(gate: Gate, found: tuple[Criterion, ...], around: Around) -> bool:
    """Whether voters have disagreed for two working days: that is not a go."""
    since = votes.split_since(gate, votes.standing(gate, found, around.people))
    if since is None or gate.decision:
        return False
    day = calendar.local_day(since, around.settings.zone)
    return around.today > calendar.working_days_after(day, votes.SPLIT_AFTER, around.settings.country)


def asks(pilot: Pilot, around: Around) -> Iterator[Owed]:
    """Each voter is asked once everything is met, or when the gate's day has come."""
    for call in _called(pilot, around):
        yield _owed(pilot, "vote_asked", call, call.since, call.at)


def reminders(pilot: Pilot, around: Around) -> Iterator[Owed]:
    """One reminder, a working day later."""
    for call in _called(pilot, around):
        since, at = (_reminded_at(call.to, asked, around) for asked in (call.since, call.at))
        yield _owed(pilot, "vote_reminded", call, since, at)


def _reminded_at(to: PersonId, asked: datetime, around: Around) -> datetime:
    asked_on = calendar.local_day(asked, around.zone_of(to))
    day = calendar.working_days_after(asked_on, REMINDED_AFTER, around.settings.country)
    return around.at_their_hour(to, day)


class _Call(NamedTuple):
    """Whose vote is asked, and of whom: a deputy's, of the deputy.

    `since` is when it was to be asked by the plan, `at` when the bot came to it: both in their working hours.
    """

    person: PersonId
    to: PersonId
    since: datetime
    at: datetime


def _called(pilot: Pilot, around: Around) -> Iterator[_Call]:
    use_case, gate = pilot.use_case, votes.open_gate(pilot.use_case)
    if gate is None or gate.asked_at is None or use_case.pause or not gates.may_decide(pilot, gate, around):
        return
    for person in voters(use_case, around):
        deputy = around.deputy(person)
        to = deputy if deputy and deputy != use_case.owner else person
        pressed = to == gate.opened_by and gate.asked_at == gate.opened_at
        moments = (_to_be_called(use_case, gate, gate.asked_at, around), gate.asked_at)
        yield _Call(person, to, *(at if pressed else around.at_work(to, at) for at in moments))


def _to_be_called(use_case: UseCase, gate: Gate, asked_at: datetime, around: Around) -> datetime:
    """When everything was met, or else when its day came: the bot may have come to it later."""
    if gate.attempt != use_case.attempt:
        return asked_at
    return min(asked_at, max(gates.its_day(use_case, gate, around), _opened_at(use_case, gate, around)))


def _owed(pilot: Pilot, kind: str, call: _Call, since: datetime, at: datetime) -> Owed:
    use_case, gate = pilot.use_case, votes.open_gate(pilot.use_case)
    period = f"{period_of(use_case, gate) if gate else ''}:{call.person}"
    return Owed(use_case.number, kind, period, call.to, since, not_before=at if at > since else None)


def asked(pilot: Pilot, period: str, around: Around) -> VoteAsked | None:
    """The ask to one voter as things stand; None for somebody who votes no more."""
    use_case, (name, _, person) = pilot.use_case, period.rpartition(":")
    gate = _of(use_case, name)
    if gate is None or person not in voters(use_case, around):
        return None
    decision = next((one for one in use_case.decisions if one.number == gate.decision), None)
    found = decision.criteria if decision else criteria.of(gate.name, pilot, around)
    own = [one for one in gate.votes if person in (one.by, votes.seat(one))]
    now = criteria.results(found)
    counted = [one for one in own if decision or one.results == now]
    return VoteAsked(
        use_case=use_case.number,
        title=use_case.title,
        gate=gate.name,
        attempt=gate.attempt,
        criteria=found,
        unproven=votes.to_acknowledge(pilot, gate.name, around),
        cast=shown(tuple(one for one in gate.votes if one not in own), found, around),
        voted=counted[-1].choice if counted else None,
        decided=decision.choice if decision else None,
    )


def reminded(pilot: Pilot, period: str, around: Around) -> VoteAsked | None:
    """The same ask a second time."""
    ask = asked(pilot, period, around)
    return ask.model_copy(update={"asked_again": True}) if ask else None


def _of(use_case: UseCase, period: str) -> Gate | None:
    return next((one for one in use_case.gates if period_of(use_case, one) == period), None)
