"""Five controls, two states: proved by pasted text, held by a gatekeeper, drawn each month, drilled."""

import re

import pytest
from slack_bolt import BoltRequest

from playbook.draws import control_of
from playbook.proofs import NAMES
from sandbox.clock import Clock
from sandbox.stories.weeks import MONDAY, goes_live, has_a_contract, is_owned, on, passes_the_entry_check

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
    carla.sees(": holds", in_="dm")
    carla.presses("Holds", in_="dm")
    carla.sees("You said so already", in_="dm")


def test_the_card_says_how_many_controls_are_proved_and_home_asks_the_gatekeepers(documented):
    anna, carla = documented.person("anna"), documented.person("carla")
    proves(anna, "logging", "2026-01-05 10:11 prompt 93 answer 41")
    anna.types("/pilot show UC-1", in_="#ai-pilots")
    anna.sees("Controls: 0 of 5 proved", in_="#ai-pilots")
    carla.opens_home()
    carla.sees("say whether the proof of logging holds", in_="home")
    carla.presses("Holds", in_="dm")
    anna.types("/pilot show UC-1", in_="#ai-pilots")
    anna.sees("Controls: 1 of 5 proved", in_="#ai-pilots")


def test_an_objection_of_a_gatekeeper_who_left_is_settled_by_another(documented):
    anna, carla, david, irene = (documented.person(name) for name in ("anna", "carla", "david", "irene"))
    carla.presses("Object", in_="dm")
    carla.fills(ground="policy", reason="No impact assessment").submits()
    david.types("/pilot controls UC-1", in_="#ai-pilots")
    david.sees_not("[Settle it]")
    irene.types("/pilot settings", in_="#ai-pilots")
    irene.fills(gatekeepers=["@david"]).submits()
    irene.sees("Settings of this workspace", in_="modal")
    irene.cancels()
    david.types("/pilot controls UC-1", in_="#ai-pilots")
    david.presses("Settle it", in_="#ai-pilots")
    david.fills(reason="The assessment is on file since Monday").submits()
    assert "settled the objection of" in controls(anna)
    anna.sees("is settled", in_="dm")


# --- the monthly draw ---------------------------------------------------------------------------------------


def test_a_control_is_drawn_each_month_and_its_seed_is_published_afterwards(nordwind):
    anna = has_a_contract(nordwind)
    passes_the_entry_check(nordwind)
    on(nordwind, 1, 13)
    goes_live(anna, day="2026-01-12")
    anna.sees("is live since", in_="modal")
    anna.cancels()
    on(nordwind, 1, 30)
    assert "Drawn for" not in controls(anna)
    on(nordwind, 2, 2)
    drawn = re.search(
        r"Drawn for Feb 2026: ([A-Za-z- ]+)\*? of", anna.sees("Drawn for Feb 2026", in_="dm").text
    )
    page = controls(anna)
    assert re.search(r"Sealed for the month after: `?[0-9a-f]{64}", page)
    assert "Prove it afresh by Sat 28 Feb 2026" in page
    on(nordwind, 3, 2)
    (seed,) = re.findall(r"Seed `?([0-9a-f]{64})", controls(anna))
    assert NAMES[control_of(seed)].casefold() == drawn[1].casefold()


def test_a_control_that_was_drawn_is_settled_by_a_fresh_proof(nordwind):
    anna, finn = has_a_contract(nordwind), nordwind.person("finn")
    passes_the_entry_check(nordwind)
    on(nordwind, 1, 13)
    goes_live(anna, day="2026-01-12")
    anna.sees("is live since", in_="modal")
    anna.cancels()
    on(nordwind, 2, 2)
    drawn = re.search(
        r"Drawn for Feb 2026: ([A-Za-z- ]+)\*? of", anna.sees("Drawn for Feb 2026", in_="dm").text
    )
    if drawn[1] == "Escalation path":
        controls(anna)
        anna.presses("Start a drill", in_="#ai-pilots")
        finn.presses("I am here", in_="dm")
    else:
        proves(anna, drawn[1].lower(), "Cases 12 to 21 of last week, each checked by Kate")
    anna.sees("proved afresh", in_="dm")
    nordwind.person("carla").sees("It was drawn for Feb 2026", in_="dm")
    assert "It was proved afresh." in controls(anna)


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
    anna.sees("the answer is awaited", in_="#ai-pilots")
    anna.presses("Start a drill", in_="#ai-pilots")
    anna.sees("runs already", in_="#ai-pilots")
    on(documented, 1, 6, hour=22)
    controls(anna)
    anna.presses("Start a drill", in_="#ai-pilots")
    anna.sees("in working hours only", in_="#ai-pilots")


# --- the button of a gate, which names no control -----------------------------------------------------------


def presses_prove_it(slack, house, who):
    """*Prove it* below a criterion of a gate: it names the use case alone."""
    triggers, person = slack.sandbox.triggers, f"U0{who.upper()}"
    pressed = {
        "type": "button",
        "action_id": "open.proofs.prove#operating",
        "action_ts": "1.0",
        "value": "UC-1",
    }
    body = {
        "type": "block_actions",
        "team": {"id": "T0SANDBOX"},
        "user": {"id": person, "team_id": "T0SANDBOX"},
        "trigger_id": slack.ask(lambda: triggers.give(person)),
        "actions": [pressed],
        "container": {"type": "message", "message_ts": "1.0", "channel_id": "C0AIPILOTS"},
    }
    assert house.app.dispatch(BoltRequest(body=body, mode="socket_mode")).status == 200
    return slack.person(who)


def test_a_gates_button_asks_the_owner_for_what_lacks_a_proof_and_shows_gatekeepers_the_controls(
    documented, house
):
    presses_prove_it(documented, house, "anna").sees("Data sensitivity. What proves it", in_="modal")
    presses_prove_it(documented, house, "carla").sees("five controls", in_="modal")
