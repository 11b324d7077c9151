"""`pilotage migrate`: bring the database to this version. Safe to run again, and by two at once."""

import argparse

from bot.settings import Settings
from store import Store


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose: DATABASE_URL says which database."""


def main(options: argparse.Namespace) -> int:
    """Migrate, and say so."""
    store = Store(Settings.read().database_url)
    store.migrate()
    store.close()
    print("The database is up to date.")
    return 0
