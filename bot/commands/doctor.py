"""`pilotage doctor`: is everything there that `pilotage run` needs?"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict

from bot.doctor import examine
from bot.findings import Finding
from bot.settings import Settings, Unusable


def arguments(parser: argparse.ArgumentParser) -> None:
    """In which notation."""
    parser.add_argument("--json", action="store_true", help="print a JSON list instead of lines")


def main(options: argparse.Namespace) -> int:
    """Print what was found; exit code 1 when something has to be mended."""
    found = []
    for finding in _findings():
        found.append(finding)
        if not options.json:
            print(_line(finding), flush=True)
    if options.json:
        print(json.dumps([asdict(finding) | {"well": not finding.fix} for finding in found], indent=2))
    return int(any(finding.fix for finding in found))


def _findings() -> Iterator[Finding]:
    try:
        yield from examine(Settings.read())
    except Unusable as unusable:
        yield from (Finding(*wrong) for wrong in unusable.wrong)


def _line(finding: Finding) -> str:
    if finding.fix:
        return f"mend  {finding.name} {finding.words}\n      -> {finding.fix}"
    return f"ok    {finding.name} {finding.words}"
