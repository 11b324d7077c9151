"""/pilot settings: the four questions of the first run, then hours, plan, rules, record: a page each."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from slack_bolt import Ack

from blocks import forms, pieces, settings
from blocks.actions import opens
from blocks.forms import Kept
from blocks.inputs import Choices, Form
from handlers.commands import Command, Typed
from handlers.desk import Desk
from handlers.forms import OVERTAKEN, Answers
from playbook import policy
from playbook.configuration import SECTIONS
from playbook.facts import Settings
from playbook.refusals import Refusal
from store import Repeated, changes

FIRST = "settings.four"
RESULT = "settings.result"
TITLE = "Settings"
RULES = "settings.rules"
ALL = "all"
WAYS = (
    "/pilot settings all: everything that is set, with Outgoing webhook, API tokens and Forget a person",
    "a page of its own: /pilot settings hours, plan, rules or record; alone, the four questions",
)


def by_command(ack: Ack, said: Typed, body: dict[str, Any], desk: Desk) -> None:
    """`/pilot settings [all | hours | plan | rules | record]`: the four questions, or what is named."""
    if said.rest.lower().strip() == ALL:
        ack()
        desk.open(body, TITLE, lambda: _everything(desk))
        return
    named = f"settings.{said.rest.lower().strip()}" if said.rest.strip() else FIRST
    if named not in SECTIONS:
        raise Refusal(f"There is no page “{said.rest.strip()[:60]}” in the settings.", ways=WAYS)
    ack()
    _open(named, body, desk)


def _everything(desk: Desk) -> pieces.Block:
    asked = desk.ask({}, fresh=True)
    with desk.read() as look:
        now = look.settings()
    policy.check(asked.actor, "configure", None, now)
    return _window(TITLE, now)


def _window(title: str, now: Settings) -> pieces.Block:
    return pieces.modal(RESULT, title, settings.answered(now).blocks, close="Done")


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
    answers = SECTIONS[form].answers(known.settings)
    choices, asked_form = _offered(form, known.settings, desk)
    return forms.draw_form(form, answers, _kept(form, known.settings), choices=choices, asked=asked_form)


def _offered(form: str, settings: Settings, desk: Desk) -> tuple[dict[str, Choices], Form | None]:
    """The groups Slack has, for the page that asks for one; where there is none it does not ask."""
    if form != RULES:
        return {}, None
    now = settings.gatekeeper_group
    groups = desk.groups() or (((now, "the group that is set now"),) if now else ())
    without = tuple(one for one in forms.FORMS[form].inputs if one.name != "group")
    return {"group": groups}, None if groups else replace(forms.FORMS[form], inputs=without)


def _kept(form: str, settings: Settings) -> Kept:
    return Kept(form=form, version=settings.version)


def answer(ack: Ack, view: dict[str, Any], desk: Desk) -> None:
    """Save the answers; what another admin answered meanwhile is shown beside them first."""
    kept, answers = _read(view), pieces.answers(view)
    try:
        after = _saved(kept, answers, desk)
    except Repeated:  # its first answer may have been lost on the way
        with desk.read() as look:
            after = look.settings()
    except Overtaken as late:
        ack(response_action="update", view=_stale(kept.form, late.settings, answers, desk))
        return
    ack(response_action="update", view=_window("Settings saved", after))


class Overtaken(Exception):
    """Another admin answered meanwhile; nothing of this unit of work stands, so it can be sent again."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(f"settings version {settings.version}")
        self.settings = settings


def _saved(kept: Kept, answers: Answers, desk: Desk) -> Settings:
    """Gatekeepers named now are asked about every use case that is already here."""
    asked = desk.ask_group(answers) if kept.form == RULES else desk.ask(answers, fresh=True)
    with desk.work() as work:
        known = desk.known(work, asked)
        policy.check(known.actor, "configure", None, known.settings)
        if kept.version != known.settings.version:
            raise Overtaken(known.settings)
        after = SECTIONS[kept.form].save(known.settings, answers, known)
        work.keep_settings(known.settings, after)
        changes.resettle(work, known.settings, after)
    return after


def _read(view: dict[str, Any]) -> Kept:
    """Which page this window is, and as of which version; a forged name is the first one."""
    kept = Kept.read(view)
    return kept if kept.form in SECTIONS else kept.model_copy(update={"form": FIRST})


def _stale(form: str, by_now: Settings, answers: Answers, desk: Desk) -> pieces.Block:
    choices, asked_form = _offered(form, by_now, desk)
    now = SECTIONS[form].answers(by_now)
    kept = _kept(form, by_now)
    return forms.draw_form(
        form, answers, kept, notes=(OVERTAKEN,), now=now, choices=choices, asked=asked_form
    )


PILOT = {
    "settings": Command(
        by_command,
        "settings [all | hours | plan | rules | record]",
        "people, hours, plan, rules, record; all of it with webhook and tokens: for admins",
    )
}
ACTIONS = {opens(form): _asking(form) for form in SECTIONS}
VIEWS = dict.fromkeys(SECTIONS, answer)
