"""`pilotage move`: everything into another database. The one of DATABASE_URL is only read, and stays."""

import argparse

from bot import database, progress
from bot.settings import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument("--to", metavar="URL", required=True, help="an empty database: postgresql://...")


def main(options: argparse.Namespace) -> int:
    """Copy every row, check that it arrived, and say what to do next."""
    target = Settings.read(database_url=options.to).database_url
    old, new = database.connect(Settings.read().database_url), database.connect(target)
    try:
        database.up_to_date(old)
        with database.answering():
            rows = old.move_to(new, database.moment(new), progress.counted("move"))
            words, code = database.arrived(new, rows)
    finally:
        old.close()
        new.close()
    print(words)
    print("Set DATABASE_URL to the new database and start the bot. The old one was only read.")
    return code
