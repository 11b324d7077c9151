"""The digest's files stand once at the end of its thread, whatever the network does; titles tell them."""

import csv
import io
from datetime import timedelta

import pytest

import blocks
from playbook import reviews
from playbook.facts import Home, Person, Settings
from sandbox.workspace import TEAM
from schedules import digest as cadence
from schedules import undeliverable
from tests.playbook.gated import framed
from tests.simulation.world import raw
from tests.store.company import ANNA, BEN

CHANNEL = "C0AIPILOTS"
DAY = timedelta(days=1)
SHARE, ADDRESS = "files.completeUploadExternal", "files.getUploadURLExternal"


def posted(desk):
    """A digest of one use case, its letters written and not carried yet."""
    desk.postman.draw = blocks.draw
    with desk.store.work(TEAM, desk.clock(), by=ANNA) as work:
        for person, name in ((ANNA, "Anna Sommer"), (BEN, "Ben Okafor")):
            work.keep_person(Person(id=person, name=name))
        told = Settings(
            leadership_channel=CHANNEL, zone="UTC", answered_at=desk.clock() - 90 * DAY, version=1
        )
        work.keep_settings(work.settings(), told)
        facts = {"number": 0, "registered_at": desk.clock() - 60 * DAY, "home": Home(channel=CHANNEL)}
        work.add_use_case(framed(**facts, title="=Quotes", owner=ANNA, sponsor=BEN), nonce="1")
    month = reviews.after(reviews.newest_due(desk.clock(), Settings(zone="UTC")))
    desk.slack.advance(to=reviews.due_at(month, Settings(zone="UTC")))
    cadence.run(desk.store, desk.clock())
    return f"0:digest_attached:{month}"


@pytest.fixture
def owed(desk):
    return posted(desk)


def shared(desk):
    """Messages with files that can be seen in the leadership channel."""
    where = desk.slack.sandbox.workspace.channels[CHANNEL]
    return desk.slack.ask(lambda: [m for m in where.messages if m.get("files")])


def test_table_and_pages_stand_at_the_end_of_the_thread(desk, owed):
    desk.deliver()
    (message,) = shared(desk)
    root, *_, last = [*desk.standing(CHANNEL), message]
    assert message["thread_ts"] == root["ts"]
    assert message["ts"] == max(one["ts"] for one in (*desk.standing(CHANNEL), last))
    table, pages = message["files"]
    assert (table["name"][-4:], pages["name"][-4:]) == (".csv", ".pdf")
    assert "1 use case with the four answers" in message["text"]
    assert desk.state(owed) == "sent"
    assert desk.row(owed).ts == message["ts"]


def test_they_say_who_by_name_and_nothing_a_spreadsheet_would_run(desk, owed):
    desk.deliver()
    (message,) = shared(desk)
    stored = desk.slack.sandbox.workspace.files[message["files"][0]["id"]]
    (row,) = csv.DictReader(io.StringIO(stored.content.decode("utf-8-sig")))
    assert (row["title"], row["owner"]) == ("'=Quotes", "Anna Sommer")


@pytest.mark.parametrize("kind", ["drop_after", "truncate_after", "status_after", "drop_before"])
def test_an_unknown_outcome_is_looked_up_by_title_and_nothing_is_shared_twice(desk, owed, kind):
    desk.faults.order(kind, SHARE)
    desk.deliver()
    assert desk.state(owed) == "unknown"
    assert len(shared(desk)) == (kind != "drop_before")
    desk.run(minutes=5)
    assert desk.state(owed) == "sent"
    assert len(shared(desk)) == 1


def test_what_fails_before_anything_can_be_seen_is_tried_again_and_is_never_in_doubt(desk, owed):
    desk.faults.order("drop_after", ADDRESS)
    desk.faults.order("status", "upload", status=503)
    desk.deliver()
    assert desk.state(owed) == "pending"
    assert shared(desk) == []
    desk.run(minutes=5)
    assert desk.state(owed) == "sent"
    assert len(shared(desk)) == 1


def test_a_yes_before_it_stands_is_not_believed(desk, owed):
    desk.faults.order("drop_after", "conversations.replies")
    desk.deliver()
    assert desk.state(owed) == "unknown"
    desk.run(minutes=5)
    assert desk.state(owed) == "sent"
    assert len(shared(desk)) == 1


def test_where_a_workspace_takes_no_files_an_admin_is_told_and_the_thread_stands(desk, owed):
    desk.faults.order("error", ADDRESS, error="file_uploads_disabled", times=9)
    desk.deliver()
    assert desk.state(owed) == "dead"
    assert len(desk.standing(CHANNEL)) > 1
    with desk.store.read(TEAM) as look:
        (trouble,) = look.troubles(desk.clock())
        assert "the files of the digest: this workspace takes no such files" in undeliverable.line(
            look, trouble
        )


def test_a_restored_backup_does_not_share_them_again(desk, owed):
    backup = raw(desk.store).serialize()
    desk.deliver()
    assert len(shared(desk)) == 1
    desk.turn(hours=1)
    raw(desk.store).deserialize(backup)
    desk.run(minutes=30)
    assert desk.state(owed) == "sent"
    assert len(shared(desk)) == 1


def test_pages_that_take_longer_than_a_lease_are_made_once_and_shared_at_the_next_try(desk, owed):
    made = []

    def slow(look, notice, now):
        made.append(notice.month)
        desk.turn(seconds=50)
        return cadence.files(look, notice, now)

    desk.postman.attachments = {"digest_attached": slow}
    desk.run(minutes=5)
    assert desk.state(owed) == "sent"
    assert (len(made), len(shared(desk)), len(desk.calls(SHARE))) == (1, 1, 1)
    assert desk.postman.brought == {}


def test_a_second_copy_is_swept_away(desk, owed):
    desk.deliver()
    (message,) = shared(desk)
    where = desk.slack.sandbox.workspace.channels[CHANNEL]
    copied = {**message, "ts": f"{float(message['ts']) + 1:.6f}"}
    desk.slack.ask(lambda: where.messages.append(copied))
    desk.turn(minutes=16)
    assert desk.sweep() == 1
    assert [one["ts"] for one in shared(desk)] == [message["ts"]]
