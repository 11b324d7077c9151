"""`pilotage kit`: written in one workspace, brought into another, written again with the same bytes."""

import pytest

from bot.__main__ import main
from playbook import kit
from store import Store
from tests.playbook.company import DORA, MONDAY, known
from tests.playbook.test_kit import whole

HERE, THERE = "T0HERE", "T0THERE"


@pytest.fixture
def database(tmp_path, monkeypatch):
    """Two workspaces: in the first UC-1 has a kit, the second has only Dora."""
    url = f"sqlite:///{tmp_path / 'pilotage.db'}"
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.chdir(tmp_path)
    store = Store(url)
    store.migrate()
    _has_a_kit(store)
    with store.work(THERE, MONDAY) as work:
        work.keep_person(DORA)
    yield store
    store.close()


def _has_a_kit(store):
    """UC-1 carries the kit of a whole pilot, as it is after an import."""
    with store.work(HERE, MONDAY, by=DORA.id) as work:
        work.keep_person(DORA)
        work.add_use_case(kit.unpacked(kit.of(whole()), known(DORA)), nonce="n1")


def test_it_travels_with_equal_bytes(database, tmp_path, capsys):
    assert main(["kit", "UC-1", "--workspace", HERE, "--out", "first"]) == 0
    assert "UC-1-kit.zip: full" in capsys.readouterr().out
    sent = tmp_path / "first" / "UC-1-kit.zip"
    assert main(["kit", "--import", str(sent), "--workspace", THERE, "--by", DORA.id]) == 0
    assert "UC-1 in T0THERE" in capsys.readouterr().out
    assert main(["kit", "UC-1", "--workspace", THERE, "--out", "again"]) == 0
    assert (tmp_path / "again" / "UC-1-kit.zip").read_bytes() == sent.read_bytes()
    folder = {path.name: path.read_bytes() for path in (tmp_path / "first" / "UC-1-kit").iterdir()}
    assert {path.name: path.read_bytes() for path in (tmp_path / "again" / "UC-1-kit").iterdir()} == folder
    with database.read(THERE) as look:
        came = look.use_case(1)
    assert (came.proposed, came.workflow, came.registrant) == (True, "Quote to cash", DORA.id)


def test_a_tampered_kit_is_refused_with_the_file(database, tmp_path, capsys):
    main(["kit", "UC-1", "--workspace", HERE])
    sent = tmp_path / "UC-1-kit.zip"
    sent.write_bytes(sent.read_bytes().replace(b"Quote to cash", b"Quote to dash", 1))
    capsys.readouterr()
    assert main(["kit", "--import", str(sent), "--workspace", THERE, "--by", DORA.id]) == 2
    refused = capsys.readouterr().err
    assert "kit/playbook." in refused
    with database.read(THERE) as look:
        assert look.listed() == ()


def test_the_same_kit_is_brought_in_once_and_by_somebody_who_is_known(database, tmp_path, capsys):
    main(["kit", "UC-1", "--workspace", HERE])
    asked = ["kit", "--import", str(tmp_path / "UC-1-kit.zip"), "--workspace", THERE]
    assert main(asked) == 2
    assert "Who registers it?" in capsys.readouterr().err
    assert main([*asked, "--by", "U0NOBODY"]) == 2
    assert "nobody the bot knows" in capsys.readouterr().err
    assert main([*asked, "--by", DORA.id]) == 0
    assert main([*asked, "--by", DORA.id]) == 2
    assert "was imported before" in capsys.readouterr().err


def test_without_a_use_case_or_a_file_it_says_how(database, capsys):
    assert main(["kit", "--workspace", HERE]) == 2
    assert "pilotage kit UC-7 --out DIR" in capsys.readouterr().err
    assert main(["kit", "UC-9", "--workspace", HERE]) == 2
    assert "no use case UC-9" in capsys.readouterr().err
