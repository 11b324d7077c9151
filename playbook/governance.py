"""Five controls from day zero, here their first state: documented, and answered by the gatekeepers."""

from playbook.candidates import unfit
from playbook.facts import (
    Control,
    ControlAnswer,
    GatekeeperAnswer,
    Ground,
    Missing,
    PersonId,
    Settings,
    UseCase,
)
from playbook.forms import ControlsForm, ObjectForm, ReasonForm
from playbook.known import Known
from playbook.refusals import AlreadyDone, Refusal, Refusals

CONTROLS: dict[Control, str] = {
    "data_sensitivity": "data sensitivity level",
    "model_boundary": "approved model boundary",
    "human_review": "human-review points",
    "logging": "logging requirements",
    "escalation_path": "escalation path",
}
GROUNDS: dict[Ground, str] = {"data_path": "data path", "policy": "policy", "audit": "audit"}


def document(before: UseCase, form: ControlsForm, known: Known) -> UseCase:
    """Write down how the controls are documented; answers come as they come, an empty one changes nothing."""
    kept = {c.control: c for c in before.controls}
    Refusals.raise_any(_contact_unfit(before, form, known))
    for control, (answer, contact) in _typed(form).items():
        old = kept.get(control)
        if answer and (old is None or (old.answer, old.contact) != (answer, contact)):
            kept[control] = ControlAnswer(
                control=control, answer=answer, contact=contact, by=known.actor.id, at=known.now
            )
    return before.model_copy(update={"controls": tuple(kept[c] for c in CONTROLS if c in kept)})


def _contact_unfit(before: UseCase, form: ControlsForm, known: Known) -> list[Refusal]:
    told = before.control("escalation_path")
    changed = form.escalation_contact if not told or form.escalation_contact != told.contact else None
    return unfit(changed, "escalation_contact", "escalation contact", known, guests=True)


def _typed(form: ControlsForm) -> dict[Control, tuple[str | None, str | None]]:
    contact = form.escalation_contact
    return {
        "data_sensitivity": (form.data_sensitivity, None),
        "model_boundary": (form.model_boundary, None),
        "human_review": (form.human_review, None),
        "logging": (form.logging, None),
        "escalation_path": ("named contact" if contact else None, contact),
    }


def controls_answers(use_case: UseCase) -> dict[str, object]:
    """The controls form filled with what is documented."""
    return _as_answers(use_case.controls)


def inherited_controls(use_case: UseCase) -> dict[str, object]:
    """What the owner of a replica, or of what came with a kit, is offered to confirm, until they answered."""
    if use_case.kit and not use_case.controls:
        kept = {str(one.control): one.answer for one in use_case.kit.controls}
        return {name: kept.get(name, own) for name, own in controls_answers(use_case).items()}
    if use_case.origin is None:
        return {}
    known = {c.control: c for c in (*use_case.origin.controls, *use_case.controls)}
    return _as_answers(tuple(known.values()))


def _as_answers(controls: tuple[ControlAnswer, ...]) -> dict[str, object]:
    told = {c.control: c for c in controls}
    path = told.get("escalation_path")
    answers: dict[str, object] = {
        name: told[name].answer if name in told else None for name in CONTROLS if name != "escalation_path"
    }
    return answers | {"escalation_contact": path.contact if path else None}


def clear(before: UseCase, known: Known) -> UseCase:
    """A gatekeeper has no objection; an earlier objection of theirs is withdrawn by it."""
    return _answered(before, GatekeeperAnswer(by=known.actor.id, at=known.now))


def object_to(before: UseCase, form: ObjectForm, known: Known) -> UseCase:
    """A gatekeeper objects, with the ground and the reason; Day 10 is not met while it stands."""
    no = GatekeeperAnswer(by=known.actor.id, at=known.now, objects_to=form.ground, reason=form.reason)
    return _answered(before, no)


def left_objections(use_case: UseCase, settings: Settings) -> tuple[GatekeeperAnswer, ...]:
    """Objections of people who cannot withdraw them: gatekeepers no more, or owner or sponsor by now."""
    own = (use_case.owner, use_case.sponsor)
    return tuple(one for one in use_case.objections if one.by not in settings.gatekeepers or one.by in own)


def withdraw_left(before: UseCase, objector: PersonId, form: ReasonForm, known: Known) -> UseCase:
    """A gatekeeper settles the objection of somebody who is none any more, and says why it is settled."""
    if not any(one.by == objector for one in before.objections):
        raise AlreadyDone(f"That objection to {before.key} does not stand any more.")
    if not any(one.by == objector for one in left_objections(before, known.settings)):
        raise Refusal(
            "Whoever objected is a gatekeeper still: only they withdraw it.",
            ways=("ask them to look again", "if they left, an admin names others in `/pilot settings`"),
        )
    settled = GatekeeperAnswer(by=known.actor.id, at=known.now, reason=form.reason, withdraws=objector)
    return before.model_copy(update={"gatekeepers": (*before.gatekeepers, settled)})


def _answered(before: UseCase, answer: GatekeeperAnswer) -> UseCase:
    if answer.by in (before.owner, before.sponsor):
        raise Refusal(
            f"You are part of {before.key} yourself: another gatekeeper answers for governance.",
            ways=("an admin can name further gatekeepers in `/pilot settings`",),
        )
    said = {one.voice: one for one in before.gatekeepers}.get(answer.by)
    if said and (said.objects_to, said.reason) == (answer.objects_to, answer.reason):
        raise AlreadyDone(f"You said so already for {before.key}.")
    return before.model_copy(update={"gatekeepers": (*before.gatekeepers, answer)})


def missing(use_case: UseCase) -> tuple[Missing, ...]:
    """Controls without an answer, and the gatekeepers' word; due by Day 10, not for the lock."""
    owes = use_case.owner or use_case.registrant
    controls = tuple(
        Missing(part="controls", field=name, words=words, owes=owes)
        for name, words in CONTROLS.items()
        if use_case.control(name) is None
    )
    return (*controls, *_gatekeepers_missing(use_case))


def _gatekeepers_missing(use_case: UseCase) -> tuple[Missing, ...]:
    if not use_case.gatekeepers:
        return (Missing(part="controls", field="gatekeepers", words="a gatekeeper's answer on governance"),)
    return tuple(
        Missing(
            part="controls",
            field="gatekeepers",
            words=f"an answer to the objection on {GROUNDS[a.objects_to]}",
            owes=use_case.owner or use_case.registrant,
        )
        for a in use_case.objections
        if a.objects_to
    )
