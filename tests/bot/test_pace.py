"""One member does not keep the others waiting by opening windows without end."""

import pytest

from bot.pace import WITHIN, Pace, TooFast

ANNA, BEN = ("T0ACME", "U0ANNA"), ("T0ACME", "U0BEN")


@pytest.fixture
def clock():
    return iter(range(100_000)).__next__


def test_five_windows_open_at_once_the_sixth_is_refused_and_others_are_not():
    pace = Pace(clock=lambda: 0.0)
    for _ in range(5):
        pace.take(ANNA)
    with pytest.raises(TooFast, match="five windows within ten seconds"):
        pace.take(ANNA)
    pace.take(BEN)
    pace.take(("T0OTHER", ANNA[1]))


def test_after_ten_seconds_they_open_again():
    moments = iter([0.0] * 5 + [WITHIN - 0.1, WITHIN])
    pace = Pace(clock=lambda: next(moments))
    for _ in range(5):
        pace.take(ANNA)
    with pytest.raises(TooFast):
        pace.take(ANNA)
    pace.take(ANNA)


def test_who_is_long_done_is_forgotten(clock):
    pace = Pace(clock=clock)
    for number in range(5000):
        pace.take(("T0ACME", f"U{number}"))
    assert len(pace._opened) <= 1001
