"""How often a dead pilot is called moving when looked at every week, and how often a live one is seen.

Simulated weeks are normal with a standard deviation of 1: eight looks, six weeks before them as the baseline,
a promise of 2. "Neighbours alike" is a correlation of 0.4 from week to week. Beside each share stand its
standard error and what the design measured (signal.md, 3). For a closer look give a number of pilots:
benchmarks/false_yes.py 10000
"""

import random
import sys
from math import sqrt

from playbook.signal import early_signal, judge
from playbook.yardstick import AgreedBaseline, Promise, mean

PILOTS, LOOKS, HISTORY, PROMISED = 600, 8, 6, 2
ALIKE = 0.4

# what is asked, form of the baseline, correlation of neighbours, true lift, what the design measured
VERDICTS = [
    ("false yes", "series", 0.0, 0, "0.019"),
    ("false yes, neighbours alike", "series", ALIKE, 0, "0.094"),
    ("false yes", "number", 0.0, 0, "0.02-0.05"),
    ("false yes, neighbours alike", "number", ALIKE, 0, "under 0.10"),
    ("a lift of 1 seen", "series", 0.0, 1, "0.25"),
    ("a lift of 2 seen", "series", 0.0, 2, "0.75"),
    ("a lift of 3 seen", "series", 0.0, 3, "0.98"),
    ("a lift of 1 seen", "number", 0.0, 1, "0.19"),
    ("a lift of 2 seen", "number", 0.0, 2, "0.58"),
    ("a lift of 3 seen", "number", 0.0, 3, "0.88"),
]
# what is asked, weekly noise against a promise of 2, true lift, what the design measured
EARLY = [
    ("dead pilot passes early", 0.3, 0, "0"),
    ("dead pilot passes early", 0.5, 0, "0.007"),
    ("dead pilot passes early", 0.8, 0, "0.06"),
    ("full promise passes early", 0.5, 2, "1.00"),
    ("full promise passes early", 0.8, 2, "0.94"),
]


def main(pilots):
    print(f"looked at every week for {LOOKS} weeks, {pilots} pilots each")
    print(f"  {'':<32}{'baseline':<12}{'share':>8}{'±':>8}   design")
    for seed, (asked, form, alike, lift, designed) in enumerate(VERDICTS):
        chance = random.Random(seed)
        tell(asked, form, [seen_moving(chance, form, alike, lift) for _ in range(pilots)], designed)
    chance = random.Random(99)
    naive = [latest_beats_baseline(chance) for _ in range(pilots)]
    tell("false yes of 'latest beats it'", "series", naive, "0.98")
    for seed, (asked, noise, lift, designed) in enumerate(EARLY):
        chance = random.Random(seed)
        tell(asked, f"noise {noise}", [passes_early(chance, noise, lift) for _ in range(pilots)], designed)


def tell(asked, beside, hits, designed):
    share = mean(hits)
    error = sqrt(share * (1 - share) / len(hits))
    print(f"  {asked:<32}{beside:<12}{share:>8.3f}{error:>8.3f}   {designed}")


def seen_moving(chance, form, alike, lift):
    """Whether any of the weekly looks says that it moves."""
    history, weekly = pilot(chance, alike, lift)
    baseline = AgreedBaseline(readings=history) if form == "series" else AgreedBaseline(value=mean(history))
    promise = Promise("higher", baseline.number + PROMISED, baseline)
    looks = (judge(promise, weekly, planned_weeks=LOOKS, last_closed_week=week) for week in weekly)
    return any(look.verdict == "moving" for look in looks)


def latest_beats_baseline(chance):
    history, weekly = pilot(chance, 0.0, 0)
    return any(value > mean(history) for value in weekly.values())


def passes_early(chance, noise, lift):
    """Two weeks against the average of six before; noise in the promise's unit."""
    agreed = mean([chance.gauss(0, noise) for _ in range(HISTORY)])
    promise = Promise("higher", agreed + PROMISED, AgreedBaseline(value=agreed))
    return early_signal(promise, {week: chance.gauss(lift, noise) for week in (1, 2)}, 2)


def pilot(chance, alike, lift):
    """The weeks before go-live, and those since by their number."""
    weeks = [chance.gauss(0, 1)]
    while len(weeks) < HISTORY + LOOKS:
        weeks.append(alike * weeks[-1] + sqrt(1 - alike**2) * chance.gauss(0, 1))
    since = {number: lift + value for number, value in enumerate(weeks[HISTORY:], start=1)}
    return tuple(weeks[:HISTORY]), since


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PILOTS)
