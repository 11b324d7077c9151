"""Over real HTTP: what Slack signed gets in once, everything else is sent away before Bolt sees it."""

import hashlib
import hmac
import http.client
import itertools
import json
import random
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from urllib.parse import urlencode

import pytest
from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot import door, web

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
STAMP = str(int(NOW.timestamp()))
FORM = "application/x-www-form-urlencoded"
COMMAND = urlencode({"command": "/pilot", "text": "help", "team_id": "T1", "user_id": "U1"}).encode()
HEARD = []
NUMBERS = itertools.count(1)


@pytest.fixture(autouse=True)
def heard():
    """What reached a listener."""
    HEARD.clear()
    return HEARD


def app_with(command):
    """An app that knows one command."""
    app = App(
        client=WebClient(base_url="http://127.0.0.1:9/api/"),
        authorize=lambda **_: AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1"),
        process_before_response=True,
        request_verification_enabled=False,
        listener_executor=ThreadPoolExecutor(1),
    )
    app.command("/pilot")(command)
    return app


@contextmanager
def served(app):
    """The port a door to this app is served at, and the server."""
    opened = door.Door(app, SECRET, lambda: NOW)
    server = web.Server(web.website(lambda: (True, {}), routes=[opened.route]), "127.0.0.1", 0)
    server.start()
    yield server
    server.stop()
    opened.close()


@pytest.fixture(scope="module")
def port():
    with served(app_with(lambda ack, body: (HEARD.append(body), ack("usage")))) as server:
        yield server.port


def asked(port, body, headers, *, method="POST", path="/slack/events"):
    """A request that is on its way; its answer is waited for later."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body, {"content-type": FORM} | named)
    return connection


@pytest.fixture
def send(port):
    def request(body=COMMAND, *, method="POST", path="/slack/events", **headers):
        answer = asked(port, body, headers, method=method, path=path).getresponse()
        return answer.status, answer.read().decode()

    return request


def signed(body, stamp=STAMP, secret=SECRET):
    digest = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {"x_slack_request_timestamp": stamp, "x_slack_signature": f"v0={digest}"}


def command(number=0):
    """A command that no other test sends."""
    return COMMAND + f"&trigger_id={number or next(NUMBERS)}".encode()


def test_a_signed_command_is_answered(send, heard):
    body = command()
    assert send(body, **signed(body)) == (200, "usage")
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
    body = b"a" * (door.LARGEST_BODY + 1)
    assert send(body, **signed(body))[0] == 413
    assert not heard


def test_oversized_headers_are_sent_away(send, heard):
    assert send(x_padding="a" * (door.LARGEST_HEADERS + 1), **signed(COMMAND))[0] == 431
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
    body = command()
    lazy = {"x_slack_bolt_lazy_only": "1", "x_slack_bolt_lazy_function_name": "x"}
    assert send(body, **lazy, **signed(body)) == (200, "usage")
    assert heard.pop()["text"] == "help"


def test_only_posts_are_heard(send):
    assert send(None, method="GET")[0] == 405
    assert send(path="/slack/other", **signed(COMMAND))[0] == 404


# --- replays


def test_a_request_gets_in_once_however_often_it_is_replayed(port, heard):
    body = command()
    wire = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    named = {name.replace("_", "-"): value for name, value in signed(body).items()} | {"content-type": FORM}
    answers = []
    for _ in range(1001):
        wire.request("POST", "/slack/events", body, named)
        answer = wire.getresponse()
        answer.read()
        answers.append(answer.status)
    assert answers == [200] + 1000 * [401]
    assert len(heard) == 1


def test_slacks_own_repeat_is_signed_anew_and_gets_in(send, heard):
    body = command()
    assert send(body, **signed(body))[0] == 200
    again = {"x_slack_retry_num": "1", "x_slack_retry_reason": "http_timeout"}
    assert send(body, **again, **signed(body, stamp=str(int(STAMP) + 3)))[0] == 200
    assert len(heard) == 2


def test_a_request_that_failed_on_our_side_may_come_again_as_it_is():
    tries = []

    def stumble(ack):
        tries.append(1)
        ack() if len(tries) > 1 else 1 / 0

    with served(app_with(stumble)) as server:
        answers = [asked(server.port, COMMAND, signed(COMMAND)).getresponse().status for _ in range(3)]
    assert answers == [500, 200, 401]


def test_a_signature_is_remembered_as_long_as_it_would_be_believed_and_no_longer():
    seen = door.Seen()
    assert seen.first("v0=a", NOW)
    assert not seen.first("v0=a", NOW + timedelta(seconds=2 * door.FRESH))
    assert seen.first("v0=b", NOW + timedelta(seconds=2 * door.FRESH + 1))
    assert list(seen._at) == ["v0=b"]


# --- fuzz


def unsigned(chance, body):
    return body, {}


def altered(chance, body):
    spoilt, headers = bytearray(body), signed(body)
    spoilt[chance.randrange(len(body))] ^= 1 << chance.randrange(8)
    return bytes(spoilt), headers


def wrong_signature(chance, body):
    letters = chance.choices("0123456789abcdefv=\u00e9\u00ff ", k=chance.randrange(80))
    return body, signed(body) | {"x_slack_signature": "".join(letters).strip()}


def wrong_stamp(chance, body):
    stamps = ("", "abc", "-1", "1e9", "0x10", "9" * 30, "\u00b2", STAMP + " 1", str(int(STAMP) - 301))
    return body, signed(body) | {"x_slack_request_timestamp": chance.choice(stamps)}


def nested(chance, body):
    deep = chance.choice((b"[", b'{"a":', b"payload=%5B")) * chance.randrange(1, 5_000)
    return deep, signed(body) | {"content_type": "application/json"}


def noise(chance, body):
    kind = chance.choice(
        ("application/json", "multipart/form-data; boundary=x", "text/plain; charset=\u00e9")
    )
    return chance.randbytes(chance.randrange(2_000)), signed(body) | {"content_type": kind}


def replayed(chance, body):
    return COMMAND, signed(COMMAND)


KINDS = (unsigned, altered, wrong_signature, wrong_stamp, nested, noise, replayed)


def test_five_thousand_fuzzed_requests_never_get_in_and_never_break_the_house(port, send, heard):
    send(COMMAND, **signed(COMMAND))
    heard.clear()
    wire, chance = http.client.HTTPConnection("127.0.0.1", port), random.Random(2026)
    answers, took = set(), []
    for number in range(5_000):
        body, headers = KINDS[number % len(KINDS)](chance, command(number + 1_000_000))
        named = {name.replace("_", "-"): value.encode("latin-1") for name, value in headers.items()}
        began = time.perf_counter()
        wire.request("POST", "/slack/events", body, {"content-type": FORM} | named)
        answer = wire.getresponse()
        answer.read()
        took.append(time.perf_counter() - began)
        answers.add(answer.status)
    assert (answers, heard) == ({401}, [])
    assert sorted(took)[4_950] < 0.1  # seconds; under 0.02 on a machine that is not busy


# --- many at once, and the end


@contextmanager
def slow(answered):
    """A door to an app that answers once it is let."""
    let = Event()

    def wait(ack, body):
        let.wait(20)
        answered.append(body["trigger_id"])
        ack("at last")

    with served(app_with(wait)) as server:
        yield server, let


def on_their_way(port, many):
    bodies = [command() for _ in range(many)]
    return [asked(port, body, signed(body)) for body in bodies]


def test_while_thirty_two_are_slow_its_health_is_told_and_the_rest_waits_its_turn_or_is_told_at_once():
    answered, room = [], door.THREADS + door.WAITING
    with slow(answered) as (server, let):
        waiting = on_their_way(server.port, room)
        assert asked(server.port, None, {}, method="GET", path="/healthz").getresponse().status == 200
        refused = [one.getresponse() for one in on_their_way(server.port, 3)]
        assert [(one.status, one.headers["retry-after"]) for one in refused] == 3 * [(503, "1")]
        let.set()
        assert {one.getresponse().status for one in waiting} == {200}
    assert len(set(answered)) == room


def test_at_the_end_what_is_in_hand_is_finished_and_nothing_more_let_in():
    answered = []
    with slow(answered) as (server, let):
        port = server.port
        (waiting,) = on_their_way(port, 1)
        until(lambda: server._server.server_state.tasks)
        end = Thread(target=server.stop)
        end.start()
        until(lambda: refuses(port))
        let.set()
        assert waiting.getresponse().status == 200
        end.join()
    assert len(answered) == 1


def until(true):
    for _ in range(2_000):
        if true():
            return
        Event().wait(0.005)
    raise AssertionError("it did not come to that")


def refuses(port):
    try:
        http.client.HTTPConnection("127.0.0.1", port, timeout=1).connect()
    except OSError:
        return True
    return False
