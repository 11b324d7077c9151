"""Five controls from day zero: documented by the team, answered by the gatekeepers."""

from typing import Any

from slack_bolt import Ack

from blocks import governance, pieces
from blocks.actions import Actions, value_of
from handlers.commands import Command
from handlers.desk import Desk, allowed
from handlers.forms import Talk, tables
from handlers.pages import by_click, by_command
from playbook.facts import UseCase
from playbook.forms import ControlsForm, ObjectForm
from playbook.governance import clear, controls_answers, document, object_to
from playbook.known import Known
from playbook.policy import allowed_verbs

TALKS = (
    Talk(
        "governance.controls",
        "document",
        "controls documented",
        controls_answers,
        lambda before, typed, known: document(before, ControlsForm.read(typed), known),
    ),
    Talk(
        "governance.object",
        "answer_governance",
        "governance objected",
        lambda use_case: {"ground": None, "reason": None},
        lambda before, typed, known: object_to(before, ObjectForm.read(typed), known),
        closes=True,
    ),
)


def _checklist(use_case: UseCase, known: Known) -> pieces.Drawn:
    return governance.checklist(use_case, may=allowed_verbs(known.actor, use_case, known.settings))


def clear_clicked(ack: Ack, action: dict[str, Any], desk: Desk) -> None:
    """A gatekeeper has no objection."""
    asked = desk.ask({})
    with desk.work() as work:
        before = allowed(work, value_of(action).uc, "answer_governance", asked)
        desk.change(work, before, clear(before, desk.known(work, asked)), "governance cleared")
    ack()


_opening, VIEWS = tables(*TALKS)
ACTIONS = _opening | {Actions.GOVERNANCE_SHOW: by_click(_checklist), Actions.GOVERNANCE_CLEAR: clear_clicked}
PAGES = {"controls": _checklist}
PILOT = {
    "controls": Command(
        by_command("controls", _checklist), "controls UC-7", "the five controls and their answers"
    )
}
