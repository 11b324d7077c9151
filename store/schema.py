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


class Newer(Exception):
    """The database was brought to a version that this one does not know."""

    def __init__(self, found: str) -> None:
        super().__init__(
            f"The database is of a newer version of Pilotage (migration {found}). "
            "Run that version, or restore a backup made before it."
        )


@contextmanager
def reaching() -> Iterator[None]:
    """Say in words when the database does not answer."""
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise Unreachable(str(error.orig).strip().split("\n")[0]) from None


def scripts() -> ScriptDirectory:
    """The migrations this version knows."""
    return ScriptDirectory(str(Path(__file__).parent / "migrations"))


def revision(connection: Connection) -> str | None:
    """Which migration the database came to last; None when nothing of ours is there."""
    return MigrationContext.configure(connection).get_current_revision()


def behind(connection: Connection) -> bool:
    """Whether migrations wait to be run. Raises `Newer`."""
    found = revision(connection)
    if found and found not in {one.revision for one in scripts().walk_revisions()}:
        raise Newer(found)
    return found != scripts().get_current_head()
