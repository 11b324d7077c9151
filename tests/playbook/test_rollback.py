"""Rollback: what pulls it, that it stays until a person closes it, and what a closing releases."""

from datetime import date, timedelta

import pytest

from playbook.facts import Contract, Rollback, Trip
from playbook.rollback import after_readings
from tests.playbook.company import ANNA, BEN, COMPLETE, MONDAY
from tests.playbook.under_way import LIVE, LOGGED, errors, live, locked, measured

NOW = LOGGED + timedelta(days=30)


def terms(**more):
    return COMPLETE.model_copy(update=more)


def trigger(metric="error rate", comparator=">=", limit=2, unit="percent", in_a_row=None):
    return Rollback(metric=metric, comparator=comparator, limit=limit, unit=unit, in_a_row=in_a_row)


def pulled(use_case, *readings):
    return after_readings(measured(use_case, *readings), NOW).tripped


class TestPulledByAReading:
    def test_two_readings_in_a_row_across_the_limit_pull_it(self):
        trip = pulled(live(), errors(1, 2.4), errors(2, 3.1))
        assert (trip.metric, trip.value, trip.day, trip.weekly) == ("error rate", 3.1, date(2026, 2, 1), True)
        assert (trip.number, trip.reading, trip.by, trip.at) == (1, 2, ANNA.id, NOW)
        assert trip.trigger == COMPLETE.rollback

    def test_one_reading_across_is_a_breach_and_pulls_nothing(self):
        assert pulled(live(), errors(1, 1.4), errors(2, 3.1)) is None

    def test_two_breaches_with_a_good_reading_between_pull_nothing(self):
        assert pulled(live(), errors(1, 2.4), errors(2, 1.4), errors(3, 2.4)) is None

    def test_readings_stand_in_a_row_by_the_day_they_describe_not_by_when_they_were_logged(self):
        late = errors(2, 2.5, by=BEN.id)
        trip = pulled(live(), errors(1, 2.4), errors(3, 1.0), late)
        assert (trip.reading, trip.by) == (3, BEN.id)

    def test_a_contract_that_says_three_means_three(self):
        use_case = live(terms(rollback=trigger(in_a_row=3)))
        assert pulled(use_case, errors(1, 2.4), errors(2, 3.1)) is None
        assert pulled(use_case, errors(1, 2.4), errors(2, 3.1), errors(3, 2.0))

    def test_few_cases_do_not_stand_in_a_row(self):
        assert pulled(live(), errors(1, num=1, den=50), errors(2, num=1, den=50)) is None
        assert pulled(live(), errors(1, num=4, den=150), errors(2, num=4, den=150))

    def test_cases_far_beyond_the_limit_pull_it_at_once_by_the_exact_bound(self):
        assert pulled(live(), errors(1, num=9, den=100))
        assert pulled(live(terms(rollback=trigger(in_a_row=2))), errors(1, num=9, den=100)) is None

    def test_the_bound_pools_the_cases_of_days_within_their_week(self):
        days = [
            errors(1, num=2, den=20, weekly=False, day=LIVE + timedelta(days=n), at=LOGGED) for n in range(5)
        ]
        assert pulled(live(), days[0]) is None
        assert pulled(live(), *days)

    def test_per_cents_and_counts_meet_exactly_at_the_limit(self):
        at_most = live(terms(rollback=trigger(comparator=">", limit=1.4)))
        assert pulled(at_most, errors(1, num=7, den=500), errors(2, num=7, den=500)) is None
        at_least = live(terms(rollback=trigger(comparator=">=", limit=1.4)))
        assert pulled(at_least, errors(1, num=7, den=500), errors(2, num=7, den=500))

    def test_a_trigger_may_watch_the_kpi(self):
        use_case = live(terms(rollback=trigger("Average  proposal turnaround time", ">", 5, "day")))
        worse = [errors(n, 5.5, measured="kpi", metric="") for n in (1, 2)]
        assert pulled(use_case, *worse)
        assert pulled(use_case, errors(1, 5.5), errors(2, 5.5)) is None

    def test_a_corrected_reading_pulls_nothing(self):
        typo, right = errors(2, 31), errors(2, 0.31, corrects=2, reason="typo")
        assert pulled(live(), errors(1, 2.4), typo, right) is None


class TestNotPulled:
    def test_before_go_live_readings_are_baseline(self):
        assert pulled(live(went_live=None), errors(1, 9), errors(2, 9)) is None
        early = [errors(n, 9, day=LIVE - timedelta(days=n)) for n in (1, 2)]
        assert pulled(live(), *early) is None

    def test_without_a_contract_in_force_nothing_is_triggered(self):
        assert pulled(live(contracts=(Contract(terms=COMPLETE),)), errors(1, 9), errors(2, 9)) is None

    def test_a_stopped_pilot_is_rolled_back_already(self):
        assert pulled(live(outcome="stopped"), errors(1, 9), errors(2, 9)) is None

    def test_readings_of_an_earlier_attempt_do_not_count(self):
        assert pulled(live(attempt=2), errors(1, 9), errors(2, 9)) is None

    def test_while_one_is_open_no_second_is_pulled(self):
        open_one = Trip(number=1, at=MONDAY, by=ANNA.id, reason="wrong prices")
        use_case = live(trips=(open_one,))
        assert after_readings(measured(use_case, errors(1, 9), errors(2, 9)), NOW).trips == (open_one,)


class TestReleased:
    def closed(self, released):
        return live(
            trips=(Trip(number=1, at=MONDAY, by=ANNA.id, closed_at=NOW, closed_by=BEN.id, released=released),)
        )

    def test_what_was_known_when_it_was_closed_counts_no_more(self):
        readings = [errors(1, 9), errors(2, 9), errors(3, 1)]
        assert pulled(self.closed(3), *readings) is None
        assert pulled(self.closed(3), *readings, errors(4, 9)) is None
        assert pulled(self.closed(3), *readings, errors(4, 9), errors(5, 9)).number == 2


class TestAmended:
    def test_another_trigger_is_held_against_later_readings_only(self):
        tighter = terms(rollback=trigger(limit=1))
        second = locked(tighter, version=2, locked_at=LOGGED + timedelta(days=8))
        use_case = live(contracts=(locked(), second))
        before = [errors(1, 1.5), errors(2, 1.5)]
        assert pulled(use_case, *before) is None
        assert pulled(use_case, *before, errors(3, 1.5)) is None
        assert pulled(use_case, *before, errors(3, 1.5), errors(4, 1.5))

    def test_an_amendment_of_something_else_changes_nothing(self):
        second = locked(terms(target=3.5), version=2, locked_at=LOGGED + timedelta(days=8))
        assert pulled(live(contracts=(locked(), second)), errors(1, 2.5), errors(2, 2.5))


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_the_order_of_logging_changes_nothing(order):
    readings = [errors(1, 1), errors(2, 2.5), errors(3, 2.5)]
    assert pulled(live(), *(readings[n] for n in order)).day == errors(3, 1).day
