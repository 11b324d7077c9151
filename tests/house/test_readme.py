"""Every command in README.md is run: rehearsed by make, on the command line, typed into a stand-in Slack."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.house import House
from sandbox import seed
from sandbox.installing import settings_for
from sandbox.server import APP_TOKEN, BOT_TOKEN, SandboxThread
from tests.house import tree

SEVERAL = re.compile(r"^## Install it for several workspaces\n.*?(?=^## )", re.MULTILINE | re.DOTALL)
README = SEVERAL.sub("", (tree.ROOT / "README.md").read_text("utf-8"))  # that part: test_readme_several.py
PROGRAMS = Path(sys.executable).parent
FENCED = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"^    (.+)$", re.MULTILINE)
INLINE = re.compile(r"`((?:make|pilotage|/[a-z]+)(?: [^`]+)?)`")
NAMED = ("import", "parse", "replay", "signal", "verify")
ASKS_FOR_MORE = tuple(f"pilotage {name}" for name in NAMED)  # without what they read: they explain it


def commands(text):
    """What a reader could type: the lines of blocks without their remarks, and commands within sentences."""
    fenced = [line for block in FENCED.findall(text) for line in block.splitlines()]
    rest = FENCED.sub("", text)
    typed = [line.partition("   # ")[0].strip() for line in (*fenced, *INDENTED.findall(rest))]
    return sorted({*filter(None, typed), *INLINE.findall(INDENTED.sub("", rest))})


COMMANDS = commands(README)
MADE = [one for one in COMMANDS if one.split()[0] == "make"]
SLASHED = [one for one in COMMANDS if one.startswith("/")]
LASTING = [one for one in COMMANDS if one.startswith("pilotage run")]
ENDING = [one for one in COMMANDS if "pilotage" in one.split() and one not in LASTING]


@pytest.fixture(scope="module")
def slack():
    with SandboxThread(seed=seed.company, manifest=tree.ROOT / "manifest.yml") as thread:
        yield thread


@pytest.fixture
def terminal(slack, tmp_path):
    """How to start a command: in an empty folder, with `pilotage` on the PATH and the stand-in's tokens."""
    told = {
        "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}",
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_API_URL": slack.url,
        "DATABASE_URL": f"sqlite:///{tmp_path}/pilotage.db",
    }

    def start(command):
        pipe = subprocess.PIPE
        return subprocess.Popen(
            ["sh", "-c", f"exec {command}" if "|" not in command else command],
            cwd=tmp_path, env=told, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe, text=True,
        )  # fmt: skip

    return start


@pytest.fixture(scope="module")
def nordwind(slack, tmp_path_factory):
    with House(settings_for(slack, tmp_path_factory.mktemp("nordwind"))):
        slack.wait_for(lambda: slack.sandbox.connected)
        yield slack


@pytest.fixture
def irene(nordwind):
    """An admin who sees nothing yet that only she could see."""
    return nordwind.person("irene").reloads()


def test_each_command_is_one_that_is_run_here():
    assert not {*COMMANDS} - {*MADE, *SLASHED, *LASTING, *ENDING}
    assert min(map(len, (MADE, SLASHED, LASTING, ENDING))) > 0


def test_commands_are_found_in_blocks_and_in_sentences():
    blocks = "    pilotage run    # starts\n\n```sh\nmake test\nls\n```\n"
    text = f"Say `make demo` or `/pilot new`, not `.env`.\n\n{blocks}"
    assert commands(text) == ["/pilot new", "ls", "make demo", "make test", "pilotage run"]


@pytest.mark.parametrize("command", MADE)
def test_make_knows_the_target_and_what_it_would_do(command):
    rehearsal = [*command.split(), "--dry-run"]
    run = subprocess.run(rehearsal, cwd=tree.ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip()


@pytest.mark.parametrize("command", ENDING)
def test_the_command_line_does_what_is_typed(command, terminal):
    if command == "pilotage doctor":
        terminal("pilotage migrate").communicate(timeout=60)
    run = terminal(f"{command} --help" if command in ASKS_FOR_MORE else command)
    shown, errors = run.communicate(timeout=60)
    assert run.returncode == 0, f"{shown}\n{errors}"
    assert shown.strip()
    assert not errors


@pytest.mark.parametrize("command", LASTING)
def test_the_bot_starts_and_ends_as_it_is_told(command, terminal):
    run = terminal(command)
    try:
        assert run.stdout.readline().startswith("Pilotage is in ")
        run.send_signal(signal.SIGTERM)
        run.communicate(timeout=30)
        assert run.returncode == 0
    finally:
        run.kill()


NOTHING_YET = "There is no use case to choose from yet."
CHOOSING = (
    *("blocker", "contract", "controls", "effort", "evidence", "gate", "incident", "kit", "readings"),
    *("rehearse", "rollback", "show"),
)
SHOWS = {f"/pilot {word}": NOTHING_YET for word in (*CHOOSING, "why")} | {
    "/pilot calendar": "Your dates in your own calendar",
    "/pilot tokens": "There is none yet",
    "/pilot audit": "Say which use case",
    "/pilot digest": "AI pilots",
    "/pilot export": "There is no use case here that you take part in",
    "/pilot replicate": "Which use case is repeated? Name it, like /pilot replicate UC-7",
    "/invite @Pilotage": "has joined the channel",
    "/pilot handover": "Name it first, like /pilot handover UC-7 @anna",
    "/pilot help": "/pilot new [sentence]",
    "/pilot list": "Use cases",
    "/pilot test": "Which one? Name it, like /pilot test UC-7",
    "/pilot live": "Name it, like /pilot live UC-7",
    "/pilot log": "There is no use case you log readings for",
    "/pilot new": "The use case in one sentence",
    "/pilot redesign": "Name it, like /pilot redesign UC-7",
    "/pilot resume": "Name it, like /pilot resume UC-7",
    "/pilot settings": "Leadership channel",
    "/pilot stop": "Name it, like /pilot stop UC-7",
    "/pilot when": "Each week's number is asked of you",
}


@pytest.mark.parametrize("command", SLASHED)
def test_what_is_typed_into_slack_is_answered(command, irene):
    channel = "#general" if command.startswith("/invite") else "#ai-pilots"
    irene.types(command, in_=channel).sees(SHOWS[command])


def test_the_two_judgements_are_those_the_readme_tells():
    answers = []
    for command in ENDING:
        if command not in ASKS_FOR_MORE and ("parse" in command or "signal -" in command.replace("--", "")):
            path = f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"
            run = subprocess.run(
                ["sh", "-c", command], env={"PATH": path}, capture_output=True, text=True, check=True
            )
            answers.append(json.loads(run.stdout))
    assert [answer.get("status") or answer["verdict"] for answer in answers] == ["unclear", "complete"]
