"""/pilot: the door to every conversation. It knows no sibling: the table of commands is handed to it."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from slack_bolt import Ack, BoltContext, Respond

from blocks import help
from blocks.actions import Actions, opens, value_of
from blocks.pieces import Drawn, button
from blocks.waiting import Waiting, drawn_from
from handlers.commands import Command, typed
from handlers.desk import Desk
from handlers.pages import Page, page_of, reply
from playbook import home
from playbook.facts import Settings
from playbook.known import Known
from playbook.policy import can

Call = Callable[..., None]
# What a newcomer looks for, in this order; help shows it before everything else.
FIRST = ("new", "list", "show", "contract", "live", "log", "gate", "why", "digest")

# What is no command, and where it is done instead.
ELSEWHERE = {
    "forget": ("/pilot settings all", "An admin presses *Forget a person* there, or uses `pilotage forget`."),
    "webhook": ("/pilot settings all", "An admin presses *Outgoing webhook* there."),
    "import": ("", "Upload the table as a file and choose *Import portfolio* in its message menu."),
}


def door(commands: Mapping[str, Command]) -> Call:
    """`/pilot <word> ...` runs the conversation of that word; help and anything unknown get usage."""

    def pilot(ack: Ack, command: dict[str, str], context: BoltContext, call: Call, desk: Desk) -> None:
        context["said"] = said = typed(command)
        if said.word in commands:
            call(commands[said.word].run)
            return
        drawn = usage(commands, said.word, said.rest, _waiting(desk))
        ack(text=drawn.text, blocks=drawn.blocks, response_type="ephemeral")

    return pilot


def usage(commands: Mapping[str, Command], word: str, rest: str, waiting: tuple[Waiting, ...]) -> Drawn:
    """Usage of all commands or of one topic; of the nearest one alone for a word nobody knows."""
    ordered = dict.fromkeys([*(name for name in FIRST if name in commands), *commands])
    shown = tuple(
        help.Command(name=name, usage=f"/pilot {commands[name].usage}", words=commands[name].words)
        for name in ordered
    )
    if word in ("", "help"):
        return help.usage(shown, topic=rest.lower(), waiting=waiting)
    if word in ELSEWHERE:
        guess, way = ELSEWHERE[word]
        return help.usage((), unknown=f"/pilot {word}", guess=guess, way=way)
    nearest = get_close_matches(word, [*commands, "help"], n=1)
    near = tuple(one for one in shown if one.name in nearest)
    return help.usage(near, unknown=f"/pilot {word}", guess=f"/pilot {nearest[0]}" if nearest else "")


def _waiting(desk: Desk) -> tuple[Waiting, ...]:
    """What waits for whoever asks, oldest first; before all of it the four questions nobody answered."""
    asked = desk.ask({})
    with desk.read() as look:
        portfolio = look.portfolio(desk.now)
        found = home.queue(asked.actor, portfolio.pilots.values(), portfolio.around)
        threads = {one.thread: look.address(one.thread) for one in found[: help.SHOWN]}
    told = tuple(drawn_from(one, threads.get(one.thread, "")) for one in found)
    return (*_first_run(asked, portfolio.around.settings), *told)


def _first_run(asked: Known, settings: Settings) -> tuple[Waiting, ...]:
    if settings.answered_at is not None or not can(asked.actor, "configure", None, settings):
        return ()
    words = (
        "Four questions to set up this workspace: leadership channel, gatekeepers, country, programme lead"
    )
    return (Waiting(words=words, presses=(button("Set up", opens("settings.four")),)),)


def picking(pages: Mapping[str, Page]) -> Call:
    """The picker: shows the page that was asked for, of the use case that was chosen."""

    def picked(ack: Ack, action: dict[str, Any], respond: Respond, desk: Desk) -> None:
        ack()
        target = value_of(action)
        page = pages.get(target.extra) or next(iter(pages.values()))
        reply(respond, page_of(page, target.uc, desk), desk, instead=True)

    return picked


PICK = Actions.REGISTRATION_PICK
