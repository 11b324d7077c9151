"""The digest read off the record: whose it is to be posted, what was logged later, what it remembers."""

from datetime import UTC, datetime, timedelta

from playbook import digest, reviews
from playbook.facts import Home, Person, Settings
from playbook.known import Portfolio
from store import review
from tests.playbook.gated import around, framed
from tests.playbook.reviewed import record, replica
from tests.store.company import ANNA, NOW, T

MARCH = reviews.due_at("2026-03", Settings())


def set_up(store, at=NOW - timedelta(days=90)):
    with store.work(T, at, by=ANNA) as work:
        work.keep_person(Person(id=ANNA))
        told = Settings(leadership_channel="C0LEAD", answered_at=at, version=1)
        work.keep_settings(work.settings(), told)


def test_an_empty_workspace_owes_no_digest(store):
    with store.read(T) as look:
        assert not review.is_owed(look, "2026-03")
    set_up(store)
    with store.read(T) as look:
        assert not review.is_owed(look, "2026-03")
        assert review.posted(look, "2026-03") is None


def test_what_was_logged_after_it_was_due_belongs_to_the_next_review():
    pilot = record()
    late = datetime(2026, 1, 1, tzinfo=UTC)  # before everything was logged
    portfolio = Portfolio(listed=(), pilots={7: pilot}, around=around(1).model_copy(update={"now": late}))
    (seen,) = digest.pilots_of(portfolio)
    assert seen.readings == ()


def test_a_replica_is_read_beside_its_original():
    pilot, (replica,) = record(), record().kin
    use_case = pilot.use_case.model_copy(update={"replicas": (8,)})
    alone = {7: pilot.model_copy(update={"use_case": use_case, "kin": ()}), 8: replica}
    first, second = digest.pilots_of(Portfolio(listed=(), pilots=alone, around=around(60)))
    assert [one.use_case.number for one in first.kin] == [8]
    assert [one.use_case.number for one in second.kin] == [7]


def test_readings_are_read_some_families_at_a_time_and_replicas_with_their_original(store, monkeypatch):
    set_up(store)
    numbers = range(1, 8)
    with store.work(T, NOW - timedelta(days=30), by=ANNA) as work:
        for number in numbers:
            work.add_use_case(framed(number=0, owner=ANNA, home=Home(channel="C0LEAD")), nonce=str(number))
        work.add_use_case(replica_of(work.use_case(2)), nonce="8")
    with store.read(T) as look:
        everybody = review.in_channel(look)
        whole = review.compose(look, "2026-03", MARCH, everybody)
        monkeypatch.setattr(review, "BATCH", 2)
        batches = list(review._families(look.listed()))
        assert review.compose(look, "2026-03", MARCH, everybody) == whole
    assert len(whole.lines) == 8
    assert sorted(one for batch in batches for one in batch) == list(range(1, 9))
    assert len(batches) > 2
    assert next(batch for batch in batches if 8 in batch)[-2:] == [2, 8]


def replica_of(original):
    origin = replica(29.0).use_case.origin.model_copy(update={"use_case": original.number})
    return original.model_copy(update={"number": 0, "version": 0, "origin": origin})
