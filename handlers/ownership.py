"""Accepting and declining an ownership, and the sponsor's granting of what the owner lacks."""

from typing import Any

from slack_bolt import Ack

from blocks.actions import Actions, value_of
from handlers.desk import Desk, allowed
from handlers.forms import Answers, Talk, tables
from playbook.facts import Authority, UseCase
from playbook.forms import AcceptForm, DeclineForm
from playbook.ownership import LACKS, accept, decline, grant
from playbook.refusals import Refusal


def _acceptance(use_case: UseCase) -> Answers:
    return {"authorities": None, "function": use_case.function}


def _refusal(use_case: UseCase) -> Answers:
    return {"reason": None}


def grant_authority(ack: Ack, action: dict[str, Any], desk: Desk) -> None:
    """The sponsor grants one of the things the owner does not decide on yet."""
    target = value_of(action)
    asked = desk.ask({})
    with desk.work() as work:
        before = allowed(work, target.uc, "grant", asked)
        after = grant(before, _authority(target.extra), desk.known(work, asked))
        desk.change(work, before, after, "authority granted")
    ack()


def _authority(word: str) -> Authority:
    known = next((authority for authority in LACKS if authority == word), None)
    if known is None:
        raise Refusal("This button names nothing that could be granted.")
    return known


TALKS = (
    Talk(
        "registration.accept",
        "accept",
        "ownership accepted",
        _acceptance,
        lambda before, typed, known: accept(before, AcceptForm.read(typed), known),
        says=lambda saved, known: (f"You own {saved.key} now. Your five duties are in our direct messages.",),
    ),
    Talk(
        "registration.decline",
        "accept",
        "ownership declined",
        _refusal,
        lambda before, typed, known: decline(before, DeclineForm.read(typed), known),
        closes=True,
    ),
)
_opening, VIEWS = tables(*TALKS)
ACTIONS = _opening | {Actions.REGISTRATION_GRANT: grant_authority}
