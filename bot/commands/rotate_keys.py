"""`pilotage rotate-keys`: seal every token anew with the first key, so that the others may go."""

import argparse

from bot import database, keys
from bot.clock import system_clock
from bot.installations import check_keys, whose
from bot.settings import Settings
from bot.trouble import Trouble
from store import Store, installations


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whether only a new key is wanted, or the old one was lost."""
    parser.add_argument("--new", action="store_true", help="print a new key, and do nothing else")
    lost = "the key was lost: delete tokens that no key opens, and let those workspaces install it again"
    parser.add_argument("--lost", action="store_true", help=lost)


def main(options: argparse.Namespace) -> int:
    """Seal anew what the first key did not seal; say how many, and what to do next."""
    if options.new:
        print(keys.new())
        return 0
    settings = Settings.read()
    if settings.pilotage_secret_key is None:
        raise Trouble("PILOTAGE_SECRET_KEY is missing. Put the new key first, a comma, then the one in use.")
    with database.opened(settings.database_url) as store:
        held = keys.Keys(settings.pilotage_secret_key.get_secret_value())
        if options.lost:
            _forget(store, held)
        many = _rotate(store, held)
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


def _forget(store: Store, held: keys.Keys) -> None:
    for one in store.installations():
        try:
            held.open(whose(one), one.token)
        except (keys.WrongKey, keys.Swapped):
            with store.work(one.workspace, system_clock(), via="command") as work:
                installations.forget(work)
            print(f"{one.workspace} has to install it again.")
