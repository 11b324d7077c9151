"""`pilotage verify`: is the record as it was written? Exit code 1 when a row is not."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict

from bot import database
from bot.settings import Settings
from store import Broken, Verdict, Verified

SHOWN = 20  # broken rows printed; --json has all of them


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which workspace, what was noted elsewhere, and in which notation."""
    parser.add_argument("--workspace", metavar="T...", help="only this one; all of them when left out")
    parser.add_argument(
        "--noted",
        metavar="HASH",
        default="",
        help="a hash that verify printed once: is it still in the chain?",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def main(options: argparse.Namespace) -> int:
    """Recompute every chain, compare everything else with it, and name the first broken row."""
    with database.opened(Settings.read().database_url) as store:
        one = database.one_workspace(store, options.workspace) if options.workspace else None
        if sys.stderr.isatty():
            print("checking every row ...", file=sys.stderr, flush=True)
        verdict = store.verify(one, options.noted)
    lost = bool(options.noted) and not any(one.noted for one in verdict.workspaces)
    if options.json:
        print(json.dumps(asdict(verdict) | {"well": verdict.well and not lost}, indent=2))
    else:
        _print(verdict, lost)
    return int(lost or not verdict.well)


def _print(verdict: Verdict, lost: bool) -> None:
    for one in verdict.workspaces:
        print(_line(one))
        _print_broken(one.broken)
    if verdict.strays:
        print("rows without a workspace")
        _print_broken(verdict.strays)
    if lost:
        print("The hash you noted is not in the audit: rows were taken away, or written anew.")
    if not verdict.workspaces:
        print("There is no workspace yet.")


def _line(one: Verified) -> str:
    counts = ", ".join(f"{count} {table.replace('_', ' ')}" for table, count in one.rows.items() if count)
    notes = f"; {one.erased} erased texts cannot be checked" if one.erased else ""
    notes += f"; {one.unbound} texts were sealed before texts were bound" if one.unbound else ""
    state = "as it was written" if not one.broken else f"BROKEN in {len(one.broken)} places"
    return f"{one.workspace}: {state} ({counts or 'nothing'}{notes})\n  newest hash {one.head}"


def _print_broken(broken: Sequence[Broken]) -> None:
    for number, row in enumerate(broken[:SHOWN]):
        line = f"  {'first: ' if number == 0 else ''}{row.table}, {row.row}: {row.what}"
        print(line.encode("utf-8", "backslashreplace").decode())
    if len(broken) > SHOWN:
        print(f"  and {len(broken) - SHOWN} more")
