"""What was measured: readings, and the day it went live. Held by a use case and its pilot.

A reading is never changed: a correction is a later one that takes its place and says why.
"""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from playbook.fact import Fact, PersonId

Measured = Literal[
    "kpi",
    "guardrail",
    "usage",
    "exceptions",
    "hours",
    "process_hours",
    "integration_hours",
    "training_hours",
    "controls_hours",
    "dashboards_hours",
]
Via = Literal["form", "command", "message", "paste", "file", "workflow", "api"]


class Reading(Fact):
    """One value of a metric for the day or the contract week it describes, in the contract's unit.

    `value` None: taken back. `weekly`: it describes the whole week that ends on `day`.
    """

    number: int = 0  # within its use case, in the order of logging
    measured: Measured = "kpi"
    metric: str = ""  # a guardrail's name; the KPI is known by its kind
    day: date
    weekly: bool = False
    value: float | None = Field(default=None, allow_inf_nan=False)
    num: int | None = Field(default=None, ge=0)  # n of m cases
    den: int | None = Field(default=None, ge=0)
    spread: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    note: str = ""
    by: PersonId
    at: datetime
    via: Via = "form"
    attempt: int = 1
    corrects: int | None = None  # the number of the reading whose place it takes
    reason: str = ""  # why it was corrected
    message: str = ""  # the direct message it was typed in: an edit of that message corrects it

    @property
    def by_itself(self) -> bool:
        """Whether a program sent it, and nobody has said yet that it is right."""
        return self.via in ("api", "workflow")

    @property
    def slot(self) -> tuple[Measured, str, date, bool]:
        """What it describes: of several readings of one slot the last one counts."""
        return self.measured, self.metric.casefold(), self.day, self.weekly


class GoLive(Fact):
    """The owner's *It is live*: from this day on readings are evidence. `link`: the first real case."""

    day: date
    at: datetime
    by: PersonId
    link: str
