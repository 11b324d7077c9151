"""/pilot incident and /pilot blocker: what went wrong and what stands in the way, reported and resolved."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, Respond

from blocks import forms
from blocks import incidents as drawing
from blocks.actions import Actions, value_of
from blocks.pieces import Drawn
from handlers.commands import Command, Typed
from handlers.desk import Desk, allowed
from handlers.forms import Talk, Talks, filled, numbered, tables
from handlers.pages import by_command, show_again
from playbook.blockers import clear, stand_in_the_way
from playbook.facts import UseCase
from playbook.forms import BlockerForm, IncidentForm, ResolveForm
from playbook.incidents import report, resolve
from playbook.known import Known
from playbook.policy import allowed_verbs


def _incidents(use_case: UseCase, known: Known) -> Drawn:
    return drawing.incidents(use_case, may=allowed_verbs(known.actor, use_case, known.settings))


def _blockers(use_case: UseCase, known: Known) -> Drawn:
    return drawing.blockers(use_case, may=allowed_verbs(known.actor, use_case, known.settings))


def _resolving(about: str) -> Talk:
    return Talk(
        "incidents.resolve",
        "report",
        "incident resolved",
        lambda use_case: {"cause": None, "fallback_used": None},
        lambda before, typed, known: resolve(before, numbered("i", about), ResolveForm.read(typed), known),
        page=_incidents,
        about=about,
    )


RAISING = Talk(
    "blockers.raise",
    "report",
    "blocker raised",
    lambda use_case: {"text": None, "control": None, "clears": None},
    lambda before, typed, known: stand_in_the_way(before, BlockerForm.read(typed), known),
    page=_blockers,
)
_opening, VIEWS = tables(
    Talk(
        "incidents.report",
        "report",
        "incident reported",
        lambda use_case: {"severity": None, "text": None},
        lambda before, typed, known: report(before, IncidentForm.read(typed), known),
        page=_incidents,
    ),
    Talks("incidents.resolve", _resolving),
    RAISING,
)
_listed = by_command("blocker", _blockers)


def blocker(ack: Ack, body: dict[str, Any], said: Typed, call: Callable[..., None], desk: Desk) -> None:
    """With words the form stands open with them; without, the list."""
    number, text = said.number, said.behind_the_key
    if number is None or not text:
        call(_listed)
        return
    ack()
    title = forms.FORMS[RAISING.form].title
    desk.open(body, title, lambda: filled(RAISING, number, desk, {"text": text}))


def cleared_clicked(
    ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, desk: Desk
) -> None:
    """It stands in the way no more."""
    asked, target = desk.ask({}), value_of(action)
    with desk.work() as work:
        before = allowed(work, target.uc, "report", asked)
        after = clear(before, numbered("b", target.extra), desk.known(work, asked))
        desk.change(work, before, after, "blocker cleared")
    ack()
    show_again(body, respond, _blockers, target.uc, desk)


ACTIONS = _opening | {Actions.BLOCKERS_CLEAR: cleared_clicked}
PAGES = {"incident": _incidents, "blocker": _blockers}
PILOT = {
    "blocker": Command(blocker, "blocker UC-7 [text]", "what stands in the way: raise it, clear it"),
    "incident": Command(
        by_command("incident", _incidents), "incident UC-7", "what went wrong: report it, resolve it"
    ),
}
