"""/pilot settings: the four questions of the first run."""

from typing import Any

from slack_bolt import Ack

from blocks import forms, pieces, settings
from blocks.actions import opens
from blocks.forms import Kept
from handlers.commands import Command
from handlers.desk import Desk, stood
from handlers.forms import OVERTAKEN, Answers
from playbook import cards, configuration, policy
from playbook.facts import Settings
from playbook.forms import SettingsForm
from store import Repeated, Work

FORM = "settings.four"
RESULT = "settings.result"


def ask(ack: Ack, body: dict[str, Any], desk: Desk) -> None:
    """Open the four questions, by command or by button."""
    ack()
    desk.open(body, forms.FORMS[FORM].title, lambda: _filled(desk))


def _filled(desk: Desk) -> pieces.Block:
    asked = desk.ask({}, fresh=True)
    with desk.read() as look:
        known = desk.known(look, asked)
    policy.check(known.actor, "configure", None, known.settings)
    return forms.draw_form(FORM, configuration.answers(known.settings), _kept(known.settings))


def _kept(settings: Settings) -> Kept:
    return Kept(form=FORM, version=settings.version)


def answer(ack: Ack, view: dict[str, Any], desk: Desk) -> None:
    """Save the answers; what another admin answered meanwhile is shown beside them first."""
    kept, answers = Kept.read(view), pieces.answers(view)
    try:
        after = _saved(kept, answers, desk)
    except Repeated:  # its first answer may have been lost on the way
        with desk.read() as look:
            after = look.settings()
    except Overtaken as late:
        ack(response_action="update", view=_stale(late.settings, answers))
        return
    drawn = settings.answered(after)
    ack(response_action="update", view=pieces.modal(RESULT, "Settings saved", drawn.blocks, close="Done"))


class Overtaken(Exception):
    """Another admin answered meanwhile; nothing of this unit of work stands, so it can be sent again."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(f"settings version {settings.version}")
        self.settings = settings


def _saved(kept: Kept, answers: Answers, desk: Desk) -> Settings:
    """Gatekeepers named now are asked about every use case that is already here."""
    asked = desk.ask(answers, fresh=True)
    with desk.work() as work:
        known = desk.known(work, asked)
        policy.check(known.actor, "configure", None, known.settings)
        if kept.version != known.settings.version:
            raise Overtaken(known.settings)
        after = configuration.answer(known.settings, SettingsForm.read(answers), known)
        work.keep_settings(known.settings, after)
        _retell(work, known.settings, after)
    return after


def _stale(by_now: Settings, answers: Answers) -> pieces.Block:
    return forms.draw_form(
        FORM, answers, _kept(by_now), notes=(OVERTAKEN,), now=configuration.answers(by_now)
    )


def _retell(work: Work, before: Settings, after: Settings) -> None:
    if before.gatekeepers == after.gatekeepers:
        return
    for one in work.listed():
        if one.outcome is None:
            work.post(*cards.resettled(work.use_case(one.number), before, after, stood(work)))


PILOT = {"settings": Command(ask, "settings", "four questions an admin answers once")}
ACTIONS = {opens(FORM): ask}
VIEWS = {FORM: answer}
