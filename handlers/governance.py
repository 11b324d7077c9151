"""Five controls from day zero: documented by the team, answered by the gatekeepers."""

from handlers.forms import Talk, Talks, tables
from playbook.forms import ControlsForm, ObjectForm, ReasonForm
from playbook.governance import (
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


ACTIONS, VIEWS = tables(*TALKS)
