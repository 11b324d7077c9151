"""The figures of the digest: one line of truth, pilots by stage, worth per month, why things were stopped."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median

from playbook import plan
from playbook.calendar import LAST_DAY
from playbook.facts import Pilot, UseCase
from playbook.known import Around
from playbook.plan import STAGES
from playbook.units import parse_quantity
from playbook.wording import counted, listed

_WORTH = re.compile(r"\b([A-Z]{3})\s?(\d[\d,.' ]*\d|\d)\s*(?:a|per|/)\s*month", re.IGNORECASE)


def truth(pilots: Sequence[Pilot], moving: int, around: Around) -> str:
    """What the portfolio is, in one line, nothing left out. `moving`: how many with live KPI movement."""
    use_cases = [one.use_case for one in pilots]
    scaled = sum(one.outcome == "scaled" for one in use_cases)
    stopped = sum(one.outcome == "stopped" for one in use_cases)
    running = [one for one in use_cases if not one.outcome]
    redesign = sum(one.in_redesign for one in running)
    late = sum(is_late(one, around) for one in running)
    parts = [f"{scaled} scaled", f"{stopped} stopped with clarity"]
    parts.append(f"{len(running) - redesign - late} inside {LAST_DAY} days")
    parts += [f"{late} past Day {LAST_DAY} undecided"] if late else []
    parts += [f"{redesign} in redesign"] if redesign else []
    told = f"{counted(len(pilots), 'pilot')}: {', '.join(parts)}{_median(use_cases)}"
    return f"{told}; {moving} of {len(pilots)} with live KPI movement"


def is_late(use_case: UseCase, around: Around) -> bool:
    """Whether its plan is over and nobody has decided."""
    over = plan.number_of(use_case, around.today) > use_case.offsets[-1]
    return use_case.outcome is None and over and not use_case.in_redesign


def _median(use_cases: Iterable[UseCase]) -> str:
    ended = [one for one in use_cases if one.outcome and one.decisions]
    days = [plan.decided_on(one, one.decisions[-1]) for one in ended]
    return f"; median {median(days):.0f} days to a decision" if days else ""


def by_stage(pilots: Iterable[Pilot]) -> tuple[tuple[str, int], ...]:
    """How many pilots stand where, in the order of the plan."""
    found = Counter(_where(one.use_case) for one in pilots)
    return tuple((name, found[name]) for name in (*STAGES.values(), "Scaled", "Stopped") if found[name])


def _where(use_case: UseCase) -> str:
    return use_case.outcome.capitalize() if use_case.outcome else STAGES[use_case.stage]


def worth(pilots: Iterable[Pilot]) -> str:
    """What the scaled ones are worth a month, as their sponsors signed it; those without are counted."""
    scaled = [one.use_case for one in pilots if one.use_case.outcome == "scaled"]
    sums, without = Counter[str](), 0
    for one in scaled:
        found = _WORTH.search(one.worth or "")
        amount = parse_quantity(found[2]) if found else None
        if found and amount:
            sums[found[1].upper()] += round(amount.value)
        else:
            without += 1
    if not scaled:
        return ""
    told = [f"about {currency} {amount:,}" for currency, amount in sorted(sums.items())]
    rest = f"{counted(without, 'scaled one')} without a figure" if without else ""
    said = f"{listed(told)} a month from what is scaled" if told else ""
    return "; ".join(part for part in (said, rest) if part)


def stops(pilots: Iterable[Pilot]) -> str:
    """The causes of redesigns and stops, the most frequent first."""
    decided = [one for pilot in pilots for one in pilot.use_case.decisions if one.choice != "go"]
    causes = Counter(one.cause.replace("_", " ") for one in decided if one.cause)
    return ", ".join(f"{count} {cause}" for cause, count in causes.most_common())
