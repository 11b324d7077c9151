"""The outgoing webhook of a workspace: an admin says where notices go, and sees the secret once.

There is one for all use cases, so it takes the right to configure: asked for here when the window opens, and
by `playbook.webhook.wanted` when it is saved.
"""

from typing import Any

from slack_bolt import Ack

from blocks import forms, pieces
from blocks import webhook as drawing
from blocks.actions import opens
from blocks.forms import Kept
from handlers.desk import Desk
from playbook import policy
from playbook.webhook import WebhookForm, wanted
from store import Repeated, webhooks

FORM = "webhook.set"


def ask(ack: Ack, body: dict[str, Any], desk: Desk) -> None:
    """The window with what is set."""
    ack()
    desk.open(body, forms.FORMS[FORM].title, lambda: _form(desk))


def _form(desk: Desk) -> pieces.Block:
    asked = desk.ask({}, fresh=True)
    with desk.read() as look:
        policy.check(asked.actor, "configure", None, look.settings())
        stands = webhooks.of(look)
    answers = {"url": stands.url, "private": ["yes"] if stands.private else []} if stands else {}
    return forms.draw_form(FORM, answers, Kept(form=FORM), notes=drawing.notes(stands))


def save(ack: Ack, view: dict[str, Any], desk: Desk) -> None:
    """Let notices go there from now on."""
    asked, form = desk.ask({}, fresh=True), WebhookForm.read(pieces.answers(view))
    try:
        with desk.work() as work:
            stands = wanted(webhooks.of(work), form, desk.known(work, asked))
            secret = webhooks.keep(work, stands)
        window = drawing.saved(stands, secret)
    except Repeated:  # the secret was shown in an answer that was lost: saving again makes a new one
        window = _form(desk)
    ack(response_action="update", view=window)


ACTIONS = {opens(FORM): ask}
VIEWS = {FORM: save}
