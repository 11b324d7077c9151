"""`pilotage tick`: what is due at a moment, printed or sent."""

import json
from datetime import date

import pytest

from bot.__main__ import main
from playbook.facts import Baseline, Contract, GoLive, Ownership, Terms
from sandbox import seed
from sandbox.server import BOT_TOKEN, SandboxThread
from sandbox.workspace import BOT, TEAM
from store import Store
from tests.store.company import ANNA, NOW, proposed

MONDAY_MORNING = "2026-03-09T10:00+00:00"
DUE = date(2026, 4, 24)
TERMS = Terms(kpi="turnaround", unit="day", direction="lower", baseline=Baseline(value=5), target=3, due=DUE)


@pytest.fixture
def database(tmp_path, monkeypatch):
    """A database with one pilot that went live on Monday 2 March 2026."""
    url = f"sqlite:///{tmp_path / 'pilotage.db'}"
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.chdir(tmp_path)
    store = Store(url)
    store.migrate()
    use_case = proposed(
        owner=ANNA,
        day_one=date(2026, 3, 2),
        ownership=Ownership(accepted_at=NOW, function="Sales"),
        contracts=(Contract(terms=TERMS, locked_at=NOW),),
        offsets=(57, 58, 59, 60),
        went_live=GoLive(day=date(2026, 3, 2), at=NOW, by=ANNA, link="https://crm.example/1"),
    )
    with store.work(TEAM, NOW) as work:
        work.install(BOT)
        work.add_use_case(use_case, nonce="1")
    store.close()
    return url


def letters(url):
    store = Store(url)
    with store.read(TEAM) as look:
        found = look.letter_state("1:check_in_due:a1:w1")
    store.close()
    return found and found.state


def test_a_dry_run_prints_what_is_due_and_writes_nothing(database, capsys):
    assert main(["tick", "--at", MONDAY_MORNING, "--dry-run", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["letter"], said["to"]) == ("1:check_in_due:a1:w1", ANNA)
    assert letters(database) is None


def test_before_anything_is_due_it_says_so(database, capsys):
    assert main(["tick", "--at", "2026-03-08T10:00+00:00", "--dry-run"]) == 0
    assert "Nothing is due by then." in capsys.readouterr().out


def test_a_tick_sends_what_is_due_and_a_second_one_nothing_more(database, monkeypatch):
    with SandboxThread(seed=seed.company) as slack:
        monkeypatch.setenv("SLACK_API_URL", slack.api_url)
        monkeypatch.setenv("SLACK_BOT_TOKEN", BOT_TOKEN)
        for _ in range(2):
            assert main(["tick", "--at", MONDAY_MORNING]) == 0
        posted = slack.ask(lambda: len(slack.sandbox.journal.calls("chat.postMessage")))
    assert (letters(database), posted) == ("sent", 1)


@pytest.mark.parametrize("moment", ["tomorrow", "2026-03-09T10:00"])
def test_a_moment_without_a_zone_is_refused_with_an_example(database, moment, capsys):
    assert main(["tick", "--at", moment, "--dry-run"]) == 2
    assert "2026-05-11T10:00+02:00" in capsys.readouterr().err


def test_an_older_database_is_not_touched(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'empty.db'}")
    assert main(["tick", "--dry-run"]) == 2
    assert "pilotage migrate" in capsys.readouterr().err


def test_without_a_token_nothing_can_be_sent(database, monkeypatch, capsys):
    monkeypatch.delenv("SLACK_BOT_TOKEN", raising=False)
    assert main(["tick", "--at", MONDAY_MORNING]) == 2
    assert "--dry-run" in capsys.readouterr().err
