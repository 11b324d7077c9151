"""Snoozed and away: what waits, who is asked instead, and that no date of the plan moves."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook import absence, agenda, morning, pings, plan
from playbook.facts import Contract, Habits, Pilot, Settings
from playbook.known import Around
from playbook.letters import Owed
from playbook.refusals import Refusal
from tests.playbook.company import ANNA, BEN, BOT, COMPLETE, DORA, MONDAY, known, owned

calm = settings(deadline=None)  # the first look at a country loads its calendar
LOCKED = (Contract(terms=COMPLETE, locked_at=MONDAY),)
TUESDAY = datetime(2026, 1, 13, 9, tzinfo=UTC)
DAYS = tuple(TUESDAY + timedelta(days=each) for each in range(40))
WORKING = tuple(day for day in DAYS if day.weekday() < 5)


def test_away_without_a_day_asks_for_the_day():
    with pytest.raises(Refusal, match="Say until which day"):
        absence.leave(Habits(), "", None, known(ANNA))


def around(now=TUESDAY, **anna):
    return Around(
        now=now,
        settings=Settings(zone="Europe/Berlin", country="DE"),
        people={ANNA.id: ANNA, BEN.id: BEN},
        habits={ANNA.id: Habits(**anna)},
    )


def question(due_at=TUESDAY):
    return Owed(7, "check_in_due", "a1:w1", ANNA.id, due_at)


def test_a_snoozed_question_waits_for_the_first_working_day_after():
    """Snoozed until Friday the 16th: asked on Monday at ten."""
    moved = absence.considered(question(), around(snoozed_until=date(2026, 1, 16)))
    assert (moved.to, moved.goes_at) == (ANNA.id, datetime(2026, 1, 19, 9, tzinfo=UTC))


def test_what_waits_for_a_return_is_owed_since_its_day_so_that_a_forgotten_one_is_looked_for():
    """Simulated seed 12346: sent before a backup was restored, then owed anew as if it had never been due."""
    moved = absence.considered(question(), around(snoozed_until=date(2026, 1, 16)))
    assert moved.due_at == TUESDAY
    away = around(away_until=date(2026, 1, 23))
    (escalated, *_) = pings.escalated(Pilot(use_case=owned(contracts=LOCKED)), away)
    assert escalated.due_at.date() == date(2026, 1, 19)


def test_while_away_the_deputy_is_asked_at_once():
    moved = absence.considered(question(), around(away_until=date(2026, 1, 30), deputy=DORA.id))
    assert (moved.to, moved.goes_at) == (DORA.id, TUESDAY)


def test_without_a_deputy_or_with_one_who_is_away_too_it_waits():
    alone = around(away_until=date(2026, 1, 16))
    assert absence.considered(question(), alone).goes_at.date() == date(2026, 1, 19)
    assert absence.considered(question(), both_away(owner=16, deputy=20)).to == ANNA.id


def both_away(now=TUESDAY, *, owner, deputy):
    """Until these days of January."""
    told = around(now, away_until=date(2026, 1, owner), deputy=DORA.id)
    theirs = Habits(snoozed_until=date(2026, 1, deputy))
    return told.model_copy(update={"habits": told.habits | {DORA.id: theirs}})


def test_a_deputy_who_is_back_before_the_owner_is_asked_on_their_return():
    """Simulated seed 135767: it was looked at again on the owner's return, and the deputy not asked."""
    moved = absence.considered(question(), both_away(owner=23, deputy=16))
    assert (moved.to, moved.goes_at) == (DORA.id, datetime(2026, 1, 19, 9, tzinfo=UTC))
    assert moved.due_at == TUESDAY
    after = question(TUESDAY + timedelta(days=7))
    assert absence.considered(after, both_away(owner=23, deputy=16)) == after._replace(to=DORA.id)


@calm
@given(owner=st.integers(12, 31), deputy=st.integers(12, 31), due=st.sampled_from(WORKING))
def test_by_the_moments_it_names_a_question_goes_as_soon_as_if_asked_every_day(owner, deputy, due):
    def found(now):
        return absence.considered(question(due), both_away(now, owner=owner, deputy=deputy))

    now = TUESDAY
    while found(now).goes_at > now:
        now = found(now).goes_at
    daily = next(day for day in WORKING if found(day).goes_at <= day)
    assert (now, found(now).to) == (daily, found(daily).to)


def test_what_is_due_after_the_return_stays_as_it_was():
    later = question(TUESDAY + timedelta(days=20))
    assert absence.considered(later, around(away_until=date(2026, 1, 16), deputy=DORA.id)) == later


def test_the_plan_does_not_move_and_escalation_waits():
    """Day 10 is Thursday the 15th, overdue on Monday the 19th; back on Monday the 26th."""
    use_case = owned(contracts=LOCKED)
    away = around(away_until=date(2026, 1, 23), deputy=DORA.id)
    assert plan.milestones(use_case) == plan.milestones(owned(contracts=LOCKED))
    (escalated, *_) = pings.escalated(Pilot(use_case=use_case), away)
    assert (escalated.to, escalated.goes_at.date()) == (BEN.id, date(2026, 1, 26))
    asked = {one.to for one in agenda.owed(Pilot(use_case=use_case), away) if one.period == "a1:d10:due"}
    assert asked == {DORA.id}


@calm
@given(
    due=st.integers(0, 60).map(lambda days: TUESDAY + timedelta(days=days)),
    quiet=st.integers(0, 60).map(lambda days: date(2026, 1, 13) + timedelta(days=days)),
    deputy=st.sampled_from((None, DORA.id)),
)
def test_nothing_is_ever_asked_of_somebody_who_is_away(due, quiet, deputy):
    told = around(away_until=quiet, deputy=deputy)
    moved = absence.considered(question(due), told)
    assert moved.goes_at >= due
    assert moved.name == question(due).name
    assert moved.to == deputy or moved.goes_at.date() > quiet or moved == question(due)


def test_what_was_written_down_before_waits_as_well():
    told = around(away_until=date(2026, 1, 16))
    assert not morning.works_now(ANNA.id, told)
    assert morning.next_morning(ANNA.id, told, today=True).date() == date(2026, 1, 19)


@pytest.mark.parametrize(
    "typed, until",
    [
        ("", date(2026, 1, 12)),
        ("until Friday", date(2026, 1, 9)),
        ("until monday", date(2026, 1, 12)),
        ("till 20 Jan", date(2026, 1, 20)),
        ("2026-02-01", date(2026, 2, 1)),
    ],
)
def test_the_day_is_read_as_people_type_it(typed, until):
    assert absence.snooze(Habits(), typed, known(ANNA)).snoozed_until == until


def test_away_names_a_deputy_and_off_ends_it():
    away = absence.leave(Habits(), "until 20 Jan deputy <@U0DORA>", DORA.id, known(ANNA))
    assert (away.away_until, away.deputy) == (date(2026, 1, 20), DORA.id)
    assert absence.leave(away, "off", None, known(ANNA)) == Habits()
    assert absence.snooze(Habits(snoozed_until=date(2026, 1, 9)), "off", known(ANNA)) == Habits()


@pytest.mark.parametrize("typed", ["until soon", "until 2026-01-01", "until 2027-01-01"])
def test_a_day_that_is_none_or_too_far_is_refused(typed):
    with pytest.raises(Refusal):
        absence.leave(Habits(), typed, None, known(ANNA))


@pytest.mark.parametrize("deputy", [ANNA, BOT])
def test_a_deputy_is_somebody_else_who_can(deputy):
    with pytest.raises(Refusal):
        absence.leave(Habits(), "until 20 Jan", deputy.id, known(ANNA))


def test_levels_are_light_standard_and_active():
    assert absence.hear(Habits(), "Light").level == "light"
    with pytest.raises(Refusal):
        absence.hear(Habits(), "silent")
