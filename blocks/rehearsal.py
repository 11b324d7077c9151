"""The rehearsal of a plan: every message that comes by itself, with its date, for one person alone."""

from collections.abc import Iterator, Sequence
from typing import Final

from blocks import draw
from blocks.pieces import Drawn, channel, context, cut, drawn, mention, moment, section, titled
from playbook.facts import UseCase
from playbook.letters import AnyNotice
from playbook.rehearsal import Coming
from playbook.wording import counted

FULL: Final = 2800  # characters of a section, of Slack's 3,000
LINE: Final = 220
SECRET: Final = "🎲 One control is drawn and has to be proved afresh: which one is known on that day"
CLOSING: Final = (
    "Nothing was sent or written. Whatever anybody does changes what comes; a morning on which somebody is "
    "asked about several use cases is one message."
)


def page(use_case: UseCase, coming: Sequence[Coming]) -> Drawn:
    """What will be said about this use case if nobody does anything from now on."""
    return drawn([section(_head(use_case, coming)), *map(section, _pages(coming)), context(CLOSING)])


def _head(use_case: UseCase, coming: Sequence[Coming]) -> str:
    name = f"🗓️ *{titled(use_case.key, use_case.title)}: rehearsal of the plan*"
    if not coming:
        return f"{name}\nNothing comes by itself: {_why_silent(use_case)}."
    until = moment(coming[-1].at)
    still = "\nIts contract is not locked: until then only the entry check is spoken of."
    return (
        f"{name}\nIf nobody does anything from now on, {counted(len(coming), 'message')} "
        f"{'comes' if len(coming) == 1 else 'come'} until {until}."
        f"{still if use_case.proposed else ''}"
    )


def _why_silent(use_case: UseCase) -> str:
    if use_case.outcome == "stopped":
        return "it was stopped with clarity"
    return "it is paused, and whoever has to decide was asked" if use_case.pause else "nothing is owed"


def _pages(coming: Sequence[Coming]) -> Iterator[str]:
    """The lines, as many to a section as it holds."""
    held = ""
    for one in coming:
        line = _line(one)
        if held and len(held) + len(line) > FULL:
            yield held
            held = ""
        held = f"{held}\n{line}" if held else line
    if held:
        yield held


def _line(one: Coming) -> str:
    to = mention(one.to) if one.to.startswith(("U", "W")) else channel(one.to)
    says = "\n".join(f"    {_headline(notice)}" for _, notice in one.says)
    return f"*{moment(one.at)}* to {to}\n{says}"


def _headline(notice: AnyNotice | None) -> str:
    """The first line of the message itself."""
    return cut(draw(notice).text.strip().split("\n", 1)[0], LINE) if notice else SECRET
