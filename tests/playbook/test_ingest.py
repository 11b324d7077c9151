"""Readings that arrive by themselves obey the rules of typed ones, and replace nothing unasked."""

from datetime import UTC, date, datetime, timedelta

import pytest
from pydantic import ValidationError

from playbook.facts import Home, Pause
from playbook.ingest import GivenReading, NotTaken, place, standing, told
from playbook.refusals import NoSuchUseCase, NotAllowed, Refusal
from playbook.tokens import (
    ApiToken,
    EndedToken,
    OutOfScope,
    TokenForm,
    check_alive,
    check_reach,
    check_scope,
    make,
    may_end,
)
from tests.playbook.company import ADA, ANNA, BEN, MONDAY, known, owned
from tests.playbook.under_way import LIVE, live, measured

TOKEN = ApiToken(
    id="a1", name="Sheet", made_by=ADA.id, made_at=MONDAY, expires_at=MONDAY + timedelta(days=90)
)
WEDNESDAY = LIVE + timedelta(days=9)  # of the second contract week
TODAY = known(now=datetime(WEDNESDAY.year, WEDNESDAY.month, WEDNESDAY.day, 12, tzinfo=UTC))


def send(pilot, *given, token=TOKEN):
    return place(pilot, [GivenReading(**one) for one in given], token, TODAY)


def with_(pilot, placed):
    return measured(pilot.use_case, *pilot.readings, *(one.reading for one in placed))


def refused(pilot, *given, token=TOKEN):
    with pytest.raises(NotTaken) as no:
        send(pilot, *given, token=token)
    return no.value


def test_without_a_day_it_describes_today_and_not_the_week_a_person_would_mean():
    (placed,) = send(measured(live()), {"value": 4.1})
    assert (placed.reading.day, placed.reading.weekly) == (WEDNESDAY, False)
    assert (placed.reading.via, placed.reading.by) == ("api", ANNA.id)


def test_a_whole_week_is_named_as_people_name_it():
    for words in ("last week", "week 1", "w1"):
        (placed,) = send(measured(live()), {"value": 4.1, "period": words})
        assert (placed.reading.day, placed.reading.weekly) == (LIVE + timedelta(days=6), True)


@pytest.mark.parametrize(
    "given, value",
    [
        ({"value": 4.1}, 4.1),
        ({"value": "4.1 days"}, 4.1),
        ({"value": 98.4, "unit": "hours"}, 4.1),
        ({"n": 2, "m": 200, "metric": "error rate"}, 1.0),
        ({"value": "2/200", "metric": "Error Rate"}, 1.0),
        ({"value": 120, "metric": "usage"}, 120),
        ({"value": 4.1, "m": 38, "metric": "kpi"}, 4.1),
    ],
)
def test_a_value_is_read_in_the_unit_of_its_metric(given, value):
    (placed,) = send(measured(live()), given)
    assert placed.reading.value == pytest.approx(value)


@pytest.mark.parametrize(
    "given, field, words",
    [
        ({"value": 4.1, "metric": "joy"}, "metric", "measures no “joy”"),
        ({"value": 4.1, "unit": "kg"}, "value", "does not convert"),
        ({"value": 4.1, "unit": "parsnips"}, "value", "no unit “parsnips”"),
        ({"value": -1}, "value", "below zero"),
        ({"value": "n/a today"}, "value", "cannot read"),
        ({"value": 1e300}, "value", "too large"),
        ({"n": 9, "m": 4, "metric": "error rate"}, "value", "not a share"),
        ({"value": 4.1, "day": WEDNESDAY + timedelta(days=1)}, "day", "has not come yet"),
        ({"value": 4.1, "day": date(2025, 1, 1)}, "day", "before Day 1"),
        ({"value": 4.1, "period": "week 9"}, "period", "no week 9"),
        ({"value": 4.1, "period": "soon"}, "period", "neither a day nor a contract week"),
    ],
)
def test_what_does_not_fit_is_refused_by_its_field_and_place(given, field, words):
    no = refused(measured(live()), {"value": 4.2, "day": WEDNESDAY - timedelta(days=1)}, given)
    (wrong,) = no.wrong
    assert (wrong.place, wrong.field) == (1, field)
    assert words in str(wrong.no)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"value": True},
        {"value": float("nan")},
        {"value": float("inf")},
        {"value": ""},
        {"n": 2},
        {"n": 2, "m": 0},
        {"n": 2, "m": 4, "value": 0.5},
        {"value": 4.1, "day": WEDNESDAY, "period": "w1"},
        {"value": "4.1 days", "unit": "day"},
        {"value": 4.1, "colour": "red"},
        {"value": 4.1, "note": "x" * 1001},
    ],
)
def test_a_request_that_says_no_one_value_is_no_reading(given):
    with pytest.raises(ValidationError):
        GivenReading(**given)


def test_the_same_value_again_writes_nothing_and_another_one_is_a_conflict():
    first = measured(live())
    pilot = with_(first, send(first, {"value": 4.1, "note": "from the sheet"}))
    (same,) = send(pilot, {"value": 4.1})
    assert (same.status, same.reading.number) == ("on record already", 1)
    no = refused(pilot, {"value": 4.3})
    assert no.conflict
    assert "4.1 days" in str(no)
    assert any("/pilot fix UC-7" in way for way in no.wrong[0].no.ways)


def test_with_a_reason_it_is_a_correction_and_both_stay_on_record():
    first = measured(live())
    pilot = with_(first, send(first, {"value": 4.1}))
    (placed,) = send(pilot, {"value": 4.3, "reason": "two tickets were missing"})
    assert (placed.status, placed.reading.corrects, placed.reading.reason) == (
        "corrected",
        1,
        "two tickets were missing",
    )


def test_two_for_the_same_day_in_one_request_are_refused_even_when_they_agree():
    no = refused(measured(live()), {"value": 4.1}, {"value": 4.1})
    assert [one.place for one in no.wrong] == [1]
    assert not no.conflict


def test_a_paused_or_stopped_pilot_takes_none():
    pause = Pause(why="redesign", at=MONDAY, since=LIVE, resume_by=LIVE + timedelta(days=20))
    for changed, words in (({"pause": pause}, "is paused"), ({"outcome": "stopped"}, "was stopped")):
        with pytest.raises(Refusal, match=words):
            send(measured(live(**changed)), {"value": 4.1})


def test_a_token_for_one_metric_logs_no_other():
    narrow = TOKEN.model_copy(update={"metrics": ("error rate",)})
    send(measured(live()), {"n": 1, "m": 90, "metric": "error rate"}, token=narrow)
    assert refused(measured(live()), {"value": 4.1}, token=narrow).out_of_scope
    state = standing(measured(live()), narrow, TODAY.around)
    assert [one.metric for one in state.metrics] == ["error rate"]


def test_what_is_answered_names_what_became_of_each():
    first = measured(live())
    pilot = with_(first, send(first, {"value": 4.1}))
    placed = send(pilot, {"value": 4.1}, {"n": 1, "m": 90, "metric": "error rate"})
    after = with_(pilot, placed[1:])
    answer = told(after, placed, after.readings[-1:], TODAY.around)
    assert [(one.status, one.number, one.shown) for one in answer.readings] == [
        ("on record already", 1, "4.1 days"),
        ("taken", 2, "1.11 % (1 of 90)"),
    ]


def ask(**more):
    return TokenForm.read({"name": "Sheet", "use_cases": None, "metrics": "", "days": "30"} | more)


def new(form, named=(), others=(), actor=ADA):
    return make(form, "f0", named, others, known(actor))


def test_an_owner_makes_tokens_for_their_own_use_case_and_an_admin_for_every_open_one():
    assert new(ask()).scope == "all open use cases, every metric"
    assert new(ask(metrics="KPI, error rate"), [live()], actor=ANNA).metrics == ("KPI", "error rate")
    for actor, named, error in (
        (ANNA, (), NotAllowed),
        (BEN, [owned()], NotAllowed),
        (ADA, [owned(home=Home(channel="C1", private=True))], NoSuchUseCase),
    ):
        with pytest.raises(error):
            new(ask(), named, actor=actor)


def test_a_metric_nobody_measures_is_refused_when_the_token_is_made():
    with pytest.raises(Refusal, match="measures no “joy”"):
        new(ask(metrics="joy"), [owned()])


def test_two_of_one_name_may_be_active_so_that_one_can_take_the_others_place():
    others = [TOKEN, TOKEN.model_copy(update={"id": "a2"})]
    assert new(ask(), others=others[:1])
    with pytest.raises(Refusal, match="Two tokens “Sheet” are active"):
        new(ask(), others=others)
    assert new(ask(), others=[others[0], others[1].model_copy(update={"revoked_at": MONDAY})])
    with pytest.raises(Refusal, match="another name"):
        new(ask(), [owned()], others[:1])


def test_a_private_use_case_is_only_there_for_a_token_its_own_owner_made_for_it():
    private = owned(home=Home(channel="C1", private=True))
    mine = new(ask(), [private], actor=ANNA)
    check_reach(mine, private)
    for token in (TOKEN, mine.model_copy(update={"inside": False})):
        with pytest.raises(NoSuchUseCase):
            check_reach(token, private)
    with pytest.raises(OutOfScope):
        check_scope(mine, 8)


def test_a_token_ends_by_revoking_or_in_time():
    check_alive(TOKEN, MONDAY)
    with pytest.raises(EndedToken, match="ran out"):
        check_alive(TOKEN, TOKEN.expires_at)
    with pytest.raises(EndedToken, match="revoked"):
        check_alive(TOKEN.model_copy(update={"revoked_at": MONDAY}), MONDAY)


def test_admins_end_every_token_and_owners_those_for_their_own():
    narrow = TOKEN.model_copy(update={"use_cases": (7,)})
    assert may_end(TOKEN, (), known(ADA))
    assert may_end(narrow, [owned()], known(ANNA))
    assert not may_end(TOKEN, (), known(ANNA))
    assert not may_end(narrow, [owned()], known(BEN))
