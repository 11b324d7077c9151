"""`pilotage backup`, `restore` and `move`, as the engineer types them."""

import pytest

from bot.__main__ import main
from store import Store
from tests.playbook.gated import on_day
from tests.store.test_verify import T, filled

pytestmark = pytest.mark.postgres


@pytest.fixture
def at(tmp_path, monkeypatch):
    """Say which database the environment names."""
    monkeypatch.chdir(tmp_path)

    def name(url):
        monkeypatch.setenv("DATABASE_URL", url)
        return Store(url)

    return name


@pytest.fixture
def lived(at, sqlite_url):
    store = at(sqlite_url)
    store.migrate()
    filled(store)
    yield store
    store.close()


def test_from_sqlite_to_postgres_and_back_by_a_backup(lived, at, emptied_postgres_url, tmp_path, capsys):
    assert main(["move", "--to", emptied_postgres_url]) == 0
    said = capsys.readouterr().out
    assert "The record is as it was written, in each of 1 workspaces." in said
    assert "Set DATABASE_URL to the new database" in said
    at(emptied_postgres_url).close()
    assert main(["verify"]) == 0
    assert main(["backup", "--out", "backups/today.db"]) == 0
    assert "The key that opens its tokens is not in it" in capsys.readouterr().out
    at(f"sqlite:///{tmp_path / 'again.db'}").close()
    assert main(["restore", "backups/today.db"]) == 0
    assert "as it was written" in capsys.readouterr().out
    assert main(["restore", "backups/today.db"]) == 2
    assert f"The database is not empty: it holds {T}." in capsys.readouterr().err
    assert main(["restore", "backups/today.db", "--replace"]) == 0


def test_a_running_bot_is_backed_up_but_not_moved(lived, emptied_postgres_url, capsys):
    lived.beat("copy", "host", on_day(3))
    assert main(["backup", "--out", "a.db"]) == 0
    assert main(["backup", "--out", "a.db"]) == 2
    assert "a.db exists already" in capsys.readouterr().err
    assert main(["backup", "--out", "/proc/no/a.db"]) == 2
    assert "Name a file in a folder that can be written" in capsys.readouterr().err


def test_a_database_that_does_not_answer_is_said_in_words(lived, capsys):
    assert main(["move", "--to", "postgresql://nobody@127.0.0.1:9/none"]) == 2
    assert "The database does not answer" in capsys.readouterr().err
    assert main(["move", "--to", "mysql://nowhere"]) == 2


def test_the_schema_goes_back_and_forward_by_name(at, sqlite_url, capsys):
    at(sqlite_url).close()
    assert main(["migrate"]) == 0
    assert main(["migrate", "--to", "0005"]) == 0
    assert "at migration 0005" in capsys.readouterr().out
    assert main(["verify"]) == 2
    assert main(["migrate"]) == 0
    assert main(["migrate", "--to", "5"]) == 2
    assert "There is no migration 5. There are: 0001, 0002" in capsys.readouterr().err


def test_going_back_is_refused_in_words_where_it_would_lose_something(lived, capsys):
    assert main(["migrate", "--to", "0001"]) == 2
    assert "an older version cannot keep" in capsys.readouterr().err
