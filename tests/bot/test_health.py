"""Health is a sentence in figures: what is late, since when, and whether that is still well."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.health import report
from store import Pulse

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
WELL = {"beat_at": NOW, "oldest_pending": None, "oldest_unknown": None, "dead": 0, "parked": ()}


def minutes(count):
    return timedelta(minutes=count)


def test_a_bot_that_beats_and_owes_nothing_is_well():
    well, words = report(Pulse(**WELL), NOW + minutes(1), linked=True)
    assert well
    assert (words["beat_seconds"], words["waiting_seconds"], words["troubles"]) == (60.0, None, [])


@pytest.mark.parametrize(
    "late,trouble",
    [
        ({"beat_at": NOW - minutes(6)}, "beat"),
        ({"beat_at": None}, "beat"),
        ({"oldest_pending": NOW - minutes(16)}, "waiting"),
        ({"oldest_unknown": NOW - minutes(61)}, "unknown"),
    ],
)
def test_what_is_late_is_named(late, trouble):
    well, words = report(Pulse(**WELL | late), NOW, linked=None)
    assert not well
    assert words["troubles"] == [trouble]


def test_a_letter_that_is_due_later_is_not_late():
    assert report(Pulse(**WELL | {"oldest_pending": NOW + minutes(60)}), NOW, linked=True)[0]


def test_a_cut_link_is_a_trouble_and_no_link_at_all_is_none():
    assert report(Pulse(**WELL), NOW, linked=False)[1]["troubles"] == ["link"]
    assert report(Pulse(**WELL), NOW, linked=None)[0]


def test_dead_letters_and_parked_workspaces_are_counted_not_named():
    words = report(Pulse(**WELL | {"dead": 2, "parked": ("T1",)}), NOW, linked=True)[1]
    assert (words["dead_letters"], words["parked_workspaces"]) == (2, 1)
    assert "T1" not in str(words)
