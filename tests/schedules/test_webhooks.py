"""What stands in Slack is told to a workspace's webhook: signed, at least once, nowhere it must not go."""

import base64
import hashlib
import hmac
import json
import re
import socket
import threading
from contextlib import suppress
from datetime import timedelta
from http.client import HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from sqlalchemy import select

from playbook.facts import Home, Person, Settings
from playbook.letters import Owed
from playbook.webhook import PAUSES, Webhook
from sandbox.workspace import TEAM
from schedules import retention
from schedules.webhooks import Caller, NotCalled, post
from store import keeping, webhooks
from store.webhooks import LEASE
from tests.store.company import ANNA, BEN, announced, announcement, duties, proposed


class Sink:
    """A program of the company: keeps what it was told and answers with `status`."""

    def __init__(self):
        self.told, self.status, self.headers = [], 200, {}
        sink = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"])).decode()
                sink.told.append((dict(self.headers), body))
                self.send_response(sink.status)
                for name, value in sink.headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", "0")
                self.end_headers()

            def do_GET(self):
                sink.told.append(("GET", self.path))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/pilotage?team=ai"

    @property
    def bodies(self):
        return [json.loads(body) for _, body in self.told]


@pytest.fixture
def sink():
    found = Sink()
    threading.Thread(target=found.server.serve_forever, daemon=True).start()
    yield found
    found.server.shutdown()
    found.server.server_close()


@pytest.fixture
def call(desk):
    """Calls whatever is due now; hosts of this machine are allowed."""
    caller = Caller(desk.store, ["127.0.0.1"])
    return lambda: caller.call_due(desk.clock)


def set_up(desk, sink, *, private=False):
    """The webhook is set and one use case registered; answers the secret as it was shown."""
    with desk.store.work(TEAM, desk.clock(), by=ANNA) as work:
        secret = webhooks.keep(work, Webhook(url=sink.url, private=private, number=1))
        work.add_use_case(proposed(), nonce="1")
        work.add_use_case(proposed(home=Home(channel="C0PRIVATE", private=True)), nonce="2")
    return base64.b64decode(secret.removeprefix("whsec_"))


def test_a_notice_is_told_once_and_whoever_hears_it_can_check_who_says_so(desk, sink, call):
    secret = set_up(desk, sink)
    desk.post(announcement())
    desk.deliver()
    call()
    call()
    ((headers, body),) = sink.told
    proof = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body}".encode()
    right = base64.b64encode(hmac.new(secret, proof, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{right}"
    told = json.loads(body)
    assert (told["kind"], told["use_case"], told["manner"]) == ("use_case_announced", "UC-1", "post")
    assert "use_case_announced" in told["text"]
    assert told["id"] == headers["webhook-id"]


def test_what_a_direct_message_says_is_not_told_and_neither_is_a_private_use_case(desk, sink, call):
    set_up(desk, sink)
    desk.post(duties(), announcement(use_case=2))
    desk.deliver()
    call()
    (told,) = sink.bodies
    assert (told["person"], told["text"]) == (BEN, None)
    set_up_again = Webhook(url=sink.url, private=True, number=2)
    with desk.store.work(TEAM, desk.clock(), by=ANNA) as work:
        webhooks.keep(work, set_up_again)
    desk.post(announcement(use_case=2, period="a2"))
    desk.deliver()
    call()
    assert sink.bodies[-1]["use_case"] == "UC-2"


def test_what_is_not_taken_is_told_again_later_under_the_same_id(desk, sink, call):
    set_up(desk, sink)
    desk.post(announcement())
    desk.deliver()
    sink.status = 500
    for pause in PAUSES[:2]:
        call()
        call()
        desk.turn(seconds=pause.total_seconds())
    sink.status = 204
    call()
    call()
    assert len(sink.told) == 3
    assert len({told["id"] for told in sink.bodies}) == 1


def test_whoever_dies_after_the_call_leaves_it_to_be_told_again(desk, sink, call):
    set_up(desk, sink)
    desk.post(announcement())
    desk.deliver()
    assert len(desk.store.deliveries_due(desk.clock())) == 1
    call()
    assert sink.told == []
    desk.turn(seconds=LEASE.total_seconds())
    call()
    assert len(sink.told) == 1


def test_what_was_told_is_forgotten_by_the_daily_round_after_a_week_and_what_waits_is_not(desk, sink, call):
    set_up(desk, sink)
    desk.post(announcement())
    desk.deliver()
    call()
    desk.post(announcement(period="a2"))
    desk.deliver()
    assert deliveries(desk) == ["delivered", "pending"]
    retention.run(desk.store, desk.clock() + timedelta(days=7))
    assert deliveries(desk) == ["delivered", "pending"]
    retention.run(desk.store, desk.clock() + timedelta(days=8, minutes=1))
    assert deliveries(desk) == ["pending"]


def deliveries(desk):
    with desk.store._database.read() as connection:
        return sorted(connection.scalars(select(webhooks.deliveries.c.state)))


def test_a_redirect_is_not_followed(desk, sink, call):
    set_up(desk, sink)
    sink.status, sink.headers = 302, {"location": sink.url}
    desk.post(announcement())
    desk.deliver()
    call()
    assert len(sink.told) == 1
    assert sink.told[0][0] != "GET"


def test_after_three_days_of_failing_it_is_turned_off_and_an_admin_hears_of_it(desk, sink, call):
    set_up(desk, sink)
    with desk.store.work(TEAM, desk.clock(), by=ANNA) as work:
        work.keep_person(Person(id=BEN, admin=True))
        work.keep_settings(Settings(), Settings(programme_lead=BEN, version=1))
    desk.post(announcement())
    desk.deliver()
    sink.status = 503
    call()
    desk.turn(days=2)
    call()
    assert "webhook_ended" not in str(desk.calls("chat.postMessage"))
    desk.turn(days=1, minutes=1)
    call()
    desk.deliver()
    assert "webhook_ended" in str([one.asked for one in desk.calls("chat.postMessage")])
    many = len(sink.told)
    desk.turn(days=1)
    call()
    assert len(sink.told) == many
    with desk.store.read(TEAM) as look:
        assert webhooks.of(look).ended_because == "it failed for 3 days"


def test_whoever_answers_gone_is_not_asked_again(desk, sink, call):
    set_up(desk, sink)
    sink.status = 410
    desk.post(announcement())
    desk.deliver()
    call()
    desk.turn(days=1)
    call()
    assert len(sink.told) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "https://127.0.0.1/",
        "https://localhost/",
        "https://10.0.0.1/",
        "https://172.16.0.1/",
        "https://192.168.1.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://100.64.0.1/",
        "https://0.0.0.0/",
        "https://[::1]/",
        "https://[fe80::1]/",
        "https://[fc00::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[2002:0a00:0001::]/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://224.0.0.1/",
    ],
)
def test_nothing_in_our_own_network_is_called(url):
    with pytest.raises(NotCalled):
        post(url, b"{}", {}, ())


def test_whoever_answers_byte_by_byte_is_hung_up_on(monkeypatch):
    """Each byte comes in time, all of them never do: the letters of every workspace would wait meanwhile."""
    monkeypatch.setattr("schedules.webhooks.PATIENCE", 0.4)
    listening = socket.create_server(("127.0.0.1", 0))
    answering = threading.Thread(target=dribble, args=(listening, b"HTTP/1.1 200 OK\r\n\r\n"))
    answering.start()
    with listening, pytest.raises((OSError, HTTPException)):
        post(f"http://127.0.0.1:{listening.getsockname()[1]}/", b"{}", {}, ["127.0.0.1"])
    answering.join()


def dribble(listening, answer):
    """Answer one call, a byte every tenth of a second, until nobody listens."""
    line, _ = listening.accept()
    with line, suppress(OSError):
        for byte in answer:
            line.sendall(bytes([byte]))
            threading.Event().wait(0.1)


def test_without_a_webhook_nothing_is_written_down(desk, call):
    with desk.store.work(TEAM, desk.clock(), by=ANNA) as work:
        work.add_use_case(proposed(), nonce="1")
    desk.post(announcement())
    desk.deliver()
    assert desk.store.next_delivery() is None


def test_the_check_in_the_docs_knows_ours_from_others(desk, sink, call, monkeypatch):
    page = (Path(__file__).parents[2] / "docs" / "webhook.md").read_text("utf-8")
    (code,) = re.findall(r"```python\n(.+?)```", page, re.S)
    told = {}
    exec(code, told)
    secret = f"whsec_{base64.b64encode(set_up(desk, sink)).decode()}"
    desk.post(announcement())
    desk.deliver()
    call()
    ((headers, body),) = sink.told
    monkeypatch.setattr(told["time"], "time", lambda: desk.clock().timestamp())
    assert told["is_ours"](secret, headers, body.encode())
    assert not told["is_ours"](secret, headers, body.encode() + b" ")
    monkeypatch.setattr(told["time"], "time", lambda: desk.clock().timestamp() + 301)
    assert not told["is_ours"](secret, headers, body.encode())


def test_what_is_kept_of_whoever_is_forgotten_goes_and_is_told_nobody(desk, sink, call):
    set_up(desk, sink)
    with desk.store.work(TEAM, desk.clock(), by=ANNA) as work:
        work.keep_person(Person(id=BEN, name="Ben Hartmann"))
    desk.post(duties())
    desk.deliver()
    with desk.store.work(TEAM, desk.clock(), by=ANNA) as work:
        keeping.forget(work, BEN, desk.clock())
    call()
    assert sink.told == []


def test_what_was_asked_of_whoever_is_forgotten_stays_between_them_and_the_bot(desk, sink, call):
    set_up(desk, sink)
    make = {"check_in": lambda look, use_case, period, now: announced(period)}
    postman = desk.another_postman(makers=make)
    with desk.store.work(TEAM, desk.clock(), by=ANNA) as work:
        work.keep_person(Person(id=BEN, name="Ben Hartmann"))
        work.owe(Owed(1, "check_in", "w1", BEN, desk.clock()))
    postman.deliver(desk.clock)
    with desk.store.work(TEAM, desk.clock(), by=ANNA) as work:
        keeping.forget(work, BEN, desk.clock())
        work.redraw("1:check_in:w1", "v2")
    postman.deliver(desk.clock)
    call()
    (told,) = sink.bodies
    assert (told["manner"], told["channel"], told["text"]) == ("edit", None, None)
