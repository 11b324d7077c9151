"""Days of the plan and working days. A day is a date in the workspace's zone; Day 1 is the first one."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

LAST_DAY = 60
MIDNIGHT = time(0, 0)
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WORK_OPENS, WORK_CLOSES = time(9, 0), time(17, 0)


def local(now: datetime, zone: str) -> datetime:
    """What people in that zone read off their wall at this moment."""
    return now.astimezone(ZoneInfo(zone))


def local_day(now: datetime, zone: str) -> date:
    """The date people in that zone read off their wall at this moment."""
    return local(now, zone).date()


def day_month(on: date) -> str:
    """A local date whose year is known: 5 Jan."""
    return f"{on.day} {MONTHS[on.month - 1]}"


def day_of(day: date) -> str:
    """A date of the plan, whose year is known: Thu 15 Jan."""
    return f"{DAYS[day.weekday()]} {day_month(day)}"


def full_day(day: date) -> str:
    """A date of any year, named as people do: Thu 15 Jan 2026."""
    return f"{day_of(day)} {day.year}"


def month_of(day: date) -> str:
    """The month a day lies in, as it is written down: 2026-05."""
    return f"{day:%Y-%m}"


def first_of(month: str) -> date:
    """The first day of a month as it is written down."""
    return date.fromisoformat(f"{month}-01")


def next_month(day: date) -> date:
    """The first day of the month after that day's."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def is_working_day(day: date, country: str | None) -> bool:
    """Whether people work that day: weekends and public holidays of the country are off."""
    if country is None:
        return day.weekday() < 5
    calendar = _holidays_of(country)
    return day.weekday() not in calendar.weekend and day not in calendar


@cache
def _holidays_of(country: str) -> holidays.HolidayBase:
    return holidays.country_holidays(country)


@cache
def knows_country(country: str) -> bool:
    """Whether the holiday calendar of that country is known (ISO 3166 alpha-2)."""
    return country in holidays.list_supported_countries(include_aliases=False)


def next_holiday(day: date, country: str) -> date | None:
    """The first public holiday from that day on that would be a working day; looked for in one year."""
    calendar = _holidays_of(country)
    days = (day + timedelta(days=ahead) for ahead in range(366))
    return next((one for one in days if one.weekday() not in calendar.weekend and one in calendar), None)


def next_working_day(day: date, country: str | None) -> date:
    """The first working day after that day."""
    later = day + timedelta(days=1)
    while not is_working_day(later, country):
        later += timedelta(days=1)
    return later


def moment(day: date, hour: time, zone: str) -> datetime:
    """That day and hour on a zone's wall, in UTC: a missing hour comes after the gap, a doubled one first."""
    return datetime.combine(day, hour, ZoneInfo(zone)).astimezone(UTC)


def working_days_after(day: date, count: int, country: str | None) -> date:
    """The day that lies so many working days after that day."""
    for _ in range(count):
        day = next_working_day(day, country)
    return day


def worked(start: datetime, end: datetime, zone: str, country: str | None) -> timedelta:
    """How much working time lies between two moments: nine to five on working days, in that zone."""
    total, day = timedelta(), local_day(start, zone)
    while day <= local_day(end, zone):
        if is_working_day(day, country):
            opens, closes = moment(day, WORK_OPENS, zone), moment(day, WORK_CLOSES, zone)
            total += max(timedelta(), min(end, closes) - max(start, opens))
        day += timedelta(days=1)
    return total


def working_moment(at: datetime, zone: str, country: str | None) -> datetime:
    """That moment if people in that zone are at work then, else when they next begin."""
    day, hour = local_day(at, zone), local(at, zone).time()
    if not is_working_day(day, country) or hour >= WORK_CLOSES:
        return moment(next_working_day(day, country), WORK_OPENS, zone)
    return at if hour >= WORK_OPENS else moment(day, WORK_OPENS, zone)


def after_working_time(start: datetime, span: timedelta, zone: str, country: str | None) -> datetime:
    """The moment by which so much working time has passed: nine to five on working days, in that zone."""
    day, left = local_day(start, zone), span
    while True:
        opens, closes = moment(day, WORK_OPENS, zone), moment(day, WORK_CLOSES, zone)
        begins = max(start, opens)
        if is_working_day(day, country) and begins < closes:
            if left <= closes - begins:
                return (begins + left).astimezone(UTC)
            left -= closes - begins
        day += timedelta(days=1)


def working_day_until(day: date, country: str | None) -> date:
    """That day, or the last working day before it when it is a day off."""
    while not is_working_day(day, country):
        day -= timedelta(days=1)
    return day


def day_date(day_one: date, number: int) -> date:
    """The date of Day n."""
    return day_one + timedelta(days=number - 1)


def day_number(day_one: date, day: date) -> int:
    """Which day of the plan a date is; 0 and less before Day 1."""
    return (day - day_one).days + 1
