"""One thing that waits for somebody: what a queue is made of, whichever rule found it."""

from datetime import datetime
from typing import Final, Literal, NamedTuple

from playbook.facts import Fact, Person, PersonId, UseCase

Act = Literal[
    "answer_rollback",
    "accept",
    "take_over",
    "name_successor",
    "grant",
    "sign",
    "answer_governance",
    "judge_proof",
    "vote",
    "accept_answer",
    "answer_contest",
    "supply",
    "decide",
    "resume",
    "explain",
    "log",
    "prove",
    "drill",
    "test",
    "confirm",
    "clear",
    "resolve",
    "go_live",
    "fill",
]
SHOWN: Final = 3  # lines of evidence


class Waits(Fact):
    """One thing that waits for a person: what it is in words, since when, and what it is judged by."""

    use_case: int
    act: Act
    words: str  # unescaped, as every line of the evidence
    since: datetime
    evidence: tuple[str, ...] = ()
    about: str = ""  # which week, gate, test or blocker, as its button says it
    number: int = 0  # of the user test
    thread: str = ""  # the name of the letter whose thread it is settled in

    @property
    def key(self) -> str:
        """The name of the use case."""
        return f"UC-{self.use_case}"


class Asker(NamedTuple):
    """Whose queue it is: a person, with everybody they stand for."""

    person: Person
    seats: frozenset[PersonId]

    def has(self, person: PersonId | None) -> bool:
        """Whether that is them, or somebody they stand for."""
        return person in self.seats


def named(use_case: UseCase) -> str:
    """Its title as it stands in a sentence."""
    return f"“{use_case.title}”"


def ask(use_case: UseCase, act: Act, words: str, since: datetime | None, **more: object) -> Waits:
    """One thing that waits; since it was registered where nobody knows better."""
    told = {"use_case": use_case.number, "act": act, "words": f"{use_case.key}: {words}", **more}
    return Waits.model_validate({**told, "since": since or use_case.registered_at})
