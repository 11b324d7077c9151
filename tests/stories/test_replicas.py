"""A second region: started from the Pilot gate on, with its own owner and home, told on both cards."""

import pytest

from sandbox.clock import Clock
from sandbox.stories.acts import accepts
from sandbox.stories.gates import has_readings, is_piloted, record, turn
from sandbox.stories.weeks import MONDAY
from sandbox.workspace import TEAM

TESTERS = ("finn", "irene", "luca", "grace", "henrik")
HOME, THERE = "#sales-ops", "#customer-service"


@pytest.fixture
def clock():
    return Clock(MONDAY, frozen=True)


@pytest.fixture
def piloted(nordwind, house):
    """Day 30: four good weeks; five people keep it."""
    is_piloted(nordwind, house)
    has_readings(house, 4.0, 3.6, 3.4, 3.2)
    turn(nordwind, 2, 4, hour=15)  # Kate is at work, too
    nordwind.person("anna").types(f"/pilot test UC-1 {' '.join('@' + name for name in TESTERS)}", in_=HOME)
    return nordwind


def passes_the_pilot_gate(slack):
    for name in TESTERS:
        slack.person(name).presses("Keep it", in_="dm")
    for name in ("ben", "carla"):
        slack.person(name).presses("Go", in_="dm")
    slack.person("anna").sees("Limited Production begins", in_=HOME)


def replica(house):
    with house.store.read(TEAM) as look:
        return look.use_case(2)


def test_before_the_pilot_gate_it_says_so(piloted):
    anna = piloted.person("anna")
    anna.types("/pilot replicate UC-1", in_=HOME)
    anna.sees("has not passed its Pilot gate", in_="modal")


def test_from_the_pilot_gate_on_the_second_place_gets_a_use_case_of_its_own(piloted, house):
    anna, kate = piloted.person("anna"), piloted.person("kate")
    passes_the_pilot_gate(piloted)
    piloted.person("ben").invites("@Pilotage", to=THERE)
    anna.types("/pilot replicate UC-1", in_=HOME)
    anna.fills(home=HOME).submits()
    assert "lives there" in anna.modal.errors["home"]
    anna.fills(home=THERE).submits()
    saved = anna.sees("It repeats UC-1. Live by", in_="modal")
    assert "the baseline: where it stands today" in saved.text
    anna.cancels()
    assert record(house).replicas == (2,)
    accepts(kate)
    kate.types("/pilot show UC-2", in_="#ai-pilots")
    kate.sees("Replica of UC-1, at Americas, to be live by", in_="#ai-pilots")
    kate.presses("Answer the controls", in_="#ai-pilots")
    kate.submits()
    confirmed = {one.control: one.by for one in replica(house).controls}
    assert confirmed == dict.fromkeys(("model_boundary", "human_review", "logging"), "U0KATE")
    anna.types("/pilot show UC-1", in_=HOME)
    anna.sees("Replicas", in_=HOME)
    anna.types("/pilot effort UC-1", in_=HOME)
    shown = anna.sees("UC-1 effort in hours", in_=HOME).text
    assert "the sponsor has not confirmed the hours of UC-1" in shown
