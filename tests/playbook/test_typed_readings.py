"""What people type about a reading: numbers, units, counts, days and weeks, however they are written."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.facts import Guardrail, Reading, Terms
from playbook.measured import Metric, asked_of, read_value, shown, values, written
from playbook.refusals import Refusal
from playbook.typed import Period, read_day, read_entry, read_period, split_key
from tests.playbook.company import COMPLETE, MONDAY

TODAY = date(2026, 5, 14)  # a Thursday
DAYS = Metric("kpi", "average proposal turnaround time", "day")
ERRORS = Metric("guardrail", "error rate", "percent")
TICKETS = Metric("kpi", "open tickets", "count")
TERMS = COMPLETE.model_copy(
    update={
        "guardrails": (
            Guardrail(metric="error rate", comparator="<", limit=2, unit="percent"),
            Guardrail(metric="p95 response time", comparator="<=", limit=5, unit="second"),
        )
    }
)


@pytest.mark.parametrize(
    "typed, metric, value",
    [
        ("4.1", DAYS, 4.1),
        ("4,1", DAYS, 4.1),
        ("4.1 d", DAYS, 4.1),
        ("4.1d", DAYS, 4.1),
        ("36 hours", DAYS, 1.5),
        ("1 day 12 hours", DAYS, 1.5),
        ("٤.١", DAYS, 4.1),
        ("*4.1*", DAYS, 4.1),
        ("4.1\u00a0days", DAYS, 4.1),
        ("1.4%", ERRORS, 1.4),
        ("1,4 %", ERRORS, 1.4),
        ("0.014 ratio", ERRORS, 1.4),
        ("1 in 50", ERRORS, 2.0),
        ("3.2s", Metric("guardrail", "latency", "second"), 3.2),
        ("3200 ms", Metric("guardrail", "latency", "second"), 3.2),
        ("EUR 4,100", Metric("kpi", "cost", "EUR"), 4100),
        ("4100", Metric("kpi", "cost", "EUR"), 4100),
        ("1,200", TICKETS, 1200),
        ("1,000.5989864605 days", DAYS, 1000.5989864605),
        ("1.000,5989864605 days", DAYS, 1000.5989864605),
        ("120 tickets", TICKETS, 120),
        ("8/10", Metric("kpi", "satisfaction", "score"), 8),
        ("-3", Metric("kpi", "net promoter score", "score"), -3),
    ],
)
def test_a_figure_is_read_in_the_contracts_unit(typed, metric, value):
    assert read_value(typed, metric).value == pytest.approx(value)


@pytest.mark.parametrize(
    "typed, metric, words",
    [
        ("36 EUR", DAYS, "does not convert"),
        ("1.4 %", DAYS, "measured in days"),
        ("3 business days", DAYS, "does not convert"),
        ("1.4 pp", ERRORS, "does not convert"),
        ("4-6 days", DAYS, "is a range"),
        ("NaN", DAYS, "cannot read"),
        ("inf", DAYS, "cannot read"),
        ("1e400", DAYS, "cannot read"),
        ("-1e400", DAYS, "cannot read"),
        ("900,000,000,000,000 weeks", DAYS, "too large"),
        ("-3 days", DAYS, "below zero"),
        ("4.1 dyas", DAYS, "cannot read"),
        ("4.1 on teusday", DAYS, "cannot read"),
        ("4.1 tickets", DAYS, "cannot read"),
        ("", DAYS, "no number"),
        ("2/140", DAYS, "measured in days"),
        ("3/2", ERRORS, "not a share"),
        ("0/0", ERRORS, "not a share"),
        ("1/99999999999", ERRORS, "more than I can count"),
    ],
)
def test_what_is_no_value_of_the_metric_is_refused_in_words(typed, metric, words):
    with pytest.raises(Refusal, match=words):
        read_value(typed, metric)


@pytest.mark.parametrize("typed", ["2/140", "2 / 140", "2 of 140", "2 out of 140", "2/140 cases"])
def test_a_share_follows_from_its_counts(typed):
    value = read_value(typed, ERRORS)
    assert (value.num, value.den) == (2, 140)
    assert value.value == pytest.approx(100 * 2 / 140)


def test_a_spread_and_the_cases_behind_a_value_are_kept():
    assert read_value("4.1 ± 0.8 days", DAYS).spread == 0.8
    only = values(read_entry("4.1 n=38", TODAY), TERMS)[0]
    assert (only.value, only.num, only.den) == (4.1, None, 38)
    counted = values(read_entry("error rate 1.4% n=2/140", TODAY), TERMS)[0]
    assert (counted.num, counted.den, counted.value) == (2, 140, pytest.approx(100 * 2 / 140))
    with pytest.raises(Refusal, match="Which one is right"):
        values(read_entry("error rate 4% n=2/140", TODAY), TERMS)


def test_several_numbers_answer_what_is_asked_in_its_order():
    found = values(read_entry("4.1, 2/140, 3.2s", TODAY), TERMS)
    assert [one.of.name for one in found] == [one.name for one in asked_of(TERMS)]
    skipped = values(read_entry("4,1; -; 3,2 s", TODAY), TERMS)
    assert [(one.of.name, one.value) for one in skipped] == [
        ("average proposal turnaround time", 4.1),
        ("p95 response time", 3.2),
    ]


@pytest.mark.parametrize(
    "typed, name",
    [
        ("error rate 1.4%", "error rate"),
        ("Error Rate: 1.4%", "error rate"),
        ("errors 1.4%", "error rate"),
        ("error rtae 1.4%", "error rate"),
        ("p95 response time 3.2s", "p95 response time"),
        ("response time 3.2s", "p95 response time"),
        ("average proposal turnaround time was 4.1", "average proposal turnaround time"),
        ("turnaround 4.1", "average proposal turnaround time"),
        ("usage 120", "usage"),
        ("hours 8", "hours"),
        ("exceptions 3", "exceptions"),
    ],
)
def test_a_metric_is_known_by_its_name_or_what_resembles_it(typed, name):
    assert values(read_entry(typed, TODAY), TERMS)[0].of.name == name


@pytest.mark.parametrize(
    "typed, words",
    [
        ("hello 5", "do not know"),
        ("4.1, 2/140, 3.2s, 7", "more numbers than I asked for"),
        ("4.1, turnaround 5", "two numbers"),
        ("", "no number"),
        (", ".join(["1"] * 30), "more than 20"),
    ],
)
def test_what_nobody_asked_for_is_refused(typed, words):
    with pytest.raises(Refusal, match=words):
        values(read_entry(typed, TODAY), TERMS)


@pytest.mark.parametrize(
    "typed, parts, period, note",
    [
        ("4.1", ("4.1",), None, ""),
        ("4.1 on 12 May", ("4.1",), Period(date(2026, 5, 12)), ""),
        ("4.1 FOR WEEK 3", ("4.1",), Period(week="3"), ""),
        ("4.1 for baseline week 2", ("4.1",), Period(week="b2"), ""),
        ("4.1 for last week note new, on trial", ("4.1",), Period(week="last"), "new, on trial"),
        ("time for orders 3.2s on Tuesday", ("time for orders 3.2s",), Period(date(2026, 5, 12)), ""),
        ("4.1, 2/140 on May 12, 2026", ("4.1", "2/140"), Period(date(2026, 5, 12)), ""),
        ("4.1\n2/140", ("4.1", "2/140"), None, ""),
    ],
)  # fmt: skip
def test_a_line_is_taken_apart(typed, parts, period, note):
    entry = read_entry(typed, TODAY)
    assert (entry.parts, entry.period, entry.note) == (parts, period, note)


@pytest.mark.parametrize(
    "typed, day",
    [
        ("2026-05-12", date(2026, 5, 12)),
        ("12 May", date(2026, 5, 12)),
        ("12th of May", date(2026, 5, 12)),
        ("May 12", date(2026, 5, 12)),
        ("may 12th, 2025", date(2025, 5, 12)),
        ("12.5.", date(2026, 5, 12)),
        ("12.05.2026", date(2026, 5, 12)),
        ("25/12/2025", date(2025, 12, 25)),
        ("28 Dec", date(2025, 12, 28)),
        ("15 June", date(2026, 6, 15)),
        ("today", TODAY),
        ("Yesterday", date(2026, 5, 13)),
        ("Thursday", TODAY),
        ("last thu", date(2026, 5, 7)),
        ("Tue", date(2026, 5, 12)),
        ("5/12/2026", None),
        ("31 February", None),
        ("2026-02-30", None),
        ("soon", None),
        ("Th", None),
    ],
)
def test_a_day_is_the_nearest_one_of_that_name(typed, day):
    assert read_day(typed, TODAY) == day


def test_a_period_is_a_day_or_a_week():
    assert read_period("w3", TODAY) == Period(week="w3")
    assert read_period("b2", TODAY) == Period(week="b2")
    assert read_period("whenever", TODAY) is None


@pytest.mark.parametrize(
    "typed, number, rest",
    [
        ("UC-7 4.1", 7, "4.1"),
        ("4.1 uc-9", 9, "4.1"),
        ("uc 7: 4.1, 2/140", 7, "4.1, 2/140"),
        ("4.1", None, "4.1"),
        ("4.1 note as in UC-9", None, "4.1 note as in UC-9"),
        ("UC-7x 4.1", None, "UC-7x 4.1"),
    ],
)
def test_a_use_case_may_be_named_before_or_behind(typed, number, rest):
    assert split_key(typed) == (number, rest)


UNITS = (
    "day",
    "hour",
    "percent",
    "ratio",
    "EUR",
    "count",
    "score",
    "business_day",
    "count/1000",
    "count/week",
)
VALUES = st.floats(0, 1e12, allow_nan=False).filter(lambda value: value == 0 or value > 1e-6)


@given(unit=st.sampled_from(UNITS), value=VALUES)
def test_what_is_written_is_read_as_the_same_value(unit, value):
    terms = Terms(kpi="some measure", unit=unit)
    reading = Reading(day=TODAY, value=value, by="U1", at=MONDAY)
    assert read_value(written(reading, terms), asked_of(terms)[0]).value == pytest.approx(value, rel=1e-12)


@given(
    den=st.integers(1, 10**9), share=st.floats(0, 1), unit=st.sampled_from(["percent", "ratio", "count/1000"])
)
def test_counts_are_written_and_read_as_the_same_counts(den, share, unit):
    num = int(share * den)
    terms = Terms(kpi="some share", unit=unit)
    value = read_value(f"{num}/{den}", asked_of(terms)[0])
    reading = Reading(day=TODAY, value=value.value, num=num, den=den, by="U1", at=MONDAY)
    assert read_value(written(reading, terms), asked_of(terms)[0]) == value
    assert f"{num:,} of {den:,}" in shown(reading, terms)


@given(value=VALUES, spread=VALUES)
def test_a_spread_is_written_and_read_as_the_same(value, spread):
    terms = Terms(kpi="some measure", unit="day")
    reading = Reading(day=TODAY, value=value, spread=spread, by="U1", at=MONDAY)
    again = read_value(written(reading, terms), asked_of(terms)[0])
    assert (again.value, again.spread) == pytest.approx((value, spread), rel=1e-9)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_taken_apart_or_refused_in_words(text):
    assert split_key(text)
    with suppress(Refusal):
        assert values(read_entry(text, TODAY), TERMS)
