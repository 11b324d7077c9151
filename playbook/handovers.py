"""The fact of a handover: a part of a use case offered to another person, and their answer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, Literal

from playbook.fact import Fact, PersonId

Part = Literal["owner", "sponsor"]
PARTS: Final[Mapping[Part, str]] = {"owner": "workflow owner", "sponsor": "sponsor"}


class Handover(Fact):
    """One offer. It counts only while `held_by` still has the part; open until it is answered."""

    number: int
    role: Part
    held_by: PersonId | None
    offered_to: PersonId
    by: PersonId
    at: datetime
    answer: Literal["accepted", "declined", "withdrawn"] | None = None
    answered_at: datetime | None = None
    reason: str = ""  # why it was declined

    @property
    def open(self) -> bool:
        """Whether an answer is still awaited."""
        return self.answer is None
