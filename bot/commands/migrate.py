"""`pilotage migrate`: bring the database to this version. Safe to run again, and by two at once."""

import argparse

from bot import database
from bot.settings import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose: DATABASE_URL says which database."""


def main(options: argparse.Namespace) -> int:
    """Migrate, and say so."""
    store = database.connect(Settings.read().database_url)
    database.migrate(store)
    store.close()
    print("The database is up to date.")
    return 0
