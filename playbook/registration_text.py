"""The registration's forms as people see them filled: with what is there already."""

from playbook.facts import UseCase
from playbook.registration import write_bottlenecks


def people_told(use_case: UseCase) -> dict[str, object]:
    """The people form filled with who is named."""
    home = use_case.home.channel if use_case.home else None
    helping = list(use_case.supporters) or None
    return {"owner": use_case.owner, "sponsor": use_case.sponsor, "supporters": helping, "home": home}


def workflow_told(use_case: UseCase) -> dict[str, object]:
    """The process form filled with what is told."""
    place = use_case.second_place
    return {
        "workflow": use_case.workflow,
        "function": use_case.function,
        "bottlenecks": write_bottlenecks(use_case.bottlenecks) or None,
        "second_place": place.name if place else None,
        "second_owner": place.owner if place else None,
    }


def plan_told(use_case: UseCase) -> dict[str, object]:
    """The plan form filled with what stands."""
    return {"title": use_case.title, "day_one": use_case.day_one.isoformat(), "worth": use_case.worth}
