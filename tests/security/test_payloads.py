"""What a member's own client could send instead of what we drew: no handler breaks, nothing private moves."""

import itertools
import json
import logging

import pytest
from slack_bolt import BoltRequest

import handlers
from blocks import forms
from blocks.forms import Kept
from sandbox import responses
from sandbox.stories.acts import accepts, registers
from sandbox.stories.stage import stage
from tests.security.scale import chance, part_of

OWNER = "U0ANNA"
_views = itertools.count(1)  # each window is another one, or the second would be a repeat of the first
TEXTS = (
    *(
        "\ud800 lone \udfff",
        "\x00NUL\x00",
        "<!channel> <@U0BEN> <https://x.example|Approve>",
        "\u202eevil\u2066",
    ),
    *("x" * 3000, "🚀" * 1500, "1e400", "-0", "NaN", "'; DROP TABLE letters; --", "{}", "\r\n\t", "٥٪"),
    "\u0301" * 900,
)
VALUES = (
    *("", "null", "[]", "{", '{"uc":0}', '{"uc":-1}', '{"uc":99999999999999999999}', '{"uc":"1 OR 1=1"}'),
    *('{"uc":[1]}', '{"uc":{"uc":1}}', '{"uc":true}', '{"uc":1.5,"v":1e400}', '{"uc":1,"v":-1,"x":null}'),
    *('{"uc":1,"v":"x","x":"' + "a" * 1900 + '"}', '{"uc":1,"x":"\\u0000"}', "\ud800", "[" * 900),
    '{"uc":1,"x":"\u202er1"}',
)


IN_A_WINDOW = {"importing.take"}  # it never stands anywhere else


@pytest.fixture(scope="module")
def nordwind():
    """The company with a use case of Anna's."""
    with stage() as story:
        registers(story.person("anna")).cancels()
        accepts(story.person("anna"))
        story.slack.settle()
        yield story


@pytest.fixture
def bugs(caplog):
    """The bugs that were logged meanwhile, by their reference."""
    with caplog.at_level(logging.ERROR):
        yield lambda: [one for one in caplog.records if "bug, ref" in one.getMessage()]


def envelope(kind, story, **more):
    person = {"id": OWNER, "team_id": "T0SANDBOX"}
    trigger = story.slack.ask(lambda: story.slack.sandbox.triggers.give(OWNER))
    return {"type": kind, "team": {"id": "T0SANDBOX"}, "user": person, "trigger_id": trigger} | more


def click(story, action, value):
    pressed = {"type": "button", "action_id": action, "action_ts": "1.0", "value": value}
    where = {"type": "message", "message_ts": "1.0", "channel_id": "C0AIPILOTS"}
    sandbox = story.slack.sandbox
    key = story.slack.ask(lambda: sandbox.response_urls.give(OWNER, "C0AIPILOTS"))
    url = responses.address(sandbox, key)
    placed = {"container": where, "response_url": url}
    return envelope("block_actions", story, actions=[pressed], **placed)


def submission(story, name, text, uc=1):
    """A window with that text in every field that takes text."""
    kept = Kept(form=name, use_case=uc, version=1, nonce=f"{name}{hash(text)}"[:40])
    view = forms.draw_form(name, {}, kept)
    state = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            state[block["block_id"]] = {element["action_id"]: {"type": element["type"], "value": text}}
    return envelope(
        "view_submission",
        story,
        view=view | {"id": f"V{next(_views)}", "hash": "1.a", "state": {"values": state}},
    )


def dispatched(story, body):
    return story.house.app.dispatch(BoltRequest(body=body, mode="socket_mode"))


def test_every_window_takes_any_text_without_a_bug(nordwind, bugs):
    every = [(name, text) for name in sorted(set(handlers.VIEWS) & set(forms.FORMS)) for text in TEXTS]
    for name, text in chance("windows").sample(every, max(part_of(len(every)), 80)):
        answer = dispatched(nordwind, submission(nordwind, name, text))
        nordwind.house.after.settle()
        assert answer.status == 200, name
        assert not bugs(), (name, text[:30])


def test_every_button_takes_any_value_without_a_bug(nordwind, bugs):
    every = [(action, value) for action in sorted(set(handlers.ACTIONS) - IN_A_WINDOW) for value in VALUES]
    for action, value in chance("buttons").sample(every, max(part_of(len(every)), 120)):
        answer = dispatched(nordwind, click(nordwind, action, value))
        nordwind.house.after.settle()
        assert answer.status == 200, action
        assert not bugs(), (action, value[:30])


def test_a_sentence_with_everything_in_it_comes_back_as_it_can_be_kept(nordwind):
    anna = nordwind.person("anna")
    anna.types("/pilot show UC-1", in_="#ai-pilots")
    anna.presses("Describe the process", in_="#ai-pilots")
    anna.fills(workflow="a \u202eb<!here>&amp; 🚀 \x07c").submits()
    anna.sees("saved", in_="modal")
    anna.cancels()
    with nordwind.house.store.read("T0SANDBOX") as look:
        assert look.use_case(1).workflow == "a b<!here>&amp; 🚀 c"
    assert "<!here>" not in json.dumps(nordwind.slack.sandbox.journal.calls(), default=str)
