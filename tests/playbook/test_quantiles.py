"""Quantiles and exact bounds against scipy, over wide ranges."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from playbook import quantiles

EXACT = 1e-9
TAILS = st.floats(math.log(1e-6), math.log(0.5)).map(math.exp).map(lambda tail: min(tail, 0.5))
DEGREES = st.one_of(st.floats(1, 200), st.integers(1, 200), st.floats(200, 1e5))
MANY = settings(max_examples=500, deadline=None)


def close(figure):
    return pytest.approx(figure, rel=EXACT, abs=1e-300)


@MANY
@given(TAILS, DEGREES)
def test_t_is_the_quantile_of_the_peer(tail, df):
    # beside the middle scipy loses digits at df 1: there the closed form is the peer
    theirs = 1 / math.tan(math.pi * tail) if df == 1 else stats.t.isf(tail, df)
    assert quantiles.t_quantile(tail, df) == pytest.approx(theirs, rel=EXACT, abs=1e-15)


@pytest.mark.parametrize("df", [1, 1.0001, 1.6, 2, 2.5, 4, 8.571429, 200])
@pytest.mark.parametrize("tail", [1e-12, 1e-6, 0.0125, 0.249999, 0.25, 0.3, 0.499999])
def test_the_distribution_function_takes_the_quantile_back(tail, df):
    t = quantiles.t_quantile(tail, df)
    assert quantiles.t_cdf(-t, df) == close(tail)
    assert quantiles.t_cdf(t, df) == close(1 - tail)


@MANY
@given(st.floats(-60, 60), DEGREES)
def test_the_distribution_function_is_that_of_the_peer(t, df):
    theirs = stats.t.cdf(t, df)
    assert quantiles.t_cdf(t, df) == pytest.approx(theirs, rel=EXACT, abs=1e-13)


def test_far_out_the_distribution_function_ends_at_nought_and_one():
    assert quantiles.t_cdf(1e200, 3) == 1
    assert quantiles.t_cdf(-1e200, 3) == 0
    assert quantiles.t_cdf(0, 3) == 0.5


@MANY
@given(TAILS)
def test_z_is_the_quantile_of_the_peer(tail):
    assert quantiles.normal_quantile(tail) == pytest.approx(stats.norm.isf(tail), rel=EXACT, abs=1e-15)


@MANY
@given(st.integers(1, 20_000), st.floats(0, 1), st.sampled_from([0.0125, 0.05]))
def test_exact_bounds_are_the_beta_quantiles_of_the_peer(cases, share, tail):
    hits = round(share**3 * cases)
    lower, upper = quantiles.share_lower(hits, cases, tail), quantiles.share_upper(hits, cases, tail)
    assert lower == close(stats.beta.ppf(tail, hits, cases - hits + 1) if hits else 0)
    assert upper == close(stats.beta.isf(tail, hits + 1, cases - hits) if hits < cases else 1)
    assert lower < hits / cases or not hits
    assert upper > hits / cases or hits == cases


def test_no_failure_in_149_cases_is_what_proves_two_per_cent():
    assert quantiles.share_upper(0, 148, 0.05) > 0.02 > quantiles.share_upper(0, 149, 0.05)


def test_bounds_hold_for_very_many_cases():
    assert quantiles.share_lower(2 * 10**8, 10**9, 0.0125) == pytest.approx(0.2, rel=2e-4)
    assert quantiles.share_upper(2 * 10**8, 10**9, 0.0125) == pytest.approx(0.2, rel=2e-4)


@pytest.mark.parametrize("weeks", [2, 3, 6, 8, 25, 52, 1000])
def test_the_range_of_so_many_weeks_is_the_integral(weeks):
    beyond = lambda x: 1 - stats.norm.cdf(x) ** weeks - stats.norm.sf(x) ** weeks  # noqa: E731
    theirs, _ = integrate.quad(beyond, -10, 10, epsabs=1e-13, epsrel=1e-13, limit=500)
    assert quantiles.expected_range(weeks) == pytest.approx(theirs, rel=1e-11)
