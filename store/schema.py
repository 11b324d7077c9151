"""Whether the database is there, and whether its schema is the one this version needs."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Select, column, inspect, select, table
from sqlalchemy.exc import InterfaceError, OperationalError

MIGRATIONS: Final = Path(__file__).parent / "migrations"
_NOTED: Final = "alembic_version"
_REVISION: Final[Select[Any]] = select(column("version_num")).select_from(table(_NOTED))


class Unreachable(Exception):
    """The database does not answer; the words are its own."""


class Newer(Exception):
    """The database was brought to a version that this one does not know."""

    def __init__(self, found: str) -> None:
        super().__init__(
            f"The database is of a newer version of Pilotage (migration {found}). "
            "Run that version, or restore a backup made before it."
        )


class OneWay(Exception):
    """The database holds what an older version cannot keep; a backup made before leads back."""


@contextmanager
def reaching() -> Iterator[None]:
    """Say in words when the database does not answer."""
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise Unreachable(str(error.orig).strip().split("\n")[0]) from None


@cache
def migrations() -> tuple[str, ...]:
    """The migrations this version knows, the newest first, by the names of their files: v0011_webhooks.py."""
    files = sorted((MIGRATIONS / "versions").glob("v*.py"), reverse=True)
    return tuple(one.name[1:].split("_")[0] for one in files)


def revision(connection: Connection) -> str | None:
    """Which migration the database came to last; None when nothing of ours is there."""
    return connection.scalar(_REVISION) if inspect(connection).has_table(_NOTED) else None


def behind(connection: Connection) -> bool:
    """Whether migrations wait to be run. Raises `Newer`."""
    found = revision(connection)
    if found and found not in migrations():
        raise Newer(found)
    return found != migrations()[0]


def bring(connection: Connection, back_to: str | None = None) -> None:
    """Run what waits, or go back. Only here is Alembic loaded: most starts find nothing to run.

    Raises `OneWay` where going back would lose something.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    if back_to:
        command.downgrade(config, back_to)
    else:
        command.upgrade(config, "head")
