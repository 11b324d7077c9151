"""One verdict with its forecast, against the same verdict with every t quantile found by bisection.

Goal: at least 15 times faster than plain bisection, and under 0.3 ms. Each round judges forty contracts that
are new to it; "seen before" judges them once more, as a digest does. The second reference is the best that
bisection can do: it stops where floats end. Times are the processor's, so that a busy machine does not count.
"""

import random
from statistics import median
from time import process_time

from playbook import forecast, quantiles, signal
from playbook.yardstick import AgreedBaseline, Promise

ROUNDS, CONTRACTS = 7, 40


def bisected(tail, df):
    """The plain reference: a wide bracket, halved two hundred times."""
    low, high = 0.0, 1000.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if 1 - quantiles.t_cdf(middle, df) > tail else (low, middle)
    return high


def bisected_until_floats_end(tail, df):
    """Double until it is too far, then halve as long as there is a number between."""
    low, high = 0.0, 1.0
    while 1 - quantiles.t_cdf(high, df) > tail:
        low, high = high, 2 * high
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if 1 - quantiles.t_cdf(middle, df) > tail else (low, middle)
    return high


WAYS = {
    "plain bisection": bisected,
    "best bisection": bisected_until_floats_end,
    "new quantiles": quantiles.t_quantile,
    "seen before": quantiles.t_quantile,
}


def contracts(chance):
    """Baseline series, weeks before go-live and weeks since of many lengths, so that quantiles differ."""
    for _ in range(CONTRACTS):
        closed = chance.randint(4, 7)
        weekly = {week: round(chance.gauss(5 - 0.2 * week, 0.3), 1) for week in range(1, closed + 1)}
        series, before = (
            tuple(round(chance.gauss(5, 0.4), 1) for _ in range(chance.randint(3, most))) for most in (12, 9)
        )
        yield Promise("lower", 3, AgreedBaseline(value=5, readings=series)), weekly, before


def judge_all(pilots, t_quantile):
    """Milliseconds a verdict, and the verdicts."""
    signal.t_quantile = forecast.t_quantile = t_quantile
    started = process_time()
    judged = [
        signal.judge(promise, weekly, planned_weeks=8, last_closed_week=max(weekly), pre_go_live=before)
        for promise, weekly, before in pilots
    ]
    return (process_time() - started) * 1000 / CONTRACTS, [
        (one.verdict, one.forecast.p_text) for one in judged
    ]


def main():
    show(measured(random.Random(19)))


def measured(chance):
    """Milliseconds a verdict by each way, round by round; an error when two ways disagree."""
    times = {way: [] for way in WAYS}
    for _ in range(ROUNDS):
        pilots = list(contracts(chance))
        quantiles.t_quantile.cache_clear()
        told = []
        for way, t_quantile in WAYS.items():
            taken, verdicts = judge_all(pilots, t_quantile)
            times[way].append(taken)
            told.append(verdicts)
        if any(verdicts != told[0] for verdicts in told):
            raise SystemExit("the ways disagree about a verdict")
    return times


def show(times):
    print("one verdict with forecast (goal: 15 times faster than plain bisection, under 0.3 ms)")
    print(f"  {'':<16}{'ms':>8}{'min':>8}{'max':>8}{'faster':>10}{'min':>8}{'max':>8}")
    for way, taken in times.items():
        faster = [slow / fast for slow, fast in zip(times["plain bisection"], taken, strict=True)]
        milliseconds = "".join(f"{figure:>8.3f}" for figure in spread(taken))
        print(f"  {way:<16}{milliseconds}  " + "".join(f"{figure:>7.1f}x" for figure in spread(faster)))


def spread(figures):
    return median(figures), min(figures), max(figures)


if __name__ == "__main__":
    main()
