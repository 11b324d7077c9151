"""The Pilot gate: a signal, testers who keep it, no unexplained breach."""

from collections.abc import Iterable, Iterator
from typing import Final

from playbook import breaches, evidence
from playbook.criteria.finding import Finding, met, owner_of, people, worst
from playbook.deciding import Result, Tap, UserTest
from playbook.facts import Guardrail, Pilot, UseCase
from playbook.known import Around
from playbook.limits import GuardrailState
from playbook.readings import Measured
from playbook.signal import WORDS, Signal
from playbook.wording import counted, folded

EARLY: Final = "early signal"  # how such a finding begins: a sealed decision tells it by that
TESTERS, FEWEST = 5, 2  # or everyone who does the step, if they are fewer; but at least two


def signal_seen(pilot: Pilot, around: Around) -> Finding:
    """The KPI moves, or an early signal says it may; an early one is sealed as such."""
    if doubted := contested_reading(pilot, "kpi"):
        return doubted
    signal = evidence.signal_of(pilot, around.today, running=True)
    if signal.verdict == "moving":
        return met(f"moving{_how_far(signal)}")
    if evidence.early(pilot, around.today):
        return met(f"{EARLY}{_how_far(signal)}: it still has to hold at the next gate")
    result: Result = "unclear" if signal.verdict in ("unclear", "invalid") else "not_met"
    words = signal.reason or WORDS[signal.verdict]
    return Finding(result, f"{words}{_how_far(signal)}", owner_of(pilot.use_case), "log")


def _how_far(signal: Signal) -> str:
    move = signal.movement
    return f", {move.better} of {signal.n} weeks better than the baseline" if move else ""


def users_accept(pilot: Pilot, around: Around) -> Finding:
    """Enough testers tried it, and enough of them keep it, by their own taps."""
    use_case = pilot.use_case
    kept, tried, everyone = tested(use_case)
    enough = tried >= TESTERS or (everyone and tried >= FEWEST)
    share = f"{kept} of {counted(tried, 'tester')} {'keeps' if tried == 1 else 'keep'} it"
    supplies = people(use_case.owner, *use_case.supporters) or owner_of(use_case)
    if not enough:
        words = (
            f"{share}; {TESTERS} are needed, or everyone who does the step"
            if tried
            else "nobody has tested it"
        )
        return Finding("unclear", words, supplies, "test")
    needed = use_case.agreed.terms.keep_percent
    if 100 * kept < needed * tried:
        return Finding("not_met", f"{share}, {needed}% are needed", supplies, "test")
    return met(share)


def tested(use_case: UseCase) -> tuple[int, int, bool]:
    """How many keep it, how many tried it, and whether those are all who do the step."""
    rounds = [
        one for one in use_case.tests if one.attempt == use_case.attempt and not _doubted(use_case, one)
    ]
    taps = {tap.by: tap for one in rounds for tap in one.taps}
    typed = [one for one in rounds if one.kept is not None and one.tried and one.confirmed_by]
    kept = sum(tap.verdict == "keep" for tap in taps.values()) + sum(one.kept or 0 for one in typed)
    tried = len(taps) + sum(one.tried or 0 for one in typed)
    return kept, tried, any(one.everyone for one in rounds) and not _silent(rounds, taps)


def _silent(rounds: Iterable[UserTest], taps: dict[str, Tap]) -> bool:
    """Whether somebody who was asked has not answered."""
    return any(person not in taps for one in rounds if one.everyone for person in one.asked)


def _doubted(use_case: UseCase, one: UserTest) -> bool:
    return any(c.open and c.about == "user_test" and c.thing == str(one.number) for c in use_case.contests)


def no_unexplained_breach(pilot: Pilot, around: Around) -> Finding:
    """Every guardrail reports, none is in breach without a cause on file, and no rollback stands."""
    return worst(_breaches(pilot, around), _all_fine(pilot))


def _all_fine(pilot: Pilot) -> str:
    number = len(pilot.use_case.agreed.terms.guardrails)
    return (
        f"{counted(number, 'guardrail')} without an unexplained breach" if number else "no guardrail applies"
    )


def _breaches(pilot: Pilot, around: Around) -> Iterator[Finding]:
    use_case = pilot.use_case
    if use_case.tripped:
        yield Finding("not_met", "a rollback stands open", owner_of(use_case), "cause")
    if doubted := contested_reading(pilot, "guardrail"):
        yield doubted
    for guardrail, state in evidence.guardrails_of(pilot, around.today):
        yield _of_guardrail(pilot, guardrail, state)


def _of_guardrail(pilot: Pilot, guardrail: Guardrail, state: GuardrailState) -> Finding:
    supplies = owner_of(pilot.use_case)
    if state.status == "not_reported":
        return Finding("unclear", f"{guardrail.metric} is not reported", supplies, "log")
    if state.status in ("breach", "rollback") and not explained(pilot, guardrail.metric):
        return Finding(
            "not_met", f"{guardrail.metric} is in breach without a cause on file", supplies, "cause"
        )
    return met(f"{guardrail.metric} is within its limit")


def explained(pilot: Pilot, metric: str) -> bool:
    """Whether every breach of a guardrail has its cause on file."""
    found = [one for one in breaches.of_pilot(pilot) if folded(one.metric) == folded(metric)]
    return all(breaches.cause_of(pilot.use_case, one) for one in found)


def contested_reading(pilot: Pilot, measured: Measured) -> Finding | None:
    """The doubt that makes readings of this sort unclear, if one stands."""
    doubt = pilot.doubted(measured)
    words = f"a reading is contested: {doubt.reason}" if doubt else ""
    return Finding("unclear", words, owner_of(pilot.use_case), "fill") if doubt else None
