"""`python -m sandbox`: a Slack on your desk with the bot in it. Prints an address and opens nothing else."""

import argparse
import logging
import signal
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from threading import Event

from bot import manifest
from bot.house import House
from bot.settings import SocketSettings
from sandbox import opening, seed
from sandbox.server import APP_TOKEN, BOT_TOKEN, SandboxThread

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
    return parser.parse_args(words)


def _open(asked: argparse.Namespace, opened: ExitStack) -> SandboxThread:
    """The stand-in Slack, then the bot in it, then what already happened."""
    folder = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="pilotage-")))
    fill = seed.empty if asked.empty else seed.company
    slack = opened.enter_context(SandboxThread(port=asked.port, manifest=manifest.path(), seed=fill))
    opened.enter_context(House(settings_for(slack, folder)))
    slack.wait_for(lambda: slack.sandbox.connected, timeout=20)
    if not asked.empty:
        opening.play(slack)
    return slack


def settings_for(slack: SandboxThread, folder: Path) -> SocketSettings:
    """What the bot is told: the stand-in's address and tokens, and a database of its own."""
    return SocketSettings.read(
        slack_bot_token=BOT_TOKEN,
        slack_app_token=APP_TOKEN,
        slack_api_url=slack.api_url,
        pilotage_clock_url=f"{slack.url}/sandbox/clock",
        pilotage_port=None,
        database_url=f"sqlite:///{folder / 'pilotage.db'}",
    )


if __name__ == "__main__":
    sys.exit(main())
