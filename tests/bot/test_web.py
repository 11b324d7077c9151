"""The pages about its health, over real HTTP, and a port that is taken."""

import http.client
import json
from contextlib import contextmanager

import pytest

from bot import web


@contextmanager
def served(site):
    server = web.Server(site, "127.0.0.1", 0)
    server.start()
    yield server.port
    server.stop()


def get(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.status, answer.read()


def test_health_is_told_without_a_signature():
    with served(web.website(lambda: (True, {"letters_waiting": 0}))) as port:
        status, words = get(port, "/healthz")
    assert (status, json.loads(words)) == (200, {"status": "ok", "letters_waiting": 0})


def test_failing_health_answers_503():
    with served(web.website(lambda: (False, {"heart": "stopped"}))) as port:
        status, words = get(port, "/healthz")
    assert (status, json.loads(words)) == (503, {"status": "failing", "heart": "stopped"})


def test_without_an_app_there_is_no_door_for_slack():
    with served(web.website(lambda: (True, {}))) as port:
        assert get(port, "/slack/events")[0] == 404


def test_a_taken_port_is_said_so():
    with (
        served(web.website(lambda: (True, {}))) as port,
        pytest.raises(web.Trouble, match=f"127.0.0.1:{port} cannot be listened on"),
    ):
        web.Server(web.website(lambda: (True, {})), "127.0.0.1", port)
