"""Snoozed, away, and how often somebody wants to hear of the plan: as they type it, and what it changes.

The plan's dates do not move. While somebody is away their questions go to the deputy, or wait for their
return; alerts, votes and signatures are not questions of a morning and do not wait.
"""

import re
from datetime import date, timedelta
from typing import Final

from playbook import calendar
from playbook.calendar import day_of
from playbook.candidates import unfit
from playbook.facts import Habits, Level, PersonId
from playbook.known import Around, Known
from playbook.letters import Owed
from playbook.refusals import Refusal, Refusals
from playbook.typed import read_day

LONGEST: Final = timedelta(days=90)
WEEK: Final = timedelta(days=7)
OFF: Final = frozenset({"off", "back", "over", "end", "stop"})
LEVELS: Final[tuple[Level, ...]] = ("light", "standard", "active")
_UNTIL = re.compile(r"^(?:until|till|to)\s+", re.IGNORECASE)
_DEPUTY = re.compile(r"\s*\bdeputy\b.*$", re.IGNORECASE | re.DOTALL)


def considered(owed: Owed, around: Around) -> Owed:
    """The same question; if its day falls into an absence, for the deputy, or for whoever is back first."""
    waits = _waits(owed, around)
    deputy = around.deputy(owed.to)
    if waits is owed or not deputy:
        return waits
    return min(waits, _waits(owed._replace(to=deputy), around), key=lambda one: one.goes_at)


def _waits(owed: Owed, around: Around) -> Owed:
    """Until this person is back; the same when they are here on its day."""
    until = around.quiet_until(owed.to)
    if until is None or calendar.local_day(owed.goes_at, around.zone_of(owed.to)) > until:
        return owed
    back = calendar.next_working_day(until, around.settings.country)
    return owed._replace(not_before=around.at_their_hour(owed.to, back))


def snooze(before: Habits, typed: str, known: Known) -> Habits:
    """Quiet until that day, by default for a week; `off` ends it."""
    if typed.lower() in OFF:
        return before.model_copy(update={"snoozed_until": None})
    until = _until(typed, known) if typed else known.today + WEEK
    return before.model_copy(update={"snoozed_until": until})


def leave(before: Habits, typed: str, deputy: PersonId | None, known: Known) -> Habits:
    """Away until that day, with a deputy if one is named; `off` ends it."""
    if typed.lower() in OFF:
        return before.model_copy(update={"away_until": None, "deputy": None})
    Refusals.raise_any([*unfit(deputy, "deputy", "deputy", known), *_oneself(deputy, known)])
    until = _until(_DEPUTY.sub("", typed), known)
    return before.model_copy(update={"away_until": until, "deputy": deputy})


def _oneself(deputy: PersonId | None, known: Known) -> list[Refusal]:
    return [Refusal("Your deputy is somebody else than you.")] if deputy == known.actor.id else []


def _until(typed: str, known: Known) -> date:
    """The day that is typed; a weekday is the next one, not the last."""
    words = _UNTIL.sub("", typed.strip())
    day = read_day(words, known.today)
    if day is None:
        way = "/pilot away until 24 May deputy @anna, or /pilot snooze until Friday"
        said = f"I cannot read “{words[:60]}” as a day." if words else "Say until which day."
        raise Refusal(said, ways=(way,))
    if words[:1].isalpha() and day <= known.today and known.today - day < WEEK:
        day += WEEK
    if not known.today <= day <= known.today + LONGEST:
        raise Refusal(f"Until {day_of(day)}? Choose a day from today on, at most 90 days ahead.")
    return day


def hear(before: Habits, typed: str) -> Habits:
    """How often: light, standard or active."""
    level = next((one for one in LEVELS if one == typed.lower()), None)
    if level is None:
        raise Refusal("Say light, standard or active, like `/pilot reminders light`.")
    return before.model_copy(update={"level": level})


def in_words(habits: Habits, level: Level) -> tuple[str, ...]:
    """What stands, a line each; `level`: the workspace's."""
    lines = []
    if habits.snoozed_until:
        until = day_of(habits.snoozed_until)
        lines += [f"Snoozed until {until}: your questions wait, the plan's dates do not."]
    if habits.away_until:
        until = day_of(habits.away_until)
        lines += [f"Away until {until}: the plan's dates do not move, escalation waits."]
    return (*lines, f"Reminders of the plan: {habits.level or level}.")
