"""What the monthly review makes the bot say: the question beforehand, and the digest with its thread."""

from datetime import date
from typing import Literal

from playbook.facts import Control, Fact, PersonId
from playbook.four import FourAnswers, Word
from playbook.notice import AboutUseCase, Notice


class PreparationAsked(AboutUseCase):
    """Before the review: confirm ownership and blockers, prove what was drawn. Edited as it is done."""

    kind: Literal["preparation_asked"] = "preparation_asked"
    on: date  # the day of the digest
    blockers: tuple[str, ...] = ()  # open, outside the owner's control
    confirmed: bool = False
    control: Control | None = None  # drawn, and not proved afresh

    @property
    def settled(self) -> bool:
        """Whether nothing is asked any more."""
        return self.confirmed and self.control is None


Word4 = tuple[Word, Word, Word, Word]


class OwedLine(Fact):
    """What somebody has owed for five working days or more."""

    person: PersonId
    use_case: int
    words: str
    since: date


class Reviewed(Fact):
    """One use case as the digest has it. `answers` None: it is stopped, or not a pilot yet."""

    use_case: int
    title: str
    owner: PersonId | None
    sponsor: PersonId | None
    state: str  # Limited Production, Day 43
    attention: str  # what it needs most
    urgent: bool = False
    answers: FourAnswers | None = None
    at_risk: bool = False  # scaled, and not all yes in two digests in a row
    worth: str = ""
    change: str = ""  # since last month
    became: tuple[str, ...] = ()  # of its blockers of last month
    owes: tuple[OwedLine, ...] = ()  # for five working days or more

    @property
    def key(self) -> str:
        """The name used everywhere: UC-7."""
        return f"UC-{self.use_case}"


class Barrier(Fact):
    """A blocker only leaders can clear: since when, whose, and what was answered."""

    use_case: int
    title: str
    number: int
    text: str
    since: date
    clears: PersonId | None
    answer: str = ""  # taken, named or declined; with the day
    by: PersonId | None = None
    reason: str = ""
    cleared: bool = False


class LeaderLine(Fact):
    """What waits for one leader: Yours: 2 decisions, 1 blocker."""

    person: PersonId
    decisions: int = 0
    blockers: int = 0


class Remembered(Fact):
    """What the next digest compares with: one use case as it was."""

    use_case: int
    state: str  # its stage, or how it ended
    words: Word4 | None = None
    blockers: tuple[int, ...] = ()  # put to leaders


class DigestPosted(Notice):
    """The monthly digest, root of its thread; edited as leaders answer to blockers."""

    kind: Literal["digest_posted"] = "digest_posted"
    month: str  # 2026-02
    on: date  # when it was due
    late: bool = False
    preview: bool = False
    skipped: tuple[str, ...] = ()  # months before it that have no digest; oldest first
    truth: str
    counts: tuple[tuple[str, int], ...] = ()  # pilots by stage, for the picture
    changes: tuple[str, ...] = ()
    leaders: tuple[LeaderLine, ...] = ()
    worth: str = ""
    stops: str = ""
    barriers: tuple[Barrier, ...] = ()  # the first ones; further ones stand in the thread
    more_barriers: int = 0
    became: tuple[str, ...] = ()  # of those of last month
    owed: tuple[OwedLine, ...] = ()
    more_owed: int = 0
    lines: tuple[Reviewed, ...] = ()  # the first ones by need for attention
    more: int = 0  # use cases that stand in the thread and in the files only
    hidden: int = 0  # private ones that are not shown here
    budget: str = ""
    remembered: tuple[Remembered, ...] = ()


class AnswersTold(Notice):
    """The four answers of one use case, or of ten in short, in the digest's thread."""

    kind: Literal["answers_told"] = "answers_told"
    month: str = ""  # of the review
    lines: tuple[Reviewed, ...]


class CommentMade(AboutUseCase):
    """What somebody said of a use case, in the digest's thread."""

    kind: Literal["comment_made"] = "comment_made"
    month: str
    owner: PersonId | None
    by: PersonId
    text: str


class DigestAttached(Notice):
    """The whole digest as a table and as pages, at the end of its thread."""

    kind: Literal["digest_attached"] = "digest_attached"
    month: str
    use_cases: int


class BarriersTold(Notice):
    """Further blockers for leaders, in the digest's thread; edited as they are answered."""

    kind: Literal["barriers_told"] = "barriers_told"
    barriers: tuple[Barrier, ...]
