"""The bot was away. What it owes when it is back is decided by kind, and nobody is flooded or woken by it."""

from datetime import UTC, date, datetime, timedelta

import pytest

import blocks
from bot.house import CADENCES
from playbook.facts import GoLive, Habits, Person, Settings
from playbook.letters import Owed
from sandbox.workspace import TEAM
from schedules.heart import Heart
from store.flood import A_PERSON
from tests.playbook.gated import framed
from tests.schedules.test_planner import live
from tests.simulation.world import raw
from tests.store.company import ANNA, BEN, NOW, announced, announcement

LEADERS = "C0LEADERSHIP"
BACK = datetime(2026, 4, 1, 2, tzinfo=UTC)  # Wednesday, at four in the morning in Berlin


@pytest.fixture
def desk(desk):
    with desk.store.work(TEAM, desk.clock()) as work:
        for person, name in ((ANNA, "Anna"), (BEN, "Ben")):
            work.keep_person(Person(id=person, name=name, zone="Europe/Berlin"))
        work.keep_settings(work.settings(), Settings(country="DE", zone="Europe/Berlin", version=1))
    return desk


@pytest.fixture
def pilot(desk):
    """Day 30 is Tuesday 31 March, and the week of the readings ends on Sunday 29 March."""
    day_one = date(2026, 3, 2)
    live_since = GoLive(day=day_one, at=NOW, by=ANNA, link="https://crm.example/1")
    whole = framed(number=1, day_one=day_one, home=None, owner=ANNA, sponsor=BEN, went_live=live_since)
    terms = whole.contract.terms.model_copy(update={"due": day_one + timedelta(days=50)})
    locked = whole.contract.model_copy(update={"terms": terms})
    with desk.store.work(TEAM, desk.clock(), by=BEN) as work:
        return work.add_use_case(whole.model_copy(update={"contracts": (locked,)}), nonce="one")


def dm_with(desk, person):
    return desk.slack.ask(lambda: desk.slack.sandbox.workspace.dm(person).id)


def messages(desk, person):
    """The second in which each message to a person was posted, and how many letters it carries."""
    return [
        (datetime.fromtimestamp(int(float(one["ts"])), UTC), 1 + len(one["metadata"]["event_payload"]["c"]))
        for one in desk.standing(dm_with(desk, person))
    ]


def test_three_days_down_over_a_milestone_and_a_weekly_question(desk, pilot):
    live(desk, datetime(2026, 3, 28, 12, tzinfo=UTC))
    before = messages(desk, ANNA)
    desk.slack.advance(to=BACK)
    live(desk, datetime(2026, 4, 1, 20, tzinfo=UTC))
    caught_up = messages(desk, ANNA)[len(before) :]
    assert caught_up == [(datetime(2026, 4, 1, 8, 1, tzinfo=UTC), len(ONE_MORNING))]
    assert [desk.state(name) for name in ONE_MORNING] == ["sent", "folded", "folded", "folded"]
    text = next(one["text"] for one in desk.standing(dm_with(desk, ANNA))[len(before) :])
    assert text.startswith("*gathered*")


def beats(desk, until):
    """The whole heart, at every due moment until then."""
    heart = Heart(desk.store, desk.postman, desk.clock, CADENCES)
    while True:
        heart.beat(desk.clock())
        due = heart.next_due()
        if due is None or due > until:
            break
        desk.slack.advance(to=max(due, desk.clock()))
    desk.slack.advance(to=until)


def test_three_days_down_over_the_digest_as_well(desk, pilot):
    """From Monday at four in the morning until Thursday at four: the table's catch-up, and no more."""
    desk.postman.draw = blocks.draw
    told = {"leadership_channel": LEADERS, "answered_at": NOW, "version": 2}
    with desk.store.work(TEAM, desk.clock()) as work:
        work.keep_settings(work.settings(), work.settings().model_copy(update=told))
    beats(desk, datetime(2026, 3, 30, 2, tzinfo=UTC))
    before = {person: len(messages(desk, person)) for person in (ANNA, BEN)}
    assert desk.texts(LEADERS) == []
    desk.slack.advance(to=BACK + timedelta(days=1))
    beats(desk, datetime(2026, 4, 2, 20, tzinfo=UTC))
    (digest, *_) = desk.texts(LEADERS)
    assert "Late: it was due on Wed 1 Apr 2026" in digest
    assert [desk.state(name) for name in THURSDAY] == ["sent", "folded", "folded", "folded", "folded"]
    anna, ben = (messages(desk, person)[before[person] :] for person in (ANNA, BEN))
    assert [carried for _, carried in anna] == [len(THURSDAY)]
    assert [desk.state(name) for name in SPONSORS] == ["sent", "sent"]
    at_ten = datetime(2026, 4, 2, 8, tzinfo=UTC)
    assert [said for said, _ in ben] == [at_ten, at_ten + A_PERSON]


# What was missed on Monday and Tuesday, its reminder, and what this Wednesday owes by itself.
ONE_MORNING = (
    "1:check_in_due:a1:w4",
    "1:milestone_due:a1:d30:due",
    "1:check_in_nudged:a1:w4",
    "1:control_drawn:2026-04",
)
THURSDAY = (*ONE_MORNING, "1:milestone_due:a1:d30:overdue")  # and what this Thursday owes by itself
SPONSORS = ("1:vote_asked:a1:pilot:U0BEN", "1:milestone_escalated:a1:d30:overdue")  # of this Thursday too


def test_the_sponsors_vote_of_the_days_away_is_asked_when_the_sponsor_works(desk, pilot):
    live(desk, datetime(2026, 3, 28, 12, tzinfo=UTC))
    before = messages(desk, BEN)
    desk.slack.advance(to=BACK)
    live(desk, datetime(2026, 4, 1, 20, tzinfo=UTC))
    at_nine = datetime(2026, 4, 1, 7, tzinfo=UTC)  # when work begins in Berlin, by now in summer time
    assert messages(desk, BEN)[len(before) :] == [(at_nine, 1)]


def morning_question(desk, kind, number=1, to=ANNA):
    with desk.store.work(TEAM, desk.clock(), via="heart") as work:
        work.owe(Owed(number, kind, "a1", to, desk.clock()))
    made = {kind: lambda look, use_case, period, now: announced("asked")}
    desk.postman = desk.another_postman(makers=made)


def test_a_question_that_was_on_its_way_all_evening_comes_in_the_morning(desk):
    desk.slack.advance(to=datetime(2026, 3, 27, 15, 57, tzinfo=UTC))  # Friday, three minutes before work ends
    for _ in range(2):
        desk.faults.order("drop_before", "chat.postMessage")
    morning_question(desk, "check_in_due")
    desk.run(hours=65)
    ((said, _),) = messages(desk, ANNA)
    assert said == datetime(2026, 3, 30, 8, 1, tzinfo=UTC)  # Monday, just past ten, by now in summer time


def says(desk, **habits):
    with desk.store.work(TEAM, desk.clock(), by=ANNA) as work:
        work.keep_habits(ANNA, Habits(**habits))


def test_who_is_back_before_they_said_is_asked_what_waited_for_them(desk):
    desk.slack.advance(to=datetime(2026, 3, 24, 9, 30, tzinfo=UTC))
    says(desk, away_until=date(2026, 3, 31))
    morning_question(desk, "check_in_due")
    desk.run(hours=24)
    assert messages(desk, ANNA) == []
    says(desk)
    desk.run(minutes=5)
    assert [said for said, _ in messages(desk, ANNA)] == [datetime(2026, 3, 25, 9, 31, tzinfo=UTC)]


def test_what_was_asked_of_somebody_back_early_is_found_when_a_restored_backup_waits_for_the_later_day(desk):
    desk.slack.advance(to=datetime(2026, 3, 24, 9, 30, tzinfo=UTC))
    says(desk, away_until=date(2026, 3, 31))
    morning_question(desk, "check_in_due")
    desk.turn(hours=1)
    desk.run(minutes=5)  # late: looked for, not found, and put off until they are back
    backup = raw(desk.store).serialize()
    says(desk)
    desk.run(minutes=5)
    assert len(messages(desk, ANNA)) == 1
    raw(desk.store).deserialize(backup)
    desk.slack.advance(to=datetime(2026, 4, 1, 7, tzinfo=UTC))
    desk.run(hours=3)
    assert len(messages(desk, ANNA)) == 1
    assert desk.row("1:check_in_due:a1").reason == "found"


def test_what_waits_for_the_end_of_a_holiday_comes_today_when_the_country_was_wrong(desk):
    desk.slack.advance(to=datetime(2026, 4, 3, 9, 30, tzinfo=UTC))  # Good Friday, on which New York works
    morning_question(desk, "check_in_due")
    desk.run(minutes=30)
    assert messages(desk, ANNA) == []
    with desk.store.work(TEAM, desk.clock(), by=BEN) as work:
        before = work.settings()
        work.keep_settings(before, before.model_copy(update={"country": "US", "version": before.version + 1}))
    desk.run(minutes=5)
    assert [said for said, _ in messages(desk, ANNA)] == [datetime(2026, 4, 3, 10, 1, tzinfo=UTC)]


def test_what_waits_for_another_try_does_not_come_sooner_because_somebody_is_back(desk):
    desk.slack.advance(to=datetime(2026, 3, 24, 9, 30, tzinfo=UTC))
    desk.faults.order("error", "chat.postMessage", error="not_in_channel")
    morning_question(desk, "check_in_due")
    desk.deliver()
    before = desk.row("1:check_in_due:a1").next_at
    says(desk)
    assert desk.row("1:check_in_due:a1").next_at == before > desk.clock()


def test_a_vote_that_is_asked_in_the_evening_is_asked_then_but_never_late_at_night(desk):
    desk.slack.advance(to=datetime(2026, 3, 26, 19, tzinfo=UTC))
    morning_question(desk, "vote_asked")
    desk.deliver()
    assert len(messages(desk, ANNA)) == 1
    morning_question(desk, "vote_asked", number=2)
    desk.turn(hours=5)
    desk.run(hours=12)
    assert [said for said, _ in messages(desk, ANNA)][1:] == [datetime(2026, 3, 27, 9, 1, tzinfo=UTC)]


def test_what_is_late_comes_ten_minutes_after_what_is_asked_in_time(desk):
    desk.slack.advance(to=datetime(2026, 3, 26, 9, tzinfo=UTC))
    morning_question(desk, "check_in_due")
    desk.turn(hours=1)
    morning_question(desk, "check_in_due", number=2)
    desk.run(minutes=30)
    (first, _), (second, _) = messages(desk, ANNA)
    assert second - first == A_PERSON
    assert desk.row("2:check_in_due:a1").sent_at < desk.row("1:check_in_due:a1").sent_at


def test_an_alert_comes_at_night_too(desk):
    desk.slack.advance(to=datetime(2026, 3, 26, 19, tzinfo=UTC))
    morning_question(desk, "rollback_unanswered")
    desk.turn(hours=5)
    desk.run(minutes=1)
    assert len(messages(desk, ANNA)) == 1


def test_a_channel_has_no_quiet_hours(desk):
    desk.post(announcement())
    desk.turn(hours=14)
    desk.run(minutes=1)
    assert desk.state("1:use_case_announced:a1") == "sent"
