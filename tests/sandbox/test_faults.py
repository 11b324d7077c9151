"""Faults on order: what the app sees, and what Slack has done meanwhile."""

import http.client
import urllib.error
import urllib.request

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry import ConnectionErrorRetryHandler, FixedValueRetryIntervalCalculator

from sandbox.faults import CALL_KINDS, Faults
from sandbox.server import BOT_TOKEN

PILOTS = "C0AIPILOTS"


def posted(slack):
    return len(slack.sandbox.workspace.channels[PILOTS].messages)


def post(client):
    return client.chat_postMessage(channel=PILOTS, text="once")


@pytest.mark.parametrize(
    "kind, details, seen, done",
    [
        ("ratelimited", {"retry_after": 7}, SlackApiError, 0),
        ("error", {"error": "internal_error"}, SlackApiError, 0),
        ("status", {"status": 503}, SlackApiError, 0),
        ("drop_before", {}, OSError, 0),
        ("drop_after", {}, OSError, 1),
        ("truncate_after", {}, http.client.IncompleteRead, 1),
        ("status_after", {"status": 502}, SlackApiError, 1),
        ("error_after", {"error": "fatal_error"}, SlackApiError, 1),
    ],
)
def test_the_app_sees_a_failure_and_slack_knows_whether_it_was_one(slack, client, kind, details, seen, done):
    slack.sandbox.faults.order(kind, "chat.postMessage", **details)
    with pytest.raises((seen, http.client.HTTPException)):
        post(client)
    assert posted(slack) == done
    assert post(client)["ok"]


@pytest.mark.parametrize("kind, done", [("slow", 0), ("slow_after", 1)])
def test_a_slow_answer_outlasts_a_patient_client_or_not(slack, client, kind, done):
    slack.sandbox.faults.order(kind, "chat.postMessage", seconds=0.3)
    hasty = WebClient(BOT_TOKEN, base_url=slack.api_url, timeout=0.1, retry_handlers=[])
    with pytest.raises(TimeoutError):
        hasty.chat_postMessage(channel=PILOTS, text="x")
    assert posted(slack) == done


def test_a_rate_limit_says_when_to_come_back(slack, client):
    slack.sandbox.faults.order("ratelimited", "*", retry_after=7)
    with pytest.raises(SlackApiError) as limited:
        client.auth_test()
    assert (limited.value.response.status_code, limited.value.response.headers["Retry-After"]) == (429, "7")


def test_a_connection_dropped_after_the_post_is_posted_twice_by_the_sdk_default(slack):
    slack.sandbox.faults.order("drop_after", "chat.postMessage")
    retry = ConnectionErrorRetryHandler(interval_calculator=FixedValueRetryIntervalCalculator(0))
    sdk = WebClient(BOT_TOKEN, base_url=slack.api_url, retry_handlers=[retry])
    sdk.chat_postMessage(channel=PILOTS, text="once")
    assert posted(slack) == 2


def test_a_fault_hits_its_method_as_often_as_ordered(slack, client):
    slack.sandbox.faults.order("error", "users.info", times=2)
    post(client)
    for _ in range(2):
        with pytest.raises(SlackApiError):
            client.users_info(user="U0ANNA")
    assert client.users_info(user="U0ANNA")["ok"]
    assert slack.sandbox.faults.standing() == []


def test_every_fault_leaves_its_line_in_the_journal(slack, client):
    for kind in CALL_KINDS - {"slow", "slow_after"}:
        slack.sandbox.faults.order(kind, "auth.test")
        with pytest.raises((SlackApiError, urllib.error.URLError, OSError, http.client.HTTPException)):
            client.auth_test()
    noted = [e for e in slack.sandbox.journal.calls("auth.test") if e.notes]
    assert len(noted) == len(CALL_KINDS) - 2


def test_an_unknown_fault_is_refused_with_the_list():
    with pytest.raises(ValueError, match="drop_after"):
        Faults().order("gremlin")


@pytest.mark.parametrize(
    "kind, name, offered",
    [
        ("error", "chat.postMesage", "chat.postMessage"),
        ("no_ack", "view_submit", "view_submission"),
        ("lost", "users.info", "events_api"),
        ("status", "view_submission", "views.open"),
    ],
)
def test_a_fault_that_could_never_happen_is_refused(slack, kind, name, offered):
    with pytest.raises(ValueError, match=offered):
        slack.sandbox.faults.order(kind, name)


@pytest.mark.parametrize(
    "kind, shown", [("status", 0), ("drop_before", 0), ("drop_after", 1), ("truncate_after", 1)]
)
def test_an_answer_to_a_response_url_may_be_lost_too(slack, bot, kind, shown):
    anna = slack.person("anna").types("/card", in_="#ai-pilots")
    address = bot.bodies("command")[0]["response_url"]
    slack.sandbox.faults.order(kind, "response_url")
    request = urllib.request.Request(address, b'{"text": "afterwards"}', {"Content-Type": "application/json"})
    with pytest.raises((urllib.error.URLError, OSError, http.client.HTTPException)):
        urllib.request.urlopen(request, timeout=5).read()
    assert anna.count("afterwards") == shown


def test_the_bytes_of_a_file_may_be_lost_too(slack, client):
    slack.sandbox.faults.order("drop_before", "upload")
    with pytest.raises(http.client.RemoteDisconnected):
        client.files_upload_v2(channel=PILOTS, content="a,b", filename="x.csv")
    assert posted(slack) == 0
    client.files_upload_v2(channel=PILOTS, content="a,b", filename="x.csv")
    assert posted(slack) == 1
