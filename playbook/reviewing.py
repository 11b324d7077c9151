"""Facts of the monthly review: what an owner confirms beforehand, and what leaders answer to a blocker."""

from datetime import datetime
from typing import Literal

from playbook.fact import Fact, PersonId

Stance = Literal["take", "name", "decline"]


class Confirmation(Fact):
    """An owner's word that the ownership stands and that the open blockers are these."""

    by: PersonId
    owner: PersonId  # whose ownership: a deputy confirms for whoever is away
    at: datetime
    blockers: tuple[int, ...] = ()  # the numbers of those that stood open and lay outside their control


class LeaderAnswer(Fact):
    """What a leader answered to a blocker that only leaders can clear."""

    by: PersonId
    at: datetime
    does: Stance
    clears: PersonId | None = None  # whoever clears it from now on: themselves, or somebody they named
    reason: str = ""  # of a decline


class Comment(Fact):
    """What somebody said of a use case in a monthly review: it changes no answer."""

    month: str  # of that review: 2026-05
    text: str
    by: PersonId
    at: datetime
