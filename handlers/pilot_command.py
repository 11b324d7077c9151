"""/pilot: the door to every conversation. It knows no sibling: the table of commands is handed to it."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from slack_bolt import Ack, BoltContext, Respond

from blocks import help
from blocks.actions import Actions, opens, value_of
from blocks.pieces import Drawn
from blocks.stand import Waiting
from handlers.commands import Command, typed
from handlers.desk import Desk
from handlers.pages import Page, page_of, reply
from playbook.policy import can

Call = Callable[..., None]


def door(commands: Mapping[str, Command]) -> Call:
    """`/pilot <word> ...` runs the conversation of that word; help and anything unknown get usage."""

    def pilot(ack: Ack, command: dict[str, str], context: BoltContext, call: Call, desk: Desk) -> None:
        context["said"] = said = typed(command)
        if said.word in commands:
            call(commands[said.word].run)
            return
        drawn = usage(commands, said.word, said.rest, _first_run(desk))
        ack(text=drawn.text, blocks=drawn.blocks, response_type="ephemeral")

    return pilot


def usage(commands: Mapping[str, Command], word: str, rest: str, first_run: tuple[Waiting, ...]) -> Drawn:
    """Usage of all commands or of one topic, with the nearest match for a word nobody knows."""
    shown = tuple(
        help.Command(name=name, usage=f"/pilot {command.usage}", words=command.words)
        for name, command in commands.items()
    )
    if word in ("", "help"):
        return help.usage(shown, topic=rest.lower(), waiting=first_run)
    nearest = get_close_matches(word, [*commands, "help"], n=1)
    return help.usage(shown, unknown=f"/pilot {word}", guess=f"/pilot {nearest[0]}" if nearest else "")


def _first_run(desk: Desk) -> tuple[Waiting, ...]:
    """What an admin sees before the four questions were ever answered."""
    asked = desk.ask({})
    with desk.read() as look:
        settings = look.settings()
    if settings.answered_at is not None or not can(asked.actor, "configure", None, settings):
        return ()
    words = (
        "Four questions to set up this workspace: leadership channel, gatekeepers, country, programme lead"
    )
    return (Waiting(words=words, label="Set up", action=opens("settings.four")),)


def picking(pages: Mapping[str, Page]) -> Call:
    """The picker: shows the page that was asked for, of the use case that was chosen."""

    def picked(ack: Ack, action: dict[str, Any], respond: Respond, desk: Desk) -> None:
        ack()
        target = value_of(action)
        page = pages.get(target.extra) or next(iter(pages.values()))
        reply(respond, page_of(page, target.uc, desk), desk, instead=True)

    return picked


PICK = Actions.REGISTRATION_PICK
