"""Rows as the database holds them, byte for byte: for checking a record that somebody may have spoilt.

What cannot be read as what it should be (a moment that is none, bytes that are no text) is itself a finding,
so nothing is converted on the way in.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Dialect, Table, select, type_coerce
from sqlalchemy.types import NullType

Raw = Mapping[str, Any]


class Illegible(Exception):
    """A value that cannot be what its column says; `column` names it."""

    def __init__(self, column: str) -> None:
        super().__init__(f"{column} cannot be read")
        self.column = column


@contextmanager
def legible(connection: Connection) -> Iterator[None]:
    """Let SQLite hand out spoilt texts as well; PostgreSQL never takes any in."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    before, driver.text_factory = driver.text_factory, lambda held: held.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        driver.text_factory = before


def rows(connection: Connection, table: Table, where: ColumnElement[bool], *order: Any) -> Iterator[Raw]:
    """The rows of a table, unconverted, in the order of their keys or in this one."""
    columns = [type_coerce(column, NullType()).label(column.name) for column in table.c]
    asked = select(*columns).where(where).order_by(*(order or table.primary_key.columns))
    for row in connection.execute(asked, execution_options={"yield_per": 500}).mappings():
        yield dict(row)


def read(connection: Connection, table: Table, raw: Raw) -> dict[str, Any]:
    """A row as values. Raises `Illegible` for what its column cannot hold, or would hold otherwise."""
    return {name: _value(connection.dialect, table.c[name], held) for name, held in raw.items()}


def written(connection: Connection, column: Column[Any], value: Any) -> Any:
    """How the database would hold this value."""
    bind, _ = _processors(connection.dialect, column)
    return bind(value) if bind else value


def _value(dialect: Dialect, column: Column[Any], held: Any) -> Any:
    if dialect.name != "sqlite":
        return held  # PostgreSQL keeps to its types
    bind, result = _processors(dialect, column)
    try:
        value = result(held) if result else held
        again = bind(value) if bind else value
    except (ValueError, TypeError, OverflowError, ArithmeticError):
        raise Illegible(column.name) from None
    if again != held or broken(held):
        raise Illegible(column.name)
    return value


def broken(held: Any) -> bool:
    """Whether these are not the bytes of a text."""
    return isinstance(held, str) and any("\udc80" <= sign <= "\udcff" for sign in held)


@cache
def _processors(dialect: Dialect, column: Column[Any]) -> tuple[Any, Any]:
    """What turns a value into what is held, and (SQLite only) back."""
    kind = column.type.dialect_impl(dialect)
    back = kind.result_processor(dialect, None) if dialect.name == "sqlite" else None
    return kind.bind_processor(dialect), back
