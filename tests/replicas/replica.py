"""A copy of the heart, as a process to be killed: python -m tests.replicas.replica DATABASE URL SECONDS.

SECONDS is how far the clock of its machine is ahead: the copies agree on the time of the database.
It claims, posts and records like any other; only its patience is shorter, so that a run takes minutes.
"""

import logging
import sys
import threading
from contextlib import suppress
from datetime import timedelta

from slack_sdk import WebClient

import blocks
from bot.clock import system_clock
from bot.shared_clock import SharedClock
from schedules.heart import Heart
from schedules.postman import Postman
from store import Store, Times, Unreachable

TIMES = Times(
    timeout=timedelta(seconds=5),
    margin=timedelta(seconds=2),
    lease=timedelta(seconds=15),
    quiet=timedelta(seconds=20),
)
BEAT = 0.2  # seconds


def main(database: str, api_url: str, ahead: str = "0") -> None:
    """Beat until killed."""
    logging.getLogger("schedules").setLevel(logging.CRITICAL)  # what fails here is what was ordered to
    client = WebClient("xoxb-sandbox", base_url=api_url)
    store = Store(database, TIMES)
    postman = Postman(store, lambda workspace: client, blocks.draw, blocks.draw_plain)
    off = timedelta(seconds=float(ahead))
    clock = SharedClock(store.time, lambda: system_clock() + off)
    heart, never = Heart(store, postman, clock, ()), threading.Event()
    while not never.wait(BEAT):
        with suppress(Unreachable):
            heart.beat(clock())


if __name__ == "__main__":
    main(*sys.argv[1:])
