"""A clock turned elsewhere is followed: its time, its moves, and the word that all that was due is done."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import system_clock
from bot.trouble import Trouble
from bot.turned_clock import TurnedClock
from sandbox.clock import Clock
from sandbox.server import SandboxThread

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@pytest.fixture
def slack():
    with SandboxThread(clock=Clock(START, frozen=True)) as thread:
        yield thread


@pytest.fixture
def clock(slack):
    clock = TurnedClock(f"{slack.url}/sandbox/clock")
    yield clock
    clock.stop()


def test_a_clock_that_stands_still_is_believed(clock):
    assert clock() == clock() == START
    assert clock.generation == 0


def test_a_clock_that_runs_is_this_machines_time_and_an_offset():
    with SandboxThread(clock=Clock(START)) as slack:
        clock = TurnedClock(f"{slack.url}/sandbox/clock")
        assert START <= (first := clock()) < START + timedelta(minutes=1)
        assert any(moment > first for moment in iter(clock, None))


def test_a_move_is_noticed_at_once(slack, clock):
    noticed = threading.Event()
    clock.moved = noticed.set
    clock.start()
    slack.advance(days=3)
    assert noticed.wait(10)
    assert (clock(), clock.generation) == (START + timedelta(days=3), 1)


def test_telling_that_all_is_done_lets_the_other_side_go_on(slack, clock):
    clock.report_idle(0, START + timedelta(days=7))
    assert slack.sandbox.clock.idle_generation == 0
    assert slack.sandbox.clock.next_due == (START + timedelta(days=7)).timestamp()


def test_nothing_due_is_told_too(slack, clock):
    clock.report_idle(0, None)
    assert (slack.sandbox.clock.idle_generation, slack.sandbox.clock.next_due) == (0, None)


def test_an_address_that_is_no_clock_is_said_so(slack):
    with pytest.raises(Trouble, match="PILOTAGE_CLOCK_URL does not answer as a clock"):
        TurnedClock(f"{slack.url}/nothing/here")


def test_proxies_are_not_asked_for_an_address_on_this_machine(slack, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert TurnedClock(f"{slack.url}/sandbox/clock")() == START


def test_the_systems_clock_is_aware_and_in_utc():
    assert system_clock().utcoffset() == timedelta(0)
