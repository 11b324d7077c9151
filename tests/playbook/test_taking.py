"""Taking readings: which week they answer, what is refused, and that nothing is ever lost."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.described import closed_because
from playbook.facts import Contract, GoLive, Pause, Pilot
from playbook.history import read_history
from playbook.measured import values
from playbook.refusals import AlreadyDone, Refusal
from playbook.taking import Source, correct, retype, take, take_back, told_by
from playbook.typed import read_entry
from tests.playbook.company import ANNA, COMPLETE, DAY_ONE, MONDAY, known, owned

FORM = Source("form")
LOCKED = (Contract(terms=COMPLETE, locked_at=MONDAY),)


def pilot(live=None, **more):
    went = GoLive(day=live, at=MONDAY, by=ANNA.id, link="https://crm.example/1") if live else None
    return Pilot(use_case=owned(**({"contracts": LOCKED, "went_live": went} | more)))


def at(day):
    return known(now=datetime(day.year, day.month, day.day, 12, tzinfo=UTC))


def logged(before, typed, day):
    """The pilot after somebody typed that on that day."""
    told = at(day)
    return with_(before, take(before, read_entry(typed, told.today), told, FORM).readings)


def with_(before, new):
    last = len(before.readings)
    numbered = tuple(one.model_copy(update={"number": last + n}) for n, one in enumerate(new, 1))
    return Pilot(use_case=before.use_case, readings=(*before.readings, *numbered))


def standing(pilot):
    return sorted(((one.measured, one.day, one.value) for one in pilot.standing), key=lambda one: one[1:])


def day(number):
    return DAY_ONE + timedelta(days=number - 1)


def test_without_a_day_the_newest_closed_week_without_a_number_is_answered():
    once = logged(pilot(), "5.2", day(16))
    assert standing(once) == [("kpi", day(14), 5.2)]
    twice = logged(once, "5.4", day(16))
    assert standing(twice) == [("kpi", day(7), 5.4), ("kpi", day(14), 5.2)]
    thrice = logged(twice, "5.0", day(16))
    assert standing(thrice)[-1] == ("kpi", day(16), 5.0)
    assert [one.weekly for one in thrice.readings] == [True, True, False]


def test_a_week_by_its_number_is_one_since_go_live_once_it_is_live():
    before, after = pilot(), pilot(live=day(8))
    assert logged(before, "5 for week 1", day(16)).readings[0].day == day(7)
    assert logged(after, "5 for week 1", day(16)).readings[0].day == day(14)
    assert logged(after, "5 for b1", day(16)).readings[0].day == day(7)


def test_the_running_week_may_have_its_number_early():
    reading = logged(pilot(live=day(8)), "4 for this week", day(11)).readings[0]
    assert (reading.day, reading.weekly) == (day(14), True)


def test_a_late_reading_goes_to_its_own_week_and_says_so():
    told = at(day(16))
    early = take(pilot(), read_entry("5 for week 1", told.today), told, FORM)
    assert early.readings[0].day == day(7)
    assert early.told.late(pilot().use_case, told.today)
    assert not take(pilot(), read_entry("5 for week 2", told.today), told, FORM).told.late(
        pilot().use_case, told.today
    )


@pytest.mark.parametrize(
    "typed, words",
    [
        ("5 on 2027-01-01", "has not come yet"),
        ("5 on 2026-01-05", "before Day 1"),
        ("5 for week 4", "There is no week 4"),
    ],
)
def test_days_that_cannot_be_are_refused(typed, words):
    with pytest.raises(Refusal, match=words):
        logged(pilot(), typed, day(10))


def test_before_day_one_the_paste_of_history_is_named():
    with pytest.raises(Refusal, match="before Day 1") as no:
        logged(pilot(), "5", DAY_ONE - timedelta(days=1))
    assert "Paste history" in no.value.words


@pytest.mark.parametrize(
    "change, words",
    [
        ({"outcome": "stopped"}, "was stopped"),
        (
            {"pause": Pause(why="redesign", at=MONDAY, since=date(2026, 2, 1))},
            "paused since Sun 1 Feb, for a",
        ),
        (
            {"pause": Pause(why="day_60", at=MONDAY, since=date(2026, 3, 9))},
            "after Day 60 without a decision",
        ),
        ({"contracts": (Contract(),)}, "has no KPI yet"),
    ],
)
def test_where_no_readings_are_taken_the_reason_is_said(change, words):
    with pytest.raises(Refusal, match=words):
        logged(pilot(**change), "5", day(10))


PAUSED = {"pause": Pause(why="day_60", at=MONDAY, since=date(2026, 3, 9))}


@pytest.mark.parametrize("change", [{"outcome": "stopped"}, PAUSED])
def test_what_stands_when_it_ends_is_neither_corrected_nor_taken_back_nor_added_to(change):
    open_one = logged(pilot(), "30 for week 1", day(10))
    over = open_one.model_copy(update={"use_case": open_one.use_case.model_copy(update=change)})
    told, (reading,) = at(day(11)), over.standing
    value = values(read_entry("3", told.today), COMPLETE)[0]
    acts = (
        lambda: take(over, read_entry("4 for week 1", told.today), told, FORM),
        lambda: correct(over, reading, value, told_by(over, reading), "a slip", told, FORM),
        lambda: retype(over, "", read_entry("4", told.today), told),
        lambda: take_back(over, [reading.number], told, FORM),
        lambda: read_history(over, "2025-11-03, 5.2", told),
    )
    for act in acts:
        with pytest.raises(Refusal, match="paused since Mon 9 Mar|was stopped"):
            act()


def test_after_day_60_readings_are_taken_until_the_pause_begins():
    assert standing(logged(pilot(), "4.1 on 9 March", date(2026, 3, 9))) == [("kpi", date(2026, 3, 9), 4.1)]


def test_a_scaled_pilot_goes_on_being_measured():
    assert closed_because(pilot(outcome="scaled").use_case) == ""


def test_the_same_again_is_written_once_and_another_value_takes_its_place():
    once = logged(pilot(), "30 for week 1", day(10))
    with pytest.raises(AlreadyDone):
        logged(once, "30 days for week 1", day(11))
    twice = logged(once, "3.0 for week 1", day(11))
    assert standing(twice) == [("kpi", day(7), 3.0)]
    assert twice.readings[-1].corrects == 1
    assert twice.readings[0].value == 30


def test_what_is_new_in_a_line_is_taken_though_the_rest_is_known():
    once = logged(pilot(), "5 for week 1", day(10))
    assert len(logged(once, "5, 2/140 for week 1", day(10)).readings) == 2


def test_undoing_brings_back_what_stood_before():
    start = pilot()
    once = logged(start, "30, 2/140 for week 1", day(10))
    twice = logged(once, "3.0 for week 1", day(11))
    undone = with_(twice, take_back(twice, [3], at(day(11)), FORM))
    assert standing(undone) == standing(once)
    nothing = with_(once, take_back(once, [1, 2], at(day(11)), FORM))
    assert standing(nothing) == []
    with pytest.raises(AlreadyDone):
        take_back(undone, [3], at(day(12)), FORM)


TYPED = st.sampled_from(
    ["5", "4.1 for week 1", "30 on 2026-01-10", "error rate 2/140", "4.1, 1.4%", "usage 7"]
)


@given(st.lists(TYPED | st.just("undo"), max_size=12))
def test_whatever_is_logged_and_undone_everything_stays_on_record(acts):
    """And of each metric and time at most one reading stands."""
    now, kept = pilot(), at(day(20))
    for number, act in enumerate(acts):
        moment = known(now=kept.now + timedelta(minutes=number))
        try:
            new = (
                take_back(now, [len(now.readings)], moment, FORM)
                if act == "undo"
                else take(now, read_entry(act, moment.today), moment, FORM).readings
            )
        except (AlreadyDone, Refusal):
            continue
        after = with_(now, new)
        assert after.readings[: len(now.readings)] == now.readings
        now = after
    slots = [one.slot for one in now.standing]
    assert len(slots) == len(set(slots))


@given(st.lists(TYPED, min_size=1, max_size=6))
def test_undoing_the_last_is_as_if_it_had_never_been_typed(acts):
    now = pilot()
    for number, act in enumerate(acts):
        moment = known(now=at(day(20)).now + timedelta(minutes=number))
        try:
            new = take(now, read_entry(act, moment.today), moment, FORM).readings
        except AlreadyDone:
            continue
        after = with_(now, new)
        undone = with_(after, take_back(after, range(len(now.readings) + 1, 99), at(day(21)), FORM))
        assert standing(undone) == standing(now)
        now = after
