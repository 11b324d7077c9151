"""`python -m sandbox`: a Slack on your desk with the bot in it. Prints an address and opens nothing else."""

import argparse
import logging
import signal
import sys
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

from bot import manifest
from sandbox import opening, rehearsal, seed, switches
from sandbox.clock import Clock
from sandbox.installing import bot_in
from sandbox.manifest import read
from sandbox.oauth import CLIENT_ID, CLIENT_SECRET
from sandbox.server import BOT_TOKEN, SIGNING_SECRET, SandboxThread
from sandbox.workspace import APP

PORT = 8765


def main(words: list[str] | None = None) -> int:
    """Run until interrupted."""
    asked = _asked(words)
    logging.basicConfig(level=logging.ERROR if asked.do == "rehearse" else logging.WARNING)
    if asked.do == "rehearse":
        return _rehearse(asked)
    stop = Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    with ExitStack() as opened:
        if asked.do == "slack":
            _play_slack(asked, opened)
            stop.wait()
            return 0
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
    verbs = parser.add_subparsers(dest="do", metavar="rehearse | slack")
    play = verbs.add_parser("rehearse", help="play sixty days in a minute and print what everybody heard")
    play.add_argument("--story", default="graduates", help="its name, a part of it, or all")
    play.add_argument("--seed", type=int, default=0, help="the same seed gives the same bytes")
    play.add_argument("--pilots", type=int, default=1, choices=(1, 10, 50), help="how many run at once")
    install = verbs.add_parser(
        "slack", help="play Slack alone, with two workspaces an app can be installed in"
    )
    install.add_argument("manifest", type=Path, help="what `pilotage manifest --url ...` printed")
    return parser.parse_args(words)


def _rehearse(asked: argparse.Namespace) -> int:
    """Print the stories; 1 when the bot broke its word in one, 2 when there is no such story."""
    try:
        names = rehearsal.named(asked.story)
    except LookupError as unknown:
        print(unknown.args[0], file=sys.stderr)
        return 2
    broken = 0
    for name in names:
        played = rehearsal.rehearse(name, asked.seed, asked.pilots)
        print(played.text, flush=True)
        broken += len(played.faults)
    return 1 if broken else 0


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
        print("Nordwind's people play their last ten weeks first: some twenty seconds.", flush=True)
        opening.play(slack, came)
        slack.advance(to=came)
    switches.turn(slack.sandbox, rates=asked.rates)  # from now on: what happened before took its time
    return slack


def _play_slack(asked: argparse.Namespace, opened: ExitStack) -> None:
    """Two workspaces with nobody's bot in them, and what the app has to know to be installed there."""
    app = read(asked.manifest)
    events = app.raw["settings"]["event_subscriptions"]["request_url"]
    slack = opened.enter_context(
        SandboxThread(port=asked.port, manifest=app, seed=seed.company, events_url=events)
    )
    port = asked.port + 1 if asked.port else 0
    other = SandboxThread(port=port, manifest=app, seed=seed.beside, team=seed.BESIDE, beside=slack)
    opened.enter_context(other)
    print("# A Slack with two companies in it, written as .env is. Ctrl+C closes it.")
    for one in (slack, other):
        print(f"# {one.sandbox.workspace.name}: {one.url}")
    told = {
        "SLACK_API_URL": slack.url,
        "SLACK_BOT_TOKEN": BOT_TOKEN,  # of the first one, where the app is installed already
        "SLACK_APP_ID": APP,
        "SLACK_CLIENT_ID": CLIENT_ID,
        "SLACK_CLIENT_SECRET": CLIENT_SECRET,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "PILOTAGE_URL": events.removesuffix("/slack/events"),
    }
    print("\n".join(f"{name}={value}" for name, value in told.items()), flush=True)


if __name__ == "__main__":
    sys.exit(main())
