"""What went wrong with a use case: breaches and their causes, rollbacks, incidents."""

from datetime import date, datetime
from typing import Literal

from playbook.comparisons import Comparator
from playbook.fact import Fact, PersonId
from playbook.terms import Rollback

Severity = Literal[1, 2, 3]


class Breach(Fact):
    """Readings of a guardrail across its limit, in a row by the day they describe.

    It is over with the next one in range. The value is that of the latest of them, in the guardrail's unit.
    """

    metric: str
    comparator: Comparator  # of the limit that was to hold
    limit: float
    unit: str = ""
    numbers: tuple[int, ...]  # of the readings
    value: float
    num: int | None = None  # n of m cases
    den: int | None = None
    day: date
    weekly: bool = False  # the reading describes the week that ends on `day`
    seen_at: datetime  # when the latest of them was logged
    few: bool = False  # on fewer than 3/limit cases: one failure alone breaks such a limit
    over: bool = False  # a reading in range followed


class Cause(Fact):
    """Why a guardrail was across its limit, as told by a person."""

    metric: str
    reading: int  # the number of a reading it explains, and with it those in a row with it
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
    seen: int = 0  # the number of the last reading when it was pulled
    reason: str = ""  # said by whoever pulled it by hand
    answered_at: datetime | None = None
    answered_by: PersonId | None = None
    fallback_runs: bool | None = None  # the answer: *Fallback is running*, or *Still live because ...*
    because: str = ""
    cause: str = ""
    closed_at: datetime | None = None
    closed_by: PersonId | None = None
    closing: str = ""  # the reason it was closed with
    told: tuple[PersonId, ...] = ()  # who answered for it when it was closed, and reads how it ended
    released: int = 0  # the number of the last reading when it was closed: later ones count anew

    @property
    def open(self) -> bool:
        """Whether it still stands."""
        return self.closed_at is None


class Incident(Fact):
    """Something that went wrong on real work; an open one shuts the gates. Severity 1 is the worst."""

    number: int
    severity: Severity
    text: str
    opened_at: datetime
    opened_by: PersonId
    fallback_used: bool | None = None  # told when it is resolved
    cause: str = ""
    resolved_at: datetime | None = None
    resolved_by: PersonId | None = None

    @property
    def open(self) -> bool:
        """Whether it is not resolved yet."""
        return self.resolved_at is None
