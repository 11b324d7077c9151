"""Incidents: what went wrong on real work, from its report to its cause (operating-model.md, 8)."""

from playbook.facts import Incident, UseCase
from playbook.forms import IncidentForm, ResolveForm
from playbook.known import Known
from playbook.refusals import AlreadyDone, Refusal


def open_incidents(use_case: UseCase) -> tuple[Incident, ...]:
    """Those not resolved yet, the worst first."""
    found = (one for one in use_case.incidents if one.open)
    return tuple(sorted(found, key=lambda one: (one.severity, one.number)))


def report(before: UseCase, form: IncidentForm, known: Known) -> UseCase:
    """Write an incident down; from now on the gates are shut until it is resolved."""
    incident = Incident(
        number=len(before.incidents) + 1,
        severity=_SEVERITY[form.severity],
        text=form.text,
        opened_at=known.now,
        opened_by=known.actor.id,
    )
    return before.model_copy(update={"incidents": (*before.incidents, incident)})


_SEVERITY = {"1": 1, "2": 2, "3": 3}


def resolve(before: UseCase, number: int, form: ResolveForm, known: Known) -> UseCase:
    """Resolve it, with its cause and whether the fallback carried the work meanwhile."""
    incident = next((one for one in before.incidents if one.number == number), None)
    if incident is None:
        raise Refusal(f"{before.key} has no such incident.")
    if not incident.open:
        raise AlreadyDone(f"Incident {number} of {before.key} is resolved already.")
    ended = incident.model_copy(
        update={
            "cause": form.cause,
            "fallback_used": form.fallback_used == "yes",
            "resolved_at": known.now,
            "resolved_by": known.actor.id,
        }
    )
    changed = tuple(ended if one.number == number else one for one in before.incidents)
    return before.model_copy(update={"incidents": changed})
