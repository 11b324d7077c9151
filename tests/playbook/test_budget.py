"""The budget of attention: questions against one a working day, alerts beside them, late ones counted."""

from datetime import timedelta

from playbook import budget
from playbook.budget import Told
from tests.playbook.company import ANNA, BEN, MONDAY

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def told(to=ANNA.id, kind="check_in_due", due=MONDAY, after=timedelta(0), **more):
    return Told(to, kind, due, due + after, **more)


def test_sent_answered_late_and_folded_are_counted():
    folded = Told(ANNA.id, "milestone_due", MONDAY, None)
    found = budget.spent([told(answered=True), told(BEN.id, after=2 * HOUR), folded])
    assert found.words == "2 messages to 2 people: 1 answered, 1 late, 1 folded into others"


def test_an_hour_is_not_late_and_a_minute_more_is():
    assert budget.spent([told(after=HOUR)]).late == 0
    assert budget.spent([told(after=HOUR + timedelta(minutes=1))]).late == 1


def test_what_nobody_knows_the_due_day_of_is_never_late():
    assert budget.spent([told(kind="successor_asked", after=30 * DAY)]).late == 0


def test_the_answer_to_what_somebody_typed_is_not_unasked():
    assert budget.spent([told(kind="reading_taken"), told(kind="message_answered")]).sent == 0


def test_alerts_stand_beside_the_questions_and_are_not_capped():
    alerts = [told(kind="vote_asked"), told(kind="drill_asked")]
    week = [*(told(due=MONDAY + n * DAY) for n in range(5)), *alerts]
    (anna,) = budget.by_week(week, "UTC", "IT")  # where 6 January is a day off
    assert (anna.questions, anna.alerts, anna.allowed, anna.over) == (5, 2, 4, True)
    assert not budget.by_week(week[:4], "UTC", "IT")[0].over


def test_weeks_begin_on_monday_in_the_workspaces_zone():
    sunday_evening = told(due=MONDAY - timedelta(hours=10))  # Sunday 23:00 in London, Monday in Auckland
    assert budget.by_week([sunday_evening], "UTC", None)[0].monday.isoformat() == "2025-12-29"
    assert budget.by_week([sunday_evening], "Pacific/Auckland", None)[0].monday.isoformat() == "2026-01-05"
