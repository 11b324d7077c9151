"""The floor of everything that reads and writes: the driver alone, with the statements written by hand."""

import json
import sqlite3
from datetime import datetime

import psycopg

PRAGMAS = ("busy_timeout=30000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
READING = "SELECT * FROM readings WHERE workspace = ? AND use_case = ? ORDER BY number"
USE_CASE = "SELECT document, * FROM use_cases WHERE workspace = ? AND number = ?"
# The best SQL for a list with the latest reading of each: a walk along the index.
LIST = """
    SELECT u.*, (SELECT r.value FROM readings r WHERE r.workspace = u.workspace AND r.use_case = u.number
                 AND r.measured = 'kpi' ORDER BY r.day DESC LIMIT 1)
    FROM use_cases u WHERE u.workspace = ? ORDER BY u.number
"""


def sqlite(path: str) -> sqlite3.Connection:
    """A connection with the pragmas of the product."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return connection


def make_table(connection: sqlite3.Connection | psycopg.Connection) -> None:
    """A table of readings without anything beside it."""
    connection.execute("CREATE TABLE bare (number INTEGER PRIMARY KEY, day TEXT, value REAL, at TEXT)")


def write_one(connection: sqlite3.Connection, number: int, at: datetime) -> None:
    """A transaction of one row."""
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO bare VALUES (?, ?, ?, ?)", (number, "2026-03-01", 4.5, at.isoformat()))
    connection.execute("COMMIT")


def write_one_to_postgres(connection: psycopg.Connection, number: int, at: datetime) -> None:
    """The same there."""
    with connection.transaction():
        row = (number, "2026-03-01", 4.5, at.isoformat())
        connection.execute("INSERT INTO bare VALUES (%s, %s, %s, %s)", row)


def load(connection: sqlite3.Connection, workspace: str, number: int) -> tuple[object, list[tuple]]:
    """One use case with its parts: its document as plain dicts, its readings as tuples."""
    connection.execute("BEGIN")
    found = connection.execute(USE_CASE, (workspace, number)).fetchone()
    readings = connection.execute(READING, (workspace, number)).fetchall()
    connection.execute("COMMIT")
    return json.loads(found[0]), readings
