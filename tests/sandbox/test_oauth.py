"""The stand-in gives tokens as Slack does: once a code, to the right app, each for its own workspace."""

import json
import urllib.error
import urllib.parse
import urllib.request

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import manifest
from sandbox import seed
from sandbox.clock import Clock
from sandbox.manifest import read
from sandbox.oauth import CLIENT_ID, CLIENT_SECRET
from sandbox.server import BOT_TOKEN, SandboxThread

BACK = "https://pilotage.example/slack/oauth_redirect"
KESTREL = "T0KESTREL"
ASKED = {"client_id": CLIENT_ID, "scope": "commands,chat:write", "redirect_uri": BACK, "state": "s1"}


@pytest.fixture
def companies(tmp_path):
    path = tmp_path / "app.json"
    path.write_text(json.dumps(manifest.for_http("https://pilotage.example")))
    app = read(path)
    with (
        SandboxThread(seed=seed.company, manifest=app, clock=Clock(frozen=True)) as nordwind,
        SandboxThread(seed=seed.beside, team=seed.BESIDE, beside=nordwind, manifest=app) as kestrel,
    ):
        yield nordwind, kestrel


@pytest.fixture
def nordwind(companies):
    return companies[0]


@pytest.fixture
def code(nordwind):
    return nordwind.ask(lambda: nordwind.sandbox.oauth.allow(KESTREL, BACK, "commands"))


def access(slack, code, **changed):
    told = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "code": code, "redirect_uri": BACK}
    return WebClient(base_url=slack.api_url, retry_handlers=[]).oauth_v2_access(**told | changed)


def error(call):
    with pytest.raises(SlackApiError) as refused:
        call()
    return refused.value.response["error"]


def authorize(slack, **changed):
    query = urllib.parse.urlencode(ASKED | changed)
    return urllib.request.urlopen(f"{slack.url}/oauth/v2/authorize?{query}", timeout=5).read().decode()


def test_a_code_is_good_for_one_token_of_its_workspace(companies, nordwind, code):
    told = access(nordwind, code)
    assert (told["team"]["id"], told["app_id"], told["token_type"]) == (KESTREL, "A0SANDBOX", "bot")
    there = WebClient(told["access_token"], base_url=nordwind.api_url, retry_handlers=[])
    here = WebClient(BOT_TOKEN, base_url=nordwind.api_url, retry_handlers=[])
    assert [client.auth_test()["team_id"] for client in (there, here)] == [KESTREL, "T0SANDBOX"]
    assert error(lambda: there.users_info(user="U0ANNA")) == "user_not_found"
    assert error(lambda: access(nordwind, code)) == "code_already_used"


@pytest.mark.parametrize(
    "changed,said",
    [
        ({"client_id": "1.1"}, "invalid_client_id"),
        ({"client_secret": "wrong"}, "bad_client_secret"),
        ({"code": "wrong"}, "invalid_code"),
        ({"redirect_uri": f"{BACK}/"}, "bad_redirect_uri"),
    ],
)
def test_what_does_not_fit_is_refused(nordwind, code, changed, said):
    assert error(lambda: access(nordwind, **{"code": code} | changed)) == said


def test_a_code_is_good_for_ten_minutes(nordwind, code):
    nordwind.advance(seconds=601)
    assert error(lambda: access(nordwind, code)) == "invalid_code"


def test_installed_again_it_has_the_same_token_and_after_it_was_out_another(companies, nordwind):
    def token():
        return access(
            nordwind, nordwind.ask(lambda: nordwind.sandbox.oauth.allow(KESTREL, BACK, "commands"))
        )["access_token"]

    first = token()
    assert token() == first
    old = WebClient(first, base_url=nordwind.api_url, retry_handlers=[])
    assert old.auth_revoke()["revoked"]
    assert error(old.auth_test) == "account_inactive"
    assert token() != first
    assert error(old.auth_test) == "token_revoked"


def test_people_see_who_asks_and_for_what_and_choose_the_workspace(nordwind):
    page = authorize(nordwind, state='"><b>')
    assert all(word in page for word in ("Pilotage", "commands, chat:write", "Kestrel Partners", "Nordwind"))
    assert '"><b>' not in page


@pytest.mark.parametrize(
    "changed", [{"client_id": "1.1"}, {"redirect_uri": "https://evil.example"}, {"scope": "admin"}]
)
def test_what_the_manifest_does_not_name_is_not_asked_for(nordwind, changed):
    with pytest.raises(urllib.error.HTTPError, match="400"):
        authorize(nordwind, **changed)
