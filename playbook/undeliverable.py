"""What could not be delivered, as admins and owners are told of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, Literal

from playbook.facts import Fact
from playbook.notice import Notice


class DeadLetter(Fact):
    """Letters of one kind that are not tried again by themselves: what and why, and which, to send them."""

    words: str
    use_case: int
    names: tuple[str, ...]  # without the use case: contract_locked:c1


class LettersUndeliverable(Notice):
    """What could not be delivered in the last hour, and what to do, for whoever can mend it."""

    kind: Literal["letters_undeliverable"] = "letters_undeliverable"
    since: datetime
    lines: tuple[str, ...] = ()  # of those that wait
    dead: tuple[DeadLetter, ...] = ()


# Every letter in words: in a list of what could not be delivered, and in what comes next.
WORDS: Final[Mapping[str, str]] = {
    "use_case_announced": "the announcement",
    "ownership_asked": "the request to own it",
    "duties_given": "the duties of its owner",
    "ownership_declined": "the news that its owner declined",
    "authority_asked": "the request to grant the owner authority",
    "governance_asked": "the question to a gatekeeper",
    "governance_objected": "the news of an objection",
    "signature_asked": "the request to sign",
    "signature_deputed": "the request to sign for somebody",
    "contract_locked": "the locked contract",
    "contract_amended": "the amended contract",
    "check_in_due": "the weekly question",
    "check_in_nudged": "the reminder of the weekly question",
    "rollback_tripped": "the alert of a rollback",
    "rollback_unanswered": "the second alert of a rollback",
    "breach_seen": "the news of a broken limit",
    "incident_opened": "the news of an incident",
    "milestone_due": "the reminder of a milestone",
    "milestone_escalated": "the news of an overdue milestone",
    "live_asked": "the question whether it is live",
    "replica_asked": "the question whether a replica is live",
    "pilot_paused": "the news that it is paused",
    "decision_owed": "the question for the decision that is owed",
    "attempt_begun": "the news of the next attempt",
    "resume_asked": "the question when its redesign is resumed",
    "handover_offered": "the offer to take over",
    "handover_declined": "the news that nobody takes over",
    "handover_made": "the news who took over",
    "successor_asked": "the question for a successor",
    "gatekeeper_left": "the news that a gatekeeper left",
    "proof_brought": "the question whether a proof holds",
    "proof_deputed": "the question whether a proof holds, for somebody",
    "proof_doubted": "the news that a proof does not hold",
    "control_drawn": "the control drawn for this month",
    "proof_expiring": "the news that a proof ends",
    "digest_posted": "the monthly digest",
    "barriers_told": "blockers in the thread of the digest",
    "answers_told": "answers in the thread of the digest",
    "comment_made": "a comment in the thread of the digest",
    "digest_attached": "the files of the digest",
    "preparation_asked": "the question before the monthly review",
    "drill_asked": "the question of a drill",
    "drill_started": "the news of a drill",
    "drill_unanswered": "the news that nobody answered a drill",
    "reading_taken": "the receipt of a reading",
    "message_answered": "the answer to a message",
    "card_shown": "the card in a thread",
    "went_live": "the news that it is live",
    "gathered": "the questions of a morning",
    "gate_stands": "the gate as it stands",
    "vote_asked": "the request to vote",
    "vote_reminded": "the reminder to vote",
    "evidence_brought": "evidence in a gate's thread",
    "vote_cast": "a vote in a gate's thread",
    "contest_stands": "a contested reading or proof",
    "ending_proposed": "what the owner proposes",
    "tester_asked": "the question to a tester",
    "results_typed": "typed-in results of a user test",
    "gate_decided": "the decision of a gate",
    "webhook_ended": "the news that the webhook was turned off",
    "letters_undeliverable": "a list of what could not be delivered",
}
