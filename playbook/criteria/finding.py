"""What a rule finds about one criterion, and the words several rules share."""

from collections.abc import Iterable
from typing import NamedTuple

from playbook.deciding import Act, Result
from playbook.facts import PersonId, UseCase


class Finding(NamedTuple):
    """One criterion as a rule sees it: met, not met or unclear, and why."""

    result: Result
    because: str
    supplies: tuple[PersonId, ...] = ()
    act: Act = "none"


def met(because: str) -> Finding:
    """Nothing is missing."""
    return Finding("met", because)


def worst(findings: Iterable[Finding], fine: str) -> Finding:
    """The first that is not met, else the first unclear one, else met with these words."""
    listed = list(findings)
    for result in ("not_met", "unclear"):
        if found := next((one for one in listed if one.result == result), None):
            return found
    return met(fine)


def owner_of(use_case: UseCase) -> tuple[PersonId, ...]:
    """The owner, or whoever registered it while there is none."""
    return (use_case.owner or use_case.registrant,)


def people(*named: PersonId | None) -> tuple[PersonId, ...]:
    """Whoever is named, each once."""
    return tuple(dict.fromkeys(person for person in named if person))
