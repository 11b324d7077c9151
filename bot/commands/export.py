"""`pilotage export`: the record as files in a folder. That a copy was made is written into the audit."""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

from blocks import files
from bot import database, progress
from bot.clock import system_clock
from bot.settings import Settings
from bot.trouble import Trouble
from playbook.facts import UseCase
from playbook.refusals import NoSuchUseCase
from store import Store, Work, keeping


def arguments(parser: argparse.ArgumentParser) -> None:
    """Of which workspace, which use case, and where to."""
    parser.add_argument("--workspace", metavar="T...", help="may be left out where there is only one")
    parser.add_argument("--use-case", metavar="UC-7", help="only this one; all of them when left out")
    parser.add_argument("--out", metavar="DIR", type=Path, required=True, help="a folder; made when missing")


def main(options: argparse.Namespace) -> int:
    """Write the files, and say how many."""
    with database.opened(Settings.read().database_url) as store:
        made = _files(store, database.one_workspace(store, options.workspace), options.use_case)
    _write(options.out, made)
    print(f"{len(made)} files in {options.out}")
    return 0


def _files(store: Store, workspace: str, ref: str | None) -> Mapping[str, bytes]:
    now = system_clock()
    with store.work(workspace, now, via="export") as work:
        use_cases = _meant(work, ref)
        recorded = [keeping.recorded(work, one) for one in use_cases]
        around = work.around_people((), now)
        keeping.exported(work, use_cases[0].key if ref else "all use cases")
    return files.of_use_case(recorded[0], around) if ref else files.of_portfolio(recorded, around)


def _meant(work: Work, ref: str | None) -> Sequence[UseCase]:
    if ref is None:
        return [work.use_case(one.number) for one in work.listed()]
    try:
        return [work.use_case(ref)]
    except NoSuchUseCase:
        raise Trouble(f"There is no use case {ref} in this workspace.") from None


def _write(folder: Path, made: Mapping[str, bytes]) -> None:
    try:
        for name, held in progress.shown(tuple(made.items()), "export"):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(held)
    except OSError as error:
        raise Trouble(f"{error.filename}: {error.strerror}. Name a folder that can be written.") from None
