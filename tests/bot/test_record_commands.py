"""`pilotage verify` and `pilotage replay`, as an auditor meets them."""

import json

import pytest
from sqlalchemy import update

from bot.__main__ import main
from playbook import criteria, replaying
from store import Store, tables
from tests.store.test_verify import T, filled

RULES = criteria.RULES_VERSION


@pytest.fixture
def database(tmp_path, monkeypatch):
    """A record with one sealed decision, as the environment names it."""
    url = f"sqlite:///{tmp_path / 'pilotage.db'}"
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.chdir(tmp_path)
    store = Store(url)
    store.migrate()
    filled(store)
    yield store
    store.close()


def test_verify_says_that_all_is_as_it_was_written_and_which_hash_to_note(database, capsys):
    assert main(["verify"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"{T}: as it was written (")
    assert main(["verify", "--workspace", T, "--noted", said.split()[-1]]) == 0
    assert main(["verify", "--noted", "f" * 64]) == 1


def test_verify_names_the_first_broken_row_for_people_and_for_programs(database, capsys):
    with database._database.write() as connection:
        connection.execute(update(tables.readings).where(tables.readings.c.number == 2).values(value=1.5))
    assert main(["verify"]) == 1
    said = capsys.readouterr().out
    assert "first: readings, UC-1, reading 2: value is not what the audit tells (3.9)" in said
    assert main(["verify", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["well"], found["workspaces"][0]["broken"][0][:2]) == (
        False,
        ["readings", "UC-1, reading 2"],
    )


def test_replay_gives_the_same_bytes(database, capsys):
    assert main(["replay", "UC-1", "entry-check", "--workspace", T]) == 0
    assert "go on" in (said := capsys.readouterr().out)
    assert said.rstrip().endswith(f"(rules {RULES}): the same bytes again")


def test_replay_by_newer_rules_names_both_versions_and_the_difference(database, capsys, monkeypatch):
    rules = criteria.GATES["entry"]
    stricter = rules[0]._replace(
        find=lambda pilot, around: rules[0].find(pilot, around)._replace(because="Newer")
    )
    monkeypatch.setitem(criteria.GATES, "entry", (stricter, *rules[1:-1]))
    monkeypatch.setattr(replaying, "RULES_VERSION", "later")
    assert main(["replay", "uc1", "entry"]) == 1
    said = capsys.readouterr().out
    assert f"(rules {RULES}, judged by the newer rules later): not the same" in said
    assert "contract, because: sealed" in said
    assert "second_place: is not asked by these rules" in said


def test_replay_of_what_was_never_decided_says_so(database, capsys):
    assert main(["replay", "UC-2", "pilot-gate"]) == 2
    assert "UC-2 has no sealed decision of this gate yet." in capsys.readouterr().err
    assert main(["replay", "UC-9", "pilot-gate"]) == 2
    assert main(["replay", "UC-1", "entry", "--workspace", "T0NOWHERE"]) == 2


def test_export_writes_a_folder_and_says_in_the_audit_that_it_did(database, capsys, tmp_path):
    assert main(["export", "--out", str(tmp_path / "all")]) == 0
    assert "files in" in capsys.readouterr().out
    assert (tmp_path / "all" / "UC-1" / "UC-1-dossier.md").read_text().startswith("# UC-1: ")
    with (tmp_path / "all" / "UC-2" / "UC-2-record.jsonl").open() as lines:
        told = [json.loads(line) for line in lines]
    assert {"Überraschung"} == {one["title"] for one in told if one["kind"] == "use_case"}
    assert any(change["after"] == "Faster quotes" for one in told for change in one.get("changes", ()))
    assert main(["export", "--use-case", "UC-1", "--out", str(tmp_path / "one")]) == 0
    assert "3.9" in (tmp_path / "one" / "UC-1-readings.csv").read_text()
    assert main(["verify"]) == 0
    assert main(["export", "--use-case", "UC-9", "--out", str(tmp_path)]) == 2
