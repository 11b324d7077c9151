"""What every story is held to: nothing lost, nothing doubled, no question at night, one message a morning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from playbook import agenda, budget
from sandbox.stories.transcript import HOME_ZONE, Transcript
from sandbox.workspace import TEAM
from store import Posted

OPENS, CLOSES = time(9), time(17)
BEFORE: Final = datetime(2025, 1, 1, tzinfo=UTC)  # every story begins later
# Public holidays of all Germany in the days of the stories, from the calendar on the wall, not from ours.
DAYS_OFF: Final = frozenset(
    {
        date(2025, 12, 25),
        date(2025, 12, 26),
        date(2026, 1, 1),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 14),
    }
)
# Owed by the calendar, and not bound to a morning: these interrupt on purpose.
ALERTS: Final = frozenset({"rollback_unanswered", "drill_unanswered", "successor_asked"})


def faults(story: Transcript) -> tuple[str, ...]:
    """What the bot did in this story that it promised never to do; empty when it kept its word."""
    return tuple(found for rule in RULES for found in rule(story))


def posts(story: Transcript) -> tuple[Posted, ...]:
    """Every letter that was posted, in order."""
    return story.house.store.posted(TEAM)


def _doubled(story: Transcript) -> Iterator[str]:
    """No key stands on two messages that Slack accepted."""
    names = {(one.channel, one.ts): one.name for one in posts(story)}
    marks: dict[str, list[str]] = {}
    for call in story.sandbox.journal.calls("chat.postMessage"):
        if call.outcome == "ok":
            mark = call.answer["message"].get("metadata", {}).get("event_payload", {}).get("k")
            place = call.answer["channel"], call.answer["ts"]
            marks.setdefault(mark, []).append(names.get(place, "a message no letter knows"))
    yield from (f"posted twice: {', '.join(told)}" for told in marks.values() if len(told) > 1)


def _lost(story: Transcript) -> Iterator[str]:
    """Nothing that is due is still waiting, or in doubt, when all is at rest."""
    with story.house.store.read(TEAM) as look:
        waiting = look.waiting(story.sandbox.clock.moment())
    yield from (f"due since {one.due_at:%d %b %H:%M} and not sent: {one.name}" for one in waiting)


def _at_night(story: Transcript) -> Iterator[str]:
    for one in _owed(story):
        if not _works(story, one):
            yield f"outside working hours: {one.name} to {one.to} at {_there(story, one):%a %d %b %H:%M}"


def _crowded(story: Transcript) -> Iterator[str]:
    """The budget of attention: one question a person and working day; a morning is one message."""
    days = Counter((one.to, _there(story, one).date()) for one in _owed(story) if one.kind in agenda.MORNING)
    for (person, day), times in sorted(days.items()):
        if times > 1:
            yield f"over the budget: {times} messages to {person} on {day:%a %d %b}"


def _crowded_weeks(story: Transcript) -> Iterator[str]:
    for week in weeks_of(story):
        if week.over:
            yield f"over the budget: {week.questions} questions to {week.person} in the week of {week.monday}"


RULES: Final = (_doubled, _lost, _at_night, _crowded, _crowded_weeks)


def weeks_of(story: Transcript) -> tuple[budget.PersonWeek, ...]:
    """What each person was asked and told unasked, by week, counted from the ledger."""
    now = story.sandbox.clock.moment()
    with story.house.store.read(TEAM) as look:
        told = look.told(BEFORE, now)
        return budget.by_week(told, HOME_ZONE.key, look.settings().country)


def _owed(story: Transcript) -> Iterable[Posted]:
    """What the calendar said to people, alerts apart."""
    return [one for one in posts(story) if one.to.startswith("U") and one.kind in _BY_DAY]


_BY_DAY: Final = agenda.KINDS.keys() - ALERTS


def _there(story: Transcript, one: Posted) -> datetime:
    return one.sent_at.astimezone(ZoneInfo(story.sandbox.workspace.persons[one.to].tz))


def _works(story: Transcript, one: Posted) -> bool:
    there = _there(story, one)
    working_day = there.weekday() < 5 and there.date() not in DAYS_OFF
    return working_day and min(OPENS, story.own_hours.get(one.to, OPENS)) <= there.time() < CLOSES
