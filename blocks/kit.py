"""The implementation kit as a page: how far it is, what it lacks and whose that is, and its files."""

from blocks.actions import Actions, Target
from blocks.pieces import (
    Block,
    Drawn,
    actions,
    bullets,
    button,
    context,
    drawn,
    escape,
    header,
    mention,
    section,
)
from playbook.kit import Gap
from playbook.packed import Kit

PARTS = (
    ("Playbook", "workflow, where it waited and waits, the way back, the hours"),
    ("Templates", "the value contract with blanks, the weekly question"),
    ("Controls", "the five answers, each to be confirmed by the owner there"),
    ("Dashboard", "which metrics are shown against which limits"),
)


def page(kit: Kit, gaps: tuple[Gap, ...], number: int, may: frozenset[str]) -> Drawn:
    """State and gaps, what is in it, and the button that sends its files."""
    send = button("Send as files", Actions.KIT_SEND, Target(uc=number).write(), "primary")
    return drawn(
        [
            header(f"{kit.made_of} implementation kit"),
            section(_state(kit)),
            *_lacks(gaps),
            *_too_much(kit),
            section(bullets(f"*{name}*: {what}" for name, what in PARTS)),
            *([actions(send)] if "take_kit" in may else []),
            context("Markdown and JSON with the hash of each file. It names nobody."),
        ]
    )


def _state(kit: Kit) -> str:
    if kit.state == "full":
        return "✅ *Complete*: it can travel to another team or workspace."
    if kit.gaps:
        return "📝 *A draft*: it names what is missing."
    return "📝 *A draft*: nothing is missing; it is complete with the Limited Production gate."


def _lacks(gaps: tuple[Gap, ...]) -> list[Block]:
    lines = [
        f"{escape(one.words)}{' (' + ', '.join(map(mention, one.supplies)) + ')' if one.supplies else ''}"
        for one in gaps[:12]
    ]
    return [section(f"*Still missing*\n{bullets(lines)}")] if lines else []


def _too_much(kit: Kit) -> list[Block]:
    """The parts a replica had to spend on again: what the kit spared too little of."""
    if not kit.playbook.spared:
        return []
    words = f"A replica took 30 % or more of the hours again for {escape(kit.playbook.spared)}"
    return [section(f"⚠️ *{words}*: that is what the kit lacks.")]
