"""Tokens of the ingest API: an admin or an owner makes one, sees it once, and revokes it.

Unlike the webhook and *Forget a person* these windows are no admin's alone: an owner makes tokens for their
use cases (`make_token`, asked of each) and sees just those. So everybody may open the list, which may be
empty; `playbook.tokens.make` and `may_end` decide.
"""

from typing import Any

from slack_bolt import Ack

from blocks import forms, pieces
from blocks import tokens as drawing
from blocks.actions import Actions, opens, value_of
from blocks.forms import Kept
from handlers.commands import Command
from handlers.desk import Desk
from playbook.facts import UseCase
from playbook.known import Known
from playbook.policy import can
from playbook.refusals import NoSuchUseCase, NotAllowed
from playbook.tokens import ApiToken, TokenForm, make, may_end
from store import Look, Repeated
from store import tokens as keys

MAKE, LIST = "tokens.make", "tokens.list"


def by_command(ack: Ack, body: dict[str, Any], desk: Desk) -> None:
    """`/pilot tokens`: the window with every token this person may revoke."""
    ack()
    desk.open(body, drawing.TITLE, lambda: _window(desk))


def _window(desk: Desk) -> pieces.Block:
    asked = desk.ask({}, fresh=True)
    with desk.read() as look:
        known = desk.known(look, asked)
        active = [one for one in keys.of(look) if one.active(desk.now)]
        return drawing.listed([one for one in active if _may_end(one, look, known)], desk.now)


def _may_end(token: ApiToken, look: Look, known: Known) -> bool:
    return may_end(token, [look.use_case(one) for one in token.use_cases], known)


def ask(ack: Ack, body: dict[str, Any], desk: Desk) -> None:
    """The window that asks what for."""
    ack()
    desk.open(body, forms.FORMS[MAKE].title, lambda: _form(desk))


def _form(desk: Desk) -> pieces.Block:
    asked = desk.ask({}, fresh=True)
    with desk.read() as look:
        known = desk.known(look, asked)
    mine = [one.key for one in known.listed if can(known.actor, "make_token", one, known.settings)]
    admin = can(known.actor, "configure", None, known.settings)
    if not (admin or mine):
        raise NotAllowed("A workspace admin makes tokens, and a workflow owner those for their use case.")
    answers = {"days": "90", "use_cases": "" if admin else ", ".join(mine[:20])}
    return forms.draw_form(MAKE, answers, Kept(form=MAKE))


def save(ack: Ack, view: dict[str, Any], desk: Desk) -> None:
    """Make the token and show it, this once."""
    asked, form = desk.ask({}, fresh=True), TokenForm.read(pieces.answers(view))
    id, shown = keys.mint()
    try:
        with desk.work() as work:
            known = desk.known(work, asked)
            token = make(form, id, _named(form, work), keys.of(work), known)
            keys.make(work, token, shown)
        window = drawing.made(token, shown)
    except Repeated:  # its secret was shown in an answer that was lost: nobody can see it again
        window = _window(desk)
    ack(response_action="update", view=window)


def _named(form: TokenForm, look: Look) -> list[UseCase]:
    try:
        return [look.use_case(one) for one in form.use_cases]
    except NoSuchUseCase as no:
        raise NoSuchUseCase(str(no), field="use_cases") from None


def revoke(ack: Ack, body: dict[str, Any], action: dict[str, Any], desk: Desk) -> None:
    """End a token at once."""
    asked, target = desk.ask({}, fresh=True), value_of(action)
    with desk.work() as work:
        known = desk.known(work, asked)
        token = next((one for one in keys.of(work) if one.id == target.extra), None)
        if token is None or not _may_end(token, work, known):
            raise NotAllowed("A token is revoked by an admin, or by the owner of its use case.")
        keys.revoke(work, token, desk.now)
    ack()
    desk.open(body, drawing.TITLE, lambda: _window(desk))


ACTIONS = {opens(LIST): by_command, opens(MAKE): ask, Actions.TOKENS_REVOKE: revoke}
VIEWS = {MAKE: save}
PILOT = {
    "tokens": Command(by_command, "tokens", "tokens for programs that log readings: make, see, revoke them")
}
