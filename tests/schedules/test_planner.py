"""The planner on a real ledger: what is owed goes out once, gathered, and is drawn anew in place."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

import blocks
from playbook.deciding import Gate
from playbook.facts import (
    Baseline,
    Contract,
    GoLive,
    Home,
    Ownership,
    Person,
    Pilot,
    Reading,
    Settings,
    Terms,
    UseCase,
)
from sandbox.workspace import TEAM
from schedules import planner
from store import changes
from tests.playbook.gated import framed
from tests.store.company import ANNA, BEN, CARLA, NOW

GO_LIVE = date(2026, 3, 2)
DUE = date(2026, 4, 24)
TERMS = Terms(kpi="turnaround", unit="day", direction="lower", baseline=Baseline(value=5), target=3, due=DUE)


@pytest.fixture
def desk(desk):
    with desk.store.work(TEAM, desk.clock()) as work:
        work.keep_person(Person(id=ANNA, name="Anna", zone="Europe/Berlin"))
        work.keep_settings(work.settings(), Settings(country="DE", zone="Europe/Berlin", version=1))
    return desk


def register(desk, number=1, owner=ANNA):
    """A live use case of whose plan nothing is due: only its number is asked for."""
    use_case = UseCase(
        number=number,
        title=f"Turnaround {number}",
        registrant=BEN,
        registered_at=NOW,
        day_one=GO_LIVE,
        offsets=(57, 58, 59, 60),
        owner=owner,
        ownership=Ownership(accepted_at=NOW, function="Sales"),
        contracts=(Contract(terms=TERMS, locked_at=NOW),),
        went_live=GoLive(day=GO_LIVE, at=NOW, by=owner, link="https://crm.example/1"),
    )
    with desk.store.work(TEAM, desk.clock(), by=BEN) as work:
        return work.add_use_case(use_case, nonce=str(number))


def log(desk, use_case, day=date(2026, 3, 8), value=4.1):
    one = Reading(day=day, weekly=True, value=value, by=ANNA, at=desk.clock())
    with desk.store.work(TEAM, desk.clock(), by=ANNA) as work:
        before = work.pilot(use_case)
        work.add_readings(before.use_case, "reading logged", one)
        for name in work.owed_standing(use_case, desk.clock() - timedelta(days=60)):
            work.redraw(name, f"r{len(before.readings) + 1}")


def live(desk, until):
    """Beat at every due moment until then."""
    while True:
        planner.run(desk.store, desk.clock())
        desk.deliver()
        due = [moment for moment in (desk.outbox.next_due(), desk.store.next_plan()) if moment]
        if not due or min(due) > until:
            break
        desk.slack.advance(to=max(min(due), desk.clock()))
    desk.slack.advance(to=max(until, desk.clock()))


def said(desk):
    dm = desk.slack.ask(lambda: desk.slack.sandbox.workspace.dm(ANNA).id)
    return [datetime.fromtimestamp(float(message["ts"]), UTC) for message in desk.standing(dm)]


def test_a_question_comes_on_the_first_working_day_at_ten_in_berlin(desk):
    register(desk)
    live(desk, datetime(2026, 3, 9, 12, tzinfo=UTC))
    assert said(desk) == [datetime(2026, 3, 9, 9, tzinfo=UTC)]


def test_planning_again_and_again_owes_nothing_twice(desk):
    register(desk)
    for _ in range(3):
        live(desk, datetime(2026, 3, 9, 12, tzinfo=UTC))
        with desk.store.work(TEAM, desk.clock()) as work:
            work.plan(1, desk.clock())
    assert len(said(desk)) == 1


def test_what_one_person_owes_on_one_morning_is_one_message_that_names_every_key(desk):
    for number in (1, 2, 3):
        register(desk, number)
    live(desk, datetime(2026, 3, 9, 12, tzinfo=UTC))
    (message,) = desk.standing(desk.slack.ask(lambda: desk.slack.sandbox.workspace.dm(ANNA).id))
    assert message["text"].startswith("*gathered*")
    assert len(message["metadata"]["event_payload"]["c"]) == 2
    assert desk.state("2:check_in_due:a1:w1") == desk.state("3:check_in_due:a1:w1") == "folded"


def test_a_question_that_was_answered_before_is_never_asked(desk):
    register(desk)
    log(desk, 1)
    live(desk, datetime(2026, 3, 12, 12, tzinfo=UTC))
    assert said(desk) == []


def test_silence_is_asked_about_once_more_and_then_let_be(desk):
    register(desk)
    live(desk, datetime(2026, 3, 15, 12, tzinfo=UTC))
    assert said(desk) == [datetime(2026, 3, 9, 9, tzinfo=UTC), datetime(2026, 3, 11, 9, tzinfo=UTC)]


def test_an_answer_is_shown_where_the_question_stands(desk):
    register(desk)
    live(desk, datetime(2026, 3, 9, 12, tzinfo=UTC))
    log(desk, 1)
    desk.deliver()
    assert len(said(desk)) == 1
    assert desk.state("1:check_in_due:a1:w1:r1") == "sent"
    live(desk, datetime(2026, 3, 12, 12, tzinfo=UTC))
    assert len(said(desk)) == 1


def test_of_a_gathered_message_every_section_can_be_answered(desk):
    for number in (1, 2):
        register(desk, number)
    live(desk, datetime(2026, 3, 9, 12, tzinfo=UTC))
    log(desk, 2)
    desk.deliver()
    assert desk.state("1:check_in_due:a1:w1:r1") == "sent"  # the message belongs to the first letter


def test_after_three_weeks_of_downtime_there_is_one_question_for_all_of_them(desk):
    register(desk)
    desk.slack.advance(to=datetime(2026, 3, 24, 2, tzinfo=UTC))  # at night
    live(desk, datetime(2026, 3, 24, 12, tzinfo=UTC))
    assert said(desk) == [datetime(2026, 3, 24, 9, 1, tzinfo=UTC)]
    folded = [desk.state(f"1:check_in_due:a1:w{week}") for week in (1, 2, 3)]
    assert sorted(folded) == ["folded", "folded", "sent"]


def test_the_outlook_tells_what_would_be_due_and_writes_nothing(desk):
    register(desk)
    coming = planner.outlook(desk.store, datetime(2026, 3, 9, 9, tzinfo=UTC))
    assert [one.name for _, one in coming] == ["1:check_in_due:a1:w1"]
    with desk.store.read(TEAM) as look:
        assert look.letter_state("1:check_in_due:a1:w1") is None


def test_the_outlook_leaves_out_what_came_up_late_and_waits_for_people_to_be_at_work(desk):
    """Day 60 passed on 30 April; the bot comes to it on a Sunday."""
    planned_from(desk, date(2026, 3, 2), home=Home(channel="C0SALES"))
    sunday, monday = datetime(2026, 5, 10, 12, tzinfo=UTC), datetime(2026, 5, 11, 8, tzinfo=UTC)
    told = {
        at: {one.kind: one.goes_at for _, one in planner.outlook(desk.store, at)} for at in (sunday, monday)
    }
    assert "pilot_paused" not in told[sunday]
    assert told[monday]["pilot_paused"] == monday


def test_an_idle_workspace_is_not_planned(desk):
    register(desk)
    planner.run(desk.store, desk.clock())
    with desk.store.read(TEAM) as look:
        assert look.to_plan(desk.clock()) == ()
        assert isinstance(look.pilot(1), Pilot)


def planned_from(desk, day_one, home=None):
    """A pilot whose plan begins on that day, past its entry check."""
    with desk.store.work(TEAM, desk.clock(), by=BEN) as work:
        whole = framed(number=1, day_one=day_one, home=home)
        terms = whole.contract.terms.model_copy(update={"due": day_one + timedelta(days=50)})
        locked = whole.contract.model_copy(update={"terms": terms})
        before = work.add_use_case(whole.model_copy(update={"contracts": (locked,)}), nonce="planned")
        after = before.model_copy(update={"worth": "100 a month"})
        return changes.change(work, before, after, "worth told", desk.clock())


def test_the_plan_is_spoken_of_before_on_and_after_the_day_and_then_to_the_sponsor_too(desk):
    """Day 30 from 2 March is Tuesday 31 March 2026; two working days later is Thursday."""
    planned_from(desk, date(2026, 3, 2))
    live(desk, datetime(2026, 4, 2, 15, tzinfo=UTC))
    phases = ("headsup", "due", "overdue")
    assert {desk.state(f"1:milestone_due:a1:d30:{phase}") for phase in phases} == {"sent"}
    assert desk.state("1:milestone_escalated:a1:d30:overdue") == "sent"


def test_time_alone_opens_a_gate_and_pauses_an_undecided_pilot_once(desk):
    """Day 60 from 2 March is Thursday 30 April; Friday is a holiday: the pause comes after Tuesday."""
    planned_from(desk, date(2026, 3, 2))
    live(desk, datetime(2026, 5, 5, 12, tzinfo=UTC))
    with desk.store.read(TEAM) as look:
        assert [gate.name for gate in look.use_case(1).gates] == ["pilot"]
        assert look.use_case(1).pause is None
    live(desk, datetime(2026, 5, 5, 23, tzinfo=UTC))
    with desk.store.read(TEAM) as look:
        paused = look.use_case(1)
        assert paused.pause.since == date(2026, 5, 6)
        assert look.to_plan(desk.clock()) == ()
    live(desk, datetime(2026, 6, 5, tzinfo=UTC))
    with desk.store.read(TEAM) as look:
        assert look.use_case(1).version == paused.version


def test_what_a_voter_was_asked_is_drawn_anew_when_time_alone_changes_a_criterion(desk):
    piloting(desk)
    for week, value in enumerate((4.0, 3.6, 3.4, 3.2), 1):
        desk.slack.advance(to=datetime.combine(GO_LIVE + timedelta(days=7 * week), time(6), UTC))
        log(desk, 1, day=GO_LIVE + timedelta(days=7 * week - 1), value=value)
    desk.postman = desk.another_postman(draw=blocks.draw)
    live(desk, datetime(2026, 4, 1, 12, tzinfo=UTC))
    assert "met: KPI signal" in asked_for_a_vote(desk)
    live(desk, datetime(2026, 4, 24, 12, tzinfo=UTC))
    assert "unclear: KPI signal" in asked_for_a_vote(desk)


def piloting(desk):
    """A use case in its Pilot stage since Day 1, with an open gate and one gatekeeper."""
    with desk.store.work(TEAM, desk.clock()) as work:
        work.keep_person(Person(id=CARLA, name="Carla", zone="Europe/Berlin"))
        asked = work.settings().model_copy(update={"gatekeepers": (CARLA,)})
        work.keep_settings(work.settings(), asked)
        before = work.add_use_case(framed(bottlenecks=(), day_one=GO_LIVE), nonce="1")
        complete = before.model_copy(update={"bottlenecks": framed().bottlenecks})
        entered = changes.change(work, before, complete, "framed", NOW)
        opened = {
            "went_live": GoLive(day=GO_LIVE, at=NOW, by=ANNA, link="https://crm.example/1"),
            "gates": (Gate(name="pilot", attempt=1, opened_at=NOW, opened_by=ANNA),),
        }
        changes.change(work, entered, entered.model_copy(update=opened), "gate opened", NOW)


def asked_for_a_vote(desk):
    dm = desk.slack.ask(lambda: desk.slack.sandbox.workspace.dm(CARLA).id)
    return next(one["text"] for one in desk.standing(dm) if "our vote is asked" in one["text"])
