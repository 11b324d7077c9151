"""When voters are asked at an open gate, and when they are reminded: each in their own working hours."""

from datetime import UTC, datetime, timedelta

from playbook import agenda, gates, lifecycle
from playbook.deciding import Gate
from playbook.facts import Habits
from tests.playbook.company import ANNA, BEN, CARLA, DORA, EVERYBODY
from tests.playbook.gated import around, on_day, piloting

HOUR = timedelta(hours=1)


def opened(number, by=ANNA.id, **more):
    """A Pilot gate opened by command on that day, with the votes called where they are."""
    pilot = piloting(gates=(Gate(name="pilot", attempt=1, opened_at=on_day(number), opened_by=by),), **more)
    return called(pilot, around(number))


def called(pilot, then):
    return pilot.model_copy(update={"use_case": gates.called(pilot, then)})


def moments(pilot, then, kind):
    return {one.period.rsplit(":", 1)[1]: one.due_at for one in agenda.owed(pilot, then) if one.kind == kind}


def test_a_gate_opened_before_its_day_with_something_missing_asks_nobody_yet():
    early = opened(24, tests=())
    assert early.use_case.gates[0].asked_at is None
    assert moments(early, around(24), "vote_asked") == {}


def test_its_day_asks_and_the_reminder_comes_a_working_day_after_that_not_with_it():
    early = opened(23, tests=())
    day = called(early, around(30))
    asks, reminders = moments(day, around(30), "vote_asked"), moments(day, around(30), "vote_reminded")
    assert set(asks) == set(reminders) == {BEN.id, CARLA.id, DORA.id}
    assert all(reminders[who] - asks[who] > 12 * HOUR for who in asks)


def test_all_met_early_asks_at_once_and_counts_the_reminder_from_then():
    early = opened(22, tests=())
    met = called(
        early.model_copy(
            update={"use_case": early.use_case.model_copy(update={"tests": piloting().use_case.tests})}
        ),
        around(25),
    )
    assert met.use_case.gates[0].asked_at == on_day(25)
    assert min(moments(met, around(25), "vote_reminded").values()) > on_day(25) + 12 * HOUR


def test_once_asked_it_stays_asked_when():
    first = opened(24)
    assert called(first, around(30)).use_case == first.use_case


def test_the_calendar_calls_the_votes_with_the_gate_it_opens():
    pilot = piloting(gates=())
    turned = lifecycle.turned(pilot, around(30))
    assert turned.gates[-1].asked_at == turned.gates[-1].opened_at == on_day(30)


def test_votes_called_days_late_are_owed_since_the_day_of_their_gate_and_asked_from_now_on():
    """So a copy of the bot that forgot having asked looks first; and nobody is asked and reminded at once."""
    pilot = piloting(gates=())
    late = around(32)
    came = pilot.model_copy(update={"use_case": lifecycle.turned(pilot, late)})
    assert came.use_case.gates[-1].asked_at == on_day(32)
    asks, reminders = (
        [one for one in agenda.owed(came, late) if one.kind == kind]
        for kind in ("vote_asked", "vote_reminded")
    )
    assert {(one.due_at, one.not_before) for one in asks} == {(on_day(30, hour=9), on_day(32))}
    assert all(one.not_before and one.not_before > on_day(32) + 12 * HOUR for one in reminders)
    assert max(one.due_at for one in reminders) < on_day(32)


def test_a_voter_abroad_is_asked_in_their_own_working_hours_but_whoever_opened_it_at_once():
    afar = {**EVERYBODY, CARLA.id: CARLA.model_copy(update={"zone": "America/New_York"})}
    there = around(24, people=afar)
    assert moments(opened(24), there, "vote_asked")[CARLA.id] == on_day(24, hour=14)
    own = opened(24, by=CARLA.id)
    assert moments(own, there, "vote_asked")[CARLA.id] == on_day(24)


def test_a_deputy_is_asked_in_the_deputys_hours():
    afar = {**EVERYBODY, DORA.id: DORA.model_copy(update={"zone": "America/New_York"})}
    away = {BEN.id: Habits(away_until=on_day(40).date(), deputy=DORA.id)}
    asks = moments(opened(24), around(24, people=afar, habits=away), "vote_asked")
    assert asks[BEN.id] == on_day(24, hour=14)


def test_at_work_is_the_moment_itself_or_the_next_morning_of_work():
    saturday = datetime(2026, 1, 10, 11, tzinfo=UTC)  # Ben lives in Berlin: nine is eight in UTC
    assert around(1).at_work(BEN.id, saturday) == datetime(2026, 1, 12, 8, tzinfo=UTC)
    assert around(1).at_work(BEN.id, saturday + 47 * HOUR) == saturday + 47 * HOUR
    assert around(1).at_work(BEN.id, saturday + 53 * HOUR) == datetime(2026, 1, 13, 8, tzinfo=UTC)
    assert around(1).at_work(BEN.id, saturday + 42 * HOUR) == datetime(2026, 1, 12, 8, tzinfo=UTC)
