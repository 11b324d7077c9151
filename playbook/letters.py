"""What the bot may say, to whom, once.

A notice is one thing the bot can say, typed and named by a past participle. A letter is a notice with an
address and a key; the ledger refuses the second letter with the same key. Notices carry what is shown,
so that a letter reads the same whenever it is drawn; they hold no markup and nothing escaped.
"""

from datetime import date, datetime
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from playbook.facts import (
    Authority,
    Contract,
    Control,
    ControlAnswer,
    Fact,
    GatekeeperAnswer,
    Ground,
    PersonId,
)
from playbook.gate_letters import (
    ContestStands,
    EndingProposed,
    EvidenceBrought,
    GateDecided,
    GateStands,
    ResultsTyped,
    TesterAsked,
    VoteAsked,
    VoteCast,
)
from playbook.mention_notices import CardShown as CardShown
from playbook.notice import AboutUseCase as AboutUseCase
from playbook.notice import Notice as Notice
from playbook.plan_notices import AttemptBegun as AttemptBegun
from playbook.plan_notices import GatekeeperLeft as GatekeeperLeft
from playbook.plan_notices import HandoverDeclined as HandoverDeclined
from playbook.plan_notices import HandoverMade as HandoverMade
from playbook.plan_notices import HandoverOffered as HandoverOffered
from playbook.plan_notices import LiveAsked as LiveAsked
from playbook.plan_notices import MilestoneDue as MilestoneDue
from playbook.plan_notices import PilotPaused as PilotPaused
from playbook.plan_notices import ResumeAsked as ResumeAsked
from playbook.plan_notices import SuccessorAsked as SuccessorAsked
from playbook.proof_notices import (
    ControlDrawn,
    DrillAsked,
    DrillStarted,
    DrillUnanswered,
    ProofBrought,
    ProofDoubted,
    ProofExpiring,
)
from playbook.review_notices import (
    AnswersTold,
    BarriersTold,
    CommentMade,
    DigestAttached,
    DigestPosted,
    PreparationAsked,
)
from playbook.setback_notices import BreachSeen as BreachSeen
from playbook.setback_notices import IncidentOpened as IncidentOpened
from playbook.setback_notices import RollbackTripped as RollbackTripped
from playbook.setback_notices import RollbackUnanswered as RollbackUnanswered
from playbook.undeliverable import DeadLetter as DeadLetter
from playbook.undeliverable import LettersUndeliverable as LettersUndeliverable
from playbook.webhook_notice import WebhookEnded as WebhookEnded


class Owed(NamedTuple):
    """A letter the calendar owes: its key, whom to, when, and until when it is worth sending.

    `due_at` is the plan's moment, whenever the bot gets to it: so a letter that a backup forgot is late, and
    is looked for before it is sent anew.
    """

    use_case: int  # 0: the workspace as a whole
    kind: str
    period: str
    to: str
    due_at: datetime
    expires_at: datetime | None = None
    thread: str | None = None  # of people, which it joins
    not_before: datetime | None = None  # where it came up too late for its own moment

    @property
    def name(self) -> str:
        """The key within its workspace: `7:check_in_due:a1:w3`."""
        return f"{self.use_case}:{self.kind}:{self.period}"

    @property
    def goes_at(self) -> datetime:
        """The earliest moment it is sent."""
        return self.not_before or self.due_at


class MetricAsked(Fact):
    """A metric that a check-in asks for, with the value it had last."""

    metric: str
    unit: str = ""
    last: str = ""  # in words, with its day; empty: none yet
    required: bool = False


class UseCaseAnnounced(AboutUseCase):
    """A use case was registered; edited in place until its contract is locked."""

    kind: Literal["use_case_announced"] = "use_case_announced"
    sentence: str
    registrant: PersonId
    owner: PersonId | None
    owner_accepted: bool
    sponsor: PersonId | None
    friction: str
    state: str  # one line: proposed, waiting for signatures, contract locked on ...
    missing: tuple[str, ...]


class OwnershipAsked(AboutUseCase):
    """The named owner is asked to accept; edited to its outcome."""

    kind: Literal["ownership_asked"] = "ownership_asked"
    sentence: str
    registrant: PersonId
    sponsor: PersonId | None
    outcome: Literal["accepted", "declined", "withdrawn", "succeeded"] | None = None
    reason: str = ""


class DutiesGiven(AboutUseCase):
    """The five duties of a workflow owner, once, on accepting."""

    kind: Literal["duties_given"] = "duties_given"


class OwnershipDeclined(AboutUseCase):
    """The named owner said no; whoever registered it and the sponsor are asked for another."""

    kind: Literal["ownership_declined"] = "ownership_declined"
    declined_by: PersonId
    reason: str


class AuthorityAsked(AboutUseCase):
    """The owner lacks authority; the sponsor can grant it. Edited as it is granted."""

    kind: Literal["authority_asked"] = "authority_asked"
    owner: PersonId
    open: tuple[Authority, ...]
    granted: tuple[Authority, ...] = ()


class GovernanceAsked(AboutUseCase):
    """A gatekeeper is asked for *No objection* or an objection; edited as answers come."""

    kind: Literal["governance_asked"] = "governance_asked"
    owner: PersonId | None
    documented: tuple[ControlAnswer, ...]
    owed: tuple[Control, ...]
    answers: tuple[GatekeeperAnswer, ...] = ()
    withdrawn: bool = False


class GovernanceObjected(AboutUseCase):
    """A gatekeeper objects: the owner learns the ground and the reason; edited when it is withdrawn."""

    kind: Literal["governance_objected"] = "governance_objected"
    by: PersonId
    ground: Ground
    reason: str
    withdrawn: bool = False


class SignatureAsked(AboutUseCase):
    """Owner or sponsor is asked to sign a complete contract; edited to its outcome."""

    kind: Literal["signature_asked"] = "signature_asked"
    contract: Contract
    before: Contract | None = None  # the version an amendment replaces
    feasibility: str = ""  # what can be seen of it, in one line
    outcome: Literal["signed", "locked", "changed"] | None = None
    stands_for: PersonId | None = None  # who is away, and named the reader as deputy

    @property
    def settled(self) -> bool:
        """Whether nothing is to be signed here any more."""
        return self.outcome is not None


class ContractLocked(AboutUseCase):
    """Both signed: the promise, in the home channel."""

    kind: Literal["contract_locked"] = "contract_locked"
    contract: Contract
    owner: PersonId
    sponsor: PersonId
    day_one: date  # of the attempt it was locked in
    feasibility: str = ""  # what can be seen of it, in one line


class ContractAmended(AboutUseCase):
    """An amendment was signed: the old promise beside the new."""

    kind: Literal["contract_amended"] = "contract_amended"
    before: Contract
    contract: Contract
    owner: PersonId
    sponsor: PersonId
    attempt: str = ""  # "2 of 2", after a redesign
    day_one: date | None = None  # of that attempt


class CheckInDue(AboutUseCase):
    """The weekly question: its period named, the last values beside; edited to what was logged."""

    kind: Literal["check_in_due"] = "check_in_due"
    week: str  # its name within the attempt: w3, or b2 before go-live
    first: date
    last: date
    asked: tuple[MetricAsked, ...]
    missed: tuple[str, ...] = ()  # older weeks without a reading, asked for in the same form
    logged: str = ""  # what was logged, with its verdict: the question is answered
    asked_again: bool = False  # the one nudge
    overtaken: bool = False  # the nudge asks instead
    says: str = ""  # the number that came by itself: asked is only whether it is right
    said_by: str = ""  # the program that says it
    reading: int = 0  # under which number it stands

    @property
    def settled(self) -> bool:
        """Whether nothing is asked here any more."""
        return bool(self.logged) or self.overtaken


class TakenValue(Fact):
    """One value that was logged, in words, and the one whose place it took."""

    metric: str
    value: str
    before: str = ""


class ReadingTaken(AboutUseCase):
    """What was logged, read back to whoever logged it or told to the owner; edited when it is corrected."""

    kind: Literal["reading_taken"] = "reading_taken"
    number: int  # of the first reading of those logged in one go
    by: PersonId
    values: tuple[TakenValue, ...]
    day: date
    week: str = ""  # its name, where a whole week is described
    first: date | None = None  # the days of that week
    last: date | None = None
    stated: bool = True  # the person said which; otherwise the bot chose, and says how to change it
    late: bool = False  # it belongs to an older week than the last
    verdict: str = ""
    change: str = ""  # what this did to the verdict
    reason: str = ""
    elsewhere: tuple[str, ...] = ()  # other use cases that still wait for a number
    undone: bool = False


class MessageAnswered(Notice):
    """A message to the bot that was no reading, or could not be taken: why, and what to type instead."""

    kind: Literal["message_answered"] = "message_answered"
    words: str
    ways: tuple[str, ...] = ()
    typed: str = ""
    refused: bool = False  # otherwise it is only help


class WentLive(AboutUseCase):
    """The owner pressed *It is live*: evidence starts that day."""

    kind: Literal["went_live"] = "went_live"
    owner: PersonId
    day: date
    day_number: int
    link: str


# What may stand as a section of one morning's message.
MorningNotice = (
    CheckInDue
    | MilestoneDue
    | LiveAsked
    | PilotPaused
    | ResumeAsked
    | ControlDrawn
    | ProofExpiring
    | PreparationAsked
)


class Gathered(Notice):
    """Everything one person is asked on one morning, over all use cases: one message with sections."""

    kind: Literal["gathered"] = "gathered"
    sections: tuple[MorningNotice, ...]


AnyNotice = Annotated[
    UseCaseAnnounced
    | OwnershipAsked
    | DutiesGiven
    | OwnershipDeclined
    | AuthorityAsked
    | GovernanceAsked
    | GovernanceObjected
    | SignatureAsked
    | ContractLocked
    | ContractAmended
    | CheckInDue
    | ReadingTaken
    | MessageAnswered
    | CardShown
    | WentLive
    | RollbackTripped
    | RollbackUnanswered
    | BreachSeen
    | IncidentOpened
    | MilestoneDue
    | LiveAsked
    | PilotPaused
    | ResumeAsked
    | AttemptBegun
    | HandoverOffered
    | HandoverDeclined
    | HandoverMade
    | SuccessorAsked
    | GatekeeperLeft
    | ProofBrought
    | ProofDoubted
    | ControlDrawn
    | ProofExpiring
    | PreparationAsked
    | DrillAsked
    | DrillStarted
    | DrillUnanswered
    | Gathered
    | GateStands
    | VoteAsked
    | EvidenceBrought
    | VoteCast
    | ContestStands
    | EndingProposed
    | TesterAsked
    | ResultsTyped
    | GateDecided
    | DigestPosted
    | BarriersTold
    | AnswersTold
    | CommentMade
    | DigestAttached
    | LettersUndeliverable
    | WebhookEnded,
    Field(discriminator="kind"),
]


class Letter(BaseModel):
    """One notice, to one address, written at most once per key (use case, kind, period).

    `period` is a stable business name such as `a1` or `c2:U0ANNA`, never a timestamp. `replaces` names the
    letter whose message this one edits, `replies_to` the one whose thread it joins; both by `name`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    to: str  # a channel id, or a person's id for a direct message
    period: str
    notice: AnyNotice
    replaces: str | None = None
    replies_to: str | None = None
    thread: str | None = None  # of people, which it joins: the ts of its first message

    @property
    def use_case(self) -> int:
        """The use case it is about; 0 for the workspace as a whole."""
        return getattr(self.notice, "use_case", 0)

    @property
    def name(self) -> str:
        """The key within its workspace: `7:contract_locked:c1`."""
        return f"{self.use_case}:{self.notice.kind}:{self.period}"
