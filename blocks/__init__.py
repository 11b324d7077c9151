"""How everything looks in Slack: values in, plain dicts of Block Kit out.

`draw` is the explicit table from each notice to the function that draws it; `draw_plain` says the same in
text alone, for a workspace that refuses the blocks.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from blocks import (
    checkins,
    contract,
    decisions,
    digest,
    endings,
    gates,
    governance,
    incidents,
    milestones,
    morning,
    outbox,
    ownership,
    preparation,
    proofs,
    proposals,
    receipts,
    registration,
    rollback,
    succession,
    webhook,
)
from blocks.pieces import Drawn, plainly
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
from playbook.letters import (
    AnyNotice,
    AttemptBegun,
    AuthorityAsked,
    BreachSeen,
    CardShown,
    CheckInDue,
    ContractAmended,
    ContractLocked,
    DutiesGiven,
    GatekeeperLeft,
    Gathered,
    GovernanceAsked,
    GovernanceObjected,
    HandoverDeclined,
    HandoverMade,
    HandoverOffered,
    IncidentOpened,
    LettersUndeliverable,
    LiveAsked,
    MessageAnswered,
    MilestoneDue,
    Notice,
    OwnershipAsked,
    OwnershipDeclined,
    PilotPaused,
    ReadingTaken,
    ResumeAsked,
    RollbackTripped,
    RollbackUnanswered,
    SignatureAsked,
    SuccessorAsked,
    UseCaseAnnounced,
    WebhookEnded,
    WentLive,
)
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

__all__ = ["DRAWINGS", "Drawn", "draw", "draw_plain"]

DRAWINGS: Final[Mapping[type[Notice], Callable[[Any], Drawn]]] = {
    UseCaseAnnounced: registration.use_case_announced,
    OwnershipAsked: ownership.ownership_asked,
    DutiesGiven: ownership.duties_given,
    OwnershipDeclined: ownership.ownership_declined,
    AuthorityAsked: ownership.authority_asked,
    GovernanceAsked: governance.governance_asked,
    GovernanceObjected: governance.governance_objected,
    SignatureAsked: contract.signature_asked,
    ContractLocked: contract.contract_locked,
    ContractAmended: contract.contract_amended,
    CheckInDue: checkins.check_in_due,
    ReadingTaken: receipts.reading_taken,
    MessageAnswered: receipts.message_answered,
    CardShown: registration.card_shown,
    WentLive: receipts.went_live,
    RollbackTripped: rollback.rollback_tripped,
    RollbackUnanswered: rollback.rollback_unanswered,
    BreachSeen: rollback.breach_seen,
    IncidentOpened: incidents.incident_opened,
    MilestoneDue: milestones.milestone_due,
    LiveAsked: milestones.live_asked,
    PilotPaused: endings.pilot_paused,
    AttemptBegun: endings.attempt_begun,
    ResumeAsked: endings.resume_asked,
    HandoverOffered: succession.handover_offered,
    HandoverDeclined: succession.handover_declined,
    HandoverMade: succession.handover_made,
    SuccessorAsked: succession.successor_asked,
    GatekeeperLeft: succession.gatekeeper_left,
    ProofBrought: proofs.proof_brought,
    ProofDoubted: proofs.proof_doubted,
    ControlDrawn: proofs.control_drawn,
    ProofExpiring: proofs.proof_expiring,
    PreparationAsked: preparation.preparation_asked,
    DrillAsked: proofs.drill_asked,
    DrillStarted: proofs.drill_started,
    DrillUnanswered: proofs.drill_unanswered,
    Gathered: morning.gathered,
    GateStands: gates.gate_stands,
    VoteAsked: gates.vote_asked,
    EvidenceBrought: gates.evidence_brought,
    VoteCast: gates.vote_cast,
    ContestStands: gates.contest_stands,
    EndingProposed: proposals.ending_proposed,
    TesterAsked: gates.tester_asked,
    ResultsTyped: gates.results_typed,
    GateDecided: decisions.gate_decided,
    DigestPosted: digest.digest_posted,
    BarriersTold: digest.barriers_told,
    AnswersTold: digest.answers_told,
    CommentMade: digest.comment_made,
    DigestAttached: digest.digest_attached,
    LettersUndeliverable: outbox.letters_undeliverable,
    WebhookEnded: webhook.webhook_ended,
}


def draw(notice: AnyNotice) -> Drawn:
    """The message of a notice."""
    return DRAWINGS[type(notice)](notice)


def draw_plain(notice: AnyNotice) -> Drawn:
    """The same message without blocks; what a button would do is said as a command."""
    number = getattr(notice, "use_case", 0)
    return plainly(draw(notice), f"/pilot show UC-{number}" if number else "")
