"""The form of the week: opened by the question, errors beside fields, nothing lost, nothing doubled."""

import pytest

from sandbox.clock import Clock
from sandbox.stories.weeks import MONDAY, has_a_contract, logs, on


@pytest.fixture
def clock():
    return Clock(MONDAY, frozen=True)


def standing(house):
    with house.store.read("T0SANDBOX") as look:
        return {(one.measured, one.day.day): one.value for one in look.pilot(1).standing}


def opens_the_week(anna):
    anna.presses("Log baseline week 1", in_="dm")
    anna.sees("[Log]", in_="modal")


def test_two_taps_and_one_number_are_enough(house, nordwind):
    anna = has_a_contract(nordwind)
    on(nordwind, 1, 13)
    opens_the_week(anna)
    anna.fills(kpi="4.1").submits()
    anna.sees("average proposal turnaround time: 4.1 days", in_="modal")
    anna.sees("Logged UC-1", in_="dm")
    assert standing(house) == {("kpi", 12): 4.1}


def test_everything_of_a_week_is_taken_and_shown_again(house, nordwind):
    anna = has_a_contract(nordwind)
    on(nordwind, 1, 13)
    opens_the_week(anna)
    typed = {
        "usage": "40",
        "exceptions": "3",
        "exceptions_why": "scans",
        "hours": "other",
        "hours_other": "12",
        "hours_part": "training",
    }
    anna.fills(kpi="36 hours", g1="2/140", note="new template", **typed).submits()
    anna.sees("error rate: 1.43 % (2 of 140)", in_="modal")
    anna.cancels()
    anna.types("/pilot log UC-1", in_="#ai-pilots")
    anna.sees("[Log]", in_="modal")
    shown = anna.modal.fields
    assert {name: shown[name] for name in typed} == typed | {
        name: shown[name] for name in ("hours", "hours_part")
    }
    assert (shown["kpi"], shown["g1"], shown["note"]) == ("1.5 days", "2/140", "new template")
    anna.submits()
    assert "Nothing new was typed" in anna.modal.errors["kpi"]


def test_what_cannot_be_read_is_said_beside_its_field_and_kept(house, nordwind):
    anna = has_a_contract(nordwind)
    on(nordwind, 1, 13)
    opens_the_week(anna)
    anna.fills(kpi="4.1 EUR", g1="3/2", usage="7").submits()
    assert "does not convert" in anna.modal.errors["kpi"]
    assert "not a share" in anna.modal.errors["g1"]
    assert anna.modal.fields["usage"] == "7"
    assert standing(house) == {}


def test_missed_weeks_stand_in_the_same_form(house, nordwind):
    anna = has_a_contract(nordwind)
    on(nordwind, 1, 20)
    anna.presses("Log baseline week 2", in_="dm")
    anna.sees("[Log]", in_="modal")
    anna.fills(kpi="5.1", b1="5.3, 2/140").submits()
    anna.sees("Logged", in_="modal")
    assert standing(house) == {("kpi", 19): 5.1, ("kpi", 12): 5.3, ("guardrail", 12): pytest.approx(100 / 70)}


def test_a_doubled_submission_is_taken_once(house, nordwind):
    anna = has_a_contract(nordwind)
    on(nordwind, 1, 13)
    opens_the_week(anna)
    nordwind.sandbox.faults.order("deliver_twice", "view_submission", times=1)
    anna.fills(kpi="4.1").submits()
    anna.sees("4.1 days", in_="modal")
    with house.store.read("T0SANDBOX") as look:
        assert len(look.pilot(1).readings) == 1


def test_a_week_that_was_logged_meanwhile_is_not_overwritten_unseen(house, nordwind):
    anna = has_a_contract(nordwind)
    on(nordwind, 1, 13)
    opens_the_week(anna)
    logs(anna, "UC-1 4.4")
    anna.fills(kpi="4.1").submits()
    anna.sees("Someone else changed this", in_="modal")
    anna.sees("By now it says: 4.4 days", in_="modal")
    anna.submits()
    anna.sees("4.1 days (instead of 4.4 days)", in_="modal")
    assert standing(house) == {("kpi", 12): 4.1}


def test_a_correction_keeps_its_reason(house, nordwind):
    anna = has_a_contract(nordwind)
    on(nordwind, 1, 13)
    logs(anna, "UC-1 30")
    anna.types("/pilot fix UC-1 3.0 the export was wrong", in_="#ai-pilots")
    seen = anna.sees("Corrected for baseline week 1", in_="#ai-pilots")
    assert "3 days (instead of 30 days)" in seen.text
    assert "Why: the export was wrong" in seen.text
    anna.types("/pilot fix UC-1 2.9", in_="#ai-pilots")
    anna.sees("[Correct]", in_="modal")
    assert anna.modal.fields["value"] == "2.9"
    anna.fills(when="12 Jan", reason="only that day").submits()
    anna.sees("Corrected for Mon 12 Jan 2026", in_="modal")
    with house.store.read("T0SANDBOX") as look:
        pilot = look.pilot(1)
    assert [one.value for one in pilot.readings] == [30, 3.0, 2.9]
    assert [one.value for one in pilot.standing] == [2.9]


def test_a_person_says_when_to_be_asked(nordwind):
    anna = has_a_contract(nordwind)
    anna.types("/pilot when", in_="#ai-pilots")
    anna.sees("on the first working day after the week, at 10:00 (Europe/Berlin)", in_="#ai-pilots")
    anna.types("/pilot WHEN thu 14:30", in_="#ai-pilots")
    anna.sees("on the first Thursday after the week, if it is a working day, at 14:30", in_="#ai-pilots")
    anna.types("/pilot when Sunday", in_="#ai-pilots")
    anna.sees("Sunday is no working day here", in_="#ai-pilots")
    on(nordwind, 1, 14)
    anna.sees_not("Log baseline week 1", in_="dm")
    on(nordwind, 1, 15, hour=14)
    anna.sees("Log baseline week 1", in_="dm")
