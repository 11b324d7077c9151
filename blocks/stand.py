"""Where a use case stands, in a few words: its day and its stage."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from blocks.actions import Actions, Target
from blocks.pieces import Block, button, channel, day, mention
from blocks.words import OUTCOMES, STAGES
from playbook.calendar import LAST_DAY, day_number
from playbook.facts import Friction, Listed, Pause, UseCase
from playbook.plan import present

MARKS: Final[Mapping[str, str]] = {
    "proposed": "📝",
    "frame": "🧭",
    "pilot": "🧪",
    "limited_production": "🏭",
    "scale_decision": "⚖️",
    "scaled": "🏁",
    "stopped": "🏅",
}


def stage(one: UseCase | Listed, *, paused: bool = False) -> str:
    """The state with its mark and its word: 🧭 Frame. A line of a list is told whether it is `paused`."""
    if one.outcome:
        return f"{MARKS[one.outcome]} {OUTCOMES[one.outcome]}"
    if one.proposed:
        return f"{MARKS['proposed']} Proposed"
    if isinstance(one, UseCase) and one.pause:
        return f"⏸️ Paused in {STAGES[one.stage]}: {_paused(one.pause)}"
    return f"⏸️ Paused in {STAGES[one.stage]}" if paused else f"{MARKS[one.stage]} {STAGES[one.stage]}"


def _paused(pause: Pause) -> str:
    if pause.why == "day_60":
        return "past its last day, a decision is owed"
    return f"in redesign, resumes by {day(pause.resume_by)}" if pause.resume_by else "in redesign"


def today_in_plan(one: UseCase | Listed, today: date) -> str:
    """The day of the plan: "Day 12 of 60", or when Day 1 is."""
    number = day_number(one.day_one, today)
    if one.outcome:
        return f"began {day(one.day_one)}"
    if number < 1 or (one.proposed and number <= LAST_DAY):
        return f"Day 1 {'is' if number <= 1 else 'was'} {day(one.day_one)}"
    return f"Day {number} of {LAST_DAY}" if number <= LAST_DAY else f"Day {number}, past Day {LAST_DAY}"


def next_due(use_case: UseCase, today: date) -> str:
    """The milestone it has not passed: "Day 10 entry check, Wed 14 Jan 2026"; empty when nothing runs."""
    if use_case.outcome or use_case.pause:
        return ""
    coming = present(use_case)
    return f"{coming.name}, {'was due ' if coming.on < today else ''}{day(coming.on)}"


def person_state(use_case: UseCase) -> str:
    """The owner, and whether they accepted."""
    if use_case.owner is None:
        return mention(None)
    return (
        f"{mention(use_case.owner)} ({'✅ accepted' if use_case.accepted else '⏳ asked, not accepted yet'})"
    )


def home_of(one: UseCase | Listed) -> str:
    """Its home channel as a link; words when there is none."""
    return channel(one.home.channel if one.home else None)


def points(friction: Friction) -> str:
    """The points of friction: "5", or "at least 5" while something is not told."""
    return f"{'at least ' if friction.unknown else ''}{friction.points}"


def show_button(number: int) -> Block:
    """The button that shows the card of a use case."""
    return button(f"Show UC-{number}", Actions.REGISTRATION_SHOW, Target(uc=number).write())
