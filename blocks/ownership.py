"""Asking for an owner, what owning means, and the authority an owner still lacks."""

from collections.abc import Sequence

from blocks.actions import Actions, Target, opens, suffixed
from blocks.pieces import (
    Block,
    Drawn,
    actions,
    bullets,
    button,
    context,
    cut,
    drawn,
    escape,
    mention,
    quote,
    section,
    titled,
)
from blocks.stand import show_button
from blocks.words import AUTHORITIES
from playbook.facts import Authority
from playbook.letters import AuthorityAsked, DutiesGiven, OwnershipAsked, OwnershipDeclined
from playbook.wording import folded

DUTIES = (
    ("Adoption", "people really work the new way; you see to it"),
    ("Process redesign", "you change the steps around the tool, not only the tool"),
    ("Exceptions", "you decide what happens when the answer is wrong or late"),
    ("The weekly number", "one honest reading a week, good or bad"),
    ("The gates", "you bring the evidence on Day 30, 45 and 60; others vote"),
)
_OUTCOMES = {
    "accepted": "✅ *Accepted.* You own this use case.",
    "declined": "✖️ *Declined.* Someone else will be named.",
    "succeeded": "🤝 *Handed on.* Someone else owns it now; there is nothing to do.",
    "withdrawn": "↩️ *Withdrawn.* Someone else was named in the meantime; there is nothing to do.",
}


def as_registered(title: str, sentence: str) -> list[Block]:
    """The sentence as it was typed, unless the title already says it."""
    return [section(quote(sentence, 1200))] if folded(sentence) not in ("", folded(title)) else []


def ownership_asked(notice: OwnershipAsked) -> Drawn:
    """What it is, who asks, and the two answers; after the outcome the outcome stands."""
    name = titled(notice.key, notice.title)
    head = f"{_OUTCOMES[notice.outcome]}\n{name}" if notice.outcome else f"🙋 *Will you own this?* {name}"
    return drawn(
        [
            section(head),
            *as_registered(notice.title, notice.sentence),
            *(_asked(notice) if notice.outcome is None else _because(notice.reason)),
        ]
    )


def _asked(notice: OwnershipAsked) -> list[Block]:
    key = Target(uc=notice.use_case).write()
    return [
        section(
            "The workflow owner is the one person who answers for the result: decides how the work runs, "
            "reports one number a week, and brings it to a decision within 60 days."
        ),
        context(f"Asked by {mention(notice.registrant)} · Sponsor {mention(notice.sponsor)}"),
        actions(
            button("Accept", opens("registration.accept"), key, "primary"),
            button("Decline", opens("registration.decline"), key),
        ),
    ]


def _because(reason: str) -> list[Block]:
    return [context(f"Reason: {cut(escape(reason), 1000)}")] if reason.strip() else []


def duties_given(notice: DutiesGiven) -> Drawn:
    """The five duties of an owner, a line each."""
    lines = bullets(f"*{name}*: {words}" for name, words in DUTIES)
    return drawn(
        [
            section(f"🧭 *You own* {titled(notice.key, notice.title)}. Five duties come with it:\n{lines}"),
            actions(show_button(notice.use_case)),
        ]
    )


def ownership_declined(notice: OwnershipDeclined) -> Drawn:
    """Who said no and why, with the button that names someone else."""
    again = button(
        "Name another owner", opens("registration.people"), Target(uc=notice.use_case).write(), "primary"
    )
    return drawn(
        [
            section(f"✖️ {mention(notice.declined_by)} *declined to own* {titled(notice.key, notice.title)}"),
            *_because(notice.reason),
            section("It needs one accountable owner from the business by Day 10."),
            actions(again),
        ]
    )


def authority_asked(notice: AuthorityAsked) -> Drawn:
    """What the owner cannot decide yet, each with the sponsor's button that grants it."""
    done = [f"✅ Granted: {AUTHORITIES[one]}" for one in notice.granted]
    return drawn(
        [
            section(_authority_head(notice)),
            *([section("\n".join(done))] if done else []),
            *grants(notice.use_case, notice.open),
            *([context("Day 10 is not met before all of them are granted.")] if notice.open else []),
        ]
    )


def _authority_head(notice: AuthorityAsked) -> str:
    asked = "🔑 *The owner lacks authority that you can give:*"
    head = asked if notice.open else "✅ *Done.* No authority is open any more."
    return f"{head}\n{titled(notice.key, notice.title)}, owner {mention(notice.owner)}"


def grants(use_case: int, lacking: Sequence[Authority]) -> list[Block]:
    """Each open authority as a line with the button that grants it."""
    return [section(f"⬜ Open: {AUTHORITIES[one]}", _grant(use_case, one)) for one in dict.fromkeys(lacking)]


def _grant(use_case: int, authority: Authority) -> Block:
    label = "Confirm" if authority == "it_runs_it" else "Grant"
    value = Target(uc=use_case, extra=authority).write()
    return button(label, suffixed(Actions.REGISTRATION_GRANT, authority), value)
