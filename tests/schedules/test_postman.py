"""The postman carries each letter once, whatever the network does, and says nothing nobody wrote down."""

import shutil
import threading
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from playbook.letters import Letter, Owed
from sandbox.workspace import TEAM
from store import Store, Times, claims, tables
from tests import fresh
from tests.schedules.conftest import Desk, draw
from tests.store.company import ANNA, BEN, CHANNEL, announced, announcement, duties, edit, proposed

NAME = "1:use_case_announced:a1"
PRIVATE = "C0PEOPLEOPS"


def test_an_announcement_stands_in_its_channel(kept_desk):
    kept_desk.post(announcement())
    assert kept_desk.deliver() == 1
    (message,) = kept_desk.standing(CHANNEL)
    assert message["text"] == "*use_case_announced* Faster quotes"
    with kept_desk.store.read(TEAM) as reading:
        found = reading.letter_state(NAME)
    assert (found.state, found.channel, found.ts) == ("sent", CHANNEL, message["ts"])
    assert kept_desk.deliver() == 0


def test_a_message_carries_nothing_but_an_opaque_mark(desk):
    desk.post(announcement(title="Secret plan"))
    desk.deliver()
    (message,) = desk.standing(CHANNEL)
    payload = message["metadata"]["event_payload"]
    assert set(payload) == {"k", "c", "v"}
    assert (payload["c"], payload["v"], len(payload["k"])) == ([], 1, 26)


def test_links_are_not_unfurled(desk):
    desk.post(announcement())
    desk.deliver()
    (call,) = desk.calls("chat.postMessage")
    assert (call.asked["unfurl_links"], call.asked["unfurl_media"]) == (False, False)


def test_a_direct_message_is_opened_once_and_then_remembered(kept_desk):
    kept_desk.post(duties(to=BEN))
    kept_desk.deliver()
    kept_desk.post(duties(to=BEN, period="n2"))
    kept_desk.deliver()
    assert len(kept_desk.texts("D0BEN")) == 2
    assert len(kept_desk.calls("conversations.open")) == 1


def test_an_edit_changes_the_message_in_place(kept_desk):
    kept_desk.post(announcement())
    kept_desk.deliver()
    kept_desk.post(edit("v2", "Quotes in three days"))
    kept_desk.deliver()
    (message,) = kept_desk.standing(CHANNEL)
    assert message["text"] == "*use_case_announced* Quotes in three days"
    assert message["blocks"][0]["text"]["text"] == message["text"]
    assert kept_desk.state(f"{NAME}:v2") == "sent"


def test_an_edit_written_before_its_message_stands_follows_it(desk):
    desk.post(announcement(), edit("v2", "second"), edit("v3", "third"))
    desk.deliver()
    assert desk.texts(CHANNEL) == ["*use_case_announced* third"]
    assert len(desk.calls("chat.update")) == 1


def test_a_reply_joins_the_thread(desk):
    desk.post(announcement(), duties(to=CHANNEL, replies_to=NAME))
    desk.deliver()
    root, reply = desk.standing(CHANNEL)
    assert reply["thread_ts"] == root["ts"]


LOST = {
    "the connection is cut after Slack posted it": ("drop_after", {}),
    "the answer is cut in half": ("truncate_after", {}),
    "Slack fails after it posted it": ("status_after", {"status": 502}),
    "Slack says fatal_error after it posted it": ("error_after", {"error": "fatal_error"}),
    "Slack says something nobody has heard before": ("error_after", {"error": "solar_flare"}),
}


@pytest.mark.parametrize("how", LOST)
def test_a_message_whose_answer_is_lost_stands_once(kept_desk, how):
    kind, details = LOST[how]
    kept_desk.faults.order(kind, "chat.postMessage", **details)
    kept_desk.post(announcement())
    assert kept_desk.deliver() == 0
    assert kept_desk.state(NAME) == "unknown"
    kept_desk.run(minutes=5)
    assert (kept_desk.state(NAME), kept_desk.row(NAME).reason) == ("sent", "found")
    assert kept_desk.texts(CHANNEL) == ["*use_case_announced* Faster quotes"]
    assert len(kept_desk.calls("chat.postMessage")) == 1


NOT_POSTED = {
    "the connection is cut before": ("drop_before", {}),
    "Slack fails": ("status", {"status": 503}),
    "Slack says internal_error": ("error", {"error": "internal_error"}),
}


@pytest.mark.parametrize("how", NOT_POSTED)
def test_a_message_that_was_not_posted_is_looked_for_and_then_sent(kept_desk, how):
    kind, details = NOT_POSTED[how]
    kept_desk.faults.order(kind, "chat.postMessage", **details)
    kept_desk.post(announcement())
    kept_desk.deliver()
    assert (kept_desk.state(NAME), kept_desk.texts(CHANNEL)) == ("unknown", [])
    kept_desk.turn(seconds=119)
    kept_desk.deliver()
    assert kept_desk.texts(CHANNEL) == []
    kept_desk.turn(seconds=1)
    kept_desk.deliver()
    assert (kept_desk.state(NAME), len(kept_desk.texts(CHANNEL))) == ("sent", 1)


def test_a_slack_that_hangs_is_given_up_after_the_timeout(slack):
    times = Times(timeout=timedelta(seconds=1))
    store = fresh.in_memory(times)
    desk = Desk(slack, store)
    desk.faults.order("slow_after", "chat.postMessage", seconds=2.0)
    desk.post(announcement())
    desk.deliver()
    assert desk.row(NAME).error == "TimeoutError"
    desk.run(minutes=5)
    assert (desk.state(NAME), len(desk.texts(CHANNEL))) == ("sent", 1)
    store.close()


class PowerCut(BaseException):
    """Nothing catches it."""


def test_a_postman_that_dies_after_posting_leaves_one_message(kept_desk):
    kept_desk.post(announcement())

    def clock_until_the_power_cut():
        if kept_desk.calls("chat.postMessage"):
            raise PowerCut
        return kept_desk.clock()

    with pytest.raises(PowerCut):
        kept_desk.postman.deliver(clock_until_the_power_cut)
    assert len(kept_desk.texts(CHANNEL)) == 1
    kept_desk.run(minutes=10)
    assert (kept_desk.state(NAME), len(kept_desk.texts(CHANNEL))) == ("sent", 1)


def test_a_restored_backup_doubles_nothing(slack, sqlite_url, tmp_path):
    store = Store(sqlite_url)
    store.migrate()
    desk = Desk(slack, store)
    desk.post(announcement(), duties(to=BEN), duties(to=CHANNEL, period="r1", replies_to=NAME))
    store.close()
    shutil.copy(tmp_path / "pilotage.db", tmp_path / "backup.db")
    desk.deliver()
    store.close()
    desk.turn(days=2)
    restored = Store(f"sqlite:///{tmp_path / 'backup.db'}")
    again = Desk(slack, restored)
    again.run(hours=1)
    assert (len(again.texts(CHANNEL)), len(again.texts("D0BEN"))) == (2, 1)
    assert again.state(NAME) == again.state("1:duties_given:n1") == again.state("1:duties_given:r1") == "sent"
    restored.close()


def test_what_a_forgotten_use_case_was_asked_does_not_count_for_the_next_one_with_its_number(
    slack, sqlite_url, tmp_path
):
    """Simulated seed 30077: one that speaks for an older use case is looked for further back than its own."""
    store = Store(sqlite_url)
    store.migrate()
    desk, backup = Desk(slack, store), tmp_path / "backup.db"
    asked_at = desk.clock()
    _register(desk, "kept")
    store.close()
    shutil.copy(tmp_path / "pilotage.db", backup)
    _register(desk, "forgotten")
    _ask(desk, Owed(2, "check_in", "w1", CHANNEL, asked_at))
    store.close()
    desk.turn(days=2)
    restored = Store(f"sqlite:///{backup}")
    again = Desk(slack, restored)
    _register(again, "next")
    _ask(
        again, Owed(1, "check_in", "w1", CHANNEL, asked_at), Owed(2, "check_in", "w1", CHANNEL, again.clock())
    )
    assert again.texts(CHANNEL) == ["*use_case_announced* forgotten", "*use_case_announced* next"]
    assert again.state("1:check_in:w1") == "folded"
    restored.close()


def _register(desk, form):
    with desk.store.work(TEAM, desk.clock(), by=ANNA) as work:
        work.add_use_case(proposed(title=form, registered_at=desk.clock()), nonce=form)


def _ask(desk, *owed):
    """The last one speaks for those before it."""
    with desk.store.work(TEAM, desk.clock(), via="heart") as work:
        for one in owed:
            work.owe(one)
        if folded := [one.name for one in owed[:-1]]:
            work.fold(owed[-1].name, *folded)
    make = {"check_in": lambda look, use_case, period, now: announced(look.use_case(use_case).title)}
    postman = desk.another_postman(makers=make)
    for _ in range(3):
        postman.deliver(desk.clock)
        desk.turn(minutes=3)


def test_a_late_letter_is_looked_for_and_then_sent(desk):
    desk.post(announcement())
    desk.turn(days=3)
    desk.deliver()
    assert len(desk.calls("conversations.history")) == 1
    assert len(desk.texts(CHANNEL)) == 1


def test_a_letter_on_time_is_sent_without_looking(desk):
    desk.post(announcement())
    desk.deliver()
    assert desk.calls("conversations.history") == []


def test_a_copy_of_our_mark_by_somebody_else_is_not_taken_for_ours(desk):
    desk.faults.order("drop_before", "chat.postMessage")
    desk.post(announcement())
    desk.deliver()
    payload = {"k": _mark(desk), "c": [], "v": 1}
    metadata = {"event_type": "pilotage_letter", "event_payload": payload}
    forged = {"type": "message", "user": ANNA, "text": "forged", "ts": desk.slack.sandbox.clock.ts()}
    channel = desk.slack.sandbox.workspace.channels[CHANNEL]
    desk.slack.ask(lambda: channel.messages.append(forged | {"metadata": metadata}))
    desk.run(minutes=5)
    assert [m["text"] for m in desk.standing(CHANNEL)] == ["forged", "*use_case_announced* Faster quotes"]


def _mark(desk):
    with desk.store._database.read() as connection:
        key = connection.execute(select(tables.workspaces.c.ledger_key)).scalar_one()
    return claims.mark(key, TEAM, NAME, None)


def test_looking_reads_page_after_page(desk, monkeypatch):
    monkeypatch.setattr("schedules.postman.PAGE", 3)
    desk.faults.order("drop_after", "chat.postMessage")
    desk.post(announcement())
    desk.deliver()
    for number in range(10):
        desk.slack.person("anna").types(f"chatter {number}", in_="#ai-pilots")
    desk.run(minutes=5)
    assert len(desk.calls("conversations.history")) == 4
    assert (desk.state(NAME), len(desk.texts(CHANNEL))) == ("sent", 1)


def test_one_letter_that_cannot_be_drawn_does_not_stop_the_others(desk, caplog):
    def broken(notice):
        if notice.kind == "duties_given":
            raise ZeroDivisionError
        return draw(notice)

    postman = desk.another_postman(draw=broken)
    desk.post(duties(to=BEN), announcement())
    assert postman.deliver(desk.clock) == 1
    assert (desk.state(NAME), desk.state("1:duties_given:n1")) == ("sent", "sending")
    assert "could not be carried" in caplog.text
    for _ in range(8):
        desk.turn(minutes=4)
        postman.deliver(desk.clock)
        desk.turn(minutes=4)
        postman.deliver(desk.clock)
    assert desk.state("1:duties_given:n1") == "dead"


def test_a_letter_of_a_newer_version_is_left_to_it(desk):
    with desk.store.work(TEAM, desk.clock()) as work:
        work.owe(Owed(0, "not_invented_yet", "x", BEN, desk.clock()))
    desk.run(hours=2)
    row = desk.row("0:not_invented_yet:x")
    assert (row.state, row.refusals, row.attempt) == ("pending", 0, 0)


def test_nothing_is_tried_where_the_app_is_not_installed(desk):
    postman = desk.another_postman(client_for=lambda workspace: None)
    desk.post(announcement())
    assert postman.deliver(desk.clock) == 0
    assert (desk.state(NAME), desk.row(NAME).attempt) == ("pending", 0)
    desk.turn(minutes=5)
    assert desk.deliver() == 1


def test_a_postman_who_was_asked_to_stop_gives_back_what_he_holds(desk):
    desk.post(*(announcement(number) for number in range(1, 6)))
    postman = desk.another_postman(draw=lambda notice: (postman.stop(), draw(notice))[1])
    assert postman.deliver(desk.clock) == 0
    assert {desk.state(f"{n}:use_case_announced:a1") for n in range(1, 6)} == {"pending"}
    assert desk.deliver() == 5


def test_nothing_is_posted_when_the_lease_may_run_out_during_the_call(desk):
    desk.post(announcement())
    late = []

    def slow_to_draw(notice):
        late.append(desk.turn(seconds=46) if not late else None)
        return draw(notice)

    postman = desk.another_postman(draw=slow_to_draw)
    assert postman.deliver(desk.clock) == 1
    assert len(late) == 2
    assert desk.row(NAME).attempt == 1


def test_a_message_a_person_deleted_is_recorded_and_never_posted_again(desk):
    desk.post(announcement())
    desk.deliver()
    (message,) = desk.standing(CHANNEL)
    desk.delete(message)
    desk.post(edit("v2"))
    desk.deliver()
    assert (desk.state(f"{NAME}:v2"), desk.row(NAME).gone_at is not None) == ("cancelled", True)
    desk.post(edit("v3"))
    desk.run(days=3)
    assert desk.texts(CHANNEL) == []


def test_a_reply_to_a_deleted_message_stands_alone(desk):
    desk.post(announcement())
    desk.deliver()
    desk.delete(desk.standing(CHANNEL)[0])
    desk.post(edit("v2"), duties(to=CHANNEL, replies_to=NAME))
    desk.run(minutes=30)
    desk.sweep()
    (alone,) = desk.standing(CHANNEL)
    assert "thread_ts" not in alone
    row = desk.row("1:duties_given:n1")
    assert (row.state, row.dup_checked, row.gone_at) == ("sent", 1, None)


def test_a_reply_whose_answer_was_lost_is_found_although_the_thread_lost_its_root(desk):
    desk.post(announcement())
    desk.deliver()
    desk.faults.order("drop_after", "chat.postMessage")
    desk.post(duties(to=CHANNEL, replies_to=NAME))
    desk.deliver()
    desk.delete(desk.standing(CHANNEL)[0])
    desk.post(edit("v2"))
    desk.run(minutes=5)
    assert desk.row(NAME).gone_at is not None
    assert len(desk.standing(CHANNEL)) == 1
    assert (desk.state("1:duties_given:n1"), desk.row("1:duties_given:n1").reason) == ("sent", "found")


def test_a_reply_that_went_before_its_root_stood_is_found_beside_the_thread(desk):
    desk.faults.order("error", "chat.postMessage", error="metadata_too_large")
    desk.post(announcement())
    desk.deliver()
    desk.faults.order("drop_after", "chat.postMessage")
    desk.post(duties(to=CHANNEL, replies_to=NAME))
    desk.deliver()
    assert (desk.state(NAME), desk.state("1:duties_given:n1")) == ("dead", "unknown")
    desk.resend(NAME)
    desk.deliver()
    assert desk.row(NAME).ts is not None
    desk.run(minutes=5)
    assert len(desk.standing(CHANNEL)) == 2
    row = desk.row("1:duties_given:n1")
    assert (row.state, row.reason, row.root) == ("sent", "found", None)


def test_who_stood_still_until_the_clock_was_set_back_does_not_post_what_another_copy_took_over(desk):
    back = [timedelta()]

    def draw_slowly(notice):
        began = desk.clock()
        desk.run(minutes=30)
        back.append(desk.clock() - began)
        return draw(notice)

    desk.post(announcement())
    desk.another_postman(draw=draw_slowly).deliver(lambda: desk.clock() - back[-1])
    assert len(desk.texts(CHANNEL)) == 1
    assert desk.state(NAME) == "sent"


def test_a_letter_to_a_private_channel_goes_once_the_bot_is_there(desk):
    desk.post(Letter(to=PRIVATE, period="a1", notice=announced()))
    desk.deliver()
    assert desk.state(NAME) == "pending"
    desk.slack.person("elena").invites("pilotage", to="people-ops")
    desk.run(minutes=6)
    assert len(desk.texts(PRIVATE)) == 1


def test_a_letter_that_folds_others_names_them_in_slack(desk):
    make = {"check_in": lambda look, use_case, period, now: announced(period)}
    postman = desk.another_postman(makers=make, draw=draw)
    with desk.store.work(TEAM, desk.clock(), via="heart") as work:
        for week in ("w1", "w2"):
            work.owe(Owed(1, "check_in", week, CHANNEL, desk.clock()))
        work.fold("1:check_in:w2", "1:check_in:w1")
    assert postman.deliver(desk.clock) == 1
    (message,) = desk.standing(CHANNEL)
    assert len(message["metadata"]["event_payload"]["c"]) == 1


def test_a_folded_letter_that_a_restored_backup_forgot_is_not_sent(desk):
    """The message in Slack names it; the ledger believes it is still to be sent."""

    make = {"check_in": lambda look, use_case, period, now: announced(period)}
    postman = desk.another_postman(makers=make)
    with desk.store.work(TEAM, desk.clock(), via="heart") as work:
        for week in ("w1", "w2"):
            work.owe(Owed(1, "check_in", week, CHANNEL, desk.clock()))
        work.fold("1:check_in:w2", "1:check_in:w1")
    postman.deliver(desk.clock)
    forgotten = {"state": "pending", "folded_into": None, "reason": None, "attempt": 0, "verify": 0}
    with desk.store._database.write() as connection:
        which = tables.letters.c.period == "w1"
        connection.execute(update(tables.letters).where(which).values(forgotten))
    desk.turn(hours=5)
    postman.deliver(desk.clock)
    assert desk.state("1:check_in:w1") == "folded"
    assert len(desk.texts(CHANNEL)) == 1


def test_what_is_owed_is_made_from_the_facts_of_the_moment_or_not_at_all(desk):
    facts = {"w1": announced("first"), "w2": None}
    postman = desk.another_postman(makers={"check_in": lambda look, use_case, period, now: facts[period]})
    with desk.store.work(TEAM, desk.clock(), via="heart") as work:
        for week in facts:
            work.owe(Owed(1, "check_in", week, CHANNEL, desk.clock()))
    facts["w1"] = announced("as it is now")
    postman.deliver(desk.clock)
    assert desk.texts(CHANNEL) == ["*use_case_announced* as it is now"]
    assert (desk.state("1:check_in:w2"), desk.row("1:check_in:w2").reason) == ("cancelled", "no longer owed")


def test_no_transaction_is_open_while_slack_is_asked(kept_desk):
    """A unit of work can be done while the post is on its way."""
    kept_desk.post(announcement())
    others = []

    def while_posting(notice):
        kept_desk.post(duties(to=BEN))
        others.append(1)
        return draw(notice)

    postman = kept_desk.another_postman(draw=while_posting)
    assert postman.deliver(kept_desk.clock) == 2
    assert len(others) == 2


def test_two_postmen_carry_each_letter_once(kept_desk):
    kept_desk.post(*(announcement(number) for number in range(1, 61)))
    postmen = [kept_desk.another_postman() for _ in range(2)]
    went = []
    threads = [
        threading.Thread(target=lambda one=one: went.append(one.deliver(kept_desk.clock))) for one in postmen
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sum(went) == 60
    assert len(kept_desk.standing(CHANNEL)) == 60
