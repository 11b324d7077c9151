"""What is missing, over all columns, what stands before the lock first."""

from playbook import contract, governance, ownership, registration
from playbook.fact import once
from playbook.facts import Missing, UseCase


@once
def missing(use_case: UseCase) -> tuple[Missing, ...]:
    """Everything a use case still lacks for its lock and for Day 10, each with whose it is."""
    lacks = (
        *registration.missing(use_case),
        *contract.missing(use_case),
        *governance.missing(use_case),
        *_grants_missing(use_case),
    )
    return tuple(sorted(lacks, key=lambda lack: not lack.for_lock))


def _grants_missing(use_case: UseCase) -> tuple[Missing, ...]:
    return tuple(
        Missing(part="people", field="grant", words=blocker.text, owes=blocker.clears)
        for blocker in ownership.lacking(use_case)
    )
