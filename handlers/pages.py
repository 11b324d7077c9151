"""A page about one use case, shown to one person alone: asked for by a command, or by a button."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, Respond

from blocks import listing
from blocks.actions import value_of
from blocks.pieces import Drawn
from handlers.commands import Typed, meant, visible
from handlers.desk import Desk, allowed
from playbook.facts import UseCase
from playbook.known import Known

Page = Callable[[UseCase, Known], Drawn]


def by_command(word: str, page: Page) -> Callable[..., None]:
    """`/pilot <word> [UC-7]`; without a key the use case you most likely mean, else a picker."""

    def asked_for(ack: Ack, said: Typed, desk: Desk) -> None:
        drawn = _drawn(said, word, page, desk)
        ack(text=drawn.text, blocks=drawn.blocks, response_type="ephemeral")

    return asked_for


def _drawn(said: Typed, word: str, page: Page, desk: Desk) -> Drawn:
    asked = desk.ask({})
    with desk.read() as look:
        known = desk.known(look, asked)
        number = meant(said, known)
        if number is None:
            return listing.picker(visible(known), word)
        return page(allowed(look, number, "see", known), known)


def by_click(page: Page) -> Callable[..., None]:
    """The same page from a button or the picker."""

    def clicked(ack: Ack, action: dict[str, Any], respond: Respond, desk: Desk) -> None:
        ack()
        reply(respond, page_of(page, value_of(action).uc, desk), desk)

    return clicked


def page_of(page: Page, number: int, desk: Desk) -> Drawn:
    """The page of a use case this person may see."""
    asked = desk.ask({})
    with desk.read() as look:
        known = desk.known(look, asked)
        return page(allowed(look, number, "see", known), known)


def reply(respond: Respond, drawn: Drawn, desk: Desk, *, instead: bool = False) -> None:
    """Answer a click to this person alone; `instead` of the reply the button stood in."""
    desk.after(
        respond, text=drawn.text, blocks=drawn.blocks, response_type="ephemeral", replace_original=instead
    )
