"""`pilotage run`: the bot, until it is told to stop."""

import argparse
import logging
import signal
import threading

from bot import logs
from bot.house import House
from bot.metrics import LinesCounted
from bot.settings import SeveralSettings, for_http, for_socket

LOOK = 5.0  # seconds between two looks at the link and the heart
log = logging.getLogger(__name__)


def arguments(parser: argparse.ArgumentParser) -> None:
    """How Slack reaches the bot."""
    parser.add_argument("--http", action="store_true", help="signed HTTP instead of Socket Mode")


def main(options: argparse.Namespace) -> int:
    """Open the house, watch it until the end, close it: what is in hand is finished."""
    settings = for_http() if options.http else for_socket()
    logs.configure(settings.pilotage_log, settings.secrets())
    end = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: end.set())
    with House(settings) as house:
        logging.getLogger().addHandler(LinesCounted(house.figures))
        if isinstance(settings, SeveralSettings):
            print(f"Install it in a workspace at {settings.pilotage_url}/slack/install.", flush=True)
        print(f"Pilotage is in {house.install.where()}. Stop it with Ctrl-C.", flush=True)
        return _watch(house, end)


def _watch(house: House, end: threading.Event) -> int:
    """Wait for the end; 1 when only a new process helps, so that whoever supervises this one starts it."""
    while not end.wait(LOOK):
        if why := house.beyond_recovery():
            log.error("%s Ending, to be started again.", why)
            return 1
    return 0
