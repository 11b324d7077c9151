"""Slack's rates switched on: how many calls pass, how long to wait, and that a refused call did nothing."""

from datetime import UTC, datetime

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox import seed, switches
from sandbox.clock import Clock
from sandbox.server import BOT_TOKEN, SandboxThread

PILOTS, SALES = "C0AIPILOTS", "C0SALESOPS"
MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture
def slack():
    with SandboxThread(seed=seed.company, clock=Clock(MONDAY, frozen=True)) as desk:
        switches.turn(desk.sandbox, rates=True)
        yield desk


def wait(call, **args):
    """Seconds Slack wants to be left alone for; 0 when it took the call."""
    try:
        call(**args)
    except SlackApiError as no:
        return int(no.response.headers["Retry-After"])
    return 0


def test_a_channel_takes_one_post_a_second(slack, client):
    def post(channel):
        return wait(client.chat_postMessage, channel=channel, text="x")

    assert [post(PILOTS), post(PILOTS), post(SALES)] == [0, 1, 0]
    assert len(slack.sandbox.workspace.channels[PILOTS].messages) == 1
    slack.advance(seconds=1)
    assert post(PILOTS) == 0


@pytest.mark.parametrize(
    "method,args,burst,pause",
    [
        ("users_list", {}, 5, 3),
        ("conversations_info", {"channel": PILOTS}, 12, 2),
        ("users_info", {"user": "U0ANNA"}, 25, 1),
    ],
)
def test_a_method_takes_a_burst_and_then_its_rate(slack, client, method, args, burst, pause):
    call = getattr(client, method)
    assert [wait(call, **args) for _ in range(burst + 1)] == [0] * burst + [pause]
    slack.advance(seconds=pause)
    assert wait(call, **args) == 0
    slack.advance(seconds=60)
    assert [wait(call, **args) for _ in range(burst + 1)] == [0] * burst + [pause]


def test_one_method_does_not_wait_for_another(slack, client):
    while not wait(client.users_list):
        pass
    assert wait(client.users_info, user="U0ANNA") == 0


def test_a_call_that_was_refused_counts_for_nothing(slack, client):
    for _ in range(10):
        wait(client.chat_postMessage, channel=PILOTS, text="x")
    slack.advance(seconds=1)
    assert wait(client.chat_postMessage, channel=PILOTS, text="x") == 0


def test_the_journal_tells_what_was_refused(slack, client):
    for _ in range(2):
        wait(client.chat_postMessage, channel=PILOTS, text="x")
    assert slack.sandbox.journal.calls()[1].answer == {"ok": False, "error": "ratelimited"}
    assert [(e.outcome, e.status) for e in slack.sandbox.journal.calls()] == [
        ("ok", 200),
        ("ratelimited", 429),
    ]


def test_nothing_is_counted_until_the_switch_is_turned(slack):
    switches.turn(slack.sandbox, rates=False)
    client = WebClient(BOT_TOKEN, base_url=slack.api_url, retry_handlers=[])
    assert {wait(client.chat_postMessage, channel=PILOTS, text="x") for _ in range(20)} == {0}
