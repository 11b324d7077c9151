"""When leadership reviews: once a month, on the working day and at the hour the settings name."""

from datetime import date, datetime, timedelta
from typing import Final

from playbook import calendar
from playbook.calendar import first_of, month_of, next_month
from playbook.facts import Settings

AHEAD: Final = 5  # working days before the digest on which owners are asked to prepare
LATE: Final = timedelta(hours=1)  # posted later than that, it says so
_DAY: Final = timedelta(days=1)


def next_at(now: datetime, settings: Settings) -> datetime:
    """The moment of the next digest."""
    return due_at(after(newest_due(now, settings)), settings)


def held_on(month: str, settings: Settings) -> date:
    """The day of that month's digest."""
    before = first_of(month) - _DAY
    return calendar.working_days_after(before, settings.digest_day, settings.country)


def due_at(month: str, settings: Settings) -> datetime:
    """The moment of that month's digest."""
    return calendar.moment(held_on(month, settings), settings.digest_at, settings.zone)


def newest_due(now: datetime, settings: Settings) -> str:
    """The month whose digest was due last."""
    this = month_of(calendar.local_day(now, settings.zone))
    return this if due_at(this, settings) <= now else before(this)


def before(month: str) -> str:
    """The month before."""
    return month_of(first_of(month) - _DAY)


def after(month: str) -> str:
    """The month after."""
    return month_of(next_month(first_of(month)))


def coming(today: date, settings: Settings) -> str:
    """The month of the next digest, today's included."""
    this = month_of(today)
    return this if held_on(this, settings) >= today else after(this)


def asked_on(month: str, settings: Settings) -> date:
    """The day on which owners are asked to prepare: five working days before."""
    day = held_on(month, settings)
    for _ in range(AHEAD):
        day = calendar.working_day_until(day - _DAY, settings.country)
    return day
