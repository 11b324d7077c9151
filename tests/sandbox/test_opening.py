"""What happened before you came lies on working days, and is over when you come."""

from datetime import UTC, datetime, time, timedelta

import pytest

from sandbox import opening, scenes, scenes_scaling

WEEK = [
    datetime(2026, 11, 23, hour, 30, tzinfo=UTC) + timedelta(days=days)
    for days in range(7)
    for hour in (0, 12, 22)
]


def moments(came):
    began = opening.begins(came)
    for scene in opening.story(came):
        yield began.replace(hour=0, minute=0) + timedelta(days=scene.day), time.fromisoformat(scene.at)


@pytest.mark.parametrize("came", WEEK, ids=str)
def test_the_opening_lies_on_working_days_before_you_come(came):
    happened = [datetime.combine(day, at, opening.ZONE) for day, at in moments(came)]
    assert happened == sorted(happened)
    assert opening.begins(came) < happened[0]
    assert happened[-1] < came
    assert {moment.weekday() for moment in happened} <= {0, 1, 2, 3, 4}


@pytest.mark.parametrize("came", WEEK, ids=str)
def test_the_newest_weekly_question_is_left_for_you(came):
    """At the open gate for three days, until the running week would be missed as well."""
    began = opening.begins(came)
    for asked, left, one in opening.ASKED:
        days = (came - began.replace(hour=10)).days - asked
        answered = len(list(opening._answered(one, asked, left, began.date(), came)))
        is_new = came < opening._at(began.date() + timedelta(days=asked + days // 7 * 7), "00:00") + left
        assert days // 7 + 1 - answered == is_new, one.key
        assert is_new or left < timedelta(days=7)


def test_each_use_case_has_the_key_of_its_place_in_the_story():
    first = sorted(opening.SCENES, key=lambda moment: (moment.day, moment.at))
    order = [moment.scene.args[-1] for moment in first if _registers(moment.scene)]
    assert [one.key for one in order] == [f"UC-{number}" for number in range(1, len(order) + 1)]


def _registers(scene):
    return getattr(scene, "func", None) in (scenes._register, scenes_scaling._repeat)
