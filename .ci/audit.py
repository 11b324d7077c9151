"""`make audit`: known holes in everything the lock names. 0: none; 1: some; 2: not audited, which is no yes.

pip-audit comes from the index for this one call and stays out of our dependencies.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

LOCK = Path(__file__).parents[1] / "requirements.lock"
AUDITED, HOLES, NOT_AUDITED = 0, 1, 2
FOUND = "Found "  # how pip-audit begins when it knows of something


def main() -> int:
    """Install pip-audit beside, ask it, and say in one line what came of it."""
    with tempfile.TemporaryDirectory(prefix="pilotage-audit-") as folder:
        got = _run(sys.executable, "-m", "pip", "install", "--quiet", "--target", folder, "pip-audit")
        if got.returncode:
            return _not_audited("pip-audit cannot be installed here")
        how = ("--strict", "--require-hashes", "--disable-pip", "--progress-spinner", "off")
        asked = _run(sys.executable, "-m", "pip_audit", *how, "-r", str(LOCK), PYTHONPATH=folder)
    sys.stdout.write(asked.stdout)
    if asked.returncode == 0:
        print("audited: no known hole")
        return AUDITED
    if FOUND in asked.stderr:
        print(asked.stderr.strip())
        return HOLES
    return _not_audited(_last_line(asked.stderr))


def _run(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, env=os.environ | more, capture_output=True, text=True, check=False)


def _not_audited(why: str) -> int:
    print(f"not audited: {why}")
    return NOT_AUDITED


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].rpartition("_cli:")[2] if lines else "no advisories can be reached"


if __name__ == "__main__":
    sys.exit(main())
