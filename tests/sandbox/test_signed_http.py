"""The same bot behind an address of its own: signed requests, the challenge, redelivery as Slack does it."""

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
from slack_bolt.app.app import SlackAppDevelopmentServer
from slack_sdk.signature import SignatureVerifier

from sandbox import seed
from sandbox.clock import Clock
from sandbox.server import SIGNING_SECRET, SandboxThread
from tests.sandbox.askbot import AskBot

PILOTS = "#ai-pilots"


@pytest.fixture
def by_http(slack):
    """The same bot behind an address of its own, its requests signed."""
    bot = AskBot(slack.api_url)
    server = SlackAppDevelopmentServer(port=0, path="/slack/events", app=bot.app)._server
    with served(server) as address:
        slack.deliver_to(f"{address}/slack/events")
        yield slack, bot


@contextmanager
def served(server):
    """A server on a thread of its own; its address."""
    with server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_the_same_bot_answers_signed_http(by_http):
    slack, bot = by_http
    anna, ben = slack.person("anna"), slack.person("ben")
    anna.types("/ask", in_=PILOTS).fills(what="bad").submits()
    assert anna.modal.errors == {"what": "Say something better"}
    anna.fills(what="by HTTP").submits().sees_no_modal()
    ben.presses("Accept")
    anna.sees("Accepted by @ben")
    anna.opens_home().sees("Your requests", in_="home")


def test_a_wrong_signature_is_turned_away_and_events_are_told_again(by_http):
    slack, bot = by_http
    slack.sandbox.signed_http.secret = "not the secret"
    heard = len(bot.heard)
    slack.person("anna").opens_home()
    slack.advance(seconds=400)
    sent = slack.sandbox.journal.sent("app_home_opened")
    assert [(e.retry, e.outcome) for e in sent] == [(n, "http_error") for n in range(4)]
    assert len(bot.heard) == heard


def test_an_address_that_fails_the_challenge_is_not_used(slack):
    with served(recorder(body=b"hello")) as address, pytest.raises(ConnectionError, match="challenge"):
        slack.deliver_to(address)


def test_a_server_that_is_not_there_is_not_waited_for():
    with SandboxThread(seed=seed.company, events_url="http://127.0.0.1:9/") as slack:
        started = time.monotonic()
        slack.person("anna").types("/ask", in_=PILOTS).sees("dispatch_failed")
        assert time.monotonic() - started < 2


# -- what stands in the requests


class Recorder(BaseHTTPRequestHandler):
    """Answers what it was told to, and keeps what it was asked."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((dict(self.headers), body))
        if self.server.seconds:
            time.sleep(self.server.seconds)
        self.send_response(self.server.status)
        for name, value in self.server.extra.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, *_):
        pass


def recorder(status=200, body=b"", extra=None, seconds=0):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
    server.asked, server.status, server.body = [], status, body
    server.extra, server.seconds = extra or {}, seconds
    return server


@pytest.fixture
def told_by_http(request):
    """A Slack whose app is a recorder; what it was asked."""
    server = recorder(**getattr(request, "param", {}))
    clock = Clock(frozen=True)
    with (
        served(server) as address,
        SandboxThread(seed=seed.company, clock=clock, events_url=address, ack_seconds=0.2) as slack,
    ):
        yield slack, server.asked


def test_every_request_is_signed_as_slacks_own_sdk_wants_it(told_by_http):
    slack, asked = told_by_http
    slack.person("anna").types("/ask hello & <b>", in_=PILOTS).opens_home()
    verifier = SignatureVerifier(SIGNING_SECRET)
    assert [verifier.is_valid_request(body, headers) for headers, body in asked] == [True, True]
    assert not SignatureVerifier("another").is_valid_request(asked[0][1], asked[0][0])


def test_commands_and_clicks_are_forms_and_events_are_json(told_by_http):
    slack, asked = told_by_http
    slack.person("anna").types("/ask hello & goodbye", in_=PILOTS)
    slack.person("anna").opens_home()
    slack.call(slack.sandbox.acts.shortcut("U0ANNA", "new_request"))
    command, event, shortcut = (body.decode() for _, body in asked)
    assert parse_qs(command)["text"] == ["hello & goodbye"]
    assert json.loads(event)["event"]["type"] == "app_home_opened"
    assert json.loads(parse_qs(shortcut)["payload"][0])["callback_id"] == "new_request"


@pytest.mark.parametrize(
    "told_by_http,reason",
    [({"status": 500}, "http_error"), ({"status": 404}, "http_error"), ({"seconds": 0.5}, "http_timeout")],
    indirect=["told_by_http"],
)
def test_a_redelivery_says_which_it_is_and_why(told_by_http, reason):
    slack, asked = told_by_http
    slack.person("anna").opens_home()
    slack.advance(seconds=400)
    retries = [(h.get("X-Slack-Retry-Num"), h.get("X-Slack-Retry-Reason")) for h, _ in asked]
    assert retries == [(None, None), ("1", reason), ("2", reason), ("3", reason)]
    assert len({json.loads(body)["event_id"] for _, body in asked}) == 1


@pytest.mark.parametrize(
    "told_by_http", [{"status": 500, "extra": {"X-Slack-No-Retry": "1"}}], indirect=["told_by_http"]
)
def test_an_app_may_say_that_it_does_not_want_an_event_again(told_by_http):
    slack, asked = told_by_http
    slack.person("anna").opens_home()
    slack.advance(seconds=400)
    assert len(asked) == 1


@pytest.mark.parametrize("told_by_http", [{"status": 500}], indirect=["told_by_http"])
def test_an_act_is_sent_once_whatever_comes_back(told_by_http):
    slack, asked = told_by_http
    slack.person("anna").types("/ask", in_=PILOTS).sees("dispatch_failed")
    slack.advance(seconds=400)
    assert len(asked) == 1


@pytest.mark.parametrize(
    "told_by_http", [{"status": 307, "extra": {"Location": "/again"}}], indirect=["told_by_http"]
)
def test_redirects_are_followed_twice_and_no_further(told_by_http):
    slack, asked = told_by_http
    slack.person("anna").types("/ask", in_=PILOTS)
    assert len(asked) <= 3
    assert slack.sandbox.journal.sent()[-1].outcome == "too_many_redirects"
