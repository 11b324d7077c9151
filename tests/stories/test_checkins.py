"""A number a week: taken by command, for the week it answers, in the contract's unit, and taken back."""

import pytest

from sandbox.clock import Clock
from sandbox.stories.weeks import MONDAY, has_a_contract, is_owned, logs, on


@pytest.fixture
def clock():
    return Clock(MONDAY, frozen=True)


def test_a_number_answers_the_newest_week_and_is_read_back(nordwind):
    anna = has_a_contract(nordwind)
    on(nordwind, 1, 13)
    anna.sees("What was average proposal turnaround time in baseline week 1, 6–12 Jan", in_="dm")
    reply = logs(anna, "uc-1 4,1")
    assert "Logged for baseline week 1, 6–12 Jan" in reply.text
    assert "average proposal turnaround time: 4.1 days" in reply.text
    assert "You named no day" in reply.text
    assert reply.only_to_me
    anna.sees("Logged UC-1", in_="dm")


def test_what_was_logged_is_taken_back_and_asked_again(nordwind):
    anna = has_a_contract(nordwind)
    on(nordwind, 1, 13)
    logs(anna, "UC-1 36 hours")
    anna.sees("1.5 days logged", in_="dm")
    anna.presses("Undo", in_="#ai-pilots")
    anna.sees("Taken back", in_="#ai-pilots")
    anna.sees("[Log baseline week 1]", in_="dm")


def test_a_second_number_for_the_week_takes_the_first_ones_place(nordwind):
    anna = has_a_contract(nordwind)
    on(nordwind, 1, 13)
    logs(anna, "UC-1 30")
    assert "3 days (instead of 30 days)" in logs(anna, "UC-1 3.0 for baseline week 1").text
    anna.presses("Undo", in_="#ai-pilots")
    anna.sees("30 days logged.", in_="dm")


REFUSED = {
    "UC-1 4.1 on 12 Feb": "has not come yet",
    "UC-1 4.1 on 2026-01-02": "before Day 1",
    "UC-1 4.1 for baseline week 9": "is the newest that has begun",
    "UC-1 36 EUR": "does not convert",
    "UC-1 NaN": "cannot read",
    "UC-1 1e400": "cannot read",
    "UC-1 hello 5": "do not know what",
    "UC-9 4.1": "There is no such use case",
}


def test_bad_input_gets_a_clear_reply_and_is_kept(nordwind):
    anna = has_a_contract(nordwind)
    on(nordwind, 1, 13)
    for typed, words in REFUSED.items():
        reply = logs(anna, typed)
        assert words in reply.text
        assert f"You typed: /pilot log {typed}" in reply.text
    assert "Logged" not in anna.sees("baseline week 1", in_="dm").text


def test_the_same_number_twice_is_written_once(nordwind):
    anna = has_a_contract(nordwind)
    on(nordwind, 1, 13)
    logs(anna, "UC-1 4.1 for baseline week 1")
    assert "on record already" in logs(anna, "UC-1 4.1 for baseline week 1").text


def test_a_guardrail_is_logged_by_its_name_with_its_counts(nordwind):
    anna = has_a_contract(nordwind)
    on(nordwind, 1, 13)
    assert "error rate: 1.43 % (2 of 140)" in logs(anna, "UC-1 error rate 2/140").text
    assert "error rate: 1.4 %" in logs(anna, "UC-1 Errors 1.4% on 12 Jan").text


def test_whoever_owns_one_use_case_need_not_name_it(nordwind):
    anna = has_a_contract(nordwind)
    on(nordwind, 1, 13)
    assert "Logged" in logs(anna, "4.1").text


def test_only_the_owner_and_the_supporters_log(nordwind):
    has_a_contract(nordwind)
    on(nordwind, 1, 13)
    assert "the workflow owner and the supporters" in logs(nordwind.person("ben"), "UC-1 4.1").text


def test_readings_before_the_contract_is_complete_are_taken_too(nordwind):
    anna = is_owned(nordwind)
    on(nordwind, 1, 13)
    assert "Logged" in logs(anna, "UC-1 5.2 days").text
