"""Before the review each owner is asked once: is it still yours, what stands in the way, what is proved."""

from collections.abc import Iterator

from playbook import blockers, draws, proofs, questions, reviews
from playbook.facts import Confirmation, Control, Pilot, UseCase
from playbook.known import Around, Known
from playbook.letters import Owed
from playbook.refusals import AlreadyDone, Refusal
from playbook.review_notices import PreparationAsked


def is_reviewed(use_case: UseCase) -> bool:
    """Whether leadership reads of it: locked once, and not stopped."""
    return not use_case.proposed and use_case.outcome != "stopped"


def owed(pilot: Pilot, around: Around) -> Iterator[Owed]:
    """One question before each digest, to the owner, five working days ahead in the morning."""
    use_case, settings = pilot.use_case, around.settings
    if not (is_reviewed(use_case) and use_case.accepted and use_case.owner):
        return
    owner, month = use_case.owner, reviews.coming(around.today, settings)
    for one in (month, reviews.after(month)):
        at = around.at_their_hour(owner, reviews.asked_on(one, settings))
        ends = reviews.due_at(one, settings)
        if around.now < ends:
            yield Owed(use_case.number, "preparation_asked", f"{one}:{owner}", owner, at, ends)


def asked(pilot: Pilot, period: str, around: Around) -> PreparationAsked | None:
    """The question as things stand: what is confirmed, and which control is still to be proved."""
    use_case, month = pilot.use_case, period.partition(":")[0]
    if not is_reviewed(use_case) or not use_case.accepted:
        return None
    return PreparationAsked(
        use_case=use_case.number,
        title=use_case.title,
        on=reviews.held_on(month, around.settings),
        blockers=tuple(one.text for one in blockers.outside(use_case)),
        confirmed=_confirmed_for(use_case, month, around),
        control=_to_prove(use_case, month),
    )


def _confirmed_for(use_case: UseCase, month: str, around: Around) -> bool:
    """Whether what was confirmed last still counts on the day of that digest."""
    last = questions.last_confirmation(use_case)
    held = reviews.held_on(month, around.settings)
    return bool(last and questions.confirmed_until(last, around) >= held)


def _to_prove(use_case: UseCase, month: str) -> Control | None:
    """The control drawn last before that review's month, until it is proved afresh."""
    draw = next((one for one in reversed(use_case.draws) if one.month < month), None)
    if draw is None or draws.is_answered(draw, proofs.newest_proof(use_case, draw.control)):
        return None
    return draw.control


def confirm(before: UseCase, known: Known) -> UseCase:
    """The owner confirms the ownership, and that the open blockers outside their control are these."""
    if not before.accepted or before.owner is None:
        raise Refusal(f"{before.key} has no workflow owner who accepted: there is nothing to confirm.")
    if before.outcome == "stopped":
        raise Refusal(f"{before.key} is stopped: there is nothing to confirm any more.")
    last = questions.last_confirmation(before)
    stand = tuple(one.number for one in blockers.outside(before))
    if last and last.blockers == stand and known.day_of(last.at) == known.today:
        raise AlreadyDone(f"You confirmed {before.key} today already.")
    said = Confirmation(by=known.actor.id, owner=before.owner, at=known.now, blockers=stand)
    return before.model_copy(update={"confirmations": (*before.confirmations, said)})
