"""/pilot new and show: from a sentence to a use case with everything that is still missing."""

import secrets
from typing import Any

from slack_bolt import Ack

from blocks import forms, help, pieces, registration
from blocks.actions import Actions, opens
from blocks.forms import Kept
from blocks.inputs import number_text
from handlers.commands import Command, Typed
from handlers.desk import Desk
from handlers.forms import Answers, Talk, result, standing, tables
from handlers.pages import by_click, by_command
from playbook import cards, criteria, friction, milestones, policy, proofs, read_back
from playbook.charts import measurements
from playbook.facts import Listed, UseCase
from playbook.forms import NewUseCase, PeopleForm, PlanForm, ProcessForm, ProfileFields
from playbook.known import Known
from playbook.refusals import AlreadyDone, Refusal
from playbook.registration import (
    describe_friction,
    describe_process,
    first_day,
    name_people,
    register,
    replan,
    twins,
)
from playbook.registration_text import people_told, plan_told, workflow_told
from playbook.sentence import Sentence, SentenceTooLong, compile_sentence
from store import Work

NEW = "registration.new"
SIMILAR = "registration.similar"
TITLE = "New use case"


# --- /pilot new ---------------------------------------------------------------------------------------------


def new(ack: Ack, body: dict[str, Any], said: Typed, desk: Desk) -> None:
    """Open the first form; an unfinished one is offered first, unless a sentence was typed."""
    with desk.read() as look:
        draft = look.draft(desk.user_id, NEW, desk.now)
    if draft and not said.rest:
        offered = help.draft_kept(draft)
        ack(text=offered.text, blocks=offered.blocks, response_type="ephemeral")
        return
    ack()
    _open_new(body, {"sentence": said.rest or None}, desk, here=said.channel)


def new_from_button(ack: Ack, body: dict[str, Any], desk: Desk) -> None:
    """The same from a button or the global shortcut."""
    ack()
    _open_new(body, {}, desk)


def continue_draft(ack: Ack, body: dict[str, Any], desk: Desk) -> None:
    """Open the form with what was typed before."""
    ack()
    with desk.read() as look:
        draft = look.draft(desk.user_id, NEW, desk.now)
    _open_new(body, draft.answers if draft else {}, desk)


def discard_draft(ack: Ack, body: dict[str, Any], desk: Desk) -> None:
    """Forget what was typed before and open an empty form."""
    with desk.work() as work:
        work.drop_draft(desk.user_id, NEW)
    ack()
    _open_new(body, {}, desk)


def _open_new(body: dict[str, Any], answers: Answers, desk: Desk, here: str = "") -> None:
    kept = Kept(form=NEW, nonce=secrets.token_hex(8))
    desk.open(body, TITLE, lambda: _new_form({**answers, **_at_home(here, desk)}, kept, desk))


def _at_home(here: str, desk: Desk) -> Answers:
    """The channel the command was typed in, as home channel, where the bot can post in it."""
    seen = desk.channel(here) if here.startswith(("C", "G")) else None
    return {"home": here} if seen and seen.has_bot and not seen.archived else {}


def _new_form(answers: Answers, kept: Kept, desk: Desk) -> pieces.Block:
    asked = desk.ask({})
    with desk.read() as look:
        known = desk.known(look, asked)
    policy.check(known.actor, "register", None, known.settings)
    return forms.draw_form(NEW, answers, kept, under=_read_back(answers, known))


def _read_back(answers: Answers, known: Known) -> dict[str, tuple[str, ...]]:
    sentence = answers.get("sentence")
    if not sentence:
        return {}
    try:
        return {"sentence": read_back.lines(_compiled(str(sentence), known))}
    except SentenceTooLong as no:
        return {"sentence": (str(no),)}


def _compiled(sentence: str, known: Known) -> Sentence:
    return compile_sentence(sentence, first_day(known))


def typing(ack: Ack, body: dict[str, Any], action: dict[str, Any], desk: Desk) -> None:
    """Something was typed into the open form: keep it for a day, and read the sentence back."""
    view = body["view"]
    answers, kept = pieces.answers(view), Kept.read(view)
    with desk.store.work(desk.workspace, desk.now, by=desk.user_id) as work:
        _keep_typed(work, answers, kept, desk)
    ack()
    if action.get("block_id") == "sentence":
        desk.refresh(body, lambda: _new_form(answers, kept, desk))


def _keep_typed(work: Work, answers: Answers, kept: Kept, desk: Desk) -> None:
    """An empty form is nothing to offer again, and a keystroke may come in after its form was saved."""
    if work.saved_as(kept.nonce) is not None:
        return
    if any(typed for field, typed in answers.items() if field != "home"):  # home came with the command
        work.keep_draft(desk.user_id, NEW, dict(answers))
    else:
        work.drop_draft(desk.user_id, NEW)


class Resembles(Exception):
    """What was typed looks like use cases that are already here."""

    def __init__(self, twins: tuple[Listed, ...]) -> None:
        super().__init__(", ".join(one.key for one in twins))
        self.twins = twins


class DraftGone(Refusal):
    """What you typed is kept for a day, and that day is over. Type `/pilot new` to start again."""


def submit_new(ack: Ack, view: dict[str, Any], desk: Desk) -> None:
    """Save the use case; a likely twin is shown first."""
    kept, answers = Kept.read(view), pieces.answers(view)
    try:
        shown = _submitted(answers, kept, desk, twins_shown=False)
    except Resembles as others:
        with desk.store.work(desk.workspace, desk.now, by=desk.user_id) as work:
            _keep_typed(work, answers, kept, desk)
            work.keep_draft(desk.user_id, _twin_draft(kept), answers)
        shown = forms.draw_similar(others.twins, kept.model_copy(update={"form": SIMILAR}))
    ack(response_action="update", view=shown)


def submit_despite_twins(ack: Ack, view: dict[str, Any], desk: Desk) -> None:
    """Save what was typed although it resembles another."""
    kept = Kept.read(view)
    with desk.read() as look:
        draft = look.draft(desk.user_id, _twin_draft(kept), desk.now)
    if draft is None:
        shown = _saved_before(kept, desk.ask({}), desk)
    else:
        shown = _submitted(draft.answers, kept, desk, twins_shown=True)
    ack(response_action="update", view=shown)


def _twin_draft(kept: Kept) -> str:
    return f"{SIMILAR}:{kept.nonce}"


def _submitted(answers: Answers, kept: Kept, desk: Desk, *, twins_shown: bool) -> pieces.Block:
    asked = desk.ask(answers)
    try:
        with desk.work() as work:
            known = desk.known(work, asked)
            policy.check(known.actor, "register", None, known.settings)
            form = NewUseCase.read(answers)
            sentence = _compiled(form.sentence, known)
            use_case = register(form, sentence, known)
            if not twins_shown and (similar := twins(use_case.title, None, known)):
                raise Resembles(similar)
            return _registered(work, use_case, sentence, kept, known)
    except AlreadyDone:  # its first answer may have been lost on the way
        return _saved_before(kept, asked, desk)


def _saved_before(kept: Kept, asked: Known, desk: Desk) -> pieces.Block:
    with desk.read() as look:
        number = look.saved_as(kept.nonce)
    if number is None:
        raise DraftGone
    return standing(number, asked, desk)


def _registered(work: Work, use_case: UseCase, sentence: Sentence, kept: Kept, known: Known) -> pieces.Block:
    saved = work.add_use_case(use_case, nonce=kept.nonce)
    work.post(*cards.letters(None, saved, known.settings))
    for form in (NEW, _twin_draft(kept)):
        work.drop_draft(known.actor.id, form)
    return result(saved, known, work, notes=read_back.lines(sentence))


# --- what is missing ----------------------------------------------------------------------------------------


def _friction(use_case: UseCase) -> Answers:
    return {
        name: None if number is None else number_text(number)
        for name, number in use_case.profile.model_dump().items()
    }


def _same_workflow(saved: UseCase, known: Known) -> tuple[str, ...]:
    """Said after the workflow was told: who else changes the same one."""
    others = twins("", saved.workflow, known, besides=saved.number)
    return tuple(f"Already {one.key}? “{one.title}” changes the same workflow." for one in others)


TALKS = (
    Talk(
        "registration.people",
        "describe",
        "people named",
        people_told,
        lambda before, typed, known: name_people(before, PeopleForm.read(typed), known),
    ),
    Talk(
        "registration.process",
        "describe",
        "process described",
        workflow_told,
        lambda before, typed, known: describe_process(before, ProcessForm.read(typed), known),
        says=_same_workflow,
    ),
    Talk(
        "registration.friction",
        "describe",
        "friction described",
        _friction,
        lambda before, typed, known: describe_friction(before, ProfileFields.read(typed)),
    ),
    Talk(
        "registration.plan",
        "describe",
        "plan changed",
        plan_told,
        lambda before, typed, known: replan(before, PlanForm.read(typed), known),
    ),
)


# --- /pilot show ---------------------------------------------------------------------------------------


def _card(use_case: UseCase, known: Known) -> pieces.Drawn:
    pilot = known.pilot(use_case)
    return registration.card(
        use_case,
        milestones.missing(use_case),
        friction.of(use_case.profile, use_case.owner),
        may=policy.allowed_verbs(known.actor, use_case, known.settings),
        today=known.today,
        measured=measurements(pilot, known.around),
        proved=proofs.proved(use_case, known.around),
        lacking=criteria.lacking(pilot, known.around),
        reader=known.actor.id,
    )


_opening, _saving = tables(*TALKS)
PILOT = {
    "new": Command(new, "new [sentence]", "register a use case, from one sentence"),
    "show": Command(by_command("show", _card), "show UC-7", "see one use case, with what is missing"),
}
ACTIONS = _opening | {
    opens(NEW): new_from_button,
    Actions.REGISTRATION_SHOW: by_click(_card),
    Actions.DRAFT_CONTINUE: continue_draft,
    Actions.DRAFT_DISCARD: discard_draft,
}
VIEWS = _saving | {NEW: submit_new, SIMILAR: submit_despite_twins}
TYPING = {NEW: typing}
SHORTCUTS = {NEW: new_from_button}
PAGES = {"show": _card}
