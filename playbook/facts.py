"""What is known: frozen values that the store gives out and the rules read. Read this module first.

A use case carries everything its rules need (contract versions, controls, blockers), so that deciding
never needs another question to the store. People are Slack user ids; moments are aware, dates are local.
"""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from playbook.comparisons import Comparator

PersonId = str
Visibility = Literal["open", "private"]
Direction = Literal["lower", "higher"]
Stage = Literal["frame", "pilot", "limited_production", "scale_decision"]
Outcome = Literal["scaled", "stopped"]
Authority = Literal["process", "access", "priorities", "it_runs_it"]
Control = Literal["data_sensitivity", "model_boundary", "human_review", "logging", "escalation_path"]
Sensitivity = Literal["public", "internal", "confidential", "restricted"]
Ground = Literal["data_path", "policy", "audit"]
Signer = Literal["owner", "sponsor"]
Function = Literal[
    "Sales",
    "Marketing",
    "Finance",
    "Operations",
    "HR",
    "Legal",
    "Customer service",
    "Procurement",
    "Supply chain",
    "IT",
    "Other",
]


class Fact(BaseModel):
    """Base of all facts: frozen, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Person(Fact):
    """Someone in the workspace, as Slack describes them. `zone` is an IANA name."""

    id: PersonId
    name: str = ""
    zone: str = "UTC"
    admin: bool = False
    guest: bool = False
    foreign: bool = False  # of another workspace, by Slack Connect
    bot: bool = False
    deactivated: bool = False


class Channel(Fact):
    """A conversation as Slack describes it to the bot. `has_bot`: the bot is a member and may post."""

    id: str
    name: str = ""
    private: bool = False
    has_bot: bool = False
    archived: bool = False


class Settings(Fact):
    """What a workspace decided once; the defaults are the operating model's."""

    leadership_channel: str | None = None
    gatekeepers: tuple[PersonId, ...] = ()
    country: str | None = None  # ISO 3166 alpha-2, for working days
    programme_lead: PersonId | None = None
    zone: str = "UTC"
    undecided_cap: int = Field(default=3, ge=0)  # pilots per sponsor; 0 = no cap
    answered_at: datetime | None = None
    version: int = 0  # how often the settings were answered


class Home(Fact):
    """The channel a use case lives in; a private channel makes it private."""

    channel: str
    private: bool = False


class Profile(Fact):
    """The process profile friction is read from; None = not told yet."""

    systems: int | None = Field(default=None, ge=0, le=99)
    layers: int | None = Field(default=None, ge=0, le=99)
    partners: int | None = Field(default=None, ge=0, le=99)
    loop_days: float | None = Field(default=None, ge=0, le=3650, allow_inf_nan=False)


class Bottleneck(Fact):
    """One line of the bottleneck map: the step, how long it waits, the system it waits in."""

    step: str
    wait: str = ""
    system: str = ""


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


class Baseline(Fact):
    """Where the KPI stands today: one number, a range, or six and more readings."""

    value: float = Field(allow_inf_nan=False)
    low: float | None = None
    high: float | None = None
    plus_minus: float | None = None
    readings: tuple[float, ...] = ()

    @property
    def form(self) -> Literal["series", "range", "number"]:
        """How it was given: it decides how soon a movement can be seen (signal.md, 2.2)."""
        if len(self.readings) >= 3:
            return "series"
        return "number" if self.low is None and self.plus_minus is None else "range"


class Guardrail(Fact):
    """What must hold while the KPI moves, literally as compared: `< 2` is broken by 2.0."""

    metric: str
    comparator: Comparator
    limit: float | None = None  # None: named in the sentence without a number, to be asked for
    unit: str = ""
    now: float | None = None  # its stated present value


class Rollback(Fact):
    """The reading that sends the pilot back to the fallback: so many in a row across the limit."""

    metric: str
    comparator: Comparator
    limit: float = Field(allow_inf_nan=False)
    unit: str = ""
    in_a_row: int = Field(default=2, ge=1, le=4)


class Span(Fact):
    """The confidence range: the results the parties expect, in the KPI's unit."""

    low: float = Field(allow_inf_nan=False)
    high: float = Field(allow_inf_nan=False)


class Terms(Fact):
    """What a value contract promises; None = still missing."""

    kpi: str | None = None
    unit: str | None = None
    direction: Direction | None = None
    baseline: Baseline | None = None
    target: float | None = Field(default=None, allow_inf_nan=False)
    due: date | None = None
    due_days: int | None = None  # promised as so many days from Day 1: moves with it until locked
    expected: Span | None = None
    guardrails: tuple[Guardrail, ...] = ()
    rollback: Rollback | None = None
    source: str | None = None  # where the number comes from


class Signature(Fact):
    """One signature under one version of a contract."""

    by: PersonId
    role: Signer
    at: datetime


class Contract(Fact):
    """One version of the value contract. Locked ones are never edited; a new version amends them."""

    version: int = 1
    terms: Terms = Terms()
    signatures: tuple[Signature, ...] = ()
    locked_at: datetime | None = None
    round: int = 1  # of asking for signatures: one more when the terms change after they were asked for
    reason: str | None = None  # why an amendment was made

    @property
    def locked(self) -> bool:
        """Whether both have signed: from then on only an amendment changes the promise."""
        return self.locked_at is not None

    def signed_by(self, role: Signer) -> Signature | None:
        """The signature of a role under this version, if it is there."""
        return next((s for s in self.signatures if s.role == role), None)


class ControlAnswer(Fact):
    """How one of the five controls is documented: by whom and when."""

    control: Control
    answer: str
    contact: PersonId | None = None  # the escalation path's named person
    by: PersonId
    at: datetime


class GatekeeperAnswer(Fact):
    """A gatekeeper's word on governance at registration; `objects_to` None = no objection."""

    by: PersonId
    at: datetime
    objects_to: Ground | None = None
    reason: str = ""


class Blocker(Fact):
    """What stands in the way, and who can clear it."""

    number: int
    text: str
    outside: bool  # outside the owner's control
    authority: Authority | None = None  # the tick that is not granted
    clears: PersonId | None = None
    since: datetime
    resolved_at: datetime | None = None
    resolved_by: PersonId | None = None


class UseCase(Fact):
    """A use case with everything its rules need. `version` counts its changes (two people at once)."""

    number: int
    version: int = 1
    title: str
    sentence: str = ""
    registrant: PersonId
    registered_at: datetime
    day_one: date
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

    @property
    def key(self) -> str:
        """The name used everywhere: UC-7."""
        return f"UC-{self.number}"

    @property
    def visibility(self) -> Visibility:
        """Private when its home channel is."""
        return "private" if self.home and self.home.private else "open"

    @property
    def contract(self) -> Contract:
        """The newest version: the draft being signed, or the one in force."""
        return self.contracts[-1]

    @property
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
        latest = {answer.by: answer for answer in self.gatekeepers}
        return tuple(answer for answer in latest.values() if answer.objects_to)

    @property
    def accepted(self) -> bool:
        """Whether the named owner accepted the ownership."""
        return self.ownership is not None


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

    @property
    def key(self) -> str:
        """The name used everywhere: UC-7."""
        return f"UC-{self.number}"

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
