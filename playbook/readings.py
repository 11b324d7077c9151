"""What was measured: readings, the day it went live, rollbacks. Held by a use case and its pilot.

A reading is never changed: a correction is a later one that takes its place and says why.
"""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from playbook.fact import Fact, PersonId

Measured = Literal["kpi", "guardrail", "usage", "exceptions", "hours"]
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


class Cause(Fact):
    """Why a guardrail's reading was across its limit, as told by a person."""

    metric: str
    reading: int  # the number of the first reading it explains
    text: str
    by: PersonId
    at: datetime


class Trip(Fact):
    """A rollback: pulled by a reading across the trigger, or by hand. Latched until a person closes it."""

    number: int
    at: datetime
    by: PersonId  # whoever logged the reading, or pulled it
    metric: str = ""  # empty: by hand
    reading: int | None = None
    reason: str = ""  # said by whoever pulled it by hand
    answered_at: datetime | None = None
    answered_by: PersonId | None = None
    fallback_runs: bool | None = None  # the answer: *Fallback is running*, or *Still live because ...*
    because: str = ""
    cause: str = ""
    closed_at: datetime | None = None
    closed_by: PersonId | None = None
    closing: str = ""  # the reason it was closed with

    @property
    def open(self) -> bool:
        """Whether it still stands."""
        return self.closed_at is None
