"""Facts of gates: evidence, user tests, contests, votes, and the decision that is sealed.

A gate opens once for each attempt. What its criteria are, and when they are met, stands in `criteria`.
"""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from playbook.fact import Fact, PersonId

GateName = Literal["entry", "pilot", "limited_production", "scale"]
Choice = Literal["go", "redesign", "stop"]
Why = Literal["metric", "friction", "governance", "ownership", "no_effect"]  # of a redesign or a stop
Voter = Literal["sponsor", "gatekeeper"]
Result = Literal["met", "not_met", "unclear"]
CriterionName = Literal[
    "contract",
    "ownership",
    "bottlenecks",
    "documented",
    "second_place",
    "signal",
    "acceptance",
    "guardrails",
    "stability",
    "fallback",
    "response",
    "incidents",
    "adoption",
    "waits",
    "operating",
    "agreed_range",
    "repeatability",
    "effort",
    "kit",
]
Verdict = Literal["keep", "not_yet", "no"]
Act = Literal[
    "log",
    "test",
    "evidence",
    "fallback",
    "cause",
    "drill",
    "prove",
    "incident",
    "bottlenecks",
    "fill",
    "effort",
    "replicate",
    "kit",
    "none",
]


class Criterion(Fact):
    """One exit criterion as it stands: its result, why, who can supply it, and the act that does."""

    name: CriterionName
    result: Result
    because: str
    supplies: tuple[PersonId, ...] = ()
    act: Act = "none"


class Evidence(Fact):
    """What somebody brought for a criterion; a message's text is copied, not only linked."""

    number: int
    gate: GateName
    criterion: CriterionName
    text: str
    link: str = ""
    author: PersonId | None = None  # of the copied message
    said_at: datetime | None = None  # when that was written
    by: PersonId
    at: datetime
    attempt: int = 1


class Tap(Fact):
    """A tester's own answer."""

    by: PersonId
    verdict: Verdict
    why: str = ""
    at: datetime


class UserTest(Fact):
    """One round of testers. Typed-in results count once another supporter confirmed them."""

    number: int
    asked: tuple[PersonId, ...] = ()
    by: PersonId
    at: datetime
    attempt: int = 1
    taps: tuple[Tap, ...] = ()  # the latest of each tester counts
    kept: int | None = Field(default=None, ge=0)  # typed in: so many of `tried` keep it
    tried: int | None = Field(default=None, ge=0)
    confirmed_by: PersonId | None = None
    everyone: bool = False  # everyone who does the step was asked, if they are fewer than five


class Contest(Fact):
    """A voter's doubt about a reading, evidence or a control: its criterion is unclear until settled."""

    number: int
    about: Literal["reading", "evidence", "control", "user_test"]
    thing: str  # the number of the reading, evidence or test; the control's name
    reason: str
    by: PersonId
    at: datetime
    answer: str = ""
    answered_by: PersonId | None = None
    answered_at: datetime | None = None
    accepted_by: PersonId | None = None
    accepted_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether it still makes its criterion unclear."""
        return self.accepted_at is None


class Vote(Fact):
    """One vote; it lapses when a criterion's result is no longer what it was when it was cast."""

    by: PersonId
    role: Voter
    stands_for: PersonId | None = None  # a deputy's vote counts as that person's
    choice: Choice
    reason: str = ""
    cause: Why | None = None
    at: datetime
    results: tuple[tuple[CriterionName, Result], ...] = ()  # every criterion as it was then
    acknowledges: tuple[str, ...] = ()  # limits that are kept but not proven, seen by the voter


class Decision(Fact):
    """A sealed decision: what was decided, on which criteria, by whose votes. The store chains its hash."""

    number: int
    gate: GateName
    attempt: int
    choice: Choice
    criteria: tuple[Criterion, ...]
    votes: tuple[Vote, ...] = ()
    cause: Why | None = None
    reason: str = ""
    resume_by: date | None = None
    early: bool = False  # the signal was an early one and has to hold at the next gate
    at: datetime
    day: int | None = None  # of the plan as it was dated then: another attempt dates it anew
    by: PersonId | None = None  # whose vote completed it; None: the entry check, which has no votes


class Gate(Fact):
    """An open gate with its votes; once decided it holds the number of the decision."""

    name: GateName
    attempt: int
    opened_at: datetime
    opened_by: PersonId | None = None  # None: by the calendar
    asked_at: datetime | None = None  # since when votes are asked: all was met, or its day had come
    votes: tuple[Vote, ...] = ()
    decision: int | None = None


class Proposal(Fact):
    """What the owner proposes at their own pilot: a redesign or a stop. It never decides anything."""

    number: int
    choice: Literal["redesign", "stop"]
    reason: str
    cause: Why
    resume_by: date | None = None
    by: PersonId
    at: datetime
    attempt: int
    decided_before: int  # how many decisions were sealed by then: a later one settles it
    put_to: PersonId | None = None  # the sponsor of then
    withdrawn_at: datetime | None = None


class Pause(Fact):
    """Nothing is asked and nothing moves: after Day 60 without a decision, or for a redesign."""

    why: Literal["day_60", "redesign"]
    at: datetime
    since: date
    resume_by: date | None = None
