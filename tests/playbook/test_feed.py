"""Whose dates stand in whose calendar."""

from datetime import date

import icalendar
import pytest

from blocks.feed import calendar
from playbook.facts import Home, Pause, Pilot
from playbook.feed import of_person
from playbook.known import Portfolio
from tests.playbook.company import ADA, ANNA, BEN, CARLA, MONDAY, SETTINGS, STRANGER, known
from tests.playbook.under_way import live

LEADS = SETTINGS.model_copy(update={"leadership_channel": "C0LEAD"})


def dates(person, settings=SETTINGS, **changed):
    pilot = Pilot(use_case=live(title="Quotes; fast", **changed))
    around = known(settings=settings).around
    return of_person(person, Portfolio(listed=(), pilots={7: pilot}, around=around))


@pytest.mark.parametrize("person", [ANNA, BEN])
def test_owner_and_sponsor_have_the_whole_plan(person):
    assert [f"{one.day:%d %b} {one.words.split(':')[0]}" for one in dates(person)] == [
        "06 Jan UC-7 Day 1",
        "15 Jan UC-7 Day 10 entry check",
        "04 Feb UC-7 Day 30 Pilot gate",
        "19 Feb UC-7 Day 45 Limited Production gate",
        "03 Mar UC-7 target is due",
        "06 Mar UC-7 Day 60 Scale gate",
    ]


def test_a_gatekeeper_has_the_gates_that_are_to_come():
    assert [one.name for one in dates(CARLA)] == [
        "UC-7-a1-pilot",
        "UC-7-a1-limited_production",
        "UC-7-a1-scale",
    ]


def test_nobody_has_dates_of_a_use_case_they_take_no_part_in_or_may_not_see():
    assert dates(ADA) == dates(STRANGER) == ()
    assert len(dates(CARLA, home=Home(channel="C1", private=True))) == 3
    assert dates(ANNA, outcome="stopped") == ()


def test_of_a_paused_pilot_only_the_day_it_resumes_by_stands_there():
    pause = Pause(why="redesign", at=MONDAY, since=date(2026, 1, 20), resume_by=date(2026, 2, 10))
    assert [(one.day, one.name) for one in dates(ANNA, pause=pause)] == [
        (date(2026, 2, 10), "UC-7-a1-resume")
    ]


def test_leaders_have_the_next_three_reviews_and_a_moved_date_keeps_its_name():
    assert [one.name for one in dates(ADA, LEADS)] == ["review-2026-02", "review-2026-03", "review-2026-04"]
    before, after = dates(ANNA), dates(ANNA, day_one=date(2026, 1, 13))
    assert [one.name for one in before] == [one.name for one in after]


def test_the_calendar_is_read_as_it_was_meant():
    made = icalendar.Calendar.from_ical(calendar("Pilotage", dates(ANNA), MONDAY))
    events = made.walk("VEVENT")
    assert len({str(one["uid"]) for one in events}) == len(events) == 6
    assert (events[2]["dtstart"].dt, str(events[2]["summary"])) == (
        date(2026, 2, 4),
        "UC-7 Day 30 Pilot gate: Quotes; fast",
    )
