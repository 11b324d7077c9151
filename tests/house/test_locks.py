"""What we depend on is pinned, checked against its hashes, and asked after; *not audited* is no yes."""

import os
import re
import subprocess
import sys

import pytest

from tests.house import run_lock
from tests.house.tree import ROOT

LOCKS = (run_lock.LOCK, run_lock.RUN_LOCK)
PINNED = re.compile(r"[\w.-]+==[\w.!+]+(?: ;[^\n]*)?(?: \\\n    --hash=sha256:[0-9a-f]{64})+")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_package_is_pinned_with_hashes_and_the_lock_names_no_address(lock):
    found = run_lock.entries(lock.read_text("utf-8"))
    assert len(found) > 30
    assert not [name for name, entry in found.items() if not PINNED.fullmatch(entry.strip())]
    assert "://" not in lock.read_text("utf-8")


def test_every_way_to_install_checks_the_hashes():
    for name in ("Makefile", "Dockerfile"):
        installs = [
            line
            for line in (ROOT / name).read_text("utf-8").splitlines()
            if "install" in line and "-r " in line
        ]
        assert installs
        assert all("--require-hashes" in line for line in installs), name


def test_where_nobody_can_be_asked_it_is_called_not_audited_and_is_no_yes():
    alone = os.environ | {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "", "PIP_CONFIG_FILE": os.devnull}
    asked = subprocess.run(
        [sys.executable, ROOT / ".ci" / "audit.py"], env=alone, capture_output=True, text=True, check=False
    )
    assert (asked.returncode, asked.stdout) == (2, "not audited: pip-audit cannot be installed here\n")
