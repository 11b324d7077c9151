"""An admin lets a person be forgotten: *Forget a person*, behind the settings.

It rewrites the record everywhere, so it takes the right to configure; unlike tokens, where an owner acts for
their own use case. That is checked when the window opens, and again on the facts it is done on.
"""

from typing import Any

from slack_bolt import Ack

from blocks import forms, pieces
from blocks.actions import opens
from blocks.forms import Kept
from handlers.desk import Desk
from playbook import policy
from playbook.record_forms import ForgetForm
from store import Repeated, keeping

FORGET = "persons.forget"
RESULT = "persons.result"


def ask(ack: Ack, body: dict[str, Any], desk: Desk) -> None:
    """The window that asks whom."""
    ack()
    desk.open(body, forms.FORMS[FORGET].title, lambda: _window(desk))


def _window(desk: Desk) -> pieces.Block:
    asked = desk.ask({}, fresh=True)
    with desk.read() as look:
        policy.check(asked.actor, "configure", None, look.settings())
    return forms.draw_form(FORGET, {}, Kept(form=FORGET))


def forget(ack: Ack, view: dict[str, Any], desk: Desk) -> None:
    """Forget them; refused while anything waits for them."""
    asked, said = desk.ask({}, fresh=True), ForgetForm.read(pieces.answers(view))
    try:
        with desk.work() as work:
            policy.check(asked.actor, "configure", None, work.settings())
            instead = keeping.forget(work, said.person, desk.now)
        words = f"✅ *Forgotten.* In their place stands {instead}, everywhere. The record still holds."
    except Repeated:
        words = "✅ *Forgotten.* That was done already."
    ack(
        response_action="update",
        view=pieces.modal(RESULT, "Forgotten", [pieces.section(words)], close="Done"),
    )


ACTIONS = {opens(FORGET): ask}
VIEWS = {FORGET: forget}
