"""How a database is opened: transactions that begin as they should, and a schema that is up to date."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL, ExceptionContext
from sqlalchemy.pool import QueuePool, StaticPool

from store import schema

PATIENCE = 30  # seconds a writer waits for another one on SQLite
_SCHEMA_LOCK = 0x9107A6E  # any number, the same in every copy of the bot
_READING = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
_PRAGMAS = (f"busy_timeout={PATIENCE * 1000}", "journal_mode=WAL", "foreign_keys=ON")
_SYNCHRONOUS = ("FULL", "NORMAL", "OFF")  # the first one unless the address says otherwise


class Database:
    """One database with its two kinds of transaction. Give it a SQLAlchemy address."""

    def __init__(self, url: str) -> None:
        address = _address(url)
        self.sqlite = address.get_backend_name() == "sqlite"
        self.file = Path(address.database) if self.sqlite and address.database else None
        in_memory = self.sqlite and not address.database
        self._engine = _sqlite(address, in_memory) if self.sqlite else _postgres(address)
        # In memory there is one connection, so one unit of work at a time.
        self._alone: AbstractContextManager[Any] = threading.RLock() if in_memory else nullcontext()
        self._reader = self._engine if self.sqlite else self._engine.execution_options(**_READING)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that writes: all of it, or on an exception none of it."""
        with self._alone, self._engine.begin() as connection:
            if self.sqlite:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A look at one moment of the database; takes no write lock."""
        with self._alone, self._reader.connect() as connection:
            if self.sqlite:
                connection.connection.cursor().execute("BEGIN")
            yield connection

    def time(self) -> datetime | None:
        """What time it is where the server stands; None for SQLite, which has no clock but this machine's.

        The only statement that asks: every other one is told the time.
        """
        if self.sqlite:
            return None
        with self.read() as connection:
            told: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
            return told.astimezone(UTC)

    def migrate(self, back_to: str | None = None) -> None:
        """Bring the schema up to date, or back; of two that try, the second waits and finds it done.

        Raises `Newer`, and `OneWay` where going back would lose something.
        """
        with self.write() as connection:
            if not self.sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _SCHEMA_LOCK})
            if schema.behind(connection) or back_to:
                schema.bring(connection, back_to)

    def connections(self) -> tuple[int, int]:
        """How many connections are in use, and how many there may be."""
        pool = self._engine.pool
        if not isinstance(pool, QueuePool):
            return 1, 1
        return pool.checkedout(), pool.size() + pool._max_overflow

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()


def _address(url: str) -> URL:
    address = make_url(url.replace("postgres://", "postgresql://", 1) if url.startswith("postgres:") else url)
    if address.drivername == "postgresql":
        return address.set(drivername="postgresql+psycopg")
    return address


def _sqlite(address: URL, in_memory: bool) -> Engine:
    if not in_memory and address.database:
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    arguments: dict[str, Any] = {"connect_args": {"check_same_thread": False}}
    if in_memory:
        arguments["poolclass"] = StaticPool
    pragmas = (*_PRAGMAS, f"synchronous={_synchronous(address)}")
    plain = address.difference_update_query(["synchronous"])
    engine = create_engine(plain, hide_parameters=True, **arguments)
    event.listen(engine, "connect", lambda connection, record: _prepare(connection, pragmas))
    return engine


def _synchronous(address: URL) -> str:
    """How surely a commit is on the disk before it is answered. Raises ValueError for what SQLite has not."""
    asked = str(address.query.get("synchronous", _SYNCHRONOUS[0])).upper()
    if asked not in _SYNCHRONOUS:
        raise ValueError(
            f"synchronous is {asked}: it is {', '.join(_SYNCHRONOUS[:-1])} or {_SYNCHRONOUS[-1]}"
        )
    return asked


def _postgres(address: URL) -> Engine:
    engine = create_engine(address, hide_parameters=True, pool_pre_ping=True, pool_size=10, max_overflow=20)
    event.listen(engine, "handle_error", _say_less)
    return engine


def _say_less(failure: ExceptionContext) -> None:
    """PostgreSQL repeats the refused row in its error; what people typed does not belong into a log."""
    said, told = failure.original_exception, failure.sqlalchemy_exception
    detail = getattr(getattr(said, "diag", None), "message_detail", None)
    if detail:
        said.args = (str(said).replace(detail, "(hidden)"),)
        if told:
            told.args = tuple(str(part).replace(detail, "(hidden)") for part in told.args)


def _prepare(connection: Any, pragmas: Sequence[str]) -> None:
    """sqlite3 would begin transactions by itself, and too late: so `Database` begins them."""
    connection.isolation_level = None
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")
