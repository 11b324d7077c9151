"""*It is live*: said once by the owner, when nothing is missing; evidence starts that day."""

import pytest

from sandbox.clock import Clock
from sandbox.stories.weeks import MONDAY, goes_live, has_a_contract, logs, on, passes_the_entry_check


@pytest.fixture
def clock():
    return Clock(MONDAY, frozen=True)


def test_going_live_names_what_is_missing_and_whose_it_is(nordwind):
    anna = has_a_contract(nordwind)
    on(nordwind, 1, 13)
    anna.types("/pilot live uc-1", in_="#ai-pilots")
    seen = anna.sees("the entry check still needs", in_="modal")
    assert "the second place" in seen.text
    assert "(the owner)" in seen.text
    assert "a gatekeeper's answer on governance (a gatekeeper)" in seen.text


def test_it_goes_live_once_and_the_channel_hears_of_it(nordwind):
    anna, kate = has_a_contract(nordwind), nordwind.person("kate")
    passes_the_entry_check(nordwind)
    on(nordwind, 1, 13)
    goes_live(anna, day="2026-01-14")
    assert "has not come yet" in anna.modal.errors["day"]
    anna.fills(day="2026-01-05").submits()
    assert "Day 1 is Tue 6 Jan" in anna.modal.errors["day"]
    anna.fills(day="2026-01-12", link="crm").submits()
    assert "web address" in anna.modal.errors["link"]
    anna.fills(link="https://crm.example.com/4711").submits()
    anna.sees("UC-1 is live since Mon 12 Jan", in_="modal")
    anna.cancels()
    card = kate.sees("UC-1 is live", in_="#sales-ops")
    assert "Mon 12 Jan 2026, Day 7 of 60: the first real case" in card.text
    assert "<https://crm.example.com/4711|" in str(card.blocks)
    anna.types("/pilot live UC-1", in_="#ai-pilots")
    anna.sees("is live since Mon 12 Jan. The day is fixed once", in_="modal")
    anna.cancels()
    on(nordwind, 1, 20)
    anna.sees("in week 1, 12–18 Jan", in_="dm")
    assert "week 1, 12–18 Jan" in logs(anna, "UC-1 4.1").text


def test_only_the_owner_says_that_it_is_live(nordwind):
    has_a_contract(nordwind)
    ben = nordwind.person("ben")
    ben.types("/pilot live UC-1", in_="#ai-pilots")
    ben.sees("only the workflow owner", in_="modal")
