"""What waits for one person in one use case: every open ask, with the act that settles it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from playbook import breaches, contract, milestones, ownership, proofs
from playbook.facts import Fact, Person, PersonId, Settings, UseCase
from playbook.policy import Verb, can
from playbook.wording import counted, listed

Act = Literal[
    "answer_rollback", "accept", "grant", "sign", "answer_governance", "judge_proof", "explain", "fill"
]
_NEEDS: dict[Act, Verb] = {
    "answer_rollback": "answer_rollback",
    "accept": "accept",
    "grant": "grant",
    "sign": "sign",
    "answer_governance": "answer_governance",
    "judge_proof": "judge_proof",
    "explain": "explain",
    "fill": "describe",
}


class Waits(Fact):
    """One thing that waits for a person: what it is in words, and since when."""

    use_case: int
    act: Act
    words: str
    since: datetime


def waits_for(person: Person, use_case: UseCase, settings: Settings) -> tuple[Waits, ...]:
    """Everything this person owes this use case, in the order in which it helps most."""
    return tuple(
        Waits(
            use_case=use_case.number, act=act, words=f"{use_case.key}: {words}", since=use_case.registered_at
        )
        for act, words in _owed(person.id, use_case)
        if can(person, _NEEDS[act], use_case, settings)
    )


def _owed(person: PersonId, use_case: UseCase) -> Iterator[tuple[Act, str]]:
    if use_case.tripped and not use_case.tripped.answered_at:
        yield "answer_rollback", f"“{use_case.title}” is rolled back; say whether the fallback runs"
    if person == use_case.owner and not use_case.accepted:
        yield "accept", f"accept the ownership of “{use_case.title}”, or decline it"
    if ownership.lacking(use_case):
        yield "grant", "give the owner the authority that is missing"
    if contract.complete(use_case) and not use_case.contract.locked and not _signed(person, use_case):
        yield "sign", "read the value contract and sign it"
    if not any(answer.voice == person for answer in use_case.gatekeepers):
        yield "answer_governance", "say whether governance has an objection"
    if names := proofs.unjudged_by(use_case, person):
        yield "judge_proof", f"say whether the proof of {listed(names)} holds"
    if person == use_case.owner and (broken := breaches.unexplained(use_case)):
        yield "explain", f"say the cause of {counted(len(broken), 'broken limit')}"
    yield from _to_fill(person, use_case)


def _signed(person: PersonId, use_case: UseCase) -> bool:
    return any(signature.by == person for signature in use_case.contract.signatures)


def _to_fill(person: PersonId, use_case: UseCase) -> Iterator[tuple[Act, str]]:
    lacks = [lack for lack in milestones.missing(use_case) if lack.owes == person and lack.field != "accept"]
    if lacks and not any(lack.field == "grant" for lack in lacks):
        yield "fill", f"{counted(len(lacks), 'thing')} still missing, first {lacks[0].words}"
