"""Handing on a part: the offer, the answer, and the question for a successor of somebody who left."""

from blocks.actions import Actions, Target, opens
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
    one_line,
    section,
    titled,
)
from blocks.promise import in_short
from blocks.stand import show_button
from playbook.handovers import PARTS, Part
from playbook.letters import (
    GatekeeperLeft,
    HandoverDeclined,
    HandoverMade,
    HandoverOffered,
    SuccessorAsked,
)
from playbook.wording import counted

_ANSWERS = {
    "accepted": "✅ *Accepted.* The part is yours now.",
    "declined": "✖️ *Declined.* Nothing has changed.",
    "withdrawn": "↩️ *Withdrawn.* There is nothing to answer any more.",
}


def handover_offered(notice: HandoverOffered) -> Drawn:
    """What is offered, by whom, and what goes along; after the answer the answer stands."""
    name = titled(notice.key, notice.title)
    if notice.answer:
        said = f"\nReason: {cut(one_line(notice.reason), 500)}" if notice.reason.strip() else ""
        return drawn([section(f"{_ANSWERS[notice.answer]}\n{name}{said}")])
    return drawn(
        [
            section(
                f"🤝 *Will you take over as {PARTS[notice.role]}?* {name}\n"
                f"Held by {mention(notice.held_by, 'nobody')} · asked by {mention(notice.by)}"
            ),
            section(in_short(notice.promise)),
            *_carried(notice.blockers),
            actions(*_answers(notice), show_button(notice.use_case)),
        ]
    )


def _carried(blockers: tuple[str, ...]) -> list[Block]:
    if not blockers:
        return [context("Its promise and its controls go along. No blocker is open.")]
    shown = bullets(cut(one_line(text), 200) for text in blockers[:6])
    return [section(f"*Goes along with it: {counted(len(blockers), 'open blocker')}*\n{shown}")]


def _answers(notice: HandoverOffered) -> list[Block]:
    key = Target(uc=notice.use_case).write()
    accept = (
        button("Accept", opens("succession.accept"), key, "primary")
        if notice.role == "owner"
        else button("Accept", Actions.SUCCESSION_ACCEPT, key, "primary")
    )
    return [accept, button("Decline", opens("succession.decline"), key)]


def handover_declined(notice: HandoverDeclined) -> Drawn:
    """Who said no and why, with the button that asks somebody else."""
    why = f"\nReason: {cut(one_line(notice.reason), 500)}" if notice.reason.strip() else ""
    by, part = mention(notice.declined_by), PARTS[notice.role]
    return drawn(
        [
            section(f"✖️ {by} *declined* to take over as {part}: {titled(notice.key, notice.title)}{why}"),
            actions(_ask(notice.role, notice.use_case)),
        ]
    )


def handover_made(notice: HandoverMade) -> Drawn:
    """Who has the part now."""
    by = f", taking over from {mention(notice.held_by)}" if notice.held_by else ""
    return drawn(
        [
            section(
                f"🤝 {mention(notice.taken_by)} *is the {PARTS[notice.role]} now*{by}: "
                f"{titled(notice.key, notice.title)}",
                show_button(notice.use_case),
            ),
            context("Open blockers, controls and the promise went along."),
        ]
    )


def successor_asked(notice: SuccessorAsked) -> Drawn:
    """Who left, what stands still, and the button that asks somebody to take over."""
    name, part = titled(notice.key, notice.title), PARTS[notice.role]
    if notice.done:
        return drawn([section(f"✅ *Settled.* {name} has a {part} again.")])
    stops = "Its gates stand still until another accepts." if notice.role == "owner" else _NO_SPONSOR
    waits = f" ⏳ {mention(notice.offered_to)} was asked and has not answered." if notice.offered_to else ""
    return drawn(
        [
            section(f"🚪 *The {part} has left:* {mention(notice.left)}'s account is deactivated.\n{name}"),
            context(f"{stops}{waits}"),
            actions(_ask(notice.role, notice.use_case), show_button(notice.use_case)),
        ]
    )


_NO_SPONSOR = "No gate can pass without the sponsor's vote."


def _ask(role: Part, number: int) -> Block:
    key = Target(uc=number).write()
    return button(f"Name a new {PARTS[role]}", opens(f"succession.{role}"), key, "primary")


def asked(number: int, role: Part, person: str) -> Drawn:
    """The reply to whoever offered a part."""
    said = f"🤝 {mention(person)} is asked to take over *UC-{number}* as {PARTS[role]}."
    return drawn([section(f"{said} Nothing changes until they accept."), actions(show_button(number))])


def gatekeeper_left(notice: GatekeeperLeft) -> Drawn:
    """Who left the quorum, and how many are left in it."""
    rest = (
        f"{counted(notice.remaining, 'gatekeeper')} left in the quorum."
        if notice.remaining
        else "Nobody is left who could vote beside the sponsor: no gate can pass."
    )
    return drawn(
        [
            section(f"🚪 *A gatekeeper has left:* {mention(notice.left)}'s account is deactivated."),
            context(escape(rest)),
            actions(button("Open the settings", opens("settings.four"), style="primary")),
        ]
    )
