"""The owner's proposal of an end: the form in place of a vote that is not theirs, and its withdrawal."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, Respond

from blocks import proposals as drawing
from blocks.actions import value_of
from blocks.forms import FORMS
from blocks.pieces import Block
from handlers.desk import Desk, allowed
from handlers.forms import Answers, Talk, filled, nothing
from handlers.pages import show_again
from playbook import gates, policy, proposals
from playbook.facts import UseCase
from playbook.forms import RedesignForm, StopForm
from playbook.known import Known
from playbook.proposals import Proposed


def _proposing(choice: Proposed, read: Callable[[Answers], StopForm]) -> Talk:
    form = f"endings.propose_{choice}"
    return Talk(
        form,
        "propose",
        f"proposed {choice}",
        nothing(*(field.name for field in FORMS[form].inputs)),
        lambda before, typed, known: proposals.propose(before, choice, read(typed), known),
        page=lambda saved, known: drawing.proposed(saved),
    )


TALKS: dict[Proposed, Talk] = {
    "redesign": _proposing("redesign", RedesignForm.read),
    "stop": _proposing("stop", StopForm.read),
}


def vote_or_propose(vote: Talk, choice: Proposed, number: int, desk: Desk) -> Block:
    """The form of a vote; to an owner, who never votes at their own gate, the form of a proposal."""
    asked = desk.ask({})
    with desk.read() as look:
        use_case, settings = allowed(look, number, "see", asked), look.settings()
    votes = policy.can(asked.actor, "vote", use_case, settings)
    proposes = policy.can(asked.actor, "propose", use_case, settings) and not votes
    return filled(TALKS[choice] if proposes else vote, number, desk)


def withdraw_clicked(
    ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, desk: Desk
) -> None:
    """The owner takes back what they proposed."""
    asked, target = desk.ask({}), value_of(action)
    with desk.work() as work:
        before = allowed(work, target.uc, "propose", asked)
        after = proposals.withdraw(before, gates.number(target.extra), desk.known(work, asked))
        desk.change(work, before, after, "proposal withdrawn")
    ack()
    show_again(body, respond, _withdrawn, target.uc, desk)


def _withdrawn(use_case: UseCase, known: Known) -> Any:
    return drawing.withdrawn(use_case)
