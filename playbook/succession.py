"""People who leave: what stands still without them, and how another takes their part."""

from collections.abc import Mapping

from playbook.facts import Person, PersonId, UseCase


def frozen(use_case: UseCase, people: Mapping[PersonId, Person]) -> str | None:
    """Why its gates stand still: nobody who is here owns it. None when somebody does."""
    owner = use_case.owner if use_case.accepted else None
    if owner is None:
        return f"{use_case.key} has no workflow owner: its gates stand still until somebody accepts."
    known = people.get(owner)
    if known and known.deactivated:
        return f"The workflow owner of {use_case.key} has left: its gates stand still until another accepts."
    return None
