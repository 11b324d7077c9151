"""Accepting, declining and completing an ownership: one accountable person with authority."""

from playbook.contract import redated
from playbook.facts import Authority, Blocker, Decline, Ownership, UseCase
from playbook.forms import AcceptForm, DeclineForm
from playbook.known import Known
from playbook.refusals import AlreadyDone, Refusal

# The three ticks; whatever is not ticked becomes a blocker on the sponsor until granted.
TICKS: tuple[Authority, ...] = ("process", "access", "priorities")
LACKS: dict[Authority, str] = {
    "process": "the owner does not decide on the process",
    "access": "the owner does not decide on data access",
    "priorities": "the owner does not decide on delivery priorities",
    "it_runs_it": "the sponsor has to confirm that IT itself runs this workflow",
}


def accept(before: UseCase, form: AcceptForm, known: Known) -> UseCase:
    """The named person accepts; missing authority becomes outside blockers that only the sponsor clears."""
    _named_and_open(before, known)
    _fits_the_workflow(before, form)
    held = tuple(tick for tick in TICKS if tick in form.authorities)
    lacking = [tick for tick in TICKS if tick not in held] + (["it_runs_it"] if form.function == "IT" else [])
    return before.model_copy(
        update={
            "ownership": Ownership(accepted_at=known.now, function=form.function, holds=held),
            "function": before.function or form.function,
            "blockers": (*before.blockers, *_blockers(before, lacking, known)),
        }
    )


def _named_and_open(before: UseCase, known: Known) -> None:
    if before.owner != known.actor.id:
        raise Refusal("Someone else was named as workflow owner in the meantime; there is nothing to answer.")
    if before.accepted:
        raise AlreadyDone(f"You already own {before.key}.")


def _fits_the_workflow(before: UseCase, form: AcceptForm) -> None:
    if form.function == "IT" and before.function not in (None, "IT"):
        words = f"IT may own only a workflow that IT itself runs; this one belongs to {before.function}."
        ways = ("decline, and name someone who works in that function",)
        raise Refusal(words, field="function", ways=ways)


def _blockers(before: UseCase, lacking: list[Authority], known: Known) -> list[Blocker]:
    first = max((b.number for b in before.blockers), default=0) + 1
    return [
        Blocker(
            number=number,
            text=LACKS[authority],
            outside=True,
            authority=authority,
            clears=before.sponsor,
            since=known.now,
        )
        for number, authority in enumerate(lacking, first)
    ]


def decline(before: UseCase, form: DeclineForm, known: Known) -> UseCase:
    """The named person says no; the use case is without an owner until another is named."""
    _named_and_open(before, known)
    no = Decline(by=known.actor.id, at=known.now, naming=before.naming, reason=form.reason or "")
    without = before.model_copy(update={"owner": None, "declines": (*before.declines, no)})
    return redated(without, before.day_one, unsign=True)


def grant(before: UseCase, authority: Authority, known: Known) -> UseCase:
    """The sponsor gives the owner what was missing; the blocker is cleared."""
    open_ones = [b for b in lacking(before) if b.authority == authority]
    if not open_ones:
        raise AlreadyDone(f"This was granted already, or {before.key} has another owner now.")
    done = {"resolved_at": known.now, "resolved_by": known.actor.id}
    blockers = tuple(b.model_copy(update=done) if b in open_ones else b for b in before.blockers)
    return before.model_copy(update={"blockers": blockers, "ownership": _granted(before, authority)})


def _granted(before: UseCase, authority: Authority) -> Ownership | None:
    owned = before.ownership
    return owned and owned.model_copy(update={"granted": (*owned.granted, authority)})


def lacking(use_case: UseCase) -> list[Blocker]:
    """The open blockers that are authority not yet granted."""
    return [b for b in use_case.blockers if b.authority and b.open]
