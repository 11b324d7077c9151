"""`pilotage tick`: one beat of the heart at a given moment, or only what it would do."""

import argparse
import json
from collections.abc import Sequence
from datetime import datetime

import blocks
from bot import database, installing
from bot.clock import system_clock
from bot.house import CADENCES
from bot.settings import Settings
from bot.trouble import Trouble
from playbook.letters import Owed
from schedules import planner
from schedules.heart import Heart
from schedules.postman import Postman
from store import Store


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which moment, and whether anything is sent."""
    parser.add_argument("--at", metavar="ISO-TIME", help="the moment, with its zone; now when left out")
    parser.add_argument("--dry-run", action="store_true", help="print what is due; write and send nothing")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")


def main(options: argparse.Namespace) -> int:
    """Print what is due by then; unless it is a dry run, write it down and send it."""
    at, settings = _moment(options.at), Settings.read()
    with database.opened(settings.database_url) as store:
        due = planner.outlook(store, at)
        _print(due, as_json=options.json)
        if not options.dry_run:
            _beat(store, settings, at)
    return 0


def _moment(typed: str | None) -> datetime:
    if typed is None:
        return system_clock()
    try:
        at = datetime.fromisoformat(typed)
    except ValueError:
        raise Trouble(f"“{typed}” is no moment. Write it like 2026-05-11T10:00+02:00.") from None
    if at.tzinfo is None:
        raise Trouble(f"“{typed}” does not say its zone. Write it like 2026-05-11T10:00+02:00.")
    return at


def _print(due: Sequence[tuple[str, Owed]], *, as_json: bool) -> None:
    for workspace, one in due:
        said = {"at": one.goes_at.isoformat(), "workspace": workspace, "letter": one.name, "to": one.to}
        print(json.dumps(said) if as_json else "  ".join(said.values()))
    if not due and not as_json:
        print("Nothing is due by then.")


def _beat(store: Store, settings: Settings, at: datetime) -> None:
    try:
        install = installing.installed(settings, store)
    except Trouble as missing:
        raise Trouble(f"{missing} Add --dry-run to only look.") from None
    install.greet()
    postman = Postman(store, install.client_for, blocks.draw, blocks.draw_plain)
    Heart(store, postman, lambda: at, CADENCES).beat(at)
