"""Guardrails as one line of a form: what is read, what is refused, and that what is written is read back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.contract_text import read_guardrails, write_guardrail
from playbook.facts import Guardrail
from playbook.sentence import compile_sentence, parse_guardrail
from playbook.units import Quantity


@pytest.mark.parametrize(
    "line, rails",
    [
        ("error rate < 2%", [("error rate", "<", 2, "percent")]),
        ("error rate =< 2%", [("error rate", "<=", 2, "percent")]),
        ("error rate ≥ 2 %", [("error rate", ">=", 2, "percent")]),
        ("error rate &lt; 2%", [("error rate", "<", 2, "percent")]),
        ("p95 latency at most 3 seconds", [("p95 latency", "<=", 3, "second")]),
        ("no more than 5 complaints a week", [("complaints", "<=", 5, "count/week")]),
        ("error rate must stay below 2 %", [("error rate", "<", 2, "percent")]),
        ("error rate must not exceed 2 %", [("error rate", "<=", 2, "percent")]),
        ("keep CSAT above 4.2", [("CSAT", ">", 4.2, "score")]),
        ("CSAT not below 4.2", [("CSAT", ">=", 4.2, "score")]),
        ("CSAT between 4.2 and 4.6", [("CSAT", ">=", 4.2, "score"), ("CSAT", "<=", 4.6, "score")]),
        ("95 % accuracy or better", [("accuracy", ">=", 95, "percent")]),
        ("max. 2 % errors", [("errors", "<=", 2, "percent")]),
        ("cost per case under EUR 40", [("cost per case", "<", 40, "EUR")]),
        ("share above 5 days < 3 %", [("share above 5 days", "<", 3, "percent")]),
        ("without complaint rate rising above 3 %", [("complaint rate", "<=", 3, "percent")]),
        ("quality", [("quality", ">=", None, None)]),
    ],
)
def test_a_line_is_read_as_people_write_it(line, rails):
    assert [(r.metric, r.comparator, r.value, r.unit) for r in parse_guardrail(line)] == rails


@pytest.mark.parametrize("line", ["error rate < 2% (now 1.4%)", "error rate below 2 % (currently 1.4 %)"])
def test_a_present_value_may_follow(line):
    (rail,) = parse_guardrail(line)
    assert rail.now == Quantity(1.4, "percent")


@pytest.mark.parametrize(
    "line", ["", "   ", "< 2 %", "widgets 5", "error rate 2 %", "1.200 EUR", "\x00", "x" * 501]
)
def test_a_line_whose_limit_would_have_to_be_guessed_makes_no_guardrail(line):
    assert not [rail for rail in parse_guardrail(line) if rail.value is not None]


METRICS = (
    st.text(st.sampled_from("abc xyz p95-Net30"), min_size=1, max_size=40)
    .map(str.strip)
    .filter(lambda metric: any(char.isalpha() for char in metric) and "  " not in metric)
)
UNITS = st.sampled_from(["day", "percent", "EUR", "count/week", "second", "score", "kg", "count/1000"])
LIMITS = st.integers(-100_000, 10_000_000).map(lambda n: n / 100)


@given(METRICS, st.sampled_from(["<", "<=", ">", ">="]), LIMITS, UNITS, st.none() | LIMITS)
def test_what_is_written_is_read_back(metric, comparator, limit, unit, now):
    metric = metric.strip(" :,-")
    rail = Guardrail(metric=metric, comparator=comparator, limit=limit, unit=unit, now=now)
    assert not metric or read_guardrails(write_guardrail(rail)) == (rail,)


@given(st.text(max_size=600))
def test_no_line_breaks_the_reader(line):
    for rail in parse_guardrail(line):
        assert rail.metric
        assert rail.comparator in ("<", "<=", ">", ">=")


# --- in a sentence, whichever way it is said ----------------------------------------------------------------

GOAL = "Cut quote time from 3 days to 1 day in 8 weeks"
METRICS_WITH_LIMITS = [
    ("error rate", "2 %", "<", 2),
    ("CSAT", "4.2", ">", 4.2),
    ("cost per quote", "EUR 40", "<", 40),
]
WAYS = {
    "<": "below|under|at most|no more than|not above|<=|must stay below|must not exceed|mustn't go above|"
    "never over|not to exceed|capped at|max|is to stay under|can't climb past|should not rise over|"
    "has to remain at or below",
    ">": "above|over|at least|no less than|not below|>=|must stay above|must not fall below|"
    "mustn't dip under|never under|no lower than|at or above|min|is to stay over|can't drop below|"
    "should not sink under|has to remain at or above",
}
OPENERS = ", {}|; {}|, and {}|. {}| while {}| provided {}| as long as {}|, with {}| but {}".split("|")


@pytest.mark.parametrize("opener", OPENERS)
@pytest.mark.parametrize("metric, limit, side, value", METRICS_WITH_LIMITS)
def test_a_limit_behind_the_promise_is_read_and_the_promise_stays(opener, metric, limit, side, value):
    for way in WAYS[side].split("|"):
        text = GOAL + opener.format(f"{metric} {way} {limit}")
        read = compile_sentence(text, date(2026, 1, 5))
        assert [(r.metric, r.comparator[0], r.value) for r in read.guardrails] == [(metric, side, value)], (
            text
        )
        assert (read.baseline.value, read.target.value, read.deadline.days) == (3, 1, 56), text
        assert not read.confirm, text
