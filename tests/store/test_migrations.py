"""The migrations make exactly the schema the tables describe, whoever runs them, and how often."""

import threading
import traceback

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from store import Store, tables
from tests.store.company import NOW, T, proposed


def test_the_migrated_schema_is_the_one_in_the_code(store):
    with store._database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, tables.Row.metadata) == []


def test_two_processes_may_migrate_at_once(store_url):
    stores = [Store(store_url) for _ in range(4)]
    failures = []

    def migrate(one):
        try:
            one.migrate()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=migrate, args=(one,)) for one in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with stores[0].work(T, NOW) as work:
        work.add_use_case(proposed(), nonce="1")
    for one in stores:
        one.close()


def test_migrating_again_changes_nothing(store):
    with store.work(T, NOW) as work:
        work.add_use_case(proposed(), nonce="1")
    store.migrate()
    with store.read(T) as reading:
        assert len(reading.listed()) == 1


def test_sqlite_is_opened_so_that_nothing_is_lost(sqlite_url):
    opened = Store(sqlite_url)
    with opened._database.read() as connection:
        found = {name: connection.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous")}
        assert found == {"journal_mode": "wal", "synchronous": 2}
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
        assert connection.scalar(text("PRAGMA busy_timeout")) >= 10_000
    opened.close()


def test_an_address_may_ask_sqlite_not_to_wait_for_the_disk(sqlite_url):
    opened = Store(f"{sqlite_url}?synchronous=off")
    with opened._database.read() as connection:
        assert connection.scalar(text("PRAGMA synchronous")) == 0
    opened.close()
    with pytest.raises(ValueError, match="it is FULL, NORMAL or OFF"):
        Store(f"{sqlite_url}?synchronous=sometimes")


def test_a_postgres_address_may_be_spelt_as_hosts_spell_it(postgres_url):
    for spelt in (postgres_url, postgres_url.replace("postgresql:", "postgres:", 1)):
        opened = Store(spelt)
        opened.migrate()
        assert opened.workspaces() == ()
        opened.close()


def test_a_failed_statement_does_not_print_what_people_typed(store):
    with store.work(T, NOW) as work:
        work.add_use_case(proposed(), nonce="1")
    row = tables.use_cases.insert().values(workspace=T, number=1, title="a secret title")
    with pytest.raises(IntegrityError) as refused, store._database.write() as connection:
        connection.execute(row)
    assert "a secret title" not in "".join(traceback.format_exception(refused.value))
