"""`/pilot rehearse UC-1`: a participant reads what the plan will say, and nobody hears of it."""

import pytest

from sandbox.clock import Clock
from sandbox.stories.acts import registers
from sandbox.stories.weeks import MONDAY, has_a_contract, on


@pytest.fixture
def clock():
    return Clock(MONDAY, frozen=True)


@pytest.fixture
def by_http():
    return False


def test_every_message_of_the_plan_is_listed_to_a_participant_alone(nordwind):
    anna = has_a_contract(nordwind)
    on(nordwind, 1, 7)
    before = len(anna.inbox())
    anna.types("/pilot rehearse uc-1", in_="#ai-pilots")
    reply = anna.sees("rehearsal of the plan", in_="#ai-pilots")
    assert reply.only_to_me
    assert "What was average proposal turnaround time in baseline week 1" in reply.text
    assert "Day 10 entry check" in reply.text
    assert "Nothing was sent or written" in reply.text
    assert len(anna.inbox()) == before
    nordwind.person("kate").types("/pilot rehearse UC-1", in_="#ai-pilots").sees_not("rehearsal of the plan")


def test_of_a_proposal_only_the_entry_check_is_foretold(nordwind):
    anna = registers(nordwind.person("anna"))
    anna.cancels()
    anna.types("/pilot rehearse", in_="#ai-pilots")
    reply = anna.sees("rehearsal of the plan", in_="#ai-pilots")
    assert "until then only the entry check is spoken of" in reply.text
    assert "Pilot gate" not in reply.text
