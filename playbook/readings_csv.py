"""All readings of a pilot as CSV: what stands and what was corrected, a row each."""

import csv
import io
from collections.abc import Mapping

from playbook.facts import PersonId, Pilot, Reading
from playbook.measured import name_of, unit_of

HEAD = (
    "number",
    "metric",
    "day",
    "whole week",
    "value",
    "unit",
    "n",
    "m",
    "spread",
    "stands",
    "corrects",
    "reason",
    "note",
    "by",
    "at",
    "via",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rows(pilot: Pilot, names: Mapping[PersonId, str]) -> list[str]:
    """The lines of the table, its head first, in the order of logging."""
    stand = {one.number for one in pilot.standing}
    return [_line(HEAD), *(_line(_cells(pilot, one, one.number in stand, names)) for one in pilot.readings)]


def _cells(pilot: Pilot, reading: Reading, stands: bool, names: Mapping[PersonId, str]) -> tuple[object, ...]:
    terms = pilot.use_case.agreed.terms
    return (
        reading.number,
        _typed(name_of(reading, terms)),
        reading.day.isoformat(),
        "yes" if reading.weekly else "no",
        "" if reading.value is None else repr(reading.value),
        unit_of(reading, terms),
        reading.num,
        reading.den,
        reading.spread,
        "yes" if stands else "no",
        reading.corrects,
        _typed(reading.reason),
        _typed(reading.note),
        _typed(names.get(reading.by) or reading.by),
        reading.at.isoformat(),
        reading.via,
    )


def _typed(text: str) -> str:
    """Typed text in one line; what a spreadsheet would take for a formula begins with a quote."""
    flat = " ".join(text.split())
    return f"'{flat}" if flat.startswith(_FORMULA) else flat


def _line(cells: tuple[object, ...]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(["" if cell is None else cell for cell in cells])
    return out.getvalue()
