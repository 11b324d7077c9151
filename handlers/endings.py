"""Redesign, resume and stop with clarity, by command: each a form, the first two ends a vote."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack

from blocks import endings as drawing
from blocks.forms import FORMS
from handlers.commands import Command, Typed
from handlers.desk import Desk
from handlers.forms import Answers, Handler, Talk, filled, tables
from playbook import endings, votes
from playbook.deciding import Choice
from playbook.facts import Pilot, UseCase
from playbook.forms import Form, RedesignForm, ResumeForm, StopForm
from playbook.known import Known
from playbook.refusals import Refusal
from playbook.votes import Ballot


def _voting(form: str, choice: Choice, read: Callable[[Answers], Form]) -> Talk:
    """A vote for an end, at the gate of the present stage, which it opens where none is open."""

    def judge(pilot: Pilot, typed: Answers, known: Known) -> UseCase:
        said = read(typed).model_dump()
        opened = endings.opened(pilot.use_case, known.actor.id, known.now)
        gate = votes.open_gate(opened)
        ballot = Ballot.model_validate({"gate": gate.name if gate else "entry", "choice": choice, **said})
        return votes.cast(pilot.model_copy(update={"use_case": opened}), ballot, known.actor, known.around)

    return Talk(
        form,
        "vote",
        f"voted {choice}",
        lambda use_case: dict.fromkeys(field.name for field in FORMS[form].inputs),
        judge=judge,
        page=lambda saved, known: drawing.voted(saved, choice),
    )


REDESIGN = _voting("endings.redesign", "redesign", RedesignForm.read)
STOP = _voting("endings.stop", "stop", StopForm.read)
RESUME = Talk(
    "endings.resume",
    "resume",
    "resumed",
    lambda use_case: {"changes": None},
    lambda before, typed, known: endings.resume(before, ResumeForm.read(typed), known),
    page=lambda saved, known: drawing.resumed(saved),
)


def _by_command(word: str, talk: Talk) -> Handler:
    def opened(ack: Ack, said: Typed, body: dict[str, Any], desk: Desk) -> None:
        number = said.number
        if number is None:
            raise Refusal(f"Which one? Name it, like `/pilot {word} UC-7`.")
        ack()
        desk.open(body, FORMS[talk.form].title, lambda: filled(talk, number, desk))

    return opened


ACTIONS, VIEWS = tables(REDESIGN, STOP, RESUME)
PILOT = {
    "redesign": Command(
        _by_command("redesign", REDESIGN),
        "redesign UC-7",
        "vote to pause it for a redesign, with a date to resume by",
    ),
    "resume": Command(
        _by_command("resume", RESUME), "resume UC-7", "begin the next attempt after a redesign"
    ),
    "stop": Command(_by_command("stop", STOP), "stop UC-7", "stop with clarity: say what was learned"),
}
