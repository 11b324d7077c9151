"""All readings of a pilot as CSV: what stands and what was corrected, a row each."""

from collections.abc import Mapping

from playbook import sheets
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


def rows(pilot: Pilot, names: Mapping[PersonId, str]) -> list[str]:
    """The lines of the table, its head first, in the order of logging."""
    stand = {one.number for one in pilot.standing}
    return [
        sheets.line(HEAD),
        *(sheets.line(_cells(pilot, one, one.number in stand, names)) for one in pilot.readings),
    ]


def _cells(pilot: Pilot, reading: Reading, stands: bool, names: Mapping[PersonId, str]) -> tuple[object, ...]:
    terms = pilot.use_case.agreed.terms
    return (
        reading.number,
        name_of(reading, terms),
        reading.day,
        reading.weekly,
        reading.value,
        unit_of(reading, terms),
        reading.num,
        reading.den,
        reading.spread,
        stands,
        reading.corrects,
        reading.reason,
        reading.note,
        names.get(reading.by) or reading.by,
        reading.at,
        reading.via,
    )
