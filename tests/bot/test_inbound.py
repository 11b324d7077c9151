"""A repeat of a request is recognised by what it shares with the first; two different acts share nothing."""

import pytest

from bot.inbound import kind, once

EVENT = {"type": "event_callback", "event_id": "Ev1", "event": {"type": "app_home_opened"}}
COMMAND = {"command": "/pilot", "text": "new", "trigger_id": "1.2.a"}
SUBMISSION = {"type": "view_submission", "view": {"id": "V1", "hash": "156.x"}}
SHORTCUT = {"type": "shortcut", "callback_id": "registration.new", "trigger_id": "1.3.b"}


def click(*, at="17.5", where=None, by="U1"):
    return {
        "type": "block_actions",
        "user": {"id": by},
        "container": where or {"type": "message", "message_ts": "17.0"},
        "actions": [{"action_id": "contract.sign", "action_ts": at}],
    }


@pytest.mark.parametrize(
    "body,name,key",
    [
        (EVENT, "event", "ev:Ev1"),
        (COMMAND, "command", "sc:1.2.a"),
        (SUBMISSION, "view_submission", "vs:V1:156.x"),
        (SHORTCUT, "shortcut", "sc:1.3.b"),
        (click(), "block_actions", "ba:17.0:contract.sign:U1:17.5"),
        (click(where={"type": "view", "view_id": "V9"}), "block_actions", "ba:V9:contract.sign:U1:17.5"),
    ],
)
def test_what_slack_may_deliver_twice_has_a_key(body, name, key):
    assert (kind(body), once(body)) == (name, key)


def test_two_clicks_are_two_acts():
    keys = {once(click()), once(click(at="17.6")), once(click(by="U2")), once(click(where={"view_id": "V1"}))}
    assert len(keys) == 4


@pytest.mark.parametrize(
    "body", [{}, {"type": "view_closed", "view": {"id": "V1"}}, {"type": "block_suggestion"}]
)
def test_what_changes_nothing_needs_no_key(body):
    assert once(body) is None


@pytest.mark.parametrize(
    "body", [{"type": "event_callback"}, {"type": "block_actions", "actions": []}, {"command": "/x"}]
)
def test_a_mangled_request_has_no_key_instead_of_an_error(body):
    assert once(body) is None
