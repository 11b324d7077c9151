"""A backup while the bot runs, a restore, a move from SQLite to PostgreSQL: every row, or nothing at all."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from store import CannotCopy, Newer, Store, sealed_tables, tables
from store.copying import copied
from tests.playbook.gated import on_day
from tests.store.company import BEN, announcement, duties, proposed
from tests.store.test_doors import decision_row
from tests.store.test_verify import T, filled

NOW = on_day(3)
LATER = NOW + timedelta(days=1)


def quietly(table, done, of):
    """Nobody looks at how far it is."""


def lived(store):
    """A record with seals, letters, a workspace beside it, and a use case in its second attempt."""
    filled(store)
    with store.work(T, NOW, by=BEN) as work:
        work.install("U0BOT", "Acme", "https://acme.example")
        work.keep_draft(BEN, "registration.new", {"title": "half\ntyped"})
        work.post(announcement(), duties())
    with store.work("T0OTHER", NOW, by=BEN) as work:
        work.add_use_case(proposed(), nonce="1")
    walked(store)


def walked(store):
    """UC-1 of the other workspace went to production, was designed anew, and stopped; by plain SQL."""
    steps = [
        decision_row(1, "entry") | {"workspace": "T0OTHER"},
        {"stage": "pilot"},
        decision_row(2, "pilot", "redesign", (), previous="1" * 64) | {"workspace": "T0OTHER"},
        {"stage": "frame", "attempt": 2},
        decision_row(3, "entry", attempt=2, previous="2" * 64) | {"workspace": "T0OTHER"},
        {"stage": "pilot"},
        decision_row(4, "pilot", "stop", (), attempt=2, previous="3" * 64) | {"workspace": "T0OTHER"},
        {"outcome": "stopped"},
    ]
    here = tables.use_cases.c.workspace == "T0OTHER"
    with store._database.write() as connection:
        for step in steps:
            if "gate" in step:
                row = step | {"hash": str(step["number"]) * 64}
                connection.execute(sealed_tables.decisions.insert(), row)
            else:
                connection.execute(update(tables.use_cases).where(here).values(step))


def everything(store):
    """Every row of every table, as values."""
    with store._database.read() as connection:
        return {
            table.name: sorted(tuple(map(repr, row)) for row in connection.execute(select(table)))
            for table in copied()
        }


@pytest.fixture
def other(store):
    """An empty database of either kind."""
    return store


@pytest.fixture
def old(memory_file):
    lived(memory_file)
    return memory_file


@pytest.fixture
def memory_file(tmp_path):
    opened = Store(f"sqlite:///{tmp_path / 'old' / 'pilotage.db'}")
    opened.migrate()
    yield opened
    opened.close()


def test_a_move_brings_every_row_and_the_old_database_stays_as_it_was(old, other):
    before = everything(old)
    rows = old.move_to(other, LATER, quietly)
    assert everything(other) == before == everything(old)
    assert min(rows[name] for name in ("letters", "audit", "decisions", "readings", "drafts")) > 0
    assert other.verify(T).well


def test_a_database_that_has_no_tables_yet_gets_them(old, store_url):
    fresh = Store(store_url)
    old.move_to(fresh, LATER, quietly)
    assert everything(fresh) == everything(old)
    fresh.close()


def test_after_a_move_everything_goes_on(old, other):
    old.move_to(other, LATER, quietly)
    with other.work(T, LATER, by=BEN) as work:
        fresh = work.add_use_case(proposed("A third one"), nonce="3")
        work.post(announcement(fresh.number, period="later"))
    assert fresh.number == 3
    assert other.verify(T).well


def test_how_far_it_is_is_told(old, other):
    told = []
    old.move_to(other, LATER, lambda *part: told.append(part))
    assert ("readings", 2, 2) in told


def test_a_database_that_is_not_empty_is_never_moved_into(old, other):
    with other.work("T0THERE", NOW) as work:
        work.add_use_case(proposed(), nonce="1")
    before = everything(other)
    with pytest.raises(CannotCopy, match="not empty: it holds T0THERE"):
        old.move_to(other, LATER, quietly)
    assert everything(other) == before


@pytest.mark.parametrize("running", ["old", "other"])
def test_nothing_is_moved_while_a_copy_of_the_bot_runs(old, other, running):
    beating = {"old": old, "other": other}[running]
    beating.beat("copy", "host", LATER)
    with pytest.raises(CannotCopy, match="The bot runs on this database"):
        old.move_to(other, LATER + timedelta(seconds=40), quietly)
    beating.leave("copy")
    assert old.move_to(other, LATER + timedelta(seconds=41), quietly)


def test_a_broken_record_arrives_as_broken_as_it_was(old, other):
    with old._database.write() as connection:
        connection.execute(update(tables.readings).where(tables.readings.c.number == 2).values(value=1.5))
    old.move_to(other, LATER, quietly)
    found, expected = other.verify(T).workspaces, old.verify(T).workspaces
    assert found == expected
    assert not other.verify(T).well


def test_a_forged_stage_finds_no_door_in_the_other_database_either(old, other):
    with old._database.write() as connection:
        connection.execute(text("DROP TRIGGER use_cases_no_door"))
        forged = update(tables.use_cases).where(tables.use_cases.c.number == 2)
        connection.execute(forged.values(stage="scale_decision", outcome="scaled"))
    with pytest.raises(CannotCopy, match="the gate has no door"):
        old.move_to(other, LATER, quietly)
    assert not any(rows for name, rows in everything(other).items())


@pytest.fixture
def backed_up(other, tmp_path):
    """A backup of either kind of database, taken while the bot runs; and what was in it."""
    lived(other)
    other.beat("copy", "host", NOW)
    other.back_up(tmp_path / "backups" / "monday.db", quietly)
    return tmp_path / "backups" / "monday.db", everything(other)


def test_a_backup_is_one_file_for_its_owner_alone_and_restores_every_row(backed_up, memory_file):
    file, before = backed_up
    assert [one.name for one in file.parent.iterdir()] == ["monday.db"]
    assert file.stat().st_mode & 0o777 == 0o600
    memory_file.restore(file, NOW, quietly)
    assert everything(memory_file) == before
    assert memory_file.verify(T).well


def test_a_restore_replaces_only_when_told_to_and_leaves_the_backup_as_it_is(backed_up, other):
    file, before = backed_up
    bytes_before = file.read_bytes()
    with other.work(T, LATER, by=BEN) as work:
        work.add_use_case(proposed("typed after the backup"), nonce="9")
    with pytest.raises(CannotCopy, match="--replace"):
        other.restore(file, LATER, quietly)
    other.restore(file, LATER, quietly, replace=True)
    assert everything(other) == before
    assert file.read_bytes() == bytes_before


def test_a_backup_never_overwrites_a_file(backed_up, other):
    file, _ = backed_up
    with pytest.raises(CannotCopy, match="exists already"):
        other.back_up(file, quietly)


@pytest.mark.parametrize("spoilt", [b"", b"not a database", b"SQLite format 3\x00" + b"\xff" * 5000])
def test_what_is_no_backup_changes_nothing(spoilt, tmp_path, memory_file):
    (tmp_path / "spoilt.db").write_bytes(spoilt)
    with pytest.raises(CannotCopy, match="is no backup|is spoilt"):
        memory_file.restore(tmp_path / "spoilt.db", NOW, quietly, replace=True)
    with pytest.raises(CannotCopy, match="is no backup"):
        memory_file.restore(tmp_path / "missing.db", NOW, quietly)


def test_a_database_of_a_newer_version_is_said_to_be_so(memory_file):
    with memory_file._database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for asked in (memory_file.behind, memory_file.migrate):
        with pytest.raises(Newer, match="newer version of Pilotage"):
            asked()
