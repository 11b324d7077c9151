"""The page of what this Slack does not do is true, complete where that can be known, and has the switches."""

import json
import urllib.parse
import urllib.request

import pytest

from sandbox.gaps import GAPS
from sandbox.manifest import SCOPE_OF_EVENT
from sandbox.web_api import METHODS
from tests.sandbox.askbot import card, refusal

TABLE = {"type": "table", "rows": [[{"type": "raw_text", "text": "4.1"}]]}


def page(slack):
    with urllib.request.urlopen(f"{slack.url}/gaps", timeout=5) as answer:
        return answer.read().decode()


def press(slack, name, value):
    pressed = urllib.parse.urlencode({name: value}).encode()
    with urllib.request.urlopen(f"{slack.url}/gaps", pressed, timeout=5) as answer:
        return answer.read().decode()


def control(slack, path, **body):
    request = urllib.request.Request(
        f"{slack.url}/sandbox/{path}",
        json.dumps(body).encode() if body else None,
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=5) as answer:
        return json.load(answer)


@pytest.mark.parametrize("gap", GAPS, ids=lambda gap: gap.about)
def test_what_is_said_to_be_missing_is_missing(slack, gap):
    assert not set(gap.methods) & METHODS.keys()
    assert not set(gap.events) & SCOPE_OF_EVENT.keys()
    shown = page(slack)
    assert all(f"<code>{name}</code>" in shown for name in (*gap.methods, *gap.events))


def test_what_there_is_is_listed_too(slack):
    shown = page(slack)
    assert all(f"<code>{name}</code>" in shown for name in (*METHODS, *SCOPE_OF_EVENT))


def test_what_the_app_asked_for_in_vain_stands_on_top(slack, client):
    assert "Asked for in vain" not in page(slack)
    for _ in range(2):
        refusal(client.reactions_add, channel="C0AIPILOTS", name="eyes", timestamp="1.1")
    assert "<code>reactions.add</code> 2 times" in page(slack)
    assert control(slack, "gaps")["unknown_methods"] == {"reactions.add": 2}


def test_newer_blocks_are_refused_once_the_switch_is_turned(slack, client):
    def post(blocks):
        return client.chat_postMessage(channel="C0AIPILOTS", text="x", blocks=blocks)

    assert post([TABLE])["ok"]
    assert "newer_blocks" in press(slack, "newer_blocks", "false")
    assert refusal(post, [TABLE])["error"] == "invalid_blocks"
    assert post(card("plain"))["ok"]
    assert "are <b>taken</b>" in press(slack, "newer_blocks", "true")
    assert post([TABLE])["ok"]


def test_switches_can_be_turned_from_outside(slack):
    assert control(slack, "switches") == {"rates": False, "newer_blocks": True}
    assert control(slack, "switches", rates=True) == {"rates": True, "newer_blocks": True}
    assert control(slack, "switches", newer_blocks=False) == {"rates": True, "newer_blocks": False}
    assert slack.sandbox.rates.on
