"""What a value contract says: terms, signatures, versions. Facts of their own; the use case holds them."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from playbook.comparisons import Comparator
from playbook.fact import Direction, Fact, PersonId, Signer


class Baseline(Fact):
    """Where the KPI stands today: one number, a range, or six and more readings."""

    value: float = Field(allow_inf_nan=False)
    low: float | None = None
    high: float | None = None
    plus_minus: float | None = None
    readings: tuple[float, ...] = ()

    @property
    def form(self) -> Literal["series", "range", "number"]:
        """How it was given: it decides how soon a movement can be seen (signal.md, 2.2)."""
        if len(self.readings) >= 3:
            return "series"
        return "number" if self.low is None and self.plus_minus is None else "range"


class Guardrail(Fact):
    """What must hold while the KPI moves, literally as compared: `< 2` is broken by 2.0."""

    metric: str
    comparator: Comparator
    limit: float | None = None  # None: named in the sentence without a number, to be asked for
    unit: str = ""
    now: float | None = None  # its stated present value


class Rollback(Fact):
    """The reading that sends the pilot back to the fallback: so many in a row across the limit.

    `in_a_row` None: no number is named, so two in a row, or the exact bound where cases are counted.
    """

    metric: str
    comparator: Comparator
    limit: float = Field(allow_inf_nan=False)
    unit: str = ""
    in_a_row: int | None = Field(default=None, ge=1, le=4)


class Span(Fact):
    """The confidence range: the results the parties expect, in the KPI's unit."""

    low: float = Field(allow_inf_nan=False)
    high: float = Field(allow_inf_nan=False)


class Terms(Fact):
    """What a value contract promises; None = still missing."""

    kpi: str | None = None
    unit: str | None = None
    direction: Direction | None = None
    baseline: Baseline | None = None
    target: float | None = Field(default=None, allow_inf_nan=False)
    due: date | None = None
    due_days: int | None = None  # promised as so many days from Day 1: moves with it until locked
    expected: Span | None = None
    guardrails: tuple[Guardrail, ...] = ()
    rollback: Rollback | None = None
    source: str | None = None  # where the number comes from
    adoption: float | None = Field(default=None, ge=0, allow_inf_nan=False)  # used by so many a week
    keep_percent: int = 80  # of the testers, at the Pilot gate
    stable_days: int = 14  # at the Limited Production gate and after
    drill_minutes: int = 60  # of working time


class Signature(Fact):
    """One signature under one version of a contract."""

    by: PersonId
    role: Signer
    at: datetime
    stands_for: PersonId | None = None  # whose deputy signed

    @property
    def seat(self) -> PersonId:
        """Whose signature it is."""
        return self.stands_for or self.by


class Contract(Fact):
    """One version of the value contract. Locked ones are never edited; a new version amends them."""

    version: int = 1
    terms: Terms = Terms()
    signatures: tuple[Signature, ...] = ()
    locked_at: datetime | None = None
    round: int = 1  # of asking for signatures: one more when the terms change after they were asked for
    reason: str | None = None  # why an amendment was made
    unclear_accepted_by: PersonId | None = None  # the sponsor, who ticked that it probably stays unclear

    @property
    def locked(self) -> bool:
        """Whether both have signed: from then on only an amendment changes the promise."""
        return self.locked_at is not None

    def signed_by(self, role: Signer) -> Signature | None:
        """The signature of a role under this version, if it is there."""
        return next((s for s in self.signatures if s.role == role), None)
