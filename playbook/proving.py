"""Facts of controls in operation: dated proofs, the control drawn each month, escalation drills."""

from datetime import datetime
from typing import Literal

from playbook.fact import Fact, PersonId

Control = Literal["data_sensitivity", "model_boundary", "human_review", "logging", "escalation_path"]


class Word(Fact):
    """A gatekeeper's word on a proof: it holds, or it does not."""

    by: PersonId
    at: datetime
    holds: bool
    reason: str = ""


class Proof(Fact):
    """What shows that a control operates: pasted text or a file, kept with its hash. Good for 62 days."""

    number: int
    control: Control
    text: str
    file_name: str = ""
    digest: str = ""  # SHA-256 of the file's bytes
    by: PersonId
    at: datetime
    words: tuple[Word, ...] = ()  # the latest of each gatekeeper counts


class Draw(Fact):
    """The control drawn for one month: it must be proved afresh. The seed is published afterwards."""

    month: str  # 2026-05
    control: Control
    at: datetime


class Drill(Fact):
    """The bot asked the escalation contact for "I am here": the time to answer is the proof."""

    number: int
    contact: PersonId
    asked_at: datetime
    answered_at: datetime | None = None
