"""The Limited Production gate: the signal holds, guardrails are stable, and somebody can step back."""

from collections.abc import Iterator, Mapping
from datetime import date
from math import ceil, log

from playbook import calendar, drills, evidence, plan, proofs, weeks
from playbook.calendar import day_month
from playbook.criteria.finding import Finding, met, owner_of, people, worst
from playbook.criteria.piloting import contested_reading, explained, signal_seen
from playbook.deciding import Act, GateName, Result
from playbook.facts import Control, Guardrail, Pilot, Reading, UseCase
from playbook.governance import CONTROLS
from playbook.incidents import open_incidents
from playbook.known import Around
from playbook.promise import holds
from playbook.signal import LIVE_WEEKS
from playbook.wording import counted, listed

STABLE_READINGS = 2


def signal_holds(pilot: Pilot, around: Around) -> Finding:
    """What was seen at the Pilot gate is still seen."""
    return signal_seen(pilot, around)


def passed_on(use_case: UseCase, gate: GateName, around: Around) -> date | None:
    """The day this attempt, or an earlier one, passed a gate, in the workspace's zone."""
    decision = plan.go(use_case, gate)
    return calendar.local_day(decision.at, around.settings.zone) if decision else None


def stable(pilot: Pilot, around: Around) -> Finding:
    """Two weeks of this stage on real work, every guardrail within its limit, every failure with a cause."""
    number = len(pilot.use_case.agreed.terms.guardrails)
    fine = f"{counted(number, 'guardrail')} within the limit" if number else "no guardrail applies"
    notes = "; ".join(unproven(pilot, around))
    return worst(_instabilities(pilot, around), f"{fine}{': ' if notes else ''}{notes}")


def _instabilities(pilot: Pilot, around: Around) -> Iterator[Finding]:
    use_case = pilot.use_case
    if use_case.tripped:
        yield Finding("not_met", "a rollback stands open", owner_of(use_case), "cause")
    if doubted := contested_reading(pilot, "guardrail"):
        yield doubted
    since = passed_on(use_case, "pilot", around)
    for guardrail in use_case.agreed.terms.guardrails:
        yield _of_guardrail(pilot, guardrail, since, around)


def _of_guardrail(pilot: Pilot, guardrail: Guardrail, since: date | None, around: Around) -> Finding:
    supplies, name = owner_of(pilot.use_case), guardrail.metric
    readings = _of_stage(pilot, name, since)
    days = (around.today - since).days if since else 0
    needed = pilot.use_case.agreed.terms.stable_days
    if len(readings) < STABLE_READINGS or days < needed:
        have = f"{counted(len(readings), 'reading')} over {counted(days, 'day')}"
        words = f"{name}: {have}; {STABLE_READINGS} readings over {needed} days are needed"
        return Finding("unclear", words, supplies, "log")
    if guardrail.unit in ("percent", "ratio") and not all(one.den for one in readings):
        return Finding("unclear", f"{name} comes without counts (n of m)", supplies, "log")
    broken = [
        one for one in (*readings[-2:], _pooled(readings)) if one is not None and not _keeps(guardrail, one)
    ]
    if broken and not explained(pilot, name):
        return Finding("not_met", f"{name} was across its limit, without a cause on file", supplies, "cause")
    if not _keeps(guardrail, readings[-1]):
        return Finding("not_met", f"{name} is across its limit", supplies, "log")
    return met(f"{name} is within its limit")


def _of_stage(pilot: Pilot, metric: str, since: date | None) -> list[Reading]:
    return [one for one in pilot.of_metric("guardrail", metric) if since is not None and one.day > since]


def _pooled(readings: list[Reading]) -> Reading | None:
    """All counts of the stage as one reading; None without counts."""
    if not all(one.den for one in readings):
        return None
    num, den = sum(one.num or 0 for one in readings), sum(one.den or 0 for one in readings)
    return readings[-1].model_copy(update={"value": 100 * num / den, "num": num, "den": den})


def _keeps(guardrail: Guardrail, reading: Reading) -> bool:
    if guardrail.limit is None or reading.value is None:
        return False
    share = 100 if guardrail.unit == "percent" else 1
    value = share * (reading.num or 0) / reading.den if reading.den else reading.value
    return holds(value, guardrail.comparator, guardrail.limit)


def unproven(pilot: Pilot, around: Around) -> tuple[str, ...]:
    """Guardrails that keep their limit on too few cases to prove it: every go vote acknowledges them."""
    return tuple(
        f"{guardrail.metric} is inside the limit on {cases} cases; {needed} clean ones would prove it"
        for guardrail, state in evidence.guardrails_of(pilot, around.today)
        if state.status == "within_limit"
        and (cases := _cases(pilot, guardrail.metric, around))
        and (needed := _clean_cases(guardrail))
    )


def _cases(pilot: Pilot, metric: str, around: Around) -> int:
    return sum(one.den or 0 for one in _of_stage(pilot, metric, passed_on(pilot.use_case, "pilot", around)))


def _clean_cases(guardrail: Guardrail) -> int:
    """So many cases without a failure put the 95 % upper bound below the limit."""
    limit = (guardrail.limit or 0) / (100 if guardrail.unit == "percent" else 1)
    return ceil(log(0.05) / log(1 - limit)) if 0 < limit < 1 else 0


def fallback_on_file(pilot: Pilot, around: Around) -> Finding:
    """The steps back to how it was done before are written down."""
    if pilot.use_case.fallback:
        return met("the steps are on file")
    return Finding("not_met", "no fallback procedure is on file", owner_of(pilot.use_case), "fallback")


def response_ready(pilot: Pilot, around: Around) -> Finding:
    """A drill was answered in time, or an incident ended through the fallback."""
    use_case, settings = pilot.use_case, around.settings
    if words := drills.failed(use_case, around):
        return Finding("not_met", words, owner_of(use_case), "drill")
    answered = [drills.minutes(one, settings) for one in use_case.drills if drills.in_time(one, settings)]
    if answered and answered[-1] is not None:
        return met(f"the drill was answered after {counted(answered[-1], 'minute')}")
    if any(one.resolved_at and one.fallback_used for one in use_case.incidents):
        return met("an incident was resolved through the fallback")
    contact = use_case.control("escalation_path")
    supplies = people(contact.contact if contact else None, use_case.owner)
    return Finding("unclear", "no drill was answered yet", supplies, "drill")


def no_open_incident(pilot: Pilot, around: Around) -> Finding:
    """Every incident is resolved."""
    waiting = open_incidents(pilot.use_case)
    if not waiting:
        return met("no incident is open")
    words = f"incident {waiting[0].number} is open, severity {waiting[0].severity}"
    return Finding("not_met", words, owner_of(pilot.use_case), "incident")


def adopted(pilot: Pilot, around: Around) -> Finding:
    """The contract's adoption minimum, where it has one."""
    minimum = pilot.use_case.agreed.terms.adoption
    if minimum is None:
        return met("the contract sets no adoption minimum")
    if doubted := contested_reading(pilot, "usage"):
        return doubted
    used = pilot.of_metric("usage")
    supplies = owner_of(pilot.use_case)
    if not used:
        return Finding("unclear", "usage is not reported", supplies, "log")
    if used[-1].day < _of_late(pilot.use_case, around.today):
        return Finding("unclear", f"usage was last told for {day_month(used[-1].day)}", supplies, "log")
    latest = used[-1].value or 0
    words = f"{latest:g} used it last week, {minimum:g} are promised"
    return met(words) if latest >= minimum else Finding("not_met", words, supplies, "log")


def _of_late(use_case: UseCase, today: date) -> date:
    """The first day whose numbers still speak for now: as for the KPI, of the last two closed weeks."""
    closed = weeks.closed(use_case, today)[-LIVE_WEEKS:]
    return closed[0].first if closed else date.min


def waits_measured(pilot: Pilot, around: Around) -> Finding:
    """Every step of the bottleneck map has its wait measured again."""
    use_case = pilot.use_case
    again = {line.step.casefold() for line in use_case.waits if line.wait}
    left = [line.step for line in use_case.bottlenecks if line.step.casefold() not in again]
    if not left:
        return met("every step was measured again beside the Day 10 map")
    return Finding("unclear", f"not measured again: {listed(left[:3])}", owner_of(use_case), "bottlenecks")


def controls_operate(pilot: Pilot, around: Around) -> Finding:
    """Five fresh proofs, and a gatekeeper's word that each holds; every control that lacks one is named."""
    use_case = pilot.use_case
    found = {name: proofs.state_of(use_case, name, around) for name in CONTROLS}
    left = {name: stands for name, stands in found.items() if stands.answer != "yes"}
    if not left:
        return met("five controls proved, and held")
    owed = {stands.missing for stands in left.values()}
    owners = owner_of(use_case) if "proof" in owed else ()
    judges = proofs.judges(use_case, around.settings) if "word" in owed else ()
    result: Result = "not_met" if any(one.answer == "no" for one in left.values()) else "unclear"
    act: Act = "drill" if set(left) == {"escalation_path"} and owners else "prove"
    return Finding(result, _what_is_left(left), people(*owners, *judges), act)


def _what_is_left(left: Mapping[Control, proofs.Standing]) -> str:
    """How many hold, then what each side owes: proofs are the owner's, the word is a gatekeeper's."""
    proved = [stands.because for stands in left.values() if stands.missing == "proof" and stands.flaw]
    bare = [proofs.NAMES[name] for name, one in left.items() if one.missing == "proof" and not one.flaw]
    word = [proofs.NAMES[name] for name, stands in left.items() if stands.missing == "word"]
    if bare:
        proved.append(f"{listed(bare)} {'has' if len(bare) == 1 else 'have'} no proof yet")
    said = f"say whether {listed(word)} {'holds' if len(word) == 1 else 'hold'}"
    sides = (("the owner's", "; ".join(proved)), ("a gatekeeper's", said if word else ""))
    told = "; ".join(f"{whose}: {words}" for whose, words in sides if words)
    return f"{len(CONTROLS) - len(left)} of {len(CONTROLS)} hold; {told}"
