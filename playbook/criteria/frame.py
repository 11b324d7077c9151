"""The Day 10 entry check: contract locked, ownership, bottlenecks, documented controls, second place."""

from collections.abc import Iterable

from playbook import governance, milestones, ownership
from playbook.criteria.finding import Finding, met, owner_of, people
from playbook.facts import Missing, Pilot
from playbook.known import Around
from playbook.wording import counted, listed


def contract_locked(pilot: Pilot, around: Around) -> Finding:
    """The value contract is signed by both."""
    use_case = pilot.use_case
    if use_case.in_force:
        return met(f"locked, version {use_case.in_force.version}")
    lacks = [lack for lack in milestones.missing(use_case) if lack.for_lock]
    if lacks:
        return _lacking(lacks, pilot)
    unsigned = [
        person
        for role, person in (("owner", use_case.owner), ("sponsor", use_case.sponsor))
        if not any(signature.role == role for signature in use_case.contract.signatures)
    ]
    return Finding("not_met", "it is complete and waits for signatures", people(*unsigned), "fill")


def owned(pilot: Pilot, around: Around) -> Finding:
    """The owner accepted and decides on process, data access and priorities."""
    use_case = pilot.use_case
    if not use_case.accepted:
        return Finding("not_met", "nobody has accepted the ownership", owner_of(use_case), "fill")
    lacking = ownership.lacking(use_case)
    if lacking:
        words = listed([blocker.text for blocker in lacking])
        return Finding("not_met", words, people(*(blocker.clears for blocker in lacking)), "fill")
    return met("accepted, with authority over process, data access and priorities")


def bottlenecks_mapped(pilot: Pilot, around: Around) -> Finding:
    """The bottleneck map has at least one line."""
    if steps := len(pilot.use_case.bottlenecks):
        return met(f"{counted(steps, 'step')} mapped")
    return Finding("not_met", "the bottleneck map is empty", owner_of(pilot.use_case), "fill")


def controls_documented(pilot: Pilot, around: Around) -> Finding:
    """Five controls answered, a gatekeeper's word is there, and no objection or contest stands."""
    use_case = pilot.use_case
    if contested := [one for one in use_case.contests if one.about == "control" and one.open]:
        return Finding("unclear", f"contested: {contested[0].reason}", owner_of(use_case), "fill")
    lacks = list(governance.missing(use_case))
    if not lacks:
        return met("five controls documented, no objection")
    asked = [
        person for person in around.settings.gatekeepers if person not in (use_case.owner, use_case.sponsor)
    ]
    return _lacking(
        [lack if lack.owes else lack.model_copy(update={"owes": next(iter(asked), None)}) for lack in lacks],
        pilot,
    )


def second_place_named(pilot: Pilot, around: Around) -> Finding:
    """Where it will be repeated, and who would own it there."""
    place, origin = pilot.use_case.second_place, pilot.use_case.origin
    if origin:
        return met(f"it is the second place of UC-{origin.use_case}: {origin.place}")
    if place and place.owner:
        return met(place.name)
    words = "its owner-to-be is not named" if place else "the second place is not named"
    return Finding("not_met", words, owner_of(pilot.use_case), "fill")


def _lacking(lacks: Iterable[Missing], pilot: Pilot) -> Finding:
    lacks = list(lacks)
    more = [f"{len(lacks) - 3} more"] if len(lacks) > 3 else []
    words = f"missing: {listed([*(lack.words for lack in lacks[:3]), *more])}"
    supplies = people(*(lack.owes for lack in lacks)) or owner_of(pilot.use_case)
    return Finding("not_met", words, supplies, "fill")
