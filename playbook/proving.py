"""Facts of controls in operation: dated proofs, the control drawn each month, escalation drills."""

from datetime import datetime
from typing import Literal

from playbook.fact import Fact, PersonId

Control = Literal["data_sensitivity", "model_boundary", "human_review", "logging", "escalation_path"]


class ControlAnswer(Fact):
    """How one of the five controls is documented: by whom and when."""

    control: Control
    answer: str
    contact: PersonId | None = None  # the escalation path's named person
    by: PersonId
    at: datetime


class Word(Fact):
    """A gatekeeper's word on a proof: it holds, or it does not."""

    by: PersonId
    at: datetime
    holds: bool
    reason: str = ""
    stands_for: PersonId | None = None  # a deputy's word counts as that person's

    @property
    def seat(self) -> PersonId:
        """Whose word it is."""
        return self.stands_for or self.by


class Proof(Fact):
    """What shows that a control operates: pasted text, kept with its hash. Good for 62 days."""

    number: int
    control: Control
    text: str
    case: str = ""  # the case the bot had named, in words
    digest: str = ""  # SHA-256 of the text in UTF-8, as hex
    by: PersonId
    at: datetime
    words: tuple[Word, ...] = ()  # the latest of each gatekeeper counts

    @property
    def said(self) -> tuple[Word, ...]:
        """The words that count: the latest of each gatekeeper."""
        return tuple({word.seat: word for word in self.words}.values())


class Draw(Fact):
    """The control drawn for one month: it must be proved afresh. The seed is published afterwards."""

    month: str  # 2026-05
    control: Control
    at: datetime
    seed: str = ""  # HMAC of use case and month, as hex: it decides the control
    sealed: str = ""  # SHA-256 of the coming month's seed: shown a month before that seed decides anything


class Drill(Fact):
    """The bot asked the escalation contact for "I am here": the time to answer is the proof."""

    number: int
    contact: PersonId
    by: PersonId | None = None  # who started it
    owner: PersonId | None = None  # who owned the use case then, and reads how it ends
    zone: str = ""  # where the contact works; empty: the workspace's zone
    within: int = 60  # minutes of working time, as agreed when it was asked
    asked_at: datetime
    answered_at: datetime | None = None
