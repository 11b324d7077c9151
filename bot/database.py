"""The database as the engineer meets it: opened and brought to this version, or a sentence why not."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import datetime

from bot.clock import system_clock
from bot.settings import WHAT_TO_DO
from bot.trouble import Trouble
from store import CannotCopy, Newer, OneWay, Store, Unreachable


def connect(url: str) -> Store:
    """The store at DATABASE_URL; nothing is asked of the database yet. Raises `Trouble`."""
    try:
        return Store(url)
    except OSError as error:
        raise Trouble(f"No place for the database: {error}. {WHAT_TO_DO['DATABASE_URL']}") from None


@contextmanager
def opened(url: str) -> Iterator[Store]:
    """The store at DATABASE_URL, of this version, closed at the end. Raises `Trouble`."""
    with closing(connect(url)) as store:
        up_to_date(store)
        yield store


def up_to_date(store: Store) -> None:
    """Make sure that the database is of this version. Raises `Trouble`."""
    with answering():
        behind = store.behind()
    if behind:
        raise Trouble("The database is older than this version. Run `pilotage migrate` first.")


def migrate(store: Store) -> None:
    """Bring the database to this version. Raises `Trouble`."""
    with answering():
        store.migrate()


@contextmanager
def answering() -> Iterator[None]:
    """Say in words when the database does not answer, is too new, or will not be copied."""
    try:
        yield
    except Unreachable as error:
        raise Trouble(f"The database does not answer: {error}. {WHAT_TO_DO['DATABASE_URL']}") from None
    except (Newer, OneWay, CannotCopy) as refused:
        raise Trouble(str(refused)) from None


def moment(store: Store) -> datetime:
    """What time it is: the database's own where it has a clock."""
    return store.time() or system_clock()


def one_workspace(store: Store, named: str | None) -> str:
    """The workspace that is meant: the one named, or the only one there is. Raises `Trouble`."""
    return the_one(store.workspaces(), named)


def the_one(known: Sequence[str], named: str | None) -> str:
    """The workspace that is meant among those known. Raises `Trouble`."""
    if named in known or (named is None and len(known) == 1):
        return named or known[0]
    which = f"There is no workspace {named} here." if named else "Say which workspace: --workspace T..."
    raise Trouble(f"{which} There are: {', '.join(known) or 'none'}.")


def arrived(store: Store, rows: Mapping[str, int]) -> tuple[str, int]:
    """What a copy brought and whether the record holds there, in words; with the exit code."""
    verdict = store.verify()
    words = f"{sum(rows.values()):,} rows in {sum(map(bool, rows.values()))} tables. "
    if verdict.well:
        return f"{words}The record is as it was written, in each of {len(verdict.workspaces)} workspaces.", 0
    return f"{words}The record is broken where it was before the copy: `pilotage verify` names the rows.", 1


def no_place(error: OSError) -> Trouble:
    """A file that cannot be written, in words."""
    return Trouble(f"{error.filename}: {error.strerror}. Name a file in a folder that can be written.")
