"""Workspace time: it only moves forward, and it waits for the bot at each due moment."""

import asyncio
import json
import threading
import urllib.request
from datetime import UTC, datetime

import pytest

from sandbox import seed
from sandbox.clock import Clock
from sandbox.server import SandboxThread

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
DAY = 86_400.0


def ask(slack, path, **body):
    payload = json.dumps(body).encode() if body else None
    request = urllib.request.Request(
        f"{slack.url}/sandbox/{path}", payload, {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)


class Reporter:
    """A bot that does one thing at each due moment, and says when it is idle."""

    def __init__(self, slack, due):
        self.slack, self.due, self.done = slack, sorted(due), []
        reading = ask(slack, "clock")
        self._tick(reading)
        self.thread = threading.Thread(target=self._run, args=(reading["generation"],), daemon=True)
        self.thread.start()

    def _run(self, generation):
        while self.due is not None:
            try:
                reading = ask(self.slack, f"clock?after={generation}")
            except OSError:
                return
            generation = reading["generation"]
            self._tick(reading)

    def _tick(self, reading):
        while self.due and self.due[0] <= reading["now"]:
            self.done.append((self.due.pop(0), reading["now"]))
        ask(self.slack, "idle", generation=reading["generation"], next_due=self.due[0] if self.due else None)


@pytest.fixture
def desk():
    clock = Clock(MONDAY, frozen=True)
    with SandboxThread(seed=seed.empty, clock=clock, events_url="http://127.0.0.1:9/nobody") as slack:
        yield slack


def test_a_clock_turned_by_hand_stands_still_but_every_message_has_its_own_ts():
    clock = Clock(MONDAY, frozen=True)
    stamps = [clock.ts() for _ in range(100)]
    assert clock.now() == MONDAY.timestamp()
    assert len(set(stamps)) == 100
    assert stamps == sorted(stamps)


def test_without_freezing_time_goes_on_from_where_it_was_set():
    clock = Clock(MONDAY)
    assert MONDAY.timestamp() <= clock.now() < MONDAY.timestamp() + 60
    assert clock.reading()["offset"] == clock.offset != 0


def test_the_clock_never_goes_back():
    clock = Clock(MONDAY, frozen=True)
    with pytest.raises(ValueError, match="forward"):
        asyncio.run(clock.advance(MONDAY.timestamp() - 1, patience=1))


def test_without_a_reporting_bot_the_clock_just_jumps(desk):
    desk.advance(days=60)
    assert desk.sandbox.clock.now() == MONDAY.timestamp() + 60 * DAY


def test_a_sleeping_bot_is_woken_by_a_moved_clock(desk):
    woken = []
    sleeper = threading.Thread(target=lambda: woken.append(ask(desk, "clock?after=0")))
    sleeper.start()
    answer = ask(desk, "advance", days=60)
    sleeper.join(5)
    assert woken[0]["now"] == answer["now"] == MONDAY.timestamp() + 60 * DAY
    assert answer["frozen"] is True


def test_the_clock_stops_at_each_due_moment_until_the_bot_is_idle(desk):
    due = [MONDAY.timestamp() + n * DAY + 1 for n in (1, 2, 5, 70)]
    bot = Reporter(desk, due)
    desk.advance(days=60)
    assert bot.done == [(moment, moment) for moment in due[:3]]
    assert desk.sandbox.clock.now() == MONDAY.timestamp() + 60 * DAY


def test_what_became_due_since_the_last_report_is_not_jumped_over(desk):
    bot = Reporter(desk, [])
    bot.due = [MONDAY.timestamp() + DAY]
    desk.advance(days=2)
    assert bot.done == [(MONDAY.timestamp() + DAY, MONDAY.timestamp() + DAY)]


def test_a_due_moment_that_stays_past_does_not_stop_the_clock(desk):
    ask(desk, "idle", generation=0, next_due=MONDAY.timestamp() - DAY)
    stuck = Reporter(desk, [])
    stuck._tick = lambda r: ask(desk, "idle", generation=r["generation"], next_due=MONDAY.timestamp() - DAY)
    desk.advance(seconds=300)
    assert desk.sandbox.clock.now() == MONDAY.timestamp() + 300


def test_a_bot_that_stops_reporting_is_not_waited_for_again(desk):
    desk.sandbox.patience = 0.1
    ask(desk, "idle", generation=0, next_due=MONDAY.timestamp() + DAY)
    desk.advance(days=2)
    assert desk.sandbox.clock.now() == MONDAY.timestamp() + 2 * DAY
    assert desk.sandbox.clock.idle_generation is None


def test_a_late_report_about_an_earlier_generation_counts_for_nothing(desk):
    desk.advance(days=1)
    ask(desk, "idle", generation=0, next_due=1.0)
    assert desk.sandbox.clock.next_due is None


def test_every_answer_carries_workspace_time_in_its_date_header(desk):
    desk.advance(to=datetime(2026, 3, 1, 12, tzinfo=UTC))
    with urllib.request.urlopen(f"{desk.url}/sandbox/clock", timeout=5) as answer:
        assert answer.headers["Date"] == "Sun, 01 Mar 2026 12:00:00 GMT"
