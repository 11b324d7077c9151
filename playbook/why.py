"""Why a use case stands where it stands, in five lines: `/pilot why`."""

from playbook import agenda, calendar, criteria, plan, proofs, proposals
from playbook.facts import Pilot, UseCase
from playbook.gates import NAMES
from playbook.governance import CONTROLS
from playbook.known import Around
from playbook.undeliverable import WORDS
from playbook.wording import counted, listed


def lines(pilot: Pilot, around: Around) -> tuple[str, ...]:
    """Last decision, failing criteria, missing proofs, oldest blocker, next ping."""
    return (
        f"Last decision: {_decision(pilot.use_case, around)}{_proposed(pilot.use_case, around)}",
        f"Failing: {_failing(pilot, around)}",
        f"Proofs: {_proofs(pilot, around)}",
        f"Oldest blocker: {_blocker(pilot.use_case, around)}",
        f"Next: {_next(pilot, around)}",
    )


def _decision(use_case: UseCase, around: Around) -> str:
    if not use_case.decisions:
        return "none yet"
    last = use_case.decisions[-1]
    on = calendar.local_day(last.at, around.settings.zone)
    return f"{NAMES[last.gate]}, {last.choice}, {calendar.day_month(on)}"


def _proposed(use_case: UseCase, around: Around) -> str:
    """What the owner proposes, as long as nobody decided."""
    one = proposals.standing(use_case)
    if one is None:
        return ""
    since = calendar.day_month(calendar.local_day(one.at, around.settings.zone))
    return f"; the owner proposes a {one.choice} since {since}: “{one.reason[:200]}”"


def _failing(pilot: Pilot, around: Around) -> str:
    if pilot.use_case.outcome:
        return f"nothing: it is {pilot.use_case.outcome}"
    gate, lacking = plan.ENDS[pilot.use_case.stage], criteria.lacking(pilot, around)
    words = [f"{criteria.WORDS[one.name].lower()} ({one.because})" for one in lacking[:3]]
    more = f" and {len(lacking) - 3} more" if len(lacking) > 3 else ""
    return f"{listed(words)}{more} for the {NAMES[gate]}" if lacking else f"nothing for the {NAMES[gate]}"


def _proofs(pilot: Pilot, around: Around) -> str:
    lacking = [
        proofs.NAMES[name]
        for name in CONTROLS
        if (proof := proofs.newest_proof(pilot.use_case, name)) is None or not proofs.is_fresh(proof, around)
    ]
    return f"missing for {listed(lacking)}" if lacking else "all five are fresh"


def _blocker(use_case: UseCase, around: Around) -> str:
    oldest = min((one for one in use_case.blockers if one.open), key=lambda one: one.since, default=None)
    return f"{oldest.text}, for {counted((around.now - oldest.since).days, 'day')}" if oldest else "none"


def _next(pilot: Pilot, around: Around) -> str:
    coming = [one for one in agenda.owed(pilot, around) if one.goes_at > around.now]
    if not coming:
        return "nothing by itself"
    on = calendar.local_day(coming[0].goes_at, around.settings.zone)
    return f"{WORDS[coming[0].kind]}, {calendar.day_month(on)}"
