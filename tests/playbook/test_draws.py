"""The monthly draw: one control a month, chosen by nobody, checked by anybody."""

import hashlib
import hmac
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from playbook import agenda, calendar, draws, lifecycle, proof_pings
from playbook.facts import Draw, GoLive, Pause, Pilot, Proof, Settings
from playbook.governance import CONTROLS
from playbook.known import Around
from tests.playbook.company import ANNA, MONDAY
from tests.playbook.gated import framed

SETTINGS = Settings(country="DE", zone="Europe/Berlin", gatekeepers=("U0CARLA",))
ONE_DAY = timedelta(days=1)
days = st.dates(date(2026, 1, 20), date(2027, 12, 31))
calm = settings(deadline=None)


def seed(month):
    return hmac.new(b"key", f"7|{month}".encode(), hashlib.sha256).hexdigest()


def on(day, hour=8):
    now = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    seeds = (seed(calendar.month_of(day)), seed(calendar.month_of(calendar.next_month(day))))
    return Around(now=now, settings=SETTINGS, people={ANNA.id: ANNA}, seeds=seeds)


def live(since=date(2026, 1, 15), **more):
    went_live = GoLive(day=since, at=MONDAY, by=ANNA.id, link="https://crm.example/1")
    return framed(went_live=went_live, **more)


def lived(last, use_case=None):
    """The use case after the calendar turned every day up to that one."""
    use_case, day = use_case or live(), date(2026, 1, 15)
    while day <= last:
        use_case, day = draws.drawn(use_case, on(day)), day + ONE_DAY
    return use_case


@calm
@given(days)
def test_one_control_is_drawn_on_the_first_working_day_of_each_month(last):
    drawn = lived(min(last, date(2026, 7, 1))).draws
    assert len({one.month for one in drawn}) == len(drawn)
    for one in drawn:
        day = calendar.local_day(one.at, SETTINGS.zone)
        earlier = [day.replace(day=n) for n in range(1, day.day)]
        assert calendar.is_working_day(day, "DE")
        assert not any(calendar.is_working_day(each, "DE") for each in earlier)


def test_holidays_and_weekends_are_not_drawn_on():
    may = [one for one in lived(date(2026, 5, 31)).draws if one.month == "2026-05"]
    assert [one.at.date() for one in may] == [date(2026, 5, 4)]  # the 1st is a holiday, then a weekend


@calm
@given(days)
def test_the_calendar_names_the_moment_of_the_next_draw_and_then_draws(day):
    use_case = draws.drawn(live(), on(day))
    at = draws.next_draw(use_case, on(day))
    assert at > on(day).now
    before = on(day).model_copy(update={"now": at - timedelta(seconds=1)})
    assert draws.drawn(use_case, before) == use_case
    after = on(calendar.local_day(at, SETTINGS.zone)).model_copy(update={"now": at})
    assert len(draws.drawn(use_case, after).draws) == len(use_case.draws) + 1


@calm
@given(days)
def test_whoever_asks_again_draws_nothing_more(day):
    once = draws.drawn(live(), on(day))
    assert draws.drawn(once, on(day, hour=15)) == once


@calm
@given(st.integers(0, 2**256 - 1))
def test_anybody_can_tell_the_control_from_the_seed(number):
    control = draws.control_of(f"{number:064x}")
    assert control == list(CONTROLS)[number % 5]


@calm
@given(days)
def test_every_seed_was_sealed_by_the_draw_before_and_fits_what_it_drew(last):
    last = min(last, date(2026, 8, 1))
    use_case = lived(last)
    published = draws.published(use_case, on(last))
    assert [one.draw.month for one in published] == [
        one.month for one in reversed(use_case.draws) if one.month < calendar.month_of(last)
    ]
    assert all(one.fits for one in published)
    for later, earlier in zip(published, published[1:], strict=False):
        assert hashlib.sha256(later.draw.seed.encode()).hexdigest() == earlier.draw.sealed


def test_a_draw_that_was_chosen_shows():
    use_case = lived(date(2026, 4, 30))
    chosen = use_case.draws[-1].model_copy(update={"seed": seed("another")})
    changed = use_case.model_copy(update={"draws": (*use_case.draws[:-1], chosen)})
    assert not draws.published(changed, on(date(2026, 5, 2)))[0].fits


def test_every_control_comes_up():
    drawn = {draws.control_of(seed(f"{2026 + n // 12}-{n % 12 + 1:02}")) for n in range(120)}
    assert drawn == set(CONTROLS)


def test_nothing_is_drawn_before_go_live_nor_after_the_end_nor_while_it_is_paused():
    day = on(date(2026, 3, 2))
    paused = Pause(why="redesign", at=MONDAY, since=date(2026, 2, 20))
    for use_case in (
        framed(),
        live(since=date(2026, 3, 3)),
        live(outcome="stopped"),
        live(pause=paused),
    ):
        assert draws.drawn(use_case, day) == use_case
    assert draws.drawn(live(outcome="scaled"), day).draws


# --- what a draw asks ---------------------------------------------------------------------------------------


def test_time_alone_draws_and_the_owner_is_asked_that_morning():
    day = on(date(2026, 3, 2), hour=0)
    pilot = Pilot(use_case=live(outcome="scaled"))
    turned = lifecycle.turned(pilot, day)
    assert lifecycle.act(pilot.use_case, turned) == "control drawn by the calendar"
    asked = list(proof_pings.drawn_owed(Pilot(use_case=turned), day))
    assert [(one.period, one.to) for one in asked] == [("2026-03", ANNA.id)]
    assert asked[0].due_at == datetime(2026, 3, 2, 9, tzinfo=UTC)  # ten in Berlin
    said = agenda.made("control_drawn", "2026-03", Pilot(use_case=turned), day)
    assert (said.control, said.by) == (turned.draws[0].control, date(2026, 3, 31))


@calm
@given(st.integers(0, 120))
def test_a_drawn_control_turns_unclear_after_its_month_until_it_is_proved_afresh(ahead):
    drawn_at = datetime(2026, 3, 2, 8, tzinfo=UTC)
    draw = Draw(month="2026-03", control="logging", at=drawn_at)
    old = Proof(number=1, control="logging", text="row", by=ANNA.id, at=drawn_at - ONE_DAY)
    new = old.model_copy(update={"number": 2, "at": drawn_at + ONE_DAY})
    around = on(date(2026, 3, 2) + ahead * ONE_DAY)
    use_case = live(draws=(draw,))
    late = "Mar 2026" if around.today > date(2026, 3, 31) else ""
    assert draws.overdue(use_case, "logging", old, around) == late
    assert draws.overdue(use_case, "logging", new, around) == ""
    assert draws.overdue(use_case, "human_review", old, around) == ""
