"""Student's t, the normal and exact bounds of a share, with the standard library alone.

One root serves all: the log odds w at which the regularised incomplete beta function I_x(a, b), with
x = 1/(1 + e^-w), reaches an area. Over w its logarithm is concave and rises, so that Halley's step finds the
root in two or three rounds from a fair start.
"""

from functools import lru_cache
from math import acos, cos, erfc, exp, lgamma, log, pi, sqrt, tan
from typing import NamedTuple

_ENOUGH = 1e-5  # a log area this near is right to 1e-15 after one more step: the error falls with its cube
_ROUNDS = 60
_TERMS = 100_000


def normal_quantile(tail: float) -> float:
    """The z that a standard normal exceeds with probability `tail`, 0 < tail <= 0.5."""
    z = (1 - 2 * tail) * sqrt(pi / 2) if tail > 0.1 else sqrt(-2 * log(tail)) - 1
    for _ in range(_ROUNDS):
        area = erfc(z / sqrt(2)) / 2
        gap = log(area / tail)
        slope = -exp(-z * z / 2) / sqrt(2 * pi) / area
        z -= _halley(gap, slope, -z - slope)
        if abs(gap) < _ENOUGH:
            break
    return z


@lru_cache(maxsize=4096)
def t_quantile(tail: float, df: float) -> float:
    """The t that Student's t with `df` >= 1 degrees of freedom exceeds with probability 0 < `tail` <= 0.5.

    P(|T| > t) = I_x(df/2, 1/2) with x = df/(df + t²); the middle P(|T| < t) is taken where it is the smaller.
    """
    if tail >= 0.5:
        return 0.0
    if tail < 0.25:
        start = log(df) - 2 * _log_t_of_tail(tail, df)
        return sqrt(df * exp(-_log_odds(2 * tail, df / 2, 0.5, start)))
    z = normal_quantile(tail)
    start = 2 * log(z + (z**3 + z) / (4 * df)) - log(df)
    return sqrt(df * exp(_log_odds(1 - 2 * tail, 0.5, df / 2, start)))


def t_cdf(t: float, df: float) -> float:
    """The probability that Student's t with `df` degrees of freedom is at most `t`."""
    beyond = _area(df / 2, 0.5, df / (df + t * t), t * t / (df + t * t)).area / 2
    return beyond if t < 0 else 1 - beyond


def share_lower(hits: int, cases: int, tail: float) -> float:
    """The exact (Clopper-Pearson) lower bound: at this share, `hits` or more have probability `tail`."""
    if hits == 0:
        return 0.0
    return 1 / (1 + exp(-_beta_log_odds(tail, hits, cases - hits + 1)))


def share_upper(hits: int, cases: int, tail: float) -> float:
    """The exact (Clopper-Pearson) upper bound: at this share, `hits` or fewer have probability `tail`."""
    if hits == cases:
        return 1.0
    return 1 / (1 + exp(_beta_log_odds(tail, cases - hits, hits + 1)))


def binomial_at_least(hits: int, cases: int, share: float) -> float:
    """The probability of `hits` or more among so many independent cases: I_share(hits, cases - hits + 1)."""
    if hits <= 0 or hits > cases:
        return float(hits <= 0)
    return _area(hits, cases - hits + 1, share, 1 - share).area


@lru_cache(maxsize=64)
def expected_range(weeks: int) -> float:
    """d₂(k): the expected max - min of k standard normal values, ∫ 1 - Φ(x)^k - (1 - Φ(x))^k dx.

    Trapezoids in steps of 0.1: for a smooth function that dies out at both ends they are exact to 1e-12.
    """
    below = [erfc(-x / 10 / sqrt(2)) / 2 for x in range(1, 100)]
    middle = (1 - 2 * 0.5**weeks) / 2
    return 0.2 * (middle + sum(1 - p**weeks - (1 - p) ** weeks for p in below))


def _log_t_of_tail(tail: float, df: float) -> float:
    """log t to about a hundredth: a cubic in 1/df through what is known exactly at df 1, 2, 4 and ∞."""
    u = 1 / df
    spread = 4 * tail * (1 - tail)
    root = sqrt(spread)
    at_1 = -log(tan(pi * tail))
    at_2 = log((1 - 2 * tail) * sqrt(2 / spread))
    at_4 = log(2 * sqrt(cos(acos(root) / 3) / root - 1))
    at_infinity = log(normal_quantile(tail))
    return (
        at_1 * u * (u - 0.25) * (u - 0.5) * 8 / 3
        - at_2 * u * (u - 0.25) * (u - 1) * 16
        + at_4 * u * (u - 0.5) * (u - 1) * 64 / 3
        - at_infinity * (u - 0.25) * (u - 0.5) * (u - 1) * 8
    )


def _beta_log_odds(area: float, a: float, b: float) -> float:
    """The log odds of a Beta(a, b) quantile; starts where normal log odds would have it."""
    return _log_odds(area, a, b, log(a / b) - normal_quantile(area) * sqrt(1 / a + 1 / b))


def _log_odds(area: float, a: float, b: float, w: float) -> float:
    for _ in range(_ROUNDS):
        x, y = 1 / (1 + exp(-w)), 1 / (1 + exp(w))
        found = _area(a, b, x, y)
        gap = log(found.area / area)
        slope = found.density / found.area
        w -= _halley(gap, slope, a * y - b * x - slope)
        if abs(gap) < _ENOUGH:
            break
    return w


def _halley(gap: float, slope: float, bend: float) -> float:
    """The step to a root from value, slope and (log |slope|)'; at most twice Newton's step."""
    newton = gap / slope
    return newton / max(1 - newton * bend / 2, 0.5)


class _Area(NamedTuple):
    area: float  # I_x(a, b)
    density: float  # its derivative by the log odds of x


def _area(a: float, b: float, x: float, y: float) -> _Area:
    """I_x(a, b), y = 1 - x given apart so that neither loses digits (DLMF 8.17.22, mirrored by 8.17.4)."""
    if x <= 0 or y <= 0:
        return _Area(float(x > 0), 0.0)
    density = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(y))
    if x <= (a + 1) / (a + b + 2):
        return _Area(density / a * _fraction(a, b, x), density)
    return _Area(1 - density / b * _fraction(b, a, y), density)


def _fraction(a: float, b: float, x: float) -> float:
    """The continued fraction 1/(1 + d₁/(1 + d₂/(1 + …))) of I_x(a, b), by Lentz's forward evaluation."""
    above, below = 1.0, 1 / (1 - (a + b) * x / (a + 1))
    value = below
    for m in range(1, _TERMS):
        at = a + 2 * m
        even = m * (b - m) * x / ((at - 1) * at)
        below, above = 1 / (1 + even * below), 1 + even / above
        value *= below * above
        odd = -(a + m) * (a + b + m) * x / (at * (at + 1))
        below, above = 1 / (1 + odd * below), 1 + odd / above
        change = below * above
        value *= change
        if abs(change - 1) < 1e-15:
            break
    return value
