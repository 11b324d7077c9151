"""The database as the engineer meets it: opened and brought to this version, or a sentence why not."""

from bot.settings import WHAT_TO_DO
from bot.trouble import Trouble
from store import Store, Unreachable


def connect(url: str) -> Store:
    """The store at DATABASE_URL; nothing is asked of the database yet. Raises `Trouble`."""
    try:
        return Store(url)
    except OSError as error:
        raise Trouble(f"No place for the database: {error}. {WHAT_TO_DO['DATABASE_URL']}") from None


def up_to_date(store: Store) -> None:
    """Make sure that the database is of this version. Raises `Trouble`."""
    try:
        behind = store.behind()
    except Unreachable as error:
        raise Trouble(f"The database does not answer: {error}. {WHAT_TO_DO['DATABASE_URL']}") from None
    if behind:
        raise Trouble("The database is older than this version. Run `pilotage migrate` first.")


def migrate(store: Store) -> None:
    """Bring the database to this version. Raises `Trouble`."""
    try:
        store.migrate()
    except Unreachable as error:
        raise Trouble(f"The database does not answer: {error}. {WHAT_TO_DO['DATABASE_URL']}") from None


def one_workspace(store: Store, named: str | None) -> str:
    """The workspace that is meant: the one named, or the only one there is. Raises `Trouble`."""
    known = store.workspaces()
    if named in known or (named is None and len(known) == 1):
        return named or known[0]
    which = f"There is no workspace {named} here." if named else "Say which workspace: --workspace T..."
    raise Trouble(f"{which} There are: {', '.join(known) or 'none'}.")
