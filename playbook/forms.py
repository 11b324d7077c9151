"""What people type into forms, checked field by field before any rule sees it.

Every model is one form; its fields are the form's inputs. A pydantic ValidationError names the field, so the
words stand beside it and what was typed stays. Empty means "not told yet", never zero.
"""

import re
from collections.abc import Mapping
from datetime import date, time
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from playbook.deciding import CriterionName, Why
from playbook.facts import Authority, Fact, Function, Ground, Level, PersonId, Sensitivity
from playbook.replicating import EffortPart
from playbook.wording import clean, one_line


def _line(typed: object) -> object:
    return (one_line(typed) or None) if isinstance(typed, str) else typed


def _text(typed: object) -> object:
    return (clean(typed) or None) if isinstance(typed, str) else typed


def _said(typed: object) -> object:
    return one_line(typed) if isinstance(typed, str) else "" if typed is None else typed


def given(chosen: object) -> object:
    """Several things chosen from a list; nothing chosen is none of them."""
    return chosen or ()


def _number(typed: object) -> object:
    return (typed.strip() or None) if isinstance(typed, str) else typed


def _address(typed: str) -> str:
    if not _WEB.match(typed):
        raise ValueError("This needs a web address, such as https://crm.example.com/4711.")
    return typed


_WEB = re.compile(r"https?://[^\s/<>|]+[^\s<>|]*\Z", re.I)
Line = Annotated[Annotated[str, StringConstraints(max_length=150)] | None, BeforeValidator(_line)]
Text = Annotated[Annotated[str, StringConstraints(max_length=3000)] | None, BeforeValidator(_text)]
Count = Annotated[Annotated[int, Field(ge=0, le=99)] | None, BeforeValidator(_number)]
Threshold = Annotated[Annotated[int, Field(ge=0, le=1_000_000)] | None, BeforeValidator(_number)]
Days = Annotated[Annotated[float, Field(ge=0, le=3650, allow_inf_nan=False)] | None, BeforeValidator(_number)]
Needed = Annotated[str, BeforeValidator(_line), StringConstraints(min_length=1, max_length=150)]
Reason = Annotated[str, BeforeValidator(_text), StringConstraints(min_length=1, max_length=1000)]
Learned = Annotated[str, BeforeValidator(_text), StringConstraints(min_length=1, max_length=2000)]
Account = Annotated[str, BeforeValidator(_text), StringConstraints(min_length=1, max_length=3000)]
People = Annotated[tuple[PersonId, ...], BeforeValidator(given)]
PlanDay = Annotated[int, Field(ge=2, le=60)]
SentenceText = Annotated[str, BeforeValidator(_line), StringConstraints(min_length=1, max_length=500)]


class Form(Fact):
    """Base of all forms: reads the answers it knows and ignores none."""

    @classmethod
    def read(cls, answers: Mapping[str, object]) -> Self:
        """The form as typed; raises pydantic's ValidationError with one entry per field."""
        return cls.model_validate(dict(answers))


class ProfileFields(Form):
    """The four numbers friction is read from."""

    systems: Count = None
    layers: Count = None
    partners: Count = None
    loop_days: Days = None


class PeopleFields(Form):
    """Who is accountable, who funds it, and where it lives."""

    owner: PersonId | None = None
    sponsor: PersonId | None = None
    home: str | None = None


class PeopleForm(PeopleFields):
    """The same, and whoever helps: they log readings, ask testers and bring evidence."""

    supporters: People = ()


class NewUseCase(ProfileFields, PeopleFields):
    """The first form: eight inputs, of which only the sentence is required."""

    sentence: SentenceText


class KpiForm(Form):
    """The promise itself, in words and numbers with units."""

    kpi: Line = None
    baseline: Text = None
    target: Line = None
    due: date | None = None
    source: Line = None


class SafetyForm(Form):
    """What must hold while the KPI moves, and what sends the pilot back."""

    expected: Line = None
    rollback: Line = None
    guardrails: Text = None


class UnclearForm(Form):
    """The sponsor's tick: it will probably stay unclear."""

    accepted: Annotated[tuple[Literal["unclear"], ...], Field(min_length=1)]


class AmendForm(SafetyForm):
    """A new version of a locked contract, with its reason."""

    target: Line = None
    due: date | None = None
    reason: Reason


class ProcessForm(Form):
    """The workflow, where it waits, and where it will be repeated."""

    workflow: Line = None
    function: Function | None = None
    bottlenecks: Text = None
    second_place: Line = None
    second_owner: PersonId | None = None


class PlanForm(Form):
    """Title, Day 1 and worth."""

    title: Line = None
    day_one: date | None = None
    worth: Line = None


class ControlsForm(Form):
    """The five controls as documented."""

    data_sensitivity: Sensitivity | None = None
    model_boundary: Text = None
    human_review: Text = None
    logging: Text = None
    escalation_contact: PersonId | None = None


class AcceptForm(Form):
    """Accepting ownership: what the owner decides on, and the function they work in."""

    authorities: Annotated[tuple[Authority, ...], BeforeValidator(given)] = ()
    function: Function


class DeclineForm(Form):
    """Saying no to an ownership, with a reason if there is one to tell."""

    reason: Text = None


class OfferForm(Form):
    """Whom to ask to take over."""

    offered_to: PersonId


class ObjectForm(Form):
    """A gatekeeper's objection: on which ground, and why."""

    ground: Ground
    reason: Reason


class ReasonForm(Form):
    """A rollback pulled by hand, or a pilot that stays live in spite of one: why."""

    reason: Reason


class CauseForm(Form):
    """Why a limit was crossed."""

    cause: Reason


class CloseForm(Form):
    """Closing a rollback: why it may go on, and the cause where none is on file yet."""

    reason: Reason
    cause: Text = None


class FallbackForm(Form):
    """The stored steps back to how it was done before."""

    fallback: Account


class IncidentForm(Form):
    """An incident as it is reported."""

    severity: Literal["1", "2", "3"]
    text: Reason


class ResolveForm(Form):
    """An incident as it ends: its cause, and whether the fallback carried the work."""

    cause: Reason
    fallback_used: Literal["yes", "no"]


class BlockerForm(Form):
    """What stands in the way, and who can clear it."""

    text: Reason
    control: Literal["inside", "outside"]
    clears: PersonId | None = None


class StopForm(Form):
    """A vote to stop with clarity: why, and what was learned."""

    cause: Why
    reason: Learned


class RedesignForm(StopForm):
    """A vote for a redesign: the same, and by when it resumes."""

    resume_by: date


class ResumeForm(Form):
    """What the redesign changed: it becomes the reason of the next contract version."""

    changes: Reason


class ProofForm(Form):
    """What shows that a control operates, as pasted text."""

    proof: Account


class GoLiveForm(Form):
    """*It is live*: the first real case, and since which day; without one, today."""

    link: Annotated[
        str, BeforeValidator(_line), StringConstraints(min_length=1, max_length=500), AfterValidator(_address)
    ]
    day: date | None = None


class CorrectionForm(Form):
    """A reading corrected: the value, what it describes, and why."""

    value: Needed
    when: Needed
    reason: Reason


class PasteForm(Form):
    """History, a line each."""

    lines: Account


class HoursForm(Form):
    """When the bot speaks: the zone, the hours, the day of the digest, how often."""

    zone: Annotated[str, BeforeValidator(_line)]
    asked_at: time
    digest_day: Annotated[int, Field(ge=1, le=15)]
    digest_at: time
    reminders: Level


class PlanDaysForm(Form):
    """On which days the milestones fall, and how often a pilot may be tried."""

    entry: PlanDay
    pilot: PlanDay
    limited_production: PlanDay
    scale: PlanDay
    attempts: Annotated[int, Field(ge=1, le=5)]


class RulesForm(Form):
    """How many pilots a sponsor may leave undecided, and how many gatekeepers have to agree."""

    undecided_cap: Annotated[int, Field(ge=0, le=99)]
    quorum: Annotated[int, Field(ge=1, le=9)]
    group: str | None = None


class SettingsForm(Form):
    """The four questions of the first run."""

    leadership_channel: str | None = None
    gatekeepers: People = ()
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = None
    programme_lead: PersonId | None = None


class GoForm(Form):
    """A vote for go that has seen what is kept but not proven."""

    acknowledges: tuple[Literal["seen"], ...]


class EvidenceForm(Form):
    """Evidence for a criterion."""

    criterion: CriterionName
    text: Account
    link: Annotated[str, BeforeValidator(_said), StringConstraints(max_length=500)] = ""


class CopiedForm(Form):
    """A message of somebody's, as evidence: for which use case, and which criterion."""

    use_case: str
    criterion: CriterionName


class TryoutForm(Form):
    """Whom to ask, or what people outside this Slack said."""

    testers: People = ()
    everyone: tuple[Literal["everyone"], ...] | None = None
    kept: Annotated[Annotated[int, Field(ge=0, le=10000)] | None, BeforeValidator(_number)] = None
    tried: Annotated[Annotated[int, Field(ge=0, le=10000)] | None, BeforeValidator(_number)] = None


class WhyForm(Form):
    """Why a tester answered so."""

    why: Annotated[str, BeforeValidator(_text), StringConstraints(min_length=1, max_length=500)]


class ContestForm(Form):
    """What is doubted (`reading:3`), and why."""

    thing: str
    reason: Reason


class AnswerForm(Form):
    """The owner's answer to a doubt."""

    answer: Reason


class ReplicaForm(Form):
    """Where the work is repeated, who owns it there, and the channel it lives in."""

    place: Needed
    owner: PersonId
    home: str


class EffortForm(Form):
    """The hours of one part, in all, and how they are known."""

    part: EffortPart
    hours: Annotated[float, Field(ge=0, le=100_000, allow_inf_nan=False), BeforeValidator(_number)]
    source: Literal["measured", "estimate"]
    reason: Reason


class WaitsForm(Form):
    """The bottleneck map, measured again."""

    waits: Text = None
