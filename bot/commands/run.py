"""`pilotage run`: the bot, until it is told to stop."""

import argparse
import logging
import signal
import threading

from bot import logs
from bot.house import House
from bot.settings import HttpSettings, SocketSettings

log = logging.getLogger(__name__)


def arguments(parser: argparse.ArgumentParser) -> None:
    """How Slack reaches the bot."""
    parser.add_argument("--http", action="store_true", help="signed HTTP instead of Socket Mode")


def main(options: argparse.Namespace) -> int:
    """Open the house, wait for the end, close it: what is in hand is finished."""
    settings = HttpSettings.read() if options.http else SocketSettings.read()
    logs.configure(settings.pilotage_log)
    end = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: end.set())
    with House(settings) as house:
        print(f"Pilotage is in {house.install.name}. Stop it with Ctrl-C.", flush=True)
        end.wait()
    return 0
