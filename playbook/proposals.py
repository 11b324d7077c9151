"""What an owner may say about an end of their own pilot: they propose a redesign or a stop, others vote.

A proposal decides nothing. It stands until it is withdrawn, another takes its place, or votes decide.
"""

from datetime import date
from typing import Literal

from playbook import endings, votes
from playbook.deciding import Gate, Proposal
from playbook.facts import UseCase
from playbook.forms import RedesignForm, StopForm
from playbook.known import Known
from playbook.refusals import AlreadyDone, Refusal

Proposed = Literal["redesign", "stop"]


def propose(before: UseCase, choice: Proposed, form: StopForm, known: Known) -> UseCase:
    """The use case with what its owner proposes; refused where nobody could vote for it."""
    endings.may_end(before)
    resume_by = form.resume_by if isinstance(form, RedesignForm) else None
    if choice == "redesign":
        endings.another_attempt(before, known.settings)
        votes.resumes_in_time(resume_by, known.around)
    new = Proposal(
        number=len(before.proposals) + 1,
        choice=choice,
        reason=form.reason,
        cause=form.cause,
        resume_by=resume_by,
        by=known.actor.id,
        at=known.now,
        attempt=before.attempt,
        decided_before=len(before.decisions),
        put_to=before.sponsor,
    )
    return before.model_copy(update={"proposals": (*before.proposals, new)})


def withdraw(before: UseCase, number: int, known: Known) -> UseCase:
    """The proposal taken back by the owner; both stay on record."""
    one = find(before, number)
    if one is None:
        raise Refusal("There is no such proposal.")
    if said := over(before, one):
        raise AlreadyDone(f"This proposal does not stand any more: {said}.")
    gone = one.model_copy(update={"withdrawn_at": known.now})
    kept = tuple(gone if other.number == number else other for other in before.proposals)
    return before.model_copy(update={"proposals": kept})


def find(use_case: UseCase, number: int) -> Proposal | None:
    """The proposal of that number, whether it stands or not."""
    return next((one for one in use_case.proposals if one.number == number), None)


def standing(use_case: UseCase) -> Proposal | None:
    """What the owner proposes now."""
    last = use_case.proposals[-1] if use_case.proposals else None
    return last if last and not over(use_case, last) else None


def over(use_case: UseCase, one: Proposal) -> str:
    """Why a proposal does not stand any more, in words; empty while it stands."""
    if one.withdrawn_at:
        return "withdrawn by the owner"
    if one.number < len(use_case.proposals):
        return "another proposal took its place"
    later = use_case.decisions[one.decided_before :]
    decided = next((done for done in later if (done.gate, done.choice) != ("entry", "go")), None)
    return f"decided: {decided.choice}" if decided else ""


def gate_of(use_case: UseCase, one: Proposal) -> Gate | None:
    """The gate that was open when it was made: it is shown in that thread."""
    open_then = (
        gate
        for gate in reversed(use_case.gates)
        if gate.attempt == one.attempt
        and gate.opened_at <= one.at
        and (gate.decision is None or gate.decision > one.decided_before)
    )
    return next(open_then, None)


def offered(use_case: UseCase, number: int, today: date) -> dict[str, object]:
    """What a voter's own form starts with: the owner's words, and the date while it is still ahead."""
    one = find(use_case, number)
    if one is None:
        return {}
    date_too = {"resume_by": one.resume_by} if one.resume_by and one.resume_by > today else {}
    return {"reason": one.reason, "cause": one.cause, **date_too}
