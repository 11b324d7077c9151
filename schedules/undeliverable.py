"""Tells admins which letters could not be delivered and what to do: at most one message an hour to each.

Whoever owns a use case, or registered it, hears of its closed channel too, for they can mend it.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from playbook.facts import PersonId
from playbook.letters import DeadLetter, LettersUndeliverable, Owed
from playbook.refusals import NoSuchUseCase
from schedules import answers
from store import Look, Store, Undelivered, Work

KIND: Final = "letters_undeliverable"
HOUR: Final = timedelta(hours=1)

WORDS: Final = {
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
    KIND: "a list of what could not be delivered",
}
OTHER: Final = "a message"  # a kind this version has no words for, written by a newer one


def run(store: Store, now: datetime) -> None:
    """Owe each admin one letter for this hour, when there is trouble nobody was told of."""
    for workspace in store.troubled(now):
        with store.work(workspace, now, via="heart") as work:
            _owe(work, now)


def made(look: Look, use_case: int, period: str, now: datetime) -> LettersUndeliverable | None:
    """What the letter of that hour says to that person now; None once everything has gone."""
    hour, person = period.split(":", 1)
    start = datetime.strptime(hour, _HOUR).replace(tzinfo=UTC)
    told = look.told_of_trouble(start, start + HOUR)
    concerning = _for_whom(look, told).get(person, ())
    if not concerning:
        return None
    lines = tuple(dict.fromkeys(line(look, one) for one in concerning if not one.dead))
    dead = tuple(_dead(look, [one for one in concerning if one.dead]))
    return LettersUndeliverable(since=min(one.since for one in concerning), lines=lines, dead=dead)


def _dead(look: Look, letters: list[Undelivered]) -> Iterator[DeadLetter]:
    """What reads the same is one line with one button: of one use case and kind, for one reason."""
    by_words: dict[tuple[str, int], list[str]] = {}
    for one in letters:
        by_words.setdefault((line(look, one), one.use_case), []).append(one.name.partition(":")[2])
    for (words, use_case), names in by_words.items():
        yield DeadLetter(words=words, use_case=use_case, names=tuple(names))


_HOUR: Final = "%Y-%m-%dT%H"


def _owe(work: Work, now: datetime) -> None:
    hour = now.astimezone(UTC).strftime(_HOUR)
    people = _for_whom(work, work.troubles(now))
    if not people or any(work.letter_state(f"0:{KIND}:{hour}:{person}") for person in people):
        return  # nobody is known yet, or they have heard from us this hour
    work.take_troubles()
    for person in people:
        work.owe(Owed(0, KIND, f"{hour}:{person}", person, now))


def _for_whom(look: Look, troubles: Iterable[Undelivered]) -> dict[PersonId, list[Undelivered]]:
    """Who hears of what: admins of everything, owners of the channel of their use case."""
    found: dict[PersonId, list[Undelivered]] = {}
    told = admins(look)
    for one in troubles:
        for person in dict.fromkeys((*told, *_owners(look, one))):
            found.setdefault(person, []).append(one)
    return found


def admins(look: Look) -> tuple[PersonId, ...]:
    """Who hears of what an admin mends: the programme lead, else whoever Slack calls an admin."""
    lead = look.settings().programme_lead
    known = look.person(lead) if lead else None
    if lead and not (known and known.deactivated):
        return (lead,)
    return tuple(admin.id for admin in look.admins())


def _owners(look: Look, one: Undelivered) -> tuple[PersonId, ...]:
    if not one.use_case or _is_person(one.to):
        return ()
    try:
        use_case = look.use_case(one.use_case)
    except NoSuchUseCase:
        return ()
    return (use_case.owner if use_case.accepted and use_case.owner else use_case.registrant,)


def line(look: Look, one: Undelivered) -> str:
    """What could not be delivered and what to do, for an admin.

    Key and kind only: a private use case shows an admin no more.
    """
    about = f"UC-{one.use_case}, " if one.use_case else ""
    known = look.person(one.to) if _is_person(one.to) else None
    to = f" to {known.name or one.to}" if known else ""
    end = "It is not tried again by itself." if one.dead else "It waits."
    return f"{about}{WORDS.get(one.kind, OTHER)}{to}: {answers.advice(one.error, one.error_class)}. {end}"


def _is_person(to: str) -> bool:
    return to.startswith(("U", "W"))
