"""What time alone changes: gates open on their day, Day 60 is a wall; walked with any calendar and hour."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from playbook import calendar, lifecycle, plan
from playbook.facts import Contest, Contract, Decision, Gate, Pilot, Settings
from playbook.known import Around
from tests.playbook.company import ANNA, BEN, COMPLETE, MONDAY, owned

calm = settings(deadline=None)  # the first look at a country loads its calendar
LOCKED = (Contract(terms=COMPLETE, locked_at=MONDAY),)
COUNTRIES = (None, "DE", "US", "AE", "IN", "JP")
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland")


def pilot(**more):
    return Pilot(use_case=owned(**({"contracts": LOCKED, "stage": "pilot"} | more)))


def around(now, zone="Europe/Berlin", country="DE", anna=ANNA):
    settings = Settings(zone=zone, country=country)
    return Around(now=now, settings=settings, people={ANNA.id: anna, BEN.id: BEN})


def at(day, hour=12):
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def walked(pilot, around, end):
    """Step from turn to turn as the planner does; every changed use case with its moment."""
    found = []
    while True:
        turned = lifecycle.turned(pilot, around)
        if turned != pilot.use_case:
            found.append((around.now, turned))
            pilot = pilot.model_copy(update={"use_case": turned})
        then = lifecycle.next_turn(pilot, around)
        if then is None or then > end:
            return found
        assert then > around.now
        around = around.model_copy(update={"now": then})


def test_the_pilot_gate_opens_on_day_30_or_on_the_working_day_before():
    """Day 30 of a plan from Tuesday 6 January is Wednesday 4 February; from the 9th it is a Saturday."""
    turned = lifecycle.turned(pilot(), around(at(date(2026, 2, 4))))
    assert [(gate.name, gate.opened_by) for gate in turned.gates] == [("pilot", None)]
    on_saturday = pilot(day_one=date(2026, 1, 9))
    assert lifecycle.turned(on_saturday, around(at(date(2026, 2, 5)))).gates == ()
    assert len(lifecycle.turned(on_saturday, around(at(date(2026, 2, 6)))).gates) == 1


def test_a_gate_that_was_opened_before_is_not_opened_again():
    early = Gate(name="pilot", attempt=1, opened_at=MONDAY, opened_by=ANNA.id)
    before = pilot(gates=(early,))
    turned = lifecycle.turned(before, around(at(date(2026, 2, 4))))
    assert [one.opened_at for one in turned.gates] == [MONDAY]


def test_the_entry_check_opens_no_gate_and_a_later_stage_waits_for_its_own_day():
    on_day_45 = around(at(date(2026, 2, 19)))
    assert lifecycle.turned(pilot(stage="frame"), on_day_45).gates == ()
    assert lifecycle.turned(pilot(stage="scale_decision"), on_day_45).gates == ()


def test_no_gate_opens_without_an_owner_who_is_here():
    gone = ANNA.model_copy(update={"deactivated": True})
    on_day_30 = at(date(2026, 2, 4))
    assert lifecycle.turned(pilot(), around(on_day_30, anna=gone)).gates == ()
    assert lifecycle.turned(pilot(ownership=None), around(on_day_30)).gates == ()


def test_day_60_and_two_working_days_without_a_decision_pause_it():
    """Day 60 is Friday 6 March, two working days later is Tuesday the 10th: paused at that midnight."""
    still = lifecycle.turned(pilot(), around(datetime(2026, 3, 10, 22, 59, tzinfo=UTC)))
    assert still.pause is None
    paused = lifecycle.turned(pilot(), around(datetime(2026, 3, 10, 23, 0, tzinfo=UTC)))
    assert (paused.pause.why, paused.pause.since) == ("day_60", date(2026, 3, 11))


def test_what_was_decided_or_never_locked_is_not_paused():
    late = around(at(date(2026, 4, 1)))
    for over in (pilot(outcome="stopped"), pilot(outcome="scaled"), pilot(contracts=(Contract(),))):
        assert lifecycle.turned(over, late) == over.use_case


def test_a_contest_after_day_58_moves_the_pause_by_as_many_days():
    contest = Contest(number=1, about="reading", thing="1", reason="A holiday week", by=BEN.id, at=MONDAY)
    on_day_60 = contest.model_copy(update={"at": at(date(2026, 3, 6))})
    settings = Settings(zone="Europe/Berlin", country="DE")
    ends = [
        plan.last_day(pilot(contests=contests).use_case, settings)
        for contests in ((), (contest,), (on_day_60,))
    ]
    assert ends == [date(2026, 3, 10), date(2026, 3, 10), date(2026, 3, 12)]


def test_a_later_contest_does_not_move_the_wall_for_ever():
    too_late = Contest(
        number=1, about="reading", thing="1", reason="Once more", by=BEN.id, at=at(date(2026, 3, 11))
    )
    assert plan.last_day(pilot(contests=(too_late,)).use_case, Settings()) == date(2026, 3, 10)


@calm
@given(
    day_one=st.dates(date(2025, 1, 1), date(2028, 1, 1)),
    zone=st.sampled_from(ZONES),
    country=st.sampled_from(COUNTRIES),
    stage=st.sampled_from(("frame", "pilot", "limited_production", "scale_decision")),
)
def test_every_undecided_pilot_is_paused_exactly_once_and_its_gate_opened_at_most_once(
    day_one, zone, country, stage
):
    began = around(calendar.moment(day_one, calendar.MIDNIGHT, zone), zone=zone, country=country)
    steps = walked(pilot(day_one=day_one, stage=stage), began, began.now + timedelta(days=120))
    paused = [(now, one) for now, one in steps if one.pause]
    assert len(paused) == 1
    assert paused[0][0] == steps[-1][0]
    now, last = paused[0]
    assert calendar.day_number(day_one, calendar.local_day(now, zone)) > 60 + 2
    assert len(last.gates) == (stage != "frame")
    assert all(calendar.is_working_day(calendar.local_day(g.opened_at, zone), country) for g in last.gates)


@calm
@given(
    now=st.integers(0, 100 * 24).map(lambda hours: MONDAY + timedelta(hours=hours)),
    stage=st.sampled_from(("frame", "pilot", "limited_production", "scale_decision")),
    country=st.sampled_from(COUNTRIES),
)
def test_asked_again_the_calendar_changes_nothing_more(now, stage, country):
    told = around(now, country=country)
    once = lifecycle.turned(pilot(stage=stage), told)
    again = lifecycle.turned(Pilot(use_case=once), told)
    assert again == once
    then = lifecycle.next_turn(Pilot(use_case=once), told)
    assert then is None or then > now


def test_a_go_keeps_the_wall_away():
    gone = Decision(number=1, gate="scale", attempt=1, choice="go", criteria=(), at=MONDAY)
    scaled = pilot(stage="scale_decision", outcome="scaled", decisions=(gone,))
    assert lifecycle.next_turn(scaled, around(MONDAY)) is None
