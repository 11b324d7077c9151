"""Readings are only ever added, each use case counting its own; habits are kept; the audit names nobody."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from playbook.facts import Habits, Person, Reading
from store import Store, tables
from tests.store.company import ANNA, BEN, NOW, T, proposed, unrelated
from tests.store.test_together import together

MESSAGE = "D0ANNA:1767600000.000100"


def reading(value=4.1, **more):
    return Reading(day=date(2026, 3, 30), value=value, by=ANNA, at=NOW, **more)


FULL = reading(
    measured="guardrail",
    metric="error rate",
    weekly=True,
    num=2,
    den=140,
    spread=0.3,
    note="a new template",
    via="message",
    attempt=2,
    corrects=1,
    reason="typo",
    message=MESSAGE,
)


@pytest.fixture
def kept(store):
    with store.work(T, NOW, by=ANNA) as work:
        return work.add_use_case(unrelated(), nonce="1")


def add(store, use_case, *new):
    with store.work(T, NOW, by=ANNA) as work:
        return work.add_readings(use_case, "logged", *new)


def test_readings_come_back_as_they_were_in_the_order_of_logging(store, kept):
    added = add(store, kept, reading(), FULL) + add(store, kept, reading(None, corrects=2))
    with store.read(T) as look:
        pilot = look.pilot(1)
    assert pilot.readings == added
    assert [one.number for one in added] == [1, 2, 3]
    assert added[1] == FULL.model_copy(update={"number": 2})
    assert pilot.standing == ()


def test_what_was_read_before_is_handed_out_again_until_another_copy_of_the_bot_changes_it(store, kept):
    add(store, kept, reading())
    with store.read(T) as look:
        before = look.pilot(1)
        assert look.pilot(1) is before
    other = Store(store._database._engine.url.render_as_string(hide_password=False))
    add(other, kept, reading(3.9))
    with other.work(T, NOW, by=BEN) as work:
        work.keep(kept, kept.model_copy(update={"title": "Another title"}), "plan changed")
    other.close()
    with store.read(T) as look:
        after = look.pilot(1)
    assert [one.value for one in before.readings] == [4.1]
    assert [one.value for one in after.readings] == [4.1, 3.9]
    assert after.use_case.title == "Another title"


def test_each_use_case_counts_its_own(store, kept):
    with store.work(T, NOW, by=ANNA) as work:
        other = work.add_use_case(proposed(), nonce="2")
    add(store, kept, reading(), reading())
    assert [one.number for one in add(store, other, reading())] == [1]


def test_the_use_cases_of_a_message_are_found_again(store, kept):
    add(store, kept, reading(), FULL, FULL)
    with store.read(T) as look:
        assert look.typed_in(MESSAGE) == (1,)
        assert look.typed_in("D0ANNA:1.0") == look.typed_in("") == ()
    with store.read("T0OTHER") as look:
        assert look.typed_in(MESSAGE) == ()


def test_of_many_readings_at_once_none_is_lost(store, kept):
    together(lambda number: add(store, kept, reading(float(number))) and None)
    with store.read(T) as look:
        readings = look.pilot(1).readings
    assert [one.number for one in readings] == list(range(1, len(readings) + 1))
    assert {one.value for one in readings} == {float(n) for n in range(8)}


def test_how_somebody_wants_to_be_asked_is_kept_and_planned_anew(store, kept):
    said = Habits(hour=time(8, 30), weekday=1)
    with store.work(T, NOW, by=BEN) as work:
        work.plan(1, None)
        work.keep_habits(BEN, said)
        work.keep_habits(BEN, said)
    with store.read(T) as look:
        assert look.habits([BEN, ANNA]) == {BEN: said}
        assert look.to_plan(NOW) == (1,)


def test_a_deputy_stands_in_for_as_long_as_the_day_lasts_where_whoever_is_away_lives(store, kept):
    away = Habits(away_until=date(2026, 3, 2), deputy=ANNA)
    with store.work(T, NOW, by=BEN) as work:
        work.keep_person(Person(id=BEN, zone="America/Los_Angeles"))
        work.keep_habits(BEN, away)
    evening, midnight = (datetime(2026, 3, 3, hour, tzinfo=UTC) for hour in (7, 8))  # 23:00 and 0:00 there
    with store.read(T) as look:
        assert look.stands_for(ANNA, evening) == (BEN,)
        assert look.stands_for(ANNA, midnight) == ()
        assert look.stands_for(BEN, evening) == ()


def test_the_audit_of_readings_and_habits_names_nobody_and_holds(store, kept):
    add(store, kept, FULL)
    with store.work(T, NOW + timedelta(days=1), by=BEN) as work:
        work.keep_habits(BEN, Habits(hour=time(8, 30)))
    with store._database.read() as connection:
        written = [str(tuple(row)) for row in connection.execute(select(tables.audit))]
    assert len(written) == 3
    assert not [row for row in written for word in (ANNA, BEN, "D0ANNA", "template", "typo") if word in row]
    with store.read(T) as look:
        assert look.first_false_entry() is None


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    value=st.none() | st.floats(-1e15, 1e15, allow_nan=False),
    num=st.none() | st.integers(0, 10**9),
    note=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40),
    day=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
)
def test_whatever_is_logged_is_what_is_read_afterwards(memory, value, num, note, day):
    new = reading(value, num=num, den=num, note=note).model_copy(update={"day": day})
    with memory.work(T, NOW, by=ANNA) as work:
        use_case = work.add_use_case(unrelated(), nonce=repr((value, num, note, day, len(work.listed()))))
        added = work.add_readings(use_case, "logged", new)
        assert work.pilot(use_case.number).readings == added == (new.model_copy(update={"number": 1}),)
