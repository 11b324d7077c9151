"""A person is forgotten everywhere, and the record goes on to hold."""

from datetime import date

import pytest
from sqlalchemy import select, update

from playbook.facts import Evidence, Habits, Person, Pilot, Reading, Settings
from playbook.known import Around
from playbook.persons import StillNeeded, in_texts, pseudonym
from playbook.refusals import Refusal
from playbook.votes import entered
from store import keeping, replayed, tables
from tests.playbook.company import ANNA, BEN
from tests.playbook.gated import SETTINGS, framed, on_day
from tests.store.company import CHANNEL, announced, announcement, duties

T, NOW, NAME = "T0ACME", on_day(3), "Anna Adlerová"
TYPED = f"<@{ANNA.id}> and anna adlerová said so"


@pytest.fixture
def ended(store):
    """UC-1, which Anna owns and speaks of; one message names her, another one is to her."""
    with store.work(T, NOW, by=ANNA.id) as work:
        work.keep_person(Person(id=ANNA.id, name=NAME, zone="Europe/Prague"))
        work.keep_settings(Settings(), SETTINGS.model_copy(update={"version": 1}))
        said = Evidence(number=1, gate="pilot", criterion="signal", text=TYPED, by=ANNA.id, at=NOW)
        before = work.add_use_case(framed(evidence=(said,), worth=f"says {NAME}"), nonce="1")
        passed = work.keep(
            before, entered(Pilot(use_case=before), Around(now=NOW, settings=SETTINGS)), "passed"
        )
        note = Reading(day=date(2026, 1, 12), value=4.1, note=f"asked {NAME}", by=ANNA.id, at=NOW)
        work.add_readings(passed, "reading logged", note)
        work.keep_habits(ANNA.id, Habits(weekday=1))
        work.keep_draft(ANNA.id, "new", {})
        notice = announced().model_copy(update={"owner": ANNA.id, "sentence": f"so says {NAME}"})
        work.post(
            announcement().model_copy(update={"notice": notice}), duties(to=ANNA.id, period="n:" + ANNA.id)
        )
    with store.work(T, NOW, by=BEN.id) as work:
        work.keep_habits(BEN.id, Habits(deputy=ANNA.id))
    with store._database.write() as connection:
        sent = {"state": "sent", "channel": CHANNEL, "ts": "1.0"}
        connection.execute(update(tables.letters).where(tables.letters.c.dest == CHANNEL).values(sent))
    return passed


def stop(store):
    with store.work(T, NOW, by=BEN.id) as work:
        before = work.use_case(1)
        work.keep(before, before.model_copy(update={"outcome": "stopped"}), "stopped")


def forget(store, said=ANNA.id):
    with store.work(T, NOW, by=BEN.id) as work:
        return keeping.forget(work, said, NOW)


def everything(store):
    """Every row of every table, as one text."""
    with store._database.read() as connection:
        rows = [connection.execute(select(table)).all() for table in tables.Row.metadata.sorted_tables]
    return repr(rows)


def test_nobody_is_forgotten_who_is_still_waited_for(store, ended):
    with pytest.raises(StillNeeded, match="owns UC-1"):
        forget(store)
    stop(store)
    with pytest.raises(Refusal, match="I know nobody"):
        forget(store, "U0NOBODY")
    with (
        pytest.raises(StillNeeded, match="Nobody forgets themselves"),
        store.work(T, NOW, by=ANNA.id) as work,
    ):
        keeping.forget(work, ANNA.id, NOW)


def test_no_table_holds_their_id_or_name_and_the_record_still_holds(store, ended):
    stop(store)
    assert NAME in everything(store)
    instead = forget(store, NAME)
    left = everything(store)
    assert (ANNA.id in left, NAME in left, "adlerov" in left.casefold()) == (False, False, False)
    (found,) = store.verify().workspaces
    assert found.broken == []
    assert found.erased > 0
    with store.read(T) as look:
        use_case = look.use_case(1)
        assert use_case.owner == use_case.registrant == instead
        assert use_case.evidence[0].text == f"{instead} and {instead} said so"
        assert look.pilot(1).readings[0].note == f"asked {instead}"
        assert keeping.recorded(look, use_case).events[0].who == instead
        assert replayed(look.sealed(1)[0]).replay == "equal"
        assert look.habits([BEN.id])[BEN.id].deputy == instead


def test_messages_that_named_them_are_edited_and_those_to_them_are_let_go(store, ended):
    stop(store)
    instead = forget(store)
    with store._database.read() as connection:
        rows = connection.execute(select(tables.letters).order_by(tables.letters.c.id)).all()
    edits = [row for row in rows if row.manner == "edit"]
    assert [(row.dest, row.notice["owner"], row.notice["sentence"]) for row in edits] == [
        (CHANNEL, instead, f"so says {instead}")
    ]
    assert {row.state for row in rows if row.dest == instead} == {"cancelled"}


def test_nobody_writes_to_a_pseudonym(store, ended):
    stop(store)
    instead = forget(store)
    with store.work(T, NOW) as work:
        work.post(duties(to=instead, period="n9"))
        assert work.letter_state("1:duties_given:n9") is None


def test_a_pseudonym_stays_the_same_and_a_return_is_a_new_person(store, ended):
    stop(store)
    instead = forget(store)
    with store.work(T, NOW, by=ANNA.id) as work:
        work.keep_person(Person(id=ANNA.id, name=NAME))
        work.keep(work.use_case(1), work.use_case(1).model_copy(update={"worth": "again"}), "described")
    with store.read(T) as look:
        assert look.use_case(1).owner == instead
        assert keeping.recorded(look, look.use_case(1)).events[-1].who == ANNA.id
    assert store.verify().well


def test_a_full_name_is_found_in_any_case_and_a_single_word_is_left_alone():
    found = in_texts("U0ANNA", "Anna Adler", pseudonym("0123456789"))
    assert found("@anna adler, <@U0ANNA|anna>, U0ANNA; Anna") == (
        "person-01234567, person-01234567, person-01234567; Anna"
    )
    assert in_texts("U0X", "Pilot", "person-00000000")("the Pilot gate") == "the Pilot gate"
