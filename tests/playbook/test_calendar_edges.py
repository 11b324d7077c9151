"""Where calendars break: clock changes in five zones, holiday weeks in three countries, the end of a year.

A pilot is lived through, moment by moment, by the rules alone: each week is asked about once, by day.
"""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from playbook import agenda, calendar, morning
from playbook.facts import Contract, GoLive, Pilot, Settings
from playbook.known import Around
from playbook.morning import Unsent
from tests.playbook.company import ANNA, BEN, COMPLETE, MONDAY, owned

DAY = timedelta(days=1)
TEN = time(10)
EDGES = {  # the days on which the clocks change in 2026: forward, and back
    "Europe/Berlin": (date(2026, 3, 29), date(2026, 10, 25)),
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1)),
    "America/Santiago": (date(2026, 9, 6), date(2026, 4, 5)),  # at midnight
    "Asia/Jerusalem": (date(2026, 3, 27), date(2026, 10, 25)),  # on a Friday
    "Australia/Sydney": (date(2026, 10, 4), date(2026, 4, 5)),
}
HOLIDAYS = {  # a week of them, and the zone people read their clocks in
    "DE": (date(2026, 12, 21), "Europe/Berlin"),
    "JP": (date(2026, 4, 27), "Asia/Tokyo"),
    "IL": (date(2026, 9, 25), "Asia/Jerusalem"),
}


def lives(live, until, zone, country):
    """What its owner is asked about each week from go-live on, and when, if nobody ever answers."""
    terms = COMPLETE.model_copy(update={"due": live + 50 * DAY})
    went = GoLive(day=live, at=MONDAY, by=ANNA.id, link="https://crm.example/1")
    contracts = (Contract(terms=terms, locked_at=MONDAY),)
    pilot = Pilot(use_case=owned(contracts=contracts, went_live=went, day_one=live))
    people = {ANNA.id: ANNA.model_copy(update={"zone": zone}), BEN.id: BEN}
    settings = Settings(zone=zone, country=country)
    now, sent, waits = calendar.moment(live, TEN, zone), {}, {}
    while calendar.local_day(now, zone) <= until:
        around = Around(now=now, settings=settings, people=people)
        due, then = agenda.due(pilot, around)
        asked = [one for one in due if one.kind == "check_in_due" and one.name not in sent]
        unsent = [Unsent(one.name, one.to, one.due_at) for one in asked if waits.get(one.name, now) <= now]
        for step in morning.gather(unsent, (), around):
            if step.not_before:
                waits |= dict.fromkeys((step.into, *step.others), step.not_before)
            else:
                sent |= dict.fromkeys((step.into, *step.others), now)
        coming = [at for at in (then, *waits.values()) if at and at > now]
        now = min(coming, default=now + DAY)
    return sent


def works(now, zone, country):
    local = calendar.local(now, zone)
    return calendar.is_working_day(local.date(), country) and time(9) <= local.time() < time(17)


def assert_asked_once_a_week_in_working_hours(live, weeks, zone, country):
    sent = lives(live, live + (7 * weeks + 6) * DAY, zone, country)
    names = [f"1:check_in_due:a1:w{number}" for number in range(1, weeks + 1)]
    assert [name.partition(":")[2] for name in sent] == [name.partition(":")[2] for name in names]
    assert len(set(sent.values())) == weeks
    assert all(works(at, zone, country) for at in sent.values())
    for number, at in enumerate(sent.values(), 1):
        closed = live + (7 * number - 1) * DAY
        assert calendar.local(at, zone).date() == calendar.next_working_day(closed, country)
        assert calendar.local(at, zone).time() == TEN


@pytest.mark.parametrize("zone", EDGES)
@pytest.mark.parametrize("edge", [0, 1], ids=["forward", "back"])
def test_no_week_is_lost_or_doubled_where_the_clocks_change(zone, edge):
    changes = EDGES[zone][edge]
    hours = [calendar.local(calendar.moment(day, TEN, zone), zone).utcoffset() for day in around_it(changes)]
    assert hours[0] != hours[1], "the clocks do not change on that day"
    country = {"Asia/Jerusalem": "IL"}.get(zone)
    for weekday in range(7):
        assert_asked_once_a_week_in_working_hours(changes - (14 + weekday) * DAY, 4, zone, country)


def around_it(day):
    return (day - DAY, day + DAY)


@pytest.mark.parametrize("country", HOLIDAYS)
def test_over_a_week_of_holidays_each_week_is_asked_about_on_the_next_day_people_work(country):
    first, zone = HOLIDAYS[country]
    off = [day for day in (first + count * DAY for count in range(12)) if not works_on(day, country)]
    assert len(off) >= 4
    for weekday in range(7):
        assert_asked_once_a_week_in_working_hours(first - (7 + weekday) * DAY, 3, zone, country)


def works_on(day, country):
    return calendar.is_working_day(day, country)


def test_the_end_of_a_year_of_53_weeks_loses_and_doubles_no_week():
    """31 December 2026 and 1 January 2027 lie in week 53, 4 January in week 1."""
    assert [day.isocalendar().week for day in (date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 4))] == [
        53,
        53,
        1,
    ]
    for weekday in range(7):
        live = date(2026, 12, 14) - weekday * DAY
        assert_asked_once_a_week_in_working_hours(live, 5, "Europe/Berlin", "DE")


@pytest.mark.parametrize(
    "zone, day, hour, utc",
    [
        ("Europe/Berlin", date(2026, 3, 29), time(2, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("America/New_York", date(2026, 3, 8), time(2, 30), datetime(2026, 3, 8, 7, 30, tzinfo=UTC)),
        ("America/New_York", date(2026, 11, 1), time(1, 30), datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        ("America/Santiago", date(2026, 9, 6), time(0, 30), datetime(2026, 9, 6, 4, 30, tzinfo=UTC)),
        ("America/Santiago", date(2026, 4, 4), time(23, 30), datetime(2026, 4, 5, 2, 30, tzinfo=UTC)),
        ("Asia/Jerusalem", date(2026, 3, 27), time(2, 30), datetime(2026, 3, 27, 0, 30, tzinfo=UTC)),
        ("Asia/Jerusalem", date(2026, 10, 25), time(1, 30), datetime(2026, 10, 24, 22, 30, tzinfo=UTC)),
        ("Australia/Sydney", date(2026, 10, 4), time(2, 30), datetime(2026, 10, 3, 16, 30, tzinfo=UTC)),
        ("Australia/Sydney", date(2026, 4, 5), time(2, 30), datetime(2026, 4, 4, 15, 30, tzinfo=UTC)),
    ],
)
def test_a_missing_hour_comes_after_the_gap_and_a_doubled_one_first(zone, day, hour, utc):
    assert calendar.moment(day, hour, zone) == utc
