"""The Scale gate: moving within the agreed range, repeatable, with measured effort and a full kit."""

from collections.abc import Mapping
from typing import Final

from playbook import effort, evidence, kit
from playbook.criteria.finding import Finding, met, owner_of, people
from playbook.criteria.piloting import contested_reading
from playbook.deciding import Result
from playbook.facts import Pilot
from playbook.known import Around
from playbook.promise import lift, near_end
from playbook.signal import WORDS
from playbook.week_values import shown
from playbook.wording import listed

CLOSING_WEEKS = 2


def in_agreed_range(pilot: Pilot, around: Around) -> Finding:
    """Moving, and the last two closed weeks average at or beyond the near end of the confidence range."""
    if doubted := contested_reading(pilot, "kpi"):
        return doubted
    supplies, terms = owner_of(pilot.use_case), pilot.use_case.agreed.terms
    signal = evidence.signal_of(pilot, around.today, running=True)
    if signal.verdict != "moving":
        result: Result = "unclear" if signal.verdict in ("unclear", "invalid") else "not_met"
        return Finding(result, signal.reason or WORDS[signal.verdict], supplies, "log")
    latest, near = closing_average(pilot, around), near_end(terms)
    if latest is None or near is None or terms.target is None:
        return Finding("unclear", "the last two weeks are not measured", supplies, "log")
    if lift(terms, latest) >= lift(terms, terms.target) - _HAIR:
        return met("target met")
    short = abs(terms.target - latest)
    if lift(terms, latest) >= lift(terms, near) - _HAIR:
        return met(f"inside the agreed range, {short:.3g} short of the target")
    return Finding("not_met", f"outside the agreed range, {short:.3g} short of the target", supplies, "log")


_HAIR = 1e-9


def closing_average(pilot: Pilot, around: Around) -> float | None:
    """The average of the last two closed weeks, in the contract's unit; None unless both were measured."""
    last = evidence.last_closed(pilot.use_case, around.today, running=True)
    weekly = evidence.weekly_values(pilot)
    values = [weekly[week] for week in (last - 1, last) if week in weekly]
    if len(values) < CLOSING_WEEKS:
        return None
    return shown(sum(values) / CLOSING_WEEKS, pilot.use_case.agreed.terms.unit)


def effort_measured(pilot: Pilot, around: Around) -> Finding:
    """The replica took less than 30 % of the original's hours, measured."""
    found = effort.answer(pilot, around)
    return Finding(_AS[found.answer], found.because, found.supplies or owner_of(pilot.use_case), found.act)


_AS: Final[Mapping[str, Result]] = {"yes": "met", "no": "not_met", "unclear": "unclear"}


def kit_complete(pilot: Pilot, around: Around) -> Finding:
    """Playbook, templates, controls and dashboard structure can travel."""
    lacks = kit.gaps(pilot)
    if not lacks:
        return met("playbook, templates, controls and dashboard structure can travel")
    named = [one.words for one in lacks[:4]] + ([f"{len(lacks) - 4} more"] if len(lacks) > 4 else [])
    supplies = people(*(person for one in lacks for person in one.supplies))
    return Finding("not_met", f"the kit lacks {listed(named)}", supplies, "kit")
