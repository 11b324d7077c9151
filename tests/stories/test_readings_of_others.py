"""What somebody else logs: a supporter answers, and the owner hears of what changed the verdict."""

from datetime import UTC, datetime

import pytest

from sandbox.clock import Clock
from sandbox.stories.weeks import MONDAY, goes_live, has_a_contract, logs, on, passes_the_entry_check


@pytest.fixture
def clock():
    return Clock(MONDAY, frozen=True)


def change(house, **facts):
    """What no conversation does yet, written down directly."""
    with house.store.work("T0SANDBOX", datetime(2026, 1, 5, 10, tzinfo=UTC), by="U0ANNA") as work:
        before = work.use_case(1)
        work.keep(before, before.model_copy(update=facts), "supporters named")


def test_the_owner_hears_of_what_a_supporter_logs_where_it_changes_the_verdict(house, nordwind):
    anna, finn = has_a_contract(nordwind), nordwind.person("finn")
    passes_the_entry_check(nordwind)
    change(house, supporters=("U0FINN",))
    on(nordwind, 1, 12)
    goes_live(anna)
    anna.sees("is live since", in_="modal")
    anna.cancels()
    on(nordwind, 1, 20)
    finn.types("4.1 uc-1")
    finn.sees("Logged for week 1, 12–18 Jan", in_="dm")
    anna.sees_not("By @finn", in_="dm")
    assert "error rate" in logs(finn, "UC-1 error rate 9/100 on 19 Jan").text
    told = anna.sees("By @finn", in_="dm")
    assert "error rate: not reported → rolled back" in told.text


def test_a_stopped_pilot_takes_no_readings_and_what_was_typed_is_kept(house, nordwind):
    anna = has_a_contract(nordwind)
    on(nordwind, 1, 13)
    change(house, outcome="stopped")
    reply = logs(anna, "UC-1 4.1")
    assert "was stopped: its record is closed" in reply.text
    assert "You typed: /pilot log UC-1 4.1" in reply.text
