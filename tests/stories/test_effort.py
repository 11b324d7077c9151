"""Hours by part: logged with the week, typed, corrected with a reason, confirmed once by the sponsor."""

import pytest

from sandbox.clock import Clock
from sandbox.stories.gates import has_readings, is_piloted, record, turn
from sandbox.stories.weeks import MONDAY

HOME = "#sales-ops"


@pytest.fixture
def clock():
    return Clock(MONDAY, frozen=True)


@pytest.fixture
def piloted(nordwind, house):
    """Day 29: four good weeks, no hours yet."""
    is_piloted(nordwind, house)
    has_readings(house, 4.0, 3.6, 3.4, 3.2)
    turn(nordwind, 2, 3)
    return nordwind


def test_hours_come_with_the_week_and_the_sponsor_fixes_their_total(piloted, house):
    anna, ben = piloted.person("anna"), piloted.person("ben")
    anna.types("training hours 8")
    anna.sees("training hours: 8 h", in_="dm")
    anna.types("/pilot effort UC-1", in_=HOME)
    anna.sees("Unclear: no replica has been started yet", in_=HOME)
    anna.presses("Correct the hours", in_=HOME)
    anna.fills(part="process", hours="32.5", source="measured", reason="two workshops").submits()
    turn(piloted, 2, 4, hour=10)
    ben.types("/pilot effort UC-1", in_=HOME)
    shown = ben.sees("Confirm 40.5 hours", in_=HOME)
    assert "Process: 0 → 32.5 hours, @anna: two workshops" in shown.text
    ben.presses("Confirm 40.5 hours", in_=HOME)
    ben.sees("@ben confirmed the hours of UC-1 on", in_=HOME)
    hours = record(house).effort.fixed.hours
    assert {one.part: one.hours for one in hours} == {"process": 32.5, "training": 8}
    anna.types("/pilot effort UC-1", in_=HOME)
    assert "Correct the hours" not in anna.sees("@ben confirmed the hours", in_=HOME).text
