"""docs/reference.md from the tables in the code: `make reference` writes it; a test says if it is behind."""

import argparse
import ast
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import blocks
import handlers
from bot import settings
from bot.__main__ import COMMANDS
from playbook.facts import Settings

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference.md"
FLOORS = ("playbook", "handlers", "bot", "store", "blocks")
HEAD = """# Reference

Everything there is, from the tables in the code: `make reference` writes this page, a test fails when it is
behind. What a figure of `/metrics` means stands in [operations.md](operations.md); every rule of the business
in [operating-model.md](operating-model.md).
"""
# What a workspace decides, in words; where it is decided: /pilot settings.
DECIDED = {
    "leadership_channel": "where the monthly review is posted",
    "gatekeepers": "who votes at gates and answers for governance",
    "gatekeeper_group": "a user group whose members are gatekeepers too",
    "gatekeepers_named": "the gatekeepers named one by one, beside a group",
    "country": "whose public holidays are days off",
    "programme_lead": "who hears of what could not be delivered, and answers for the settings",
    "zone": "in which days begin and end",
    "undecided_cap": "how many undecided pilots a sponsor may have; 0: no cap",
    "offsets": "the days of the four milestones, for use cases registered from now on",
    "attempts": "how often a pilot may be tried",
    "reminders": "how much is asked and reminded, where a person chose nothing else",
    "asked_at": "when people are asked who chose no hour of their own",
    "quorum": "how many gatekeepers have to agree beside the sponsor",
    "digest_day": "on which working day of the month the review is held",
    "digest_at": "at what time",
    "authors_named": "for how many days a reading's author is named; 0: as long as it is kept",
    "kept_days": "how many days everything is kept after the app was taken out",
    "answered_at": "when the four questions were answered first; not asked",
    "version": "how often they were answered; not asked",
}


def page() -> str:
    """The whole page."""
    parts = (_slash(), _cli(), _environment(), _decided(), _notices(), _refusals())
    return "\n".join([HEAD, *("\n".join(part) for part in parts)])


def _slash() -> Iterator[str]:
    yield "## What is typed in Slack\n\n| command | does |\n|---|---|"
    for command in handlers.PILOT.values():
        yield f"| `/pilot {_cell(command.usage)}` | {_cell(command.words)} |"
    yield "| `/pilot help [word]` | how it is typed; alone, all of this |\n"


def _cli() -> Iterator[str]:
    yield "## The command line\n\n| command | does | options |\n|---|---|---|"
    for name, does in COMMANDS.items():
        parser = argparse.ArgumentParser(prog=name, add_help=False)
        import_module(f"bot.commands.{name.replace('-', '_')}").arguments(parser)
        told = "; ".join(_option(one) for one in parser._actions)
        yield f"| `pilotage {name}` | {_cell(does)} | {_cell(told)} |"
    yield ""


def _option(action: argparse.Action) -> str:
    names = ", ".join(action.option_strings) or str(action.metavar or action.dest)
    return f"`{names}` {action.help or ''}".strip()


def _environment() -> Iterator[str]:
    yield "## The environment\n\nRead once at the start, from the environment or `.env`.\n"
    yield "| variable | default | when it is wrong |\n|---|---|---|"
    for name, field in settings.Settings.model_fields.items():
        default = "" if field.default_factory or field.default is None else f"`{field.default}`"
        yield f"| `{name.upper()}` | {_cell(default)} | {_cell(settings.WHAT_TO_DO.get(name.upper(), ''))} |"
    yield ""


def _decided() -> Iterator[str]:
    yield "## What a workspace decides\n\nAnswered with `/pilot settings`.\n"
    yield "| setting | default | decides |\n|---|---|---|"
    for name, field in Settings.model_fields.items():
        yield f"| {name} | {_cell(_plainly(field.get_default()))} | {DECIDED[name]} |"
    yield ""


def _plainly(default: Any) -> str:
    if default is None or default == ():
        return "none"
    return ", ".join(map(str, default)) if isinstance(default, tuple) else str(default)


def _notices() -> Iterator[str]:
    yield "## What it says unasked\n\n| notice | says |\n|---|---|"
    for notice in blocks.DRAWINGS:
        yield f"| {notice.model_fields['kind'].default} | {_cell((notice.__doc__ or '').strip())} |"
    yield ""


def _refusals() -> Iterator[str]:
    yield "## What it refuses\n"
    yield "In the words people read; … stands for the number, the name or the day in question.\n"
    paths = [path for floor in FLOORS for path in sorted((ROOT / floor).rglob("*.py"))]
    trees = {path.relative_to(ROOT): ast.parse(path.read_text("utf-8")) for path in paths}
    kinds = _kinds(trees.values())
    for name, tree in trees.items():
        if said := list(dict.fromkeys(_refused(tree, kinds))):
            rule = (ast.get_docstring(tree) or "").split("\n")[0].partition(":")[0]
            yield f"**[{name}](../{name})**: {rule}\n"
            yield from (f"- {one}" for one in said)
            yield ""


def _kinds(trees: Iterable[ast.Module]) -> set[str]:
    """The names of `Refusal` and of every class below it."""
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    kinds, before = {"Refusal"}, 0
    while len(kinds) > before:
        before = len(kinds)
        kinds |= {one.name for one in classes for base in one.bases if getattr(base, "id", "") in kinds}
    return kinds


def _refused(tree: ast.Module, kinds: set[str]) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef(name=name) if name in kinds and (text := ast.get_docstring(node)):
                yield " ".join(text.split())
            case ast.Call(func=ast.Name(id=name), args=[words, *_]) if name in kinds:
                if len((text := _text(words)).strip("… ")) > 1:
                    yield text


def _text(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return " ".join(text.split())
        case ast.JoinedStr(values=parts):
            told = (part.value if isinstance(part, ast.Constant) else "…" for part in parts)
            return " ".join("".join(map(str, told)).split())
        case ast.BinOp(left=left, right=right):
            return f"{_text(left)} {_text(right)}"
    return ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    sys.stdout.write(f"{PAGE.relative_to(ROOT)} is as the code has it\n")
