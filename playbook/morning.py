"""One message a person and working day: what a morning owes is gathered into one letter with sections.

Nothing is asked outside working hours in the person's own zone, and whoever was asked today is asked again on
the next working day. Alerts, signatures and votes do not wait: they are no morning letters.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from itertools import groupby
from typing import NamedTuple

from playbook import calendar
from playbook.calendar import WORK_CLOSES, WORK_OPENS
from playbook.facts import PersonId
from playbook.known import Around
from playbook.letters import CheckInDue, MorningNotice

A_LITTLE = timedelta(minutes=1)  # after the hour, so that what that morning owes by itself is there to join


class Unsent(NamedTuple):
    """A letter that is due and was never tried."""

    name: str
    to: PersonId
    due_at: datetime


class Step(NamedTuple):
    """What to do with one person's letters: `into` speaks for the others, or goes later."""

    into: str
    others: tuple[str, ...] = ()
    not_before: datetime | None = None


def gather(unsent: Iterable[Unsent], asked_today: Iterable[PersonId], around: Around) -> tuple[Step, ...]:
    """One letter for each person; it waits while they do not work, or when they were asked today already."""
    asked = frozenset(asked_today)
    ordered = sorted(unsent, key=lambda one: (one.to, one.due_at, one.name))
    return tuple(
        _step(list(theirs), person in asked, around)
        for person, theirs in groupby(ordered, key=lambda one: one.to)
    )


def said_once(sections: Iterable[MorningNotice]) -> tuple[MorningNotice, ...]:
    """A question and its own reminder, both late to one morning, are one question."""
    given = tuple(sections)
    asked = {_question(one) for one in given if not _again(one)}
    return tuple(one for one in given if not (_again(one) and _question(one) in asked))


def _question(notice: MorningNotice) -> tuple[int, str]:
    return (notice.use_case, notice.week if isinstance(notice, CheckInDue) else notice.kind)


def _again(notice: MorningNotice) -> bool:
    return isinstance(notice, CheckInDue) and notice.asked_again


def _step(theirs: Sequence[Unsent], asked: bool, around: Around) -> Step:
    first, *others = theirs
    waits = asked or not works_now(first.to, around)
    return Step(
        into=first.name,
        others=tuple(one.name for one in others),
        not_before=next_morning(first.to, around, today=not asked) if waits else None,
    )


def works_now(person: PersonId, around: Around) -> bool:
    """Whether it is a working day and working hours where this person is."""
    local = calendar.local(around.now, around.zone_of(person))
    works = calendar.is_working_day(local.date(), around.settings.country)
    works = works and around.quiet_until(person) is None
    hour = around.habit(person).hour
    opens, closes = min(WORK_OPENS, hour), max(WORK_CLOSES, _an_hour_after(hour))
    return works and opens <= local.time() < closes


def _an_hour_after(hour: time) -> time:
    return time(min(hour.hour + 1, 23), hour.minute)


def next_morning(person: PersonId, around: Around, *, today: bool) -> datetime:
    """The next moment this person may be asked: their hour on a working day, today's if it is to come."""
    day = calendar.local_day(around.now, around.zone_of(person))
    country = around.settings.country
    still = around.at_their_hour(person, day) > around.now and calendar.is_working_day(day, country)
    quiet = around.quiet_until(person)
    if quiet or not (today and still):
        day = calendar.next_working_day(quiet or day, country)
    return around.at_their_hour(person, day) + A_LITTLE
