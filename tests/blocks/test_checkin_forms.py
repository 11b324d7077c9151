"""The forms of check-ins whose inputs depend on a contract: Slack takes them whatever a metric is called."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blocks.checkin_forms import fill_form, log_form
from blocks.forms import Kept, draw_form
from playbook.measured import Metric
from playbook.weeks import Week
from tests.blocks.taken import assert_view
from tests.blocks.values import either, typed, units

calm = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
metrics = st.builds(Metric, measured=either("kpi", "guardrail"), name=typed, unit=units)
asked = st.lists(metrics, min_size=1, max_size=13).map(tuple)
FIRST = date(2026, 1, 6)


def week(number):
    first = FIRST + timedelta(days=7 * number)
    return Week("w", number, first, first + timedelta(days=6))


@calm
@given(asked, st.integers(0, 6))
def test_the_form_of_a_week_asks_for_the_kpi_and_offers_the_rest(metrics, missed):
    form = log_form(metrics, week(9), tuple(week(number) for number in range(missed)))
    view = draw_form("checkins.log", {}, Kept(form="checkins.log"), asked=form)
    assert_view(view)
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    assert [block["block_id"] for block in inputs if not block["optional"]] == ["kpi"]
    assert len(inputs) == len(metrics) + 7 + missed


@calm
@given(st.lists(asked, min_size=1, max_size=30))
def test_the_form_of_all_open_weeks_has_a_line_for_each(rows):
    form = fill_form(tuple((f"{n}.w3", f"UC-{n}", week(3), metrics) for n, metrics in enumerate(rows, 1)))
    view = draw_form("checkins.fill", {}, Kept(form="checkins.fill"), asked=form)
    assert_view(view)
    assert "UC-1, week 3, 27 Jan – 2 Feb" in str(view)
