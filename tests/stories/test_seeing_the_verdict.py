"""What a card says once readings are in: the verdict, the chart, and bars where charts are refused."""

from datetime import timedelta

import pytest

from playbook.facts import GoLive, Reading
from sandbox.stories.acts import locks, registers

FALLING = (4.8, 4.4, 4.1, 4.0, 3.6, 3.7)
WEEK = timedelta(days=7)


@pytest.fixture
def anna(nordwind, house):
    """The owner of UC-1, which has been live for six weeks and a day, with a reading for each week."""
    anna = nordwind.person("anna")
    registers(anna)
    anna.cancels()
    locks(anna, nordwind.person("ben"))
    [workspace] = house.store.workspaces()
    now = house.clock()
    live = now.date() - 6 * WEEK - timedelta(days=1)
    with house.store.work(workspace, now, by=anna.id) as work:
        proposed = work.use_case(1)
        went = GoLive(day=live, at=now, by=anna.id, link="https://example.com/first")
        use_case = work.keep(proposed, proposed.model_copy(update={"went_live": went}), "went live")
        work.add_readings(use_case, "reading logged", *readings(anna.id, live, now))
    return anna


def readings(by, live, now):
    for week, value in enumerate(FALLING, 1):
        end = live + week * WEEK - timedelta(days=1)
        yield Reading(day=end, weekly=True, value=value, by=by, at=now)


def test_the_card_opens_with_the_verdict_and_shows_the_chart(anna):
    anna.types("/pilot show UC-1", in_="#ai-pilots")
    card = anna.sees("Moving", in_="#ai-pilots")
    assert "averages 3.9 days over the last 4 weeks against 5.0 agreed" in card.text
    assert "Provisional: one-number baseline" in card.text
    assert "weekly looks together" in card.text
    [chart] = [block for block in card.blocks if block["type"] == "data_visualization"]
    assert [point["value"] for point in chart["chart"]["series"][0]["data"]] == list(FALLING)


def test_where_the_workspace_refuses_charts_the_same_card_comes_with_bars(anna, nordwind):
    nordwind.sandbox.faults.order("error", "response_url", error="invalid_blocks")
    anna.types("/pilot show UC-1", in_="#ai-pilots")
    card = anna.sees("█", in_="#ai-pilots")
    assert "Moving" in card.text
    assert "Open the contract" in card.buttons
