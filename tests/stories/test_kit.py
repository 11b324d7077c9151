"""The implementation kit: a draft that names its gaps, and its files in the thread of the gate."""

import pytest

from playbook import kit_files
from sandbox.clock import Clock
from sandbox.stories.gates import has_readings, is_piloted, turn
from sandbox.stories.weeks import MONDAY

TESTERS = ("finn", "irene", "luca", "grace", "henrik")
HOME = "#sales-ops"


@pytest.fixture
def clock():
    return Clock(MONDAY, frozen=True)


@pytest.fixture
def by_http():
    return False


@pytest.fixture
def piloted(nordwind, house):
    """Day 30: four good weeks; five people are asked."""
    is_piloted(nordwind, house)
    has_readings(house, 4.0, 3.6, 3.4, 3.2)
    turn(nordwind, 2, 4)
    nordwind.person("anna").types(f"/pilot test UC-1 {' '.join('@' + name for name in TESTERS)}", in_=HOME)
    return nordwind


def test_from_the_pilot_gate_on_it_is_drafted_and_sent_as_files(piloted):
    anna = piloted.person("anna")
    anna.types("/pilot kit UC-1", in_=HOME)
    anna.sees("its kit is drafted from then on", in_=HOME)
    for name in TESTERS:
        piloted.person(name).presses("Keep it", in_="dm")
    for name in ("ben", "carla"):
        piloted.person(name).presses("Go", in_="dm")
    anna.sees("Limited Production begins", in_=HOME)
    anna.types("/pilot kit UC-1", in_=HOME)
    shown = anna.sees("UC-1 implementation kit", in_=HOME)
    assert "A draft: it names what is missing" in shown.text
    assert "the hours by part, confirmed by the sponsor (@ben)" in shown.text
    anna.presses("Send as files", in_=HOME)
    anna.sees("UC-1 implementation kit (a draft", in_=HOME)
    (sent,) = [one for one in piloted.sandbox.workspace.files.values() if one.name == "UC-1-kit.zip"]
    assert sent.shares[0]["thread_ts"]
    made = kit_files.read(sent.content)
    assert (made.state, made.playbook.workflow) == ("draft", "Quote to cash")
