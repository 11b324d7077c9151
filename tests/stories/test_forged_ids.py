"""Ids in buttons and windows are only a hint: whoever forges them meets the same rules at the server."""

import json

import pytest
from slack_bolt import BoltRequest

import handlers
from blocks import forms
from blocks.forms import Kept
from sandbox.stories.acts import registers

OUTSIDER = "U0LUCA"


@pytest.fixture
def by_http():
    """What is forged here goes straight to the app: how Slack would carry it makes no difference."""
    return False


WORDS = ("Average proposal",)


def secret(nordwind):
    """A private use case that Luca has nothing to do with."""
    jonas = nordwind.person("jonas")
    jonas.invites("@pilotage", to="#people-ops")
    registers(jonas, owner="@jonas", sponsor="@elena", home="#people-ops")
    jonas.sees("UC-1", in_="modal")


def envelope(kind, nordwind, **more):
    triggers = nordwind.sandbox.triggers
    return {
        "type": kind,
        "team": {"id": "T0SANDBOX"},
        "user": {"id": OUTSIDER, "team_id": "T0SANDBOX"},
        "trigger_id": nordwind.ask(lambda: triggers.give(OUTSIDER)),
    } | more


def click(action, nordwind):
    pressed = {"type": "button", "action_id": action, "action_ts": "1.0", "value": '{"uc":1,"v":1,"x":"r1"}'}
    where = {"type": "message", "message_ts": "1.0", "channel_id": "C0AIPILOTS"}
    return envelope("block_actions", nordwind, actions=[pressed], container=where)


def submission(name, nordwind):
    kept = Kept(form=name, use_case=1, version=1, nonce="forged")
    view = forms.draw_form(name, {}, kept) | {"id": "V1", "hash": "1.a", "state": {"values": {}}}
    return envelope("view_submission", nordwind, view=view)


def dispatched(house, body):
    return house.app.dispatch(BoltRequest(body=body, mode="socket_mode"))


def record(house):
    with house.store.read("T0SANDBOX") as reading:
        return reading.use_case(1)


def said_to_the_outsider(nordwind):
    nordwind.settle()
    return nordwind.person("luca").screen


def test_no_button_gives_a_private_use_case_away_or_changes_it(house, nordwind):
    secret(nordwind)
    before, wrong = record(house), []
    for action in sorted(set(handlers.ACTIONS) - {"draft.discard"}):
        if dispatched(house, click(action, nordwind)).status != 200 or record(house) != before:
            wrong.append(action)
    house.after.stop()
    assert (wrong, record(house)) == ([], before)
    assert not [word for word in WORDS if word in said_to_the_outsider(nordwind)]


def test_no_window_changes_a_private_use_case_for_an_outsider(house, nordwind):
    secret(nordwind)
    before, wrong = record(house), []
    for name in sorted(set(handlers.VIEWS) & set(forms.FORMS) - {"registration.new"}):
        answer = dispatched(house, submission(name, nordwind))
        refused = "errors" in json.loads(answer.body or "{}").get("response_action", "")
        if answer.status != 200 or not refused or record(house) != before:
            wrong.append(name)
    assert wrong == []


def test_an_unknown_button_is_answered_kindly(house, nordwind):
    assert dispatched(house, click("gone.since.long", nordwind)).status == 200
