"""The audit tells who changed what, cannot be rewritten, and can forget people and texts."""

import json

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from playbook.facts import Settings
from store import Store, audit, tables
from tests.store.company import ANNA, BEN, CARLA, NOW, T, full, proposed


@pytest.fixture
def changed(store):
    """A use case that was registered, renamed and given an owner."""
    with store.work(T, NOW, by=ANNA) as work:
        first = work.add_use_case(full(), nonce="1")
    with store.work(T, NOW, by=BEN, via="api") as work:
        second = work.keep(
            first, first.model_copy(update={"title": "Renamed", "owner": CARLA}), "people named"
        )
        work.keep_settings(Settings(), Settings(zone="Europe/Berlin", gatekeepers=(BEN,), version=1))
    return second


def rows(store, table=tables.audit):
    with store._database.read() as connection:
        return connection.execute(select(table).where(table.c.workspace == T)).all()


def test_every_change_is_written_down_with_who_what_when_and_from_where(store, changed):
    said = [(row.number, row.act, row.thing, row.via, row.at) for row in rows(store)]
    assert said == [
        (1, "registered", "UC-1", "slack", NOW),
        (2, "people named", "UC-1", "api", NOW),
        (3, "settings answered", "settings", "api", NOW),
    ]


def test_only_what_changed_is_written_down(store, changed):
    assert set(json.loads(rows(store)[1].changes)) == {"title", "owner"}


def test_numbers_dates_and_choices_stand_in_the_audit_as_they_are(store, changed):
    changes = json.loads(rows(store)[0].changes)
    assert changes["stage"] == [None, "frame"]
    assert changes["contracts.0.terms.target"] == [None, 3.0]
    assert changes["contracts.0.terms.due"] == [None, "2026-04-30"]
    assert changes["ownership.function"] == [None, "Sales"]
    assert changes["home.channel"] == [None, "C0AIPILOTS"]


def test_no_name_slack_id_or_typed_text_stands_in_the_audit(store, changed):
    written = "".join(str(tuple(row)) for row in rows(store))
    typed = ("Faster", "Renamed", "quotes", "CRM", "Lyon", "leave", "DPA", "tenant", "EUR", "turnaround")
    assert not [word for word in (ANNA, BEN, CARLA, *typed) if word in written]


def test_a_field_that_holds_text_counts_as_typed_unless_it_is_known_not_to_be():
    assert {"title", "sentence", "kpi", "unit", "answer", "reason", "text", "step"}.isdisjoint(audit.closed())
    assert {"stage", "function", "control", "channel", "zone"} <= audit.closed()


def test_the_texts_can_be_erased_and_the_chain_still_holds(store, changed):
    kept = {row.hash: row.text for row in rows(store, tables.audit_texts)}
    assert "Faster quotes" in kept.values()
    assert len(kept) == len(rows(store, tables.audit_texts))
    with store._database.write() as connection:
        connection.execute(delete(tables.audit_texts))
        connection.execute(update(tables.people).values(slack_id=None, name=""))
    with store.read(T) as reading:
        assert reading.first_false_entry() is None


def test_the_same_text_twice_leaves_two_different_hashes(store):
    with store.work(T, NOW, by=ANNA) as work:
        work.add_use_case(proposed("same", workflow="same"), nonce="1")
    hashes = [row.hash for row in rows(store, tables.audit_texts) if row.text == "same"]
    assert len(set(hashes)) == 2


REWRITES = {
    "changing a row": update(tables.audit).where(tables.audit.c.number == 1).values(act="nothing"),
    "deleting a row": delete(tables.audit).where(tables.audit.c.number == 3),
    "deleting all": delete(tables.audit),
}


@pytest.mark.parametrize("how", REWRITES)
def test_the_database_refuses(store, changed, how):
    with pytest.raises(DBAPIError, match="append-only"), store._database.write() as connection:
        connection.execute(REWRITES[how])
    with store.read(T) as reading:
        assert reading.first_false_entry() is None


def test_the_database_refuses_to_replace_or_empty_the_audit(store, changed):
    sqlite = store._database.sqlite
    wipe = "INSERT OR REPLACE INTO audit SELECT * FROM audit" if sqlite else "TRUNCATE audit CASCADE"
    with pytest.raises(DBAPIError, match="append-only"), store._database.write() as connection:
        connection.execute(text(wipe))


def test_a_row_that_was_tampered_with_is_found(store_url):
    store = Store(store_url)
    store.migrate()
    for number in (1, 2, 3):
        with store.work(T, NOW, by=ANNA) as work:
            work.add_use_case(proposed(), nonce=str(number))
    row = rows(store)[1]._mapping
    with store._database.write() as connection:
        _switch_triggers_off(connection)
        connection.execute(
            update(tables.audit).where(tables.audit.c.number == 2).values(act="something else")
        )
    with store.read(T) as reading:
        assert reading.first_false_entry() == 2
    with store._database.write() as connection:
        connection.execute(delete(tables.audit).where(tables.audit.c.number == 2))
    with store.read(T) as reading:
        assert reading.first_false_entry() == 2
    with store._database.write() as connection:
        connection.execute(insert(tables.audit).values(dict(row)))
    with store.read(T) as reading:
        assert reading.first_false_entry() is None
    store.close()


def _switch_triggers_off(connection):
    if connection.dialect.name == "sqlite":
        for name in ("audit_update", "audit_delete", "audit_replace"):
            connection.execute(text(f"DROP TRIGGER {name}"))
    else:
        connection.execute(text("ALTER TABLE audit DISABLE TRIGGER ALL"))


def test_a_workspace_goes_as_a_whole(store, changed):
    with store.work("T0OTHER", NOW, by=ANNA) as work:
        work.add_use_case(proposed(), nonce="1")
    with store._database.write() as connection:
        connection.execute(delete(tables.workspaces).where(tables.workspaces.c.id == T))
    assert store.workspaces() == ("T0OTHER",)
    for table in tables.Row.metadata.sorted_tables:
        if "workspace" in table.c:
            assert rows(store, table) == []
    with store.read("T0OTHER") as reading:
        assert reading.use_case(1).title == "Faster quotes"
        assert reading.first_false_entry() is None
