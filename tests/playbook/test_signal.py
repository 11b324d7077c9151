"""What a verdict says, when, and why it is unclear: the rules in their order, and the edge cases."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.signal import early_signal, false_alarm_a_look, judge
from playbook.yardstick import AgreedBaseline, Promise, noise_at_lock, smallest_visible_change

SERIES = AgreedBaseline(value=5, readings=(5.2, 4.6, 5.4, 4.9, 5.3, 4.7))
STILL = AgreedBaseline(readings=(5, 5, 5, 5, 5, 5))
NUMBER = AgreedBaseline(value=5)
RANGE = AgreedBaseline(value=5, range=0.8)
TWO_READINGS = AgreedBaseline(readings=(4.5, 5.5))  # one number, their mean
THREE_DAYS = Promise("lower", 3, SERIES)  # from 5 days to 3
ON_ONE_NUMBER = replace(THREE_DAYS, baseline=NUMBER)
FALLING = [4.8, 4.4, 4.1, 4.0, 3.6, 3.7]


def weeks(values, start=1):
    return {week: value for week, value in enumerate(values, start) if value is not None}


def signal(values, promise=THREE_DAYS, planned=8, closed=None, before=()):
    told = values if isinstance(values, dict) else weeks(values)
    last = max(told, default=0) if closed is None else closed
    return judge(promise, told, planned_weeks=planned, last_closed_week=last, pre_go_live=before)


def verdict(*args, **kwargs):
    return signal(*args, **kwargs).verdict


class TestRulesInTheirOrder:
    @pytest.mark.parametrize("target", [5, 6])
    def test_a_contract_that_promises_nothing_is_invalid(self, target):
        judged = signal(FALLING, replace(THREE_DAYS, target=target))
        assert judged.verdict == "invalid"
        assert judged.answer == "unclear"
        assert "nothing is promised" in judged.reason

    @pytest.mark.parametrize(
        "values,promise,reason",
        [
            ([], THREE_DAYS, "no readings yet"),
            ([3], THREE_DAYS, "only one closed week"),
            ([3, 3], THREE_DAYS, "needs 3 closed weeks, has 2"),
            ([3, 3], replace(THREE_DAYS, baseline=RANGE), "needs 3 closed weeks, has 2"),
            ([3, 3, 3], ON_ONE_NUMBER, "needs 4 closed weeks, has 3"),
            ([3, 3], replace(THREE_DAYS, baseline=TWO_READINGS), "needs 4 closed weeks, has 2"),
        ],
    )
    def test_too_few_closed_weeks_are_unclear_and_say_how_many_are_needed(self, values, promise, reason):
        judged = signal(values, promise)
        assert (judged.verdict, judged.answer, judged.reason) == ("unclear", "unclear", reason)

    def test_an_open_week_is_shown_elsewhere_and_never_judged(self):
        assert signal([*FALLING, 9], closed=6) == signal(FALLING)

    def test_fewer_than_two_thirds_of_the_weeks_are_not_enough(self):
        half = {1: 3, 3: 3, 6: 3}
        assert signal(half).reason == "only 3 of 6 weeks reported"
        assert verdict(half | {4: 3}) == "moving"

    def test_live_means_a_reading_in_the_last_two_closed_weeks(self):
        assert verdict([3] * 6, closed=7) == "moving"
        assert signal([3] * 6, closed=8).reason == "no reading since week 6"

    def test_four_readings_spread_over_more_than_eight_weeks_are_no_now(self):
        early = weeks([3] * 10)
        assert verdict(early | {15: 3, 16: 3, 17: 3}, planned=26) == "moving"  # weeks 10 to 17
        judged = signal(early | {16: 3, 17: 3, 18: 3}, planned=26)
        assert judged.reason == "the last four readings spread over 9 weeks"

    def test_the_whole_range_on_the_good_side_is_moving(self):
        judged = signal(FALLING)
        assert (judged.verdict, judged.answer, judged.reason) == ("moving", "yes", None)
        assert judged.interval.lo > 0

    def test_the_whole_range_on_the_bad_side_is_worsening(self):
        judged = signal([6.0, 6.2, 6.1, 6.3])
        assert (judged.verdict, judged.answer) == ("worsening", "no")

    def test_less_than_half_of_the_promise_at_best_is_not_moving(self):
        judged = signal([5.1, 4.7, 5.3, 4.9, 5.2, 4.8])
        assert (judged.verdict, judged.answer) == ("not_moving", "no")

    def test_not_moving_takes_four_weeks_and_looks_at_the_agreed_range(self):
        assert verdict([5.0, 4.9, 5.1]) == "unclear"
        assert verdict([5.0, 4.9, 5.1, 5.0]) == "not_moving"
        assert verdict([5.0, 4.9, 5.1, 5.0], replace(THREE_DAYS, lift_low=0.2)) == "unclear"

    def test_everything_else_is_unclear_because_the_range_includes_no_change(self):
        assert signal([4.0, 5.2, 4.1, 5.0, 4.2]).reason == "the range still includes no change"

    def test_a_past_yes_is_not_sticky(self):
        answers = [signal([*[3.5] * 4, *[5.1] * k]).answer for k in range(4)]
        assert answers[0] == "yes"
        assert answers[3] != "yes"


class TestFigures:
    def test_now_is_the_average_of_the_last_four_weeks_with_a_reading(self):
        judged = signal({1: 9, 2: 4.1, 3: 4.0, 5: 3.6, 6: 3.7})
        assert judged.movement.now == pytest.approx((4.1 + 4.0 + 3.6 + 3.7) / 4)
        assert judged.movement.better == 4

    @pytest.mark.parametrize("direction", ["lower", "higher"])
    def test_a_week_that_equals_the_agreed_average_is_not_better(self, direction):
        tenths = AgreedBaseline(readings=(0.1,) * 12)  # their sum in binary is a hair more than 1.2
        promise = Promise(direction, {"lower": 0, "higher": 1}[direction], tenths)
        assert signal([0.1, 0.1], promise).movement.better == 0
        assert not early_signal(promise, {1: 0.1, 2: 0.9}, 2)

    def test_figures_come_one_by_one_as_weeks_close(self):
        one, two = signal([4.5]), signal([4.5, 4.2])
        assert one.movement.change == pytest.approx(0.5)
        assert one.interval is None
        assert two.interval.df == pytest.approx(5 + 1)

    def test_higher_is_the_mirror_of_lower(self):
        up = Promise("higher", 7, AgreedBaseline(value=5, readings=tuple(10 - b for b in SERIES.readings)))
        mirrored, judged = signal([10 - x for x in FALLING], up), signal(FALLING)
        assert mirrored.interval == pytest.approx(judged.interval)
        assert mirrored.forecast.p == pytest.approx(judged.forecast.p)
        assert mirrored.forecast.lo80 == pytest.approx(10 - judged.forecast.hi80)

    def test_a_steady_improvement_is_not_noise(self):
        steady = signal([4.8, 4.6, 4.4, 4.2, 4.0, 3.8], ON_ONE_NUMBER)
        jumpy = signal([4.2, 4.6, 3.8, 4.8, 4.0, 4.4], ON_ONE_NUMBER)
        assert steady.interval.sd < jumpy.interval.sd

    def test_a_verdict_on_one_number_is_provisional(self):
        assert signal(FALLING, ON_ONE_NUMBER).provisional
        assert not signal(FALLING).provisional

    def test_weeks_before_go_live_tell_about_noise_and_nothing_else(self):
        known = signal(FALLING, ON_ONE_NUMBER, before=(5.1, 4.9, 5.2))
        assert known.interval.df == pytest.approx(signal(FALLING, ON_ONE_NUMBER).interval.df + 2)
        assert known.movement == signal(FALLING, ON_ONE_NUMBER).movement
        assert signal(FALLING, ON_ONE_NUMBER, before=(5.1,)) == signal(FALLING, ON_ONE_NUMBER)

    @pytest.mark.parametrize(
        "kind,given_weeks,sd,df",
        [
            ("usual", None, 0.4, 5),
            ("usual", 9, 0.4, 8),
            ("sd", 9, 0.8, 8),
            ("minmax", 8, 1.6 / 2.847201, 7),
            ("minmax", None, 1.6 / 2.534413, 5),
        ],
    )
    def test_a_range_says_how_weeks_vary_as_it_was_meant(self, kind, given_weeks, sd, df):
        promise = replace(THREE_DAYS, baseline=replace(RANGE, range_kind=kind, weeks=given_weeks))
        assert noise_at_lock(promise) == pytest.approx((sd, df), rel=1e-6)

    @pytest.mark.parametrize(
        "baseline,worth",
        [
            (SERIES, 6),
            (RANGE, 8),
            (replace(RANGE, weeks=12), 12),
            (NUMBER, 8),
            (replace(NUMBER, weeks=20), 20),
            (replace(NUMBER, exact=True), 52),
        ],
    )
    def test_a_baseline_is_worth_its_weeks(self, baseline, worth):
        assert baseline.worth == worth

    @pytest.mark.parametrize(
        "extra,floor",
        [
            ({}, 0.1),
            ({"resolution": 1}, 1 / math.sqrt(12)),
            ({"kind": "count"}, math.sqrt(5)),
            ({"kind": "count", "target": -5, "baseline": AgreedBaseline(value=0.5)}, 1),
        ],
    )
    def test_noise_is_never_below_its_floor(self, extra, floor):
        promise = replace(ON_ONE_NUMBER, **extra)
        still = [promise.baseline.number] * 4
        assert signal(still, promise).interval.sd == pytest.approx(max(floor, 0.05 * promise.promised))

    @pytest.mark.parametrize("share,clamped", [(0.0, 1 / 52), (0.1, 0.1), (1.0, 51 / 52)])
    def test_a_ratio_varies_at_least_by_chance(self, share, clamped):
        promise = Promise("higher", 0.6, AgreedBaseline(value=0.5), kind="ratio", den_per_week=50)
        floor = math.sqrt(clamped * (1 - clamped) / 50)
        assert signal([share] * 4, promise).interval.sd == pytest.approx(floor)


class TestForecast:
    def test_it_needs_three_counted_weeks(self):
        assert signal([4, 4]).forecast is None
        assert signal([4, 4, 4]).forecast is not None

    @pytest.mark.parametrize(
        "values,status,text",
        [([4, 3.5, 2.6, 2.3, 2.1, 2.0], "on_course", "over 95%"), ([5] * 6, "off_course", "under 5%")],
    )
    def test_it_is_judged_on_the_shown_figure(self, values, status, text):
        ahead = signal(values).forecast
        assert (ahead.status, ahead.p_text) == (status, text)

    @pytest.mark.parametrize(
        "p,text,status",
        [
            (0.049, "under 5%", "off_course"),
            (0.05, "5%", "off_course"),
            (0.274, "25%", "off_course"),
            (0.276, "30%", "at_risk"),
            (0.674, "65%", "at_risk"),
            (0.676, "70%", "on_course"),
            (0.95, "95%", "on_course"),
            (0.951, "over 95%", "on_course"),
        ],
    )
    def test_chances_are_shown_in_steps_of_five(self, p, text, status):
        ahead = replace(signal(FALLING).forecast, p=p)
        assert (ahead.p_text, ahead.status) == (text, status)

    def test_a_missing_week_makes_it_less_sure(self):
        whole, gap = signal(FALLING).forecast, signal({1: 4.8, 2: 4.4, 3: 4.1, 4: 4.0, 6: 3.7}).forecast
        assert gap.hi80 - gap.lo80 > whole.hi80 - whole.lo80

    def test_a_closing_week_that_is_in_counts_as_it_is(self):
        ahead = signal([*FALLING, 3.2]).forecast
        assert ahead.expected < signal([*FALLING, 3.6]).forecast.expected - 0.2 + 1e-9

    def test_a_closed_closing_week_without_a_reading_is_left_out(self):
        ahead = signal(FALLING, closed=7).forecast
        whole = signal(FALLING).forecast
        assert ahead.expected < whole.expected  # the last week alone, of a falling KPI
        assert ahead.hi80 - ahead.lo80 > whole.hi80 - whole.lo80

    def test_a_target_passed_half_way_is_foretold_by_the_same_formula(self):
        assert 0 < signal([2.8, 2.9, 2.8]).forecast.p < 1


class TestOutcome:
    @pytest.mark.parametrize(
        "values,outcome",
        [
            ([4, 4, 3.5, 3.5, 3.2, 3.2, 3.1, 2.9], "met"),
            ([4, 4, 3.5, 3.5, 3.2, 3.2, 3.1, 3.0], "missed"),
            ([5, 5.5, 4.5, 5, 5.3, 5.2, 3.0, 3.0], "met_unproven"),
            ([4, 4, 3.5, 3.5, 3.2, 3.2, None, 3.0], "met"),
            ([4, 4, 3.5, 3.5, 3.2, 3.2, None, None], "not_measured"),
        ],
    )
    def test_the_last_two_closed_weeks_decide(self, values, outcome):
        judged = signal(values, closed=8)
        assert judged.outcome == outcome
        assert judged.forecast is None
        assert (judged.closing is None) == (outcome == "not_measured")

    def test_decimals_mean_what_people_mean(self):
        tenth = Promise("lower", 0.1, AgreedBaseline(value=0.3, range=0.02))
        assert signal([0.1] * 8, tenth).outcome == "met"
        assert 0.3 - 0.1 != 0.2

    def test_before_the_deadline_there_is_none(self):
        assert signal(FALLING).outcome is None

    def test_after_the_deadline_the_closing_weeks_stay_the_same(self):
        assert signal([3] * 8 + [4.0], planned=8).closing == 3


class TestEarlySignal:
    @pytest.mark.parametrize(
        "values,early",
        [
            ([4.0], False),
            ([4.0, 4.0], True),
            ([4.9, 3.1], True),
            ([5.0, 2.0], False),
            ([4.1, 4.0], False),
            ([None, 4.0, 3.5], True),
        ],
    )
    def test_two_good_weeks_with_half_the_promise_are_an_early_signal(self, values, early):
        assert early_signal(THREE_DAYS, weeks(values), len(values)) is early

    def test_the_running_week_counts_only_when_the_caller_closes_it(self):
        assert not early_signal(THREE_DAYS, weeks([4.0, 4.0]), 1)

    def test_nothing_promised_is_nothing_early(self):
        assert not early_signal(replace(THREE_DAYS, target=5), weeks([4.0, 4.0]), 2)


class TestEdgeCases:
    def test_readings_all_equal_to_the_baseline_are_not_moving(self):
        assert verdict([5, 5, 5, 5, 5], ON_ONE_NUMBER) == "not_moving"
        assert verdict([5, 5, 5, 5, 5], replace(ON_ONE_NUMBER, baseline=STILL)) == "not_moving"

    def test_whole_days_one_better_without_variance_need_a_fifth_week_on_one_number_but_not_on_a_series(self):
        days = replace(ON_ONE_NUMBER, resolution=1)
        assert [verdict([4] * n, days) for n in (3, 4, 5)] == ["unclear", "unclear", "moving"]
        assert verdict([4] * 3, replace(days, baseline=STILL)) == "moving"

    def test_a_late_reading_goes_to_its_own_week_as_if_it_had_always_been_there(self):
        late = {1: 4.8, 2: 4.4, 4: 4.0, 5: 3.6, 6: 3.7} | {3: 4.1}
        assert signal(late) == signal(FALLING)

    def test_a_corrected_reading_can_change_the_verdict(self):
        slip = [4.2, 4.1, 30, 4.0, 3.9]
        assert verdict(slip) == "unclear"
        assert verdict([*slip[:2], 3.0, *slip[3:]]) == "moving"

    @given(st.floats(-1e6, 4))
    def test_a_single_good_outlier_cannot_make_a_yes(self, outlier):
        assert verdict([5.1, 4.9, 5.0, 5.2, outlier]) != "moving"

    def test_a_baseline_of_zero_is_judged_by_absolute_change(self):
        from_nothing = Promise("higher", 2, AgreedBaseline(readings=(0, 0.1, -0.1)))
        assert verdict([1.2, 1.1, 1.3, 1.2], from_nothing) == "moving"

    def test_a_new_target_is_still_measured_against_the_first_baseline(self):
        first, eased = signal(FALLING), signal(FALLING, replace(THREE_DAYS, target=3.5))
        assert eased.baseline == first.baseline
        assert eased.movement == first.movement
        assert eased.promised == pytest.approx(1.5)
        assert eased.forecast.p > first.forecast.p

    def test_an_extended_deadline_shares_the_budget_among_more_looks(self):
        assert signal(FALLING, planned=12).interval.level > signal(FALLING, planned=8).interval.level
        assert [false_alarm_a_look(planned) for planned in (1, 4, 8, 26, 52)] == pytest.approx(
            [0.025, 0.025, 0.0125, 0.1 / 26, 0.1 / 26]
        )

    def test_two_kpis_share_the_budget(self):
        alone, shared = signal(FALLING), signal(FALLING, replace(THREE_DAYS, kpis=2))
        assert 1 - shared.interval.level == pytest.approx((1 - alone.interval.level) / 2)

    def test_a_range_may_leave_what_percentages_can_be(self):
        before = AgreedBaseline(value=0.95, range=0.05)
        promise = Promise("higher", 0.999, before, kind="ratio", den_per_week=20)
        judged = signal([0.99, 0.93, 1.0, 0.9], promise)
        assert promise.value(judged.interval.hi) > 1


class TestAtLock:
    @pytest.mark.parametrize("m,sds", [(4, 2.3), (6, 2.1), (8, 2.0), (12, 1.9)])
    def test_the_smallest_visible_change_shrinks_with_history(self, m, sds):
        assert smallest_visible_change(1, m) == pytest.approx(sds, abs=0.05)

    def test_one_number_shows_less(self):
        assert smallest_visible_change(1, one_number=True) == pytest.approx(2.5, abs=0.05)

    def test_one_number_without_history_says_nothing_of_its_noise(self):
        assert noise_at_lock(ON_ONE_NUMBER) is None
        assert noise_at_lock(ON_ONE_NUMBER, (5.2, 4.6, 5.4)).df == 2

    def test_a_baseline_of_nothing_is_refused(self):
        with pytest.raises(ValueError, match="a value or readings"):
            AgreedBaseline()

    def test_the_range_of_a_single_week_is_refused(self):
        with pytest.raises(ValueError, match="2 weeks or more"):
            AgreedBaseline(value=5, range=1, weeks=1)
