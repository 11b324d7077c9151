"""When the weekly question is owed: the owner's hour, working days, daylight saving, and silence."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest

from playbook import agenda, checkins, taking
from playbook.deciding import Decision
from playbook.facts import Contract, GoLive, Habits, Pilot, Reading, Settings
from playbook.known import Around
from playbook.refusals import AlreadyDone
from tests.playbook.company import ANNA, BEN, COMPLETE, DAY_ONE, MONDAY, known, owned

DAY = timedelta(days=1)
LOCKED = (Contract(terms=COMPLETE, locked_at=MONDAY),)


def pilot(*readings, live=DAY_ONE, **more):
    went = GoLive(day=live, at=MONDAY, by=ANNA.id, link="https://crm.example/1") if live else None
    return Pilot(use_case=owned(**({"contracts": LOCKED, "went_live": went} | more)), readings=readings)


def around(now, zone="Europe/Berlin", country="DE", **habits):
    anna = ANNA.model_copy(update={"zone": zone})
    return Around(
        now=now,
        settings=Settings(zone="Europe/Berlin", country=country),
        people={ANNA.id: anna, BEN.id: BEN},
        habits={ANNA.id: Habits(**habits)} if habits else {},
    )


def reading(day, number=1, value=4.1, **more):
    return Reading(number=number, day=day, value=value, by=ANNA.id, at=MONDAY, **more)


def questions(pilot, around):
    return {one.period: one.due_at for one in checkins.owed(pilot, around)}


@pytest.mark.parametrize(
    "zone, hour, due",
    [
        ("Europe/Berlin", time(10), datetime(2026, 1, 13, 9, tzinfo=UTC)),
        ("America/New_York", time(10), datetime(2026, 1, 13, 15, tzinfo=UTC)),
        ("Asia/Kolkata", time(8, 30), datetime(2026, 1, 13, 3, tzinfo=UTC)),
    ],
)
def test_a_week_is_asked_about_on_the_next_working_day_at_the_owners_own_hour(zone, hour, due):
    at = around(MONDAY, zone=zone, hour=hour)
    assert questions(pilot(), at)["a1:w1"] == due


def test_a_holiday_moves_the_question_to_the_next_working_day():
    """The week that ends on Thursday 2 April 2026 is asked about after Good Friday and Easter Monday."""
    use_case = pilot(live=date(2026, 3, 27))
    assert questions(use_case, around(datetime(2026, 4, 1, tzinfo=UTC)))["a1:w1"].date() == date(2026, 4, 7)


def test_over_a_change_to_summer_time_the_hour_on_the_wall_stays():
    """Clocks go forward in Berlin on 29 March 2026."""
    asked = questions(pilot(live=date(2026, 3, 17)), around(datetime(2026, 3, 30, tzinfo=UTC)))
    assert (asked["a1:w1"].hour, asked["a1:w2"].hour) == (9, 8)


def test_a_person_may_choose_their_weekday():
    asked = questions(pilot(), around(MONDAY, weekday=3, hour=time(14)))
    assert asked["a1:w1"] == datetime(2026, 1, 15, 13, tzinfo=UTC)


def test_before_go_live_the_baseline_is_collected_from_day_one():
    assert list(questions(pilot(live=None), around(MONDAY)))[0] == "a1:b1"


def test_a_week_with_a_reading_is_not_asked_about():
    answered = pilot(reading(DAY_ONE + 6 * DAY, weekly=True))
    assert "a1:w1" not in questions(answered, around(MONDAY))
    taken_back = pilot(reading(DAY_ONE, number=1), reading(DAY_ONE, number=2, value=None, corrects=1))
    assert "a1:w1" in questions(taken_back, around(MONDAY))


def test_four_weeks_after_it_was_scaled_the_question_comes_once_a_month():
    at = datetime(2026, 3, 6, 12, tzinfo=UTC)
    go = Decision(number=3, gate="scale", attempt=1, choice="go", criteria=(), at=at)
    scaled = pilot(outcome="scaled", decisions=(go,))
    asked = questions(scaled, around(datetime(2026, 8, 1, tzinfo=UTC)))
    late = [due.date() for due in asked.values() if due.date() > date(2026, 4, 15)]
    assert len([due for due in asked.values() if at < due and due.date() <= date(2026, 4, 15)]) in (4, 5)
    assert all(20 < (after - before).days < 40 for before, after in pairwise(late))
    assert checkins.silent_week(scaled, around(datetime(2026, 7, 20, 12, tzinfo=UTC))) is not None


def test_nobody_is_asked_before_an_owner_accepted_or_after_the_end():
    assert questions(pilot(ownership=None), around(MONDAY)) == {}
    assert questions(pilot(outcome="stopped"), around(MONDAY)) == {}


def test_there_is_one_reminder_two_working_days_later():
    (nudge, *_) = checkins.nudges(pilot(), around(MONDAY))
    assert (nudge.period, nudge.due_at) == ("a1:w1", datetime(2026, 1, 15, 9, tzinfo=UTC))


def test_once_the_reminder_goes_out_the_first_question_asks_nothing_any_more():
    at = around(datetime(2026, 1, 15, 9, tzinfo=UTC))
    first, second = checkins.asked(pilot(), "a1:w1", at), checkins.nudged(pilot(), "a1:w1", at)
    assert (first.overtaken, first.settled) == (True, True)
    assert (second.asked_again, second.settled) == (True, False)
    (nudge, *_) = checkins.nudges(pilot(), at)
    assert checkins.first_of(nudge) == "7:check_in_due:a1:w1"


def test_an_answer_closes_them_both():
    answered = pilot(reading(DAY_ONE + 6 * DAY, weekly=True))
    at = around(datetime(2026, 1, 15, 9, tzinfo=UTC))
    for question in (checkins.asked(answered, "a1:w1", at), checkins.nudged(answered, "a1:w1", at)):
        assert question.logged
        assert not question.overtaken


def test_a_reminder_that_goes_to_the_deputy_leaves_the_owners_question_open():
    at = around(datetime(2026, 1, 15, 9, tzinfo=UTC), away_until=date(2026, 1, 16), deputy=BEN.id)
    assert not checkins.asked(pilot(), "a1:w1", at).overtaken


def test_the_question_names_its_period_and_what_was_last():
    earlier = pilot(reading(DAY_ONE + 6 * DAY, weekly=True))
    asked = checkins.asked(earlier, "a1:w2", around(datetime(2026, 1, 20, 9, tzinfo=UTC)))
    assert (asked.first, asked.last) == (date(2026, 1, 13), date(2026, 1, 19))
    assert [one.metric for one in asked.asked] == ["average proposal turnaround time", "error rate"]
    assert "4.1" in asked.asked[0].last
    assert not asked.settled


def test_an_answered_question_is_settled_and_a_reminder_of_it_too():
    answered = pilot(reading(DAY_ONE + 6 * DAY, weekly=True))
    at = around(datetime(2026, 1, 13, 9, tzinfo=UTC))
    assert checkins.asked(answered, "a1:w1", at).settled
    assert checkins.nudged(answered, "a1:w1", at).settled


def test_after_three_silent_weeks_the_newest_question_asks_for_all_of_them():
    at = around(datetime(2026, 1, 27, 9, tzinfo=UTC))
    assert checkins.asked(pilot(), "a1:w1", at) is None
    newest = checkins.asked(pilot(), "a1:w3", at)
    assert newest.missed == ("w1", "w2")


def test_a_question_of_an_earlier_attempt_is_not_owed_any_more():
    assert checkins.asked(pilot(attempt=2), "a1:w1", around(datetime(2026, 1, 13, 9, tzinfo=UTC))) is None


def test_the_agenda_says_what_is_due_and_when_to_ask_again():
    now = datetime(2026, 1, 13, 9, tzinfo=UTC)
    due, then = agenda.due(pilot(stage="scale_decision"), around(now))
    assert [one.name for one in due] == ["7:check_in_due:a1:w1"]
    assert then == datetime(2026, 1, 15, 9, tzinfo=UTC)


def test_nobody_who_has_left_is_asked_and_a_successor_is_asked_what_is_still_open():
    week = MONDAY + 9 * DAY
    gone = around(week).model_copy(
        update={"people": {ANNA.id: ANNA.model_copy(update={"deactivated": True}), BEN.id: BEN}}
    )
    assert ANNA.id not in {one.to for one in agenda.owed(pilot(), gone)}
    handed_on = pilot(owner=BEN.id)
    assert [one.to for one in agenda.owed(handed_on, gone) if one.period == "a1:w1"][:1] == [BEN.id]


def test_a_number_that_came_by_itself_is_asked_about_once_and_only_whether_it_is_right():
    sent = reading(DAY_ONE + 6 * DAY, weekly=True, via="api").model_copy(update={"by": "api:Quotes sheet"})
    at = around(datetime(2026, 1, 13, 12, tzinfo=UTC))
    assert list(questions(pilot(sent), at)) == ["a1:w1", *list(questions(pilot(), at))[1:]]
    notice = checkins.asked(pilot(sent), "a1:w1", at)
    assert (notice.says, notice.said_by, notice.reading, notice.settled) == (
        "4.1 days",
        "Quotes sheet",
        1,
        False,
    )
    assert "a1:w1" not in [one.period for one in checkins.nudges(pilot(sent), at)]
    assert checkins.silent_week(pilot(sent), around(datetime(2026, 1, 19, tzinfo=UTC))) is None


def test_of_many_weeks_that_came_by_themselves_only_the_newest_is_asked_about():
    sent = [reading(DAY_ONE + (7 * n + 6) * DAY, n + 1, weekly=True, via="api") for n in range(3)]
    at = around(datetime(2026, 1, 27, 12, tzinfo=UTC))
    told = [checkins.asked(pilot(*sent), f"a1:w{n}", at) for n in (1, 2, 3)]
    assert [one.week if one else None for one in told] == [None, None, "w3"]


def test_right_puts_the_owners_name_to_it_and_once_is_enough():
    sent = reading(DAY_ONE + 6 * DAY, weekly=True, via="api").model_copy(update={"by": "api:Quotes sheet"})
    now = known(now=datetime(2026, 1, 13, 12, tzinfo=UTC))
    mine = taking.confirm(pilot(sent), 1, now, taking.Source("form"))
    assert (mine.by, mine.via, mine.value, mine.corrects) == (ANNA.id, "form", 4.1, 1)
    after = pilot(sent, mine.model_copy(update={"number": 2}))
    assert "4.1 days logged." in checkins.asked(after, "a1:w1", around(now.now)).logged
    with pytest.raises(AlreadyDone):
        taking.confirm(after, 2, now, taking.Source("form"))
