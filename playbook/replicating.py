"""Facts of scaling: what a use case took in hours, and how it is linked to its replicas."""

from datetime import date, datetime
from typing import Final, Literal

from pydantic import Field

from playbook.fact import Fact, PersonId
from playbook.proving import ControlAnswer
from playbook.readings import Measured

EffortPart = Literal["process", "integration", "training", "controls", "dashboards"]
PARTS: Final[tuple[EffortPart, ...]] = ("process", "integration", "training", "controls", "dashboards")
# How the hours of each part are measured; None: nobody said which part they went into.
MEASURED_AS: Final[dict[EffortPart | None, Measured]] = {
    "process": "process_hours",
    "integration": "integration_hours",
    "training": "training_hours",
    "controls": "controls_hours",
    "dashboards": "dashboards_hours",
    None: "hours",
}


class PartHours(Fact):
    """The hours of one part; `part` None: nobody said which."""

    part: EffortPart | None = None
    hours: float = Field(ge=0, allow_inf_nan=False)


class EffortCorrected(Fact):
    """A part's hours, set to another number: from then on it differs by as much from what was logged."""

    part: EffortPart
    was: float = Field(allow_inf_nan=False)
    hours: float = Field(ge=0, allow_inf_nan=False)
    estimate: bool = False  # otherwise taken from time sheets or the like
    reason: str
    by: PersonId
    at: datetime


class EffortFixed(Fact):
    """The original's hours as its sponsor confirmed them: from then on they are what replicas compare to."""

    hours: tuple[PartHours, ...]
    by: PersonId
    at: datetime


class Effort(Fact):
    """What was said of the hours beside the weekly form."""

    corrections: tuple[EffortCorrected, ...] = ()
    fixed: EffortFixed | None = None


class Origin(Fact):
    """Of which use case a replica repeats the work, where, and since when its owner is asked for numbers."""

    use_case: int
    place: str
    started_on: date
    asked_from: date  # Day 10 of the original: the first day of the baseline weeks
    live_by: date  # Day 43 of the original: live later, it has too few weeks on Day 60
    controls: tuple[ControlAnswer, ...] = ()  # as the original has them, until the own owner confirms each
