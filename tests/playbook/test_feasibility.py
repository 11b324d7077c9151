"""What is said of a promise before it is signed: from when on, how small a change, at which risk."""

from datetime import date, timedelta
from itertools import count, product
from math import comb

import pytest

from playbook import feasibility
from playbook.contract import StaysUnclear, sign, with_terms
from playbook.facts import Baseline, Contract, Pilot, Rollback, Span
from playbook.feasibility import healthy_rolled_back, rollback_risk
from tests.playbook.company import ANNA, BEN, COMPLETE, DAY_ONE, known, ready
from tests.playbook.pilots import SERIES, WITH_NUMBER, WITH_SERIES, daily

FEASIBLE = COMPLETE.model_copy(update={"baseline": SERIES})
MODEST = FEASIBLE.model_copy(update={"target": 4.7, "expected": Span(low=4.64, high=4.76)})
EVERY = Rollback(metric="error rate", comparator=">", limit=2, unit="percent", in_a_row=1)
TWICE = EVERY.model_copy(update={"in_a_row": 2})


def said(terms, *readings):
    return feasibility.said(Pilot(use_case=ready(terms), readings=readings), Contract(terms=terms))


def history(*values, last=DAY_ONE - timedelta(days=1)):
    """A reading a week up to that day."""
    ends = [last - timedelta(days=7 * back) for back in reversed(range(len(values)))]
    return [daily(number, end, value) for number, end, value in zip(count(1), ends, values, strict=False)]


class TestTheLine:
    def test_one_number_shows_nothing_before_week_4_and_says_what_history_would_bring(self):
        words = said(COMPLETE)
        assert words.startswith(
            "With one number as the baseline no signal can be seen before week 4 (Day 38, if it is live on "
            "Day 11); paste six weeks of history and week 3 is possible."
        )
        assert "How much your weeks vary is not known yet" in words

    def test_a_series_says_how_small_a_change_can_be_seen(self):
        assert said(WITH_SERIES).startswith(
            "A signal can be seen from week 3 (Day 31, if it is live on Day 11) on. Your weeks vary by "
            "0.3 days, so a change of 0.7 days or more can be seen; you promise 2.0: fine."
        )

    def test_a_range_tells_as_much(self):
        spread = COMPLETE.model_copy(update={"baseline": Baseline(value=5, plus_minus=1.2)})
        assert "Your weeks vary by 0.6 days, so a change of 1.2 days or more can be seen" in said(spread)

    def test_pasted_history_makes_week_3_possible(self):
        words = said(COMPLETE, *history(5.2, 4.6, 5.4, 4.9, 5.3, 4.7))
        assert words.startswith("A signal can be seen from week 3 (Day 31")
        assert "a change of 0.7 days or more can be seen; you promise 2.0: fine" in words

    def test_a_promise_below_what_can_be_seen_is_named(self):
        assert "you promise 0.30: it will probably stay unclear." in said(MODEST)

    def test_a_due_date_before_the_first_signal_is_named(self):
        soon = WITH_NUMBER.model_copy(update={"due": date(2026, 2, 4)})
        assert "The due date, Day 30, comes before that." in said(soon)

    def test_nothing_is_said_of_a_promise_that_is_not_there(self):
        assert said(COMPLETE.model_copy(update={"target": None})) == ""
        assert said(COMPLETE.model_copy(update={"target": 5})) == ""


class TestCautions:
    def warned(self, terms, *readings):
        pilot = Pilot(use_case=ready(terms), readings=readings)
        return feasibility.cautions(pilot, pilot.use_case.contract)

    def test_readings_at_odds_with_the_agreed_number_are_pointed_out(self):
        odd = WITH_SERIES.model_copy(update={"baseline": SERIES.model_copy(update={"value": 5.9})})
        [words] = self.warned(odd)
        assert words.startswith("The baseline readings average 5 days, further from the agreed 5.9")
        assert self.warned(WITH_SERIES) == ()

    def test_a_baseline_without_a_month_end_is_pointed_out_where_its_days_are_known(self):
        [words] = self.warned(COMPLETE, *history(5.2, 4.6, last=date(2025, 12, 28)))
        assert words.startswith("No month-end lies in the baseline weeks")
        assert self.warned(COMPLETE, *history(5.2, 4.6, 5.4)) == ()


class TestTheSponsorsTick:
    SIGNED = ready(MODEST)

    def test_the_owner_signs_without_it(self):
        after = sign(self.SIGNED, known(ANNA), 0)
        assert after.contract.unclear_accepted_by is None

    def test_the_sponsor_has_to_say_that_it_is_understood(self):
        with pytest.raises(StaysUnclear) as refused:
            sign(self.SIGNED, known(BEN), 0)
        assert "probably stay unclear" in str(refused.value)
        assert [way.partition(":")[0] for way in refused.value.ways][:2] == ["more history", "daily readings"]
        after = sign(self.SIGNED, known(BEN), 0, unclear_accepted=True)
        assert after.contract.unclear_accepted_by == BEN.id

    def test_what_can_be_seen_needs_no_tick_and_what_nobody_knows_neither(self):
        for terms in (FEASIBLE, COMPLETE):
            assert sign(ready(terms), known(BEN), 0).contract.unclear_accepted_by is None

    def test_history_that_shows_too_much_noise_asks_for_it(self):
        noisy = tuple(history(5, 9, 2, 8, 1, 6))
        before = ready(COMPLETE)
        with pytest.raises(StaysUnclear):
            sign(before, known(BEN, measured=Pilot(use_case=before, readings=noisy)), 0)

    def test_other_terms_ask_anew(self):
        after = sign(self.SIGNED, known(BEN), 0, unclear_accepted=True)
        changed = with_terms(after, MODEST.model_copy(update={"target": 4.65}))
        assert changed.contract.unclear_accepted_by is None


def by_hand(cases, allowed, least, row, weeks=8):
    """Every way eight weeks can go, over or not."""
    rate = allowed / 2
    chance = sum(comb(cases, n) * rate**n * (1 - rate) ** (cases - n) for n in range(least, cases + 1))
    ways = (way for way in product((0, 1), repeat=weeks) if "1" * row in "".join(map(str, way)))
    return sum(chance ** sum(way) * (1 - chance) ** (weeks - sum(way)) for way in ways)


class TestHealthyPilotsRolledBack:
    @pytest.mark.parametrize(
        "trigger,cases,designed",
        [(EVERY, 50, 0.53), (EVERY, 200, 0.35), (TWICE, 200, 0.02), (EVERY, 1000, 0.01)],
    )
    def test_the_shares_are_those_of_the_design(self, trigger, cases, designed):
        assert healthy_rolled_back(cases, trigger) == pytest.approx(designed, abs=0.005)

    @pytest.mark.parametrize("cases,least,row", [(200, 5, 1), (200, 5, 2), (150, 4, 3)])
    def test_they_are_exact(self, cases, least, row):
        trigger = EVERY.model_copy(update={"in_a_row": row})
        assert healthy_rolled_back(cases, trigger) == pytest.approx(by_hand(cases, 0.02, least, row))

    def test_a_reading_on_the_limit_counts_where_the_trigger_says_so(self):
        literal = EVERY.model_copy(update={"comparator": ">="})
        assert healthy_rolled_back(200, literal) == pytest.approx(by_hand(200, 0.02, 4, 1))

    def test_too_few_cases_never_stand_in_a_row(self):
        assert healthy_rolled_back(50, TWICE) == 0

    def test_the_bound_of_the_default_adds_little(self):
        default = EVERY.model_copy(update={"in_a_row": None})
        assert 0 < healthy_rolled_back(200, default) - healthy_rolled_back(200, TWICE) < 0.01
        assert healthy_rolled_back(50, default) < 0.03

    def test_a_floor_is_its_failures_mirrored(self):
        floor = Rollback(metric="accuracy", comparator="<", limit=98, unit="percent", in_a_row=2)
        assert healthy_rolled_back(200, floor) == pytest.approx(healthy_rolled_back(200, TWICE))

    def test_it_is_said_for_two_examples_or_for_the_cases_that_were_counted(self):
        terms = COMPLETE.model_copy(update={"rollback": EVERY})
        assert rollback_risk(terms) == (
            "Of 100 healthy pilots, which fail half as often as the limit allows, this trigger rolls back "
            "about 53 at 50 cases a week and about 35 at 200 cases a week within 8 weeks. "
            "Two in a row is safer."
        )
        assert "rolls back about 1 at 1000 cases a week within" in rollback_risk(terms, 1000)

    def test_it_is_not_said_of_what_is_no_share(self):
        slow = Rollback(metric="latency", comparator=">", limit=30, unit="second")
        assert rollback_risk(COMPLETE.model_copy(update={"rollback": slow})) == ""
        assert rollback_risk(COMPLETE.model_copy(update={"rollback": None})) == ""
