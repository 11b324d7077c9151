"""What waits for one person in one use case: each open ask, the evidence for it, and what settles it.

One table of rules, each for one sort of ask. A deputy finds what waits for whoever they stand for, too.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from playbook import (
    attention,
    blockers,
    breaches,
    calendar,
    checkins,
    contract,
    milestones,
    ownership,
    plan,
    succession,
    votes,
    waiting_gates,
    weeks,
)
from playbook.contract_text import write_number
from playbook.facts import Person, Pilot, UseCase
from playbook.handovers import PARTS, Part
from playbook.known import Around
from playbook.policy import Verb, rights
from playbook.waits import SHOWN, Asker, Waits, ask, named
from playbook.wording import counted


def waits_for(person: Person, pilot: Pilot, around: Around) -> tuple[Waits, ...]:
    """Everything this person owes this use case, in the order in which it helps most."""
    may = rights(person, pilot.use_case, around.settings)
    asker = Asker(person, frozenset((person.id, *person.stands_for)))
    rules = (rule for rule in _RULES if rule.verb is None or may(rule.verb))
    return tuple(one for rule in rules for one in rule.find(asker, pilot, around))


def oldest_first(waiting: Iterable[Waits]) -> tuple[Waits, ...]:
    """One queue over all use cases."""
    return tuple(sorted(waiting, key=lambda one: (one.since, one.use_case)))


# --- alarms -------------------------------------------------------------------------------------------------


def _answer_rollback(asker: Asker, pilot: Pilot, around: Around) -> Iterator[Waits]:
    use_case, trip = pilot.use_case, pilot.use_case.tripped
    if trip and not trip.answered_at:
        words = f"{named(use_case)} is rolled back; say whether the fallback runs"
        yield ask(use_case, "answer_rollback", words, trip.at, evidence=_fallback(use_case))


def _fallback(use_case: UseCase) -> tuple[str, ...]:
    if not use_case.fallback:
        return ("no fallback steps are on file",)
    return tuple(f"{n}. {step}" for n, step in enumerate(use_case.fallback.splitlines()[:SHOWN], 1))


def _explain(asker: Asker, pilot: Pilot, around: Around) -> Iterator[Waits]:
    use_case = pilot.use_case
    broken = breaches.unexplained(use_case) if asker.has(use_case.owner) else ()
    if broken:
        words = f"say the cause of {counted(len(broken), 'broken limit')}"
        lines = tuple(breaches.words(use_case, one) for one in broken[:SHOWN])
        yield ask(use_case, "explain", words, min(one.seen_at for one in broken), evidence=lines)


def _resolve(asker: Asker, pilot: Pilot, around: Around) -> Iterator[Waits]:
    use_case = pilot.use_case
    for one in use_case.incidents if asker.has(use_case.owner) else ():
        if one.open:
            words = f"resolve the incident of severity {one.severity}: it shuts the gates"
            about = f"i{one.number}"
            yield ask(use_case, "resolve", words, one.opened_at, evidence=(one.text,), about=about)


# --- people -------------------------------------------------------------------------------------------------


def _accept(asker: Asker, pilot: Pilot, around: Around) -> Iterator[Waits]:
    use_case = pilot.use_case
    if asker.person.id == use_case.owner and not use_case.accepted:
        words = f"accept the ownership of {named(use_case)}, or decline it"
        yield ask(use_case, "accept", words, None, evidence=tuple(filter(None, [use_case.sentence])))


def _take_over(asker: Asker, pilot: Pilot, around: Around) -> Iterator[Waits]:
    use_case = pilot.use_case
    offered = succession.offered(use_case, asker.person.id)
    if offered:
        words = f"take over {named(use_case)} as {PARTS[offered.role]}, or decline"
        yield ask(use_case, "take_over", words, offered.at, about=offered.role)


def _name_successor(asker: Asker, pilot: Pilot, around: Around) -> Iterator[Waits]:
    use_case = pilot.use_case
    for owed in succession.successor_owed(pilot, around):
        if owed.to == asker.person.id:
            role: Part = "sponsor" if owed.period.startswith("sponsor") else "owner"
            words = f"name a new {PARTS[role]}: the last one has left"
            yield ask(use_case, "name_successor", words, owed.goes_at, about=role)


def _grant(asker: Asker, pilot: Pilot, around: Around) -> Iterator[Waits]:
    lacking = ownership.lacking(pilot.use_case)
    if lacking:
        words, lines = "give the owner the authority that is missing", tuple(one.text for one in lacking)
        yield ask(pilot.use_case, "grant", words, min(one.since for one in lacking), evidence=lines)


def _sign(asker: Asker, pilot: Pilot, around: Around) -> Iterator[Waits]:
    use_case, draft = pilot.use_case, pilot.use_case.contract
    signed = any(asker.has(one.by) for one in draft.signatures)
    if contract.complete(use_case) and not draft.locked and not signed:
        words = f"read the value contract of {named(use_case)} and sign it"
        yield ask(use_case, "sign", words, None, evidence=(_promise(use_case),))


def _promise(use_case: UseCase) -> str:
    terms = use_case.contract.terms
    baseline = terms.baseline.value if terms.baseline else None
    numbers = [
        write_number(one, terms.unit or "") or "?" for one in (baseline, terms.target) if one is not None
    ]
    by = f" by {calendar.day_month(terms.due)}" if terms.due else ""
    return f"{terms.kpi}: {' to '.join(numbers)}{by}"


def _clear(asker: Asker, pilot: Pilot, around: Around) -> Iterator[Waits]:
    for one in blockers.open_blockers(pilot.use_case):
        if asker.has(one.clears) and not one.authority:
            words, about = "clear what stands in the way", f"b{one.number}"
            yield ask(pilot.use_case, "clear", words, one.since, evidence=(one.text,), about=about)


# --- the plan -----------------------------------------------------------------------------------------------


def _decide(asker: Asker, pilot: Pilot, around: Around) -> Iterator[Waits]:
    """Past Day 60 without a gate to vote at: redesign it or stop it."""
    use_case, pause = pilot.use_case, pilot.use_case.pause
    if pause and pause.why == "day_60" and votes.open_gate(use_case) is None and asker.has(use_case.sponsor):
        words = f"decide on {named(use_case)}: its 60 days are over, redesign it or stop it"
        yield ask(use_case, "decide", words, pause.at)


def _resume(asker: Asker, pilot: Pilot, around: Around) -> Iterator[Waits]:
    use_case, pause = pilot.use_case, pilot.use_case.pause
    if pause and pause.why == "redesign" and asker.has(use_case.owner):
        by = f" by {calendar.day_of(pause.resume_by)}" if pause.resume_by else ""
        yield ask(use_case, "resume", f"resume {named(use_case)}{by}, or stop it", pause.at)
    elif pause and pause.resume_by and pause.resume_by < around.today and asker.has(use_case.sponsor):
        words = f"{named(use_case)} was to resume by {calendar.day_of(pause.resume_by)}: resume it or stop it"
        yield ask(use_case, "resume", words, pause.at)


def _log(asker: Asker, pilot: Pilot, around: Around) -> Iterator[Waits]:
    use_case = pilot.use_case
    open_weeks = checkins.open_weeks(pilot, around) if asker.has(use_case.owner) else ()
    if not open_weeks:
        return
    asked_at, week = open_weeks[-1]
    days = f"{calendar.day_month(week.first)} to {calendar.day_month(week.last)}"
    words = f"log the number of {weeks.in_words(week.name)} ({days})"
    others = [f"also open: {weeks.several_in_words([one.name for _, one in open_weeks[:-1]])}"]
    told = tuple(others[: len(open_weeks) - 1])
    yield ask(use_case, "log", words, asked_at, evidence=told, about=week.name)


def _go_live(asker: Asker, pilot: Pilot, around: Around) -> Iterator[Waits]:
    use_case = pilot.use_case
    runs = use_case.in_force and not (use_case.went_live or use_case.outcome or use_case.pause)
    entered = plan.go(use_case, "entry")
    if runs and entered and not milestones.missing(use_case) and asker.has(use_case.owner):
        words = f"say when {named(use_case)} is live: its weeks count from that day"
        yield ask(use_case, "go_live", words, entered.at)


def _fill(asker: Asker, pilot: Pilot, around: Around) -> Iterator[Waits]:
    use_case = pilot.use_case
    owed = [lack for lack in milestones.missing(use_case) if asker.has(lack.owes) and lack.field != "accept"]
    if not owed or any(lack.field == "grant" for lack in owed):
        return
    late = attention.overdue(use_case, around.today)
    since = f"; {late.name} overdue since {calendar.day_of(late.on)}" if late else ""
    words = f"{counted(len(owed), 'thing')} still missing{since}"
    lines = tuple(lack.words for lack in owed[:SHOWN])
    yield ask(use_case, "fill", words, None, evidence=lines)


class _Rule(NamedTuple):
    """One sort of ask: the right it takes (None: whoever was asked may answer), and how it is found."""

    verb: Verb | None
    find: Callable[[Asker, Pilot, Around], Iterator[Waits]]


_RULES: Final[tuple[_Rule, ...]] = (
    _Rule("answer_rollback", _answer_rollback),
    _Rule("accept", _accept),
    _Rule(None, _take_over),
    _Rule("hand_over", _name_successor),
    _Rule("grant", _grant),
    _Rule("sign", _sign),
    _Rule("vote", waiting_gates.vote),
    _Rule("vote", waiting_gates.accept_answer),
    _Rule("vote", _decide),
    _Rule("answer_governance", waiting_gates.answer_governance),
    _Rule("judge_proof", waiting_gates.judge_proof),
    _Rule("answer_contest", waiting_gates.answer_contest),
    _Rule("explain", _explain),
    _Rule("report", _resolve),
    _Rule("resume", _resume),
    _Rule("log", _log),
    _Rule("log", waiting_gates.supply),
    _Rule("prove", waiting_gates.prove),
    _Rule(None, waiting_gates.drill),
    _Rule(None, waiting_gates.test),
    _Rule("test", waiting_gates.confirm),
    _Rule("report", _clear),
    _Rule("go_live", _go_live),
    _Rule("describe", _fill),
)
