"""/pilot replicate: the same work at the second place, as a use case of its own that knows its original."""

from typing import Any

from slack_bolt import Ack

from blocks import forms, pieces
from blocks.actions import opens
from blocks.forms import Kept
from blocks.replicas import START
from handlers.commands import Command, Typed, meant
from handlers.desk import Desk, allowed
from handlers.forms import Answers, Talk, Talks, filled, opening, result, standing
from playbook import cards, replicas
from playbook.calendar import day_of
from playbook.facts import UseCase
from playbook.forms import ReplicaForm
from playbook.known import Known
from playbook.refusals import Refusal
from store import Repeated, Work


def _named(use_case: UseCase) -> Answers:
    """The second place as it was named by Day 10."""
    place = use_case.second_place
    return {"place": place.name if place else None, "owner": place.owner if place else None, "home": None}


def _offered(use_case: UseCase, known: Known) -> Answers:
    """Nothing more; where it cannot be replicated yet, the window says why."""
    replicas.may_start(use_case)
    return {}


STARTING = Talk(START, "replicate", "replica started", _named, offers=_offered)


def replicate(ack: Ack, body: dict[str, Any], said: Typed, desk: Desk) -> None:
    """Open the form, with the second place as it was named."""
    asked = desk.ask({})
    with desk.read() as look:
        number = meant(said, desk.known(look, asked))
    if number is None:
        raise Refusal("Which use case is repeated? Name it, like `/pilot replicate UC-7`.")
    ack()
    desk.open(body, forms.FORMS[START].title, lambda: filled(STARTING, number, desk))


def submitted(ack: Ack, view: dict[str, Any], desk: Desk) -> None:
    """Register the replica and tie both together; the window shows what the replica still lacks."""
    kept, answers = Kept.read(view), pieces.answers(view)
    asked = desk.ask(answers)
    try:
        with desk.work() as work:
            shown = _started(work, kept.use_case, ReplicaForm.read(answers), asked, desk)
    except Repeated:
        with desk.read() as look:
            number = allowed(look, kept.use_case, "see", asked).replicas[-1]
        shown = standing(number, asked, desk)
    ack(response_action="update", view=shown)


def _started(work: Work, number: int, form: ReplicaForm, asked: Known, desk: Desk) -> pieces.Block:
    before = work.with_readings(allowed(work, number, "replicate", asked))
    known = desk.known(work, asked)
    replica = replicas.start(before, form, known)
    saved = work.add_use_case(replica, nonce=f"replica:{number}:{len(before.use_case.replicas) + 1}")
    work.post(*cards.letters(None, saved, known.settings))
    desk.change(work, before.use_case, replicas.linked(before.use_case, saved.number), "replica started")
    by = day_of(saved.origin.live_by) if saved.origin else ""
    note = f"It repeats {before.use_case.key}. Live by {by}, it has its weeks when that one is decided."
    return result(saved, known, work, (note,))


ACTIONS = {opens(START): opening(Talks(START, lambda about: STARTING))}
VIEWS = {START: submitted}
PILOT = {
    "replicate": Command(replicate, "replicate UC-7", "repeat it at the second place, from its Pilot gate on")
}
