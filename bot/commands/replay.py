"""`pilotage replay UC-7 pilot-gate`: a sealed decision, judged again on the facts it was decided on."""

import argparse
import json
from typing import Any

from bot import database
from bot.settings import Settings
from bot.trouble import Trouble
from playbook.refusals import NoSuchUseCase
from playbook.replaying import Replayed
from store import Look, replayed

GATES = ("entry", "pilot", "limited_production", "scale")
WORDS = {"equal": "the same bytes again", "differs": "not the same", "unreadable": "cannot be judged again"}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which decision: the use case and its gate, in which workspace."""
    parser.add_argument("use_case", metavar="UC-7")
    parser.add_argument("gate", type=_gate, metavar="GATE", help="entry, pilot, limited-production or scale")
    parser.add_argument("--workspace", metavar="T...", help="may be left out where there is only one")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")


def main(options: argparse.Namespace) -> int:
    """Judge it again: exit code 0 for the same bytes, 1 for anything else."""
    with (
        database.opened(Settings.read().database_url) as store,
        store.read(database.one_workspace(store, options.workspace)) as look,
    ):
        decided, broken = _decided(look, options.use_case, options.gate)
    judged = [(one, replayed(one)) for one in decided]
    for one, again in judged:
        print(json.dumps(_as_json(one, again, broken)) if options.json else _words(one, again, options.gate))
    if broken and not options.json:
        print(f"The chain is broken at decision {broken}: run `pilotage verify`.")
    return int(broken is not None or any(again.replay != "equal" for _, again in judged))


def _gate(typed: str) -> str:
    """The gate of that name: pilot, pilot-gate, "Limited Production gate"."""
    name = typed.strip().lower().replace(" ", "_").replace("-", "_")
    name = name.removesuffix("_gate").removesuffix("_check")
    if name not in GATES:
        raise argparse.ArgumentTypeError(f"name one of {', '.join(one.replace('_', '-') for one in GATES)}")
    return name


def _decided(look: Look, ref: str, gate: str) -> tuple[list[dict[str, Any]], int | None]:
    try:
        use_case = look.use_case(ref)
    except NoSuchUseCase:
        raise Trouble(f"There is no use case {ref} in this workspace.") from None
    sealed = [one for one in look.sealed(use_case.number) if one["sealed"]["gate"] == gate]
    if not sealed:
        raise Trouble(f"{use_case.key} has no sealed decision of this gate yet.")
    return sealed, look.first_false_decision(use_case.number)


def _as_json(one: dict[str, Any], again: Replayed, broken: int | None) -> dict[str, Any]:
    told = {name: one["sealed"][name] for name in ("use_case", "number", "gate", "attempt", "choice", "at")}
    return told | {"hash": one["hash"], "chain": "broken" if broken else "whole"} | again.model_dump()


def _words(one: dict[str, Any], again: Replayed, gate: str) -> str:
    told = one["sealed"]
    rules = f"rules {again.sealed_rules}" + (
        f", judged by the newer rules {again.rules}" if again.newer else ""
    )
    head = (
        f"UC-{told['use_case']}, {gate.replace('_', ' ')}, attempt {told['attempt']}: {told['choice']} "
        f"on {told['at']} ({rules}): {WORDS[again.replay]}"
    )
    return "\n".join([head, *(f"  {line}" for line in again.differences)])
