"""The parts of a value contract that a sentence can carry, and the promise they are gathered in."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from playbook.comparisons import Comparator
from playbook.grammar.measures import Quantity

Direction = Literal["lower", "higher"]
Status = Literal["complete", "vague", "incomplete", "conflict"]


@dataclass(frozen=True, slots=True)
class Target(Quantity):
    """Where the KPI is to be, and on which side of the number."""

    comparator: Comparator = "<="


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when; `days` or `months` when it was said as a stretch of time."""

    date: date
    days: int | None = None
    months: int | None = None


@dataclass(frozen=True, slots=True)
class Guardrail:
    """What must hold meanwhile. `value` is None where none was given, `now` its stated present value."""

    metric: str
    comparator: Comparator
    value: float | None = None
    unit: str | None = None
    now: Quantity | None = None


@dataclass(slots=True)
class Promise:
    """What the goal of a sentence amounts to. `confirm` and `missing` grow while it is settled."""

    kpi: str | None = None
    direction: Direction | None = None
    baseline: Quantity | None = None
    target: Target | None = None
    change: Quantity | None = None
    deadline: Deadline | None = None
    changed: bool = False  # a change was stated, even where its direction stayed open
    unitless: bool = False
    confirm: list[str] = field(default_factory=list)

    def doubt(self, part: str, unsure: bool = True) -> None:
        """Have a part read back."""
        if unsure and part not in self.confirm:
            self.confirm.append(part)
