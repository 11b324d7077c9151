"""What the bot says at a gate: the root of its thread, the ask for a vote, evidence, doubts, the decision."""

from datetime import date, datetime
from typing import Final, Literal, Self

from playbook.deciding import Choice, Criterion, CriterionName, GateName, Verdict, Vote, Voter, Why
from playbook.facts import Fact, PersonId
from playbook.notice import AboutUseCase

IN_CHANNEL_TOO: Final = frozenset({"gate_decided"})  # replies that the channel sees beside the thread


class VoteShown(Fact):
    """A vote as people see it; `lapsed`: a criterion has changed since."""

    by: PersonId
    role: Voter
    stands_for: PersonId | None = None
    choice: Choice
    reason: str = ""
    lapsed: bool = False

    @classmethod
    def of(cls, vote: Vote, *, lapsed: bool = False) -> Self:
        """This vote, without what only the record needs."""
        return cls(
            by=vote.by,
            role=vote.role,
            stands_for=vote.stands_for,
            choice=vote.choice,
            reason=vote.reason,
            lapsed=lapsed,
        )


class GateStands(AboutUseCase):
    """The root of a gate's thread: every criterion as it stands, and the votes; edited in place."""

    kind: Literal["gate_stands"] = "gate_stands"
    gate: GateName
    attempt: int
    day: int  # of the plan
    owner: PersonId | None
    sponsor: PersonId | None
    voters: tuple[PersonId, ...]
    criteria: tuple[Criterion, ...]
    brought: tuple[tuple[CriterionName, int], ...] = ()  # so much evidence lies in the thread
    votes: tuple[VoteShown, ...] = ()
    contested: tuple[int, ...] = ()  # the numbers of open contests
    unproven: tuple[str, ...] = ()
    split: bool = False
    not_a_go: bool = False  # split for two working days
    frozen: str = ""  # why nobody can decide now
    decided: Choice | None = None


class VoteAsked(AboutUseCase):
    """One voter is asked: the criteria in three lines and the buttons; edited to what became of it."""

    kind: Literal["vote_asked"] = "vote_asked"
    gate: GateName
    attempt: int
    criteria: tuple[Criterion, ...]
    unproven: tuple[str, ...] = ()
    cast: tuple[VoteShown, ...] = ()  # by the others, so far
    voted: Choice | None = None
    decided: Choice | None = None
    asked_again: bool = False

    @property
    def settled(self) -> bool:
        """Whether nothing is asked any more."""
        return bool(self.voted or self.decided)


class EvidenceBrought(AboutUseCase):
    """Evidence in the gate's thread, with the words of the message it was copied from."""

    kind: Literal["evidence_brought"] = "evidence_brought"
    number: int
    criterion: CriterionName
    text: str
    link: str = ""
    author: PersonId | None = None
    said_at: datetime | None = None
    by: PersonId


class VoteCast(AboutUseCase):
    """A vote, shown in the gate's thread."""

    kind: Literal["vote_cast"] = "vote_cast"
    gate: GateName
    vote: VoteShown


class ContestStands(AboutUseCase):
    """A doubt in the gate's thread, with the owner's answer and whether it was accepted; edited in place."""

    kind: Literal["contest_stands"] = "contest_stands"
    number: int
    about: Literal["reading", "evidence", "control", "user_test"]
    what: str  # what is doubted, in words
    reason: str
    by: PersonId
    owner: PersonId | None
    answer: str = ""
    accepted_by: PersonId | None = None


class TesterAsked(AboutUseCase):
    """A tester's one question: *Keep it*, *Not yet*, *No*; edited to the answer."""

    kind: Literal["tester_asked"] = "tester_asked"
    number: int
    by: PersonId
    sentence: str = ""
    answered: Verdict | None = None
    why: str = ""


class ResultsTyped(AboutUseCase):
    """Typed-in results of a user test, for another supporter to confirm."""

    kind: Literal["results_typed"] = "results_typed"
    number: int
    kept: int
    tried: int
    by: PersonId
    confirmed_by: PersonId | None = None


class EndingProposed(AboutUseCase):
    """The owner proposes a redesign or a stop, for the voters; edited when it does not stand any more."""

    kind: Literal["ending_proposed"] = "ending_proposed"
    number: int
    choice: Literal["redesign", "stop"]
    reason: str
    cause: Why
    resume_by: date | None = None
    by: PersonId
    sponsor: PersonId | None
    in_thread: bool = False
    over: str = ""  # why it does not stand any more


class GateDecided(AboutUseCase):
    """A sealed decision: what, by whom, on which criteria; an honourable end looks as good as a go."""

    kind: Literal["gate_decided"] = "gate_decided"
    number: int
    gate: GateName
    attempt: int
    choice: Choice
    criteria: tuple[Criterion, ...]
    votes: tuple[VoteShown, ...] = ()
    cause: Why | None = None
    reason: str = ""
    resume_by: str = ""
    early: bool = False
    day: int
    at: datetime
