"""`pilotage kit UC-7`: the implementation kit as folder and zip; `--import` makes one a use case."""

import argparse
from pathlib import Path

from bot import database
from bot.clock import system_clock
from bot.settings import Settings
from bot.trouble import Trouble
from playbook import cards, kit, kit_files
from playbook.known import Known
from playbook.packed import Kit
from playbook.policy import can
from playbook.refusals import AlreadyDone, NoSuchUseCase, Refusal
from store import Store


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which use case and where to, or which zip and who answers for it."""
    parser.add_argument("use_case", nargs="?", metavar="UC-7")
    parser.add_argument("--workspace", metavar="T...", help="may be left out where there is only one")
    parser.add_argument("--out", metavar="DIR", type=Path, default=Path(), help="here when left out")
    parser.add_argument("--import", dest="zip", metavar="FILE.zip", type=Path, help="bring a kit in")
    parser.add_argument("--by", metavar="U...", help="with --import: who registers it")


def main(options: argparse.Namespace) -> int:
    """Write the kit of a use case, or register a use case from one."""
    if bool(options.use_case) == bool(options.zip):
        raise Trouble("Which one? pilotage kit UC-7 --out DIR, or pilotage kit --import FILE.zip --by U...")
    with database.opened(Settings.read().database_url) as store:
        workspace = database.one_workspace(store, options.workspace)
        try:
            return _take(store, workspace, options) if options.zip else _write(store, workspace, options)
        except Refusal as no:
            raise Trouble(no.words) from None


def _write(store: Store, workspace: str, options: argparse.Namespace) -> int:
    with store.read(workspace) as look:
        try:
            pilot = look.pilot(options.use_case)
        except NoSuchUseCase:
            raise Trouble(f"There is no use case {options.use_case} in {workspace}.") from None
    made, name = kit.of(pilot), f"{pilot.use_case.key}-kit"
    try:
        for path, content in kit_files.files(made).items():
            target = options.out / name / Path(path).name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        (options.out / f"{name}.zip").write_bytes(kit_files.packed(made))
    except OSError as error:
        raise Trouble(f"The kit cannot be written: {error}.") from None
    lacks = f"a draft; still missing: {', '.join(made.gaps)}" if made.gaps else made.state
    print(f"{options.out / name}.zip: {lacks}")
    return 0


def _take(store: Store, workspace: str, options: argparse.Namespace) -> int:
    if not options.by:
        raise Trouble("Who registers it? Add --by U..., the Slack id of somebody in that workspace.")
    made = _read(options.zip)
    now = system_clock()
    with store.work(workspace, now, by=options.by, via="kit") as work:
        actor = work.person(options.by)
        if actor is None or not can(actor, "register", None, work.settings()):
            raise Trouble(f"{options.by} is nobody the bot knows in {workspace}, or may not register there.")
        use_case = kit.unpacked(made, Known(actor=actor, now=now, settings=work.settings()))
        try:
            saved = work.add_use_case(use_case, nonce=f"kit:{kit_files.digest(made)}")
        except AlreadyDone as done:
            raise Trouble(f"This kit was imported before. {done}") from None
        work.post(*cards.letters(None, saved, work.settings()))
    lacks = f", still without {', '.join(made.gaps)}" if made.gaps else ""
    print(f"{saved.key} in {workspace}: “{saved.title}”, made of {made.made_of} ({made.state}{lacks})")
    return 0


def _read(path: Path) -> Kit:
    try:
        return kit_files.read(path.read_bytes())
    except OSError as error:
        raise Trouble(f"{path} cannot be read: {error}.") from None
