"""What the bot says when something goes wrong: rollbacks, broken limits, incidents."""

from typing import Literal

from playbook.facts import Incident, PersonId, Trip
from playbook.notice import AboutUseCase


class RollbackTripped(AboutUseCase):
    """A rollback: the number and the limit, the way back, who answers; edited until it is closed."""

    kind: Literal["rollback_tripped"] = "rollback_tripped"
    trip: Trip
    pulled_by: str  # the number, when, and the trigger; by hand the reason
    fallback: str | None  # None: no steps are on file, or it is closed
    cause: str = ""
    withdrawn: bool = False  # somebody else answers for it now


class RollbackUnanswered(AboutUseCase):
    """Nobody answered a rollback within two working hours: the sponsor hears of it again."""

    kind: Literal["rollback_unanswered"] = "rollback_unanswered"
    trip: Trip
    pulled_by: str
    fallback: str | None
    owner: PersonId | None

    @property
    def settled(self) -> bool:
        """Whether it was answered or closed."""
        return self.trip.answered_at is not None or not self.trip.open


class BreachSeen(AboutUseCase):
    """A guardrail's limit was crossed without a rollback: the owner is asked why; edited to the cause."""

    kind: Literal["breach_seen"] = "breach_seen"
    number: int  # of the first reading across
    broken: str  # the number, when, and the limit
    few: bool = False  # on few cases
    cause: str = ""
    said_by: PersonId | None = None
    withdrawn: bool = False  # it was corrected, or somebody else is asked


class IncidentOpened(AboutUseCase):
    """An incident of severity 1, in the home channel; edited when it is resolved."""

    kind: Literal["incident_opened"] = "incident_opened"
    incident: Incident
    fallback: str | None
