"""Backups while the bot runs, restores and moves: refused where they would cost somebody anything."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.exc import DBAPIError

from store import copying, pulse, schema, verify
from store.copying import Told
from store.engine import Database
from store.tables import clock, heartbeats, workspaces

REFUSED = "The other database refuses a row"
SQLITE = b"SQLite format 3\x00"


class CannotCopy(RuntimeError):
    """Why nothing was copied, and what to do. Both databases are as they were."""


def back_up(database: Database, file: Path, told: Told) -> None:
    """One moment of a database as a SQLite file that did not exist; the bot may run. Raises `CannotCopy`."""
    if file.exists():
        raise CannotCopy(f"{file} exists already. Name a file that does not.")
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.part")
    beside.unlink(missing_ok=True)
    os.close(os.open(beside, os.O_CREAT | os.O_WRONLY, 0o600))  # it holds what people typed
    try:
        _fill(database, beside, told)
        _forget_the_heartbeats(beside)
        beside.rename(file)
    finally:
        beside.unlink(missing_ok=True)


def restore(database: Database, file: Path, now: datetime, told: Told, *, replace: bool) -> dict[str, int]:
    """A backup into a database that is empty, or with `replace` in the place of what is there.

    It may be of an older version. Answers how many rows of each table there are. Raises `CannotCopy`.
    """
    with _opened(file) as backup:
        return move(backup, database, now, told, replace=replace)


def move(
    source: Database, target: Database, now: datetime, told: Told, *, replace: bool = False
) -> dict[str, int]:
    """Every row of one database into another one, checked there before it counts; the source is only read.

    Answers how many rows of each table there are. Raises `CannotCopy`.
    """
    _may_be_filled(target, now, replace)
    target.migrate()
    try:
        with source.read() as old, target.write() as new:
            _stands_still(old, now)
            _make_room(new, now, replace)
            copying.copy(old, new, told)
            return _as_before(old, new)
    except DBAPIError as error:
        raise CannotCopy(f"{REFUSED}: {str(error.orig).splitlines()[0]}. Nothing was changed.") from None
    except (ValueError, TypeError):
        raise CannotCopy("A row cannot be read: `pilotage verify` names it. Nothing was changed.") from None


def stands_still(database: Database, now: datetime) -> None:
    """Make sure that no copy of the bot runs. Raises `CannotCopy`."""
    with database.read() as connection:
        _stands_still(connection, now)


@contextmanager
def _opened(file: Path) -> Iterator[Database]:
    """A copy of a backup, brought to this version: the backup itself stays as it is."""
    if not _is_sqlite(file):
        raise CannotCopy(f"{file} is no backup: `pilotage backup --out FILE` makes one.")
    with tempfile.TemporaryDirectory(prefix="pilotage-") as folder:
        path = Path(folder) / "backup.db"
        try:
            _sqlite_copy(file, path)
        except sqlite3.DatabaseError as error:
            raise CannotCopy(f"{file} is spoilt ({error}). Take another backup.") from None
        database = Database(f"sqlite:///{path}")
        try:
            database.migrate()
            yield database
        finally:
            database.close()


def _is_sqlite(file: Path) -> bool:
    if not file.is_file():
        return False
    with file.open("rb") as held:
        return held.read(len(SQLITE)) == SQLITE


def _fill(database: Database, file: Path, told: Told) -> None:
    if path := database.file:
        _sqlite_copy(path, file)
        return
    made = Database(f"sqlite:///{file}")
    try:
        made.migrate()
        with database.read() as old, made.write() as new:
            copying.copy(old, new, told)
    finally:
        made.close()


def _sqlite_copy(source: Path, target: Path) -> None:
    """SQLite's own online copy: one moment of it, whoever writes meanwhile."""
    with (
        closing(sqlite3.connect(f"file:{quote(str(source))}?mode=ro", uri=True)) as old,
        closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)
        new.execute("PRAGMA journal_mode=DELETE")  # one file, without companions


def _forget_the_heartbeats(file: Path) -> None:
    """Whose copies ran when it was made is nothing a restored database should believe."""
    with closing(sqlite3.connect(file)) as made:
        if made.execute("SELECT 1 FROM sqlite_master WHERE name = 'heartbeats'").fetchone():
            made.execute("DELETE FROM heartbeats")
            made.commit()
        made.execute("PRAGMA journal_mode=DELETE")


def _stands_still(connection: Connection, now: datetime) -> None:
    beat = connection.scalar(select(func.max(heartbeats.c.beat_at)))
    if beat and now - beat < pulse.ALIVE:
        raise CannotCopy(
            f"The bot runs on this database: its last sign of life was {(now - beat).seconds} seconds ago. "
            f"Stop it first; one that was killed counts as gone after {pulse.ALIVE.seconds // 60} minutes."
        )


def _may_be_filled(target: Database, now: datetime, replace: bool) -> None:
    """Ask before anything is done to it, be it only bringing it to this version."""
    with target.read() as connection:
        if not schema.revision(connection):
            return  # nothing of ours is there
        _stands_still(connection, now)
        _is_empty(connection, replace)


def _make_room(target: Connection, now: datetime, replace: bool) -> None:
    _stands_still(target, now)
    _is_empty(target, replace)
    for table in (workspaces, heartbeats, clock):  # a workspace takes all its rows along
        target.execute(delete(table))


def _is_empty(target: Connection, replace: bool) -> None:
    taken = target.scalars(select(workspaces.c.id).order_by(workspaces.c.id)).all()
    if taken and not replace:
        raise CannotCopy(
            f"The database is not empty: it holds {', '.join(taken)}. "
            "Name an empty one; `pilotage restore FILE --replace` puts a backup in its place."
        )


def _as_before(old: Connection, new: Connection) -> dict[str, int]:
    """What arrived, once it is sure that it is what was sent."""
    sent, arrived = copying.counts(old), copying.counts(new)
    if different := [name for name in sent if sent[name] != arrived[name]]:
        raise CannotCopy(f"Not every row arrived in {', '.join(different)}. Nothing was changed; try again.")
    if _read(old) != _read(new):
        raise CannotCopy("The record reads otherwise after the copy. Nothing was changed; try again.")
    return arrived


def _read(connection: Connection) -> tuple[dict[str, verify.Verified], int]:
    found = verify.check(connection)
    return {one.workspace: one for one in found.workspaces}, len(found.strays)
