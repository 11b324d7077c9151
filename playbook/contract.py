"""The value contract: what it promises, when it may be signed, how it changes (operating-model.md, 3).

A draft changes freely until both have signed; a changed draft asks for its signatures again. A locked version
is never edited: an amendment is a new version with a reason, signed by both.
"""

from collections.abc import Callable
from datetime import date, timedelta

from playbook import calendar, feasibility, plan
from playbook.contract_text import SourcedForm, guardrail_of, read_amendment, read_kpi, read_safety
from playbook.defaults import AmendDefaultsForm, DefaultsForm, read_defaults
from playbook.facts import (
    Baseline,
    Contract,
    Guardrail,
    Missing,
    Person,
    PersonId,
    Signature,
    Signer,
    Terms,
    UseCase,
)
from playbook.forms import AmendForm, KpiForm, SafetyForm
from playbook.known import Known
from playbook.promise import holds, lift, near_end, watched
from playbook.refusals import AlreadyDone, Refusal, Refusals, Stale
from playbook.sentence import Sentence
from playbook.units import Quantity, convert
from playbook.wording import folded, listed

NEAREST_SHARE = 0.8  # the near end of the confidence range carries at least this share of the promised lift


def from_sentence(sentence: Sentence) -> Terms:
    """What a compiled sentence promises; the parts it lacks stay missing. Its today was Day 1."""
    baseline, target, deadline = sentence.baseline, sentence.target, sentence.deadline
    unit = baseline.unit if baseline else target.unit if target else None
    return Terms(
        kpi=sentence.kpi,
        unit=unit,
        direction=sentence.direction,
        baseline=baseline
        and Baseline(
            value=baseline.value, low=baseline.low, high=baseline.high, plus_minus=baseline.plus_minus
        ),
        target=_converted(target, unit),
        due=deadline.date if deadline else None,
        due_days=deadline.days if deadline else None,
        guardrails=tuple(guardrail_of(g, _converted(g.now, g.unit)) for g in sentence.guardrails),
    )


def _converted(quantity: Quantity | None, unit: str | None) -> float | None:
    """The value in the contract's one unit: 12 hours are half a day. What does not convert is asked for."""
    same = convert(quantity, unit) if quantity and unit else quantity
    return same.value if same else None


def set_kpi(before: UseCase, form: KpiForm) -> UseCase:
    """Write the promise into the draft; refuses beside the field what is unreadable or contradictory."""
    terms = read_kpi(form, before.contract.terms, before.day_one)
    return _redraft(before, terms, fields={"baseline", "target", "due"})


def set_safety(before: UseCase, form: SafetyForm) -> UseCase:
    """Write range, guardrails and trigger into the draft; refuses beside the field."""
    terms = read_safety(form, before.contract.terms)
    if isinstance(form, SourcedForm):
        terms = terms.model_copy(update={"source": form.source})
    return _redraft(before, terms, fields={"expected", "rollback", "guardrails"})


def _redraft(before: UseCase, terms: Terms, fields: set[str]) -> UseCase:
    after = with_terms(before, terms)
    Refusals.raise_any([no for no in contradictions(after) if no.field in fields])
    return after


def with_terms(before: UseCase, terms: Terms) -> UseCase:
    """The draft with other terms; refused once the contract is locked."""
    draft = before.contract
    if draft.locked:
        raise Refusal(
            f"The value contract of {before.key} is locked: it is never edited.",
            ways=("propose an amendment: both versions are shown and both of you sign again",),
        )
    if terms == draft.terms:
        return before
    return _replace_draft(before, draft.model_copy(update={"terms": terms} | _asked_anew(before)))


def _asked_anew(before: UseCase) -> dict[str, object]:
    draft = before.contract
    asked = complete(before) or draft.signatures
    return {"signatures": (), "round": draft.round + 1, "unclear_accepted_by": None} if asked else {}


def _replace_draft(before: UseCase, draft: Contract) -> UseCase:
    return before.model_copy(update={"contracts": (*before.contracts[:-1], draft)})


def redated(before: UseCase, day_one: date, *, unsign: bool = False) -> UseCase:
    """The use case with another Day 1: a due date promised in days moves with it, and signatures lapse.

    `unsign` makes them lapse without a new date: another person is to sign.
    """
    after = before.model_copy(update={"day_one": day_one})
    draft = before.contract
    if draft.locked:
        return after
    terms = draft.terms
    if terms.due_days is not None:
        terms = terms.model_copy(update={"due": day_one + timedelta(days=terms.due_days)})
    if terms == draft.terms and not unsign and day_one == before.day_one:
        return after
    return _replace_draft(after, draft.model_copy(update={"terms": terms} | _asked_anew(before)))


def set_defaults(before: UseCase, form: DefaultsForm) -> UseCase:
    """Write the adoption minimum and the thresholds into the draft; refuses beside the field."""
    return with_terms(before, read_defaults(form, before.contract.terms))


def amend(before: UseCase, form: AmendForm) -> UseCase:
    """Propose a new version of the locked contract, with a reason; it counts once both have signed it."""
    return _amended(before, lambda terms: read_amendment(form, terms), form.reason)


def amend_defaults(before: UseCase, form: AmendDefaultsForm) -> UseCase:
    """The same for the adoption minimum and the thresholds."""
    return _amended(before, lambda terms: read_defaults(form, terms), form.reason)


def _amended(before: UseCase, read: Callable[[Terms], Terms], reason: str) -> UseCase:
    """A new version on top of the amendment that waits, if one does: what it changes is not lost."""
    current = before.in_force
    if current is None:
        raise Refusal("There is no locked contract to amend: the draft can still be changed.")
    terms = read(before.contract.terms)
    if terms == current.terms:
        raise Refusal("Nothing would change: the terms are those of the locked contract.", field="reason")
    open_draft = None if before.contract.locked else before.contract
    if open_draft and (open_draft.terms, open_draft.reason) == (terms, reason):
        return before
    draft = Contract(
        version=current.version + 1,
        terms=terms,
        reason=reason,
        round=open_draft.round + 1 if open_draft else 1,
    )
    kept = before.contracts[:-1] if open_draft else before.contracts
    after = before.model_copy(update={"contracts": (*kept, draft)})
    Refusals.raise_any(contradictions(after))
    return after


class StaysUnclear(Refusal):
    """What is promised is smaller than what can be seen: the sponsor has to say that this is understood."""


def sign(before: UseCase, known: Known, undecided: int, *, unclear_accepted: bool = False) -> UseCase:
    """One signature under the newest version; the second one locks it.

    `undecided`: how many pilots of this sponsor are under way, for the cap. `unclear_accepted`: the sponsor
    ticked that it will probably stay unclear; raises StaysUnclear where that is so and nobody ticked it.
    """
    seat = _seat(before, known.actor)
    role = signer(before, seat)
    if before.contract.locked or before.contract.signed_by(role):
        raise AlreadyDone(f"You signed version {before.contract.version} of {before.key} already.")
    Refusals.raise_any(unsignable(before, known, undecided))
    if any(one.by == known.actor.id for one in before.contract.signatures):
        raise Refusal("You signed it already for the other side: two people sign a contract.")
    stands_for = None if seat == known.actor.id else seat
    signature = Signature(by=known.actor.id, role=role, at=known.now, stands_for=stands_for)
    added = {"signatures": (*before.contract.signatures, signature)}
    draft = before.contract.model_copy(update=added | _understood(before, known, role, unclear_accepted))
    both = len(draft.signatures) == 2
    return _replace_draft(before, draft.model_copy(update={"locked_at": known.now}) if both else draft)


def _understood(before: UseCase, known: Known, role: Signer, accepted: bool) -> dict[str, PersonId]:
    pilot, draft = known.pilot(before), before.contract
    if role != "sponsor" or not feasibility.unlikely(pilot, draft):
        return {}
    if not accepted:
        raise StaysUnclear(feasibility.said(pilot, draft), ways=feasibility.WAYS_OUT)
    return {"unclear_accepted_by": known.actor.id}


def as_shown(use_case: UseCase, version: int, round_word: str) -> None:
    """Refuse a signature under something else than what stands there now."""
    if (version, round_word) != (use_case.contract.version, f"r{use_case.contract.round}"):
        raise Stale(f"The contract of {use_case.key} changed since this was shown. Read it again, then sign.")


def _seat(use_case: UseCase, actor: Person) -> PersonId:
    """For whom a person signs: themselves, or whoever is away and named them as deputy."""
    sides = (use_case.owner, use_case.sponsor)
    if actor.id in sides:
        return actor.id
    return next((person for person in actor.stands_for if person in sides), actor.id)


def signer(use_case: UseCase, person: PersonId) -> Signer:
    """In which role a person signs; refused for everybody else."""
    if person == use_case.owner and not use_case.accepted:
        raise Refusal("Accept the ownership first: whoever signs as owner has accepted its duties.")
    roles: dict[PersonId | None, Signer] = {use_case.sponsor: "sponsor", use_case.owner: "owner"}
    if person not in roles:
        raise Refusal("The workflow owner and the sponsor sign, nobody else.")
    return roles[person]


def unsignable(use_case: UseCase, known: Known, undecided: int) -> list[Refusal]:
    """Everything that stands between this draft and a lock, each with its way forward."""
    return [
        *_incomplete(use_case),
        *contradictions(use_case),
        *_due_passed(use_case, known.today),
        *_over_the_cap(use_case, known, undecided),
    ]


def _incomplete(use_case: UseCase) -> list[Refusal]:
    lacks = [m.words for m in missing(use_case)] + _unmanned(use_case)
    if not lacks:
        return []
    return [Refusal(f"The contract is not complete: it still needs {listed(lacks)}.")]


def _unmanned(use_case: UseCase) -> list[str]:
    asked = ((use_case.accepted, "an owner who accepted"), (bool(use_case.sponsor), "a sponsor"))
    return [words for there, words in asked if not there]


def _due_passed(use_case: UseCase, today: date) -> list[Refusal]:
    due = use_case.contract.terms.due
    if due is None or due > today:
        return []
    return [_wrong_due(use_case, due, today, f"The due date {calendar.full_day(due)} has passed.")]


def _over_the_cap(use_case: UseCase, known: Known, undecided: int) -> list[Refusal]:
    cap = known.settings.undecided_cap
    if not cap or undecided < cap or not use_case.proposed or use_case.origin:
        return []
    words = f"This sponsor has {undecided} pilots without a decision; the cap is {cap}."
    return [Refusal(words, ways=("decide one of them first", "ask an admin to change the cap"))]


def complete(use_case: UseCase) -> bool:
    """Whether only the signatures are missing; does not depend on the day."""
    return not (missing(use_case) or contradictions(use_case) or _unmanned(use_case))


def contradictions(use_case: UseCase) -> list[Refusal]:
    """What the terms say against themselves or against the sixty days, each beside its field."""
    terms = use_case.contract.terms
    checks = (
        _target_side(terms),
        _due_after_the_wall(use_case),
        *(_breached_by_itself(g) for g in terms.guardrails),
        _range_without_target(terms),
        _range_reaches_baseline(terms),
        _range_too_timid(terms),
        _trigger_watches_nothing(terms),
        _trigger_unit(terms),
        _trigger_fires_today(terms),
    )
    return [no for no in checks if no]


def _target_side(terms: Terms) -> Refusal | None:
    if terms.baseline is None or terms.target is None or terms.direction is None:
        return None
    if lift(terms, terms.target) > 0:
        return None
    words = f"The target has to be {terms.direction} than the baseline, or nothing is promised."
    return Refusal(words, field="target")


def _due_after_the_wall(use_case: UseCase) -> Refusal | None:
    due = use_case.contract.terms.due
    last = calendar.day_date(use_case.day_one, use_case.offsets[-1])
    if due is None or due <= last:
        return None
    number = calendar.day_number(use_case.day_one, due)
    ends = f"the plan ends on Day {use_case.offsets[-1]}, {calendar.full_day(last)}"
    words = f"The due date {calendar.full_day(due)} is Day {number}; {ends}."
    return _wrong_due(use_case, due, use_case.day_one, words)


def _wrong_due(use_case: UseCase, due: date, today: date, words: str) -> Refusal:
    name, end = plan.nearest_end(use_case, due, today)
    return Refusal(words, field="due", ways=(f"promise it for the {name}, {calendar.full_day(end)}",))


def _breached_by_itself(guardrail: Guardrail) -> Refusal | None:
    if guardrail.limit is None or guardrail.now is None:
        return None
    if holds(guardrail.now, guardrail.comparator, guardrail.limit):
        return None
    words = (
        f"“{guardrail.metric}” stands at {guardrail.now:g} today: the guardrail is broken before the start."
    )
    return Refusal(words, field="guardrails", ways=("choose a limit that holds today", "mend it first"))


def _range_without_target(terms: Terms) -> Refusal | None:
    span, target = terms.expected, terms.target
    if span is None or target is None or span.low <= target <= span.high:
        return None
    return Refusal("The confidence range has to contain the target.", field="expected")


def _range_reaches_baseline(terms: Terms) -> Refusal | None:
    near = near_end(terms)
    if near is None or terms.baseline is None or lift(terms, near) > 0:
        return None
    return Refusal(
        "The confidence range reaches the baseline: it would allow no movement at all.", field="expected"
    )


def _range_too_timid(terms: Terms) -> Refusal | None:
    near = near_end(terms)
    if near is None or terms.baseline is None or terms.target is None or lift(terms, near) <= 0:
        return None
    share = lift(terms, near) / lift(terms, terms.target) if lift(terms, terms.target) > 0 else 1.0
    if share >= NEAREST_SHARE - 1e-9:
        return None
    words = (
        f"The near end of the range carries {share * 100:.0f} % of the promised change, "
        f"not {NEAREST_SHARE * 100:.0f} %."
    )
    return Refusal(words, field="expected")


def _trigger_watches_nothing(terms: Terms) -> Refusal | None:
    trigger = terms.rollback
    if trigger is None or terms.kpi is None or watched(terms, trigger.metric):
        return None
    words = f"The trigger watches “{trigger.metric}”, which nobody reports: no KPI, no guardrail."
    names = listed([terms.kpi, *(one.metric for one in terms.guardrails)])
    ways = (f"watch one of these: {names}", "write it down as a guardrail too")
    return Refusal(words, field="rollback", ways=ways)


def _trigger_unit(terms: Terms) -> Refusal | None:
    trigger = terms.rollback
    agreed = watched(terms, trigger.metric) if trigger else None
    if trigger is None or agreed is None or agreed[1] == (trigger.unit or "count"):
        return None
    words = f"The rollback trigger counts “{trigger.metric}” in another unit than the contract."
    return Refusal(words, field="rollback", ways=("say the trigger anew, in that unit",))


def _trigger_fires_today(terms: Terms) -> Refusal | None:
    trigger = terms.rollback
    if trigger is None or terms.baseline is None or folded(trigger.metric) != folded(terms.kpi or ""):
        return None
    if not holds(terms.baseline.value, trigger.comparator, trigger.limit):
        return None
    return Refusal(
        "The rollback trigger would fire at the baseline itself, on the first day.", field="rollback"
    )


def missing(use_case: UseCase) -> tuple[Missing, ...]:
    """What the contract still lacks before it can be locked."""
    terms, owes = use_case.contract.terms, use_case.owner or use_case.registrant
    unlimited = [g.metric for g in terms.guardrails if g.limit is None]
    asked = (
        ("kpi", "kpi", "the KPI: which number is to move", terms.kpi),
        ("kpi", "baseline", "the baseline: where it stands today", terms.baseline),
        ("kpi", "target", "the target: by how much it is to move", terms.target is not None),
        ("kpi", "due", "the due date: by when", terms.due),
        ("safety", "expected", "the confidence range", terms.expected),
        ("safety", "rollback", "the rollback trigger", terms.rollback),
        ("safety", "guardrails", f"a limit for {listed(unlimited)}", not unlimited),
    )
    return tuple(
        Missing(part=part, field=field, words=words, owes=owes, for_lock=True)
        for part, field, words, there in asked
        if not there
    )
