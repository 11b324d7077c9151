"""The control address: other processes drive the sandbox over HTTP."""

import json
import urllib.error
import urllib.request

import pytest

from sandbox.faults import CALL_KINDS, DELIVERY_KINDS
from sandbox.socket_mode import REASONS


@pytest.fixture
def control(slack):
    def ask(verb, path, **body):
        payload = json.dumps(body).encode() if body or verb == "POST" else None
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{slack.url}/sandbox/{path}", payload, headers, method=verb)
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)["error"]

    return ask


def test_acts_are_done_by_name_for_people_by_handle(slack, bot, control):
    assert control("POST", "acts/types", person="anna", text="/ask", channel="#ai-pilots")[0] == 200
    view_id = slack.person("anna").modal.id
    form = {"what|v": ["by control"]}
    assert control("POST", "acts/submit", person="anna", view_id=view_id, form=form) == (200, {"result": {}})
    slack.person("ben").sees("A request: by control")


def test_what_nobody_could_do_is_a_conflict(control):
    status, why = control("POST", "acts/say", person="oskar", text="hello", channel="#general")
    assert (status, why) == (409, "Oskar Nyberg has no active account.")


@pytest.mark.parametrize(
    "path, body, says",
    [
        ("acts/fly", {"person": "anna"}, "no act called fly"),
        ("acts/say", {"person": "anna"}, "missing"),
        ("faults", {"kind": "gremlin"}, "no fault called gremlin"),
        ("disconnect", {"how": "gently"}, "not by gently"),
        ("idle", {}, "generation"),
    ],
)
def test_a_wrong_request_says_what_would_be_right(control, path, body, says):
    status, why = control("POST", path, **body)
    assert status == 400
    assert says in why


def test_faults_are_ordered_listed_and_cleared(slack, control):
    _, standing = control("POST", "faults", kind="status", method="chat.postMessage", times=3, status=500)
    assert [(f["kind"], f["times"]) for f in standing] == [("status", 3)]
    assert control("GET", "faults")[1] == standing
    control("DELETE", "faults")
    assert slack.sandbox.faults.standing() == []


@pytest.mark.parametrize("kind", sorted(CALL_KINDS | DELIVERY_KINDS))
def test_every_fault_can_be_ordered_from_outside(slack, control, kind):
    status, standing = control("POST", "faults", kind=kind, times=2)
    assert (status, standing[0]["kind"], standing[0]["method"]) == (200, kind, "*")


def test_the_log_can_be_followed(control, client):
    client.auth_test()
    _, first = control("GET", "log")
    client.auth_test()
    _, more = control("GET", f"log?after={first[-1]['number']}")
    assert [(e["kind"], e["name"], e["outcome"]) for e in more] == [("call", "auth.test", "ok")]


@pytest.mark.parametrize("how", [*REASONS, "close", "abort"])
def test_links_are_ended_from_outside(slack, bot, control, how):
    old = slack.ask(lambda: list(slack.sandbox.socket_mode.links))
    assert control("POST", "disconnect", how=how)[0] == 200
    slack.wait_for(lambda: [k for k in slack.sandbox.socket_mode.links if k not in old])


def test_a_channel_can_be_made(slack, control):
    _, made = control("POST", "acts/create_channel", person="anna", name="quotes")
    assert slack.sandbox.workspace.channel("#quotes").id == made["result"]["channel"]
