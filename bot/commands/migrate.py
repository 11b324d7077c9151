"""`pilotage migrate`: bring the database to this version, or back. Safe to run again, and by two at once."""

import argparse

from bot import database
from bot.settings import Settings
from bot.trouble import Trouble
from store import Store


def arguments(parser: argparse.ArgumentParser) -> None:
    """Forward, unless an earlier migration is named; DATABASE_URL says which database."""
    parser.add_argument(
        "--to", metavar="0006", help="back to this migration; refused where that loses anything"
    )


def main(options: argparse.Namespace) -> int:
    """Migrate, and say so."""
    store = database.connect(Settings.read().database_url)
    try:
        if options.to:
            _go_back(store, options.to)
        else:
            database.migrate(store)
    finally:
        store.close()
    print(f"The database is at migration {options.to}." if options.to else "The database is up to date.")
    return 0


def _go_back(store: Store, revision: str) -> None:
    if revision not in store.migrations():
        raise Trouble(
            f"There is no migration {revision}. There are: {', '.join(reversed(store.migrations()))}."
        )
    database.up_to_date(store)
    with database.answering():
        store.go_back(revision, database.moment(store))
