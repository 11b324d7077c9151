"""What the record is kept for: to be read as a whole, and taken along."""

from playbook.facts import UseCase
from playbook.record import Recorded
from store import trail
from store.work import Look, Work


def recorded(look: Look, use_case: UseCase) -> Recorded:
    """Everything there is about a use case: readings, seals, events, and everybody's name."""
    connection, workspace = look._connection, look._workspace
    return Recorded(
        pilot=look.with_readings(use_case),
        seals=trail.seals_of(connection, workspace, use_case.number),
        events=trail.of(connection, workspace, use_case.key),
        names=trail.everybody(connection, workspace),
    )


def exported(work: Work, what: str) -> None:
    """Note that somebody took a copy of the record along: of a use case, or of several."""
    work._audit("exported", f"export of {what}", None, None)
