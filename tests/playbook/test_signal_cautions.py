"""What is said beside a verdict: outliers, a baseline at odds with itself, a head start."""

import pytest

from playbook.cautions import disagrees_with_itself, far_off_weeks, head_start
from playbook.signal import judge
from playbook.yardstick import AgreedBaseline, Promise

PROMISE = Promise("lower", 3, AgreedBaseline(value=5, readings=(5.2, 4.6, 5.4, 4.9, 5.3, 4.7)))
SLIP = {1: 4.2, 2: 4.1, 3: 30, 4: 4.0, 5: 3.9}


def test_a_week_far_off_the_others_is_pointed_out_with_what_it_changes():
    assert far_off_weeks(PROMISE, SLIP, 5) == [3]
    without = {week: value for week, value in SLIP.items() if week != 3}
    verdicts = [judge(PROMISE, w, planned_weeks=8, last_closed_week=5).verdict for w in (SLIP, without)]
    assert verdicts == ["unclear", "moving"]


def test_fewer_than_five_closed_weeks_are_too_few_to_call_one_far_off():
    assert far_off_weeks(PROMISE, SLIP, 4) == []


def test_where_weeks_hardly_vary_a_small_step_is_no_outlier():
    still = dict.fromkeys(range(1, 6), 4.0)
    assert far_off_weeks(PROMISE, still | {5: 4.5}, 5) == []  # 3.5 · 1.4826 · 5 % of 2 days is 0.52
    assert far_off_weeks(PROMISE, still | {5: 4.6}, 5) == [5]


@pytest.mark.parametrize(
    "value,disagrees", [(5, False), (None, False), (5.2, False), (5.3, True), (4.7, True)]
)
def test_a_baseline_two_standard_errors_off_the_agreed_number_is_warned_of(value, disagrees):
    assert disagrees_with_itself(AgreedBaseline(value=value, readings=PROMISE.baseline.readings)) is disagrees


def test_a_number_or_a_steady_series_cannot_disagree_with_itself():
    assert not disagrees_with_itself(AgreedBaseline(value=5, range=0.1))
    assert not disagrees_with_itself(AgreedBaseline(value=0.1, readings=(0.1,) * 7))


@pytest.mark.parametrize(
    "before,start",
    [((4.1, 4.3), 4.2), ((4.0, 5.2), None), ((5.9, 6.1), None), ((4.1,), None), ((), None), ((5, 5), None)],
)
def test_weeks_before_go_live_already_better_than_agreed_are_warned_of(before, start):
    assert head_start(PROMISE, before) == (start and pytest.approx(start))
