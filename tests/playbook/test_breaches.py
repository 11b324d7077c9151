"""Breaches: said at once, asked for a cause, over with the next reading in range."""

from datetime import date

import pytest

from playbook import breaches, recovery, rollback
from playbook.facts import Guardrail
from playbook.forms import CauseForm
from playbook.refusals import Refusal
from tests.playbook.company import ANNA, COMPLETE, known
from tests.playbook.under_way import LOGGED, errors, live, measured

TODAY = date(2026, 3, 1)


def after(*readings, use_case=None):
    return rollback.after_readings(measured(use_case or live(), *readings), LOGGED)


def said(*readings):
    return [one.words for one in rollback.breaches(measured(live(), *readings), TODAY)]


def because(use_case, about, text="a template was wrong"):
    return recovery.say_cause(use_case, about, CauseForm(cause=text), known(ANNA))


class TestSaidAtOnce:
    def test_the_number_the_week_and_the_limit(self):
        words = "error rate 2.43 % (5 of 206) in week 2, 26 Jan to 1 Feb; it is to stay below 2 %"
        assert said(errors(1, 1.4), errors(2, num=5, den=206)) == [words]

    def test_a_single_day_is_named_as_one(self):
        assert said(errors(1, 2.4, weekly=False)) == ["error rate 2.4 % on 25 Jan; it is to stay below 2 %"]

    def test_what_is_back_in_range_is_not_said_again(self):
        assert said(errors(1, 2.4), errors(2, 1.4)) == []

    def test_before_go_live_nothing_is_broken(self):
        assert rollback.breaches(measured(live(went_live=None), errors(1, 9)), TODAY) == ()

    def test_a_metric_that_is_no_guardrail_breaks_nothing(self):
        kpi = errors(1, 9, measured="kpi", metric="")
        assert said(kpi) == []


class TestOnRecord:
    def test_readings_across_in_a_row_are_one_breach_the_next_in_range_ends_it(self):
        use_case = after(errors(1, 2.4), errors(2, 1.0), errors(3, 3.1), errors(4, 1.0), errors(5, 2.2))
        assert [(one.numbers, one.over) for one in use_case.breaches] == [
            ((1,), True),
            ((3,), True),
            ((5,), False),
        ]

    def test_a_corrected_reading_takes_its_breach_along(self):
        assert after(errors(1, 31), errors(1, 0.31, corrects=1, reason="typo")).breaches == ()

    def test_a_breach_on_few_cases_is_marked(self):
        assert after(errors(1, num=1, den=40)).breaches[0].few
        assert not after(errors(1, num=4, den=150)).breaches[0].few
        assert not after(errors(1, 2.5)).breaches[0].few

    def test_a_guardrail_without_a_limit_cannot_be_broken(self):
        bare = COMPLETE.model_copy(update={"guardrails": (Guardrail(metric="error rate", comparator="<"),)})
        assert after(errors(1, 9), use_case=live(bare)).breaches == ()


class TestCauses:
    def test_a_cause_explains_the_readings_in_a_row_with_it(self):
        use_case = after(errors(1, 2.4), errors(2, 1.0), errors(3, num=1, den=40))
        told = because(use_case, "b3")
        assert [one.numbers for one in breaches.unexplained(told)] == [(1,)]
        assert breaches.unexplained(because(told, "b1")) == ()
        assert told.causes[0].reading == 3
        assert (told.causes[0].by, told.causes[0].metric) == (ANNA.id, "error rate")

    def test_on_few_cases_the_cause_alone_closes_it(self):
        few, enough = after(errors(1, num=1, den=40)), after(errors(1, num=4, den=150))
        assert breaches.still_open(few) == few.breaches
        assert breaches.still_open(because(few, "b1")) == ()
        assert breaches.still_open(because(enough, "b1")) == enough.breaches
        back = rollback.after_readings(
            measured(because(enough, "b1"), errors(1, num=4, den=150), errors(2, num=1, den=150)), LOGGED
        )
        assert breaches.still_open(back) == ()

    def test_a_cause_may_be_mended_the_last_one_counts(self):
        use_case = because(because(after(errors(1, 2.4)), "b1", "unknown"), "b1", "a template")
        assert breaches.cause_of(use_case, use_case.breaches[0]).text == "a template"
        assert recovery.told_cause(use_case, "b1") == "a template"

    @pytest.mark.parametrize("about", ["b9", "b", "", "x1", "b-1", "t1", "t²"])
    def test_a_forged_or_stale_thing_is_refused(self, about):
        with pytest.raises(Refusal):
            because(after(errors(1, 2.4)), about)
        assert recovery.told_cause(after(errors(1, 2.4)), about) is None
