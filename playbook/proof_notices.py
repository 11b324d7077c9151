"""What the bot says of controls in operation: proofs, the monthly draw, and the escalation drill."""

from datetime import date, datetime
from typing import Literal

from playbook.facts import Control, PersonId
from playbook.notice import AboutUseCase
from playbook.proving import Word


class ProofBrought(AboutUseCase):
    """A gatekeeper is asked whether a proof holds; edited to what the gatekeepers say."""

    kind: Literal["proof_brought"] = "proof_brought"
    number: int
    control: Control
    text: str
    case: str = ""  # the case the bot had named
    by: PersonId
    at: datetime
    drawn: str = ""  # the month this control was drawn for
    words: tuple[Word, ...] = ()
    replaced: bool = False  # a newer proof is on record, or nothing is asked of this person any more
    stands_for: PersonId | None = None  # who is away, and named the reader as deputy

    @property
    def settled(self) -> bool:
        """Whether nothing is asked any more, or somebody has spoken for the seat that is asked."""
        seats = {word.seat for word in self.words}
        return self.replaced or (self.stands_for is not None and self.stands_for in seats)


class ProofDoubted(AboutUseCase):
    """A gatekeeper says that a proof does not hold: the owner reads why; edited when it is settled."""

    kind: Literal["proof_doubted"] = "proof_doubted"
    number: int
    control: Control
    by: PersonId
    reason: str
    withdrawn: bool = False


class ControlDrawn(AboutUseCase):
    """The control drawn for this month: the owner is asked for a fresh proof; edited once it is there."""

    kind: Literal["control_drawn"] = "control_drawn"
    month: str  # in words
    control: Control
    by: date  # the last day
    done: str = ""

    @property
    def settled(self) -> bool:
        """Whether nothing is asked any more."""
        return bool(self.done)


class ProofExpiring(AboutUseCase):
    """A proof ends its shelf life in a week: the owner is asked for a fresh one; edited once it is there."""

    kind: Literal["proof_expiring"] = "proof_expiring"
    control: Control
    until: date  # the last day on which it counts
    done: str = ""

    @property
    def settled(self) -> bool:
        """Whether nothing is asked any more."""
        return bool(self.done)


class DrillAsked(AboutUseCase):
    """The escalation contact is asked for "I am here"; edited to how soon they answered."""

    kind: Literal["drill_asked"] = "drill_asked"
    number: int
    by: PersonId | None
    minutes: int | None = None  # of working time until the answer
    in_time: bool = False
    within: int = 60  # minutes of working time
    over: bool = False  # a newer drill was started


class DrillStarted(AboutUseCase):
    """The owner reads that a drill runs, and how it ended."""

    kind: Literal["drill_started"] = "drill_started"
    number: int
    by: PersonId | None
    contact: PersonId
    minutes: int | None = None
    in_time: bool = False
    within: int = 60  # minutes of working time
    over: bool = False


class DrillUnanswered(AboutUseCase):
    """The working time allowed passed and the contact did not answer: the owner hears of it."""

    kind: Literal["drill_unanswered"] = "drill_unanswered"
    contact: PersonId
    asked_at: datetime
    within: int = 60
    minutes: int | None = None  # it was answered after all

    @property
    def settled(self) -> bool:
        """Whether it was answered after all."""
        return self.minutes is not None
