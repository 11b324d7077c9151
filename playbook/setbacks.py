"""What went wrong with a use case: breaches explained, rollbacks. The use case holds these facts."""

from datetime import date, datetime

from playbook.fact import Fact, PersonId
from playbook.terms import Rollback


class Cause(Fact):
    """Why a guardrail's reading was across its limit, as told by a person."""

    metric: str
    reading: int  # the number of the first reading it explains
    text: str
    by: PersonId
    at: datetime


class Trip(Fact):
    """A rollback: pulled by a reading across the trigger, or by hand. Latched until a person closes it.

    What it was pulled by stands here as it was then: the trigger may be amended, the reading corrected.
    """

    number: int
    at: datetime
    by: PersonId  # whoever logged the reading, or pulled it
    metric: str = ""  # empty: by hand
    reading: int | None = None
    trigger: Rollback | None = None
    value: float | None = None  # the reading's, in the trigger's unit
    num: int | None = None  # n of m cases
    den: int | None = None
    day: date | None = None
    weekly: bool = False  # the reading describes the week that ends on `day`
    reason: str = ""  # said by whoever pulled it by hand
    answered_at: datetime | None = None
    answered_by: PersonId | None = None
    fallback_runs: bool | None = None  # the answer: *Fallback is running*, or *Still live because ...*
    because: str = ""
    cause: str = ""
    closed_at: datetime | None = None
    closed_by: PersonId | None = None
    closing: str = ""  # the reason it was closed with
    released: int = 0  # the number of the last reading when it was closed: later ones count anew

    @property
    def open(self) -> bool:
        """Whether it still stands."""
        return self.closed_at is None
