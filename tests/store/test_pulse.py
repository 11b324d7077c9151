"""Signs of life, a clock that is not believed at once, and a SQLite file that two machines must not share."""

from datetime import timedelta

import pytest

from store import SharedFile
from tests.store.company import NOW

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def beat(store, at, worker="a", host="one"):
    return store.beat(worker, host, at)


def test_the_last_sign_of_life_is_the_latest_of_all_copies(store):
    assert store.pulse().beat_at is None
    beat(store, NOW)
    beat(store, NOW + MINUTE, worker="b")
    assert store.pulse().beat_at == NOW + MINUTE
    beat(store, NOW + 2 * MINUTE)
    assert store.pulse().beat_at == NOW + 2 * MINUTE


def test_a_clock_that_leaps_ahead_is_believed_when_a_second_beat_agrees(store):
    assert beat(store, NOW)
    assert not beat(store, NOW + 400 * DAY)
    assert beat(store, NOW + 400 * DAY + MINUTE)
    assert beat(store, NOW + 401 * DAY)


def test_a_leap_that_was_a_mistake_changes_nothing(store):
    assert beat(store, NOW)
    assert not beat(store, NOW + 400 * DAY)
    assert beat(store, NOW + MINUTE)
    assert not beat(store, NOW + 400 * DAY)


def test_two_leaps_that_do_not_agree_are_both_doubted(store):
    assert beat(store, NOW)
    assert not beat(store, NOW + 400 * DAY)
    assert not beat(store, NOW + 4000 * DAY)


def test_a_clock_that_is_turned_step_by_step_is_believed_all_the_way(store):
    assert all(beat(store, NOW + step * 40 * DAY) for step in range(12))


def test_a_clock_that_falls_back_is_believed(store):
    beat(store, NOW)
    assert beat(store, NOW - 2 * DAY)


def test_a_sqlite_file_is_not_shared_between_hosts(memory):
    beat(memory, NOW)
    beat(memory, NOW, worker="b")
    with pytest.raises(SharedFile, match="PostgreSQL"):
        beat(memory, NOW + MINUTE, worker="c", host="two")
    assert beat(memory, NOW + 6 * MINUTE, worker="c", host="two")


@pytest.mark.postgres
def test_a_postgres_database_is(postgres_store):
    assert beat(postgres_store, NOW)
    assert beat(postgres_store, NOW, worker="c", host="two")
