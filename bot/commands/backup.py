"""`pilotage backup`: one moment of the database as a file, while the bot runs.

It is a SQLite file, whatever the database is: `pilotage restore` takes it back to either kind.
"""

import argparse
from pathlib import Path

from bot import database, progress
from bot.settings import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument("--out", metavar="FILE", type=Path, required=True, help="a file that does not exist")


def main(options: argparse.Namespace) -> int:
    """Write it, readable by its owner alone, and say what is not in it."""
    store = database.connect(Settings.read().database_url)
    try:
        with database.answering():
            store.back_up(options.out, progress.counted("backup"))
    except OSError as error:
        raise database.no_place(error) from None
    finally:
        store.close()
    print(f"Backed up to {options.out}. The key that opens its tokens is not in it: keep that elsewhere.")
    return 0
