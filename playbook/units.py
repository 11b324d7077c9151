"""Quantities as people type them: `5 days`, `4-6 days`, `5 ± 0.8 days`, `EUR 3.2k`, `1 in 5`, `14 per 1000`.

The dictionary of units and what converts into what stand in `playbook.grammar.measures`.
"""

from playbook.grammar.defaults import settled
from playbook.grammar.measures import (
    CURRENCIES,
    UNITS,
    Quantity,
    convert,
    render_quantity,
    resembles_unit,
    same_kind,
)
from playbook.grammar.quantities import reading_at
from playbook.grammar.readings import Reading
from playbook.grammar.tokens import MONTHS, Token, plain, tokenize

__all__ = [
    "UNITS",
    "Quantity",
    "convert",
    "parse_quantity",
    "quantity_ahead",
    "render_quantity",
    "same_kind",
]

LONGEST = 200
_ABOUT = frozenset("~ about around roughly approximately approx circa ca . = : a an the".split())


def parse_quantity(text: str) -> Quantity | None:
    """The quantity a whole text states, or None: for form fields, where nothing else is expected.

    Separators: `1,200` is 1200 and `4,1` is a decimal comma, because three digits behind a comma group
    thousands and fewer do not; `1.200,50` and `1 200` group thousands. `1.200` is a decimal of time or per
    cent, and refused of money and counts, where it could be either. Refused as well are `5m` (minutes or
    months), not-a-number, infinities and `1e400`. Without a unit it is a count, `8/10` is a score, `1 in 5`
    a percentage. What is counted may follow (`120 tickets a week`), but no unit with a slip (`5 dyas`).
    """
    typed = plain(text) if len(text) <= LONGEST else ""
    tokens = tokenize(typed)
    start = next((n for n, token in enumerate(tokens) if token.word not in _ABOUT), len(tokens))
    start -= start > 0 and tokens[start - 1].word in ("a", "an")
    reading = reading_at(tokens, start, spans=True) if start < len(tokens) else None
    if reading is None or _refused(reading) or not _is_all(tokens, reading):
        return None
    read = settled(reading, ["score"])
    return Quantity(read.value, read.unit or "count", read.low, read.high, read.spread)


def quantity_ahead(text: str) -> tuple[Quantity, str] | None:
    """The quantity a text begins with, and what follows it: `4.0 days the export was wrong`; else None."""
    typed = plain(text) if len(text) <= 10 * LONGEST else ""
    tokens = tokenize(typed)
    reading = reading_at(tokens, 0, spans=True) if tokens else None
    if reading is None or _refused(reading):
        return None
    read = settled(reading, ["score"])
    quantity = Quantity(read.value, read.unit or "count", read.low, read.high, read.spread)
    rest = tokens[reading.end :]
    return quantity, typed[rest[0].start :] if rest else ""


def _refused(reading: Reading) -> bool:
    """Readings that a person would have to confirm, and those that are no quantity at all."""
    top = reading.unit.partition("/")[0]
    either = reading.other is not None and (top in CURRENCIES or top in ("", "count"))
    return reading.doubt or either or reading.unit == "times" or (reading.share and not reading.unit)


def _is_all(tokens: list[Token], reading: Reading) -> bool:
    """Whether nothing but what is counted follows the quantity."""
    rest = [token for token in tokens[reading.end :] if token.word not in (".", "'")]
    nouns = reading.noun.split() if rest else []
    if any(resembles_unit(noun) or noun.lower() in MONTHS for noun in nouns):
        return False
    return [token.raw for token in rest] == nouns[-len(rest) :] if rest else True
