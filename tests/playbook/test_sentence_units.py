"""Quantities in form fields: what is read, what is refused, and that what is written is read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.units import UNITS, Quantity, convert, parse_quantity, render_quantity, same_kind


@pytest.mark.parametrize(
    "typed, value, unit",
    [
        ("5 days", 5, "day"),
        ("1 day", 1, "day"),
        ("5d", 5, "day"),
        ("half a day", 0.5, "day"),
        ("2½ hours", 2.5, "hour"),
        ("1 h 30 min", 90, "minute"),
        ("10 business days", 10, "business_day"),
        ("2 fortnights", 4, "week"),
        ("1.4%", 1.4, "percent"),
        ("1.4 per cent", 1.4, "percent"),
        ("1 in 5", 20, "percent"),
        ("2 percentage points", 2, "percentage_point"),
        ("14 per 1000", 14, "count/1000"),
        ("14 ‰", 14, "count/1000"),
        ("EUR 3.2k", 3200, "EUR"),
        ("€3.2k", 3200, "EUR"),
        ("$1.2M", 1_200_000, "USD"),
        ("3 200 EUR", 3200, "EUR"),
        ("1.200,50 EUR", 1200.5, "EUR"),
        ("£1,200.50 per month", 1200.5, "GBP/month"),
        ("120", 120, "count"),
        ("120 tickets a week", 120, "count/week"),
        ("3 hours per week", 3, "hour/week"),
        ("1,200", 1200, "count"),
        ("4,1", 4.1, "count"),
        ("-10", -10, "count"),
        ("1e3", 1000, "count"),
        ("4.1 points", 4.1, "score"),
        ("8/10", 8, "score"),
        ("0.8 ratio", 0.8, "ratio"),
        ("12 kg", 12, "kg"),
        ("about 5 days", 5, "day"),
        ("twenty-five minutes", 25, "minute"),
        ("two hundred and fifty", 250, "count"),
        ("２５\u00a0％", 25, "percent"),
    ],
)
def test_a_quantity_is_read_as_people_write_it(typed, value, unit):
    assert parse_quantity(typed) == Quantity(value, unit)


@pytest.mark.parametrize(
    "typed, quantity",
    [
        ("4-6 days", Quantity(5, "day", low=4, high=6)),
        ("4 – 6 days", Quantity(5, "day", low=4, high=6)),
        ("2.6 to 3.4 days", Quantity(3, "day", low=2.6, high=3.4)),
        ("between 4 and 6 days", Quantity(5, "day", low=4, high=6)),
        ("EUR 3-5k", Quantity(4000, "EUR", low=3000, high=5000)),
        ("5 ± 0.8 days", Quantity(5, "day", plus_minus=0.8)),
        ("5 days +/- 10 %", Quantity(5, "day", plus_minus=0.5)),
    ],
)
def test_a_range_keeps_its_ends_and_a_spread_its_width(typed, quantity):
    assert parse_quantity(typed) == quantity


@pytest.mark.parametrize(
    "typed",
    [
        *[
            "",
            "fast",
            "a while",
            "NaN",
            "NaN days",
            "inf",
            "-inf",
            "1e400 days",
            "5" * 400,
            "half",
            "2x",
            "5m",
        ],
        *["5 dyas", "5 and a bit", "5 5", "5 days and more", "5 days\x00or 6", "<5 days", "EUR 1.200"],
        *["1.200 tickets", "24/7", "12:30", "2/140", "31 March"],
    ],
)
def test_what_could_mean_several_things_or_nothing_is_refused(typed):
    assert parse_quantity(typed) is None


RATES = st.sampled_from(["", "/hour", "/day", "/week", "/month", "/quarter", "/year", "/1000"])
NAMES = st.tuples(st.sampled_from(sorted(UNITS)), RATES).map("".join)
UNIT_NAMES = NAMES.filter(lambda name: not name.startswith(("percentage_point/", "ratio/")))
VALUES = st.integers(-10_000_000, 10_000_000).map(lambda n: n / 1000) | st.integers(0, 10**12).map(float)


@given(VALUES, UNIT_NAMES)
def test_what_is_written_is_read_back(value, unit):
    quantity = Quantity(value, unit)
    assert parse_quantity(render_quantity(quantity)) == quantity


@given(VALUES, VALUES, st.sampled_from(["day", "percent", "EUR", "count", "score", "hour/week"]))
def test_a_range_is_read_back(one, other, unit):
    low, high = sorted((one, other))
    read = parse_quantity(render_quantity(Quantity((low + high) / 2, unit, low, high)))
    assert low == high or (read is not None and (read.low, read.high, read.unit) == (low, high, unit))


@pytest.mark.parametrize(
    "quantity, words",
    [
        (Quantity(5, "day"), "5 days"),
        (Quantity(1, "day"), "1 day"),
        (Quantity(2, "percent"), "2 %"),
        (Quantity(3200, "EUR"), "EUR 3,200"),
        (Quantity(120, "count/week"), "120 per week"),
        (Quantity(14, "count/1000"), "14 per 1,000"),
        (Quantity(10, "business_day"), "10 business days"),
        (Quantity(4.1, "score"), "4.1 points"),
        (Quantity(5, "day", low=4, high=6), "4 to 6 days"),
        (Quantity(5, "day", plus_minus=0.8), "5 ± 0.8 days"),
    ],
)
def test_a_quantity_is_written_as_people_write_it(quantity, words):
    assert render_quantity(quantity) == words


@pytest.mark.parametrize(
    "value, unit, wanted, result",
    [
        (72, "hour", "day", 3),
        (5, "day", "hour", 120),
        (90, "minute", "hour", 1.5),
        (2, "year", "month", 24),
        (0.8, "ratio", "percent", 80),
        (7, "hour/week", "hour/day", 1),
        (120, "count/week", "count/week", 120),
    ],
)
def test_units_of_one_kind_convert(value, unit, wanted, result):
    assert convert(Quantity(value, unit), wanted) == Quantity(result, wanted)


@pytest.mark.parametrize(
    "unit, wanted",
    [
        *[("day", "EUR"), ("month", "day"), ("business_day", "day"), ("EUR", "USD"), ("score", "count")],
        *[("percent", "percentage_point"), ("count", "count/week"), ("count/week", "count/month")],
        ("parsec", "day"),
    ],
)
def test_units_that_do_not_convert_exactly_are_not_converted(unit, wanted):
    assert convert(Quantity(5, unit), wanted) is None


def test_stretches_of_time_compare_even_where_they_do_not_convert():
    assert same_kind("month", "week")
    assert same_kind("business_day", "day")
    assert same_kind("count/week", "count/month")
    assert not same_kind("count", "count/week")
    assert not same_kind("day", "percent")
    assert not same_kind("EUR", "USD")
