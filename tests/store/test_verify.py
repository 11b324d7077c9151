"""The record is as it was written: whatever is spoilt, wherever, `verify` names the row.

PILOTAGE_FLIPS says how many bytes are flipped (1,000 when somebody wants to be sure).
"""

import os
import random
import struct
from datetime import date, time

import pytest
from sqlalchemy import delete, func, text, update
from sqlalchemy.exc import DatabaseError

from playbook.facts import Habits, Person, Pilot, Reading, Settings
from playbook.known import Around
from playbook.votes import entered
from store import Store, sealed_tables, tables, verify
from tests.playbook.company import ANNA, BEN
from tests.playbook.gated import SETTINGS, framed, on_day
from tests.store.company import full

T, NOW = "T0ACME", on_day(3)
FLIPS = int(os.environ.get("PILOTAGE_FLIPS", "120"))


def measured(value, week, note=""):
    return Reading(day=date(2026, 3, 1 + 7 * week), weekly=True, value=value, note=note, by=ANNA.id, at=NOW)


def filled(store):
    """Two use cases: one that passed its entry check, one with something in every field; readings, habits."""
    with store.work(T, NOW, by=ANNA.id) as work:
        work.keep_person(Person(id=ANNA.id, name="Anna"))
        work.keep_settings(Settings(), SETTINGS.model_copy(update={"version": 1}))
        before = work.add_use_case(framed(), nonce="1")
        after = entered(Pilot(use_case=before), Around(now=NOW, settings=SETTINGS))
        passed = work.keep(before, after, "entry check passed")
        work.add_readings(passed, "reading logged", measured(4.1, 1, "a quiet week"), measured(3.9, 2))
        work.keep_habits(ANNA.id, Habits(hour=time(8, 30), weekday=1))
    with store.work(T, NOW, by=BEN.id, via="api") as work:
        second = work.add_use_case(full().model_copy(update={"origin": None, "replicas": ()}), nonce="2")
        work.keep(second, second.model_copy(update={"title": "Überraschung", "worth": None}), "renamed")


def broken(store):
    verdict = store.verify()
    return [row for one in verdict.workspaces for row in one.broken] + verdict.strays


def test_a_record_that_nobody_touched_is_as_it_was_written(store):
    filled(store)
    (found,) = store.verify().workspaces
    assert (found.broken, found.erased, found.unbound) == ([], 0, 0)
    assert found.rows["decisions"] == 1
    assert min(found.rows[name] for name in ("audit", "audit_texts", "decision_texts", "use_cases")) > 1


def test_the_hash_that_somebody_noted_is_found_again_until_the_audit_is_written_anew(store):
    filled(store)
    (found,) = store.verify().workspaces
    assert store.verify(noted=found.head).workspaces[0].noted
    assert not store.verify(noted="0" * 63 + "1").workspaces[0].noted


def test_texts_may_be_erased_and_are_counted(store):
    filled(store)
    with store._database.write() as connection:
        connection.execute(delete(tables.audit_texts))
        connection.execute(delete(sealed_tables.decision_texts))
    (found,) = store.verify().workspaces
    assert found.broken == []
    assert found.erased > 10


# What the database's own triggers let pass, changed as somebody with its password would.
CHANGES = {
    "a reading": (
        update(tables.readings).where(tables.readings.c.number == 1).values(value=2.9),
        ("readings", "UC-1, reading 1", "value is not what the audit tells (4.1)"),
    ),
    "a reading taken away": (
        delete(tables.readings).where(tables.readings.c.number == 2),
        ("readings", "UC-1, reading 2", "it is not there"),
    ),
    "the document": (
        update(tables.use_cases)
        .where(tables.use_cases.c.number == 2)
        .values(document=func.replace(tables.use_cases.c.document, '"target":3.0', '"target":4.0')),
        ("use_cases", "UC-2", "contracts.0.terms.target is not what the audit tells (3.0)"),
    ),
    "a column beside the document": (
        update(tables.use_cases).where(tables.use_cases.c.number == 2).values(owner=ANNA.id),
        ("use_cases", "UC-2", "owner is not what its document says"),
    ),
    "the settings": (
        update(tables.workspaces).values(
            settings=SETTINGS.model_copy(update={"quorum": 2}).model_dump(mode="json")
        ),
        ("workspaces", T, "quorum is not what the audit tells (nobody ever set it)"),
    ),
    "somebody's deputy": (
        update(tables.habits).values(document=Habits(hour=time(8, 30)).model_dump_json()),
        ("habits", ANNA.id, "weekday is not what the audit tells (1)"),
    ),
    "what was typed": (
        update(tables.audit_texts).where(tables.audit_texts.c.text == "quotes").values(text="offers"),
        "the text does not match its hash",
    ),
    "what was typed before it was sealed": (
        update(sealed_tables.decision_texts)
        .where(sealed_tables.decision_texts.c.text == "Lyon")
        .values(text="Paris"),
        "the text does not match its hash in the seal",
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_it_names_what_was_changed_and_how_it_differs(store, what):
    filled(store)
    statement, expected = CHANGES[what]
    with store._database.write() as connection:
        connection.execute(statement)
    (row, *_) = broken(store)
    assert (tuple(row) if isinstance(expected, tuple) else row.what) == expected


# --- a byte, anywhere ---------------------------------------------------------------------------------------

# What is not part of the record, and said so in docs/record.md.
FREE = {"nonce", "plan_at"}
OF_WORKSPACES = {"id", "settings", "settings_version"}
NAMES = {
    "audit": "row {number}",
    "audit_texts": "{hash:.12}",
    "decisions": "UC-{use_case}, decision {number}",
    "decision_texts": "{token}",
    "use_cases": "UC-{number}",
    "readings": "UC-{use_case}, reading {number}",
    "habits": "{person}",
    "workspaces": "{id}",
}


@pytest.fixture
def copy(sqlite_url):
    """A SQLite database without its triggers."""
    store = Store(sqlite_url)
    store.migrate()
    filled(store)
    with store._database.write() as connection:
        for name in sql(connection, "SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all():
            sql(connection, f"DROP TRIGGER {name}")
    yield store
    store.close()


def sql(connection, words, **values):
    return connection.execute(text(words), values)


def cells(connection):
    """Every value of the record: table, rowid, column."""
    found = []
    for table in (*verify.RECORD, tables.workspaces):
        names = OF_WORKSPACES if table is tables.workspaces else {column.name for column in table.c} - FREE
        for name in sorted(names):
            rows = sql(connection, f"SELECT rowid FROM {table.name} WHERE {name} IS NOT NULL")
            found += [(table.name, rowid, name) for rowid in rows.scalars()]
    return found


def flip(connection, chance, table, rowid, column):
    """One byte of a value becomes another one, whatever kind of value it is."""
    asked = f"SELECT CAST({column} AS BLOB), typeof({column}) FROM {table} WHERE rowid = {rowid}"
    held, kind = sql(connection, asked).one()
    packing = {"integer": ">q", "real": ">d"}.get(kind)
    spoilt = bytearray(
        struct.pack(packing, float(held) if kind == "real" else int(held)) if packing else held
    )
    if not spoilt:
        return False
    spoilt[chance.randrange(len(spoilt))] ^= chance.randrange(1, 256)
    new = struct.unpack(packing, spoilt)[0] if packing else bytes(spoilt)
    cast = ":new" if packing else "CAST(:new AS TEXT)"
    try:
        sql(connection, f"UPDATE {table} SET {column} = {cast} WHERE rowid = {rowid}", new=new)
    except DatabaseError:
        return False  # the database itself refuses: a key that is taken, or no number
    return True


def named(connection, table, rowid):
    """How `verify` calls a row."""
    driver = connection.connection.driver_connection
    before, driver.text_factory = driver.text_factory, lambda held: held.decode("utf-8", "surrogateescape")
    row = sql(connection, f"SELECT * FROM {table} WHERE rowid = {rowid}").mappings().one()
    driver.text_factory = before
    return {NAMES[table].format(**row), ", ".join(str(row[one]) for one in KEYS[table])}


KEYS = {
    table.name: [column.name for column in table.primary_key.columns]
    for table in (*verify.RECORD, tables.workspaces)
}


def test_whichever_byte_is_flipped_the_row_is_named(copy):
    chance, missed, flipped = random.Random(8), [], 0
    with copy._database.read() as connection:
        everywhere = cells(connection)
    while flipped < FLIPS:
        with copy._database.write() as connection:
            sql(connection, "PRAGMA defer_foreign_keys = ON")
            sql(connection, "PRAGMA ignore_check_constraints = ON")
            cell = chance.choice(everywhere)
            names = named(connection, *cell[:2])
            if flip(connection, chance, *cell):
                flipped += 1
                names |= named(connection, *cell[:2])
                if not is_named(verify.check(connection), cell[0], names):
                    missed.append(cell)
            connection.rollback()
    assert missed == []
    assert broken(copy) == []


def is_named(verdict, table, names):
    """Whether a finding tells of that row, as it is called now or was called before."""
    rows = [row for one in verdict.workspaces for row in one.broken] + verdict.strays
    return any(name in f"{row.row} {row.what}" for row in rows if row.table == table for name in names)
