"""What readings on record mean once the terms they were logged under change: none is read anew in silence."""

from playbook.facts import Pilot, Terms, UseCase
from playbook.measured import unit_words
from playbook.refusals import Refusal, Refusals
from playbook.wording import counted, folded

BARE = ("count", "score", "ratio")  # a number without a unit: whoever names one later says what was meant


def kept(pilot: Pilot, after: UseCase) -> UseCase:
    """The changed use case; refused beside the field where its readings would be read in another unit."""
    before, terms = pilot.use_case.contract.terms, after.contract.terms
    changed = [
        ("baseline", before.kpi or "the KPI", pilot.of_metric("kpi"), before.unit, terms.unit),
        *(
            (
                "guardrails",
                one.metric,
                pilot.of_metric("guardrail", one.metric),
                one.unit,
                _unit_in(terms, one.metric),
            )
            for one in before.guardrails
        ),
    ]
    Refusals.raise_any(
        [
            _refused(field, name, len(readings), old or "", new)
            for field, name, readings, old, new in changed
            if readings and new is not None and old and old not in BARE and new != old
        ]
    )
    return after


def _refused(field: str, name: str, number: int, old: str, new: str) -> Refusal:
    words = (
        f"{counted(number, 'reading')} of “{name}” {'is' if number == 1 else 'are'} on record in "
        f"{unit_words(old)}; in {unit_words(new)} they would say something else."
    )
    ways = (
        f"write it in {unit_words(old)}, too",
        "press Undo on their receipts first, then change the unit and log them anew",
        "register another use case with /pilot new, if this is another number",
    )
    return Refusal(words, field=field, ways=ways)


def told(pilot: Pilot) -> tuple[str, ...]:
    """What stands above a form that may rename what was measured already."""
    terms = pilot.use_case.contract.terms
    named = [(terms.kpi or "the KPI", terms.unit or "count", len(pilot.of_metric("kpi")))]
    named += [
        (one.metric, one.unit or "count", len(pilot.of_metric("guardrail", one.metric)))
        for one in terms.guardrails
    ]
    return tuple(
        f"On record: {counted(number, 'reading')} of “{name}” in {unit_words(unit)}."
        for name, unit, number in named
        if number
    )


def _unit_in(terms: Terms, metric: str) -> str | None:
    """The unit of a guardrail by its name; None where it is none any more."""
    return next((one.unit for one in terms.guardrails if folded(one.metric) == folded(metric)), None)
