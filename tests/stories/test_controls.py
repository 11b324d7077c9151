"""Five controls, two states: proved by pasted text, held by a gatekeeper, drawn each month, drilled."""

import pytest

from sandbox.clock import Clock
from tests.stories.weeks import MONDAY, is_owned, on

ANSWERS = {
    "data_sensitivity": "confidential",
    "model_boundary": "Vendor A, model B, EU, drafting only",
    "human_review": "every quote before it leaves",
    "logging": "prompt and answer, 90 days",
    "escalation_contact": "@grace",
}


@pytest.fixture
def clock():
    return Clock(MONDAY, frozen=True)


@pytest.fixture
def documented(nordwind):
    """UC-1 of Anna, all five controls answered; Grace is the escalation contact."""
    anna = is_owned(nordwind)
    anna.types("/pilot controls uc-1", in_="#ai-pilots")
    anna.presses("Answer the controls", in_="#ai-pilots")
    anna.fills(**ANSWERS).submits()
    anna.sees("saved", in_="modal")
    anna.cancels()
    return nordwind


def controls(person):
    """The page of the five controls, as this person reads it."""
    person.types("/pilot controls UC-1", in_="#ai-pilots")
    return person.sees("five controls", in_="#ai-pilots").text


def proves(person, control, text):
    """Open the page, press the control's own button, paste and save."""
    controls(person)
    person.presses(f"Prove {control}", in_="#ai-pilots")
    asked = person.sees("What proves it", in_="modal").text
    person.fills(proof=text).submits()
    person.sees("five controls", in_="modal")
    person.cancels()
    return asked


def test_a_control_is_documented_and_proved_and_a_gatekeeper_says_that_it_holds(documented):
    anna, carla = documented.person("anna"), documented.person("carla")
    assert "5 of 5 documented, 0 of 5 proved" in controls(anna)
    proves(anna, "human review", "Quotes 11 to 20, each read by Kate on 5 January")
    assert "no gatekeeper has said that human review holds" in controls(anna)
    carla.sees("Quotes 11 to 20", in_="dm")
    carla.presses("Holds", in_="dm")
    carla.sees("holds", in_="dm")
    page = controls(anna)
    assert "5 of 5 documented, 1 of 5 proved" in page
    assert "62 days left" in page


def test_what_does_not_hold_goes_back_to_the_owner_with_the_reason(documented):
    anna, carla, david = (documented.person(name) for name in ("anna", "carla", "david"))
    proves(anna, "data sensitivity", "Looks fine")
    carla.presses("Does not hold", in_="dm")
    carla.fills(reason="No sample: which inputs, checked by whom?").submits()
    anna.sees("No sample: which inputs", in_="dm")
    david.sees("does not hold", in_="dm")
    assert "data sensitivity does not hold" in controls(anna)
    anna.presses("Prove it", in_="dm")
    anna.fills(proof="40 inputs of 5 January, checked by Kate: none above confidential").submits()
    anna.sees("five controls", in_="modal")
    anna.cancels()
    anna.sees("Settled", in_="dm")
    david.presses("Holds", in_="dm")
    assert "1 of 5 proved" in controls(anna)


def test_the_log_line_of_a_named_case_is_wanted(documented):
    asked = proves(documented.person("anna"), "logging", "2026-01-05 10:11 prompt 93 answer 41")
    assert "the log line of the case you tested last" in asked
    documented.person("carla").sees("the case you tested last", in_="dm")


def test_the_owner_does_not_judge_and_a_gatekeeper_does_not_prove(documented):
    anna, carla = documented.person("anna"), documented.person("carla")
    proves(anna, "model boundary", "A request to region US was refused: HTTP 403, 5 January 10:02")
    anna.sees_not("[Holds]")
    carla.types("/pilot controls UC-1", in_="#ai-pilots")
    carla.sees_not("[Prove")


def test_the_same_word_twice_is_said_once(documented):
    anna, carla = documented.person("anna"), documented.person("carla")
    proves(anna, "model boundary", "A request to region US was refused: HTTP 403, 5 January 10:02")
    carla.presses("Holds", in_="dm")
    carla.presses("Holds", in_="dm")
    carla.sees("You said so already", in_="dm")


# --- the drill ----------------------------------------------------------------------------------------------


def test_a_drill_asks_the_contact_and_the_time_to_answer_is_the_proof(documented):
    anna, carla, grace = (documented.person(name) for name in ("anna", "carla", "grace"))
    controls(anna)
    anna.presses("Start a drill", in_="#ai-pilots")
    anna.sees("A drill runs", in_="dm")
    documented.advance(seconds=60 * 7)
    grace.presses("I am here", in_="dm")
    grace.sees("You answered", in_="dm")
    anna.sees("answered the drill", in_="dm")
    assert "answered after 7 minutes" in controls(anna)
    carla.sees("Drill 1: answered after 7 minutes of working time", in_="dm")
    carla.presses("Holds", in_="dm")
    assert "escalation path holds" in controls(anna)


def test_a_drill_nobody_answers_is_told_to_the_owner_after_an_hour_of_working_time(documented):
    anna = documented.person("anna")
    controls(anna)
    anna.presses("Start a drill", in_="#ai-pilots")
    documented.advance(seconds=60 * 59)
    anna.sees_not("Nobody answered the drill")
    documented.advance(seconds=60 * 2)
    anna.sees("Nobody answered the drill", in_="dm")
    assert "nobody answered the drill within 60 minutes" in controls(anna)


def test_a_second_drill_does_not_start_while_one_runs_nor_at_night(documented):
    anna = documented.person("anna")
    controls(anna)
    anna.presses("Start a drill", in_="#ai-pilots")
    anna.presses("Start a drill", in_="#ai-pilots")
    anna.sees("runs already", in_="#ai-pilots")
    on(documented, 1, 6, hour=22)
    controls(anna)
    anna.presses("Start a drill", in_="#ai-pilots")
    anna.sees("in working hours only", in_="#ai-pilots")
