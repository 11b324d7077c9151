"""A database thrown back to an older state: what was sent in the future it forgot is found, not sent anew."""

import pytest
from slack_sdk import WebClient

from playbook.letters import Owed
from sandbox.workspace import TEAM
from tests.schedules.conftest import draw
from tests.simulation.world import raw
from tests.store.company import CHANNEL, NOW, announced, announcement, duties

W1, W2 = "1:check_in:w1", "1:check_in:w2"


@pytest.fixture
def asking(desk):
    """With a postman who knows how to ask for a week."""
    make = {"check_in": lambda look, use_case, period, now: announced(period)}
    desk.postman = desk.another_postman(makers=make, draw=draw)
    return desk


def owe(desk, *weeks, fold=False):
    with desk.store.work(TEAM, desk.clock(), via="heart") as work:
        work.owe(*(Owed(1, "check_in", week, CHANNEL, NOW) for week in weeks))
        if fold:
            work.fold(W2, W1)


def named(message):
    return len(message["metadata"]["event_payload"]["c"])


def test_a_letter_that_waited_after_a_refusal_is_looked_up_too(asking):
    asking.faults.order("error", "chat.postMessage", error="not_in_channel")
    asking.post(announcement())
    asking.deliver()
    backup = raw(asking.store).serialize()
    asking.run(minutes=6)
    assert len(asking.texts(CHANNEL)) == 1
    raw(asking.store).deserialize(backup)
    asking.turn(hours=1)
    asking.run(minutes=10)
    assert len(asking.texts(CHANNEL)) == 1
    assert asking.row("1:use_case_announced:a1").reason == "found"


def test_it_is_looked_up_as_well_after_slack_was_out_of_reach_for_the_first_look(asking):
    nobody = WebClient("xoxb-x", base_url="http://127.0.0.1:9/api/")
    cut_off = asking.another_postman(client_for=lambda workspace: nobody)
    asking.post(announcement())
    cut_off.deliver(asking.clock)
    backup = raw(asking.store).serialize()
    asking.run(minutes=6)
    assert len(asking.texts(CHANNEL)) == 1
    raw(asking.store).deserialize(backup)
    asking.turn(hours=1)
    cut_off.deliver(asking.clock)
    assert asking.state("1:use_case_announced:a1") == "pending"
    asking.run(minutes=10)
    assert len(asking.texts(CHANNEL)) == 1
    assert asking.row("1:use_case_announced:a1").reason == "found"


def test_what_a_found_message_does_not_name_is_asked_by_itself(asking):
    backup = raw(asking.store).serialize()
    owe(asking, "w2")
    asking.deliver()
    raw(asking.store).deserialize(backup)
    owe(asking, "w1", "w2", fold=True)
    asking.run(minutes=1)
    assert [asking.state(W1), asking.state(W2), asking.row(W2).reason] == ["sent", "sent", "found"]
    assert [named(message) for message in asking.standing(CHANNEL)] == [0, 0]


def test_what_was_asked_by_itself_is_not_asked_again_by_another(asking):
    backup = raw(asking.store).serialize()
    owe(asking, "w1")
    asking.deliver()
    raw(asking.store).deserialize(backup)
    asking.turn(days=2)
    owe(asking, "w1")
    owe(asking, "w2", fold=True)
    asking.run(minutes=1)
    assert [asking.state(W1), asking.state(W2), asking.row(W1).reason] == ["sent", "sent", "found"]
    assert [named(message) for message in asking.standing(CHANNEL)] == [0, 0]
    assert asking.row(W2).covers == []


def test_a_message_that_names_some_of_them_leaves_the_others_to_be_asked(asking):
    """Two were gathered into one; in the forgotten future a third question had named only one of them."""
    backup = raw(asking.store).serialize()
    owe(asking, "w2", "w3")
    with asking.store.work(TEAM, asking.clock(), via="heart") as work:
        work.fold("1:check_in:w3", W2)
    asking.deliver()
    raw(asking.store).deserialize(backup)
    asking.turn(hours=1)
    owe(asking, "w1", "w2", fold=True)
    asking.run(minutes=1)
    owe(asking, "w3")
    asking.run(minutes=20)
    assert [asking.state(W1), asking.state(W2)] == ["sent", "folded"]
    assert len(asking.texts(CHANNEL)) == 2


def test_a_reply_that_stood_alone_in_the_forgotten_future_is_found_there(desk):
    desk.post(announcement())
    desk.deliver()
    desk.delete(desk.standing(CHANNEL)[0])
    desk.slack.person("irene").archives("ai-pilots")
    desk.post(duties(to=CHANNEL, replies_to="1:use_case_announced:a1"))
    desk.deliver()
    backup = raw(desk.store).serialize()
    desk.slack.person("irene").unarchives("ai-pilots")
    desk.run(hours=2)
    assert len(desk.texts(CHANNEL)) == 1
    raw(desk.store).deserialize(backup)
    desk.turn(hours=1)
    desk.run(minutes=10)
    assert len(desk.texts(CHANNEL)) == 1


def test_a_reply_that_went_alone_in_the_forgotten_future_is_found_though_its_root_stands_by_now(desk):
    desk.faults.order("error", "chat.postMessage", error="metadata_too_large")
    desk.post(announcement())
    desk.deliver()
    desk.faults.order("error", "chat.postMessage", error="is_archived")
    desk.post(duties(to=CHANNEL, replies_to="1:use_case_announced:a1"))
    desk.deliver()
    backup = raw(desk.store).serialize()
    desk.run(hours=2)
    assert len(desk.texts(CHANNEL)) == 1
    raw(desk.store).deserialize(backup)
    desk.resend("1:use_case_announced:a1")
    desk.run(minutes=30)
    assert len(desk.texts(CHANNEL)) == 2


def test_a_reply_is_found_in_the_thread_of_a_root_that_died_before_anybody_could_look_for_it(desk):
    desk.faults.order("error", "chat.postMessage", error="not_in_channel")
    desk.post(announcement(), duties(to=CHANNEL, replies_to="1:use_case_announced:a1"))
    desk.deliver()
    backup = raw(desk.store).serialize()
    desk.run(minutes=6)
    assert len(desk.texts(CHANNEL)) == 2
    raw(desk.store).deserialize(backup)
    desk.turn(hours=1)
    desk.faults.order("error", "conversations.history", error="metadata_too_large")
    desk.run(minutes=10)
    assert len(desk.texts(CHANNEL)) == 2
    assert desk.state("1:use_case_announced:a1") == "dead"
    assert desk.row("1:duties_given:n1").reason == "found"
    desk.sweep()
    assert desk.row("1:duties_given:n1").gone_at is None
