"""`pilotage rotate-keys`: seal every token anew with the first key, so that the others may go."""

import argparse

from bot import database, keys
from bot.clock import system_clock
from bot.installations import check_keys, whose
from bot.settings import Settings
from bot.trouble import Trouble
from store import Store


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whether only a new key is wanted."""
    parser.add_argument("--new", action="store_true", help="print a new key, and do nothing else")


def main(options: argparse.Namespace) -> int:
    """Seal anew what the first key did not seal; say how many, and what to do next."""
    if options.new:
        print(keys.new())
        return 0
    settings = Settings.read()
    if settings.pilotage_secret_key is None:
        raise Trouble("PILOTAGE_SECRET_KEY is missing. Put the new key first, a comma, then the one in use.")
    store = database.connect(settings.database_url)
    try:
        database.up_to_date(store)
        many = _rotate(store, keys.Keys(settings.pilotage_secret_key.get_secret_value()))
    finally:
        store.close()
    print(f"{many} sealed anew. Every token opens with the first key: the others may go now.")
    return 0


def _rotate(store: Store, held: keys.Keys) -> int:
    """A token that was installed anew meanwhile is sealed with a first key already."""
    check_keys(store, held)
    now, many = system_clock(), 0
    for one in store.installations():
        try:
            token = held.open(whose(one), one.token)
        except keys.Swapped:
            continue  # no use to anybody, under whatever key
        if not held.is_by_the_first(one.token):
            many += store.reseal(one, held.seal(whose(one), token, now))
    return many
