"""One message a person and working day, in their own working hours."""

from datetime import UTC, datetime, time, timedelta
from types import NoneType
from typing import get_args, get_type_hints

from hypothesis import given
from hypothesis import strategies as st

from blocks.morning import SECTIONS
from playbook import agenda, calendar, morning
from playbook.facts import Habits, Settings
from playbook.known import Around
from playbook.letters import CheckInDue, MorningNotice
from playbook.morning import Unsent
from tests.playbook.company import ANNA, BEN

TUESDAY = datetime(2026, 1, 13, 9, tzinfo=UTC)  # 10:00 in Berlin
NIGHT = datetime(2026, 1, 13, 2, tzinfo=UTC)
FRIDAY_EVENING = datetime(2026, 1, 16, 17, 30, tzinfo=UTC)
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "UTC")


def around(now, **habits):
    said = {ANNA.id: Habits(**habits)} if habits else {}
    return Around(now=now, settings=Settings(country="DE"), people={ANNA.id: ANNA, BEN.id: BEN}, habits=said)


def letters(*names, to=ANNA.id):
    return [Unsent(name, to, TUESDAY) for name in names]


def test_what_one_person_owes_is_one_letter_and_others_have_their_own():
    steps = morning.gather([*letters("1:a:x", "2:a:x"), *letters("3:a:x", to=BEN.id)], [], around(TUESDAY))
    assert [(step.into, step.others, step.not_before) for step in steps] == [
        ("1:a:x", ("2:a:x",), None),
        ("3:a:x", (), None),
    ]


def test_whatever_is_asked_of_a_morning_may_stand_beside_the_rest():
    """What may not would be left out in silence on a morning that asks for two things."""
    told = {get_type_hints(agenda.KINDS[kind].made)["return"] for kind in agenda.MORNING}
    assert {one for notice in told for one in get_args(notice)} - {NoneType} == set(get_args(MorningNotice))
    assert set(SECTIONS) == set(get_args(MorningNotice))


def test_nobody_is_woken_at_night():
    (step,) = morning.gather(letters("1:a:x"), [], around(NIGHT))
    assert step.not_before == datetime(2026, 1, 13, 9, 1, tzinfo=UTC)


def test_what_comes_too_late_on_friday_waits_for_monday():
    (step,) = morning.gather(letters("1:a:x"), [], around(FRIDAY_EVENING))
    assert step.not_before == datetime(2026, 1, 19, 9, 1, tzinfo=UTC)


def test_whoever_was_asked_today_is_asked_again_on_the_next_working_day():
    (step,) = morning.gather(letters("1:a:x"), [ANNA.id], around(TUESDAY))
    assert step.not_before == datetime(2026, 1, 14, 9, 1, tzinfo=UTC)


def test_an_early_bird_may_be_asked_before_others_begin():
    at_seven = datetime(2026, 1, 13, 6, tzinfo=UTC)
    assert morning.works_now(ANNA.id, around(at_seven, hour=time(7)))
    assert not morning.works_now(ANNA.id, around(at_seven))


@given(
    now=st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: TUESDAY + timedelta(minutes=minutes)),
    zone=st.sampled_from(ZONES),
    hour=st.times(time(6), time(20)),
    asked=st.booleans(),
)
def test_nothing_ever_goes_out_outside_working_hours(now, zone, hour, asked):
    anna = ANNA.model_copy(update={"zone": zone})
    said = Around(
        now=now, settings=Settings(country="DE"), people={ANNA.id: anna}, habits={ANNA.id: Habits(hour=hour)}
    )
    (step,) = morning.gather(letters("1:a:x"), [ANNA.id] if asked else [], said)
    then = step.not_before or now
    assert then >= now
    assert calendar.is_working_day(calendar.local_day(then, zone), "DE")
    assert morning.works_now(ANNA.id, said.model_copy(update={"now": then}))


def test_a_question_and_its_own_reminder_on_one_morning_are_one_question():
    day = TUESDAY.date()
    asked = CheckInDue(use_case=1, title="Quotes", week="w4", first=day, last=day, asked=())
    again = asked.model_copy(update={"asked_again": True})
    other = again.model_copy(update={"use_case": 2})
    assert morning.said_once([again, asked, other]) == (asked, other)
    assert morning.said_once([again]) == (again,)
