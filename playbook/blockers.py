"""Blockers: what stands in the way, who can clear it, and when it was cleared (operating-model.md, 8)."""

from playbook.candidates import unfit
from playbook.facts import Blocker, UseCase
from playbook.forms import BlockerForm
from playbook.known import Known
from playbook.refusals import AlreadyDone, Refusal, Refusals


def open_blockers(use_case: UseCase) -> tuple[Blocker, ...]:
    """Those not cleared yet, oldest first."""
    return tuple(one for one in use_case.blockers if one.resolved_at is None)


def stand_in_the_way(before: UseCase, form: BlockerForm, known: Known) -> UseCase:
    """Write a blocker down. Outside the owner's control somebody else clears it: the sponsor, if unsaid."""
    outside = form.control == "outside"
    Refusals.raise_any([*unfit(form.clears, "clears", "one who clears this", known, guests=True)])
    blocker = Blocker(
        number=max((one.number for one in before.blockers), default=0) + 1,
        text=form.text,
        outside=outside,
        clears=form.clears or (before.sponsor if outside else before.owner),
        by=known.actor.id,
        since=known.now,
    )
    return before.model_copy(update={"blockers": (*before.blockers, blocker)})


def clear(before: UseCase, number: int, known: Known) -> UseCase:
    """It stands in the way no more. A missing authority is granted by the sponsor, not cleared."""
    blocker = next((one for one in before.blockers if one.number == number), None)
    if blocker is None:
        raise Refusal(f"{before.key} has no such blocker any more.")
    if blocker.resolved_at:
        raise AlreadyDone(f"This blocker of {before.key} is cleared already.")
    if blocker.authority:
        raise Refusal("This is authority that the sponsor grants; the button stands in their messages.")
    done = blocker.model_copy(update={"resolved_at": known.now, "resolved_by": known.actor.id})
    changed = tuple(done if one.number == number else one for one in before.blockers)
    return before.model_copy(update={"blockers": changed})
