"""Guardrails and rollback: what is a breach, what sends a pilot back, what is shown to be safe."""

import pytest

from playbook.limits import Guardrail, GuardrailWeek, Trigger, guardrail_state, rolls_back

ERRORS = Guardrail("<", 0.02)  # error rate below 2 %
LATENCY = Guardrail("<=", 3.0)  # seconds, no counts
ACCEPTED = Guardrail(">=", 0.9)  # share accepted at least 90 %


def counts(*pairs):
    return [GuardrailWeek(num=num, den=den) for num, den in pairs]


def values(*each):
    return [GuardrailWeek(value=value) for value in each]


def status(guardrail, weeks, **kwargs):
    return guardrail_state(guardrail, weeks, **kwargs).status


class TestBreach:
    @pytest.mark.parametrize(
        "comparator,at_the_limit",
        [("<", "breach"), ("<=", "within_limit"), (">", "breach"), (">=", "within_limit")],
    )
    def test_the_comparator_is_taken_literally(self, comparator, at_the_limit):
        assert status(Guardrail(comparator, 2.0), values(2.0)) == at_the_limit

    def test_four_in_two_hundred_are_two_per_cent_exactly(self):
        assert status(ERRORS, counts((4, 200))) == "breach"
        assert status(ERRORS, counts((3, 200))) == "within_limit"

    def test_one_reading_over_the_limit_is_a_fact_without_statistics(self):
        assert status(LATENCY, values(2, 2, 2, 3.1)) == "breach"
        assert status(ERRORS, counts((1, 20))) == "breach"

    def test_it_is_over_with_the_next_reading_inside_but_stays_counted(self):
        state = guardrail_state(LATENCY, values(3.1, 2.9))
        assert (state.status, state.breaches) == ("within_limit", 1)

    def test_breaches_count_all_weeks_not_only_the_last_four(self):
        assert guardrail_state(LATENCY, values(4, 1, 4, 1, 1, 1, 1, 1)).breaches == 2


class TestShownSafe:
    def test_enough_clean_cases_show_it_safe(self):
        assert status(ERRORS, counts((0, 148))) == "within_limit"
        assert status(ERRORS, counts((0, 149))) == "shown_safe"

    def test_only_the_last_four_weeks_are_pooled(self):
        old = counts((3, 150))
        assert status(ERRORS, old + counts((0, 50), (0, 50), (0, 50))) == "within_limit"
        assert status(ERRORS, old + counts((0, 50), (0, 50), (0, 50), (0, 50))) == "shown_safe"

    def test_at_most_is_safe_with_the_bound_at_the_limit(self):
        assert status(Guardrail("<=", 1.0), counts((5, 5))) == "shown_safe"
        assert status(Guardrail("<", 1.0), counts((4, 5))) == "shown_safe"
        assert status(Guardrail("<", 1.0), counts((5, 5))) == "breach"

    def test_without_counts_in_all_of_the_last_four_weeks_nothing_is_proven(self):
        mixed = counts((0, 500), (0, 500), (0, 500)) + values(0.001)
        state = guardrail_state(ERRORS, mixed)
        assert (state.status, state.lower, state.upper) == ("within_limit", None, None)
        assert status(ERRORS, mixed + counts((0, 500))) == "within_limit"
        assert status(ERRORS, values(0.001) + counts((0, 500), (0, 500), (0, 500), (0, 500))) == "shown_safe"

    def test_a_floor_is_the_mirror_of_a_ceiling(self):
        ceiling = guardrail_state(Guardrail("<", 0.1), counts((12, 200), (9, 190)))
        floor = guardrail_state(Guardrail(">", 0.9), counts((188, 200), (181, 190)))
        assert floor.lower == pytest.approx(1 - ceiling.upper)
        assert floor.upper == pytest.approx(1 - ceiling.lower)
        assert floor.status == ceiling.status == "shown_safe"


class TestNotReported:
    def test_nothing_at_all_is_its_own_state_and_never_green(self):
        state = guardrail_state(ERRORS, [])
        assert (state.status, state.latest, state.rollback) == ("not_reported", None, False)

    def test_a_week_without_a_reading_or_without_a_case_is_not_reported(self):
        safe = counts((0, 500))
        assert status(ERRORS, [*safe, GuardrailWeek()]) == "not_reported"
        assert status(ERRORS, safe + counts((0, 0))) == "not_reported"

    def test_a_gap_further_back_does_not_hide_what_the_others_prove(self):
        assert status(ERRORS, [*counts((0, 500)), GuardrailWeek(), *counts((0, 500))]) == "shown_safe"


class TestRollback:
    def test_two_readings_in_a_row_send_it_back(self):
        assert status(LATENCY, values(2, 3.1, 3.2)) == "rollback"
        assert status(LATENCY, values(3.1, 2, 3.1)) == "breach"

    def test_a_missing_week_does_not_part_two_readings(self):
        assert status(LATENCY, [*values(3.1), GuardrailWeek(), *values(3.1)]) == "rollback"

    def test_readings_on_few_cases_do_not_stand_in_the_row(self):
        assert status(ERRORS, counts((3, 149), (3, 149))) == "breach"
        assert status(ERRORS, counts((3, 150), (3, 150))) == "rollback"
        assert status(ERRORS, counts((3, 150), (0, 50), (3, 150))) == "rollback"

    def test_of_a_floor_the_cases_count_by_its_failures(self):
        assert status(ACCEPTED, counts((26, 29), (26, 29))) == "breach"
        assert status(ACCEPTED, counts((26, 30), (26, 30))) == "rollback"

    def test_a_gross_breach_goes_back_in_its_first_week_by_the_exact_bound(self):
        assert status(ERRORS, counts((8, 100))) == "rollback"
        assert status(ERRORS, counts((3, 100))) == "breach"
        assert status(ACCEPTED, counts((10, 20))) == "rollback"

    def test_it_stays_latched_whatever_comes_after(self):
        assert status(LATENCY, values(3.1, 3.1, 1, 1, 1, 1, 1, 1)) == "rollback"
        assert status(ERRORS, counts((8, 100), (0, 900), (0, 900), (0, 900), (0, 900))) == "rollback"
        assert status(LATENCY, [*values(3.1, 3.1), GuardrailWeek()]) == "rollback"

    def test_once_a_person_has_closed_it_only_later_readings_count(self):
        weeks = values(3.1, 3.1, 1, 1)
        assert status(LATENCY, weeks, released=4) == "within_limit"
        assert status(LATENCY, weeks + values(3.1), released=4) == "breach"
        assert status(LATENCY, weeks + values(3.1, 3.1), released=4) == "rollback"


class TestTheContractsOwnTrigger:
    def test_one_reading_means_one_reading(self):
        once = Trigger(">=", 0.02, in_a_row=1)
        assert status(ERRORS, counts((1, 50)), trigger=once) == "rollback"

    def test_three_in_a_row_means_three_and_no_bound_comes_before(self):
        thrice = Trigger(">", 3.0, in_a_row=3)
        assert status(LATENCY, values(4, 4), trigger=thrice) == "breach"
        assert status(LATENCY, values(4, 4, 4), trigger=thrice) == "rollback"
        assert status(ERRORS, counts((40, 100)), trigger=Trigger(">=", 0.02, in_a_row=2)) == "breach"

    def test_its_limit_may_lie_beyond_the_guardrails(self):
        assert status(ERRORS, counts((5, 200), (5, 200)), trigger=Trigger(">", 0.05, in_a_row=2)) == "breach"

    def test_it_may_watch_the_kpi_itself(self):
        worse_than_baseline = Trigger(">", 5.0, in_a_row=2)
        assert not rolls_back(worse_than_baseline, values(5.1, 5.0, 5.1))
        assert rolls_back(worse_than_baseline, values(5.1, 5.2, 4.0))
