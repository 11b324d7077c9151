"""Exit criteria: one table of every gate, each line a pure rule over the record (operating-model.md, 5, 6).

A criterion is met, not met or unclear. Missing or stale facts are unclear, and unclear is never met.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final, NamedTuple

from playbook import calendar
from playbook.criteria import frame, piloting, producing, repeating, scaling
from playbook.criteria.finding import Finding, owner_of
from playbook.deciding import Criterion, CriterionName, GateName, Result
from playbook.facts import Pilot, Stage, UseCase
from playbook.known import Around
from playbook.plan import ENDS


class Rule(NamedTuple):
    """One line of the table: the name, what it says to people, and the rule."""

    name: CriterionName
    words: str
    find: Callable[[Pilot, Around], Finding]


GATES: Final[Mapping[GateName, tuple[Rule, ...]]] = {
    "entry": (
        Rule("contract", "Value contract locked", frame.contract_locked),
        Rule("ownership", "Ownership accepted with authority", frame.owned),
        Rule("bottlenecks", "Bottlenecks mapped", frame.bottlenecks_mapped),
        Rule("documented", "Five controls documented and answered", frame.controls_documented),
        Rule("second_place", "Second place named", frame.second_place_named),
    ),
    "pilot": (
        Rule("signal", "KPI signal", piloting.signal_seen),
        Rule("acceptance", "User acceptance", piloting.users_accept),
        Rule("guardrails", "Guardrails", piloting.no_unexplained_breach),
        Rule("incidents", "No open incident", producing.no_open_incident),
        Rule("documented", "Controls documented", frame.controls_documented),
    ),
    "limited_production": (
        Rule("signal", "KPI signal still holds", producing.signal_holds),
        Rule("stability", "Stability on real work", producing.stable),
        Rule("fallback", "Fallback procedure", producing.fallback_on_file),
        Rule("response", "Incident response ready", producing.response_ready),
        Rule("incidents", "No open incident", producing.no_open_incident),
        Rule("adoption", "Adoption", producing.adopted),
        Rule("waits", "Bottleneck waits measured again", producing.waits_measured),
        Rule("operating", "Five controls hold", producing.controls_operate),
    ),
    "scale": (
        Rule("agreed_range", "KPI within the agreed range", scaling.in_agreed_range),
        Rule("stability", "Guardrails", producing.stable),
        Rule("incidents", "No open incident", producing.no_open_incident),
        Rule("repeatability", "Repeatable at the second place", repeating.repeatable),
        Rule("effort", "Additional effort under 30 %", scaling.effort_measured),
        Rule("kit", "Implementation kit complete", scaling.kit_complete),
        Rule("operating", "Controls operating", producing.controls_operate),
    ),
}
WORDS: Final[Mapping[CriterionName, str]] = {
    rule.name: rule.words for rules in reversed(list(GATES.values())) for rule in rules
}
# Where a go leads.
NEXT: Final[Mapping[GateName, Stage | None]] = {
    "entry": "pilot",
    "pilot": "limited_production",
    "limited_production": "scale_decision",
    "scale": None,  # scaled
}
RULES_VERSION: Final = "3"  # of everything a sealed decision was read with


def of(gate: GateName, pilot: Pilot, around: Around) -> tuple[Criterion, ...]:
    """Every criterion of a gate as it stands; what was measured after the plan does not count."""
    wall = calendar.day_date(pilot.use_case.day_one, pilot.use_case.offsets[-1])
    inside = _until(pilot, wall)
    if pilot.kin:
        inside = inside.model_copy(update={"kin": tuple(_until(one, wall) for one in pilot.kin)})
    found = ((rule, rule.find(inside, around)) for rule in GATES[gate])
    return tuple(_criterion(rule, _unless_doubted(rule, one, gate, pilot.use_case)) for rule, one in found)


def _until(pilot: Pilot, wall: date) -> Pilot:
    inside = tuple(one for one in pilot.readings if one.day <= wall)
    return pilot if len(inside) == len(pilot.readings) else pilot.model_copy(update={"readings": inside})


def _unless_doubted(rule: Rule, found: Finding, gate: GateName, use_case: UseCase) -> Finding:
    """Evidence brought for it may be contested: then it is not met, whatever else speaks for it."""
    brought = (gate, rule.name, use_case.attempt)
    numbers = {
        str(one.number)
        for one in use_case.evidence
        if (one.gate, one.criterion, one.attempt) == brought and found.result == "met"
    }
    doubts = (one for one in use_case.contests if one.open and one.about == "evidence")
    doubt = next((one for one in doubts if one.thing in numbers), None)
    words = f"evidence is contested: {doubt.reason}" if doubt else ""
    return Finding("unclear", words, owner_of(use_case), "fill") if doubt else found


def _criterion(rule: Rule, found: Finding) -> Criterion:
    return Criterion(name=rule.name, **found._asdict())


def lacking(pilot: Pilot, around: Around) -> tuple[Criterion, ...]:
    """What the gate of the present stage still lacks; nothing once it has ended."""
    if pilot.use_case.outcome:
        return ()
    found = of(ENDS[pilot.use_case.stage], pilot, around)
    return tuple(one for one in found if one.result != "met")


def all_met(criteria: tuple[Criterion, ...]) -> bool:
    """Whether the gate could open: no criterion is not met or unclear."""
    return all(one.result == "met" for one in criteria)


def results(criteria: tuple[Criterion, ...]) -> tuple[tuple[CriterionName, Result], ...]:
    """The bare results: what a vote was cast on."""
    return tuple((one.name, one.result) for one in criteria)
