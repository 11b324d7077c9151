"""Controls in operation: the page with both states, proofs and what gatekeepers say of them, and drills."""

import hashlib
from typing import Any

from slack_bolt import Ack, Respond

from blocks import forms, pieces
from blocks import proofs as drawing
from blocks.actions import Actions, Target, opens, value_of
from blocks.forms import Kept
from blocks.proof_forms import DOUBT, DRILL, PROVE
from handlers.commands import Command
from handlers.desk import Desk, allowed
from handlers.forms import OVERTAKEN, RESULT, Answers, Overtaken, Talk, Talks, numbered, tables
from handlers.pages import by_click, by_command, in_reply, page_of, reply, show_again
from playbook import drills, governance, policy, proofs
from playbook.facts import Control, UseCase
from playbook.forms import ProofForm, ReasonForm
from playbook.governance import CONTROLS
from playbook.known import Known
from playbook.refusals import Refusal
from store import Look, Repeated


def _page(use_case: UseCase, known: Known) -> pieces.Drawn:
    may = policy.allowed_verbs(known.actor, use_case, known.settings)
    return drawing.page(use_case, known.around, may, known.actor.id)


# --- a proof ------------------------------------------------------------------------------------------------


def prove_clicked(ack: Ack, body: dict[str, Any], action: dict[str, Any], desk: Desk) -> None:
    """The form for a proof of the control the button names, else of the one that lacks it first.

    A button that names none, as a gate's does, shows the five controls to whoever does not bring proofs, and
    when it is not a proof that is missing: the words *Holds* and *Does not hold* are there.
    """
    ack()
    target = value_of(action)
    desk.open(body, forms.FORMS[PROVE].title, lambda: _asked(target, desk))


def _asked(target: Target, desk: Desk) -> pieces.Block:
    asked = desk.ask({})
    with desk.read() as look:
        named = _named(target.extra)
        use_case = allowed(look, target.uc, "prove" if named else "see", asked)
        known = desk.known(look, asked)
        control = named or _wanted(use_case, known)
        if control is None:
            return _window(_page(use_case, known), use_case.number)
        proofs.ready_to_prove(use_case, control)
        return _form(use_case, control, _case(look, use_case, control, known))


def _wanted(use_case: UseCase, known: Known) -> Control | None:
    """The control this person could prove first."""
    may = policy.can(known.actor, "prove", use_case, known.settings)
    return proofs.next_to_prove(use_case, known.around) if may else None


def _named(extra: str) -> Control | None:
    return next((control for control in CONTROLS if control == extra), None)


def _case(look: Look, use_case: UseCase, control: Control, known: Known) -> str:
    """The case whose log line is wanted; empty for the other controls."""
    if control != "logging":
        return ""
    return proofs.named_case(use_case, look.case_seed(use_case), known.around)


def _form(
    use_case: UseCase, control: Control, case: str, typed: Answers | None = None, late: bool = False
) -> pieces.Block:
    kept = Kept(
        form=PROVE,
        use_case=use_case.number,
        version=use_case.version,
        nonce=_mark(use_case, control, case),
        about=control,
    )
    notes = (*([OVERTAKEN] if late else []), *drawing.wanted(use_case, control, case))
    return forms.draw_form(PROVE, typed or {}, kept, notes=notes)


def _mark(use_case: UseCase, control: Control, case: str) -> str:
    """What the form showed: another proof, or another case by now, makes it stale."""
    newest = proofs.newest_proof(use_case, control)
    shown = f"{control}|{case}|{newest.number if newest else 0}"
    return hashlib.sha256(shown.encode()).hexdigest()[:16]


def prove_submitted(ack: Ack, view: dict[str, Any], desk: Desk) -> None:
    """Put the proof on record; the window then shows the five controls."""
    kept, answers = Kept.read(view), pieces.answers(view)
    asked = desk.ask({})
    try:
        shown = _proved(kept, answers, asked, desk)
    except Overtaken as late:
        shown = _again(late.use_case, kept, answers, asked, desk)
    except Repeated:
        shown = _window(page_of(_page, kept.use_case, desk), kept.use_case)
    ack(response_action="update", view=shown)


def _proved(kept: Kept, answers: Answers, asked: Known, desk: Desk) -> pieces.Block:
    with desk.work() as work:
        before, known = allowed(work, kept.use_case, "prove", asked), desk.known(work, asked)
        control = _control(kept)
        case = _case(work, before, control, known)
        if kept.nonce != _mark(before, control, case):
            raise Overtaken(before)
        after = proofs.prove(before, control, ProofForm.read(answers), case, known)
        saved = desk.change(work, before, after, "control proved")
        return _window(_page(saved, known), saved.number)


def _control(kept: Kept) -> Control:
    control = _named(kept.about)
    if control is None:
        raise Refusal("This form names no control. Open it again from the five controls.")
    return control


def _again(before: UseCase, kept: Kept, answers: Answers, asked: Known, desk: Desk) -> pieces.Block:
    control = _control(kept)
    with desk.read() as look:
        case = _case(look, before, control, desk.known(look, asked))
    return _form(before, control, case, answers, late=True)


def _window(drawn: pieces.Drawn, number: int) -> pieces.Block:
    return pieces.modal(RESULT, f"UC-{number} controls", drawn.blocks, close="Done")


# --- a gatekeeper's word ------------------------------------------------------------------------------------


def clear_clicked(
    ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, desk: Desk
) -> None:
    """A gatekeeper has no objection; where the five controls stand open, they show it."""
    asked, target = desk.ask({}, deciding=True), value_of(action)
    with desk.work() as work:
        before = allowed(work, target.uc, "answer_governance", asked)
        desk.change(work, before, governance.clear(before, desk.known(work, asked)), "governance cleared")
    ack()
    show_again(body, respond, _page, target.uc, desk)


def hold_clicked(
    ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, desk: Desk
) -> None:
    """A gatekeeper says that a proof holds."""
    asked, target = desk.ask({}, deciding=True), value_of(action)
    with desk.work() as work:
        before = allowed(work, target.uc, "judge_proof", asked)
        after = proofs.hold(before, numbered("p", target.extra), desk.known(work, asked))
        desk.change(work, before, after, "proof held")
    ack()
    show_again(body, respond, _page, target.uc, desk)


def _doubting(about: str) -> Talk:
    return Talk(
        DOUBT,
        "judge_proof",
        "proof doubted",
        lambda use_case: {"reason": None},
        lambda before, typed, known: proofs.doubt(
            before, numbered("p", about), ReasonForm.read(typed).reason, known
        ),
        page=_page,
        about=about,
    )


# --- the drill ----------------------------------------------------------------------------------------------


def drill_clicked(
    ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, desk: Desk
) -> None:
    """Ask the escalation contact now; whether their account is active is asked of Slack first."""
    asked, target = desk.ask({}), value_of(action)
    with desk.read() as look:
        path = allowed(look, target.uc, "drill", asked).control("escalation_path")
    asked = desk.ask({"escalation_contact": path.contact if path else None})
    with desk.work() as work:
        before = allowed(work, target.uc, "drill", asked)
        desk.change(work, before, drills.start(before, desk.known(work, asked)), "drill started")
    ack()
    if body.get("view") or in_reply(body):
        show_again(body, respond, _page, target.uc, desk)
    else:  # below a letter or in a gate's thread: said beside it, to this person alone
        reply(respond, page_of(_page, target.uc, desk), desk)


def here_clicked(ack: Ack, action: dict[str, Any], desk: Desk) -> None:
    """The contact is here. Whoever else presses it hears that; a private use case stays unknown to them."""
    asked, target = desk.ask({}), value_of(action)
    number = numbered("d", target.extra)
    with desk.work() as work:
        before = work.use_case(target.uc)
        if not drills.asks(before, number, desk.user_id):
            policy.check(asked.actor, "see", before, work.settings())
        after = proofs.answer_drill(before, number, desk.known(work, asked))
        desk.change(work, before, after, "drill answered")
    ack()


_opening, _saving = tables(Talks(DOUBT, _doubting))
ACTIONS = _opening | {
    opens(PROVE): prove_clicked,
    opens(DRILL): drill_clicked,
    Actions.PROOFS_HOLD: hold_clicked,
    Actions.PROOFS_HERE: here_clicked,
    Actions.GOVERNANCE_CLEAR: clear_clicked,
    Actions.GOVERNANCE_SHOW: by_click(_page),
}
VIEWS = _saving | {PROVE: prove_submitted}
PAGES = {"controls": _page}
PILOT = {
    "controls": Command(
        by_command("controls", _page), "controls UC-7", "the five controls: documented, and proved to work"
    )
}
