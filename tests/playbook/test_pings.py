"""The plan's pings: when each is owed, that no day off is used, that only the newest asks."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from playbook import agenda, calendar, pings
from playbook.facts import Contract, Decision, GoLive, Habits, Pause, Pilot, Reading, Settings
from playbook.known import Around
from tests.playbook.company import ANNA, BEN, COMPLETE, DAY_ONE, DORA, MONDAY, owned, proposed

calm = settings(deadline=None)  # the first look at a country loads its calendar
LOCKED = (Contract(terms=COMPLETE, locked_at=MONDAY),)
LIVE = GoLive(day=date(2026, 1, 19), at=MONDAY, by=ANNA.id, link="https://crm.example/1")


def pilot(*readings, **more):
    return Pilot(use_case=owned(**({"contracts": LOCKED} | more)), readings=readings)


def around(now=MONDAY, level="standard", country="DE", **habits):
    return Around(
        now=now,
        settings=Settings(zone="Europe/Berlin", country=country, reminders=level),
        people={one.id: one for one in (ANNA, BEN, DORA.model_copy(update={"zone": "Europe/Berlin"}))},
        habits={ANNA.id: Habits(**habits)} if habits else {},
    )


def days(pilot, told=None):
    return {one.period: one.due_at.date() for one in pings.owed(pilot, told or around())}


def on(day, hour=9):
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def passed(gate, day, attempt=1):
    return Decision(number=1, gate=gate, attempt=attempt, choice="go", criteria=(), at=on(day))


def test_three_days_before_on_the_day_and_two_working_days_overdue():
    """Day 10 of a plan from Tuesday 6 January is Thursday 15 January."""
    owed = days(pilot())
    assert owed["a1:d10:headsup"] == date(2026, 1, 12)
    assert owed["a1:d10:due"] == date(2026, 1, 15)
    assert owed["a1:d10:overdue"] == date(2026, 1, 19)


def test_what_falls_on_a_day_off_goes_out_the_working_day_before_and_overdue_rolls_forward():
    """Day 30 is Saturday 7 February: heads-up on Wednesday, due on Friday, overdue on Tuesday."""
    owed = days(pilot(day_one=date(2026, 1, 9)))
    assert owed["a1:d30:headsup"] == date(2026, 2, 4)
    assert owed["a1:d30:due"] == date(2026, 2, 6)
    assert owed["a1:d30:overdue"] == date(2026, 2, 10)


def test_before_the_lock_only_the_entry_check_is_spoken_of_and_the_registrant_hears_it():
    still = Pilot(use_case=proposed())
    assert set(days(still)) == {"a1:d10:headsup", "a1:d10:due", "a1:d10:overdue"}
    assert {one.to for one in pings.owed(still, around())} == {DORA.id}
    assert {one.to for one in pings.owed(pilot(), around())} == {ANNA.id}


def test_nothing_is_asked_while_it_is_paused_or_after_its_end():
    pause = Pause(why="redesign", at=MONDAY, since=DAY_ONE, resume_by=date(2026, 2, 1))
    for still in (
        pilot(pause=pause),
        pilot(outcome="stopped"),
        pilot(outcome="scaled", stage="scale_decision"),
    ):
        assert days(still) == {}


def test_a_ping_tells_what_is_missing_and_whose_it_is():
    told = pings.said(pilot(), "a1:d10:due", around(on(date(2026, 1, 15))))
    assert (told.milestone, told.needs) == ("Day 10 entry check", "Day 10 entry check")
    assert {one.owes for one in told.missing} == {ANNA.id, None}
    assert not told.settled


def test_a_milestone_passed_early_is_one_line_on_its_day():
    done = pilot(stage="limited_production", went_live=LIVE, decisions=(passed("pilot", date(2026, 2, 2)),))
    assert [one for one in days(done) if ":d30:" in one] == ["a1:d30:due"]
    told = pings.said(done, "a1:d30:due", around(on(date(2026, 2, 4))))
    assert told.passed == "passed on Day 28; next Day 45 Limited Production gate, Thu 19 Feb"
    assert not told.settled
    assert not told.missing
    assert pings.said(done, "a1:d30:headsup", around(on(date(2026, 2, 4)))).settled


def test_what_an_earlier_attempt_passed_is_not_spoken_of_again():
    second = pilot(attempt=2, stage="pilot", decisions=(passed("entry", date(2026, 1, 12)),))
    assert {period.split(":")[1] for period in days(second)} == {"d30", "d45", "d60"}
    assert all(period.startswith("a2:") for period in days(second))


def test_after_downtime_the_newest_asks_and_names_those_before_it():
    """Day 45 is Thursday 19 February; nothing was passed and nobody was reached since January."""
    late = around(on(date(2026, 2, 20)))
    due, _ = agenda.due(pilot(), late)
    asked = [one for one in due if one.kind == "milestone_due"]
    said = {one.period: pings.said(pilot(), one.period, late) for one in asked}
    assert len(asked) == 8
    assert [period for period, told in said.items() if told] == ["a1:d45:due"]
    assert said["a1:d45:due"].before == (
        "Day 10 entry check (was due Thu 15 Jan)",
        "Day 30 Pilot gate (was due Wed 4 Feb)",
    )
    assert said["a1:d45:due"].needs == "Day 10 entry check"


def test_an_overdue_milestone_goes_to_the_sponsor_once():
    escalated = [one for one in pings.escalated(pilot(), around()) if ":d10:" in one.period]
    assert [(one.to, one.due_at.date()) for one in escalated] == [(BEN.id, date(2026, 1, 19))]
    told = pings.to_sponsor(pilot(), "a1:d10:overdue", around(on(date(2026, 1, 19))))
    assert told.for_sponsor
    assert told.owner == ANNA.id


def test_a_gates_ping_asks_for_the_running_week():
    live = pilot(stage="pilot", went_live=LIVE)
    at = around(on(date(2026, 2, 2)))
    assert pings.said(live, "a1:d30:headsup", at).week == "w3"
    logged = Reading(number=1, day=date(2026, 2, 2), value=4.1, by=ANNA.id, at=MONDAY)
    assert pings.said(pilot(logged, stage="pilot", went_live=LIVE), "a1:d30:headsup", at).week == ""


def test_whoever_wants_to_hear_little_hears_of_the_day_itself():
    assert "a1:d10:headsup" not in days(pilot(), around(level="light"))
    assert "a1:d10:early" not in days(pilot(), around(level="standard"))
    assert days(pilot(), around(level="active"))["a1:d30:early"] == date(2026, 1, 28)


def test_a_persons_own_level_goes_before_the_workspaces():
    said = around(level="active").model_copy(update={"habits": {ANNA.id: Habits(level="light")}})
    assert "a1:d10:headsup" not in days(pilot(), said)


def test_on_day_17_a_pilot_that_is_not_live_is_asked_once():
    """Day 17 is Thursday 22 January, Day 20 the Sunday after."""
    (one,) = pings.live_owed(pilot(stage="pilot"), around())
    assert (one.period, one.due_at.date()) == ("a1:d17", date(2026, 1, 22))
    told = pings.live_asked(pilot(stage="pilot"), "a1:d17", around())
    assert (told.number, told.on, told.gate) == (20, date(2026, 1, 25), "Day 30 Pilot gate")
    live = pilot(stage="pilot", went_live=LIVE)
    assert not list(pings.live_owed(live, around()))
    assert pings.live_asked(live, "a1:d17", around()).settled


def test_offsets_of_a_use_case_are_those_it_was_registered_with():
    shorter = pilot(offsets=(7, 21, 35, 45))
    assert {period.split(":")[1] for period in days(shorter)} == {"d7", "d21", "d35", "d45"}


@calm
@example(date(2027, 3, 3), "DE", "active", "frame")  # at Easter a week before and three days before meet
@given(
    day_one=st.dates(date(2025, 1, 1), date(2028, 1, 1)),
    country=st.sampled_from((None, "DE", "US", "AE", "IN", "JP")),
    level=st.sampled_from(("light", "standard", "active")),
    stage=st.sampled_from(("frame", "pilot", "limited_production", "scale_decision")),
)
def test_pings_never_fall_on_a_day_off_and_come_in_order(day_one, country, level, stage):
    told = around(level=level, country=country)
    for milestone in range(4):
        number = (10, 30, 45, 60)[milestone]
        ours = [
            one
            for one in pings.owed(pilot(day_one=day_one, stage=stage), told)
            if f":d{number}:" in one.period
        ]
        on_days = [one.due_at.date() for one in ours]
        assert all(calendar.is_working_day(day, country) for day in on_days)
        assert on_days == sorted(set(on_days))
        assert len({one.period for one in ours}) == len(ours)


@calm
@given(
    now=st.integers(0, 80 * 24).map(lambda hours: MONDAY + timedelta(hours=hours)),
    stage=st.sampled_from(("frame", "pilot", "limited_production", "scale_decision")),
)
def test_at_any_moment_at_most_one_ping_of_a_use_case_asks(now, stage):
    told = around(now)
    asking = [
        said
        for one in pings.owed(pilot(stage=stage), told)
        if one.due_at <= now and (said := pings.said(pilot(stage=stage), one.period, told))
    ]
    assert len(asking) <= 1
