"""A form that was submitted once is replayed a thousand times, at this copy of the bot and at another one."""

import http.client

import pytest

from bot.house import House
from sandbox import signed_http
from sandbox.installing import settings_for
from sandbox.server import SIGNING_SECRET
from sandbox.stories.acts import registers

REPLAYS = 1_000


@pytest.fixture
def by_http():
    """Only what comes over HTTP can be replayed."""
    return True


def replayed(port, body, headers, many):
    """How each replay was answered."""
    wire = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    answers = []
    for _ in range(many):
        wire.request("POST", "/slack/events", body, headers)
        answer = wire.getresponse()
        answer.read()
        answers.append(answer.status)
    return answers


def test_a_thousand_replays_at_two_copies_have_no_second_effect(house, nordwind, tmp_path):
    registers(nordwind.person("anna")).sees("UC-1", in_="modal")
    form = nordwind.sandbox.journal.sent("view_submission")[-1].asked
    body, kind = signed_http._body("interactive", form)
    headers = signed_http.SignedHttp("", SIGNING_SECRET, 3)._signed(body) | {"Content-Type": kind}
    with House(settings_for(nordwind, tmp_path, http=True)) as other:
        for copy in (house, other):
            first, *rest = replayed(copy.server.port, body, headers, REPLAYS // 2)
            assert first in (200, 401)  # signed in another second it gets in, and the inbox knows it
            assert set(rest) == {401}
    with house.store.read("T0SANDBOX") as look:
        assert [one.number for one in look.listed()] == [1]
