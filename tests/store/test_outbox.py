"""From written down to final: leases, tokens, quiet periods, looking before sending, and ending well."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from store import Message, Store, Times, Trouble, tables
from tests.store.company import ANNA, BEN, CHANNEL, NOW, T, announcement, duties, edit

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
LOST = Trouble("RemoteDisconnected", "lose_sight")
REFUSED = Trouble("is_archived", "wait")
NAME = "1:use_case_announced:a1"


@pytest.fixture
def outbox(store):
    """The outbox of a store with one announcement in it."""
    with store.work(T, NOW, by=ANNA) as work:
        work.install("U0PILOTAGE")
        work.post(announcement())
    return store.outbox


def row(store, name=NAME):
    use_case, kind, period = name.split(":", 2)
    with store._database.read() as connection:
        key = (tables.letters.c.use_case == int(use_case)) & (tables.letters.c.period == period)
        return connection.execute(select(tables.letters).where(key, tables.letters.c.kind == kind)).one()


def claim(outbox, at=NOW):
    (only,) = outbox.claim(at, "worker")
    return only


def post(store, *letters, at=NOW):
    with store.work(T, at) as work:
        work.post(*letters)


# --- claims


def test_a_claimed_letter_belongs_to_one_worker_until_its_lease_ends(store, outbox):
    first = claim(outbox)
    assert not first.look
    assert outbox.claim(NOW + 59 * SECOND, "other") == ()
    assert first.lease_until == NOW + 60 * SECOND


def test_what_a_dead_worker_held_is_looked_for_after_the_quiet_period(store, outbox):
    claim(outbox)
    assert outbox.claim(NOW + 61 * SECOND, "other") == ()
    assert row(store).state == "unknown"
    assert outbox.claim(NOW + 179 * SECOND, "other") == ()
    assert claim(outbox, NOW + 180 * SECOND).look


def test_a_result_that_comes_after_somebody_took_over_is_not_written(store, outbox):
    slow = claim(outbox)
    second = claim(outbox, NOW + 4 * MINUTE)
    assert not outbox.sent(slow, Message(CHANNEL, "1.1"), NOW + 4 * MINUTE)
    assert row(store).state == "unknown"
    assert outbox.sent(second, Message(CHANNEL, "1.1"), NOW + 5 * MINUTE)
    assert not outbox.bury(slow, NOW + 6 * MINUTE, REFUSED)
    assert row(store).state == "sent"


def test_a_letter_that_is_late_at_its_first_try_is_looked_for_before_it_is_sent(store, outbox):
    late = claim(outbox, NOW + 11 * MINUTE)
    assert late.look
    assert late.since <= NOW
    outbox.not_found(late, NOW + 11 * MINUTE)
    assert not claim(outbox, NOW + 11 * MINUTE).look


def test_a_letter_that_is_a_little_late_is_just_sent(outbox):
    assert not claim(outbox, NOW + 9 * MINUTE).look


def test_an_unknown_outcome_is_looked_up_and_never_sent_again_before(store, outbox):
    outbox.lost_sight(claim(outbox), NOW, LOST)
    assert outbox.claim(NOW + 119 * SECOND, "w") == ()
    looking = claim(outbox, NOW + 2 * MINUTE)
    assert looking.look
    assert looking.since <= NOW - 5 * MINUTE
    assert outbox.sent(looking, Message(CHANNEL, "1.1"), NOW + 2 * MINUTE, how="found")
    assert (row(store).state, row(store).reason) == ("sent", "found")


def test_whoever_dies_while_looking_leaves_it_to_the_next(store, outbox):
    outbox.lost_sight(claim(outbox), NOW, LOST)
    claim(outbox, NOW + 2 * MINUTE)
    assert outbox.claim(NOW + 2 * MINUTE, "other") == ()
    assert claim(outbox, NOW + 3 * MINUTE).look


def test_when_it_is_not_found_it_goes_again(store, outbox):
    outbox.lost_sight(claim(outbox), NOW, LOST)
    outbox.not_found(claim(outbox, NOW + 2 * MINUTE), NOW + 2 * MINUTE)
    again = claim(outbox, NOW + 2 * MINUTE)
    assert (again.look, again.attempt, again.rounds) == (False, 2, 1)


def test_what_is_never_found_eight_times_is_dead(store, outbox):
    at = NOW
    for _ in range(8):
        assert row(store).state == "pending"
        outbox.lost_sight(claim(outbox, at), at, LOST)
        at += 2 * MINUTE
        outbox.not_found(claim(outbox, at), at)
    assert (row(store).state, row(store).tell_at) == ("dead", at)


def test_looking_before_a_late_first_post_is_no_round(store, outbox):
    at = NOW + HOUR
    outbox.not_found(claim(outbox, at), at)
    assert row(store).rounds == 0


def test_when_slack_does_not_let_us_look_it_stays_unknown(store, outbox):
    outbox.lost_sight(claim(outbox), NOW, LOST)
    at = NOW + 2 * MINUTE
    outbox.could_not_look(claim(outbox, at), at + MINUTE, at, LOST)
    assert outbox.claim(at, "w") == ()
    assert claim(outbox, at + MINUTE).look


def test_an_edit_is_repeated_without_looking(store, outbox):
    outbox.sent(claim(outbox), Message(CHANNEL, "1.1"), NOW)
    post(store, edit("v2"))
    outbox.lost_sight(claim(outbox), NOW, LOST)
    again = claim(outbox, NOW + 2 * MINUTE)
    assert (again.edits, again.look) == (True, False)


def test_a_late_edit_is_not_looked_for_either(store, outbox):
    outbox.sent(claim(outbox), Message(CHANNEL, "1.1"), NOW)
    post(store, edit("v2"))
    assert not claim(outbox, NOW + HOUR).look


def test_what_was_not_tried_for_lack_of_time_is_as_before(store, outbox):
    before = row(store)
    outbox.release(claim(outbox), NOW)
    after = row(store)
    assert (after.state, after.attempt, after.refusals) == (before.state, before.attempt, before.refusals)


def test_a_message_is_recorded_for_one_letter_only(store, outbox):
    post(store, duties(to=CHANNEL))
    first, second = outbox.claim(NOW, "w")
    outbox.sent(first, Message(CHANNEL, "1.1"), NOW)
    with pytest.raises(Exception, match=r"(?i)unique"):
        outbox.sent(second, Message(CHANNEL, "1.1"), NOW)


# --- waiting, gates, parking


def test_a_refusal_waits_as_long_as_it_is_told(store, outbox):
    outbox.wait(claim(outbox), NOW + HOUR, NOW, REFUSED, refused=True)
    assert outbox.claim(NOW + 59 * MINUTE, "w") == ()
    assert claim(outbox, NOW + HOUR).refusals == 1


def test_a_pause_is_no_try(store, outbox):
    one = claim(outbox)
    outbox.wait(one, NOW + MINUTE, NOW, Trouble("ratelimited", "pause"), tried=False)
    assert (row(store).attempt, row(store).refusals) == (0, 0)


def test_a_closed_gate_holds_its_channel_and_no_other(store, outbox):
    one = claim(outbox)
    outbox.close_gate(one, CHANNEL, NOW + MINUTE, NOW)
    outbox.release(one, NOW)
    post(store, announcement(2, to="C0OTHER"))
    assert [each.use_case for each in outbox.claim(NOW, "w")] == [2]
    assert claim(outbox, NOW + MINUTE).use_case == 1


def test_when_two_channels_are_refused_at_once_the_workspace_waits(store, outbox):
    post(store, announcement(2, to="C0OTHER"), duties(to=BEN))
    claims = outbox.claim(NOW, "w")
    outbox.close_gate(claims[0], CHANNEL, NOW + MINUTE, NOW)
    outbox.close_gate(claims[1], "C0OTHER", NOW + 2 * MINUTE, NOW)
    for one in claims:
        outbox.release(one, NOW)
    assert outbox.claim(NOW + MINUTE, "w") == ()
    assert len(outbox.claim(NOW + 2 * MINUTE, "w")) == 3


def test_a_gate_is_never_opened_earlier_by_a_shorter_pause(store, outbox):
    one = claim(outbox)
    outbox.close_gate(one, CHANNEL, NOW + HOUR, NOW)
    outbox.close_gate(one, CHANNEL, NOW + MINUTE, NOW)
    outbox.release(one, NOW)
    assert outbox.claim(NOW + 2 * MINUTE, "w") == ()


def test_a_parked_workspace_loses_nothing_and_goes_on_when_it_is_installed_again(store, outbox):
    one = claim(outbox)
    outbox.park(T, "token_revoked", NOW)
    outbox.wait(one, NOW, NOW, Trouble("token_revoked", "park"), tried=False)
    assert outbox.claim(NOW + HOUR, "w") == ()
    assert store.pulse().parked == (T,)
    with store.work(T, NOW + HOUR) as work:
        work.install("U0PILOTAGE")
    late = claim(outbox, NOW + HOUR)
    assert late.look
    assert store.pulse().parked == ()


# --- ends


def test_a_dead_letter_takes_its_edits_along_and_brings_the_newest_back(store, outbox):
    post(store, edit("v2"), edit("v3", "newest"))
    outbox.bury(claim(outbox), NOW, REFUSED)
    assert {row(store, f"{NAME}:{mark}").state for mark in ("v2", "v3")} == {"cancelled"}
    post(store, edit("v4"))
    assert row(store, f"{NAME}:v4").state == "cancelled"
    with store.work(T, NOW, by=ANNA) as work:
        assert work.resend(NAME)
    again = claim(outbox)
    assert (again.name, again.look, again.refusals) == (NAME, True, 0)
    outbox.not_found(again, NOW)
    outbox.sent(claim(outbox), Message(CHANNEL, "1.1"), NOW)
    assert claim(outbox).period == "a1:v4"


def test_only_a_dead_letter_is_sent_again_and_the_audit_says_who_asked(store, outbox):
    with store.work(T, NOW, by=ANNA) as work:
        assert not work.resend(NAME)
    outbox.bury(claim(outbox), NOW, REFUSED)
    with store.work(T, NOW, by=ANNA) as work:
        assert work.resend(NAME)
    with store._database.read() as connection:
        acts = list(connection.scalars(select(tables.audit.c.act)))
    assert acts.count("sent again") == 1


def test_a_dead_edit_is_replaced_by_the_next_one(store, outbox):
    outbox.sent(claim(outbox), Message(CHANNEL, "1.1"), NOW)
    post(store, edit("v2"))
    outbox.bury(claim(outbox), NOW, REFUSED)
    post(store, edit("v3"))
    assert claim(outbox).period == "a1:v3"
    assert row(store, f"{NAME}:v2").state == "cancelled"


def test_a_reply_to_what_never_stood_stands_alone(store, outbox):
    post(store, duties(to=CHANNEL, replies_to=NAME))
    outbox.bury(claim(outbox), NOW, REFUSED)
    reply = claim(outbox)
    assert (reply.kind, reply.thread_ts, reply.channel) == ("duties_given", None, CHANNEL)


def test_a_message_that_a_person_deleted_is_never_edited_or_posted_again(store, outbox):
    outbox.sent(claim(outbox), Message(CHANNEL, "1.1"), NOW)
    post(store, edit("v2"))
    outbox.root_is_gone(claim(outbox), NOW)
    post(store, edit("v3"))
    assert {row(store, f"{NAME}:{mark}").state for mark in ("v2", "v3")} == {"cancelled"}
    assert (row(store).state, row(store).gone_at) == ("sent", NOW)
    assert outbox.claim(NOW + 30 * 24 * HOUR, "w") == ()


def test_a_letter_another_message_speaks_for_is_folded(store, outbox):
    post(store, announcement(2))
    first, other = outbox.claim(NOW, "w")
    outbox.told_by(first, other.mark, NOW)
    assert (row(store).state, row(store).folded_into) == ("folded", other.id)


def test_the_edits_of_a_letter_another_message_speaks_for_end_with_it(store, outbox):
    """Simulated seed 13157: the edit waited for ever."""
    post(store, announcement(2))
    first, other = outbox.claim(NOW, "w")
    post(store, edit("v2"))
    outbox.told_by(first, other.mark, NOW)
    assert row(store, f"{NAME}:v2").state == "cancelled"


def test_every_step_of_a_letter_is_in_its_log(store, outbox):
    outbox.lost_sight(claim(outbox), NOW, LOST)
    outbox.not_found(claim(outbox, NOW + 2 * MINUTE), NOW + 2 * MINUTE)
    outbox.sent(claim(outbox, NOW + 2 * MINUTE), Message(CHANNEL, "1.1"), NOW + 2 * MINUTE)
    log = tables.letters_log
    with store._database.read() as connection:
        steps = connection.execute(select(log.c.was, log.c.became).order_by(log.c.id)).all()
    assert [tuple(step) for step in steps] == [
        (None, "pending"),
        ("pending", "sending"),
        ("sending", "unknown"),
        ("unknown", "unknown"),
        ("unknown", "pending"),
        ("pending", "sending"),
        ("sending", "sent"),
    ]


def test_no_state_but_the_known_ones_can_be_written(store, outbox):
    with pytest.raises(Exception, match="(?i)check"), store._database.write() as connection:
        connection.execute(tables.letters.update().values(state="lost"))


# --- when


def test_the_next_moment_is_when_a_letter_may_go(store, outbox):
    assert outbox.next_due() == NOW
    one = claim(outbox)
    assert outbox.next_due() == NOW + 3 * MINUTE
    outbox.wait(one, NOW + HOUR, NOW, REFUSED)
    assert outbox.next_due() == NOW + HOUR
    outbox.sent(claim(outbox, NOW + HOUR), Message(CHANNEL, "1.1"), NOW + HOUR)
    assert outbox.next_due() is None


def test_what_cannot_go_by_itself_is_not_waited_for(store, outbox):
    one = claim(outbox)
    post(store, edit("v2"))
    assert outbox.next_due() == NOW + 3 * MINUTE
    outbox.close_gate(one, CHANNEL, NOW + HOUR, NOW)
    outbox.release(one, NOW)
    assert outbox.next_due() == NOW + HOUR
    outbox.park(T, "token_revoked", NOW)
    assert outbox.next_due() is None


def test_the_pulse_tells_how_the_ledger_stands(store, outbox):
    assert store.pulse().oldest_pending == NOW
    outbox.lost_sight(claim(outbox), NOW, LOST)
    assert (store.pulse().oldest_pending, store.pulse().oldest_unknown) == (None, NOW)
    post(store, duties())
    outbox.bury(claim(outbox), NOW, REFUSED)
    assert store.pulse().dead == 1


def test_a_letter_that_waits_for_another_one_does_not_make_the_bot_look_ill(store, outbox):
    post(store, edit("v2"))
    outbox.wait(claim(outbox), NOW + 24 * HOUR, NOW, REFUSED, refused=True)
    assert store.pulse().oldest_pending == NOW + 24 * HOUR


def test_a_parked_workspace_does_not_make_the_bot_look_ill(store, outbox):
    outbox.lost_sight(claim(outbox), NOW, LOST)
    post(store, duties())
    outbox.park(T, "token_revoked", NOW)
    assert (store.pulse().oldest_pending, store.pulse().oldest_unknown) == (None, None)


def test_a_beat_with_nothing_to_do_reads_no_letter_that_is_done(memory):
    """Each question about the ledger goes through an index that holds only what is open."""
    plans = []

    def explain(connection, cursor, statement, parameters, context, executemany):
        if "letters" in statement and statement.startswith("SELECT"):
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plans.append("\n".join(str(step[3]) for step in cursor.fetchall()))

    event.listen(memory._database._engine, "before_cursor_execute", explain)
    memory.outbox.claim(NOW, "w")
    memory.outbox.next_due()
    memory.outbox.to_sweep(NOW)
    memory.pulse()
    with memory.read(T) as reading:
        reading.troubles(NOW)
    assert len(plans) >= 7
    assert not [plan for plan in plans if "SCAN letters" in plan and "USING" not in plan]


@pytest.mark.parametrize(
    "wrong",
    [{"lease": 15 * SECOND}, {"timeout": 56 * SECOND}, {"quiet": 10 * SECOND}, {"margin": 50 * SECOND}],
)
def test_times_that_contradict_each_other_are_refused(wrong):
    with pytest.raises(ValueError, match="outlast"):
        Store("sqlite://", Times(**wrong))


# --- the sweep


def swept(outbox, at):
    return [message.ts for message in outbox.to_sweep(at)]


def test_what_was_sent_is_looked_at_after_a_quarter_of_an_hour_and_after_a_day(store, outbox):
    outbox.sent(claim(outbox), Message(CHANNEL, "1.1"), NOW)
    assert swept(outbox, NOW + 14 * MINUTE) == []
    (message,) = outbox.to_sweep(NOW + 15 * MINUTE)
    outbox.swept(message, "1.1", NOW + 15 * MINUTE)
    assert swept(outbox, NOW + 25 * HOUR) == []
    (message,) = outbox.to_sweep(NOW + 26 * HOUR)
    outbox.swept(message, "1.1", NOW + 26 * HOUR)
    assert swept(outbox, NOW + 100 * HOUR) == []


def test_a_sweep_that_came_to_nothing_is_tried_again_but_not_by_two_at_once(store, outbox):
    outbox.sent(claim(outbox), Message(CHANNEL, "1.1"), NOW)
    at = NOW + 15 * MINUTE
    assert swept(outbox, at) == ["1.1"]
    assert swept(outbox, at) == []
    assert swept(outbox, at + 10 * MINUTE) == ["1.1"]


def test_a_message_a_person_deleted_is_recorded_and_left_alone(store, outbox):
    outbox.sent(claim(outbox), Message(CHANNEL, "1.1"), NOW)
    (message,) = outbox.to_sweep(NOW + HOUR)
    post(store, edit("v2"), at=NOW + HOUR)
    outbox.gone(message, NOW + HOUR)
    assert row(store, f"{NAME}:v2").state == "cancelled"
    assert (row(store).state, row(store).gone_at) == ("sent", NOW + HOUR)
    assert swept(outbox, NOW + 100 * HOUR) == []
    assert outbox.claim(NOW + 100 * HOUR, "w") == ()


def test_edits_are_not_swept(store, outbox):
    outbox.sent(claim(outbox), Message(CHANNEL, "1.1"), NOW)
    post(store, edit("v2"))
    outbox.sent(claim(outbox), Message(CHANNEL, "1.1"), NOW)
    assert swept(outbox, NOW + HOUR) == ["1.1"]
