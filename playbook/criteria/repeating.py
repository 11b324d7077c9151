"""Repeatability: the same movement in two teams or regions, against an own locked baseline (section 6)."""

from collections.abc import Iterable
from typing import Final

from playbook import evidence
from playbook.criteria.finding import Finding, met, owner_of
from playbook.criteria.piloting import contested_reading
from playbook.facts import Pilot
from playbook.known import Around
from playbook.week_values import judged
from playbook.yardstick import HAIR, mean

READINGS: Final = 3  # on as many days, where two weeks are not over yet


def repeatable(pilot: Pilot, around: Around) -> Finding:
    """Two teams or regions: one replica at least shows the movement against its own locked baseline."""
    use_case = pilot.use_case
    alive = [one for one in reversed(pilot.kin) if one.use_case.outcome != "stopped"]
    if not alive:
        return Finding("unclear", "no replica has been started yet", owner_of(use_case), "replicate")
    found = [_repeats(one, around) for one in alive]
    return _best(found)


def _best(findings: Iterable[Finding]) -> Finding:
    """One that is met is enough; else what may still become clear."""
    order = ("met", "unclear", "not_met")
    return min(findings, key=lambda one: order.index(one.result))


def _repeats(replica: Pilot, around: Around) -> Finding:
    use_case, owner = replica.use_case, owner_of(replica.use_case)
    if use_case.in_force is None:
        return Finding("unclear", f"the baseline of {use_case.key} is not locked yet", owner)
    if use_case.went_live is None:
        return Finding("unclear", f"{use_case.key} is not live yet", owner)
    if contested_reading(replica, "kpi"):
        return Finding("unclear", f"a reading of {use_case.key} is contested", owner)
    verdict = evidence.signal_of(replica, around.today, running=True).verdict
    if verdict == "worsening":
        return Finding("not_met", f"{use_case.key} is getting worse", owner)
    if verdict == "moving":
        return met(f"{use_case.key} is moving against its own baseline")
    if evidence.early(replica, around.today):
        return met(f"{use_case.key} shows an early signal against its own baseline")
    if _three_good_readings(replica):
        return met(f"{use_case.key}: {READINGS} readings on {READINGS} days reach what was agreed")
    if verdict == "not_moving":
        return Finding("not_met", f"{use_case.key} is not moving", owner)
    return Finding("unclear", f"{use_case.key} has too few readings to say", owner)


def _three_good_readings(replica: Pilot) -> bool:
    """At least three readings on as many days since go-live, on average better by the least useful lift."""
    promise, live = evidence.promise_of(replica), replica.use_case.went_live
    if promise is None or live is None or not promise.promised > 0:
        return False
    unit = replica.use_case.agreed.terms.unit
    logged = [one for one in replica.of_metric("kpi") if one.day >= live.day]
    if len({one.day for one in logged}) < READINGS:
        return False
    lift = mean([promise.lift(judged(one.value or 0.0, unit)) for one in logged])
    return lift >= promise.useful - HAIR * max(abs(promise.target), abs(promise.baseline.number))
