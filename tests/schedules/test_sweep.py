"""The sweep leaves one copy of every message, and leaves alone what people deleted."""

from datetime import timedelta

import pytest

from sandbox.workspace import BOT
from schedules.postman import EVENT_TYPE
from tests.store.company import BEN, CHANNEL, announcement, duties, edit

NAME = "1:use_case_announced:a1"
REPLY = "1:duties_given:n1"


def copy(desk, message, channel=CHANNEL, by=BOT):
    """A second message with the same mark, as a frozen process would leave it."""
    twin = message | {"ts": desk.slack.sandbox.clock.ts(), "user": by}
    desk.slack.ask(lambda: desk.slack.sandbox.workspace.channels[channel].messages.append(twin))
    return twin


def sent(desk, *letters):
    desk.post(*(letters or (announcement(),)))
    desk.deliver()
    return desk.standing(CHANNEL)


@pytest.mark.parametrize("after", [timedelta(minutes=15), timedelta(hours=26)])
def test_an_extra_copy_is_deleted(kept_desk, after, caplog):
    (message,) = sent(kept_desk)
    if after > timedelta(hours=1):
        kept_desk.turn(minutes=15)
        assert kept_desk.sweep() == 0
    copy(kept_desk, message)
    kept_desk.slack.advance(to=kept_desk.row(NAME).sent_at + after)
    assert kept_desk.sweep() == 1
    assert [m["ts"] for m in kept_desk.standing(CHANNEL)] == [message["ts"]]
    assert "stood twice" in caplog.text
    assert kept_desk.state(NAME) == "sent"


def test_when_the_recorded_copy_is_gone_the_other_one_is_kept(desk):
    (message,) = sent(desk)
    twin = copy(desk, message)
    desk.delete(message)
    desk.turn(minutes=15)
    assert desk.sweep() == 0
    assert desk.row(NAME).ts == twin["ts"]
    assert len(desk.standing(CHANNEL)) == 1


def test_what_another_app_copied_is_not_ours_to_delete_nor_taken_for_ours(desk):
    (message,) = sent(desk)
    copy(desk, message, by="U0ANOTHERAPP")
    desk.turn(minutes=15)
    assert desk.sweep() == 0
    assert desk.calls("chat.delete") == []
    assert desk.row(NAME).dup_checked == 1
    desk.delete(message)
    desk.turn(hours=26)
    desk.sweep()
    assert desk.row(NAME).gone_at is not None


@pytest.mark.parametrize("payload", [{"k": 1, "c": 5}, {"c": "copies"}, ["k"], "k"])
def test_what_another_app_writes_under_the_name_of_our_metadata_stops_no_sweep(desk, payload):
    (message,) = sent(desk)
    copy(desk, message | {"metadata": {"event_type": EVENT_TYPE, "event_payload": payload}}, by="U0OTHER")
    desk.turn(minutes=15)
    assert desk.sweep() == 0
    assert desk.row(NAME).dup_checked == 1


def test_a_message_a_person_deleted_is_seen_and_not_posted_again(desk):
    (message,) = sent(desk)
    desk.delete(message)
    desk.turn(minutes=15)
    desk.sweep()
    assert desk.row(NAME).gone_at is not None
    desk.run(days=3)
    assert desk.standing(CHANNEL) == []


def test_messages_of_one_channel_are_looked_at_together(desk):
    sent(desk, *(announcement(number) for number in range(1, 31)), duties(to=BEN))
    desk.turn(minutes=15)
    desk.sweep()
    assert len(desk.calls("conversations.history")) == 2


def test_a_thread_is_looked_at_as_a_thread(desk):
    root, reply = sent(desk, announcement(), duties(to=CHANNEL, replies_to=NAME))
    copy(desk, reply)
    desk.turn(minutes=15)
    assert desk.sweep() == 1
    assert [m["ts"] for m in desk.standing(CHANNEL)] == [root["ts"], reply["ts"]]


def test_a_reply_that_stands_alone_is_looked_for_in_the_channel(desk):
    root, _ = sent(desk, announcement(), duties(to=CHANNEL, replies_to=NAME))
    desk.delete(root)
    desk.post(edit("v2"))
    desk.deliver()
    sent(desk, duties(to=CHANNEL, period="n2", replies_to=NAME))
    desk.turn(minutes=15)
    desk.sweep()
    row = desk.row("1:duties_given:n2")
    assert (row.dup_checked, row.gone_at) == (1, None)


def test_a_reply_that_went_while_its_root_was_dead_is_looked_for_in_the_channel(desk):
    desk.faults.order("error", "chat.postMessage", error="metadata_too_large")
    desk.post(announcement(), duties(to=CHANNEL, replies_to=NAME))
    desk.deliver()
    desk.resend(NAME)
    desk.deliver()
    assert len(desk.texts(CHANNEL)) == 2
    desk.turn(minutes=15)
    desk.sweep()
    assert (desk.row(REPLY).gone_at, desk.row(REPLY).dup_checked) == (None, 1)


def test_a_copy_that_cannot_be_deleted_now_is_deleted_later(desk):
    (message,) = sent(desk)
    copy(desk, message)
    desk.turn(minutes=15)
    desk.faults.order("ratelimited", "chat.delete")
    assert desk.sweep() == 0
    desk.turn(minutes=10)
    assert desk.sweep() == 1
    assert len(desk.standing(CHANNEL)) == 1


@pytest.mark.parametrize("code", ["not_in_channel", "missing_scope", "channel_not_found"])
def test_where_we_may_not_look_any_more_nothing_is_believed_gone(desk, code):
    sent(desk)
    desk.turn(minutes=15)
    desk.faults.order("error", "conversations.history", error=code)
    desk.sweep()
    assert desk.row(NAME).gone_at is None
    assert desk.row(NAME).dup_checked == 1


def test_a_slack_that_is_down_is_asked_again(desk):
    sent(desk)
    desk.turn(minutes=15)
    desk.faults.order("status", "conversations.history")
    desk.sweep()
    assert (desk.row(NAME).gone_at, desk.row(NAME).dup_checked) == (None, 0)
    desk.turn(minutes=10)
    desk.sweep()
    assert desk.row(NAME).dup_checked == 1


def test_our_edits_do_not_hide_the_mark(desk):
    sent(desk, announcement(), edit("v2", "new"))
    desk.turn(minutes=15)
    desk.sweep()
    assert (desk.row(NAME).gone_at, desk.row(NAME).dup_checked) == (None, 1)


def test_an_edit_that_was_on_its_way_ends_with_the_message_a_person_deleted(desk):
    (message,) = sent(desk)
    desk.post(edit("v2"))
    desk.outbox.claim(desk.clock(), "a copy that dies")
    desk.delete(message)
    desk.turn(minutes=15)
    desk.sweep()
    desk.run(hours=1)
    assert (desk.state(f"{NAME}:v2"), desk.row(f"{NAME}:v2").reason) == (
        "cancelled",
        "a person deleted the message",
    )
