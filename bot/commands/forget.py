"""`pilotage forget`: a pseudonym in the place of a person, everywhere; the record goes on to hold."""

import argparse

from bot import database
from bot.clock import system_clock
from bot.settings import Settings
from bot.trouble import Trouble
from playbook.refusals import Refusal
from store import keeping


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whom, in which workspace."""
    parser.add_argument("person", metavar="U...", help="the person's id in Slack")
    parser.add_argument("--workspace", metavar="T...", help="may be left out where there is only one")


def main(options: argparse.Namespace) -> int:
    """Forget them, and say by which pseudonym they go from now on. A running bot edits its messages."""
    now = system_clock()
    with database.opened(Settings.read().database_url) as store:
        workspace = database.one_workspace(store, options.workspace)
        try:
            with store.work(workspace, now, via="forget") as work:
                instead = keeping.forget(work, options.person, now)
        except Refusal as no:
            raise Trouble(no.words) from None
    print(f"Forgotten. In their place stands {instead}; `pilotage verify` still holds.")
    return 0
