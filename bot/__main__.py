"""The command line: `pilotage`, also `python -m bot`. Each command is loaded only when it is named."""

import argparse
import gc
import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

from bot.trouble import Trouble

COMMANDS = {
    "run": "listen to Slack: Socket Mode, or signed HTTP with --http",
    "doctor": "check tokens, scopes, channels, database and clock; say how to mend each",
    "tick": "one beat at a given moment: what is due then; --dry-run only prints it",
    "import": "bring in a portfolio from CSV: use cases and readings; --dry-run shows what each row comes to",
    "migrate": "bring the database to this version",
    "backup": "one moment of the database as a file, while the bot runs",
    "restore": "a backup into an empty database; --replace for one that is not",
    "move": "everything into another database: from SQLite to PostgreSQL",
    "verify": "is the record as it was written? names the first row that is not",
    "replay": "judge a sealed decision again on the facts it was decided on",
    "kit": "write the implementation kit of a use case as files, or import one",
    "export": "write the record into a folder: CSV, JSON Lines, dossiers, audit packs, contracts",
    "forget": "a pseudonym in the place of a person, everywhere",
    "parse": "compile a sentence into the parts of a value contract, as JSON",
    "signal": "judge weekly readings against a contract, as JSON",
    "rotate-keys": "seal the tokens of all workspaces anew with the first key; --new prints a key",
    "manifest": "print the manifest to create the Slack app with",
}
DEMO = "The demo is a program of its own: `pilotage-demo`, in the source `make demo`."
RENEW = "The code is newer than its packages: `make check` renews .venv; elsewhere install the wheel again."


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the answer is the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["demo"]:
        print(DEMO, file=sys.stderr)
        return 2
    if not words or words[0] not in COMMANDS:
        return _explain(words)
    try:
        return _run(words[0], words[1:])
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
    except ModuleNotFoundError as missing:
        print(f"The package {missing.name} is not installed. {RENEW}", file=sys.stderr)
    return 2


def _run(name: str, words: Sequence[str]) -> int:
    command = _loaded(name)
    parser = argparse.ArgumentParser(prog=f"pilotage {name}", description=COMMANDS[name])
    command.arguments(parser)
    return int(command.main(parser.parse_args(words)))


def _loaded(word: str) -> ModuleType:
    """A command with all it needs. Modules stay: looking for garbage among them would take a third of it."""
    gc.disable()
    try:
        return import_module(f"bot.commands.{word.replace('-', '_')}")
    finally:
        gc.freeze()
        gc.enable()


def _explain(words: list[str]) -> int:
    table = "\n".join(f"  {name:<12}{what}" for name, what in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="pilotage",
        description="Pilotage takes AI pilots from idea to production.",
        epilog=f"commands:\n{table}\n\npilotage COMMAND --help tells more.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"pilotage {_version()}")
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND", help="one of the commands below")
    parser.parse_args(words or ["--help"])
    return 2


def _version() -> str:
    """The one in pyproject.toml, which whatever installed it has written down."""
    from importlib import metadata  # half of what a short command would take

    try:
        return metadata.version("pilotage")
    except metadata.PackageNotFoundError:
        return "(not installed: run from its source)"


if __name__ == "__main__":
    sys.exit(main())
