"""/pilot list: use cases by need for attention, a page at a time; and the queue by friction."""

from typing import Any

from slack_bolt import Ack, Respond

from blocks import listing as drawing
from blocks.actions import Actions, value_of
from blocks.pieces import Drawn
from handlers.commands import Command, Typed
from handlers.desk import Desk
from handlers.pages import answer, in_reply, open_window, reply
from playbook import home, listing
from playbook.listing import Choice


def list_use_cases(ack: Ack, said: Typed, respond: Respond, desk: Desk) -> None:
    """`/pilot list [mine | a stage | owner @u | overdue | queue | all]`."""
    choice = listing.read(said.rest, said.person)
    answer(ack, respond, _listing(choice, 0, desk), desk)


def clicked(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, desk: Desk) -> None:
    """The same from a button, which may name a list and its page: `pilot:2`."""
    ack()
    word, _, page = value_of(action).extra.rpartition(":")
    choice, number = listing.from_word(word), int(page) if page.isdecimal() and len(page) < 6 else 0
    if body.get("view"):  # from Home or a window Slack takes no reply
        open_window(body, "Use cases", lambda: _listing(choice, number, desk), desk)
    else:
        reply(respond, _listing(choice, number, desk), desk, instead=in_reply(body) and bool(word))


def _listing(choice: Choice, page: int, desk: Desk) -> Drawn:
    asked = desk.ask({})
    with desk.read() as look:
        portfolio = look.portfolio(desk.now)
    actor = asked.actor
    found = listing.chosen(home.lines(actor, portfolio), choice, actor.id)
    scores = listing.scores(found, choice)
    return drawing.listing(found, choice, page, scores, today=portfolio.around.today)


PILOT = {
    "list": Command(
        list_use_cases,
        "list [mine | pilot | owner @person | overdue | queue | all]",
        "see the use cases, those that need somebody first",
    )
}
ACTIONS = {Actions.REGISTRATION_LIST: clicked}
