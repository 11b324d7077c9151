"""How figures of a KPI are written: as fine as its promise, with the contract's unit or without."""

from decimal import ROUND_HALF_UP, Decimal
from math import floor, log10
from typing import NamedTuple

from playbook.contract_text import LARGEST, write_number
from playbook.grammar.measures import tidy
from playbook.week_values import shown

STEPS = 10  # a promise is shown in at least so many steps
FINEST = 6


class Figures(NamedTuple):
    """The writing of judged values of one KPI. `promised`: the promised lift, as it is judged."""

    unit: str | None
    promised: float

    @property
    def decimals(self) -> int:
        """So many that the promise is shown in ten steps or more."""
        promised = abs(shown(self.promised, self.unit))
        return min(max(0, -floor(log10(promised / STEPS))), FINEST) if promised else 1

    def plain(self, value: float) -> str:
        """A value without its unit; what is not zero is not shown as zero."""
        figure, decimals = tidy(shown(value, self.unit)), self.decimals
        while figure and not rounded(figure, decimals) and decimals < self.decimals + 3:
            decimals += 1
        return f"{rounded(figure, decimals):,.{decimals}f}"

    def full(self, value: float) -> str:
        """A value with its unit."""
        return write_number(rounded(tidy(shown(value, self.unit)), self.decimals), self.unit) or ""


def rounded(value: float, decimals: int) -> float:
    """Half goes up, as people do it; and there is no minus zero."""
    if abs(value) >= LARGEST:
        return value
    return float(Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)) + 0.0
