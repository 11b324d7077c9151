"""The doctor finds what keeps the bot from working, says how to mend it, and changes nothing."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from bot import doctor, keys
from bot.__main__ import main
from bot.doctor import examine
from bot.settings import Settings
from playbook.facts import Settings as Decided
from sandbox import seed
from sandbox.clock import Clock
from sandbox.manifest import Manifest
from sandbox.server import APP_TOKEN, BOT_TOKEN, SandboxThread
from sandbox.workspace import BOT, TEAM
from store import Store
from tests.bot import several
from tests.house.tree import ROOT

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@pytest.fixture
def slack():
    with SandboxThread(seed=seed.company, manifest=ROOT / "manifest.yml") as thread:
        yield thread


@pytest.fixture
def said(slack, tmp_path):
    return {
        "_env_file": None,
        "slack_bot_token": BOT_TOKEN,
        "slack_app_token": APP_TOKEN,
        "slack_api_url": slack.api_url,
        "database_url": f"sqlite:///{tmp_path}/pilotage.db",
    }


@pytest.fixture
def remembered(said):
    """A database that is up to date."""
    store = Store(said["database_url"])
    store.migrate()
    yield store
    store.close()


def found(said, **changed):
    return {finding.name: finding for finding in examine(Settings(**said | changed))}


def test_a_house_in_order_has_nothing_to_mend(said, remembered):
    findings = found(said)
    assert set(findings) == {"bot token", "scopes", "clock", "app token", "database", "migrations"}
    assert not [finding for finding in findings.values() if finding.fix]
    assert "pilotage in Nordwind Components" in findings["bot token"].words


def test_a_wrong_token_is_named_and_nothing_is_built_upon_it(said, remembered):
    findings = found(said, slack_bot_token="xoxb-wrong")
    assert "invalid_auth" in findings["bot token"].words
    assert "SLACK_BOT_TOKEN" in findings["bot token"].fix
    assert "scopes" not in findings


def test_swapped_or_wrong_app_tokens_are_named(said):
    assert "connections:write" in found(said, slack_app_token="xapp-wrong")["app token"].fix


def test_missing_scopes_are_listed(said):
    with SandboxThread(manifest=Manifest(scopes=frozenset({"commands", "chat:write"}))) as bare:
        finding = found(said, slack_api_url=bare.api_url)["scopes"]
    assert "users:read" in finding.words
    assert "chat:write" not in finding.words
    assert "install the app again" in finding.fix


def test_a_clock_that_is_wrong_is_measured(said):
    with SandboxThread(clock=Clock(datetime.now(UTC) - timedelta(minutes=10))) as late:  # noqa: TID251
        finding = found(said, slack_api_url=late.api_url)["clock"]
    assert 590 <= int(finding.words.split()[1]) <= 620
    assert "NTP" in finding.fix


def test_a_slack_that_cannot_be_reached_is_said_so(said):
    finding = found(said, slack_api_url="http://127.0.0.1:9/api/")["bot token"]
    assert "cannot be reached" in finding.words
    assert "SLACK_API_URL" in finding.fix


def test_a_database_behind_this_version_is_sent_to_migrate(said, tmp_path):
    assert "pilotage migrate" in found(said)["migrations"].fix


def test_the_database_that_answers_is_named_without_who_signs_in_there(said, remembered, tmp_path):
    assert found(said)["database"].words == f"answers at {tmp_path}/pilotage.db"
    assert doctor._where("postgresql://pilotage:hidden@db.example/records") == "db.example/records"


def test_a_slack_that_cannot_be_reached_is_told_in_the_systems_words_alone(said):
    words = found(said, slack_api_url="http://127.0.0.1:9")["bot token"].words
    assert words == "could not be tried: Slack cannot be reached (Connection refused)"


def test_a_database_that_does_not_answer_is_said_so(said):
    finding = found(said, database_url="postgresql://nobody@127.0.0.1:9/none")["database"]
    assert finding.words.startswith("does not answer")
    assert finding.fix


def test_channels_the_bot_cannot_speak_in_come_with_the_invite_to_type(slack, said, remembered):
    with remembered.work(TEAM, NOW) as work:
        work.install(BOT, "Nordwind")
        work.keep_settings(Decided(), Decided(version=1, leadership_channel="C0PROCUREMENT"))
    finding = found(said)["channel #procurement"]
    assert "/invite @Pilotage" in finding.fix


def test_without_any_way_in_both_ways_are_offered(said, remembered):
    finding = found(said, slack_app_token=None)["way in"]
    assert "SLACK_APP_TOKEN" in finding.fix
    assert "SLACK_SIGNING_SECRET" in finding.fix


@pytest.fixture
def environment(said, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for name, value in said.items():
        monkeypatch.setenv(name.upper(), str(value))
    return monkeypatch


def test_the_exit_code_says_whether_something_is_to_be_mended(environment, capsys):
    assert main(["doctor"]) == 1
    assert "mend  migrations are waiting\n      -> Run `pilotage migrate`" in capsys.readouterr().out
    assert main(["migrate"]) == 0
    assert main(["doctor"]) == 0
    assert all(line.startswith("ok ") for line in capsys.readouterr().out.splitlines()[1:])


def test_json_for_scripts(environment, capsys):
    assert main(["doctor", "--json"]) == 1
    findings = json.loads(capsys.readouterr().out)
    assert {"name": "app token", "words": "opens Socket Mode", "fix": "", "well": True} in findings


def test_a_malformed_environment_is_a_finding_too(environment, capsys):
    environment.setenv("PILOTAGE_PORT", "many")
    assert main(["doctor"]) == 1
    assert "mend  PILOTAGE_PORT" in capsys.readouterr().out


def test_migrating_a_database_that_does_not_answer_is_said_in_words(environment, capsys):
    environment.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:9/none")
    assert main(["migrate"]) == 2
    assert "The database does not answer" in capsys.readouterr().err


# --- several workspaces


@pytest.fixture
def installed(tmp_path):
    """Two companies, each with the bot in it; what the doctor is told, and the store."""
    with several.two_companies(tmp_path) as (slack, kestrel):
        with several.bot_for(slack, tmp_path, slack_bot_token=BOT_TOKEN) as house:
            assert several.Browser(house.server.port).installs(KESTREL)[0] == 200
        told = several.settings(slack, tmp_path).model_dump(exclude={"pilotage_clock_url"})
        store = Store(told["database_url"])
        yield told | {"_env_file": None}, store, kestrel
        store.close()


KESTREL = "T0KESTREL"


def test_each_workspace_is_looked_at_with_its_own_token(installed):
    told, store, _ = installed
    with store.work(KESTREL, NOW) as work:
        work.keep_settings(Decided(), Decided(version=1, leadership_channel="C0KESTREL"))
    findings = found(told)
    assert findings[f"workspace {KESTREL}"].words == "lets @pilotage into Kestrel Partners"
    assert findings[f"scopes in {TEAM}"].fix == ""
    assert findings["secret key"].words == "seals every token: there are 2"
    assert findings["clock"].words == "agrees with Slack's"
    assert [name for name, one in findings.items() if one.fix] == ["channel #general"]


def test_a_workspace_that_shuts_it_out_is_named_with_the_way_back(installed):
    told, _, kestrel = installed
    kestrel.ask(lambda: setattr(kestrel.sandbox.workspace, "app_installed", False))
    finding = found(told)[f"workspace {KESTREL}"]
    assert "account_inactive" in finding.words
    assert "/slack/install" in finding.fix


def test_tokens_under_an_older_key_or_none_are_told_apart(installed):
    told, _, _ = installed
    new, old = keys.new(), told["pilotage_secret_key"].get_secret_value()
    both = found(told | {"pilotage_secret_key": f"{new},{old}"})
    assert "2 of 2 tokens" in both["secret key"].words
    assert "rotate-keys" in both["secret key"].fix
    assert "no key opens" in found(told | {"pilotage_secret_key": new})[f"workspace {KESTREL}"].words


def test_half_of_what_several_workspaces_need_is_completed(said, remembered):
    findings = found(said, slack_client_id="1.2")
    lacking = {name for name, one in findings.items() if one.words == "is missing"}
    assert lacking == {
        "SLACK_APP_ID",
        "SLACK_CLIENT_SECRET",
        "SLACK_SIGNING_SECRET",
        "PILOTAGE_SECRET_KEY",
        "PILOTAGE_URL",
    }


def test_a_database_of_a_newer_version_is_sent_to_that_version(said, remembered):
    with remembered._database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert "Run that version" in found(said)["migrations"].fix
