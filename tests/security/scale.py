"""How much is tried: three in a hundred in every run, all of it with `make check-security`."""

import os
import random

PERCENT = int(os.environ.get("PILOTAGE_SECURITY", "3"))


def part_of(full):
    """So many of the full number are tried now."""
    return max(full * PERCENT // 100, 1)


def chance(name):
    """A dice that falls the same way each time, one for each test."""
    return random.Random(name)
