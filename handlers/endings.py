"""Redesign, resume and stop with clarity, by command: each a form, the first two ends a vote."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack

from blocks import endings as drawing
from blocks.actions import Actions
from blocks.forms import FORMS
from blocks.pieces import Block
from handlers.commands import Command, Typed
from handlers.desk import Desk
from handlers.forms import Answers, Handler, Talk, Talks, filled, nothing, tables
from handlers.proposals import TALKS, vote_or_propose, withdraw_clicked
from playbook import endings, votes
from playbook import proposals as proposing
from playbook.facts import Pilot, UseCase
from playbook.forms import Form, RedesignForm, ResumeForm, StopForm
from playbook.gates import number
from playbook.known import Known
from playbook.proposals import Proposed
from playbook.refusals import Refusal
from playbook.votes import Ballot


def _voting(choice: Proposed, read: Callable[[Answers], Form], about: str = "") -> Talk:
    """A vote for an end, at the gate of the present stage, which it opens where none is open.

    `about`: the number of the owner's proposal that it starts with.
    """
    form = f"endings.{choice}"

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
        nothing(*(field.name for field in FORMS[form].inputs)),
        judge=judge,
        page=lambda saved, known: drawing.voted(saved, choice),
        about=about,
        offers=lambda use_case, known: proposing.offered(use_case, number(about), known.today),
    )


VOTES: dict[Proposed, Talks] = {
    "redesign": Talks("endings.redesign", lambda about: _voting("redesign", RedesignForm.read, about)),
    "stop": Talks("endings.stop", lambda about: _voting("stop", StopForm.read, about)),
}
RESUME = Talk(
    "endings.resume",
    "resume",
    "resumed",
    lambda use_case: {"changes": None},
    lambda before, typed, known: endings.resume(before, ResumeForm.read(typed), known),
    page=lambda saved, known: drawing.resumed(saved),
)


def _by_command(word: str, form: str, build: Callable[[int, Desk], Block]) -> Handler:
    def opened(ack: Ack, said: Typed, body: dict[str, Any], desk: Desk) -> None:
        named = said.number
        if named is None:
            raise Refusal(f"Which one? Name it, like `/pilot {word} UC-7`.")
        ack()
        desk.open(body, FORMS[form].title, lambda: build(named, desk))

    return opened


def _ending(choice: Proposed) -> Handler:
    """`/pilot redesign|stop`: a vote; from an owner a proposal."""
    vote = VOTES[choice].of("")
    return _by_command(choice, vote.form, lambda named, desk: vote_or_propose(vote, choice, named, desk))


_opening, VIEWS = tables(*VOTES.values(), *TALKS.values(), RESUME)
ACTIONS = _opening | {Actions.ENDINGS_WITHDRAW: withdraw_clicked}
PILOT = {
    "redesign": Command(
        _ending("redesign"),
        "redesign UC-7",
        "vote to pause it for a redesign, with a date to resume by; an owner proposes it",
    ),
    "resume": Command(
        _by_command("resume", RESUME.form, lambda named, desk: filled(RESUME, named, desk)),
        "resume UC-7",
        "begin the next attempt after a redesign",
    ),
    "stop": Command(
        _ending("stop"), "stop UC-7", "stop with clarity, say what was learned; an owner proposes"
    ),
}
