"""Health is a sentence in figures: what is late, since when, and whether that is still well."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.health import readiness, report
from store import Pulse

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
WELL = {"beat_at": NOW, "oldest_pending": None, "oldest_unknown": None, "dead": 0, "parked": ()}


UP = {"link": True, "link_down_seconds": 0.0, "last_inbound_seconds": 3.0}


def down(seconds):
    return {"link": False, "link_down_seconds": float(seconds), "last_inbound_seconds": seconds + 30.0}


def minutes(count):
    return timedelta(minutes=count)


def test_a_bot_that_beats_and_owes_nothing_is_well():
    well, words = report(Pulse(**WELL), NOW + minutes(1), UP)
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
    well, words = report(Pulse(**WELL | late), NOW, {})
    assert not well
    assert words["troubles"] == [trouble]


def test_a_letter_that_is_due_later_is_not_late():
    assert report(Pulse(**WELL | {"oldest_pending": NOW + minutes(60)}), NOW, UP)[0]


def test_a_link_is_missed_once_it_does_not_come_back_by_itself():
    assert report(Pulse(**WELL), NOW, down(seconds=59))[0]
    assert report(Pulse(**WELL), NOW, down(seconds=61))[1]["troubles"] == ["link"]


def test_where_slack_calls_by_http_no_link_is_missed():
    well, words = report(Pulse(**WELL), NOW, {})
    assert (well, words["link"]) == (True, None)


def test_how_long_the_link_is_down_and_when_slack_was_heard_last_is_told():
    words = report(Pulse(**WELL), NOW, down(seconds=90))[1]
    assert (words["link"], words["link_down_seconds"], words["last_inbound_seconds"]) == (False, 90, 120)


def test_it_is_open_when_the_database_answers_and_slack_reaches_it():
    assert readiness(None, UP)[0]
    assert readiness(None, {})[0]
    assert readiness(None, down(seconds=1))[1]["troubles"] == ["link"]
    assert readiness("connection refused", UP)[1]["troubles"] == ["database"]


def test_late_letters_do_not_shut_the_door():
    """Well is about letters, open is about requests: who is only late can still be talked to."""
    late = Pulse(**WELL | {"oldest_pending": NOW - minutes(60)})
    assert not report(late, NOW, UP)[0]
    assert readiness(None, UP)[0]


def test_dead_letters_and_parked_workspaces_are_counted_not_named():
    words = report(Pulse(**WELL | {"dead": 2, "parked": ("T1",)}), NOW, UP)[1]
    assert (words["dead_letters"], words["parked_workspaces"]) == (2, 1)
    assert "T1" not in str(words)
