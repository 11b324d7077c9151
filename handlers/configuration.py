"""/pilot settings: the four questions of the first run."""

from typing import Any

from slack_bolt import Ack

from blocks import forms, pieces, settings
from blocks.actions import opens
from blocks.forms import Kept
from handlers.commands import Command
from handlers.desk import Desk, stood
from playbook import cards, configuration, policy
from playbook.facts import Settings
from playbook.forms import SettingsForm
from store import Work

FORM = "settings.four"
RESULT = "settings.result"


def ask(ack: Ack, body: dict[str, Any], desk: Desk) -> None:
    """Open the four questions, by command or by button."""
    ack()
    desk.open(body, forms.FORMS[FORM].title, lambda: _filled(desk))


def _filled(desk: Desk) -> pieces.Block:
    asked = desk.ask({}, fresh=True)
    with desk.read() as reading:
        known = desk.known(reading, asked)
    policy.check(known.actor, "configure", None, known.settings)
    return forms.draw_form(FORM, configuration.answers(known.settings), Kept(form=FORM))


def answer(ack: Ack, view: dict[str, Any], desk: Desk) -> None:
    """Save the answers; gatekeepers named now are asked about every use case that is already here."""
    answers = pieces.answers(view)
    asked = desk.ask(answers, fresh=True)
    with desk.work() as work:
        known = desk.known(work, asked)
        policy.check(known.actor, "configure", None, known.settings)
        after = configuration.answer(known.settings, SettingsForm.read(answers), known)
        work.keep_settings(known.settings, after)
        _retell(work, known.settings, after)
    drawn = settings.answered(after)
    ack(response_action="update", view=pieces.modal(RESULT, "Settings saved", drawn.blocks, close="Done"))


def _retell(work: Work, before: Settings, after: Settings) -> None:
    if before.gatekeepers == after.gatekeepers:
        return
    for one in work.listed():
        if one.outcome is None:
            work.post(*cards.resettled(work.use_case(one.number), before, after, stood(work)))


PILOT = {"settings": Command(ask, "settings", "four questions an admin answers once")}
ACTIONS = {opens(FORM): ask}
VIEWS = {FORM: answer}
