"""What an owner proposes at their own pilot: for the voters, and read back to the owner."""

from collections.abc import Mapping
from typing import Final

from blocks.actions import Actions, Target, opens
from blocks.pieces import (
    Block,
    Drawn,
    actions,
    button,
    context,
    day,
    drawn,
    escape,
    mention,
    quote,
    section,
    titled,
)
from blocks.stand import show_button
from blocks.words import CAUSES
from playbook import proposals
from playbook.deciding import Proposal
from playbook.facts import UseCase
from playbook.gate_letters import EndingProposed

_WHAT: Final[Mapping[str, str]] = {"redesign": "a redesign", "stop": "to stop with clarity"}
_VOTE: Final[Mapping[str, str]] = {"redesign": "Vote for the redesign", "stop": "Vote to stop"}


def ending_proposed(notice: EndingProposed) -> Drawn:
    """What, why and until when; a button to the voter's own form that starts with it."""
    said = f"{mention(notice.by)} proposes {_WHAT[notice.choice]}"
    name = titled(notice.key, notice.title)
    why = section(f"*{CAUSES[notice.cause]}*\n{quote(notice.reason, 1500)}")
    if notice.over:
        return drawn([section(f"🙋 {said}: *{escape(notice.over)}.* {name}"), why])
    until = f", resuming by {day(notice.resume_by)}" if notice.resume_by else ""
    value = Target(uc=notice.use_case, extra=f"{notice.number}").write()
    vote = button(_VOTE[notice.choice], opens(f"endings.{notice.choice}"), value)
    number = notice.use_case
    last = withdraw_button(number, notice.number) if notice.in_thread else show_button(number)
    voters = f"{mention(notice.sponsor)} and the gatekeepers vote"
    return drawn(
        [
            section(f"🙋 *{said}{until}.* {name}"),
            why,
            actions(vote, last),
            context(f"A proposal decides nothing: {voters}, and the owner may withdraw it."),
        ]
    )


def withdraw_button(number: int, proposal: int) -> Block:
    """The owner takes the proposal back."""
    value = Target(uc=number, extra=f"{proposal}").write()
    return button("Withdraw the proposal", Actions.ENDINGS_WITHDRAW, value)


def proposed(use_case: UseCase) -> Drawn:
    """To the owner: where the proposal stands, and that it decides nothing."""
    one = proposals.standing(use_case)
    if one is None:
        return withdrawn(use_case)
    return drawn(
        [
            section(f"🙋 *You propose {_WHAT[one.choice]}.* {_where(use_case, one)}"),
            context(f"It decides nothing: whoever votes does. `/pilot why {use_case.key}` shows it."),
            actions(withdraw_button(use_case.number, one.number), show_button(use_case.number)),
        ]
    )


def _where(use_case: UseCase, one: Proposal) -> str:
    if use_case.home and proposals.gate_of(use_case, one):
        return "It stands in the gate's thread, where the sponsor and the gatekeepers vote."
    if use_case.sponsor:
        return f"{mention(use_case.sponsor)} is told by direct message."
    return "Nobody sponsors it yet: name a sponsor, so that somebody can decide."


def withdrawn(use_case: UseCase) -> Drawn:
    """Nothing is proposed any more."""
    said = f"Your proposal for *{use_case.key}* is withdrawn; it stays on record."
    return drawn([section(f"↩️ {said}"), actions(show_button(use_case.number))])
