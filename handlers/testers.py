"""User tests: each tester is asked one question, results of others are typed in and confirmed."""

from typing import Any

from slack_bolt import Ack

from blocks import gates as drawing
from blocks.actions import Actions, opens, value_of
from blocks.forms import Kept, draw_form
from blocks.pieces import Block, answers
from handlers.commands import Command, Typed
from handlers.desk import Desk, allowed
from handlers.forms import Answers, Talk, filled, nothing, tables
from playbook import gates
from playbook.facts import UseCase
from playbook.forms import TryoutForm, WhyForm
from playbook.known import Known
from playbook.refusals import NoSuchUseCase, Refusal

WHY = "gates.why"


def test(ack: Ack, said: Typed, body: dict[str, Any], desk: Desk) -> None:
    """`/pilot test UC-7 @a @b`: each gets one question; without names the form asks for them."""
    if said.number is None:
        raise Refusal("Which one? Name it, like `/pilot test UC-7 @anna @ben`.")
    number, people = said.number, said.people
    if not people:
        ack()
        desk.open(body, "Ask testers", lambda: filled(_TESTERS, number, desk))
        return
    asked = desk.ask({"testers": list(people)})
    with desk.work() as work:
        before = allowed(work, number, "test", asked)
        after = gates.ask_testers(before, people, False, desk.known(work, asked))
        desk.change(work, before, after, "testers asked")
    drawn = drawing.testers_asked(number, len(people))
    ack(text=drawn.text, blocks=drawn.blocks, response_type="ephemeral")


def _ask(before: UseCase, typed: Answers, known: Known) -> UseCase:
    form = TryoutForm.read(typed)
    if form.kept is not None and form.tried is not None:
        return gates.type_in(before, form.kept, form.tried, known)
    return gates.ask_testers(before, form.testers, bool(form.everyone), known)


_TESTERS = Talk(
    "gates.testers",
    "test",
    "testers asked",
    nothing("testers", "everyone", "kept", "tried"),
    _ask,
    closes=True,
)


def tapped(ack: Ack, action: dict[str, Any], desk: Desk) -> None:
    """A tester's answer. Whoever was not asked learns nothing of the use case."""
    asked, target = desk.ask({}), value_of(action)
    with desk.work() as work:
        before = _tested(work.use_case(target.uc), target.version, asked)
        after = gates.tap(before, target.version, gates.verdict(target.extra), "", desk.known(work, asked))
        desk.change(work, before, after, "tested")
    ack()


def why_opened(ack: Ack, body: dict[str, Any], action: dict[str, Any], desk: Desk) -> None:
    """The form in which a tester says why."""
    ack()
    target = value_of(action)

    def build() -> Block:
        asked = desk.ask({})
        with desk.read() as look:
            use_case = _tested(look.use_case(target.uc), target.version, asked)
        kept = Kept(form=WHY, use_case=use_case.number, about=str(target.version))
        return draw_form(WHY, {}, kept)

    desk.open(body, "Say why", build)


def why_saved(ack: Ack, view: dict[str, Any], desk: Desk) -> None:
    """A tester's reason, beside the answer they gave; without one it is *not yet*."""
    asked, kept, said = desk.ask({}), Kept.read(view), WhyForm.read(answers(view)).why
    test = gates.number(kept.about)
    with desk.work() as work:
        before = _tested(work.use_case(kept.use_case), test, asked)
        given = gates.answered(before, test, asked.actor.id)
        after = gates.tap(before, test, given, said, desk.known(work, asked))
        desk.change(work, before, after, "tested")
    ack()


def _tested(use_case: UseCase, number: int, asked: Known) -> UseCase:
    if not any(asked.actor.id in one.asked for one in use_case.tests if one.number == number):
        raise NoSuchUseCase
    return use_case


def confirm_clicked(ack: Ack, action: dict[str, Any], desk: Desk) -> None:
    """Typed-in results, confirmed by another supporter."""
    asked, target = desk.ask({}), value_of(action)
    with desk.work() as work:
        before = allowed(work, target.uc, "test", asked)
        desk.change(work, before, gates.confirm(before, target.version, desk.known(work, asked)), "confirmed")
    ack()


_opening, _saving = tables(_TESTERS)
VIEWS = _saving | {WHY: why_saved}
ACTIONS = _opening | {
    opens(WHY): why_opened,
    Actions.GATES_TAP: tapped,
    Actions.GATES_CONFIRM: confirm_clicked,
}
PILOT = {
    "test": Command(test, "test UC-7 @person …", "ask the people who try it: keep it, not yet, no"),
}
