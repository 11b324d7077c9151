"""A page about one use case, shown to one person alone: asked for by a command, or by a button."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk.webhook import WebhookResponse

from blocks import listing
from blocks.actions import value_of
from blocks.pieces import Block, Drawn, has_newer, modal, without_newer
from handlers.commands import Typed, meant, visible
from handlers.desk import Desk, allowed
from playbook.facts import Pilot, UseCase
from playbook.known import Known
from playbook.policy import Verb
from store import Look


@dataclass(frozen=True)
class Looking:
    """A page that reads more of the record than its use case, for those who may do `verb` to it."""

    page: Callable[[Pilot, Known, Look], Drawn]
    verb: Verb


Page = Callable[[UseCase, Known], Drawn] | Looking
WINDOW = "page"  # a page in a window: nothing is typed into it
OK, REFUSED = 200, "invalid_blocks"


def by_command(word: str, page: Page) -> Callable[..., None]:
    """`/pilot <word> [UC-7]`; without a key the use case you most likely mean, else a picker."""

    def asked_for(ack: Ack, said: Typed, respond: Respond, desk: Desk) -> None:
        answer(ack, respond, _drawn(said, word, page, desk), desk)

    return asked_for


def _drawn(said: Typed, word: str, page: Page, desk: Desk) -> Drawn:
    with desk.looking() as (look, asked):
        known = desk.known(look, asked, listed=said.number is None)
        number = meant(said, known)
        if number is None:
            return listing.picker(visible(known), word)
        return _page(page, number, look, known)


def by_click(page: Page) -> Callable[..., None]:
    """The same page from a button or the picker."""

    def clicked(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, desk: Desk) -> None:
        ack()
        number = value_of(action).uc
        if body.get("view"):  # from Home or a window Slack takes no reply
            _open(body, page, number, desk)
        else:
            reply(respond, page_of(page, number, desk), desk)

    return clicked


def _open(body: dict[str, Any], page: Page, number: int, desk: Desk) -> None:
    open_window(body, f"UC-{number}", lambda: page_of(page, number, desk), desk)


def open_window(body: dict[str, Any], title: str, build: Callable[[], Drawn], desk: Desk) -> None:
    """A page in a window: from Home, or in the window that is open already."""
    desk.open(body, title, lambda: _window(title, build()))


def _window(title: str, drawn: Drawn) -> Block:
    return modal(WINDOW, title, without_newer(drawn).blocks, close="Done")


def in_reply(body: dict[str, Any]) -> bool:
    """Whether a click came from a reply that only this person sees; all else is edited by the postman."""
    return bool((body.get("container") or {}).get("is_ephemeral"))


def show_again(body: dict[str, Any], respond: Respond, page: Page, number: int, desk: Desk) -> None:
    """After a click that changed something: the page it stood on anew; a letter is edited by the postman."""
    if body.get("view"):
        _open(body, page, number, desk)
    elif in_reply(body):
        reply(respond, page_of(page, number, desk), desk, instead=True)


def page_of(page: Page, number: int, desk: Desk) -> Drawn:
    """The page of a use case this person may see."""
    with desk.looking() as (look, asked):
        return _page(page, number, look, desk.known(look, asked, listed=False))


def _page(page: Page, number: int, look: Look, known: Known) -> Drawn:
    if isinstance(page, Looking):
        return page.page(look.with_readings(allowed(look, number, page.verb, known)), known, look)
    pilot = look.with_readings(allowed(look, number, "see", known))
    return page(pilot.use_case, known.model_copy(update={"measured": pilot}))


def answer(ack: Ack, respond: Respond, drawn: Drawn, desk: Desk) -> None:
    """Answer a command to this person alone; what Slack might refuse only after the ack, to hear of it."""
    if has_newer(drawn):
        ack()
        reply(respond, drawn, desk)
    else:
        ack(text=drawn.text, blocks=drawn.blocks, response_type="ephemeral")


def reply(respond: Respond, drawn: Drawn, desk: Desk, *, instead: bool = False) -> None:
    """Answer a click to this person alone; `instead` of the reply the button stood in."""
    desk.after(_show, respond, drawn, instead)


def _show(respond: Respond, drawn: Drawn, instead: bool) -> None:
    shown = _respond(respond, drawn, instead)
    refused = shown.status_code != OK or REFUSED in shown.body
    if refused and has_newer(drawn):
        _respond(respond, without_newer(drawn), instead)


def _respond(respond: Respond, drawn: Drawn, instead: bool) -> WebhookResponse:
    return respond(text=drawn.text, blocks=drawn.blocks, response_type="ephemeral", replace_original=instead)
