"""How a form about a use case is talked through: opened filled, saved by one rule, never overwritten."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from slack_bolt import Ack

from blocks import forms, pieces, registration
from blocks.actions import opens, value_of
from blocks.forms import Kept
from blocks.inputs import Choices
from blocks.pieces import Drawn
from handlers.desk import Desk, allowed
from playbook import friction, milestones
from playbook.facts import Pilot, UseCase
from playbook.known import Known
from playbook.policy import Verb, allowed_verbs
from store import Look, Repeated, Work

Answers = Mapping[str, object]
Handler = Callable[..., None]
OF_GATEKEEPERS: frozenset[Verb] = frozenset({"vote", "answer_governance", "judge_proof"})
OVERTAKEN = "Someone else changed this while you were typing. What you typed is kept: save again to use it."


@dataclass(frozen=True)
class Talk:
    """One form: who may fill it, what it shows, and which rule saves it."""

    form: str
    verb: Verb
    act: str  # what the audit calls the change
    fill: Callable[[UseCase], Answers]
    save: Callable[[UseCase, Answers, Known], UseCase] | None = None
    judge: Callable[[Pilot, Answers, Known], UseCase] | None = None  # instead, where readings decide
    closes: bool = False  # whether saving closes the window; otherwise it shows what is still missing
    says: Callable[[UseCase, Known], tuple[str, ...]] = lambda saved, known: ()  # what saving it means
    notes: Callable[[Pilot], tuple[str, ...]] = lambda pilot: ()  # what stands above the fields
    page: Callable[[UseCase, Known], Drawn] | None = None  # what the window shows after saving, instead
    choices: Callable[[Pilot], Mapping[str, Choices]] = lambda pilot: {}  # what its selects offer here
    about: str = ""  # which of several things of the use case, as its button said
    then: Callable[[Work, UseCase, datetime], None] = lambda work, saved, now: None  # what else follows
    offers: Callable[[UseCase, Known], Answers] = lambda use_case, known: {}  # presets on opening; may refuse

    def decide(self, work: Work, before: UseCase, typed: Answers, known: Known) -> UseCase:
        """The use case after the rule that saves this form."""
        if self.judge:
            around = work.around(before, known.now)
            told = known.model_copy(update={"people": {**around.people, **known.people}})
            return self.judge(work.with_readings(before), typed, told)
        return self.save(before, typed, known) if self.save else before


@dataclass(frozen=True)
class Talks:
    """A form that is about one of several things of a use case: `of` makes the talk about that one."""

    form: str
    of: Callable[[str], Talk]


def nothing(*fields: str) -> Callable[[UseCase], Answers]:
    """A form that starts empty each time."""
    return lambda use_case: dict.fromkeys(fields)


def numbered(kind: str, about: str) -> int:
    """The number in what a button or a window says it is about, like 3 in "t3" of the kind "t"; 0 is none."""
    number = about.removeprefix(kind)
    return int(number) if about.startswith(kind) and number.isdecimal() and len(number) < 9 else 0


def opening(talks: Talks) -> Handler:
    """The click that opens the form."""

    def open_form(ack: Ack, body: dict[str, Any], action: dict[str, Any], desk: Desk) -> None:
        ack()
        target = value_of(action)
        talk = talks.of(target.extra)
        desk.open(body, forms.FORMS[talk.form].title, lambda: filled(talk, target.uc, desk))

    return open_form


def filled(talk: Talk, number: int, desk: Desk, typed: Answers = MappingProxyType({})) -> pieces.Block:
    """The form as the record fills it; `typed`: what was typed before it was opened."""
    asked = desk.ask({}, deciding=talk.verb in OF_GATEKEEPERS)
    with desk.read() as look:
        use_case = allowed(look, number, talk.verb, asked)
        answers = {**talk.fill(use_case), **talk.offers(use_case, desk.known(look, asked))}
        pilot = look.with_readings(use_case)
    kept, told = _kept(talk, use_case), {**answers, **typed}
    return forms.draw_form(talk.form, told, kept, notes=talk.notes(pilot), choices=talk.choices(pilot))


def _kept(talk: Talk, use_case: UseCase) -> Kept:
    return Kept(
        form=talk.form,
        use_case=use_case.number,
        version=use_case.version,
        nonce=seen(talk.fill(use_case)),
        about=talk.about,
    )


def seen(answers: Answers) -> str:
    """A mark of what the form showed: if it is another at saving, someone else changed it meanwhile."""
    return hashlib.sha256(json.dumps(answers, sort_keys=True, default=str).encode()).hexdigest()[:16]


class Overtaken(Exception):
    """The form shows what is no longer so; nothing of its unit of work stands, so it can be sent again."""

    def __init__(self, use_case: UseCase) -> None:
        super().__init__(use_case.key)
        self.use_case = use_case


def saving(talks: Talks) -> Handler:
    """The submission that saves the form."""

    def save_form(ack: Ack, view: dict[str, Any], desk: Desk) -> None:
        kept, answers = Kept.read(view), pieces.answers(view)
        talk = talks.of(kept.about)
        try:
            shown = _saved(talk, kept, answers, desk)
        except Overtaken as late:
            shown = _stale(talk, late.use_case, answers)
        ack(response_action="update", view=shown) if shown else ack()

    return save_form


def _saved(talk: Talk, kept: Kept, answers: Answers, desk: Desk) -> pieces.Block | None:
    """What stands in the window after saving, None when it closes. A repeat shows what the first saved."""
    asked = desk.ask(answers, deciding=talk.verb in OF_GATEKEEPERS)
    try:
        with desk.work() as work:
            before = allowed(work, kept.use_case, talk.verb, asked)
            if kept.nonce != seen(talk.fill(before)):
                raise Overtaken(before)
            known = desk.known(work, asked)
            saved = desk.change(work, before, talk.decide(work, before, answers, known), talk.act)
            talk.then(work, saved, desk.now)
            return _after(talk, saved, known, work, talk.says(saved, known))
    except Repeated:
        with desk.read() as look:
            saved = allowed(look, kept.use_case, "see", asked)
            return _after(talk, saved, desk.known(look, asked), look)


def _after(
    talk: Talk, saved: UseCase, known: Known, look: Look, notes: tuple[str, ...] = ()
) -> pieces.Block | None:
    if talk.closes:
        return None
    if talk.page:
        drawn = talk.page(saved, known)
        return pieces.modal(RESULT, f"{saved.key} saved", drawn.blocks, close="Done")
    return result(saved, known, look, notes)


def standing(number: int, asked: Known, desk: Desk) -> pieces.Block:
    """The same window from the present state, for a request whose first answer was lost on its way."""
    with desk.read() as look:
        return result(allowed(look, number, "see", asked), asked, look)


RESULT = "registration.result"


def result(use_case: UseCase, asked: Known, look: Look, notes: tuple[str, ...] = ()) -> pieces.Block:
    """What stands in the window after saving: the use case, its friction and what is still missing."""
    drawn = registration.registered(
        use_case,
        milestones.missing(use_case),
        friction.of(use_case.profile, use_case.owner),
        may=allowed_verbs(asked.actor, use_case, look.settings()),
        notes=notes,
    )
    return pieces.modal(RESULT, f"{use_case.key} saved", drawn.blocks, close="Done")


def _stale(talk: Talk, before: UseCase, answers: Answers) -> pieces.Block:
    """Both texts: what was typed still stands in each field, what the record says by now below it."""
    return forms.draw_form(
        talk.form, answers, _kept(talk, before), notes=(OVERTAKEN,), now=dict(talk.fill(before))
    )


def tables(*talks: Talk | Talks) -> tuple[dict[str, Handler], dict[str, Handler]]:
    """The actions and the views of these forms."""
    every = [one if isinstance(one, Talks) else _only(one) for one in talks]
    return (
        {opens(one.form): opening(one) for one in every},
        {one.form: saving(one) for one in every},
    )


def _only(talk: Talk) -> Talks:
    return Talks(talk.form, lambda about: talk)
