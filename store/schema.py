"""Whether the database is there, and whether its schema is the one this version needs."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import InterfaceError, OperationalError


class Unreachable(Exception):
    """The database does not answer; the words are its own."""


@contextmanager
def reaching() -> Iterator[None]:
    """Say in words when the database does not answer."""
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise Unreachable(str(error.orig).strip().split("\n")[0]) from None


def behind(connection: Connection) -> bool:
    """Whether migrations wait to be run."""
    newest = ScriptDirectory(str(Path(__file__).parent / "migrations")).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() != newest
