"""The record as tables and lines: what an export holds, whoever asks for it."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from playbook import sheets
from playbook.criteria import all_met
from playbook.facts import Decision, Fact, PersonId, Pilot, UseCase
from playbook.readings_csv import rows as reading_rows

Value = str | int | float | bool | None


class Changed(Fact):
    """One value that an event changed: where it stands in the fact, and what it was and is."""

    field: str
    before: Value = None
    after: Value = None


class Event(Fact):
    """One row of the audit, with the people and texts that can still be told."""

    number: int
    at: datetime
    who: PersonId | None  # None: the calendar
    via: str
    act: str
    thing: str
    changes: tuple[Changed, ...] = ()
    hash: str


class Seal(Fact):
    """The hash of a sealed decision, and the version of the rules it was judged by."""

    number: int
    rules: str
    hash: str


class Recorded(Fact):
    """Everything there is about one use case."""

    pilot: Pilot
    seals: tuple[Seal, ...] = ()
    events: tuple[Event, ...] = ()
    names: Mapping[PersonId, str] = {}

    @property
    def use_case(self) -> UseCase:
        """The use case itself."""
        return self.pilot.use_case

    def name(self, person: PersonId | None) -> str:
        """How somebody is called; the id where nobody told."""
        return self.names.get(person or "") or person or ""

    def seal(self, decision: Decision) -> Seal | None:
        """The seal of a decision."""
        return next((one for one in self.seals if one.number == decision.number), None)


USE_CASES: Final = (
    "key",
    "title",
    "workflow",
    "function",
    "stage",
    "outcome",
    "attempt",
    "day one",
    "owner",
    "accepted",
    "sponsor",
    "supporters",
    "private",
    "kpi",
    "unit",
    "baseline",
    "target",
    "due",
    "went live",
    "sentence",
)
DECISIONS: Final = (
    "use case",
    "number",
    "gate",
    "attempt",
    "choice",
    "at",
    "day",
    "all met",
    "by",
    "cause",
    "reason",
    "resume by",
    "rules",
    "hash",
)
EVENTS: Final = ("number", "at", "who", "via", "act", "thing", "field", "before", "after", "hash")


def use_cases(recorded: Iterable[Recorded]) -> str:
    """One row for each use case, as CSV."""
    return sheets.write(USE_CASES, map(_use_case, recorded))


def _use_case(one: Recorded) -> tuple[object, ...]:
    use_case, terms = one.use_case, one.use_case.agreed.terms
    return (
        use_case.key,
        use_case.title,
        use_case.workflow,
        use_case.function,
        use_case.stage,
        use_case.outcome,
        use_case.attempt,
        use_case.day_one,
        one.name(use_case.owner),
        use_case.accepted,
        one.name(use_case.sponsor),
        ", ".join(map(one.name, use_case.supporters)),
        use_case.visibility == "private",
        terms.kpi,
        terms.unit,
        terms.baseline.value if terms.baseline else None,
        terms.target,
        terms.due,
        use_case.went_live.day if use_case.went_live else None,
        use_case.sentence,
    )


def readings(one: Recorded) -> str:
    """Everything that was measured, as CSV."""
    return "".join(f"{row}\r\n" for row in reading_rows(one.pilot, one.names))


def decisions(recorded: Iterable[Recorded]) -> str:
    """Every decision with its seal, as CSV."""
    return sheets.write(DECISIONS, (row for one in recorded for row in _decisions(one)))


def _decisions(one: Recorded) -> Iterator[tuple[object, ...]]:
    for decision in one.use_case.decisions:
        seal = one.seal(decision)
        yield (
            one.use_case.key,
            decision.number,
            decision.gate,
            decision.attempt,
            decision.choice,
            decision.at,
            decision.day,
            all_met(decision.criteria),
            one.name(decision.by),
            decision.cause,
            decision.reason,
            decision.resume_by,
            seal.rules if seal else None,
            seal.hash if seal else None,
        )


def events(one: Recorded) -> str:
    """The audit of a use case, as CSV: one row for each value that changed."""
    return sheets.write(EVENTS, (row for event in one.events for row in _event(one, event)))


def _event(one: Recorded, event: Event) -> Iterator[tuple[object, ...]]:
    told = (event.number, event.at, one.name(event.who), event.via, event.act, event.thing)
    for change in event.changes or (Changed(field=""),):
        yield (*told, change.field, change.before, change.after, event.hash)


def lines(recorded: Sequence[Recorded]) -> str:
    """Everything as JSON Lines: people, use cases, readings, seals and events, each line with its kind."""
    people = {person: name for one in recorded for person, name in one.names.items()}
    told = [{"kind": "person", "id": person, "name": name} for person, name in sorted(people.items())]
    told += [line for one in recorded for line in _lines(one)]
    return "".join(f"{json.dumps(line, ensure_ascii=False, sort_keys=True)}\n" for line in told)


def _lines(one: Recorded) -> Iterator[dict[str, Any]]:
    key = one.use_case.key
    yield {"kind": "use_case", "key": key, **one.use_case.model_dump(mode="json")}
    for kind, facts in (("reading", one.pilot.readings), ("seal", one.seals), ("event", one.events)):
        yield from ({"kind": kind, "key": key, **fact.model_dump(mode="json")} for fact in facts)
