"""Imports only go down, and each room keeps to its work. Every rule is broken on purpose once."""

import shutil
import subprocess
import sys
import tomllib

import pytest
from importlinter import api
from importlinter.application import use_cases

import handlers
from tests.house.tree import PACKAGES, ROOT

CONFIG = ROOT / "pyproject.toml"
LINTER = tomllib.loads(CONFIG.read_text())["tool"]["importlinter"]
CONTRACTS = {contract["id"]: contract["name"] for contract in LINTER["contracts"]}

BREACHES = {
    "floors": ("playbook/breach.py", "import store"),
    "pure-playbook": ("playbook/breach.py", "import uuid"),
    "blocks-draw": ("blocks/breach.py", "import slack_sdk"),
    "store-without-slack": ("store/breach.py", "import slack_sdk"),
    "only-store-speaks-sql": ("handlers/breach.py", "import sqlalchemy"),
    "rows-stay-home": ("schedules/breach.py", "import store.tables"),
    "conversations-apart": ("handlers/home.py", "import handlers.registration"),
    "postman-speaks": ("schedules/breach.py", "import slack_sdk"),
    "heart-beats": ("bot/breach.py", "import apscheduler"),
    "libraries-in-their-rooms": ("schedules/breach.py", "import yaml"),
    "sandbox-apart": ("sandbox/breach.py", "import blocks"),
}
SLIPS = {
    "datetime.datetime.now": "import datetime\nNOW = datetime.datetime.now(datetime.UTC)\n",
    "datetime.datetime.utcnow": "from datetime import datetime\nNOW = datetime.utcnow()\n",
    "datetime.datetime.today": "from datetime import datetime\nNOW = datetime.today()\n",
    "datetime.date.today": "from datetime import date\nTODAY = date.today()\n",
    "time.time": "from time import time\nNOW = time()\n",
    "time.time_ns": "import time\nNOW = time.time_ns()\n",
    "pickle": "import pickle\nSHELF = pickle\n",
    "shelve": "import shelve\nSHELF = shelve\n",
    "marshal": "import marshal\nSHELF = marshal\n",
}


def test_every_contract_of_the_house_is_kept():
    api.read_configuration(str(CONFIG))
    assert use_cases.lint_imports(str(CONFIG), cache_dir=None, is_debug_mode=True)


def test_every_conversation_is_under_the_contract_that_keeps_them_apart():
    spoken = {conversation.__name__ for conversation in handlers.CONVERSATIONS} | {"handlers.pilot_command"}
    assert set(LINTER["contracts"][list(CONTRACTS).index("conversations-apart")]["modules"]) == spoken


def test_every_contract_has_been_broken_on_purpose():
    assert set(BREACHES) == set(CONTRACTS)


@pytest.fixture(scope="module")
def broken_house(tmp_path_factory):
    """A copy of the house with one breach planted for each rule."""
    copy = tmp_path_factory.mktemp("house")
    shutil.copy(CONFIG, copy)
    for package in PACKAGES:
        shutil.copytree(ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__"))
    for place, line in BREACHES.values():
        with (copy / place).open("a") as breach:
            breach.write(f"{line}\n")
    for number, slip in enumerate(SLIPS.values()):
        (copy / "playbook" / f"slip_{number}.py").write_text(slip)
    return copy


@pytest.fixture(scope="module")
def verdicts(broken_house):
    """What import-linter says of the broken house, contract by contract."""
    linter = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
    ]
    run = subprocess.run(
        [*linter, "--no-cache"], cwd=broken_house, capture_output=True, text=True, check=False
    )
    assert "Contracts:" in run.stdout, run.stdout + run.stderr
    return run.stdout


@pytest.mark.parametrize("contract", BREACHES)
def test_a_breach_of_the_floors_is_seen(verdicts, contract):
    assert f"{CONTRACTS[contract]} BROKEN" in " ".join(verdicts.split())


@pytest.fixture(scope="module")
def complaints(broken_house):
    """What ruff says of the broken house."""
    ruff = [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format=concise", "playbook"]
    return subprocess.run(ruff, cwd=broken_house, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize("number,banned", list(enumerate(SLIPS)))
def test_asking_the_time_and_pickling_are_seen(complaints, number, banned):
    seen = [line for line in complaints.splitlines() if f"slip_{number}.py" in line]
    assert any(f"TID251 `{banned}` is banned" in line for line in seen), seen


def test_nobody_asks_the_time_or_pickles():
    ruff = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--no-cache",
        "--output-format=concise",
        "--select=TID251",
        ".",
    ]
    run = subprocess.run(ruff, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


def test_every_ban_has_been_broken_on_purpose():
    lint = tomllib.loads(CONFIG.read_text())["tool"]["ruff"]["lint"]
    assert set(SLIPS) == set(lint["flake8-tidy-imports"]["banned-api"])
