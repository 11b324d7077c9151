"""Empty stores, quickly: the migrations run once in a process, and what they made is copied."""

import sqlite3
from functools import cache
from pathlib import Path

from store import Store
from store.times import Times


def in_memory(times: Times | None = None) -> Store:
    """An empty store in memory."""
    store = Store("sqlite://", times)
    _raw(store).deserialize(_schema())
    return store


def file(path: Path) -> None:
    """An empty database in a file that is not there yet."""
    path.write_bytes(_schema())


@cache
def _schema() -> bytes:
    store = Store("sqlite://")
    store.migrate()
    return _raw(store).serialize()


def _raw(store: Store) -> sqlite3.Connection:
    """Of a store in memory the one connection there is."""
    connection = store._database._engine.raw_connection().driver_connection
    assert isinstance(connection, sqlite3.Connection)
    return connection
