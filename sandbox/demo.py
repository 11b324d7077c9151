"""`pilotage-demo`: the sandbox where it was installed, or the words for a wheel without its libraries."""

import sys


def main() -> int:
    """Open the demo; 2 where the extra *sandbox* was not installed."""
    try:
        from sandbox.__main__ import main as opened
    except ModuleNotFoundError as missing:
        words = f"The demo needs {missing.name}. Install the wheel with its extra: pilotage[sandbox]\n"
        sys.stderr.write(words)
        return 2
    return opened()
