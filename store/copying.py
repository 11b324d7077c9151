"""Every row of one database into another, empty one, SQLite or PostgreSQL: a backup, a restore, a move.

Nothing is smuggled past the triggers of the target. A use case begins in Frame there too, and walks through
its gates again, decision by decision, so the target itself checks every door.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

from sqlalchemy import Connection, Table, func, insert, select, update
from sqlalchemy import text as sql

from store.sealed_tables import decisions
from store.tables import Row, heartbeats, use_cases

Told = Callable[[str, int, int], None]  # a table, how many of its rows are copied, and of how many

BATCH = 500  # rows at a time
STAGES: Final = ("frame", "pilot", "limited_production", "scale_decision")
GATES: Final = ("entry", "pilot", "limited_production", "scale")  # the gate each stage ends with


def copied() -> tuple[Table, ...]:
    """The tables in the order in which they can be filled; which copies run is a matter of each database."""
    return tuple(table for table in Row.metadata.sorted_tables if table is not heartbeats)


def counts(connection: Connection) -> dict[str, int]:
    """How many rows each table has."""
    return {table.name: _count(connection, table) for table in copied()}


def copy(source: Connection, target: Connection, told: Told) -> None:
    """Copy every row. Both are of this version; the target has no rows."""
    for table in copied():
        of = _count(source, table)
        told(table.name, 0, of)
        for number, batch in enumerate(_batches(source, table), 1):
            _put(source, target, table, batch)
            told(table.name, min(number * BATCH, of), of)
        if table is decisions:
            _arrive(source, target)
    if target.dialect.name == "postgresql":
        _count_on(target)


def _put(source: Connection, target: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if table is use_cases:
        rows = [row | _BEGUN for row in rows]
    if table is not decisions:
        target.execute(insert(table), rows)
        return
    for row in rows:  # in the order of their numbers, each found by the stage it was made in
        _walk(target, row["workspace"], row["use_case"], row["attempt"], STAGES[GATES.index(row["gate"])])
        target.execute(insert(decisions), row)


_BEGUN: Final = {"stage": "frame", "outcome": None, "attempt": 1}


def _walk(target: Connection, workspace: str, number: int, attempt: int, stage: str) -> None:
    """Bring a use case to where its next decision was made: attempts one by one, then the stage."""
    here = (use_cases.c.workspace == workspace) & (use_cases.c.number == number)
    now = target.execute(select(use_cases.c.attempt, use_cases.c.stage).where(here)).one()
    for later in range(now.attempt + 1, attempt + 1):
        lowest = min(STAGES.index(now.stage), STAGES.index(stage))
        target.execute(update(use_cases).where(here).values(attempt=later, stage=STAGES[lowest]))
    if (now.attempt, now.stage) != (attempt, stage):
        target.execute(update(use_cases).where(here).values(stage=stage))


def _arrive(source: Connection, target: Connection) -> None:
    """All decisions are there: every use case comes to where it stands."""
    columns = ("workspace", "number", "attempt", "stage", "outcome")
    moved = (use_cases.c.stage != "frame") | (use_cases.c.attempt != 1) | use_cases.c.outcome.is_not(None)
    for row in source.execute(select(*(use_cases.c[name] for name in columns)).where(moved)).all():
        here = (use_cases.c.workspace == row.workspace) & (use_cases.c.number == row.number)
        _walk(target, row.workspace, row.number, row.attempt, row.stage)
        target.execute(update(use_cases).where(here).values(outcome=row.outcome))


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _batches(connection: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    asked = select(table).order_by(*table.primary_key.columns)
    rows = connection.execute(asked, execution_options={"yield_per": BATCH})
    for batch in rows.mappings().partitions():
        yield [dict(row) for row in batch]


def _count_on(target: Connection) -> None:
    """PostgreSQL numbers new rows by sequences of its own, which have to go on after the copied ones."""
    for table in copied():
        if (column := table.autoincrement_column) is None:
            continue
        last = target.scalar(select(func.max(column)))
        names = {"table": table.name, "column": column.name}
        if last and (sequence := target.scalar(sql("SELECT pg_get_serial_sequence(:table, :column)"), names)):
            target.execute(sql("SELECT setval(:sequence, :last)"), {"sequence": sequence, "last": last})
