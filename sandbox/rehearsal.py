"""`python -m sandbox rehearse`: sixty days of a story in a minute, and what everybody would have heard.

The same seed gives the same bytes: the clock is turned by hand, chance is drawn from the seed, and what
happens at one moment is told in a fixed order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import Final, NamedTuple

from blocks import feed as drawing
from playbook import budget, calendar, feed, plan
from playbook.facts import Settings, UseCase
from sandbox import reading
from sandbox.stories.crowd import Crowd
from sandbox.stories.manners import faults, weeks_of
from sandbox.stories.stage import stage
from sandbox.stories.tellings import STORIES
from sandbox.stories.transcript import HOME_ZONE, Transcript
from sandbox.workspace import BOT, TEAM

LEADERSHIP: Final = "leadership"
AFTER_THE_WALL: Final = timedelta(days=1)
NOON: Final = time(12)
REST: Final = "Nobody does anything more: the rest of the sixty days passes by itself"
KEPT: Final = (
    "Kept: nothing lost, nothing doubled, nobody asked outside working hours, at most one question a person "
    "and working day."
)


class Rehearsed(NamedTuple):
    """What a rehearsal shows, and what the bot did that it never should; nothing, if it kept its word."""

    text: str
    faults: tuple[str, ...]


def named(wanted: str) -> tuple[str, ...]:
    """The stories meant by a name, or by a part of it; `all` is every one. Raises LookupError."""
    if wanted == "all":
        return tuple(STORIES)
    asked = wanted.lower().replace("-", "_").replace(" ", "_")
    found = [name for name in STORIES if asked in name]
    if len(found) == 1:
        return tuple(found)
    raise LookupError(f"No story is called {wanted!r}. There are: {', '.join(STORIES)}; or all.")


def rehearse(name: str, chosen: int = 0, pilots: int = 1) -> Rehearsed:
    """Play one story to the end of its sixty days."""
    with stage(chosen) as story:
        story.crowd = Crowd(pilots, chosen)
        STORIES[name](story)
        _ends(story)
        found = faults(story)
        parts = (
            [_title(name, chosen, pilots), story.text.rstrip()],
            ["", "== What people heard unasked", *_heard(story)],
            ["", "== The dates of the plans, as a calendar", *_calendar(story).splitlines()],
            *([["", "== What leadership read", *read]] if (read := list(_leadership(story))) else []),
            ["", "== Manners", *(found or [KEPT])],
        )
        return Rehearsed("\n".join(line for part in parts for line in part) + "\n", found)


def _title(name: str, chosen: int, pilots: int) -> str:
    beside = "one pilot" if pilots == 1 else f"{pilots} pilots"
    return f"# {name.replace('_', ' ')} ({beside}, seed {chosen})\n"


def _ends(story: Transcript) -> None:
    use_case, settings = _plans(story)[0], _settings(story)
    day = plan.last_day(use_case, settings) + AFTER_THE_WALL
    end = datetime.combine(day, NOON, HOME_ZONE)
    if end > story.sandbox.clock.moment():
        story.happens(REST)
        story.advance(to=end)


def _plans(story: Transcript) -> list[UseCase]:
    with story.house.store.read(TEAM) as look:
        return [look.use_case(one.number) for one in look.listed()]


def _settings(story: Transcript) -> Settings:
    with story.house.store.read(TEAM) as look:
        return look.settings()


# --- what people heard --------------------------------------------------------------------------------------


def _heard(story: Transcript) -> Iterator[str]:
    """A line for each person and week, against the budget; then the sum of each person."""
    every = weeks_of(story)
    people = sorted({week.person for week in every}, key=lambda one: _handle(story, one))
    yield f"{'':<10}{'week of':<13}{'questions':>9}{'at most':>9}{'alerts':>8}"
    for person in people:
        theirs = [week for week in every if week.person == person]
        for week in theirs:
            yield _row(_handle(story, person), f"{calendar.day_of(week.monday)}", week)
        yield (
            f"{_handle(story, person):<10}{'in all':<13}{sum(w.questions for w in theirs):>9}"
            f"{'':>9}{sum(w.alerts for w in theirs):>8}"
        )
    yield _together(story, every)


def _row(person: str, when: str, week: budget.PersonWeek) -> str:
    return f"{person:<10}{when:<13}{week.questions:>9}{week.allowed:>9}{week.alerts:>8}"


def _together(story: Transcript, every: Sequence[budget.PersonWeek]) -> str:
    questions, alerts = sum(week.questions for week in every), sum(week.alerts for week in every)
    most = max((week.questions for week in every), default=0)
    return (
        f"{questions} questions and {alerts} alerts; at most {most} questions to one person in one week. "
        "Alerts, drills and asks for a signature or a vote are counted, not capped."
    )


def _handle(story: Transcript, person: str) -> str:
    return f"@{story.sandbox.workspace.persons[person].handle}"


# --- calendar, leadership -----------------------------------------------------------------------------------


def _calendar(story: Transcript) -> str:
    """Day 1 and the four milestones of each plan as all-day events, for any calendar (RFC 5545)."""
    plans = _plans(story)
    dates = [one for use_case in plans for one in feed.milestones_of(use_case)]
    return drawing.calendar("Rehearsal", dates, plans[0].registered_at).decode()


def _leadership(story: Transcript) -> Iterator[str]:
    """Every message of the bot in the leadership channel, with its day."""
    workspace = story.sandbox.workspace
    channel = next(one for one in workspace.channels.values() if one.name == LEADERSHIP)
    for message in channel.messages:
        if message.get("user") == BOT:
            day = datetime.fromtimestamp(float(message["ts"]), HOME_ZONE).date()
            yield f"-- {calendar.day_of(day)}"
            yield from reading.message_text(workspace, message).splitlines()
