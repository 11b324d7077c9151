"""Which use case needs somebody first, and why."""

import pytest

from playbook import attention
from playbook.facts import Incident, Pause, Pilot, Trip
from tests.playbook.company import ANNA, BEN, MONDAY, proposed
from tests.playbook.gated import around, on_day, piloting

TRIP = Trip(number=1, at=MONDAY, by=BEN.id, reason="wrong prices")
SEVERE = Incident(number=1, severity=1, text="wrong prices", opened_at=MONDAY, opened_by=ANNA.id)


def needs(pilot, day=20):
    return attention.of(pilot, around(day))


def changed(pilot, **more):
    return pilot.model_copy(update={"use_case": pilot.use_case.model_copy(update=more)})


def test_the_order_is_rollback_past_day_60_severity_1_gate_overdue_silent_off_course_then_the_rest():
    calm = piloting(4.0, 3.4)
    off = piloting(5.1, 5.2, 5.1)
    cases = [
        (changed(calm, trips=(TRIP,)), 20, "rolled back"),
        (calm, 61, "past Day 60, undecided"),
        (changed(calm, incidents=(SEVERE,)), 20, "severity 1 incident open"),
        (calm, 33, "Day 30 Pilot gate overdue since Wed 4 Feb"),
        (calm, 26, "silent: week 3 not answered"),
        (off, 24, "off course: 10% likely to meet its target"),
        (calm, 15, "next Day 30 Pilot gate, Wed 4 Feb"),
    ]
    found = [needs(pilot, day) for pilot, day, _ in cases]
    assert [one.words for one in found] == [words for *_, words in cases]
    assert [one.rank for one in found] == sorted(one.rank for one in found)
    assert [one.urgent for one in found] == [True] * 6 + [False]


def test_a_shorter_plan_is_past_its_own_last_day():
    short = changed(piloting(4.0, 3.4), offsets=(8, 20, 35, 45))
    assert needs(short, 46).words == "past Day 45, undecided"


def test_a_week_is_silent_two_working_days_after_it_was_asked_for():
    two_weeks = piloting(4.0, 3.4)  # week 3 ends on Day 21, a Monday; asked for on Day 22
    assert not needs(two_weeks, 22).urgent
    assert not attention.of(two_weeks, around(24, now=on_day(24, hour=8))).urgent
    assert needs(two_weeks, 24).words == "silent: week 3 not answered"
    assert not needs(piloting(4.0, 3.4, 3.3), 26).urgent


def test_among_the_rest_the_nearest_date_comes_first_and_what_was_stopped_comes_last():
    soon, later = (
        needs(piloting(4.0, 3.4), 15),
        needs(changed(piloting(4.0, 3.4), day_one=on_day(5).date()), 15),
    )
    stopped = needs(changed(piloting(), outcome="stopped"))
    assert sorted([stopped, later, soon], key=lambda one: one.order) == [soon, later, stopped]
    assert stopped.words == "stopped with clarity"


@pytest.mark.parametrize("outcome", ["scaled", "stopped"])
def test_what_is_decided_is_never_overdue(outcome):
    pilot = changed(piloting(), outcome=outcome)
    assert attention.overdue(pilot.use_case, around(70).today) is None
    assert "overdue" not in needs(pilot, 70).words


def test_a_redesign_keeps_no_day_but_its_own():
    by = on_day(40).date()
    pause = Pause(why="redesign", at=on_day(20), since=on_day(20).date(), resume_by=by)
    assert needs(changed(piloting(), pause=pause), 35).words == "in redesign, resumes by Sat 14 Feb"


def test_a_proposal_is_overdue_after_its_entry_check_but_never_past_day_60():
    forgotten = Pilot(use_case=proposed())
    assert needs(forgotten, 12).words == "Day 10 entry check overdue since Thu 15 Jan"
    assert needs(forgotten, 90).words == "Day 10 entry check overdue since Thu 15 Jan"
    assert attention.next_due(forgotten.use_case, around(5).today).number == 10
