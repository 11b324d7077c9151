"""/pilot effort: hours by part on original and replica, corrected with a reason, confirmed by the sponsor."""

from typing import Any

from slack_bolt import Ack, Respond

from blocks import effort as drawing
from blocks.actions import Actions, value_of
from blocks.pieces import Drawn
from handlers.commands import Command
from handlers.desk import Desk, allowed
from handlers.forms import Answers, Talk, tables
from handlers.pages import by_click, by_command, show_again
from playbook import effort
from playbook.facts import Pilot, UseCase
from playbook.forms import EffortForm
from playbook.known import Known
from playbook.policy import allowed_verbs


def _page(use_case: UseCase, known: Known) -> Drawn:
    return drawing.page(known.pilot(use_case), known, allowed_verbs(known.actor, use_case, known.settings))


def _correct(pilot: Pilot, typed: Answers, known: Known) -> UseCase:
    form = EffortForm.read(typed)
    said = effort.HoursSaid(form.part, form.hours, form.reason, form.source == "estimate")
    return effort.correct(pilot, said, known)


CORRECT = Talk(
    drawing.CORRECT,
    "correct_effort",
    "hours corrected",
    lambda use_case: {"part": None, "hours": None, "source": None, "reason": None},
    judge=_correct,
    closes=True,
)


def confirm_clicked(
    ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, desk: Desk
) -> None:
    """The sponsor confirms the total that stood beside the button."""
    target = value_of(action)
    asked = desk.ask({})
    with desk.work() as work:
        before = work.with_readings(allowed(work, target.uc, "confirm_effort", asked))
        after = effort.fix(before, target.extra, desk.known(work, asked))
        desk.change(work, before.use_case, after, "hours confirmed")
    ack()
    show_again(body, respond, _page, target.uc, desk)


_opening, VIEWS = tables(CORRECT)
ACTIONS = _opening | {Actions.EFFORT_CONFIRM: confirm_clicked, Actions.EFFORT_SHOW: by_click(_page)}
PAGES = {"effort": _page}
PILOT = {
    "effort": Command(
        by_command("effort", _page), "effort UC-7", "the hours by part, on original and replica"
    )
}
