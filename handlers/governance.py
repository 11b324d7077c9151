"""Five controls from day zero: documented by the team, answered by the gatekeepers."""

from typing import Any

from slack_bolt import Ack

from blocks.actions import Actions, value_of
from handlers.desk import Desk, allowed
from handlers.forms import Talk, Talks, tables
from playbook.forms import ControlsForm, ObjectForm, ReasonForm
from playbook.governance import (
    clear,
    controls_answers,
    document,
    inherited_controls,
    object_to,
    withdraw_left,
)


def _withdrawing(objector: str) -> Talk:
    return Talk(
        "governance.withdraw",
        "answer_governance",
        "objection settled",
        lambda use_case: {"reason": None},
        lambda before, typed, known: withdraw_left(before, objector, ReasonForm.read(typed), known),
        closes=True,
        about=objector,
    )


TALKS = (
    Talks("governance.withdraw", _withdrawing),
    Talk(
        "governance.controls",
        "document",
        "controls documented",
        controls_answers,
        lambda before, typed, known: document(before, ControlsForm.read(typed), known),
        offers=lambda use_case, known: inherited_controls(use_case),
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


def clear_clicked(ack: Ack, action: dict[str, Any], desk: Desk) -> None:
    """A gatekeeper has no objection."""
    asked = desk.ask({}, deciding=True)
    with desk.work() as work:
        before = allowed(work, value_of(action).uc, "answer_governance", asked)
        desk.change(work, before, clear(before, desk.known(work, asked)), "governance cleared")
    ack()


_opening, VIEWS = tables(*TALKS)
ACTIONS = _opening | {Actions.GOVERNANCE_CLEAR: clear_clicked}
