"""The environment is read once; what is wrong with it is said once, whole, with what to do."""

import pytest

from bot import keys
from bot.settings import (
    HttpSettings,
    Settings,
    SeveralSettings,
    SocketSettings,
    Unusable,
    for_http,
    for_socket,
)
from tests.house.tree import ROOT

GOOD = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "SLACK_SIGNING_SECRET": "s3cret"}


@pytest.fixture(autouse=True)
def bare(monkeypatch, tmp_path):
    """An environment that says nothing, in a directory without .env."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def environment(monkeypatch):
    def put(**values):
        for name, value in (GOOD | values).items():
            monkeypatch.setenv(name, value)

    return put


def test_everything_that_is_wrong_is_said_in_one_go_with_what_to_do(environment, monkeypatch):
    environment(
        SLACK_APP_TOKEN="xoxb-swapped", PILOTAGE_PORT="70000", SLACK_API_URL="ftp://x", PILOTAGE_LOG="loud"
    )
    monkeypatch.delenv("SLACK_BOT_TOKEN")
    with pytest.raises(Unusable) as refused:
        SocketSettings.read()
    names = {wrong.name for wrong in refused.value.wrong}
    assert names == {"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "PILOTAGE_PORT", "SLACK_API_URL", "PILOTAGE_LOG"}
    assert "SLACK_BOT_TOKEN is missing. Copy it from api.slack.com/apps" in str(refused.value)
    assert "SLACK_APP_TOKEN does not start with xapp-" in str(refused.value)


def test_a_refusal_never_repeats_a_secret(environment):
    environment(SLACK_BOT_TOKEN="hunter2hunter2")
    with pytest.raises(Unusable) as refused:
        SocketSettings.read()
    assert "hunter2" not in str(refused.value)


def test_settings_do_not_show_secrets_when_printed(environment):
    environment(DATABASE_URL="postgresql://bot:hunter2@db/pilotage")
    shown = repr(SocketSettings.read())
    assert not any(secret in shown for secret in ("xoxb-1", "xapp-1", "s3cret", "hunter2"))


def test_an_empty_value_counts_as_missing(environment):
    environment(SLACK_BOT_TOKEN="")
    with pytest.raises(Unusable, match="SLACK_BOT_TOKEN is missing"):
        SocketSettings.read()


def test_socket_mode_asks_for_no_signing_secret_and_http_for_no_app_token(environment, monkeypatch):
    environment()
    monkeypatch.delenv("SLACK_SIGNING_SECRET")
    assert SocketSettings.read().slack_app_token.get_secret_value() == "xapp-1"
    with pytest.raises(Unusable, match="SLACK_SIGNING_SECRET is missing"):
        HttpSettings.read()


def test_a_database_command_needs_no_token():
    assert Settings.read().database_url.endswith("/pilotage/pilotage.db")


def test_the_database_lives_in_the_users_data_directory(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert Settings.read().database_url == f"sqlite:///{tmp_path}/pilotage/pilotage.db"


def test_an_unknown_database_is_refused(environment):
    environment(DATABASE_URL="mysql://db/pilotage")
    with pytest.raises(Unusable, match="neither a sqlite:/// nor a postgresql:// address"):
        Settings.read()


@pytest.mark.parametrize(
    "given",
    ["http://127.0.0.1:9", "http://127.0.0.1:9/", "http://127.0.0.1:9/api", "http://127.0.0.1:9/api/"],
)
def test_slacks_address_may_be_given_with_or_without_api(environment, given):
    environment(SLACK_API_URL=given)
    assert SocketSettings.read().slack_api_url == "http://127.0.0.1:9/api/"


def test_without_an_address_it_is_slack_itself_never_a_stand_in(environment):
    environment()
    assert SocketSettings.read().slack_api_url == "https://slack.com/api/"


@pytest.mark.parametrize("slack", ["https://slack.com", "http://slack.test:9"])
def test_a_clock_that_can_be_turned_is_refused_with_a_slack_that_is_not_on_this_machine(environment, slack):
    environment(SLACK_API_URL=slack, PILOTAGE_CLOCK_URL="http://127.0.0.1:9/sandbox/clock")
    with pytest.raises(Unusable, match="PILOTAGE_CLOCK_URL is refused"):
        SocketSettings.read()


def test_a_clock_on_another_machine_is_refused(environment):
    environment(SLACK_API_URL="http://127.0.0.1:9", PILOTAGE_CLOCK_URL="http://clock.test/sandbox/clock")
    with pytest.raises(Unusable, match="PILOTAGE_CLOCK_URL is refused"):
        SocketSettings.read()


def test_dot_env_is_read_and_the_environment_wins_over_it(environment, tmp_path):
    (tmp_path / ".env").write_text("SLACK_BOT_TOKEN=xoxb-file\nPILOTAGE_PORT=8080\nOTHER=1\n")
    environment()
    assert SocketSettings.read().slack_bot_token.get_secret_value() == "xoxb-1"
    assert SocketSettings.read().pilotage_port == 8080


def test_the_example_env_names_every_setting_and_nothing_else():
    lines = (ROOT / ".env.example").read_text().splitlines()
    named = {line.removeprefix("#").strip().split("=")[0] for line in lines if "=" in line}
    assert named == {name.upper() for name in Settings.model_fields}


SEVERAL = {
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "c1",
    "SLACK_APP_ID": "A1",
    "PILOTAGE_SECRET_KEY": keys.new(),
    "PILOTAGE_URL": "https://pilotage.example/",
}


def test_an_app_for_several_workspaces_needs_no_bot_token(environment, monkeypatch):
    environment(**SEVERAL)
    monkeypatch.delenv("SLACK_BOT_TOKEN")
    read = for_http()
    assert isinstance(read, SeveralSettings)
    assert (read.several, read.pilotage_url) == (True, "https://pilotage.example")


@pytest.mark.parametrize("given", ["SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_APP_ID"])
def test_half_of_it_is_refused_with_everything_that_is_missing(monkeypatch, given):
    monkeypatch.setenv(given, SEVERAL[given])
    with pytest.raises(Unusable) as refused:
        for_http()
    missing = {*SEVERAL, "SLACK_SIGNING_SECRET"} - {given}
    assert {wrong.name for wrong in refused.value.wrong} == missing
    assert all(wrong.why == "is missing" and wrong.fix for wrong in refused.value.wrong)


@pytest.mark.parametrize(
    "wrong",
    ["short", "x" * 44, f"{SEVERAL['PILOTAGE_SECRET_KEY']},", "\u00e9"],
    ids=["too short", "no key", "a comma too many", "not ASCII"],
)
def test_a_key_that_is_none_is_said_and_not_shown(environment, wrong):
    environment(**SEVERAL | {"PILOTAGE_SECRET_KEY": wrong})
    with pytest.raises(Unusable, match="PILOTAGE_SECRET_KEY is not made of keys") as refused:
        for_http()
    assert wrong not in str(refused.value)


def test_keys_stand_with_commas_between_them(environment):
    both = f"{keys.new()},{keys.new()}"
    environment(**SEVERAL | {"PILOTAGE_SECRET_KEY": both})
    assert for_http().pilotage_secret_key.get_secret_value() == both


@pytest.mark.parametrize("address", ["http://pilotage.example", "pilotage.example", "ftp://pilotage.example"])
def test_people_install_it_over_https_only(environment, address):
    environment(**SEVERAL | {"PILOTAGE_URL": address})
    with pytest.raises(Unusable, match="PILOTAGE_URL is not an http"):
        for_http()


@pytest.mark.parametrize("named", ["everybody", "T1,,T2", "t1"])
def test_who_may_install_it_is_named_by_ids(environment, named):
    environment(**SEVERAL | {"PILOTAGE_WORKSPACES": named})
    with pytest.raises(Unusable, match="PILOTAGE_WORKSPACES does not name workspaces"):
        for_http()


def test_on_this_machine_http_will_do(environment):
    environment(**SEVERAL | {"PILOTAGE_URL": "http://127.0.0.1:8080"})
    assert for_http().pilotage_url == "http://127.0.0.1:8080"


def test_several_workspaces_are_not_served_by_socket_mode(environment):
    environment(**SEVERAL)
    with pytest.raises(Unusable, match="pilotage run --http"):
        for_socket()


def test_one_workspace_is_read_as_before(environment):
    environment()
    assert (type(for_http()), type(for_socket())) == (HttpSettings, SocketSettings)


def test_a_secret_may_lie_in_a_file(environment, monkeypatch, tmp_path):
    environment()
    monkeypatch.delenv("SLACK_BOT_TOKEN")
    (tmp_path / "token").write_text("xoxb-from-a-file\n")
    monkeypatch.setenv("SLACK_BOT_TOKEN_FILE", str(tmp_path / "token"))
    assert SocketSettings.read().slack_bot_token.get_secret_value() == "xoxb-from-a-file"


def test_a_secret_lies_where_containers_find_it(environment, monkeypatch, tmp_path):
    environment()
    monkeypatch.delenv("SLACK_BOT_TOKEN")
    monkeypatch.setattr("bot.secret_files.FOLDER", tmp_path)
    (tmp_path / "slack_bot_token").write_text("xoxb-from-run-secrets")
    (tmp_path / "database_url").write_text("postgresql://bot:hunter2@db/pilotage")
    assert SocketSettings.read().slack_bot_token.get_secret_value() == "xoxb-from-run-secrets"
    assert "hunter2" in SocketSettings.read().secrets()


def test_what_the_environment_says_itself_goes_before_a_file(environment, monkeypatch, tmp_path):
    environment()
    (tmp_path / "token").write_text("xoxb-from-a-file")
    monkeypatch.setenv("SLACK_BOT_TOKEN_FILE", str(tmp_path / "token"))
    assert SocketSettings.read().slack_bot_token.get_secret_value() == "xoxb-1"


def test_a_file_that_cannot_be_read_is_named(environment, monkeypatch, tmp_path):
    environment()
    monkeypatch.setenv("SLACK_APP_TOKEN_FILE", str(tmp_path / "missing"))
    with pytest.raises(Unusable, match="SLACK_APP_TOKEN_FILE cannot be read: .*missing: No such file"):
        SocketSettings.read()
