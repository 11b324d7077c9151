"""What the plan and its people make the bot say: milestones, pauses, ends, who takes another's part."""

from datetime import date
from typing import Literal

from playbook.deciding import Criterion
from playbook.facts import Contract, Missing, PersonId
from playbook.handovers import Part
from playbook.notice import AboutUseCase, Notice


class MilestoneDue(AboutUseCase):
    """A milestone of the plan comes, is there or is overdue: what is missing. Edited until it is passed."""

    kind: Literal["milestone_due"] = "milestone_due"
    phase: Literal["early", "headsup", "due", "overdue"]
    milestone: str  # Day 30 Pilot gate
    on: date
    owner: PersonId | None
    for_sponsor: bool = False
    reader: PersonId | None = None  # who reads it: what waits for them is said so
    before: tuple[str, ...] = ()  # milestones before it that are still open
    needs: str = ""  # the milestone whose criteria are listed: the first one open
    missing: tuple[Missing, ...] = ()  # for the entry check
    criteria: tuple[Criterion, ...] = ()  # for a gate: those not met
    week: str = ""  # the running week, where the gate wants its number
    passed: str = ""  # when it was passed and what is next: nothing is asked
    closed: str = ""  # why nothing is asked any more

    @property
    def settled(self) -> bool:
        """Whether nothing is asked any more; a milestone passed before is told in one line on its day."""
        return bool(self.closed) or (bool(self.passed) and self.phase != "due")


class LiveAsked(AboutUseCase):
    """It is not live yet, or has no live replica, and after the day named a gate is out of reach."""

    kind: Literal["live_asked"] = "live_asked"
    on: date
    number: int  # that day in the plan
    gate: str  # Day 30 Pilot gate
    before: str = ""  # the milestone to be passed first
    second: str = ""  # the second place, where a replica is meant
    started: tuple[int, ...] = ()  # replicas that are not live yet
    done: str = ""  # since when it is live
    closed: str = ""  # why nothing is asked any more

    @property
    def settled(self) -> bool:
        """Whether nothing is asked any more."""
        return bool(self.done or self.closed)


class PilotPaused(AboutUseCase):
    """Day 60 passed without a decision: what was not met, who owes the decision. Edited until it is made."""

    kind: Literal["pilot_paused"] = "pilot_paused"
    gate: str  # the milestone it did not pass
    unmet: tuple[str, ...]
    sponsor: PersonId | None
    owner: PersonId | None
    for_sponsor: bool = False
    over: str = ""  # how the pause ended

    @property
    def settled(self) -> bool:
        """Whether the decision was made."""
        return bool(self.over)


class AttemptBegun(AboutUseCase):
    """A redesign was resumed: the next attempt, once, in the home channel."""

    kind: Literal["attempt_begun"] = "attempt_begun"
    attempt: int
    attempts: int
    day_one: date
    changes: str  # what the redesign changed
    version: int  # of the value contract that both have to sign
    owner: PersonId | None
    sponsor: PersonId | None


class ResumeAsked(AboutUseCase):
    """A redesign is to be resumed soon, or was not in time."""

    kind: Literal["resume_asked"] = "resume_asked"
    by: date | None
    stalled: bool
    owner: PersonId | None
    done: str = ""

    @property
    def settled(self) -> bool:
        """Whether it was resumed or stopped."""
        return bool(self.done)


class HandoverOffered(AboutUseCase):
    """Somebody is asked to take over as owner or sponsor; edited to the answer."""

    kind: Literal["handover_offered"] = "handover_offered"
    role: Part
    held_by: PersonId | None
    by: PersonId
    blockers: tuple[str, ...] = ()  # what is carried along and still open
    promise: Contract
    answer: Literal["accepted", "declined", "withdrawn"] | None = None
    reason: str = ""


class HandoverDeclined(AboutUseCase):
    """Whoever was asked to take over said no; told to whoever asked."""

    kind: Literal["handover_declined"] = "handover_declined"
    role: Part
    declined_by: PersonId
    reason: str


class HandoverMade(AboutUseCase):
    """Another person owns or sponsors it now, in the home channel."""

    kind: Literal["handover_made"] = "handover_made"
    role: Part
    held_by: PersonId | None
    taken_by: PersonId


class SuccessorAsked(AboutUseCase):
    """An owner or sponsor left: a successor is asked for. Gates stand still without an owner."""

    kind: Literal["successor_asked"] = "successor_asked"
    role: Part
    left: PersonId
    offered_to: PersonId | None = None  # who was asked and has not answered yet
    done: str = ""

    @property
    def settled(self) -> bool:
        """Whether somebody else has the part."""
        return bool(self.done)


class GatekeeperLeft(Notice):
    """A gatekeeper's account was deactivated: admins are asked for another."""

    kind: Literal["gatekeeper_left"] = "gatekeeper_left"
    left: PersonId
    remaining: int  # gatekeepers whose account is active
