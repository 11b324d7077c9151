"""`pilotage import`: a whole portfolio from CSV, or nothing of it."""

import json

import pytest

from bot.__main__ import main
from sandbox import seed
from sandbox.server import BOT_TOKEN, SandboxThread
from sandbox.workspace import BOT, TEAM
from store import Store
from tests.store.company import NOW

USE_CASES = """ref,title,owner,sponsor,home_channel,kpi,baseline,target
R1,Proposals,Anna Lindqvist,Ben Hartmann,#sales-ops,turnaround,8 days,5 days
R2,Invoices,,,,,,
"""
READINGS = """use_case,day,value
R1,2025-11-03,8.1
R1,2025-11-10,7.9
"""


@pytest.fixture
def at_home(tmp_path, monkeypatch):
    """A database on a desk with Nordwind's Slack; answers the store."""
    url = f"sqlite:///{tmp_path / 'pilotage.db'}"
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.chdir(tmp_path)
    store = Store(url)
    store.migrate()
    with store.work(TEAM, NOW) as work:
        work.install(BOT)
    with SandboxThread(seed=seed.company) as slack:
        monkeypatch.setenv("SLACK_API_URL", slack.api_url)
        monkeypatch.setenv("SLACK_BOT_TOKEN", BOT_TOKEN)
        yield store
    store.close()


def importing(tmp_path, *more, use_cases=USE_CASES, readings=READINGS, by="U0IRENE"):
    (tmp_path / "use-cases.csv").write_text(use_cases)
    (tmp_path / "readings.csv").write_text(readings)
    return main(["import", "use-cases.csv", "readings.csv", "--by", by, *more])


def held(store):
    with store.read(TEAM) as look:
        return [look.pilot(one.number) for one in look.listed()]


def test_use_cases_and_their_history_come_in_together(at_home, tmp_path, capsys):
    assert importing(tmp_path) == 0
    assert "4 new, 0 changed, 0 same, 0 refused. Imported." in capsys.readouterr().out
    first, second = held(at_home)
    assert (first.use_case.title, second.use_case.title) == ("Proposals", "Invoices")
    assert [one.value for one in first.readings] == [8.1, 7.9]
    with at_home.read(TEAM) as look:
        assert look.person(first.use_case.owner).name == "Anna Lindqvist"
        assert look.letter_state(f"1:use_case_announced:a1:{first.use_case.home.channel}")
        assert look.first_false_entry() is None


def test_a_dry_run_says_what_each_row_comes_to_and_writes_nothing(at_home, tmp_path, capsys):
    assert importing(tmp_path, "--dry-run", "--json") == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["sheet"], row["line"], row["what"]) for row in rows] == [
        ("use-cases.csv", 2, "new"),
        ("use-cases.csv", 3, "new"),
        ("readings.csv", 2, "new"),
        ("readings.csv", 3, "new"),
    ]
    assert held(at_home) == []


def test_one_wrong_row_and_nothing_is_written(at_home, tmp_path, capsys):
    assert importing(tmp_path, readings=READINGS + "R2,2025-11-03,1\n") == 1
    said = capsys.readouterr().out
    assert "readings.csv:4  refused  R2  it has no KPI yet: fill in its column kpi" in said
    assert "Nothing was written: mend the refused rows" in said
    assert held(at_home) == []


def test_the_same_file_again_changes_nothing_and_an_edited_one_shows_the_difference(
    at_home, tmp_path, capsys
):
    importing(tmp_path)
    before = held(at_home)
    capsys.readouterr()
    assert importing(tmp_path) == 0
    assert "0 new, 0 changed, 4 same" in capsys.readouterr().out
    assert held(at_home) == before
    edited = USE_CASES.replace("5 days", "4 days")
    assert importing(tmp_path, use_cases=edited, readings=READINGS.replace("7.9", "7.7")) == 0
    said = capsys.readouterr().out
    assert "target: 5 days → 4 days" in said
    assert "value: 7.9 → 7.7" in said
    assert held(at_home)[0].use_case.contract.terms.target == 4


def test_only_an_admin_answers_for_an_import(at_home, tmp_path, capsys):
    assert importing(tmp_path, by="U0ANNA") == 2
    assert "a workspace admin or the programme lead imports a portfolio" in capsys.readouterr().err
    assert importing(tmp_path, by="U0NOBODY") == 2
    assert "U0NOBODY is nobody in this workspace" in capsys.readouterr().err
    assert held(at_home) == []


def test_the_template_is_imported_as_it_is_printed(at_home, tmp_path, capsys):
    assert main(["import", "--template"]) == 0
    assert importing(tmp_path, use_cases=capsys.readouterr().out, readings="use_case,day,value\n") == 0
    assert held(at_home)[0].use_case.title == "Proposal turnaround"


@pytest.mark.parametrize(
    "content, words",
    [
        (b"\xff\xfe\x00t", "has to be CSV in UTF-8"),
        (b"a,a\n1,2\n", "the column a twice"),
        (b"", "no line of titles"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_what_to_do(at_home, tmp_path, content, words, capsys):
    (tmp_path / "broken.csv").write_bytes(content)
    assert main(["import", "broken.csv", "--by", "U0IRENE"]) == 2
    assert words in capsys.readouterr().err


def test_what_was_exported_is_edited_and_imported_again(at_home, tmp_path, capsys):
    importing(tmp_path)
    assert main(["export", "--out", "out"]) == 0
    capsys.readouterr()
    files = ["out/drafts.csv", "out/UC-1/UC-1-readings.csv"]
    assert main(["import", *files, "--by", "U0IRENE"]) == 0
    assert "0 new, 0 changed, 4 same, 0 refused." in capsys.readouterr().out
    for file, before, after in zip(files, ("5 days", ",7.9,"), ("4 days", ",7.7,"), strict=True):
        table = tmp_path / file
        table.write_text(table.read_text().replace(before, after))
    assert main(["import", *files, "--by", "U0IRENE"]) == 0
    said = capsys.readouterr().out
    assert "target: 5 days → 4 days" in said
    assert "value: 7.9 → 7.7" in said
    assert [one.value for one in held(at_home)[0].standing] == [8.1, 7.7]
