"""Days of the plan and working days."""

from datetime import UTC, date, datetime

from playbook import calendar, plan
from tests.playbook.company import proposed

FRIDAY = date(2026, 1, 2)


def test_day_one_is_the_first_day_and_day_sixty_comes_fifty_nine_days_later():
    assert calendar.day_date(date(2026, 1, 5), 1) == date(2026, 1, 5)
    assert calendar.day_date(date(2026, 1, 5), 60) == date(2026, 3, 5)
    assert calendar.day_number(date(2026, 1, 5), date(2026, 3, 5)) == 60


def test_the_next_working_day_after_a_friday_is_monday():
    assert calendar.next_working_day(FRIDAY, None) == date(2026, 1, 5)


def test_public_holidays_of_the_country_are_days_off():
    assert calendar.next_working_day(date(2026, 4, 2), "DE") == date(
        2026, 4, 7
    )  # Good Friday to Easter Monday


def test_the_weekend_is_the_countrys_own():
    assert not calendar.is_working_day(date(2026, 1, 2), "IL")  # a Friday
    assert calendar.is_working_day(date(2026, 1, 4), "IL")  # a Sunday


def test_the_day_is_the_one_people_read_off_their_wall():
    late = datetime(2026, 1, 5, 23, 30, tzinfo=UTC)
    assert calendar.local_day(late, "Europe/Berlin") == date(2026, 1, 6)
    assert calendar.local_day(late, "America/New_York") == date(2026, 1, 5)


def test_a_due_date_that_does_not_fit_is_offered_the_nearest_stage_end_to_come():
    day_one = date(2026, 1, 5)
    use_case = proposed(day_one=day_one)
    assert plan.nearest_end(use_case, date(2026, 4, 1), day_one) == ("Day 60 Scale gate", date(2026, 3, 5))
    name, _ = plan.nearest_end(use_case, date(2026, 1, 10), date(2026, 1, 20))
    assert name == "Day 30 Pilot gate"
