"""What waits for somebody at a gate and for its controls: votes, evidence, doubts, tests, proofs."""

from collections.abc import Iterator, Mapping
from typing import Final

from playbook import attention, calendar, criteria, draws, gate_calls, proofs, votes
from playbook.deciding import Criterion, Gate
from playbook.facts import Pilot, UseCase
from playbook.gates import NAMES
from playbook.known import Around
from playbook.waits import SHOWN, Act, Asker, Waits, ask, named
from playbook.wording import listed

_MARKS: Final[Mapping[str, str]] = {"met": "✅ met", "not_met": "❌ not met", "unclear": "❓ unclear"}

# --- controls -----------------------------------------------------------------------------------------------


def answer_governance(asker: Asker, pilot: Pilot, around: Around) -> Iterator[Waits]:
    """A gatekeeper has not said whether governance objects."""
    use_case = pilot.use_case
    if not any(asker.has(answer.voice) for answer in use_case.gatekeepers):
        documented = len(use_case.controls)
        words = f"say whether governance has an objection to {named(use_case)}"
        told = (f"{documented} of 5 controls documented so far",)
        yield ask(use_case, "answer_governance", words, None, evidence=told)


def judge_proof(asker: Asker, pilot: Pilot, around: Around) -> Iterator[Waits]:
    """Proofs nobody has spoken of."""
    use_case = pilot.use_case
    found = proofs.unjudged_by(use_case, asker.person.id)
    if found:
        names = [proofs.NAMES[one.control] for one in found]
        lines = tuple(f"{proofs.NAMES[one.control]}: {one.text}" for one in found[-SHOWN:])
        words = f"say whether the proof of {listed(names)} holds"
        yield ask(use_case, "judge_proof", words, min(one.at for one in found), evidence=lines)


def prove(asker: Asker, pilot: Pilot, around: Around) -> Iterator[Waits]:
    """The control drawn for this month is not proved afresh."""
    use_case = pilot.use_case
    draw = use_case.draws[-1] if use_case.draws else None
    if not (draw and asker.has(use_case.owner)) or use_case.pause:
        return
    if not draws.is_answered(draw, proofs.newest_proof(use_case, draw.control)):
        words = f"prove {proofs.NAMES[draw.control]} afresh by {calendar.day_month(draws.due_on(draw))}"
        told = (proofs.PROVES[draw.control],)
        yield ask(use_case, "prove", words, draw.at, evidence=told, about=draw.control)


def drill(asker: Asker, pilot: Pilot, around: Around) -> Iterator[Waits]:
    """A drill asks this person for a sign."""
    use_case = pilot.use_case
    drill = use_case.drills[-1] if use_case.drills else None
    if drill and drill.contact == asker.person.id and drill.answered_at is None:
        words = f"a drill of {named(use_case)} asks whether you are there"
        yield ask(use_case, "drill", words, drill.asked_at, about=f"d{drill.number}")


# --- gates --------------------------------------------------------------------------------------------------


def vote(asker: Asker, pilot: Pilot, around: Around) -> Iterator[Waits]:
    """An open gate lacks their vote, or it has lapsed."""
    use_case, gate = pilot.use_case, votes.open_gate(pilot.use_case)
    voters = asker.seats & set(gate_calls.voters(use_case, around))
    if gate is None or not voters:
        return
    found = criteria.of(gate.name, pilot, around)
    now = criteria.results(found)
    if voters <= {votes.seat(one) for one in gate.votes if one.results == now}:
        return
    lapsed = any(votes.seat(one) in voters for one in gate.votes)
    words = f"{'vote again' if lapsed else 'vote'} at the {_gate(use_case, gate, around)}: {_met(found)}"
    yield _at_gate(use_case, "vote", words, gate, found)


def supply(asker: Asker, pilot: Pilot, around: Around) -> Iterator[Waits]:
    """The owner never votes: what is missing at the open gate waits for them."""
    use_case, gate = pilot.use_case, votes.open_gate(pilot.use_case)
    if gate is None or use_case.pause or not asker.has(use_case.owner):
        return
    found = criteria.of(gate.name, pilot, around)
    if not criteria.all_met(found):
        words = f"supply what the {_gate(use_case, gate, around)} lacks: {_met(found)}"
        yield _at_gate(use_case, "supply", words, gate, found)


def _gate(use_case: UseCase, gate: Gate, around: Around) -> str:
    late = attention.overdue(use_case, around.today)
    since = f" (overdue since {calendar.day_of(late.on)})" if late else ""
    return f"{NAMES[gate.name]} of {named(use_case)}{since}"


def _met(found: tuple[Criterion, ...]) -> str:
    return f"{sum(one.result == 'met' for one in found)} of {len(found)} criteria met"


def _at_gate(use_case: UseCase, act: Act, words: str, gate: Gate, found: tuple[Criterion, ...]) -> Waits:
    lacking = [one for one in found if one.result != "met"]
    return ask(
        use_case,
        act,
        words,
        gate.opened_at,
        evidence=_judged(lacking or list(found)),
        about=f"{gate.name}:{gate.attempt}",
        thread=gate_calls.root_name(use_case, gate),
    )


def _judged(found: list[Criterion]) -> tuple[str, ...]:
    lines = [f"{_MARKS[one.result]}: {criteria.WORDS[one.name]}, {one.because}" for one in found[:SHOWN]]
    left = len(found) - SHOWN
    return (*lines, f"and {left} more") if left > 0 else tuple(lines)


def answer_contest(asker: Asker, pilot: Pilot, around: Around) -> Iterator[Waits]:
    """A doubt waits for the owner."""
    for one in pilot.use_case.contests:
        if one.open and not one.answer:
            words, number = f"answer what is contested about {one.about.replace('_', ' ')}", str(one.number)
            yield ask(pilot.use_case, "answer_contest", words, one.at, evidence=(one.reason,), about=number)


def accept_answer(asker: Asker, pilot: Pilot, around: Around) -> Iterator[Waits]:
    """An answered doubt waits for another voter."""
    for one in pilot.use_case.contests:
        if one.open and one.answer and not asker.has(one.by) and not asker.has(pilot.use_case.owner):
            words, number = "say whether the owner's answer settles what is contested", str(one.number)
            lines, since = (one.reason, f"answer: {one.answer}"), one.answered_at
            yield ask(pilot.use_case, "accept_answer", words, since, evidence=lines, about=number)


def test(asker: Asker, pilot: Pilot, around: Around) -> Iterator[Waits]:
    """A tester was asked and has not tapped."""
    use_case = pilot.use_case
    for one in use_case.tests:
        answered = any(tap.by == asker.person.id for tap in one.taps)
        if asker.person.id in one.asked and one.attempt == use_case.attempt and not answered:
            words = f"would you keep working this way? {named(use_case)}"
            yield ask(use_case, "test", words, one.at, number=one.number)


def confirm(asker: Asker, pilot: Pilot, around: Around) -> Iterator[Waits]:
    """Typed-in results wait for another supporter."""
    use_case = pilot.use_case
    for one in use_case.tests:
        typed = one.tried is not None and one.confirmed_by is None and one.attempt == use_case.attempt
        if typed and one.by != asker.person.id:
            words = f"confirm the typed-in results: {one.kept} of {one.tried} keep it"
            yield ask(use_case, "confirm", words, one.at, number=one.number)
