"""What is known: frozen values that the store gives out and the rules read. Read this module first.

A use case carries everything its rules need (contract versions, controls, blockers), so that deciding
never needs another question to the store. People are Slack user ids; moments are aware, dates are local.
"""

from datetime import date, datetime
from typing import Literal

from playbook.choices import Authority as Authority
from playbook.choices import Function as Function
from playbook.choices import Ground as Ground
from playbook.choices import Level as Level
from playbook.choices import Sensitivity as Sensitivity
from playbook.deciding import Contest as Contest
from playbook.deciding import Decision as Decision
from playbook.deciding import Evidence as Evidence
from playbook.deciding import Gate as Gate
from playbook.deciding import GateName as GateName
from playbook.deciding import Pause as Pause
from playbook.deciding import Proposal as Proposal
from playbook.deciding import UserTest as UserTest
from playbook.fact import Direction as Direction
from playbook.fact import Fact as Fact
from playbook.fact import PersonId as PersonId
from playbook.fact import Signer as Signer
from playbook.fact import once
from playbook.handovers import Handover as Handover
from playbook.packed import Kit
from playbook.proving import Control as Control
from playbook.proving import ControlAnswer as ControlAnswer
from playbook.proving import Draw as Draw
from playbook.proving import Drill as Drill
from playbook.proving import Proof as Proof
from playbook.readings import GoLive as GoLive
from playbook.readings import Measured
from playbook.readings import Reading as Reading
from playbook.replicating import Effort, Origin
from playbook.reviewing import Comment as Comment
from playbook.reviewing import Confirmation as Confirmation
from playbook.reviewing import LeaderAnswer as LeaderAnswer
from playbook.setbacks import Breach as Breach
from playbook.setbacks import Cause as Cause
from playbook.setbacks import Incident as Incident
from playbook.setbacks import Severity as Severity
from playbook.setbacks import Trip as Trip
from playbook.terms import Baseline as Baseline
from playbook.terms import Contract as Contract
from playbook.terms import Guardrail as Guardrail
from playbook.terms import Rollback as Rollback
from playbook.terms import Signature as Signature
from playbook.terms import Span as Span
from playbook.terms import Terms as Terms
from playbook.wording import folded
from playbook.workflow import Bottleneck as Bottleneck
from playbook.workflow import Profile as Profile
from playbook.workspace import Channel as Channel
from playbook.workspace import Habits as Habits
from playbook.workspace import Offsets as Offsets
from playbook.workspace import Person as Person
from playbook.workspace import Settings as Settings

Visibility = Literal["open", "private"]
Stage = Literal["frame", "pilot", "limited_production", "scale_decision"]
Outcome = Literal["scaled", "stopped"]


class Home(Fact):
    """The channel a use case lives in; a private channel makes it private."""

    channel: str
    private: bool = False


class SecondPlace(Fact):
    """Where the use case will be repeated, and who would own it there."""

    name: str
    owner: PersonId | None = None


class Ownership(Fact):
    """An accepted ownership: when, from which function, and what the owner decides on."""

    accepted_at: datetime
    function: Function
    holds: tuple[Authority, ...] = ()  # ticked by the owner
    granted: tuple[Authority, ...] = ()  # given by the sponsor afterwards


class Decline(Fact):
    """A named owner who said no, and why."""

    by: PersonId
    at: datetime
    naming: int
    reason: str = ""


class GatekeeperAnswer(Fact):
    """A gatekeeper's word on governance at registration; `objects_to` None = no objection."""

    by: PersonId
    at: datetime
    objects_to: Ground | None = None
    reason: str = ""
    withdraws: PersonId | None = None  # whose objection this settles: somebody who is no gatekeeper any more

    @property
    def voice(self) -> PersonId:
        """Whose word this is, or takes the place of."""
        return self.withdraws or self.by


class Blocker(Fact):
    """What stands in the way, and who can clear it."""

    number: int
    text: str
    outside: bool  # outside the owner's control
    authority: Authority | None = None  # the tick that is not granted
    clears: PersonId | None = None
    by: PersonId | None = None  # who raised it; None: it followed from a missing authority
    since: datetime
    resolved_at: datetime | None = None
    resolved_by: PersonId | None = None
    answers: tuple[LeaderAnswer, ...] = ()  # of leaders; the latest counts

    @property
    def open(self) -> bool:
        """Whether it still stands in the way."""
        return self.resolved_at is None


class UseCase(Fact):
    """A use case with everything its rules need. `version` counts its changes (two people at once)."""

    number: int
    version: int = 1
    title: str
    sentence: str = ""
    registrant: PersonId
    registered_at: datetime
    day_one: date
    offsets: Offsets = (10, 30, 45, 60)  # as they were set when it was registered
    restarts: int = 0
    attempt: int = 1
    stage: Stage = "frame"
    outcome: Outcome | None = None
    owner: PersonId | None = None
    naming: int = 0  # how often an owner was named: each naming is asked anew
    ownership: Ownership | None = None
    declines: tuple[Decline, ...] = ()
    sponsor: PersonId | None = None
    supporters: tuple[PersonId, ...] = ()
    home: Home | None = None
    profile: Profile = Profile()
    workflow: str | None = None
    function: Function | None = None
    bottlenecks: tuple[Bottleneck, ...] = ()
    second_place: SecondPlace | None = None
    worth: str | None = None
    contracts: tuple[Contract, ...] = (Contract(),)
    controls: tuple[ControlAnswer, ...] = ()
    gatekeepers: tuple[GatekeeperAnswer, ...] = ()  # all answers in order; the latest of each person counts
    blockers: tuple[Blocker, ...] = ()
    went_live: GoLive | None = None
    fallback: str | None = None  # the stored steps back to how it was done before
    breaches: tuple[Breach, ...] = ()  # of this attempt since go-live, one for each time a limit was crossed
    causes: tuple[Cause, ...] = ()
    trips: tuple[Trip, ...] = ()
    incidents: tuple[Incident, ...] = ()
    proofs: tuple[Proof, ...] = ()
    draws: tuple[Draw, ...] = ()
    drills: tuple[Drill, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    tests: tuple[UserTest, ...] = ()
    contests: tuple[Contest, ...] = ()
    gates: tuple[Gate, ...] = ()
    decisions: tuple[Decision, ...] = ()  # the store seals each of them
    proposals: tuple[Proposal, ...] = ()
    pause: Pause | None = None
    handovers: tuple[Handover, ...] = ()
    waits: tuple[Bottleneck, ...] = ()  # the bottleneck map measured again, after Day 30
    effort: Effort = Effort()
    origin: Origin | None = None  # of a replica
    kit: Kit | None = None  # the one it was imported with
    replicas: tuple[int, ...] = ()  # the numbers of its replicas, in the order they were started
    comments: tuple[Comment, ...] = ()  # in monthly reviews, in order
    confirmations: tuple[Confirmation, ...] = ()  # of ownership and blockers, each month; the latest counts

    def __hash__(self) -> int:
        """Which one, and how often it was changed: hashing all of it would take as long as reading it."""
        return hash((self.number, self.version))

    @property
    def key(self) -> str:
        """The name used everywhere: UC-7."""
        return f"UC-{self.number}"

    @property
    def replica_of(self) -> int | None:
        """The number of its original, if it is a replica."""
        return self.origin.use_case if self.origin else None

    @property
    def asked_from(self) -> date:
        """The first day whose numbers are asked for: Day 1, of a replica Day 10 of its original."""
        return self.origin.asked_from if self.origin else self.day_one

    @property
    def visibility(self) -> Visibility:
        """Private when its home channel is."""
        return "private" if self.home and self.home.private else "open"

    @property
    def contract(self) -> Contract:
        """The newest version: the draft being signed, or the one in force."""
        return self.contracts[-1]

    @property
    @once
    def in_force(self) -> Contract | None:
        """The newest locked version, None while the use case is only proposed."""
        return next((c for c in reversed(self.contracts) if c.locked), None)

    @property
    def proposed(self) -> bool:
        """Whether no contract was ever locked: a use case, not yet a pilot."""
        return self.in_force is None

    def control(self, name: Control) -> ControlAnswer | None:
        """The documented answer to a control, if there is one."""
        return next((c for c in self.controls if c.control == name), None)

    @property
    def objections(self) -> tuple[GatekeeperAnswer, ...]:
        """The objections that stand: of gatekeepers whose latest answer is one."""
        return tuple(answer for answer in self.answers if answer.objects_to)

    @property
    def answers(self) -> tuple[GatekeeperAnswer, ...]:
        """What the gatekeepers say by now on what is documented: the latest word of each."""
        return tuple({answer.voice: answer for answer in self.gatekeepers}.values())

    @property
    def accepted(self) -> bool:
        """Whether the named owner accepted the ownership."""
        return self.ownership is not None

    @property
    def successors(self) -> frozenset[PersonId]:
        """Whoever was asked to take over a part and has not answered."""
        return frozenset(one.offered_to for one in self.handovers if one.open)

    @property
    def agreed(self) -> Contract:
        """The version that counts: in force, else the draft."""
        return self.in_force or self.contract

    @property
    def tripped(self) -> Trip | None:
        """The rollback that still stands."""
        return next((trip for trip in reversed(self.trips) if trip.open), None)

    @property
    def in_redesign(self) -> bool:
        """Whether it is paused for a redesign; otherwise a pause is that after Day 60."""
        return self.pause is not None and self.pause.why == "redesign"


class Pilot(Fact):
    """A use case with what was measured for it: what the rules of check-ins and gates read."""

    use_case: UseCase
    readings: tuple[Reading, ...] = ()  # all of them, in the order of logging
    kin: tuple["Pilot", ...] = ()  # its replicas; of a replica its original

    @property
    @once
    def standing(self) -> tuple[Reading, ...]:
        """The readings that count, by day: of each slot the last one, unless corrected or taken back."""
        replaced = {reading.corrects for reading in self.readings}
        latest = {one.slot: one for one in self.readings if one.number not in replaced}
        counted = (reading for reading in latest.values() if reading.value is not None)
        return tuple(sorted(counted, key=lambda reading: (reading.day, reading.number)))

    @once
    def of_metric(self, measured: Measured, metric: str = "") -> tuple[Reading, ...]:
        """The readings of one metric that count, by day: a guardrail by its name, others by their kind."""
        name, by_name = folded(metric), measured == "guardrail"
        return tuple(
            one
            for one in self.standing
            if one.measured == measured and (not by_name or folded(one.metric) == name)
        )

    def doubted(self, *measured: Measured) -> Contest | None:
        """The first doubt that stands open about a reading of one of these sorts."""
        numbers = {str(one.number) for one in self.standing if one.measured in measured}
        doubts = (one for one in self.use_case.contests if one.open and one.about == "reading")
        return next((one for one in doubts if one.thing in numbers), None)


class Listed(Fact):
    """A use case as one line of a list: enough for lists, caps, queues and the search for twins."""

    number: int
    title: str
    workflow: str | None = None
    function: Function | None = None
    owner: PersonId | None = None
    accepted: bool = False
    sponsor: PersonId | None = None
    home: Home | None = None
    profile: Profile = Profile()
    stage: Stage = "frame"
    outcome: Outcome | None = None
    proposed: bool = True
    day_one: date
    registered_at: datetime
    registrant: PersonId
    supporters: tuple[PersonId, ...] = ()
    replica_of: int | None = None

    @property
    def key(self) -> str:
        """The name used everywhere: UC-7."""
        return f"UC-{self.number}"

    @property
    def successors(self) -> frozenset[PersonId]:
        """A line of a list does not know who was asked to take over."""
        return frozenset()

    @property
    def visibility(self) -> Visibility:
        """Private when its home channel is."""
        return "private" if self.home and self.home.private else "open"


class Friction(Fact):
    """What stands between technical output and the needle: points with their reasons, never a bare number."""

    points: int
    verdict: Literal["short loop", "workable", "heavy"]
    reasons: tuple[str, ...]
    unknown: tuple[str, ...] = ()  # what was not told yet: the points are "at least"
    words: str


Part = Literal["people", "friction", "kpi", "safety", "process", "controls", "plan"]


class Missing(Fact):
    """One thing that is still missing: which form supplies it, in words, and who owes it."""

    part: Part
    field: str
    words: str
    owes: PersonId | None = None
    for_lock: bool = False  # without it the contract cannot be locked; the rest is due by Day 10


class Draft(Fact):
    """What someone had typed into a form that was never saved."""

    form: str
    answers: dict[str, object]
    saved_at: datetime
