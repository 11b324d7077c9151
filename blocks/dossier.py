"""One use case as one Markdown file: for the shelf, for an auditor, for whoever comes a year later."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, NamedTuple

from blocks.markdown import cell, plain, section, table
from blocks.promise import rows
from blocks.words import OUTCOMES, STAGES
from playbook import gates
from playbook.criteria import WORDS
from playbook.facts import Contract, Decision
from playbook.measured import name_of, shown
from playbook.record import Recorded

PEOPLE: Final = frozenset(
    {
        "by",
        "contact",
        "clears",
        "author",
        "opened_by",
        "resolved_by",
        "answered_by",
        "accepted_by",
        "closed_by",
        "confirmed_by",
        "stands_for",
        "held_by",
        "offered_to",
        "asked",
    }
)


class Listed(NamedTuple):
    """One table of the dossier: its heading, the facts, and their fields in order."""

    title: str
    facts: Callable[[Recorded], Iterable[Any]]
    fields: tuple[str, ...]


TABLES: Final = (
    Listed(
        "Controls, documented",
        lambda one: one.use_case.controls,
        ("control", "answer", "contact", "by", "at"),
    ),
    Listed(
        "Gatekeepers on governance",
        lambda one: one.use_case.gatekeepers,
        ("by", "at", "objects_to", "reason"),
    ),
    Listed(
        "Proofs that controls operate",
        lambda one: one.use_case.proofs,
        ("number", "control", "text", "digest", "by", "at"),
    ),
    Listed(
        "Escalation drills",
        lambda one: one.use_case.drills,
        ("number", "contact", "by", "asked_at", "answered_at"),
    ),
    Listed(
        "Evidence",
        lambda one: one.use_case.evidence,
        ("number", "gate", "criterion", "text", "link", "author", "said_at", "by", "at", "attempt"),
    ),
    Listed(
        "User tests",
        lambda one: one.use_case.tests,
        ("number", "asked", "kept", "tried", "confirmed_by", "by", "at", "attempt"),
    ),
    Listed(
        "Contests",
        lambda one: one.use_case.contests,
        ("number", "about", "thing", "reason", "by", "at", "answer", "answered_by", "accepted_by"),
    ),
    Listed(
        "Incidents",
        lambda one: one.use_case.incidents,
        ("number", "severity", "text", "opened_by", "opened_at", "fallback_used", "cause", "resolved_at"),
    ),
    Listed(
        "Blockers",
        lambda one: one.use_case.blockers,
        ("number", "text", "outside", "clears", "by", "since", "resolved_at", "resolved_by"),
    ),
    Listed(
        "Comments in monthly reviews",
        lambda one: one.use_case.comments,
        ("month", "text", "by", "at"),
    ),
    Listed(
        "Limits crossed",
        lambda one: one.use_case.breaches,
        ("metric", "comparator", "limit", "unit", "value", "day", "over"),
    ),
    Listed("Causes", lambda one: one.use_case.causes, ("metric", "reading", "text", "by", "at")),
    Listed(
        "Rollbacks",
        lambda one: one.use_case.trips,
        ("number", "metric", "reason", "by", "at", "because", "cause", "closing", "closed_by", "closed_at"),
    ),
    Listed(
        "Handovers",
        lambda one: one.use_case.handovers,
        ("number", "role", "held_by", "offered_to", "by", "at"),
    ),
)


def dossier(one: Recorded) -> str:
    """The whole file."""
    use_case = one.use_case
    return "\n".join(
        (
            f"# {use_case.key}: {plain(use_case.title)}\n",
            _summary(one),
            section("Value contract", *(_contract(one, version) for version in use_case.contracts)),
            section("Readings", _readings(one)),
            *(section(listed.title, _table(one, listed)) for listed in TABLES),
            section("Taps of testers", _taps(one)),
            section("Votes", _votes(one)),
            section("Decisions", *(_decision(one, decision) for decision in use_case.decisions), _none(one)),
        )
    )


def _summary(one: Recorded) -> str:
    use_case = one.use_case
    outcome = OUTCOMES[use_case.outcome] if use_case.outcome else ""
    told = (
        ("Sentence", use_case.sentence),
        ("Stage", outcome or STAGES[use_case.stage]),
        ("Attempt", use_case.attempt),
        ("Workflow", use_case.workflow),
        ("Business function", use_case.function),
        ("Workflow owner", one.name(use_case.owner)),
        ("Sponsor", one.name(use_case.sponsor)),
        ("Supporters", tuple(map(one.name, use_case.supporters))),
        ("Registered", use_case.registered_at),
        ("Day 1", use_case.day_one),
        ("Live since", use_case.went_live.day if use_case.went_live else None),
        ("Fallback", use_case.fallback),
        ("Second place", use_case.second_place.name if use_case.second_place else None),
        ("Worth", use_case.worth),
        ("Bottlenecks", tuple(f"{b.step}: {b.wait} {b.system}".strip() for b in use_case.bottlenecks)),
        ("Measured again", tuple(f"{b.step}: {b.wait} {b.system}".strip() for b in use_case.waits)),
    )
    return "".join(f"- **{label}**: {cell(value)}\n" for label, value in told if value not in (None, "", ()))


def _contract(one: Recorded, contract: Contract) -> str:
    state = f"locked {cell(contract.locked_at)}" if contract.locked else "not signed by both"
    why = [f"Why it was amended: {plain(contract.reason)}\n"] if contract.reason else []
    signatures = [
        (one.name(mark.by), mark.role, mark.at, one.name(mark.stands_for)) for mark in contract.signatures
    ]
    return section(
        f"Version {contract.version}, {state}",
        *why,
        table(("term", "agreed"), rows(contract.terms, one.use_case.day_one)),
        table(("signed by", "as", "at", "in place of"), signatures),
        level=3,
    )


def _readings(one: Recorded) -> str:
    terms, stand = one.use_case.agreed.terms, {reading.number for reading in one.pilot.standing}
    head = ("number", "metric", "day", "value", "stands", "corrects", "why", "note", "by", "logged")
    body = (
        (
            reading.number,
            name_of(reading, terms),
            reading.day,
            shown(reading, terms),
            reading.number in stand,
            reading.corrects,
            reading.reason,
            reading.note,
            one.name(reading.by),
            reading.at,
        )
        for reading in one.pilot.readings
    )
    return table(head, body)


def _table(one: Recorded, listed: Listed) -> str:
    head = tuple(name.replace("_", " ") for name in listed.fields)
    return table(head, ([_told(one, fact, name) for name in listed.fields] for fact in listed.facts(one)))


def _told(one: Recorded, fact: Any, name: str) -> Any:
    value = getattr(fact, name)
    if name not in PEOPLE:
        return value
    return tuple(map(one.name, value)) if isinstance(value, tuple) else one.name(value)


def _taps(one: Recorded) -> str:
    taps = (
        (test.number, one.name(tap.by), tap.verdict, tap.why, tap.at)
        for test in one.use_case.tests
        for tap in test.taps
    )
    return table(("test", "tester", "verdict", "why", "at"), taps)


def _votes(one: Recorded) -> str:
    head = ("gate", "attempt", "by", "as", "in place of", "choice", "cause", "reason", "at")
    return table(head, _vote_rows(one))


def _vote_rows(one: Recorded) -> Iterator[tuple[Any, ...]]:
    for gate in one.use_case.gates:
        for vote in gate.votes:
            who = (one.name(vote.by), vote.role, one.name(vote.stands_for))
            yield (gates.NAMES[gate.name], gate.attempt, *who, vote.choice, vote.cause, vote.reason, vote.at)


def _decision(one: Recorded, decision: Decision) -> str:
    seal = one.seal(decision)
    told = (
        ("Decided", decision.at),
        ("By the vote of", one.name(decision.by)),
        ("Cause", decision.cause),
        ("Reason", decision.reason),
        ("Resume by", decision.resume_by),
        ("Rules", seal.rules if seal else None),
        ("Seal", seal.hash if seal else None),
    )
    criteria = ((WORDS[one.name], one.result, one.because) for one in decision.criteria)
    title = f"{decision.number}. {gates.NAMES[decision.gate]}, attempt {decision.attempt}: {decision.choice}"
    return section(
        title,
        "".join(f"- **{label}**: {cell(value)}\n" for label, value in told if value not in (None, "")),
        table(("criterion", "result", "because"), criteria),
        level=3,
    )


def _none(one: Recorded) -> str:
    return "" if one.use_case.decisions else "None yet.\n"
