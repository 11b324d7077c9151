"""A real copy of the bot's heart, as a process to be killed: python -m tests.replicas.replica DATABASE URL.

It claims, posts and records like any other; only its patience is shorter, so that a run takes minutes.
"""

import logging
import sys
import threading
from datetime import timedelta

from slack_sdk import WebClient

import blocks
from bot.clock import system_clock
from schedules.heart import Heart
from schedules.postman import Postman
from store import Store, Times

TIMES = Times(
    timeout=timedelta(seconds=5),
    margin=timedelta(seconds=2),
    lease=timedelta(seconds=15),
    quiet=timedelta(seconds=20),
)
BEAT = 0.2  # seconds


def main(database: str, api_url: str) -> None:
    """Beat until killed."""
    logging.getLogger("schedules").setLevel(logging.CRITICAL)  # what fails here is what was ordered to
    client = WebClient("xoxb-sandbox", base_url=api_url)
    store = Store(database, TIMES)
    postman = Postman(store, lambda workspace: client, blocks.draw, blocks.draw_plain)
    heart, never = Heart(store, postman, system_clock, ()), threading.Event()
    while not never.wait(BEAT):
        heart.beat(system_clock())


if __name__ == "__main__":
    main(*sys.argv[1:])
