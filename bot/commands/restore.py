"""`pilotage restore`: a backup into the database of DATABASE_URL, of either kind; the bot is stopped."""

import argparse
from pathlib import Path

from bot import database, progress
from bot.settings import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which backup, and whether it may take the place of what is there."""
    parser.add_argument("file", metavar="FILE", type=Path, help="what `pilotage backup` wrote")
    parser.add_argument("--replace", action="store_true", help="drop what the database holds now")


def main(options: argparse.Namespace) -> int:
    """Restore it, check the record, and say what arrived; exit code 1 when the record was broken before."""
    store = database.connect(Settings.read().database_url)
    try:
        with database.answering():
            told = progress.counted("restore")
            rows = store.restore(options.file, database.moment(store), told, replace=options.replace)
            words, code = database.arrived(store, rows)
    finally:
        store.close()
    print(words)
    return code
