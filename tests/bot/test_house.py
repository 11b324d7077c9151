"""The whole bot against the stand-in Slack, by Socket Mode and by signed HTTP, as `pilotage run` opens it."""

import http.client
import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.house import House
from bot.settings import SocketSettings
from bot.trouble import Trouble
from sandbox import seed
from sandbox.clock import Clock
from sandbox.installing import bot_in
from sandbox.server import APP_TOKEN, BOT_TOKEN, SandboxThread
from sandbox.workspace import BOT, TEAM
from tests.house.tree import ROOT

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@pytest.fixture
def slack():
    with SandboxThread(seed=seed.company, manifest=ROOT / "manifest.yml", clock=Clock(START)) as thread:
        yield thread


@pytest.fixture
def by_socket(slack, tmp_path):
    return {
        "_env_file": None,
        "slack_bot_token": BOT_TOKEN,
        "slack_app_token": APP_TOKEN,
        "slack_api_url": slack.api_url,
        "database_url": f"sqlite:///{tmp_path}/pilotage.db",
        "pilotage_clock_url": f"{slack.url}/sandbox/clock",
    }


def health(port, page="/healthz"):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", page)
    answer = connection.getresponse()
    return answer.status, json.loads(answer.read())


def test_it_listens_knows_where_it_is_and_answers(slack, by_socket):
    with House(SocketSettings(**by_socket)) as house:
        slack.person("anna").types("/pilot help", in_="#ai-pilots").sees("/pilot new", in_="#ai-pilots")
        assert house.install.name == "Nordwind Components"
        assert house.store.workspaces() == (TEAM,)
        assert house.install.bot_user == BOT


def test_it_lives_by_the_clock_that_somebody_turns(slack, by_socket):
    with House(SocketSettings(**by_socket)) as house:
        assert slack.call(slack.sandbox.clock.reported(30))  # until the first beat, nobody is waited for
        slack.advance(days=3)
        assert house.clock() >= START + timedelta(days=3)
        assert slack.sandbox.clock.idle_generation == slack.sandbox.clock.generation
        assert house.store.pulse().beat_at >= START + timedelta(days=3)


def test_a_link_that_ends_without_a_word_is_made_again(slack, by_socket, monkeypatch):
    monkeypatch.setattr("bot.link.PING", 0.5)  # a silent end is noticed after four pings
    with House(SocketSettings(**by_socket)):
        slack.call(slack.sandbox.socket_mode.disconnect("abort"))
        slack.wait_for(lambda: slack.sandbox.connected, timeout=30)
        slack.person("anna").types("/pilot help", in_="#ai-pilots").sees("/pilot new", in_="#ai-pilots")


def test_a_request_wakes_the_heart_even_when_its_bell_is_dead_but_not_each_time(slack, by_socket):
    with House(SocketSettings(**by_socket)) as house:
        rings = []
        house.heart.wake = lambda: rings.append("ring")
        for _ in range(3):
            slack.person("anna").types("/pilot help", in_="#ai-pilots")
        assert rings == ["ring"]


def test_it_is_well_and_says_so_where_a_port_is_set(by_socket):
    with House(SocketSettings(**by_socket, pilotage_port=0)) as house:
        status, words = health(house.server.port)
        assert (status, words["status"], words["link"], words["troubles"]) == (200, "ok", True, [])


def test_it_is_open_while_slack_can_reach_it_and_a_blink_is_no_illness(by_socket):
    with House(SocketSettings(**by_socket, pilotage_port=0)) as house:
        assert health(house.server.port, "/readyz")[0] == 200
        house.link.hang_up()
        status, words = health(house.server.port, "/readyz")
        assert (status, words["troubles"]) == (503, ["link"])
        assert health(house.server.port)[0] == 200


def test_a_link_that_stays_down_is_beyond_recovery(by_socket):
    moments = [START]
    with House(SocketSettings(**by_socket)) as house:
        house.link._clock = lambda: moments[0]
        house.link.hang_up()
        assert house.beyond_recovery() is None
        moments[0] += timedelta(minutes=9)
        assert house.beyond_recovery() is None
        moments[0] += timedelta(minutes=1)
        assert "down for 10 minutes" in house.beyond_recovery()


def test_a_heart_that_has_stopped_is_beyond_recovery(by_socket):
    with House(SocketSettings(**by_socket)) as house:
        house.heart._stopping.set()
        house.heart.wake()
        house.heart._thread.join()
        assert "heart has stopped" in house.beyond_recovery()


def test_a_parked_workspace_is_let_in_again_by_itself(slack, by_socket):
    with House(SocketSettings(**by_socket)) as house:
        house.store.outbox.park(TEAM, "account_inactive", house.clock())
        slack.sandbox.faults.order("error", "auth.test", error="account_inactive")
        house.install.let_in_again(house.store, house.clock())
        assert house.store.parked() == (TEAM,)
        house.install.let_in_again(house.store, house.clock())
        assert house.store.parked() == ()


def test_slack_says_what_time_it_is(slack, by_socket):
    with House(SocketSettings(**by_socket)) as house:
        assert abs(house.install.slack_time() - house.clock()) < timedelta(minutes=1)


def test_a_database_that_does_not_answer_is_a_trouble_not_a_crash(by_socket, tmp_path):
    house = House(SocketSettings(**by_socket))
    (tmp_path / "pilotage.db").mkdir()
    well, words = house.health()
    assert (well, words["troubles"]) == (False, ["database"])


def test_by_signed_http_it_is_the_same_bot(slack, tmp_path):
    with bot_in(slack, tmp_path, http=True) as house:
        slack.person("anna").types("/pilot help", in_="#ai-pilots").sees("/pilot new", in_="#ai-pilots")
        slack.person("anna").opens_home()
        assert health(house.server.port)[1]["link"] is None
        assert {e.outcome for e in slack.sandbox.journal.sent()} == {"ok"}
        assert not slack.sandbox.socket_mode.links


def test_a_request_from_a_workspace_it_is_not_installed_in_reads_nothing(slack, by_socket):
    with House(SocketSettings(**by_socket)) as house:
        assert house.install.authorize("T0SOMEBODYELSE") is None
        assert house.install.client_for("T0SOMEBODYELSE") is None


@pytest.mark.parametrize(
    "changed,words",
    [
        ({"slack_bot_token": "xoxb-wrong"}, "Slack refuses SLACK_BOT_TOKEN .invalid_auth."),
        ({"slack_app_token": "xapp-wrong"}, "Slack refuses SLACK_APP_TOKEN .invalid_auth."),
        ({"slack_api_url": "http://127.0.0.1:9/api/"}, "Slack cannot be reached"),
        ({"pilotage_clock_url": "http://127.0.0.1:9/sandbox/clock"}, "does not answer as a clock"),
    ],
)
def test_what_keeps_it_from_starting_is_said_in_words(by_socket, changed, words):
    with pytest.raises(Trouble, match=words), House(SocketSettings(**by_socket | changed)):
        pass
