"""Copies of the bot agree on the time: it is the database's, whatever their own machines believe."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.shared_clock import SharedClock
from store import Unreachable

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
AHEAD = NOW + timedelta(minutes=10)


def test_two_machines_that_disagree_have_one_time():
    fast, right = SharedClock(lambda: NOW, lambda: AHEAD), SharedClock(lambda: NOW, lambda: NOW)
    assert fast() == right() == NOW


def test_without_a_clock_in_the_database_it_is_the_machines_time():
    assert SharedClock(lambda: None, lambda: AHEAD)() == AHEAD


def test_while_the_database_does_not_answer_the_time_goes_on_as_it_was_set_right():
    answers, machine = [NOW], [AHEAD]

    def ask():
        if not answers:
            raise Unreachable("connection refused")
        return answers.pop()

    clock = SharedClock(ask, lambda: machine[0])
    clock()
    machine[0] += timedelta(seconds=30)
    assert clock() == NOW + timedelta(seconds=30)


def test_before_the_database_ever_answered_nobody_knows_the_time():
    def ask():
        raise Unreachable("connection refused")

    with pytest.raises(Unreachable):
        SharedClock(ask, lambda: AHEAD)()


def test_a_store_on_postgres_keeps_a_time_and_one_on_sqlite_does_not(postgres_store, memory):
    assert postgres_store.time().utcoffset() == timedelta(0)
    assert memory.time() is None
