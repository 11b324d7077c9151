"""Readings: added, never changed; each use case counts its own."""

from collections.abc import Collection
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy import Connection, bindparam, func, select, type_coerce
from sqlalchemy.types import NullType

from playbook.facts import Reading
from store.columns import moment
from store.tables import readings

Rows = tuple[tuple[Any, ...], ...]
_FIELDS: Final = tuple(Reading.model_fields)
_HERE: Final = (readings.c.workspace == bindparam("workspace")) & (
    readings.c.use_case == bindparam("use_case")
)
# As they are stored: most rows were read before, and are known again without being read.
_STORED: Final = tuple(type_coerce(readings.c[name], NullType()) for name in _FIELDS)
_ALL: Final = select(*_STORED).where(_HERE).order_by(readings.c.number)
_MANY: Final = (
    select(readings.c.use_case, *_STORED)
    .where(
        readings.c.workspace == bindparam("workspace"),
        readings.c.use_case.in_(bindparam("use_cases", expanding=True)),
    )
    .order_by(readings.c.use_case, readings.c.number)
)
_NEW: Final = readings.insert()
_LAST: Final = select(func.max(readings.c.number)).where(_HERE)
_TYPED: Final = (
    select(readings.c.use_case)
    .where(readings.c.workspace == bindparam("workspace"), readings.c.message == bindparam("message"))
    .where(readings.c.message != "")
    .distinct()
    .order_by(readings.c.use_case)
)
_READ: Final = TypeAdapter(tuple[Reading, ...])


def of(connection: Connection, workspace: str, use_case: int) -> Rows:
    """Every reading of a use case as a row for `facts`, in the order of logging."""
    rows = connection.execute(_ALL, {"workspace": workspace, "use_case": use_case})
    return tuple(map(tuple, rows.all()))


def several(connection: Connection, workspace: str, use_cases: Collection[int]) -> dict[int, Rows]:
    """The same of these use cases, by use case; one query for all."""
    rows = connection.execute(_MANY, {"workspace": workspace, "use_cases": list(use_cases)})
    by_case = groupby(map(tuple, rows), key=itemgetter(0))
    return {number: tuple(row[1:] for row in theirs) for number, theirs in by_case}


def facts(rows: Rows) -> tuple[Reading, ...]:
    """The readings of these rows."""
    return _READ.validate_python(tuple(map(_fields, rows)))


def _fields(row: tuple[Any, ...]) -> dict[str, Any]:
    told = dict(zip(_FIELDS, row, strict=True))
    told["at"] = moment(told["at"])
    return told


def typed_in(connection: Connection, workspace: str, message: str) -> tuple[int, ...]:
    """The use cases that have readings from this message."""
    return tuple(connection.scalars(_TYPED, {"workspace": workspace, "message": message}))


def add(
    connection: Connection, workspace: str, use_case: int, new: tuple[Reading, ...]
) -> tuple[Reading, ...]:
    """Write readings under the next numbers."""
    here = {"workspace": workspace, "use_case": use_case}
    last = connection.scalar(_LAST, here) or 0
    numbered = tuple(one.model_copy(update={"number": last + n}) for n, one in enumerate(new, 1))
    if numbered:
        connection.execute(_NEW, [here | one.__dict__ for one in numbered])
    return numbered
