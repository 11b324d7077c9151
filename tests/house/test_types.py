"""Everything people rely on is typed strictly."""

import subprocess
import sys

from tests.house.tree import ROOT


def test_types_are_strict_and_clean():
    run = subprocess.run(
        [sys.executable, "-m", "mypy"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout
