"""What the ledger tells of messages to people."""

from datetime import timedelta

from playbook.facts import Person
from playbook.letters import DutiesGiven, Letter
from store import Message
from tests.store.company import ANNA, BEN, NOW, T, announcement

HOUR = timedelta(hours=1)


def duties(to, use_case, **more):
    return Letter(to=to, period="a1", notice=DutiesGiven(use_case=use_case, title="Quotes"), **more)


def test_only_what_went_to_a_person_in_that_time_is_told(store):
    with store.work(T, NOW, by=ANNA) as work:
        for person in (ANNA, BEN):
            work.keep_person(Person(id=person))
        work.post(announcement(), duties(ANNA, 1), duties(BEN, 2))
    for one in store.outbox.claim(NOW, "worker"):
        store.outbox.sent(one, Message("D1", f"1.{one.id}"), NOW + HOUR)
    with store.read(T) as look:
        everybody = look.told(NOW, NOW + HOUR)
        assert {(one.to, one.kind, one.sent_at - one.due_at, one.answered) for one in everybody} == {
            (ANNA, "duties_given", HOUR, False),
            (BEN, "duties_given", HOUR, False),
        }
        assert [one.to for one in look.told(NOW, NOW + HOUR, BEN)] == [BEN]
        assert look.told(NOW + HOUR, NOW + 2 * HOUR) == ()


def test_a_message_that_was_edited_since_was_answered(store):
    with store.work(T, NOW, by=ANNA) as work:
        work.keep_person(Person(id=ANNA))
        work.post(duties(ANNA, 1))
    (one,) = store.outbox.claim(NOW, "worker")
    store.outbox.sent(one, Message("D1", "1.1"), NOW)
    with store.work(T, NOW, by=ANNA) as work:
        edit = duties(ANNA, 1).model_copy(update={"period": "a2", "replaces": "1:duties_given:a1"})
        work.post(edit)
    with store.read(T) as look:
        assert [one.answered for one in look.told(NOW, NOW + HOUR)] == [True]
