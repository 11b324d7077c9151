"""Blockers: what stands in the way, who can clear it, and when it was cleared (operating-model.md, 8)."""

from playbook.candidates import unfit
from playbook.facts import Blocker, LeaderAnswer, PersonId, UseCase
from playbook.forms import BlockerForm
from playbook.known import Known
from playbook.refusals import AlreadyDone, Refusal, Refusals
from playbook.review_forms import DeclineBlockerForm, NameClearerForm
from playbook.reviewing import Stance


def open_blockers(use_case: UseCase) -> tuple[Blocker, ...]:
    """Those not cleared yet, oldest first."""
    return tuple(one for one in use_case.blockers if one.open)


def outside(use_case: UseCase) -> tuple[Blocker, ...]:
    """Those of them that lie outside the owner's control."""
    return tuple(one for one in open_blockers(use_case) if one.outside)


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


# --- what leaders answer in the monthly digest --------------------------------------------------------------


def take(before: UseCase, number: int, known: Known) -> UseCase:
    """A leader clears it themselves."""
    return _answered(before, number, "take", known, clears=known.actor.id)


def name_clearer(before: UseCase, number: int, form: NameClearerForm, known: Known) -> UseCase:
    """A leader names who clears it."""
    Refusals.raise_any(unfit(form.clears, "clears", "one who clears this", known, guests=True))
    return _answered(before, number, "name", known, clears=form.clears)


def turn_down(before: UseCase, number: int, form: DeclineBlockerForm, known: Known) -> UseCase:
    """A leader says that it will not be cleared, and why: it stays listed."""
    return _answered(before, number, "decline", known, reason=form.reason)


def _answered(
    before: UseCase,
    number: int,
    does: Stance,
    known: Known,
    *,
    clears: PersonId | None = None,
    reason: str = "",
) -> UseCase:
    blocker = _put_to_leaders(before, number)
    said = LeaderAnswer(by=known.actor.id, at=known.now, does=does, clears=clears, reason=reason)
    last = blocker.answers[-1] if blocker.answers else None
    if last and (last.by, last.does, last.clears, last.reason) == (said.by, does, clears, reason):
        raise AlreadyDone("You answered so already.")
    told = {"answers": (*blocker.answers, said), "clears": clears or blocker.clears}
    changed = blocker.model_copy(update=told)
    blockers = tuple(changed if one.number == number else one for one in before.blockers)
    return before.model_copy(update={"blockers": blockers})


def _put_to_leaders(before: UseCase, number: int) -> Blocker:
    blocker = next((one for one in before.blockers if one.number == number), None)
    if blocker is None or not blocker.outside:
        raise Refusal(f"{before.key} has no such blocker that leaders could clear.")
    if blocker.resolved_at:
        raise AlreadyDone(f"This blocker of {before.key} is cleared already.")
    if blocker.authority and before.sponsor:
        raise Refusal("This is authority that the sponsor grants; the button stands in their messages.")
    return blocker
