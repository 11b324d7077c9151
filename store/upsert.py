"""INSERT with ON CONFLICT: the same words on both databases, from two dialects."""

from functools import cache

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert(connection: Connection, table: Table) -> "sqlite.Insert | postgresql.Insert":
    """An INSERT of this connection's dialect, for `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return insert_of(connection.dialect.name, table)


@cache
def insert_of(dialect: str, table: Table) -> "sqlite.Insert | postgresql.Insert":
    """The same by the dialect's name; made once, for what SQLAlchemy learns of a statement stays with it."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
