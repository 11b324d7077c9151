"""What follows an answer is done soon, tells when it fails, and never piles up without end."""

import threading

import pytest

from bot import after
from bot.after import AfterAck, TooBusy


@pytest.fixture
def executor():
    executor = AfterAck()
    yield executor
    executor.stop()


def test_the_work_is_done_on_a_thread_of_its_own(executor):
    done = threading.Event()
    executor.submit(done.set, tell=pytest.fail)
    assert done.wait(5)


def test_a_failure_is_told(executor):
    told, heard = threading.Event(), []
    executor.submit(lambda: 1 / 0, tell=lambda error: (heard.append(error), told.set()))
    assert told.wait(5)
    assert isinstance(heard[0], ZeroDivisionError)


def test_stopping_finishes_what_was_promised():
    executor, done = AfterAck(), []
    for number in range(50):
        executor.submit(lambda number=number: done.append(number), tell=pytest.fail)
    executor.stop()
    assert sorted(done) == list(range(50))


def test_a_line_that_is_too_long_is_refused_and_drains_again(executor):
    gate, places = threading.Event(), after.WAITING
    for _ in range(places):
        executor.submit(gate.wait, tell=pytest.fail)
    with pytest.raises(TooBusy, match="try again in a few seconds"):
        executor.submit(gate.wait, tell=pytest.fail)
    gate.set()
    executor.stop()
