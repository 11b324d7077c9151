"""`pilotage import`: a portfolio from CSV tables; each row is decided first, and nothing taken by halves."""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from bot import database, installing, progress
from bot.clock import system_clock
from bot.settings import Settings
from bot.trouble import Trouble
from handlers.directory import directory
from playbook import calendar, portfolio, sheets
from playbook.importing import Here, Import, plan
from playbook.known import Known
from playbook.outcomes import Outcome
from playbook.portfolio import Directory
from playbook.refusals import Refusal
from playbook.sheets import Sheet
from store import Look, Store, importing

SHOWN = 200  # rows told one by one on a terminal; --json tells them all


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which files, for whom, and whether anything is written."""
    parser.add_argument("files", nargs="*", metavar="FILE.csv", help="use cases, and readings of them")
    parser.add_argument("--template", action="store_true", help="print an empty table with one example row")
    parser.add_argument("--by", metavar="U…", help="the admin who answers for it")
    parser.add_argument("--workspace", metavar="T...", help="may be left out where there is only one")
    parser.add_argument("--dry-run", action="store_true", help="say what each row comes to; write nothing")
    parser.add_argument("--json", action="store_true", help="print one JSON object a row")


def main(options: argparse.Namespace) -> int:
    """Say what each row comes to; unless one is refused or it is a dry run, write all of it."""
    if options.template:
        sys.stdout.write(sheets.write(*portfolio.template()))
        return 0
    if not options.files or not options.by:
        raise Trouble("Which files, and who answers for it? pilotage import FILE.csv … --by U0123ABC")
    tables = [_read(Path(name)) for name in options.files]
    settings = Settings.read()
    with database.opened(settings.database_url) as store:
        return _import(store, settings, tables, options)


def _read(path: Path) -> Sheet:
    try:
        return sheets.read(path.read_text("utf-8-sig"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise Trouble(f"{path.name} cannot be read: {error}. It has to be CSV in UTF-8.") from None
    except Refusal as no:
        raise Trouble(no.words) from None


def _import(store: Store, settings: Settings, tables: Sequence[Sheet], options: argparse.Namespace) -> int:
    now = system_clock()
    workspace, people = _asked(store, settings, options, now)
    keys: tuple[str, ...] = ()
    if options.dry_run:
        with store.read(workspace) as look:
            found = _planned(look, tables, people, options.by, now)
    else:
        with store.work(workspace, now, by=options.by, via="import") as work:
            found = _planned(work, tables, people, options.by, now)
            if not found.refused:
                keys = importing.take(work, found, people.people, now, partial(progress.shown, what="import"))
    _tell(found, options, keys)
    return 1 if found.refused else 0


def _asked(
    store: Store, settings: Settings, options: argparse.Namespace, now: datetime
) -> tuple[str, Directory]:
    install = installing.installed(settings, store)
    install.greet()
    workspace = database.the_one(install.workspaces(), options.workspace)
    slack = install.client_for(workspace)
    if slack is None:
        raise Trouble(f"The token of {workspace} cannot be used. `pilotage doctor` says why.")
    return workspace, directory(slack, workspace, options.by, now.date())


def _planned(look: Look, tables: Sequence[Sheet], people: Directory, by: str, now: datetime) -> Import:
    held = look.settings()
    today = people.model_copy(update={"today": calendar.local_day(now, held.zone)})
    actor = people.people.get(by)
    if actor is None:
        raise Trouble(f"{by} is nobody in this workspace. --by takes the id of an admin, like U0123ABC.")
    known = Known(actor=actor, now=now, settings=held, people=people.people, listed=look.listed())
    here: Here = importing.here(look, tables, today)
    try:
        return plan(tables, here, known)
    except Refusal as no:
        raise Trouble(no.words) from None


def _tell(found: Import, options: argparse.Namespace, keys: Sequence[str]) -> None:
    if options.json:
        for one in found.outcomes:
            print(json.dumps(one._asdict()))
        return
    for note in found.notes:
        print(note)
    told = [one for one in found.outcomes if one.what != "same"]
    for line in _lines(told[:SHOWN]):
        print(line)
    if len(told) > SHOWN:
        print(f"… and {len(told) - SHOWN:,} more rows; --json tells them all.")
    print(summary(found, written=not options.dry_run))
    if keys:
        print(f"New here: {keys[0]}" + (f" to {keys[-1]}" if len(keys) > 1 else ""))


def _lines(outcomes: Iterable[Outcome]) -> Iterable[str]:
    for one in outcomes:
        said = [f"{change.column}: {change.before or '-'} → {change.after or '-'}" for change in one.changes]
        flat = ["; ".join(text.split("\n")) for text in (*said, *one.problems)]
        yield "  ".join((f"{one.sheet}:{one.line}", f"{one.what:<7}", one.name, *flat))


def summary(found: Import, *, written: bool) -> str:
    """How many rows come to what, and whether anything was written."""
    counts = ", ".join(f"{found.count(what):,} {what}" for what in ("new", "changed", "same", "refused"))
    if found.refused:
        return f"{counts}. Nothing was written: mend the refused rows, then import it again."
    return f"{counts}. {'Imported.' if written else 'Nothing was written: this was a dry run.'}"
