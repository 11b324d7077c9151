"""/pilot settings: the four questions of the first run, then hours, plan, rules, record: a page each."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack

from blocks import forms, pieces, settings
from blocks.actions import opens
from blocks.forms import Kept
from handlers.commands import Command, Typed
from handlers.desk import Desk, stood
from handlers.forms import OVERTAKEN, Answers
from playbook import cards, configuration, policy
from playbook.configuration import SECTIONS
from playbook.facts import Settings
from store import Repeated, Work

FIRST = "settings.four"
RESULT = "settings.result"


def by_command(ack: Ack, said: Typed, body: dict[str, Any], desk: Desk) -> None:
    """`/pilot settings [hours | plan | rules | record]`: the four questions, or the page that is named."""
    named = f"settings.{said.rest.lower().strip()}"
    ack()
    _open(named if named in SECTIONS else FIRST, body, desk)


def _asking(form: str) -> Callable[..., None]:
    def ask(ack: Ack, body: dict[str, Any], desk: Desk) -> None:
        ack()
        _open(form, body, desk)

    return ask


def _open(form: str, body: dict[str, Any], desk: Desk) -> None:
    desk.open(body, forms.FORMS[form].title, lambda: _filled(form, desk))


def _filled(form: str, desk: Desk) -> pieces.Block:
    asked = desk.ask({}, fresh=True)
    with desk.read() as look:
        known = desk.known(look, asked)
    policy.check(known.actor, "configure", None, known.settings)
    return forms.draw_form(form, SECTIONS[form].answers(known.settings), _kept(form, known.settings))


def _kept(form: str, settings: Settings) -> Kept:
    return Kept(form=form, version=settings.version)


def answer(ack: Ack, view: dict[str, Any], desk: Desk) -> None:
    """Save the answers; what another admin answered meanwhile is shown beside them first."""
    kept, answers = Kept.read(view), pieces.answers(view)
    try:
        after = _saved(kept, answers, desk)
    except Repeated:  # its first answer may have been lost on the way
        with desk.read() as look:
            after = look.settings()
    except Overtaken as late:
        ack(response_action="update", view=_stale(kept.form, late.settings, answers))
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
        after = _section(kept.form).save(known.settings, answers, known)
        work.keep_settings(known.settings, after)
        _retell(work, known.settings, after)
    return after


def _section(form: str) -> configuration.Section:
    """The page a window names; a forged name is the first one, whose rule reads nothing else."""
    return SECTIONS.get(form, SECTIONS[FIRST])


def _stale(form: str, by_now: Settings, answers: Answers) -> pieces.Block:
    return forms.draw_form(
        form, answers, _kept(form, by_now), notes=(OVERTAKEN,), now=SECTIONS[form].answers(by_now)
    )


def _retell(work: Work, before: Settings, after: Settings) -> None:
    if before.gatekeepers == after.gatekeepers:
        return
    for one in work.listed():
        if one.outcome is None:
            work.post(*cards.resettled(work.use_case(one.number), before, after, stood(work)))


PILOT = {
    "settings": Command(
        by_command,
        "settings [hours | plan | rules | record]",
        "people, hours, plan, rules, record: for admins",
    )
}
ACTIONS = {opens(form): _asking(form) for form in SECTIONS}
VIEWS = dict.fromkeys(SECTIONS, answer)
