"""The gate has no door: every way past it that we could think of, tried on both databases; none opens.

A stage moves, and a use case is scaled, only by a sealed decision whose criteria were all met. What is tried
here goes around the playbook, straight at store and tables, as a careless or a clever colleague might.
"""

import json

import pytest
from sqlalchemy import delete, insert, update
from sqlalchemy.exc import DBAPIError

from playbook.deciding import Criterion, Decision
from store import sealed_tables, tables
from store.audit import START
from store.seals import NotAsDecided, canonical
from tests.store.company import BEN, NOW, T, proposed, unrelated

STAGES = ("frame", "pilot", "limited_production", "scale_decision")
MET = Criterion(name="signal", result="met", because="moving")
UNMET = Criterion(name="signal", result="unclear", because="no readings yet")


@pytest.fixture
def framed(store):
    """UC-1, in Frame, with no criterion met."""
    with store.work(T, NOW, by=BEN) as work:
        return work.add_use_case(unrelated(), nonce="1")


def use_case_row(store, number=1):
    rows = tables.use_cases
    with store._database.read() as connection:
        return connection.execute(rows.select().where(rows.c.workspace == T, rows.c.number == number)).one()


def tried(store, statement):
    """Run one statement as somebody with the database's password would; whether it was refused."""
    try:
        with store._database.write() as connection:
            connection.execute(statement)
    except DBAPIError as refused:
        return str(refused.orig)
    return ""


def set_columns(**values):
    return update(tables.use_cases).where(tables.use_cases.c.number == 1).values(values)


def decision_row(number=1, gate="entry", choice="go", criteria=(MET,), attempt=1, previous=START, use_case=1):
    sealed = canonical({"criteria": [one.model_dump(mode="json") for one in criteria]})
    return {
        "workspace": T,
        "use_case": use_case,
        "number": number,
        "gate": gate,
        "attempt": attempt,
        "choice": choice,
        "at": NOW,
        "sealed": sealed,
        "inputs": "{}",
        "previous": previous,
        "hash": f"{number:064d}",
    }


def is_shut(store):
    row = use_case_row(store)
    return (row.stage, row.outcome) == ("frame", None)


# --- the doors ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", STAGES[1:])
def test_a_direct_update_of_the_stage_does_not_open_it(store, framed, stage):
    assert "no door" in tried(store, set_columns(stage=stage))
    assert is_shut(store)


def test_a_direct_update_of_the_outcome_does_not_open_it(store, framed):
    assert "no door" in tried(store, set_columns(outcome="scaled"))
    assert is_shut(store)


def test_stage_and_outcome_together_do_not_open_it(store, framed):
    assert "no door" in tried(store, set_columns(stage="scale_decision", outcome="scaled"))
    assert is_shut(store)


def test_an_update_of_the_document_changes_no_stage(store, framed):
    document = json.loads(use_case_row(store).document) | {"stage": "scale_decision", "outcome": "scaled"}
    tried(store, set_columns(document=json.dumps(document)))
    with store.read(T) as look:
        assert (look.use_case(1).stage, look.use_case(1).outcome) == ("frame", None)


@pytest.mark.parametrize("stage", STAGES[1:])
def test_a_use_case_cannot_be_born_further_on(store, framed, stage):
    row = dict(use_case_row(store)._mapping) | {"number": 2, "nonce": "2", "stage": stage}
    assert "no door" in tried(store, insert(tables.use_cases).values(row))


def test_a_use_case_cannot_be_born_scaled_or_in_a_later_attempt(store, framed):
    row = dict(use_case_row(store)._mapping) | {"number": 2, "nonce": "2"}
    assert "no door" in tried(store, insert(tables.use_cases).values(row | {"outcome": "scaled"}))
    assert "no door" in tried(store, insert(tables.use_cases).values(row | {"attempt": 2}))


def test_a_use_case_cannot_be_written_over_with_another_stage(store, framed):
    row = dict(use_case_row(store)._mapping) | {"stage": "pilot"}
    statement = insert(tables.use_cases).values(row)
    if store._database.sqlite:
        statement = statement.prefix_with("OR REPLACE")
    assert tried(store, statement)
    assert is_shut(store)


def test_a_decision_with_an_unmet_criterion_cannot_be_written(store, framed):
    for criteria in ((UNMET,), (MET, UNMET), ()):
        assert tried(store, insert(sealed_tables.decisions).values(decision_row(criteria=criteria)))
    assert "no door" in tried(store, set_columns(stage="pilot"))


def test_a_decision_for_a_later_gate_cannot_be_written(store, framed):
    for gate in ("pilot", "limited_production", "scale"):
        assert "present stage" in tried(
            store, insert(sealed_tables.decisions).values(decision_row(gate=gate))
        )
    assert is_shut(store)


def test_a_decision_of_another_attempt_cannot_be_written(store, framed):
    assert "present stage" in tried(store, insert(sealed_tables.decisions).values(decision_row(attempt=2)))


def test_a_decision_for_another_use_case_opens_nothing_here(store, framed):
    with store.work(T, NOW, by=BEN) as work:
        work.add_use_case(proposed("Another"), nonce="2")
    assert tried(store, insert(sealed_tables.decisions).values(decision_row(use_case=2))) == ""
    assert "no door" in tried(store, set_columns(stage="pilot"))
    assert is_shut(store)


def test_one_decision_opens_one_gate_and_not_two(store, framed):
    assert tried(store, insert(sealed_tables.decisions).values(decision_row())) == ""
    assert "no door" in tried(store, set_columns(stage="limited_production"))
    assert "no door" in tried(store, set_columns(stage="pilot", outcome="scaled"))
    assert "no door" in tried(store, set_columns(stage="pilot", attempt=2))
    assert is_shut(store)


def test_a_decision_out_of_order_or_off_the_chain_cannot_be_written(store, framed):
    assert "after the one before" in tried(
        store, insert(sealed_tables.decisions).values(decision_row(number=2))
    )
    assert "after the one before" in tried(
        store, insert(sealed_tables.decisions).values(decision_row(previous="f" * 64))
    )


def test_a_refused_decision_cannot_be_turned_into_a_go(store, framed):
    stop = decision_row(choice="stop", criteria=(UNMET,))
    assert tried(store, insert(sealed_tables.decisions).values(stop)) == ""
    for change in ({"choice": "go"}, {"choice": "go", "sealed": decision_row()["sealed"]}, {"gate": "scale"}):
        assert "final" in tried(store, update(sealed_tables.decisions).values(change))
    assert "final" in tried(store, delete(sealed_tables.decisions))
    assert "no door" in tried(store, set_columns(stage="pilot"))


def test_a_use_case_that_was_decided_cannot_be_deleted_and_registered_anew(store, framed):
    tried(store, insert(sealed_tables.decisions).values(decision_row(choice="stop", criteria=(UNMET,))))
    assert "final" in tried(store, delete(tables.use_cases).where(tables.use_cases.c.number == 1))
    assert is_shut(store)


def test_an_attempt_cannot_be_turned_back_to_one_that_passed(store, framed):
    assert tried(store, set_columns(attempt=2)) == ""
    assert "no door" in tried(store, set_columns(attempt=1))
    assert "no door" in tried(store, set_columns(attempt=9))


def test_a_use_case_cannot_take_the_place_of_one_that_passed(store, framed):
    assert "no door" in tried(store, set_columns(number=5))


def test_the_store_itself_writes_no_stage_without_its_decision(store, framed):
    with pytest.raises(DBAPIError, match="no door"), store.work(T, NOW, by=BEN) as work:
        work.keep(framed, framed.model_copy(update={"stage": "pilot"}), "moved")
    with pytest.raises(DBAPIError, match="no door"), store.work(T, NOW, by=BEN) as work:
        work.keep(framed, framed.model_copy(update={"outcome": "scaled"}), "moved")
    assert is_shut(store)


def test_the_store_seals_no_go_that_the_facts_do_not_give(store, framed):
    """A decision claims that everything is met; the record, judged again while sealing, says otherwise."""
    names = ("contract", "ownership", "bottlenecks", "documented", "second_place")
    claimed = tuple(Criterion(name=name, result="met", because="trust me") for name in names)
    decision = Decision(number=1, gate="entry", attempt=1, choice="go", criteria=claimed, at=NOW)
    forced = framed.model_copy(update={"stage": "pilot", "decisions": (decision,)})
    with pytest.raises(NotAsDecided), store.work(T, NOW, by=BEN) as work:
        work.keep(framed, forced, "moved")
    assert is_shut(store)
