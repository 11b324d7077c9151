"""How an attempt ends and the next one begins: stopped with clarity, redesign, resumed.

The decision itself is made by votes. Here stand the gate such a vote needs, what resuming changes, and how
many attempts there may be.
"""

from datetime import datetime, timedelta
from typing import Final

from playbook import plan
from playbook.facts import Contract, Gate, PersonId, Settings, Terms, UseCase
from playbook.forms import ResumeForm
from playbook.known import Known
from playbook.refusals import AlreadyDone, Refusal


def may_end(before: UseCase) -> None:
    """Refuse an end of what is over already, or was never begun."""
    if before.outcome:
        raise AlreadyDone(f"{before.key} is {plan.ENDED[before.outcome]} already.")
    if before.proposed:
        raise Refusal(
            f"{before.key} is only proposed: there is nothing to redesign or stop yet.",
            ways=("change it as you like until both have signed its contract",),
        )


def opened(before: UseCase, by: PersonId, now: datetime) -> UseCase:
    """The use case with a gate open for a vote on its end, at whatever stage it is, paused or not."""
    may_end(before)
    if any(one.decision is None and one.attempt == before.attempt for one in before.gates):
        return before
    gate = plan.present(before).gate
    new = Gate(name=gate, attempt=before.attempt, opened_at=now, opened_by=by)
    return before.model_copy(update={"gates": (*before.gates, new)})


def another_attempt(use_case: UseCase, settings: Settings) -> None:
    """Refuse a redesign when it already is in one, or when the last attempt is under way."""
    if use_case.in_redesign:
        raise AlreadyDone(f"{use_case.key} is in redesign already: `/pilot resume {use_case.key}`.")
    if use_case.attempt >= settings.attempts:
        raise Refusal(
            f"This is attempt {use_case.attempt} of {settings.attempts}: there is no further redesign.",
            ways=(
                "supply what the gate is missing",
                "stop with clarity: what was learned may start a new use case",
            ),
        )


def resume(before: UseCase, form: ResumeForm, known: Known) -> UseCase:
    """The next attempt: the plan re-dated from the first day of the stage that failed, a new draft contract.

    The first day of the stage is today. Evidence starts anew where the stage is entered before go-live.
    """
    if not before.in_redesign:
        raise Refusal(_NOT_IN_REDESIGN[before.pause is not None].format(key=before.key))
    day_one = known.today - timedelta(days=plan.first_day(before) - 1)
    after = before.model_copy(
        update={
            "day_one": day_one,
            "restarts": 0,
            "attempt": before.attempt + 1,
            "pause": None,
            "went_live": None if before.stage in ("frame", "pilot") else before.went_live,
        }
    )
    return after.model_copy(update={"contracts": _next_version(before, after, form.changes)})


def halted(use_case: UseCase) -> Refusal | None:
    """Why nothing moves forward while it is paused, and what does."""
    key = use_case.key
    if use_case.in_redesign:
        return Refusal(f"{key} is in redesign: resume it first.", ways=(f"`/pilot resume {key}`",))
    if use_case.pause:
        return Refusal(
            f"{key} is past Day 60 without a decision: nothing moves forward, it is redesigned or stopped.",
            ways=(f"`/pilot redesign {key}`", f"`/pilot stop {key}`"),
        )
    return None


_NOT_IN_REDESIGN: Final = {
    False: "{key} is not paused: there is nothing to resume.",
    True: "{key} is past Day 60 without a decision. It is not resumed: it is decided, redesigned or stopped.",
}


def _next_version(before: UseCase, after: UseCase, changes: str) -> tuple[Contract, ...]:
    """The promise as it was, re-dated with the plan; it counts once both have signed it."""
    locked = tuple(one for one in before.contracts if one.locked)
    terms = _redated(before.agreed.terms, before, after)
    draft = Contract(version=locked[-1].version + 1 if locked else 1, terms=terms, reason=changes)
    return (*locked, draft)


def _redated(terms: Terms, before: UseCase, after: UseCase) -> Terms:
    if terms.due is None:
        return terms
    last = plan.milestones(after)[-1].on
    return terms.model_copy(update={"due": min(terms.due + (after.day_one - before.day_one), last)})
