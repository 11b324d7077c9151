"""`python -m sandbox`: a Slack on your desk with the bot in it. Prints an address and opens nothing else."""

import argparse
import logging
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

from bot import manifest
from bot.house import House
from bot.settings import HttpSettings, SocketSettings
from sandbox import opening, seed, switches
from sandbox.clock import Clock
from sandbox.server import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, SandboxThread

PORT = 8765


def main(words: list[str] | None = None) -> int:
    """Run until interrupted."""
    asked = _asked(words)
    logging.basicConfig(level=logging.WARNING)
    stop = Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    with ExitStack() as opened:
        slack = _open(asked, opened)
        print(f"A Slack with Pilotage in it: {slack.url}\nPress Ctrl+C to close it.", flush=True)
        stop.wait()
    return 0


def _asked(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=PORT, help="where the page is (0: any free port)")
    parser.add_argument("--empty", action="store_true", help="start with an admin and #general only")
    parser.add_argument("--http", action="store_true", help="reach the bot by signed HTTP, not Socket Mode")
    parser.add_argument("--rates", action="store_true", help="count the bot's calls as Slack does")
    parser.add_argument("--no-newer-blocks", action="store_true", help="refuse charts, tables and cards")
    return parser.parse_args(words)


def _open(asked: argparse.Namespace, opened: ExitStack) -> SandboxThread:
    """The stand-in Slack, then the bot in it, then what already happened."""
    folder = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="pilotage-")))
    came = datetime.now(UTC)
    fill, clock = (seed.empty, Clock()) if asked.empty else (seed.company, Clock(opening.begins(came)))
    stand_in = SandboxThread(port=asked.port, manifest=manifest.path(), seed=fill, clock=clock)
    slack = opened.enter_context(stand_in)
    switches.turn(slack.sandbox, newer_blocks=not asked.no_newer_blocks)
    opened.enter_context(bot_in(slack, folder, http=asked.http))
    if not asked.empty:
        print("Nordwind's people play their last seven weeks first: some ten seconds.", flush=True)
        opening.play(slack, came)
        slack.advance(to=came)
    switches.turn(slack.sandbox, rates=asked.rates)  # from now on: what happened before took its time
    return slack


@contextmanager
def bot_in(slack: SandboxThread, folder: Path, *, http: bool = False, **changed: object) -> Iterator[House]:
    """The bot as an app of this Slack, reached by Socket Mode or by signed HTTP; `changed` are settings."""
    settings = settings_for(slack, folder, http=http).model_copy(update=changed)
    with House(settings) as house:
        if http and house.server:
            slack.deliver_to(f"http://{settings.pilotage_host}:{house.server.port}/slack/events")
        slack.wait_for(lambda: slack.sandbox.connected, timeout=20)
        yield house


def settings_for(slack: SandboxThread, folder: Path, *, http: bool = False) -> SocketSettings | HttpSettings:
    """What the bot is told: the stand-in's address and secrets, and a database of its own."""
    read = HttpSettings.read if http else SocketSettings.read
    return read(
        slack_bot_token=BOT_TOKEN,
        slack_app_token=APP_TOKEN,
        slack_signing_secret=SIGNING_SECRET,
        slack_api_url=slack.api_url,
        pilotage_clock_url=f"{slack.url}/sandbox/clock",
        pilotage_port=0 if http else None,
        database_url=f"sqlite:///{folder / 'pilotage.db'}",
    )


if __name__ == "__main__":
    sys.exit(main())
