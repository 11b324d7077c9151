"""Votes at a gate: who may cast one, when one lapses, and which one decides (operating-model.md, 6).

A *go* needs the sponsor and a gatekeeper, every criterion met, and no standing redesign or stop; redesign
needs the sponsor and a gatekeeper; stop the sponsor. There is no other way through: nobody may decide a go
while a criterion is not met, whatever their role.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Final

from playbook import calendar, criteria
from playbook.criteria.piloting import EARLY
from playbook.deciding import Choice, Criterion, Decision, Gate, GateName, Pause, Vote, Voter, Why
from playbook.endings import another_attempt, halted
from playbook.facts import Fact, Person, PersonId, Pilot, Settings, UseCase
from playbook.known import Around
from playbook.refusals import AlreadyDone, Refusal
from playbook.succession import frozen, has_left

QUORUM: Final[Mapping[Choice, frozenset[Voter]]] = {
    "go": frozenset({"sponsor", "gatekeeper"}),
    "redesign": frozenset({"sponsor", "gatekeeper"}),
    "stop": frozenset({"sponsor"}),
}
SPLIT_AFTER = 2  # working days
LATEST_RESUME = timedelta(days=30)
WAYS = (
    "supply what is missing: the gate names who can, line by line",
    "vote for a redesign, with its reason and a date to resume",
    "vote to stop with clarity: an honourable end",
)


class Ballot(Fact):
    """A vote as it is handed in."""

    gate: GateName
    attempt: int | None = None  # of the message the vote was cast on; None: the present one
    choice: Choice
    reason: str = ""
    cause: Why | None = None
    resume_by: date | None = None
    acknowledges: tuple[str, ...] = ()
    stands_for: PersonId | None = None


class GateShut(Refusal):
    """This gate stays shut while a criterion is not met."""


class AlreadyDecided(AlreadyDone):
    """Somebody else decided first."""


def open_gate(use_case: UseCase) -> Gate | None:
    """The gate that waits for a decision."""
    return next(
        (one for one in use_case.gates if one.decision is None and one.attempt == use_case.attempt), None
    )


def cast(pilot: Pilot, ballot: Ballot, voter: Person, around: Around) -> UseCase:
    """The use case with this vote and, where it completes a quorum, with the decision it makes.

    Raises `AlreadyDecided`, `GateShut` with what would open it, or `Refusal`.
    """
    use_case = pilot.use_case
    gate = _gate_for(use_case, ballot, around)
    found = criteria.of(gate.name, pilot, around)
    stands_for = ballot.stands_for or _principal(use_case, voter, around.settings)
    role = _role(use_case, stands_for or voter.id, around.settings)
    _may_be_cast(ballot, found, pilot, around)
    vote = Vote(
        by=voter.id,
        role=role,
        stands_for=stands_for,
        choice=ballot.choice,
        reason=ballot.reason,
        cause=ballot.cause,
        at=around.now,
        results=criteria.results(found),
        acknowledges=ballot.acknowledges,
    )
    voted = gate.model_copy(update={"votes": (*(one for one in gate.votes if seat(one) != seat(vote)), vote)})
    decided = _decided(voted, found, ballot, use_case, around)
    return _after(use_case, voted, decided, around) if decided else _with_gate(use_case, voted)


def _principal(use_case: UseCase, voter: Person, settings: Settings) -> PersonId | None:
    """For whom a deputy votes: a voter who is away and named them; None for whoever votes for themselves."""
    voters = {use_case.sponsor, *settings.gatekeepers} - {use_case.owner}
    if voter.id in voters or voter.id == use_case.owner:
        return None
    return next((person for person in voter.stands_for if person in voters), None)


def seat(vote: Vote) -> PersonId:
    """Whose vote it is: a deputy's counts as that of whoever they stand for."""
    return vote.stands_for or vote.by


def standing(gate: Gate, found: tuple[Criterion, ...], people: Mapping[PersonId, Person]) -> tuple[Vote, ...]:
    """The votes that count now: not lapsed, and of accounts that still exist."""
    now = criteria.results(found)
    return tuple(one for one in gate.votes if one.results == now and not has_left(seat(one), people))


def _gate_for(use_case: UseCase, ballot: Ballot, around: Around) -> Gate:
    gate, name = open_gate(use_case), ballot.gate
    if ballot.attempt not in (None, use_case.attempt):
        raise Refusal(
            f"That gate belongs to attempt {ballot.attempt}; this is attempt {use_case.attempt}.",
            ways=("`/pilot gate` shows the present one",),
        )
    if gate is not None and gate.name == name:
        return gate
    last = next((one for one in reversed(use_case.decisions) if one.gate == name), None)
    if last is not None:
        raise AlreadyDecided(
            f"This gate was decided already: {last.choice}, {_by_whom(last, around)}. "
            "Your vote was not counted."
        )
    raise Refusal("This gate is not open now.", ways=("open it with `/pilot gate`",))


def _by_whom(decision: Decision, around: Around) -> str:
    """When it was decided, in the workspace's zone, and whose vote completed it."""
    at = calendar.local(decision.at, around.settings.zone)
    known = around.people.get(decision.by or "")
    by = f" by {known.name}" if known else ""
    return f"on {calendar.day_month(at.date())} at {at:%H:%M}{by}"


def _role(use_case: UseCase, person: PersonId, settings: Settings) -> Voter:
    if person == use_case.sponsor:
        return "sponsor"
    if person in settings.gatekeepers and person != use_case.owner:
        return "gatekeeper"
    raise Refusal("Only the sponsor and the gatekeepers vote; the owner never does at their own gate.")


def _may_be_cast(ballot: Ballot, found: tuple[Criterion, ...], pilot: Pilot, around: Around) -> None:
    _somebody_owns_it(ballot, pilot.use_case, around)
    if ballot.choice == "go":
        if rest := halted(pilot.use_case):
            raise GateShut(str(rest), ways=rest.ways)
        _gate_opens(found, pilot, ballot, around)
        return
    if not ballot.reason.strip() or ballot.cause is None:
        raise Refusal(f"A {ballot.choice} needs its reason and its cause.", field="reason")
    if ballot.choice == "redesign":
        another_attempt(pilot.use_case, around.settings)
        resumes_in_time(ballot.resume_by, around)


def _somebody_owns_it(ballot: Ballot, use_case: UseCase, around: Around) -> None:
    """Without an owner nothing moves on; an end needs none."""
    stands = frozen(use_case, around.people) if ballot.choice != "stop" else None
    if stands:
        raise GateShut(stands, ways=("`/pilot handover` asks somebody to take over", WAYS[2]))


def _gate_opens(found: tuple[Criterion, ...], pilot: Pilot, ballot: Ballot, around: Around) -> None:
    lacking = [one for one in found if one.result != "met"]
    if lacking:
        lines = "; ".join(f"{criteria.WORDS[one.name]}: {one.because}" for one in lacking)
        raise GateShut(
            f"The gate is shut. {len(lacking)} of {len(found)} criteria not met. {lines}.", ways=WAYS
        )
    seen = to_acknowledge(pilot, ballot.gate, around)
    if set(seen) - set(ballot.acknowledges):
        raise Refusal(
            "Acknowledge first what is kept but not proven: " + "; ".join(seen) + ".", field="acknowledges"
        )


def to_acknowledge(pilot: Pilot, gate: str, around: Around) -> tuple[str, ...]:
    """What a go at this gate has to acknowledge: limits that are kept, but not proven."""
    return () if gate in ("entry", "pilot") else criteria.producing.unproven(pilot, around)


def resumes_in_time(resume_by: date | None, around: Around) -> None:
    """Refuse a redesign without a date, or with one that is not within the coming 30 days."""
    if resume_by is None:
        raise Refusal("A redesign needs the date it resumes by.", field="resume_by")
    if not around.today < resume_by <= around.today + LATEST_RESUME:
        latest = calendar.day_month(around.today + LATEST_RESUME)
        raise Refusal(f"It resumes after today, by {latest} at the latest: 30 days.", field="resume_by")


def _decided(
    gate: Gate, found: tuple[Criterion, ...], ballot: Ballot, use_case: UseCase, around: Around
) -> Decision | None:
    """The decision this vote makes, if it completes the quorum of its choice."""
    votes = standing(gate, found, around.people)
    if not _carried(votes, ballot.choice, around.settings):
        return None
    return Decision(
        number=len(use_case.decisions) + 1,
        gate=gate.name,
        attempt=use_case.attempt,
        choice=ballot.choice,
        criteria=found,
        votes=votes,
        cause=ballot.cause,
        reason=ballot.reason,
        resume_by=ballot.resume_by,
        early=ballot.choice == "go" and any(_is_early(one) for one in found),
        at=around.now,
        day=calendar.day_number(use_case.day_one, around.today),
        by=gate.votes[-1].by,
    )


def _carried(votes: Iterable[Vote], choice: Choice, settings: Settings) -> bool:
    """Whether a choice has its offices and so many people, enough gatekeepers, and a go nobody against it."""
    votes, wanted = tuple(votes), QUORUM[choice]
    agreeing = [one for one in votes if one.choice == choice]
    fewest = min(len({one.by for one in agreeing}), len({seat(one) for one in agreeing}))
    if not wanted <= {one.role for one in agreeing} or fewest < len(wanted):
        return False
    gatekeepers = {seat(one) for one in agreeing if one.role == "gatekeeper"}
    if "gatekeeper" in wanted and len(gatekeepers) < settings.quorum:
        return False
    return choice != "go" or len(agreeing) == len(votes)


def _is_early(one: Criterion) -> bool:
    return one.name == "signal" and one.because.startswith(EARLY)


def _after(use_case: UseCase, gate: Gate, decision: Decision, around: Around) -> UseCase:
    """What a decision changes: the stage or the outcome on go, the outcome on stop, a pause on redesign."""
    sealed = _with_gate(use_case, gate.model_copy(update={"decision": decision.number}))
    decided = sealed.model_copy(update={"decisions": (*use_case.decisions, decision)})
    return decided.model_copy(update=consequence(decision, around))


def consequence(decision: Decision, around: Around) -> dict[str, object]:
    """The fields a decision changes beside itself; its day is that of the workspace."""
    if decision.choice == "stop":
        return {"outcome": "stopped", "pause": None}
    if decision.choice == "redesign":
        since = calendar.local_day(decision.at, around.settings.zone)
        return {"pause": Pause(why="redesign", at=decision.at, since=since, resume_by=decision.resume_by)}
    following = criteria.NEXT[decision.gate]
    return {"stage": following} if following else {"outcome": "scaled"}


def _with_gate(use_case: UseCase, gate: Gate) -> UseCase:
    gates = (
        gate if (one.name, one.attempt, one.decision) == (gate.name, gate.attempt, None) else one
        for one in use_case.gates
    )
    return use_case.model_copy(update={"gates": tuple(gates)})


def split_since(gate: Gate, votes: Iterable[Vote]) -> datetime | None:
    """Since when voters disagree; None while they do not."""
    kinds = {one.choice for one in votes}
    return max((one.at for one in votes), default=None) if len(kinds) > 1 else None


def entered(pilot: Pilot, around: Around) -> UseCase:
    """The use case with its entry check sealed and the Pilot stage begun, once its last criterion is met."""
    use_case = pilot.use_case
    if use_case.stage != "frame" or use_case.outcome or use_case.pause:
        return use_case
    found = criteria.of("entry", pilot, around)
    if not criteria.all_met(found):
        return use_case
    decision = Decision(
        number=len(use_case.decisions) + 1,
        gate="entry",
        attempt=use_case.attempt,
        choice="go",
        criteria=found,
        at=around.now,
        day=calendar.day_number(use_case.day_one, around.today),
    )
    after = {"decisions": (*use_case.decisions, decision), **consequence(decision, around)}
    return use_case.model_copy(update=after)
