"""Over real HTTP: what Slack signed gets in, everything else is sent away before Bolt sees it."""

import hashlib
import hmac
import http.client
import json
import random
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot import web

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
STAMP = str(int(NOW.timestamp()))
COMMAND = urlencode({"command": "/pilot", "text": "help", "team_id": "T1", "user_id": "U1"}).encode()


HEARD = []


@pytest.fixture(autouse=True)
def heard():
    """What reached a listener."""
    HEARD.clear()
    return HEARD


@pytest.fixture(scope="module")
def port():
    app = App(
        client=WebClient(base_url="http://127.0.0.1:9/api/"),
        authorize=lambda **_: AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1"),
        process_before_response=True,
        request_verification_enabled=False,
    )
    app.command("/pilot")(lambda ack, body: (HEARD.append(body), ack("usage")))
    health = {"letters_waiting": 0}
    yield from serve(web.website(lambda: (True, health), None, app, SECRET, lambda: NOW))


def serve(site):
    """The port a website is served at, as long as it is needed."""
    server = web.Server(site, "127.0.0.1", 0)
    server.start()
    yield server.port
    server.stop()


@pytest.fixture
def send(port):
    def request(body=COMMAND, *, method="POST", path="/slack/events", **headers):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, {"content-type": "application/x-www-form-urlencoded"} | named)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

    return request


def signed(body, stamp=STAMP, secret=SECRET):
    digest = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {"x_slack_request_timestamp": stamp, "x_slack_signature": f"v0={digest}"}


def test_a_signed_command_is_answered(send, heard):
    assert send(**signed(COMMAND)) == (200, "usage")
    assert heard.pop()["text"] == "help"


def test_an_event_url_is_verified(send):
    body = json.dumps({"type": "url_verification", "challenge": "c4"}).encode()
    status, answer = send(body, content_type="application/json", **signed(body))
    assert status == 200
    assert "c4" in answer


@pytest.mark.parametrize(
    "headers",
    [
        {},
        signed(COMMAND, secret="another secret"),
        signed(COMMAND + b"&user_id=U2"),
        signed(COMMAND, stamp=str(int(STAMP) - 301)),
        signed(COMMAND, stamp=str(int(STAMP) + 301)),
        signed(COMMAND) | {"x_slack_request_timestamp": "abc"},
        signed(COMMAND) | {"x_slack_request_timestamp": "9" * 400},
        signed(COMMAND) | {"x_slack_request_timestamp": "-1"},
        signed(COMMAND) | {"x_slack_request_timestamp": "\u00b2\u00b2"},
        signed(COMMAND) | {"x_slack_signature": "v0=\u00e9\u00e9"},
        signed(COMMAND) | {"x_slack_signature": ""},
    ],
)
def test_what_slack_did_not_sign_just_now_is_sent_away(send, heard, headers):
    status, words = send(**headers)
    assert status == 401
    assert not heard
    assert SECRET not in words


def test_an_oversized_body_is_sent_away_unread(send, heard):
    body = b"a" * (web.LARGEST_BODY + 1)
    assert send(body, **signed(body))[0] == 413
    assert not heard


def test_oversized_headers_are_sent_away(send, heard):
    assert send(x_padding="a" * (web.LARGEST_HEADERS + 1), **signed(COMMAND))[0] == 431
    assert not heard


@pytest.mark.parametrize(
    "body", [b"{", b"[1]", b"\xff\xfe", b"[" * 100_000, b"payload=%7B", b'{"authorizations": {"a": 1}}']
)
def test_a_signed_body_that_cannot_be_read_is_no_server_error(send, heard, body):
    assert send(body, content_type="application/json", **signed(body))[0] == 400
    assert not heard


def test_a_deep_unsigned_body_never_reaches_a_parser(send, heard):
    body = b'{"a":' * 50_000
    assert send(body, content_type="application/json")[0] == 401


def test_headers_that_nobody_signed_cannot_make_bolt_skip_a_listener(send, heard):
    assert send(x_slack_bolt_lazy_only="1", x_slack_bolt_lazy_function_name="x", **signed(COMMAND)) == (
        200,
        "usage",
    )
    assert heard.pop()["text"] == "help"


def test_only_posts_are_heard(send):
    assert send(None, method="GET")[0] == 405
    assert send(path="/slack/other", **signed(COMMAND))[0] == 404


def test_altered_requests_never_get_in_and_never_break_the_house(send, heard):
    chance = random.Random(2026)
    for _ in range(300):
        body = bytearray(COMMAND)
        body[chance.randrange(len(body))] ^= 1 << chance.randrange(8)
        assert send(bytes(body), **signed(COMMAND))[0] == 401
    assert not heard


def test_health_is_told_without_a_signature(send):
    status, words = send(None, method="GET", path="/healthz")
    assert status == 200
    assert json.loads(words) == {"status": "ok", "letters_waiting": 0}


def test_failing_health_answers_503():
    for port in serve(web.website(lambda: (False, {"heart": "stopped"}))):
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        assert (answer.status, json.loads(answer.read())) == (503, {"status": "failing", "heart": "stopped"})


def test_without_an_app_there_is_no_door_for_slack():
    for port in serve(web.website(lambda: (True, {}))):
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.request("POST", "/slack/events", COMMAND)
        assert connection.getresponse().status == 404


def test_a_taken_port_is_said_so(port):
    with pytest.raises(web.Trouble, match=f"127.0.0.1:{port} cannot be listened on"):
        web.Server(web.website(lambda: (True, {})), "127.0.0.1", port)
