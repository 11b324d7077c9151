"""How an attempt ends and the next begins: a gate for the vote, resuming, the attempts there may be."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook import calendar, cards, endings, pauses, plan
from playbook.deciding import Decision
from playbook.facts import Contract, Gate, GoLive, Pause, Pilot, Settings, Signature
from playbook.forms import ResumeForm
from playbook.known import Around
from playbook.refusals import AlreadyDone, Refusal
from tests.playbook.company import ANNA, BEN, COMPLETE, DAY_ONE, MONDAY, known, owned, proposed

calm = settings(deadline=None)  # the first look at a country loads its calendar
LOCKED = (Contract(terms=COMPLETE, locked_at=MONDAY),)
FEBRUARY = datetime(2026, 2, 10, 9, tzinfo=UTC)
REDESIGN = Pause(why="redesign", at=FEBRUARY, since=date(2026, 2, 10), resume_by=date(2026, 3, 2))
WALL = Pause(why="day_60", at=FEBRUARY, since=date(2026, 3, 11))
CHANGES = ResumeForm(changes="The approval step went, the number stayed")
LIVE = GoLive(day=date(2026, 1, 19), at=MONDAY, by=ANNA.id, link="https://crm.example/1")


def under_way(**more):
    return owned(**({"contracts": LOCKED, "stage": "pilot"} | more))


def stopped(**more):
    decision = Decision(
        number=1,
        gate="pilot",
        attempt=1,
        choice="stop",
        criteria=(),
        cause="no_effect",
        reason="The number did not move in five weeks",
        at=FEBRUARY,
        by=BEN.id,
    )
    return under_way(**({"outcome": "stopped", "decisions": (decision,)} | more))


@pytest.mark.parametrize(
    "stage, gate",
    [
        ("frame", "entry"),
        ("pilot", "pilot"),
        ("limited_production", "limited_production"),
        ("scale_decision", "scale"),
    ],
)
def test_outside_an_open_gate_the_vote_opens_the_one_of_the_present_stage(stage, gate):
    opened = endings.opened(under_way(stage=stage), BEN.id, FEBRUARY)
    assert [(one.name, one.opened_by) for one in opened.gates] == [(gate, BEN.id)]
    assert endings.opened(opened, ANNA.id, FEBRUARY) == opened


@pytest.mark.parametrize("pause", [REDESIGN, WALL])
def test_a_paused_pilot_can_still_be_stopped(pause):
    decided = Gate(name="pilot", attempt=1, opened_at=MONDAY, decision=1)
    opened = endings.opened(under_way(pause=pause, gates=(decided,)), BEN.id, FEBRUARY)
    assert [one.decision for one in opened.gates] == [1, None]


def test_what_is_over_or_never_began_is_not_stopped():
    with pytest.raises(AlreadyDone, match="stopped with clarity already"):
        endings.opened(stopped(), BEN.id, FEBRUARY)
    with pytest.raises(Refusal, match="only proposed"):
        endings.opened(proposed(), BEN.id, FEBRUARY)


def test_there_are_two_attempts_and_then_it_is_decided():
    endings.another_attempt(under_way(), Settings())
    with pytest.raises(Refusal, match="attempt 2 of 2"):
        endings.another_attempt(under_way(attempt=2), Settings())
    endings.another_attempt(under_way(attempt=2), Settings(attempts=3))
    with pytest.raises(AlreadyDone):
        endings.another_attempt(under_way(pause=REDESIGN), Settings())


@pytest.mark.parametrize(
    "stage, first", [("frame", 1), ("pilot", 11), ("limited_production", 31), ("scale_decision", 46)]
)
def test_resuming_starts_the_next_attempt_on_the_first_day_of_the_stage_that_failed(stage, first):
    again = endings.resume(
        under_way(stage=stage, pause=REDESIGN, went_live=LIVE), CHANGES, known(now=FEBRUARY)
    )
    assert calendar.day_number(again.day_one, date(2026, 2, 10)) == first
    assert (again.attempt, again.stage, again.pause) == (2, stage, None)
    assert (again.went_live is None) == (stage in ("frame", "pilot"))


def test_the_next_attempt_has_a_contract_version_of_its_own_that_both_sign():
    again = endings.resume(under_way(pause=REDESIGN), CHANGES, known(now=FEBRUARY))
    assert (again.contract.version, again.contract.locked, again.contract.signatures) == (2, False, ())
    assert again.contract.reason == CHANGES.changes
    moved = again.day_one - DAY_ONE
    assert again.contract.terms.due == COMPLETE.due + moved
    assert again.in_force.version == 1


def test_only_a_redesign_is_resumed():
    with pytest.raises(Refusal, match="nothing to resume"):
        endings.resume(under_way(), CHANGES, known(now=FEBRUARY))
    with pytest.raises(Refusal, match="past Day 60"):
        endings.resume(under_way(pause=WALL), CHANGES, known(now=FEBRUARY))


@calm
@given(
    day=st.integers(0, 400).map(lambda days: FEBRUARY + timedelta(days=days)),
    stage=st.sampled_from(("frame", "pilot", "limited_production", "scale_decision")),
    promised=st.integers(1, 60),
)
def test_whenever_it_is_resumed_the_promise_stays_inside_the_new_plan(day, stage, promised):
    terms = COMPLETE.model_copy(update={"due": calendar.day_date(DAY_ONE, promised)})
    before = under_way(stage=stage, pause=REDESIGN, contracts=(Contract(terms=terms, locked_at=MONDAY),))
    again = endings.resume(before, CHANGES, known(now=day))
    today = calendar.local_day(day, "UTC")
    assert calendar.day_number(again.day_one, again.contract.terms.due) == promised
    assert plan.first_day(again) == calendar.day_number(again.day_one, today)
    assert plan.present(again).on > today


# --- pauses -------------------------------------------------------------------------------------------------


def around(now=FEBRUARY):
    return Around(now=now, settings=Settings(country="DE"), people={ANNA.id: ANNA, BEN.id: BEN})


def test_a_pause_the_bot_came_to_late_is_owed_since_the_plan_says_so():
    on_time = pause_of(datetime(2026, 3, 11, tzinfo=UTC))
    late = pause_of(datetime(2026, 3, 12, 19, tzinfo=UTC))
    assert [one.due_at for one in late] == [one.due_at for one in on_time]
    assert late[0].not_before == datetime(2026, 3, 13, 9, tzinfo=UTC)


def pause_of(at):
    pause = Pause(why="day_60", at=at, since=at.date())
    pilot, then = Pilot(use_case=under_way(pause=pause)), around(at)
    return [*pauses.paused_owed(pilot, then), *pauses.decision_owed(pilot, then)]


def test_after_day_60_the_channel_is_told_at_once_and_the_sponsor_in_the_morning():
    paused = Pilot(use_case=under_way(pause=WALL))
    assert [(one.kind, one.to) for one in pauses.paused_owed(paused, around())] == [
        ("pilot_paused", "C0PILOTS")
    ]
    (asked,) = pauses.decision_owed(paused, around())
    assert (asked.to, asked.due_at) == (BEN.id, datetime(2026, 3, 11, 9, tzinfo=UTC))
    told = pauses.decision_asked(paused, asked.period, around())
    assert told.sponsor == BEN.id
    assert told.for_sponsor
    assert not told.settled


@pytest.mark.parametrize(
    "after, words",
    [
        ({"outcome": "stopped"}, "stopped with clarity"),
        ({"pause": REDESIGN}, "in redesign"),
        ({"attempt": 2}, "resumed as attempt 2"),
    ],
)
def test_once_it_is_decided_the_pause_says_how_it_ended(after, words):
    told = pauses.paused(Pilot(use_case=under_way(**after)), "a1:day_60", around())
    assert (told.over, told.settled, told.unmet) == (words, True, ())


def test_a_redesign_is_asked_about_before_its_date_and_stalls_after_it():
    """Resumed by Monday 2 March: the owner hears on Friday, the sponsor on Tuesday."""
    paused = Pilot(use_case=under_way(pause=REDESIGN))
    asked = {one.period: (one.to, one.due_at.date()) for one in pauses.resume_owed(paused, around())}
    assert asked == {
        f"a1:headsup:{ANNA.id}": (ANNA.id, date(2026, 2, 27)),
        f"a1:stalled:{BEN.id}": (BEN.id, date(2026, 3, 3)),
    }
    assert not pauses.stalled(paused.use_case, date(2026, 3, 2))
    assert pauses.stalled(paused.use_case, date(2026, 3, 3))


def test_a_resumed_redesign_asks_nothing_more():
    resumed = Pilot(use_case=endings.resume(under_way(pause=REDESIGN), CHANGES, known(now=FEBRUARY)))
    assert list(pauses.resume_owed(resumed, around())) == []
    assert pauses.resume_asked(resumed, f"a1:stalled:{BEN.id}", around()).settled


def again():
    """Locked and live in January, redesigned in February, resumed: Day 1 of the second attempt is another."""
    redesign = Decision(
        number=1,
        gate="pilot",
        attempt=1,
        choice="redesign",
        criteria=(),
        cause="friction",
        reason="The approval step has to go first",
        at=FEBRUARY,
        day=calendar.day_number(DAY_ONE, FEBRUARY.date()),
        by=BEN.id,
    )
    signed = tuple(
        Signature(by=by, role=role, at=MONDAY) for by, role in ((ANNA.id, "owner"), (BEN.id, "sponsor"))
    )
    locked = (Contract(terms=COMPLETE, locked_at=MONDAY, signatures=signed),)
    paused = under_way(contracts=locked, decisions=(redesign,), pause=REDESIGN, went_live=LIVE)
    later = known(now=FEBRUARY + timedelta(days=7), settings=Settings())
    return paused, endings.resume(paused, CHANGES, later)


def test_resuming_is_announced_once_as_the_next_attempt_with_its_own_day_one():
    paused, resumed = again()
    told = [one for one in cards.letters(paused, resumed, Settings()) if one.to == resumed.home.channel]
    begun = [one.notice for one in told if one.notice.kind == "attempt_begun"]
    assert [(one.attempt, one.attempts, one.day_one) for one in begun] == [(2, 2, resumed.day_one)]
    assert begun[0].changes == CHANGES.changes
    posted = [one.notice.kind for one in told if not one.replaces]
    assert posted == ["attempt_begun"]


def test_what_was_locked_and_live_in_the_first_attempt_keeps_its_day_one():
    paused, resumed = again()
    kept = {one.name: one.notice for one in cards.standing(resumed, Settings())}
    was = {one.name: one.notice for one in cards.standing(paused, Settings())}
    name = f"{resumed.number}:contract_locked:c1"
    assert kept[name].day_one == was[name].day_one == DAY_ONE != resumed.day_one
