"""Sentences meant to take long: 10,000 of 500 characters, the quickest of three readings of each.

The three lie apart, so that a busy moment of the machine is in one of them only.

Goal: every one below 5 ms of processor time, and none with more than twice the work for twice the text, which
`tests/playbook/test_sentence_properties.py` counts in steps.
"""

from datetime import date
from statistics import median, quantiles
from time import process_time

from playbook.sentence import compile_sentence
from tests.security.test_sentences import adversaries

NUMBER, ROUNDS = 10_000, 3
TODAY = date(2026, 1, 5)


def taken(text):
    """Milliseconds of the processor for one reading."""
    started = process_time()
    compile_sentence(text, TODAY)
    return (process_time() - started) * 1000


def main():
    """Measure and print."""
    texts = list(adversaries(NUMBER))
    rounds = [[taken(text) for text in texts] for _ in range(ROUNDS)]
    times = list(map(min, *rounds))
    over = sum(time >= 5 for time in times)
    high = f"99 in 100 below {quantiles(times, n=100)[-1]:.1f} ms, the slowest {max(times):.1f} ms"
    print(
        f"{len(times):,} sentences: median {median(times):.1f} ms, {high} (goal: below 5 ms; over it: {over})"
    )


if __name__ == "__main__":
    main()
