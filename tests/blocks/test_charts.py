"""The chart of a pilot: drawn, said to a screen reader, and as bars of text where Slack draws none."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blocks import verdicts
from blocks.charts import draw
from blocks.pieces import CHART, drawn, has_newer, plainly, without_newer
from playbook.charts import MOST, Chart, Measurements, Point, measurements, thinned
from tests.blocks.taken import assert_message
from tests.blocks.values import numbers, several, typed, units
from tests.playbook.pilots import CLEAN, FALLING, LIVE, after_weeks, around, daily, errors, live, weeks_of


def points(count):
    return tuple(Point(label=f"Week {week}", value=week / 10) for week in range(1, count + 1))


def open_weeks(values):
    return tuple(Point(label=f"Week {n} (open)", value=value) for n, value in enumerate(values, 1))


charts = st.builds(
    Chart,
    kpi=typed,
    unit=units | st.just(""),
    points=st.lists(numbers, min_size=1, max_size=MOST).map(open_weeks),
    baseline=numbers,
    target=numbers,
    weeks=st.integers(1, 200),
)
measured = st.builds(
    Measurements, verdict=typed, footer=typed, latest=several(typed), chart=st.none() | charts
)
SIX_WEEKS = live(*weeks_of(*FALLING), *(errors(number, *counts) for number, counts in enumerate(CLEAN, 4)))


def shown(pilot=SIX_WEEKS, weeks=6, days=0):
    return drawn(verdicts.draw(measurements(pilot, around(after_weeks(weeks, days)))))


calm = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@calm
@given(measured)
def test_slack_takes_whatever_was_measured_as_a_picture_and_as_bars(measured):
    picture = drawn(verdicts.draw(measured))
    assert_message(picture)
    assert_message(without_newer(picture))
    assert_message(plainly(picture))


def test_three_lines_run_over_the_weeks_with_a_reading():
    [picture] = [block for block in shown().blocks if block["type"] == CHART]
    lines = {line["name"]: [point["value"] for point in line["data"]] for line in picture["chart"]["series"]}
    assert lines == {"Readings": list(FALLING), "Baseline": [5] * 6, "Target": [3] * 6}
    assert picture["chart"]["axis_config"] == {
        "categories": [f"Week {week}" for week in range(1, 7)],
        "y_label": "days",
    }


def test_a_week_without_a_reading_is_no_category_and_an_open_one_says_so():
    pilot = live(*weeks_of(4.8, None, 4.1), daily(9, after_weeks(3), 4.0))
    [picture] = [block for block in shown(pilot, 3, 1).blocks if block["type"] == CHART]
    assert picture["chart"]["axis_config"]["categories"] == ["Week 1", "Week 3", "Week 4 (open)"]


def test_the_text_says_every_figure_of_the_picture():
    text = shown().text
    assert "Readings: Week 1 4.8, Week 2 4.4, Week 3 4.1, Week 4 4, Week 5 3.6, Week 6 3.7" in text
    assert "Baseline: 5" in text
    assert "Target: 3" in text
    assert "*Moving.* Proposal turnaround time averages 3.9 days" in text
    assert "Latest readings: average proposal turnaround time: 3.7 days (week 6); " in text
    assert "error rate: 1.46 % (week 6, 3 of 205)" in text


def test_bars_stand_in_for_a_picture_that_is_refused():
    assert has_newer(shown())
    plain = without_newer(shown())
    assert not has_newer(plain)
    [bars] = [block["text"]["text"] for block in plain.blocks if "█" in str(block)]
    assert bars.splitlines()[:3] == [
        "*average proposal turnaround time*",
        "```Week 1    4.8  ███████████████████████",
        "Week 2    4.4  █████████████████████",
    ]
    assert bars.endswith("Baseline    5  ████████████████████████\nTarget      3  ██████████████```")


def test_a_message_without_blocks_keeps_the_bars_in_step():
    assert "`Week 6    3.7  ██████████████████`" in plainly(shown()).text


def test_older_weeks_are_thinned_and_the_caption_says_so():
    assert thinned(points(20)) == points(20)
    kept = thinned(points(31))
    assert len(kept) == MOST
    assert kept[0].label == "Week 1"
    assert kept[-12:] == points(31)[-12:]
    chart = Chart(kpi="Turnaround", unit="day", points=kept, baseline=5, target=3, weeks=31)
    assert chart.caption == (
        "Turnaround by week, baseline 5 days and target 3 days: 20 of 31 weeks with a reading; "
        "the last 12 are all shown, older ones thinned."
    )
    assert len(draw(chart)[0]["chart"]["series"][0]["data"]) == MOST


def test_nothing_measured_is_nothing_to_show():
    assert measurements(live(), around(LIVE)) is None
