"""From every earlier version with data in it to this one, and back where nothing is lost; both databases."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, column, delete, insert, select, table

from playbook.facts import Person
from store import CannotCopy, OneWay, Store, schema, tables
from store.copying import copied
from tests.playbook.gated import on_day
from tests.store.company import ANNA, announcement, duties, proposed
from tests.store.test_doors import set_columns, tried
from tests.store.test_verify import T, filled

NOW = on_day(3)
VERSIONS = list(schema.migrations())[::-1]


def registered(store):
    """What every version could hold: a use case with its audit, people, a draft, letters, settings."""
    with store.work(T, NOW, by=ANNA) as work:
        work.install("U0BOT", "Acme", "https://acme.example")
        work.keep_person(Person(id=ANNA, name="Anna"))
        work.add_use_case(proposed("Faster quotes"), nonce="1")
        work.keep_draft(ANNA, "registration.new", {"title": "half typed"})
        work.post(announcement(), duties())


def rows_of(store):
    with store._database.read() as connection:
        return {one.name: [dict(r) for r in connection.execute(select(one)).mappings()] for one in copied()}


def put(store, rows):
    """The rows as an older version would have written them: its tables, its columns."""
    with store._database.write() as connection:
        then = MetaData()
        then.reflect(connection)
        for now in copied():
            there = then.tables.get(now.name)
            if there is not None and rows[now.name]:
                columns = [one.name for one in there.c]
                older = table(now.name, *(column(name, now.c[name].type) for name in columns))
                kept = [{name: row[name] for name in columns} for row in rows[now.name]]
                connection.execute(insert(older), kept)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The rows of such a workspace."""
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('written') / 'pilotage.db'}")
    store.migrate()
    registered(store)
    yield rows_of(store)
    store.close()


@pytest.fixture
def empty(store_url):
    opened = Store(store_url)
    opened.migrate()
    yield opened
    opened.close()


def test_what_any_earlier_version_wrote_is_read_by_this_one(empty, written):
    for version in reversed(VERSIONS):
        empty.go_back(version, NOW)
        put(empty, written)
        empty.migrate()
        _goes_on(empty, version)
        with empty._database.write() as connection:
            connection.execute(delete(tables.workspaces))


def _goes_on(store, version):
    with store.read(T) as reading:
        assert reading.use_case(1).title == "Faster quotes", version
        assert reading.draft(ANNA, "registration.new", NOW).answers == {"title": "half typed"}, version
        assert reading.letter_state("1:use_case_announced:a1").state == "pending", version
    assert store.verify(T).well, version
    with store.work(T, NOW, by=ANNA) as work:
        assert work.add_use_case(proposed("The next one"), nonce="2").number == 2
    assert store.verify(T).well, version


def test_back_to_the_first_version_and_forward_again_is_the_same_schema_with_the_gate_shut(empty, written):
    put(empty, written)
    empty.go_back(VERSIONS[0], NOW)
    empty.migrate()
    with empty._database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, tables.Row.metadata) == []
    assert empty.verify(T).well
    assert "no door" in tried(empty, set_columns(stage="pilot"))


def test_what_an_older_version_could_not_keep_holds_it_back(empty):
    filled(empty)
    before = rows_of(empty)
    with pytest.raises(OneWay, match="an older version cannot keep 1 sealed decisions|bound texts"):
        empty.go_back("0002", NOW)
    assert rows_of(empty) == before
    assert not empty.behind()


def test_nobody_goes_back_under_a_running_bot(empty):
    empty.beat("copy", "host", NOW)
    with pytest.raises(CannotCopy, match="The bot runs"):
        empty.go_back("0006", NOW)


def test_every_migration_knows_a_way_back_or_says_why_not():
    known = list(ScriptDirectory(str(schema.MIGRATIONS)).walk_revisions())
    assert tuple(one.revision for one in known) == schema.migrations()
    silent = [one.revision for one in known if not hasattr(one.module, "downgrade")]
    assert silent == VERSIONS[:1]
