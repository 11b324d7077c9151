"""The heart beats when it is woken, survives what fails in it, and ends cleanly."""

import threading
from datetime import timedelta

import pytest

from schedules.heart import Heart
from store import SharedFile
from tests.store.company import CHANNEL, announcement

NAME = "1:use_case_announced:a1"


@pytest.fixture
def hearts(desk):
    """Makes hearts that are still at the end of the test."""
    made = []

    def make(*cadences, clock=desk.clock):
        made.append(Heart(desk.store, desk.postman, clock, cadences))
        return made[-1]

    yield make
    for heart in made:
        if heart._thread.is_alive():
            heart.stop()


def rested(heart):
    """Let the heart say when it rests; a queue of (mark, next due)."""
    told, marks = threading.Semaphore(0), []

    def rest(mark, due):
        marks.append((mark, due))
        told.release()

    heart.rested = rest
    return lambda: told.acquire(timeout=10) and marks[-1]


def test_a_letter_stands_in_slack_as_soon_as_it_is_written(desk, hearts):
    heart = hearts()
    desk.store.wake = heart.wake
    rests = rested(heart)
    heart.start()
    assert rests()
    desk.post(announcement())
    desk.slack.wait_for(lambda: desk.slack.sandbox.workspace.channels[CHANNEL].messages, timeout=2)
    assert rests() == (0, None)
    assert desk.state(NAME) == "sent"


def test_whoever_turns_the_clock_learns_when_all_that_was_due_is_done(desk, hearts):
    heart = hearts()
    heart.mark = lambda: 7
    rests = rested(heart)
    desk.faults.order("drop_after", "chat.postMessage")
    desk.post(announcement())
    heart.start()
    assert rests() == (7, desk.clock() + timedelta(minutes=2))
    desk.turn(minutes=2)
    heart.wake()
    assert rests() == (7, None)
    assert len(desk.texts(CHANNEL)) == 1


def test_a_cadence_that_fails_stops_neither_the_others_nor_the_postman(desk, hearts, caplog):
    ran = []

    def broken(store, now):
        raise ZeroDivisionError

    desk.post(announcement())
    hearts(broken, lambda store, now: ran.append(now)).beat(desk.clock())
    assert ran == [desk.clock()]
    assert desk.state(NAME) == "sent"
    assert "failed" in caplog.text


def test_cadences_are_told_the_time_and_do_nothing_while_the_clock_is_in_doubt(desk, hearts):
    planned = []
    heart = hearts(lambda store, now: planned.append(now))
    heart.beat(desk.clock())
    leapt = desk.clock() + timedelta(days=400)
    desk.post(announcement())
    heart.beat(leapt)
    assert planned == [desk.clock()]
    assert desk.state(NAME) == "sent"
    heart.beat(leapt + timedelta(seconds=30))
    assert planned[1:] == [leapt + timedelta(seconds=30)]


def test_each_beat_is_a_sign_of_life(desk, hearts):
    hearts().beat(desk.clock())
    assert desk.store.pulse().beat_at == desk.clock()


def test_the_beat_sweeps_too(desk, hearts):
    heart = hearts()
    desk.post(announcement())
    heart.beat(desk.clock())
    desk.turn(minutes=15)
    heart.beat(desk.clock())
    assert desk.row(NAME).dup_checked == 1


def test_a_stopped_heart_leaves_no_thread_and_sends_nothing_more(desk, hearts):
    before = set(threading.enumerate())
    heart = hearts()
    heart.start()
    heart.stop()
    assert set(threading.enumerate()) == before
    desk.post(announcement())
    heart.wake()
    assert desk.state(NAME) == "pending"


def test_a_heart_does_not_start_on_a_file_another_machine_uses(desk, hearts):
    desk.store.beat("somebody", "another-host", desk.clock())
    with pytest.raises(SharedFile, match="PostgreSQL"):
        hearts().start()


def test_the_bell_rings_by_itself(desk, hearts, monkeypatch):
    monkeypatch.setattr("schedules.heart.EVERY", 1)
    heart = hearts()
    rests = rested(heart)
    heart.start()
    assert rests()
    assert rests()


def test_a_leap_of_the_clock_is_believed_only_if_slack_says_so_too(desk, hearts, caplog):
    asked = []
    heart = hearts(lambda store, now: asked.append(now))
    told = desk.clock()
    heart.beat(told)
    heart.witness = lambda: told
    leapt = told + timedelta(days=365)
    for seconds in range(4):
        heart.beat(leapt + timedelta(seconds=30 * seconds))
    assert asked == [told]
    assert "nothing is planned by it" in caplog.text
    heart.witness = lambda: leapt
    heart.beat(leapt)
    heart.beat(leapt)
    assert asked == [told, leapt]


def test_while_slack_says_nothing_a_leap_is_not_believed(desk, hearts):
    asked = []
    heart = hearts(lambda store, now: asked.append(now))
    heart.beat(desk.clock())
    heart.witness = lambda: None
    for _ in range(3):
        heart.beat(desk.clock() + timedelta(days=60))
    assert len(asked) == 1
