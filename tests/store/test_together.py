"""Many at once: nothing lost, nothing doubled, nobody stuck."""

import threading

import pytest

from playbook.refusals import AlreadyDone, Stale
from store import Repeated
from tests.store.company import ANNA, NOW, T, announcement, proposed

THREADS = 8


def together(work, threads=THREADS):
    """What each thread's work returned or raised, all started at the same moment."""
    start, outcomes = threading.Barrier(threads), [None] * threads

    def run(number):
        start.wait()
        try:
            outcomes[number] = work(number)
        except (AlreadyDone, Stale) as refusal:
            outcomes[number] = refusal

    running = [threading.Thread(target=run, args=(number,)) for number in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join(60)
    assert not any(thread.is_alive() for thread in running)
    return outcomes


def test_no_update_is_lost(store):
    with store.work(T, NOW, by=ANNA) as work:
        work.add_use_case(proposed(), nonce="1")

    def restart_ten_times(_):
        for _ in range(10):
            with store.work(T, NOW, by=ANNA) as work:
                before = work.use_case(1)
                after = before.model_copy(update={"restarts": before.restarts + 1})
                work.keep(before, after, "restarted")

    assert together(restart_ten_times) == [None] * THREADS
    with store.read(T) as reading:
        assert (reading.use_case(1).restarts, reading.use_case(1).version) == (80, 81)
        assert reading.first_false_entry() is None


def test_of_changes_decided_on_the_same_version_one_wins_and_the_others_are_told(store):
    with store.work(T, NOW, by=ANNA) as work:
        seen = work.add_use_case(proposed(), nonce="1")

    def rename(number):
        with store.work(T, NOW, by=f"U{number}") as work:
            return work.keep(seen, seen.model_copy(update={"title": f"title {number}"}), "renamed")

    outcomes = together(rename)
    won = [one for one in outcomes if not isinstance(one, Stale)]
    assert len(won) == 1
    winner = won[0].title.replace("title ", "U")
    assert {one.changed_by for one in outcomes if isinstance(one, Stale)} == {winner}


def test_numbers_have_no_doubles_and_no_gaps(store):
    def register_five(number):
        for count in range(5):
            with store.work(T, NOW, by=ANNA) as work:
                work.add_use_case(proposed(), nonce=f"{number}-{count}")
            try:
                with store.work(T, NOW, by=ANNA) as work:
                    work.add_use_case(proposed(), nonce=f"{number}-{count}-failed")
                    raise Stale("rolled back")
            except Stale:
                pass

    together(register_five)
    with store.read(T) as reading:
        assert [one.number for one in reading.listed()] == list(range(1, 41))


def test_the_same_form_from_many_threads_makes_one_use_case(store):
    def register(_):
        with store.work(T, NOW, by=ANNA) as work:
            return work.add_use_case(proposed(), nonce="same form")

    outcomes = together(register)
    assert sum(isinstance(one, AlreadyDone) for one in outcomes) == THREADS - 1
    assert {str(one) for one in outcomes if isinstance(one, AlreadyDone)} == {
        "This form was already saved: it is UC-1."
    }


def test_the_same_request_from_many_threads_is_worked_on_once(store):
    def work_once(number):
        with store.work(T, NOW, by=ANNA, once="ev:same") as work:
            work.add_use_case(proposed(), nonce=str(number))

    assert sum(isinstance(one, Repeated) for one in together(work_once)) == THREADS - 1
    with store.read(T) as reading:
        assert len(reading.listed()) == 1


def test_the_same_letter_from_many_threads_is_written_once(store):
    def post(_):
        with store.work(T, NOW, by=ANNA) as work:
            work.post(announcement())

    together(post)
    assert len(store.outbox.claim(NOW, "w")) == 1


def test_no_letter_is_claimed_by_two(store):
    with store.work(T, NOW, by=ANNA) as work:
        work.post(*(announcement(number) for number in range(1, 301)))

    def claim_all(number):
        claimed = []
        while claims := store.outbox.claim(NOW, f"worker {number}"):
            claimed += [one.id for one in claims]
        return claimed

    claimed = [one for each in together(claim_all, 4) for one in each]
    assert len(claimed) == len(set(claimed)) == 300


@pytest.mark.postgres
def test_workspaces_do_not_wait_for_each_other_on_postgres(postgres_store):
    inside = threading.Barrier(2, timeout=10)

    def hold(number):
        with postgres_store.work(f"T{number}", NOW, by=ANNA) as work:
            inside.wait()  # both are inside at the same time
            return work.add_use_case(proposed(), nonce="1").key

    assert together(hold, 2) == ["UC-1", "UC-1"]


def test_readers_do_not_wait_for_a_writer(store):
    with store.work(T, NOW, by=ANNA) as work:
        work.add_use_case(proposed("before"), nonce="1")
    with store.work(T, NOW, by=ANNA) as work:
        before = work.use_case(1)
        work.keep(before, before.model_copy(update={"title": "after"}), "renamed")
        (seen,) = together(lambda _: _title(store), 1)
    assert (seen, _title(store)) == ("before", "after")


def _title(store):
    with store.read(T) as reading:
        return reading.use_case(1).title


def test_a_reader_sees_one_moment(store):
    with store.work(T, NOW, by=ANNA) as work:
        before = work.add_use_case(proposed("before"), nonce="1")
    with store.read(T) as reading:
        assert reading.use_case(1).title == "before"
        with store.work(T, NOW, by=ANNA) as work:
            work.keep(before, before.model_copy(update={"title": "after"}), "renamed")
        assert reading.use_case(1).title == "before"
        assert reading.listed()[0].title == "before"
