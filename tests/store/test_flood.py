"""Catching up after downtime: nobody gets more than one direct message in ten minutes, alerts excepted."""

from datetime import timedelta

import pytest

from playbook.letters import DutiesGiven, Letter, Owed
from store import Message, Trouble
from tests.store.company import ANNA, BEN, CHANNEL, NOW, T

MINUTE = timedelta(minutes=1)
TROUBLE = Trouble("timeout", "lose_sight")
BACK = NOW + timedelta(days=3)  # after three days without the bot


@pytest.fixture
def outbox(store):
    with store.work(T, NOW, by=ANNA) as work:
        work.install("U0PILOTAGE")
    return store.outbox


def owe(store, *owed, at=NOW):
    with store.work(T, at) as work:
        work.owe(*owed)


def asked(number, to=ANNA, due=NOW, kind="vote_asked"):
    return Owed(number, kind, "a1", to, due)


def names(claims):
    return [claim.name for claim in claims]


def carry(outbox, at):
    """One round: what was looked for is not found, and what may go is sent; the names of those sent."""
    sent = []
    while claims := outbox.claim(at, "worker"):
        for claim in claims:
            if claim.look:
                outbox.not_found(claim, at)
            else:
                outbox.sent(claim, Message(f"D{claim.to}", f"{claim.id}.{at:%H%M}"), at)
                sent.append(claim.name)
    return sent


def test_after_downtime_a_person_gets_one_message_in_ten_minutes(store, outbox):
    owe(store, *(asked(number) for number in (1, 2, 3)))
    assert carry(outbox, BACK) == ["1:vote_asked:a1"]
    assert carry(outbox, BACK + 9 * MINUTE) == []
    assert outbox.next_due() == BACK + 10 * MINUTE
    assert carry(outbox, BACK + 10 * MINUTE) == ["2:vote_asked:a1"]
    assert carry(outbox, BACK + 20 * MINUTE) == ["3:vote_asked:a1"]


def test_everybody_has_their_own_ten_minutes(store, outbox):
    owe(store, asked(1), asked(2), asked(3, to=BEN))
    assert carry(outbox, BACK) == ["1:vote_asked:a1", "3:vote_asked:a1"]


def test_an_alert_waits_for_nobody(store, outbox):
    owe(store, asked(1), asked(2, kind="rollback_unanswered"), asked(3))
    assert carry(outbox, BACK) == ["1:vote_asked:a1", "2:rollback_unanswered:a1"]


def test_what_is_in_time_is_not_held_back(store, outbox):
    owe(store, asked(1), asked(2))
    assert carry(outbox, NOW) == ["1:vote_asked:a1", "2:vote_asked:a1"]


def test_what_the_calendar_owes_in_time_comes_ten_minutes_after_what_was_late(store, outbox):
    owe(store, asked(1))
    assert carry(outbox, BACK) == ["1:vote_asked:a1"]
    owe(store, asked(2, due=BACK + 5 * MINUTE))
    assert carry(outbox, BACK + 5 * MINUTE) == []
    assert carry(outbox, BACK + 10 * MINUTE) == ["2:vote_asked:a1"]


def test_what_a_morning_owes_comes_ten_minutes_after_a_vote_asked(store, outbox):
    owe(store, asked(1, kind="milestone_escalated"), asked(2), asked(3))
    assert carry(outbox, NOW) == ["2:vote_asked:a1", "3:vote_asked:a1"]
    assert carry(outbox, NOW + 10 * MINUTE) == ["1:milestone_escalated:a1"]


def test_an_answer_in_time_does_not_wait_for_what_was_late(store, outbox):
    owe(store, asked(1))
    assert carry(outbox, BACK) == ["1:vote_asked:a1"]
    with store.work(T, BACK) as work:
        work.post(Letter(to=ANNA, period="1", notice=DutiesGiven(use_case=2, title="Quotes")))
    assert carry(outbox, BACK + MINUTE) == ["2:duties_given:1"]


def test_what_was_tried_before_slack_went_away_is_held_back_too(store, outbox):
    owe(store, asked(1), asked(2))
    for claim in outbox.claim(NOW, "worker"):
        outbox.lost_sight(claim, NOW, TROUBLE)
    assert carry(outbox, BACK) == ["1:vote_asked:a1"]
    assert carry(outbox, BACK + 10 * MINUTE) == ["2:vote_asked:a1"]


def test_a_workspace_gets_twenty_late_messages_a_minute(store, outbox):
    with store.work(T, NOW) as work:
        for number in range(1, 46):
            notice = DutiesGiven(use_case=number, title="Quotes")
            work.post(Letter(to=CHANNEL, period="1", notice=notice))
    assert [len(carry(outbox, BACK + minute * MINUTE)) for minute in range(3)] == [20, 20, 5]


def test_nobody_is_held_back_twice_by_the_same_message(store, outbox):
    """What a second copy of the bot has on its way counts as said."""
    owe(store, asked(1))
    outbox.not_found(outbox.claim(BACK, "first")[0], BACK)
    (on_its_way,) = outbox.claim(BACK, "first")
    owe(store, asked(2), at=BACK)
    assert outbox.claim(BACK, "second") == ()
    outbox.cancel(on_its_way, BACK, "no longer owed")
    assert carry(outbox, BACK + 10 * MINUTE) == ["2:vote_asked:a1"]


def test_what_waited_for_its_turn_is_looked_for_when_it_comes(store, outbox):
    """A restored backup may have forgotten that it went out, however often it was looked for before."""
    owe(store, asked(1))
    outbox.not_found(outbox.claim(BACK, "worker")[0], BACK)
    monday = BACK + timedelta(days=2)
    outbox.wait(outbox.claim(BACK, "worker")[0], monday, BACK, TROUBLE, tried=False)
    owe(store, asked(2))
    back = monday + 20 * MINUTE
    assert carry(outbox, back) == ["2:vote_asked:a1"]
    (late,) = outbox.claim(back + 10 * MINUTE, "worker")
    assert (late.name, late.look) == ("1:vote_asked:a1", True)


def test_so_is_what_was_refused_once(store, outbox):
    owe(store, asked(1), asked(2))
    first, second = outbox.claim(NOW, "worker")
    for claim in (first, second):
        outbox.wait(claim, BACK, NOW, TROUBLE, refused=True)
    back = BACK + 20 * MINUTE
    assert carry(outbox, back) == ["1:vote_asked:a1"]
    (late,) = outbox.claim(back + 10 * MINUTE, "worker")
    assert (late.name, late.look) == ("2:vote_asked:a1", True)
