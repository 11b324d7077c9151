"""A number typed to the bot answers the newest question; an edit corrects it, *Undo* takes it back."""

import pytest

from sandbox.clock import Clock
from sandbox.stories.acts import accepts, registers
from sandbox.stories.weeks import MONDAY, has_a_contract, on


@pytest.fixture
def clock():
    return Clock(MONDAY, frozen=True)


def standing(house):
    with house.store.read("T0SANDBOX") as look:
        return [(one.metric, one.value) for one in look.pilot(1).standing]


def test_a_number_in_the_direct_messages_answers_the_question(house, nordwind):
    anna = has_a_contract(nordwind)
    on(nordwind, 1, 13)
    anna.types("4,1, 2/140")
    anna.sees("Logged for baseline week 1, 6–12 Jan", in_="dm")
    anna.sees("average proposal turnaround time: 4.1 days", in_="dm")
    anna.sees("error rate: 1.43 % (2 of 140)", in_="dm")
    anna.presses("Undo", in_="dm")
    anna.sees("Taken back", in_="dm")
    assert standing(house) == []


def test_an_edit_corrects_what_was_typed(house, nordwind):
    anna = has_a_contract(nordwind)
    on(nordwind, 1, 13)
    anna.types("41, 2/140")
    anna.sees("41 days", in_="dm")
    anna.edits(anna.sees("41, 2/140", in_="dm"), "4.1")
    anna.sees("Corrected for baseline week 1", in_="dm")
    anna.sees("4.1 days (instead of 41 days)", in_="dm")
    assert standing(house) == [("", 4.1)]
    assert anna.count("Corrected for baseline week 1", in_="dm") == 1


def test_an_edit_that_cannot_be_read_changes_nothing(house, nordwind):
    anna = has_a_contract(nordwind)
    on(nordwind, 1, 13)
    anna.types("4.1")
    anna.sees("4.1 days", in_="dm")
    own = [seen for seen in anna.desk.ask(lambda: anna._screen("dm")) if seen.text == "4.1"][0]
    anna.edits(own, "4.1 EUR")
    anna.sees("does not convert", in_="dm")
    anna.sees("what stood before your edit still stands", in_="dm")
    assert standing(house) == [("", 4.1)]


def test_anything_else_gets_one_line_of_help(house, nordwind):
    anna = has_a_contract(nordwind)
    on(nordwind, 1, 13)
    anna.types("thanks!")
    anna.sees("I read numbers here", in_="dm")
    anna.types("4.1 bananas")
    seen = anna.sees("Not taken.", in_="dm")
    assert "You typed: 4.1 bananas" in seen.text
    assert anna.count("I read numbers here", in_="dm") == 1
    assert standing(house) == []


def test_a_message_that_is_delivered_again_is_taken_once(house, nordwind):
    anna = has_a_contract(nordwind)
    on(nordwind, 1, 13)
    nordwind.sandbox.faults.order("deliver_twice", "events_api", times=1)
    anna.types("4.1")
    anna.sees("Logged for", in_="dm")
    nordwind.settle()
    with house.store.read("T0SANDBOX") as look:
        assert len(look.pilot(1).readings) == 1
    assert anna.count("Logged for", in_="dm") == 1


def test_of_several_open_questions_the_answered_one_is_named(house, nordwind):
    anna = has_a_contract(nordwind)
    registers(anna, "Reduce call-backs per case from 4 to 2 in 8 weeks, while keeping errors below 2%")
    anna.cancels()
    accepts(anna)
    on(nordwind, 1, 13)
    anna.types("4.1")
    anna.sees("I took it for UC-1. Still waiting for a number: UC-2.", in_="dm")
    anna.types("3.5 uc-2")
    anna.sees("Logged for baseline week 1, 6–12 Jan · UC-2", in_="dm")
    assert standing(house) == [("", 4.1)]
