"""From readings to a verdict and its sentence, as the owner reads it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook import feasibility
from playbook.charts import measurements
from playbook.facts import Baseline, Contract, Guardrail, Span, Trip
from playbook.verdicts import (
    compared,
    early,
    footer,
    guardrails_of,
    promise_of,
    said,
    signal_of,
    weekly_values,
)
from tests.playbook.company import ANNA, MONDAY, ready
from tests.playbook.pilots import (
    CLEAN,
    FALLING,
    LIVE,
    WITH_NUMBER,
    WITH_SERIES,
    after_weeks,
    around,
    daily,
    errors,
    live,
    weekly,
    weeks_of,
)

SHARE = WITH_SERIES.model_copy(
    update={
        "kpi": "first-contact resolution",
        "unit": "percent",
        "direction": "higher",
        "baseline": Baseline(value=60, low=56, high=64),
        "target": 75,
        "expected": Span(low=72, high=78),
    }
)
TICKETS = WITH_SERIES.model_copy(
    update={
        "kpi": "tickets",
        "unit": "count/week",
        "baseline": Baseline(value=120),
        "target": 80,
        "expected": None,
    }
)


def told(*readings, terms=WITH_SERIES, weeks=None, days=0, **more):
    closed = len(readings) if weeks is None else weeks
    return said(live(*readings, terms=terms, **more), around(after_weeks(closed, days)))


class TestTheSentence:
    def test_a_moving_pilot_reads_as_in_the_design(self):
        clean = [errors(number, *counts) for number, counts in enumerate(CLEAN, 4)]
        assert told(*weeks_of(*FALLING), *clean, weeks=6) == (
            "Moving. Proposal turnaround time averages 3.9 days over the last 4 weeks against 5.0 agreed "
            "(1.2 better, range 0.6–1.7; 6 of 6 weeks in). Off course: 15 % chance of 3.0 or less by 8 Mar "
            "(expected 3.5). Error rate 1.46 % against 2 %: shown safe."
        )

    def test_too_few_weeks_say_how_many_more_are_needed(self):
        assert told(*weeks_of(4.8)).startswith(
            "Too few to say yet: 2 more weeks needed. Proposal turnaround time averages 4.8 days in one week"
        )
        assert told(*weeks_of(4.8, 4.1)).startswith("Too few to say yet: one more week needed.")
        assert "Target 3 days by 8 Mar." in told(*weeks_of(4.8, 4.1))

    def test_one_number_needs_a_fourth_week_and_stays_provisional(self):
        assert told(*weeks_of(4.8, 4.1, 4.0), terms=WITH_NUMBER).startswith(
            "Too few to say yet: one more week"
        )
        later = told(*weeks_of(*FALLING), terms=WITH_NUMBER)
        assert later.startswith("Moving.")
        assert "Provisional: one-number baseline." in later

    def test_weeks_nobody_reported_are_the_reason_and_not_a_promise(self):
        assert told(*weeks_of(4.8, None, None, 4.0, 3.9), weeks=5).startswith(
            "Unclear: only 3 of 5 weeks reported."
        )
        assert told(weekly(1, 4.8), weeks=4).startswith("Unclear: only one closed week.")

    def test_a_worse_pilot_says_so_in_words(self):
        worse = told(*weeks_of(6.1, 6.3, 6.2, 6.4))
        assert worse.startswith("Worsening.")
        assert "(1.3 worse, range 0.7–" in worse

    def test_a_range_that_includes_no_change_names_both_ends(self):
        assert "range 0.2 worse to 1.3 better" in told(*weeks_of(4.8, 4.4, 4.1))

    def test_a_far_off_week_is_pointed_out_and_never_dropped(self):
        assert "Week 3 (30 days) is far off the others; without it: moving." in told(
            *weeks_of(4.8, 4.4, 30, 4.0, 3.6, 3.7)
        )

    def test_a_head_start_is_said(self):
        before = [
            daily(n, LIVE - timedelta(days=7 * n), value, at=MONDAY) for n, value in ((11, 3.4), (12, 3.5))
        ]
        words = told(*before, *weeks_of(*FALLING), weeks=6, terms=WITH_NUMBER, day_one=date(2025, 12, 29))
        assert "Readings before go-live already averaged 3.5: part of the change was there before." in words

    def test_an_easier_target_is_shown_beside_the_first(self):
        eased = WITH_SERIES.model_copy(update={"target": 3.5, "expected": Span(low=3.2, high=3.8)})
        versions = (
            Contract(terms=WITH_SERIES, locked_at=MONDAY),
            Contract(version=2, terms=eased, locked_at=datetime(2026, 2, 12, tzinfo=UTC), reason="new team"),
        )
        words = told(*weeks_of(*FALLING), contracts=versions)
        assert "chance of 3.5 or less" in words
        assert "Re-targeted 12 Feb, eased after data; the first target was 3.0." in words

    def test_a_reached_target_is_to_be_held(self):
        assert "has reached 3.0; 90 % chance to hold it by 8 Mar" in told(*weeks_of(2.6, 2.5, 2.4, 2.5, 2.4))

    @pytest.mark.parametrize(
        "closing,words",
        [
            ((2.6, 2.7), "Target met: the closing weeks average 2.7 days, 3.0 or less was promised."),
            ((3.6, 3.7), "Target missed: the closing weeks average 3.7 days"),
            ((None, None), "the closing weeks were not measured"),
        ],
    )
    def test_at_the_deadline_the_outcome_stands(self, closing, words):
        assert words in told(*weeks_of(*FALLING, *closing), weeks=8)

    def test_the_open_week_is_shown_and_not_judged(self):
        words = told(*weeks_of(*FALLING), weekly(7, 1.0, day=after_weeks(6, 1)), weeks=6, days=1)
        assert "Week 7 is still running (1 day so far) and counts from 2 Mar." in words
        assert "averages 3.9 days" in words

    def test_before_go_live_the_baseline_is_collected(self):
        pilot = live(terms=WITH_NUMBER, went_live=None, day_one=date(2026, 1, 5))
        assert said(pilot, around(LIVE)).startswith("No baseline week collected yet; 5 days agreed.")
        readings = (daily(1, date(2026, 1, 8), 4.8), daily(2, date(2026, 1, 15), 5.1))
        pilot = live(*readings, terms=WITH_NUMBER, went_live=None, day_one=date(2026, 1, 5))
        assert said(pilot, around(date(2026, 1, 20))) == (
            "Baseline week 2 of 6 collected; so far 5 days on average, 5 days agreed. "
            "Evidence starts on the day it is live."
        )

    def test_a_stopped_pilot_keeps_the_verdict_of_its_last_week(self):
        words = told(*weeks_of(*FALLING), weeks=20, outcome="stopped")
        assert words.startswith("Stopped with clarity; at its end: Moving.")
        assert "6 of 6 weeks in" in words
        assert "chance" not in words

    def test_a_rollback_that_stands_is_said_first(self):
        trip = Trip(number=1, at=datetime(2026, 2, 3, 23, 30, tzinfo=UTC), by=ANNA.id, metric="error rate")
        assert told(*weeks_of(*FALLING), trips=(trip,)).startswith("Rolled back since 3 Feb. Moving.")

    def test_without_terms_there_is_nothing_to_judge(self):
        bare = live(terms=WITH_SERIES.model_copy(update={"target": None}))
        assert said(bare, around(LIVE)).startswith("Nothing can be judged yet")
        assert signal_of(bare, LIVE).answer == "unclear"

    def test_the_footer_says_what_the_range_rests_on(self):
        pilot = live(*weeks_of(*FALLING))
        assert footer(pilot, around(after_weeks(6))) == (
            "Range holds for all 8 weekly looks together; noise ±0.3 days from 6 baseline and 6 pilot weeks."
        )
        assert footer(live(weekly(1, 4.8)), around(after_weeks(1))) == ""


class TestWeeks:
    def test_a_weekly_reading_wins_over_those_of_its_days(self):
        pilot = live(daily(1, LIVE, 9.0), weekly(1, 4.8, number=2), daily(3, LIVE + timedelta(days=1), 7.0))
        assert weekly_values(pilot) == {1: 4.8}

    def test_daily_readings_are_averaged(self):
        pilot = live(daily(1, LIVE, 4.0), daily(2, LIVE + timedelta(days=1), 5.0))
        assert weekly_values(pilot) == {1: 4.5}

    def test_a_percentage_with_counts_is_a_share_of_sums(self):
        pilot = live(
            daily(1, LIVE, 50, num=1, den=2),
            daily(2, LIVE + timedelta(days=1), 90, num=90, den=100),
            terms=SHARE,
        )
        assert weekly_values(pilot) == {1: 91 / 102}
        assert promise_of(pilot).kind == "ratio"
        assert promise_of(pilot).den_per_week == 102

    def test_shares_are_shown_back_in_per_cent(self):
        readings = [weekly(n, v, num=v * 2, den=200) for n, v in enumerate((66, 70, 71, 72), 1)]
        words = told(*readings, terms=SHARE)
        assert (
            "First-contact resolution averages 70 % over the last 4 weeks against 60 agreed (10 better"
            in words
        )
        assert "chance of 75 or more" in words

    def test_counts_logged_by_the_day_are_summed_and_a_part_week_is_marked(self):
        whole = [daily(n, LIVE + timedelta(days=n - 1), 20) for n in range(1, 6)]
        part = [daily(10 + n, LIVE + timedelta(days=7 + n), 16) for n in range(3)]
        pilot = live(*whole, *part, terms=TICKETS)
        assert weekly_values(pilot) == {1: 100, 2: 80}
        assert promise_of(pilot).kind == "count"
        assert "Week 2 is scaled up from 3 of 5 days." in said(pilot, around(after_weeks(2)))

    def test_a_lone_count_is_the_number_of_its_week(self):
        assert weekly_values(live(daily(1, LIVE, 118), terms=TICKETS)) == {1: 118}

    def test_a_corrected_week_counts_as_corrected(self):
        pilot = live(*weeks_of(4.8, 30), weekly(2, 4.4, number=3, corrects=2, reason="a slip"))
        assert weekly_values(pilot) == {1: 4.8, 2: 4.4}

    def test_a_running_week_counts_at_a_gate_from_its_fourth_day(self):
        pilot = live(*weeks_of(4.8, 4.4), weekly(3, 4.1, day=after_weeks(2, 1)))
        third, fourth = after_weeks(2, 2), after_weeks(2, 3)
        assert signal_of(pilot, third, running=True).closed == 2
        assert signal_of(pilot, fourth, running=True).closed == 3
        assert signal_of(pilot, fourth).closed == 2

    def test_early_signal_needs_two_good_weeks(self):
        assert not early(live(*weeks_of(3.9)), after_weeks(1))
        assert early(live(*weeks_of(3.9, 4.0)), after_weeks(2))
        assert not early(live(*weeks_of(3.9, 5.1)), after_weeks(2))


class TestThePromise:
    def test_the_baseline_stays_the_first_and_the_target_is_the_newest(self):
        later = WITH_SERIES.model_copy(update={"target": 2, "baseline": Baseline(value=9), "expected": None})
        versions = (
            Contract(terms=WITH_SERIES, locked_at=MONDAY),
            Contract(version=2, terms=later, locked_at=MONDAY),
            Contract(version=3, terms=WITH_SERIES),
        )
        promise = promise_of(live(contracts=versions))
        assert (promise.baseline.number, promise.target) == (5, 2)

    def test_the_near_end_of_the_range_is_the_smallest_useful_lift(self):
        assert promise_of(live()).useful == pytest.approx(1.6)

    def test_a_range_is_worth_its_half(self):
        spread = Baseline(value=5, low=4.2, high=5.8)
        promise = promise_of(live(terms=WITH_SERIES.model_copy(update={"baseline": spread})))
        assert promise.baseline.form == "range"
        assert promise.baseline.range == pytest.approx(0.8)

    def test_the_step_is_that_of_the_decimals_people_type(self):
        assert promise_of(live(*weeks_of(4, 4, 4), terms=WITH_NUMBER)).resolution == 1
        assert promise_of(live(*weeks_of(4, 4.25, 4), terms=WITH_NUMBER)).resolution == 0.01
        assert promise_of(live(*weeks_of(4, 1 / 3, 4), terms=WITH_NUMBER)).resolution is None

    def test_a_draft_can_be_judged_before_it_is_locked(self):
        draft = live(contracts=ready(WITH_SERIES).contracts)
        assert promise_of(draft).promised == 2


class TestGuardrails:
    def state(self, *readings, weeks=3, **more):
        [(_, state)] = guardrails_of(live(*readings, **more), after_weeks(weeks))
        return state

    def test_nothing_reported_is_never_green(self):
        assert self.state().status == "not_reported"
        assert self.state(errors(1, 0, 500)).status == "not_reported"

    def test_an_open_week_counts_at_once(self):
        running = errors(3, 9, 200, day=after_weeks(2, 1))
        state = self.state(errors(1, 1, 200), errors(2, 1, 200), running, weeks=2)
        assert (state.status, state.latest) == ("breach", 0.045)

    def test_the_latest_reading_breaks_a_limit_that_its_week_keeps(self):
        days = [
            daily(n, LIVE + timedelta(days=n), value, measured="guardrail", metric="Error rate")
            for n, value in ((1, 0.5), (2, 0.5), (3, 3.0))
        ]
        assert self.state(*days, weeks=0).status == "breach"

    def test_the_limit_itself_breaks_a_strict_one_and_binary_dust_does_not(self):
        strict = (Guardrail(metric="error rate", comparator="<=", limit=1.4, unit="percent"),)
        lenient = WITH_SERIES.model_copy(update={"guardrails": strict})
        assert self.state(errors(1, 7, 500), weeks=1, terms=lenient).status == "within_limit"
        assert self.state(errors(1, 4, 200), weeks=1).status == "breach"

    def test_readings_alone_break_a_limit_and_never_roll_back(self):
        assert self.state(*[errors(n, 20, 200) for n in (1, 2, 3)]).status == "breach"

    def test_a_rollback_stays_until_a_person_closes_it(self):
        bad, good = [errors(n, 9, 200) for n in (1, 2)], [errors(n, 0, 200) for n in (3, 4)]
        closed = datetime(2026, 2, 9, 12, tzinfo=UTC)
        trip = Trip(number=1, at=closed - timedelta(days=14), by=ANNA.id, metric="error rate")
        assert self.state(*bad, *good, weeks=4, trips=(trip,)).status == "rollback"
        over = trip.model_copy(update={"closed_at": closed, "closed_by": ANNA.id})
        assert self.state(*bad, *good, weeks=4, trips=(over,)).status == "within_limit"


class TestWhatAChangeChanged:
    TODAY = around(after_weeks(6))

    def test_a_correction_that_changes_the_verdict_names_it_and_who(self):
        before = live(*weeks_of(4.8, 4.4, 30, 4.0, 3.6, 3.7))
        mended = weekly(3, 3.0, number=7, corrects=3, reason="a slip")
        after = before.model_copy(update={"readings": (*before.readings, mended)})
        assert (
            compared(before, after, self.TODAY, "Ana") == "Week 3 corrected 30 → 3 by Ana: unclear → moving"
        )

    def test_one_that_changes_nothing_says_nothing(self):
        before = live(*weeks_of(*FALLING))
        after = before.model_copy(
            update={"readings": (*before.readings, weekly(3, 4.2, number=7, corrects=3))}
        )
        assert compared(before, after, self.TODAY, "Ana") == ""

    def test_a_guardrail_that_breaks_is_said(self):
        before = live(*weeks_of(*FALLING), errors(5, 1, 200))
        after = before.model_copy(update={"readings": (*before.readings, errors(6, 9, 200))})
        assert compared(before, after, self.TODAY, "Ana") == (
            "Error rate of week 6 logged by Ana: error rate: not reported → breaks the limit"
        )

    def test_a_guardrail_heard_of_again_is_no_news(self):
        before = live(*weeks_of(*FALLING), errors(5, 1, 50))
        after = before.model_copy(update={"readings": (*before.readings, errors(6, 1, 60))})
        assert compared(before, after, self.TODAY, "Ana") == ""

    def test_nor_is_one_that_is_shown_safe_as_it_was_before_the_silent_week(self):
        before = live(*weeks_of(*FALLING), errors(5, 1, 900))
        after = before.model_copy(update={"readings": (*before.readings, errors(6, 1, 900))})
        assert compared(before, after, self.TODAY, "Ana") == ""


NUMBERS = st.floats(-1e15, 1e15) | st.floats(-1e-9, 1e-9) | st.integers(-10, 10).map(float)
DAYS = st.integers(-40, 80).map(lambda days: LIVE + timedelta(days=days))


@st.composite
def any_reading(draw):
    den = draw(st.none() | st.integers(0, 500))
    return daily(
        draw(st.integers(1, 40)),
        draw(DAYS),
        draw(NUMBERS),
        weekly=draw(st.booleans()),
        num=None if den is None else draw(st.integers(0, den)),
        den=den,
        corrects=draw(st.none() | st.integers(1, 40)),
        **draw(st.sampled_from([{}, {"measured": "guardrail", "metric": "Error Rate"}])),
    )


@st.composite
def any_terms(draw):
    base, target = draw(NUMBERS), draw(NUMBERS)
    readings = draw(st.just(()) | st.lists(NUMBERS, min_size=3, max_size=8).map(tuple))
    return WITH_SERIES.model_copy(
        update={
            "unit": draw(st.sampled_from(["day", "percent", "count", "count/week", "EUR", "count/1000"])),
            "baseline": Baseline(value=base, readings=readings, plus_minus=draw(st.none() | NUMBERS)),
            "target": target,
            "direction": "lower" if target < base else "higher",
        }
    )


@settings(max_examples=150, deadline=None)
@given(any_terms(), st.lists(any_reading(), max_size=20), DAYS, st.booleans())
def test_whatever_was_logged_there_is_a_sentence(terms, readings, today, is_live):
    went = {} if is_live else {"went_live": None}
    pilot = live(*readings, terms=terms, **went)
    for words in (said(pilot, around(today)), said(pilot, around(today), running=True)):
        assert words
        assert "nan" not in words
        assert "inf" not in words
    assert "nan" not in footer(pilot, around(today))
    compared(pilot.model_copy(update={"readings": ()}), pilot, around(today), "Ana")
    assert (measurements(pilot, around(today)) is None) == (pilot.standing == ())
    feasibility.said(pilot, pilot.use_case.contract)
    feasibility.cautions(pilot, pilot.use_case.contract)
