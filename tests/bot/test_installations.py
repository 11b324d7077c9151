"""Several workspaces: let in by sealed tokens, told apart, taken out and brought back in whatever order."""

import itertools
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from slack_bolt import BoltRequest

from bot import installing, keys
from bot.__main__ import main
from bot.house import House
from bot.trouble import Trouble
from playbook.letters import GatekeeperLeft, Letter
from sandbox import payloads
from sandbox.clock import Clock
from sandbox.server import BOT_TOKEN
from sandbox.stories.stage import PATIENCE
from sandbox.workspace import TEAM
from schedules import retention
from store import Store
from tests.bot.several import KEY, Browser, bot_for, settings, two_companies

KESTREL = "T0KESTREL"
MONDAY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@pytest.fixture
def companies(tmp_path):
    with two_companies(tmp_path, clock=Clock(MONDAY)) as both:
        yield both


@pytest.fixture
def nordwind(companies):
    return companies[0]


@pytest.fixture
def kestrel(companies):
    return companies[1]


@pytest.fixture
def house(nordwind, tmp_path):
    with bot_for(nordwind, tmp_path, slack_bot_token=BOT_TOKEN) as house:
        yield house


@pytest.fixture
def installed(house):
    """Both companies: one by the token in the environment, one by OAuth."""
    assert Browser(house.server.port).installs(KESTREL)[0] == 200
    return house


def post(house, workspace, to, period="1"):
    with house.store.work(workspace, house.clock()) as work:
        work.post(Letter(to=to, period=period, notice=GatekeeperLeft(left="U0SOMEBODY", remaining=2)))


def rows(tmp_path, sql, *values):
    with sqlite3.connect(tmp_path / "pilotage.db") as connection:
        return connection.execute(sql, values).fetchall()


def states(tmp_path):
    return dict(rows(tmp_path, "SELECT id, state FROM workspaces"))


# --- each its own


def test_the_token_of_the_environment_is_taken_along_and_kept_sealed(house):
    assert house.install.workspaces() == (TEAM,)
    assert house.install.authorize(TEAM).bot_token == BOT_TOKEN


def test_letters_go_to_the_workspace_they_were_written_in_and_no_other(installed, nordwind, kestrel):
    post(installed, TEAM, "U0IRENE")
    post(installed, KESTREL, "U0NORA")
    nordwind.person("irene").sees("U0SOMEBODY", in_="dm", timeout=PATIENCE)
    kestrel.person("nora").sees("U0SOMEBODY", in_="dm", timeout=PATIENCE)
    assert len(nordwind.person("irene").inbox()) == len(kestrel.person("nora").inbox()) == 1


def test_homes_are_published_in_each(installed, nordwind, kestrel):
    for person in (nordwind.person("irene"), kestrel.person("nora")):
        person.opens_home().sees("Pilotage", in_="home", timeout=PATIENCE)


def test_no_token_stands_in_the_database(installed, tmp_path):
    with sqlite3.connect(tmp_path / "pilotage.db") as connection:
        dump = "\n".join(connection.iterdump())
    assert KESTREL in dump
    assert "xox" not in dump
    files = b"".join(path.read_bytes() for path in tmp_path.glob("pilotage.db*"))
    assert b"xoxb-" not in files


def test_a_request_costs_no_question_to_slack_who_the_bot_is(installed, kestrel, nordwind):
    before = len(kestrel.sandbox.journal.calls("auth.test"))
    for _ in range(3):
        kestrel.person("nora").types("/pilot help", in_="#general").sees("/pilot new", in_="#general")
    assert len(kestrel.sandbox.journal.calls("auth.test")) == before


def test_a_table_is_imported_into_the_workspace_that_is_named(
    installed, nordwind, tmp_path, monkeypatch, capsys
):
    told = settings(nordwind, tmp_path)
    monkeypatch.chdir(tmp_path)
    for name in ("slack_client_id", "slack_app_id", "slack_api_url", "database_url"):
        monkeypatch.setenv(name.upper(), getattr(told, name))
    monkeypatch.setenv("PILOTAGE_SECRET_KEY", KEY)
    monkeypatch.delenv("SLACK_BOT_TOKEN", raising=False)
    (tmp_path / "use cases.csv").write_text("sentence,owner\nCut quote approval from 9 days to 4 days,nora\n")
    asked = ["import", "use cases.csv", "--by", "U0NORA", "--dry-run"]
    assert main(asked) == 2
    assert f"There are: {KESTREL}, {TEAM}" in capsys.readouterr().err
    main([*asked, "--workspace", KESTREL])
    assert "U0NORA is nobody" not in capsys.readouterr().err
    assert main([*asked, "--workspace", TEAM]) == 2
    assert "U0NORA is nobody in this workspace" in capsys.readouterr().err


# --- keys


def test_a_row_that_was_copied_from_another_workspace_is_refused(installed, tmp_path, kestrel):
    rows(
        tmp_path,
        "UPDATE installations SET token = (SELECT token FROM installations WHERE workspace = ?)",
        TEAM,
    )
    assert installed.install.client_for(KESTREL) is None
    assert installed.install.authorize(KESTREL) is None
    assert installed.install.client_for(TEAM).token == BOT_TOKEN


def test_with_another_key_it_does_not_start_and_nobody_is_parked(installed, nordwind, tmp_path):
    installed.stop()
    for wrong in (keys.new(), f"{keys.new()},{keys.new()}"):
        house = House(settings(nordwind, tmp_path, pilotage_secret_key=wrong))
        with pytest.raises(
            Trouble, match=f"does not open the token of {KESTREL}, {TEAM}. Nothing was changed"
        ):
            house.start()
    assert set(states(tmp_path).values()) == {"active"}


def test_keys_rotate_while_it_runs_and_the_old_one_may_go(installed, nordwind, tmp_path, monkeypatch, capsys):
    new = keys.new()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/pilotage.db")
    monkeypatch.setenv("PILOTAGE_SECRET_KEY", f"{new},{KEY}")
    installed.stop()
    for many in (2, 0):
        assert main(["rotate-keys"]) == 0
        assert capsys.readouterr().out.startswith(f"{many} sealed anew.")
    with House(settings(nordwind, tmp_path, pilotage_secret_key=new)) as house:
        assert house.install.client_for(TEAM).token == BOT_TOKEN
    monkeypatch.setenv("PILOTAGE_SECRET_KEY", KEY)
    assert main(["rotate-keys"]) == 2
    assert "Nothing was changed" in capsys.readouterr().err


def test_when_the_key_is_lost_a_new_one_and_installing_again_is_all(
    installed, nordwind, kestrel, tmp_path, monkeypatch, capsys
):
    installed.stop()
    new = keys.new()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/pilotage.db")
    monkeypatch.setenv("PILOTAGE_SECRET_KEY", new)
    assert main(["rotate-keys", "--lost"]) == 0
    assert f"{KESTREL} has to install it again." in capsys.readouterr().out
    with bot_for(nordwind, tmp_path, pilotage_secret_key=new) as house:
        assert house.install.workspaces() == ()
        assert Browser(house.server.port).installs(KESTREL)[0] == 200
        kestrel.person("nora").types("/pilot help", in_="#general").sees("/pilot new", in_="#general")


def test_a_new_key_is_printed_alone(capsys):
    assert main(["rotate-keys", "--new"]) == 0
    keys.Keys(capsys.readouterr().out.strip())


# --- out and in again


def told(house, event, at=None):
    """Slack tells of the end of the app, perhaps late."""
    make = {"app_uninstalled": payloads.app_uninstalled, "tokens_revoked": payloads.tokens_revoked}[event]
    moment = at or house.clock().timestamp()
    body = payloads.event_callback(make(f"{moment:.6f}"), f"Ev{next(NUMBERS)}", moment, KESTREL)
    return house.app.dispatch(BoltRequest(body=body, mode="socket_mode")).status


NUMBERS = itertools.count(1)
BOTH_ORDERS = list(itertools.permutations(("app_uninstalled", "tokens_revoked")))


def take_out(kestrel):
    """Without telling the bot."""
    kestrel.ask(lambda: setattr(kestrel.sandbox.workspace, "app_installed", False))


@pytest.mark.parametrize("order", BOTH_ORDERS)
def test_in_any_order_the_token_goes_and_the_days_begin(installed, kestrel, tmp_path, order):
    take_out(kestrel)
    assert [told(installed, event) for event in order] == [200, 200]
    assert installed.store.installation(KESTREL) is None
    ((state, out),) = rows(tmp_path, "SELECT state, uninstalled_at FROM workspaces WHERE id = ?", KESTREL)
    assert (state, bool(out)) == ("parked", True)
    assert states(tmp_path)[TEAM] == "active"
    retention.run(installed.store, installed.clock() + timedelta(days=31))
    assert installed.store.workspaces() == (TEAM,)


@pytest.mark.parametrize("order", BOTH_ORDERS)
def test_when_it_is_installed_again_everything_is_there_and_what_comes_late_changes_nothing(
    installed, kestrel, order
):
    kestrel.person("nora").uninstalls()
    kestrel.wait_for(lambda: installed.store.parked(), PATIENCE)
    post(installed, KESTREL, "U0NORA", "while it was out")
    before = installed.clock().timestamp()
    assert Browser(installed.server.port).installs(KESTREL)[0] == 200
    assert [told(installed, event, before) for event in order] == [200, 200]
    kestrel.person("nora").sees("U0SOMEBODY", in_="dm", timeout=PATIENCE)
    assert installed.store.parked() == ()
    kestrel.person("nora").types("/pilot help", in_="#general").sees("/pilot new", in_="#general")


def test_a_token_of_a_person_is_none_of_ours(installed):
    body = payloads.event_callback(
        {"type": "tokens_revoked", "tokens": {"oauth": ["U0NORA"], "bot": []}}, "Ev1", 1.0, KESTREL
    )
    assert installed.app.dispatch(BoltRequest(body=body, mode="socket_mode")).status == 200
    assert installed.store.installation(KESTREL)


@pytest.mark.parametrize("hours,stays", [(-1, True), (1, False)])
def test_while_slack_is_silent_the_moments_tell(installed, kestrel, hours, stays):
    kestrel.sandbox.faults.order("status", "auth.test", times=9)
    told(installed, "app_uninstalled", installed.clock().timestamp() + hours * 3600)
    kestrel.sandbox.faults.clear()
    assert bool(installed.store.installation(KESTREL)) == stays


def test_another_copy_of_the_bot_knows_of_a_new_token_at_once(installed, nordwind, kestrel, tmp_path):
    with House(settings(nordwind, tmp_path)) as other:
        first = other.install.client_for(KESTREL).token
        take_out(kestrel)
        told(installed, "app_uninstalled")
        assert other.install.authorize(KESTREL) is None
        assert Browser(installed.server.port).installs(KESTREL)[0] == 200
        assert other.install.client_for(KESTREL).token not in (None, first)


@pytest.fixture
def still(installed, nordwind, tmp_path):
    """The installations while the bot is stopped: no heart asks at the same time."""
    installed.stop()
    told = settings(nordwind, tmp_path)
    store = Store(told.database_url)
    for workspace in (TEAM, KESTREL):
        store.outbox.park(workspace, "account_inactive", MONDAY)
    yield installing.installations(told, store), store
    store.close()


def test_where_slack_lets_it_in_again_letters_go_again(still, kestrel):
    installs, store = still
    kestrel.sandbox.faults.order("error", "auth.test", error="account_inactive", times=1)
    installs.let_in_again(store, MONDAY)
    assert store.parked() == (KESTREL,)
    installs.let_in_again(store, MONDAY + timedelta(seconds=59))  # it was asked a moment ago
    assert store.parked() == (KESTREL,)
    installs.let_in_again(store, MONDAY + timedelta(minutes=1))
    assert store.parked() == ()


def test_while_slack_is_silent_a_beat_asks_once_and_no_more(still, nordwind, kestrel):
    installs, store = still
    for slack in (nordwind, kestrel):
        slack.sandbox.faults.order("drop_before", "auth.test", times=9)
    before = [len(slack.sandbox.journal.calls("auth.test")) for slack in (nordwind, kestrel)]
    installs.let_in_again(store, MONDAY)
    after = [len(slack.sandbox.journal.calls("auth.test")) for slack in (nordwind, kestrel)]
    assert sum(after) - sum(before) == 1
    assert store.parked() == (KESTREL, TEAM)


def test_installing_again_over_an_installation_keeps_one(installed, tmp_path):
    assert Browser(installed.server.port).installs(KESTREL)[0] == 200
    assert rows(tmp_path, "SELECT count(*) FROM installations WHERE workspace = ?", KESTREL) == [(1,)]


def test_from_a_workspace_where_it_is_not_nothing_is_heard(installed):
    command = {"command": "/pilot", "text": "list", "team_id": "T0NOWHERE", "user_id": "U0X"}
    answer = installed.app.dispatch(BoltRequest(body=command | {"trigger_id": "1"}, mode="socket_mode"))
    assert (answer.status, "not installed in this workspace" in answer.body) == (200, True)
    body = payloads.event_callback(payloads.app_uninstalled("1.0"), "Ev1", 1.0, "T0NOWHERE")
    assert installed.app.dispatch(BoltRequest(body=body, mode="socket_mode")).status == 200
    assert installed.store.workspaces() == (KESTREL, TEAM)


def test_slack_tells_the_time_to_whoever_has_no_token(installed):
    assert abs(installed.install.slack_time() - installed.clock()) < timedelta(minutes=1)
