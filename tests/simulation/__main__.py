"""The simulator from the command line.

python -m tests.simulation --seeds 300        the next 300 seeds on this code; results add up in var/
python -m tests.simulation --first 2000 --seeds 300    a tally of its own, for ranges that are added up
python -m tests.simulation --seed 17          one seed again, with what happened
python -m tests.simulation --rules --seeds 100    every safety rule left out in turn until the judge notices,
                                                  and the same seed again in the same weather with the rule
"""

import argparse
import sys

from tests.simulation.campaign import Tally, run, runs
from tests.simulation.rules import ENDS, RULES
from tests.simulation.world import Run


def main() -> int:
    """Run what was asked for; 1 when something was lost or doubled."""
    asked = argparse.ArgumentParser("python -m tests.simulation", description="The ledger in bad weather.")
    asked.add_argument("--seeds", type=int, default=300, help="how many")
    asked.add_argument("--start", type=int, help="from this one on, without adding up")
    asked.add_argument("--first", type=int, default=0, help="where a tally begins that has no seeds yet")
    asked.add_argument("--seed", type=int, help="this one again, in full")
    asked.add_argument("--without", choices=RULES, help="leave a safety rule out")
    asked.add_argument("--rules", nargs="*", choices=RULES, help="leave out each of these in turn, or of all")
    asked.add_argument("--copies", type=int, help="processes at once; as many as there are processors")
    given = asked.parse_args()
    if given.seed is not None:
        return _show(run(given.seed, given.without))
    return _campaign(given) if given.rules is None else _rules(given)


def _campaign(given: argparse.Namespace) -> int:
    tally, bad = Tally(first=given.first), 0
    adds = given.start is None and given.without is None
    start = tally.sums["next"] if adds else given.start or 0
    for one in runs(range(start, start + given.seeds), given.without, given.copies):
        if adds:
            tally.add(one)
        if not one.good:
            bad += 1
            print(told(one, given.without), flush=True)
    print(f"{given.seeds} seeds from {start} on: {bad} bad.", tally if adds else "")
    return min(bad, 1)


def _rules(given: argparse.Namespace) -> int:
    """Each rule left out, seed after seed, until the judge notices or the seeds are at an end."""
    print("| without the rule that | the judge finds | in seed | with it, there |")
    print("|---|---|---|---|")
    useless, start = 0, given.start or 0
    for name in given.rules or RULES:
        rule, every = RULES[name], runs(range(start, start + given.seeds), name, given.copies)
        noticed = next((one for one in every if found(one, rule.shows)), None)
        every.close()
        kept = run(noticed.seed, weather=rule.weather) if noticed else None
        useless += kept is None or bool(found(kept, rule.shows))
        seen = (found(noticed, rule.shows), noticed.seed) if noticed else ("nothing", "none")
        also = (found(kept, rule.shows) or "nothing") if kept else ""
        print(f"| {rule.words} (`{name}`) |", *(f"{each} |" for each in (*seen, also)), flush=True)
    return min(useless, 1)


def found(one: Run, ends: tuple[str, ...] = ENDS) -> str:
    """What was lost or doubled, as figures."""
    counts = ((end.replace("_", " "), len(getattr(one.verdict, end))) for end in ends)
    return ", ".join(f"{count} {end}" for end, count in counts if count)


def told(one: Run, without: str | None = None) -> str:
    """What was wrong with a run, and how to see it again."""
    ends = (("lost", one.verdict.lost), ("doubled", one.verdict.doubled), ("raised", one.failed))
    wrong = [f"  {what}: {each}" for what, every in ends for each in every]
    left_out = f" WITHOUT={without}" if without else ""
    return "\n".join([f"make simulate SEED={one.seed}{left_out}", *wrong])


def _show(one: Run) -> int:
    for line in one.story:
        print(line)
    print(told(one))
    return int(not one.good)


if __name__ == "__main__":
    sys.exit(main())
