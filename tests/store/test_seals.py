"""Sealed decisions: chained, judged again to the same bytes, able to forget people and their words."""

import json

import pytest
from sqlalchemy import delete, select, text

from playbook.facts import Pilot, Settings
from playbook.known import Around
from playbook.votes import entered
from store import sealed_tables, seals
from tests.playbook.company import ANNA, BEN, CARLA
from tests.playbook.gated import SETTINGS, framed, on_day

T = "T0ACME"
NOW = on_day(3)


@pytest.fixture
def passed(store):
    """UC-1 with its entry check sealed."""
    with store.work(T, NOW, by=ANNA.id) as work:
        work.keep_settings(Settings(), SETTINGS.model_copy(update={"version": 1}))
        before = work.add_use_case(framed(), nonce="1")
        after = entered(Pilot(use_case=before), Around(now=NOW, settings=SETTINGS))
        return work.keep(before, after, "entry check passed")


def decision(store):
    with store.read(T) as look:
        (found,) = look.sealed(1)
    return found


def test_a_stage_moves_with_its_sealed_decision(store, passed):
    with store.read(T) as look:
        assert look.use_case(1).stage == "pilot"
        assert look.first_false_decision(1) is None
    assert decision(store)["sealed"]["choice"] == "go"


def test_the_sealed_facts_give_the_same_bytes_again(store, passed):
    found = decision(store)
    again = [one.model_dump(mode="json") for one in seals.judge("entry", found["inputs"])]
    assert seals.canonical(again) == seals.canonical(found["sealed"]["criteria"])


def test_a_seal_holds_no_name_and_nothing_that_was_typed(store, passed):
    written = json.dumps(decision(store))
    for word in (
        ANNA.id,
        BEN.id,
        CARLA.id,
        "Proposal turnaround",
        "approval",
        "Lyon",
        "proposal turnaround time",
    ):
        assert word not in written


def test_texts_may_be_erased_without_breaking_the_chain(store, passed):
    texts = sealed_tables.decision_texts
    with store._database.write() as connection:
        assert "Lyon" in set(connection.scalars(select(texts.c.text)))
        connection.execute(delete(texts))
    with store.read(T) as look:
        assert look.first_false_decision(1) is None


@pytest.mark.parametrize("column", ["sealed", "inputs", "choice", "attempt", "previous", "hash"])
def test_a_changed_seal_is_noticed(store, passed, column):
    """The triggers refuse it; whoever takes them away first is still found out."""
    with store._database.write() as connection:
        where = "" if store._database.sqlite else " ON decisions"
        name = "decisions_update" if store._database.sqlite else "decisions_in_order"
        connection.execute(text(f"DROP TRIGGER {name}{where}"))
        new = {"choice": "'stop'", "attempt": "2"}.get(
            column, f"replace({column}, substr({column}, 3, 1), 'x')"
        )
        connection.execute(text(f"UPDATE decisions SET {column} = {new}"))  # noqa: S608
        with pytest.raises(AssertionError):
            assert seals.first_false(connection, T, 1) is None
        connection.rollback()
