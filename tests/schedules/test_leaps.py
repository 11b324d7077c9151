"""A clock that is set ahead ends no quiet period: what may be on its way is not looked for too soon."""

from datetime import timedelta

import pytest

from schedules.leaps import Leaps
from tests.store.company import CHANNEL, NOW, announcement, duties

NAME = "1:use_case_announced:a1"
REST = timedelta(minutes=3)


class Machine:
    """Its clock, and its uptime, which nobody can set."""

    def __init__(self):
        self.now, self.up = NOW, 1000.0
        self.leaps = Leaps(REST, lambda: self.up)

    def passes(self, *, seconds, clock=None):
        self.up += seconds
        self.now += timedelta(seconds=seconds if clock is None else clock)
        return self.leaps.settled(self.now)


@pytest.fixture
def machine():
    """That has been up for long enough to be believed."""
    machine = Machine()
    machine.passes(seconds=0)
    assert machine.passes(seconds=180)
    return machine


def test_at_the_start_nobody_knows_whether_the_clock_was_set_ahead_just_before():
    machine = Machine()
    assert not machine.passes(seconds=0)
    assert not machine.passes(seconds=179)
    assert machine.passes(seconds=1)


@pytest.mark.parametrize("ahead", [11, 120, 86_400])
def test_after_a_leap_ahead_the_clock_is_believed_three_minutes_later(machine, ahead):
    assert not machine.passes(seconds=1, clock=1 + ahead)
    assert not machine.passes(seconds=179)
    assert machine.passes(seconds=1)


def test_a_second_leap_begins_the_wait_anew(machine):
    machine.passes(seconds=1, clock=61)
    machine.passes(seconds=170, clock=230)
    assert not machine.passes(seconds=179)
    assert machine.passes(seconds=1)


@pytest.mark.parametrize("clock", [-86_400, -60, 0, 60, 70])
def test_a_clock_set_back_or_slightly_wrong_is_believed_at_once(machine, clock):
    assert machine.passes(seconds=60, clock=clock)


def test_coming_back_from_a_clock_set_back_is_a_leap_too(machine):
    assert machine.passes(seconds=1, clock=-3600)
    assert not machine.passes(seconds=60, clock=3660)


@pytest.fixture
def leaping(desk):
    """A company whose postman notices leaps, and has been up for a while."""
    desk.machine = Machine()
    desk.postman.settled = desk.machine.leaps.settled
    desk.deliver()
    desk.turn(minutes=3)
    desk.machine.up += 180
    desk.deliver()
    return desk


def test_what_may_be_on_its_way_is_looked_for_when_the_time_has_really_passed(leaping):
    leaping.faults.order("status", "chat.postMessage")
    leaping.post(announcement())
    leaping.deliver()
    leaping.turn(hours=1)
    leaping.deliver()
    assert (leaping.state(NAME), leaping.calls("conversations.history")) == ("unknown", [])
    leaping.turn(minutes=3)
    leaping.machine.up += 180
    leaping.deliver()
    assert leaping.state(NAME) == "sent"
    assert len(leaping.texts(CHANNEL)) == 1


def test_what_surely_is_not_on_its_way_goes_at_once_after_a_leap(leaping):
    leaping.turn(hours=1)
    leaping.post(duties(to=CHANNEL))
    leaping.deliver()
    assert leaping.state("1:duties_given:n1") == "sent"
