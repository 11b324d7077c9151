"""What a member's own client could send instead of what we drew: no handler breaks, nothing private moves."""

import itertools
import json
import logging
import re
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from slack_bolt import BoltRequest

import handlers
from blocks import forms
from blocks.escape import writable
from blocks.forms import Kept
from playbook.wording import clean, one_line
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
FORGED = (
    *("", "null", "[]", "{", "\ud800", '{"form":1}', '{"form":"importing.take","about":7}', "[" * 900),
    *('{"form":"importing.take","about":"F0NONE","nonce":"1"}', '{"form":"importing.take","about":",,,"}'),
    *('{"form":"importing.take","use_case":99999999999999999999}', '{"form":"x","more":1}'),
    '{"form":"importing.take","about":"' + "F," * 1400 + '"}',
)
OTHERS = {  # what is put into the fields that take no text
    "number_input": {"value": "3"},
    "datepicker": {"selected_date": "2026-02-02"},
    "users_select": {"selected_user": "U0BEN"},
    "multi_users_select": {"selected_users": ["U0BEN"]},
    "conversations_select": {"selected_conversation": "C0AIPILOTS"},
}


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


def submission(story, name, text, kept=None, in_a_line=str):
    """A window with that text in every field that takes text; in the others something they may hold."""
    kept = kept or Kept(form=name, use_case=1, version=1, nonce=f"{name}{hash(text)}"[:40])
    view = forms.draw_form(name, {}, kept)
    state = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            state[block["block_id"]] = {
                element["action_id"]: put_into(element, text if element.get("multiline") else in_a_line(text))
            }
    return envelope(
        "view_submission",
        story,
        view=view | {"id": f"V{next(_views)}", "hash": "1.a", "state": {"values": state}},
    )


def put_into(element, text):
    kind, offered = element["type"], element.get("options") or [None]
    of_choices = {"selected_option": offered[0], "selected_options": offered[:1]} if offered[0] else {}
    return {"type": kind} | ({"value": text} if kind == "plain_text_input" else OTHERS.get(kind, of_choices))


def carried(answer):
    """The view a window turned to, if it turned to one."""
    return json.loads(answer.body or "{}").get("view") or {}


def dispatched(story, body):
    return story.house.app.dispatch(BoltRequest(body=body, mode="socket_mode"))


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


def test_every_window_takes_any_text_without_a_bug(nordwind, bugs):
    every = [(name, text) for name in sorted(set(handlers.VIEWS) & set(forms.FORMS)) for text in TEXTS]
    for name, text in chance("windows").sample(every, max(part_of(len(every)), 80)):
        answer = dispatched(nordwind, submission(nordwind, name, text))
        nordwind.house.after.settle()
        assert answer.status == 200, name
        assert not bugs(), (name, text[:30])


HELD = re.compile(r"By now it says\*: (?!empty)")  # empty: a form that begins anew each time
STEPS = "gates.waits"  # each line is read as a step with its wait, and comes back as that


def kept_as(text):
    """A text as it stands in the record: in one normal form, without what hides or turns round."""
    return clean(writable(text))


def was_saved(answer, name):
    said = json.loads(answer.body or "{}")
    return said.get("response_action") != "errors" and carried(answer).get("callback_id") != name


def differing(view):
    """The fields of text that the record holds otherwise than the window that was sent."""
    blocks = view.get("blocks", [])
    told = [held for held, said in pairwise(blocks) if HELD.search(json.dumps(said))]
    return [one["block_id"] for one in told if one.get("element", {}).get("type") == "plain_text_input"]


ANY_TEXT = st.one_of(
    st.text(st.characters(), max_size=200),
    st.text(st.sampled_from("a\ud800\udfff\x00\u202e\u2067\u200f\u05d0\u0301&<>\n "), max_size=60),
    st.text(st.sampled_from("ab \u05d0\x00"), min_size=10_000, max_size=10_000),
)
tried = settings(
    max_examples=part_of(30),
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("name", sorted(set(handlers.VIEWS) & set(forms.FORMS)))
def test_what_a_window_saved_is_what_was_typed(nordwind, bugs, name):
    """Sent first in a window that is behind the record; it turns to one that is not, and that is sent.

    Where that one was saved, a third one that is behind again tells of no text that differs.
    """

    @tried
    @given(ANY_TEXT)
    def holds(text):
        told = dispatched(nordwind, submission(nordwind, name, text))
        fresh = carried(told).get("private_metadata")
        kept = Kept.model_validate_json(fresh) if fresh else None
        saved = dispatched(nordwind, submission(nordwind, name, text, kept))
        again = carried(dispatched(nordwind, submission(nordwind, name, kept_as(text), in_a_line=one_line)))
        nordwind.house.after.settle()
        assert (told.status, saved.status) == (200, 200)
        assert not bugs(), text[:30]
        if kept and was_saved(saved, name) and name != STEPS and kept_as(text):
            assert not differing(again)

    holds()


def test_a_forged_window_of_an_import_is_refused_kindly(nordwind, bugs):
    irene = nordwind.person("irene")
    for metadata in FORGED:
        view = {"id": f"V{next(_views)}", "hash": "1.a", "type": "modal", "blocks": []}
        body = click(nordwind, "importing.take", "") | {"view": view | {"private_metadata": metadata}}
        body["user"] = body["user"] | {"id": irene.id}
        assert dispatched(nordwind, body).status == 200
        nordwind.house.after.settle()
        assert not bugs(), metadata[:60]


def test_every_button_takes_any_value_without_a_bug(nordwind, bugs):
    every = [(action, value) for action in sorted(handlers.ACTIONS) for value in VALUES]
    for action, value in chance("buttons").sample(every, max(part_of(len(every)), 120)):
        answer = dispatched(nordwind, click(nordwind, action, value))
        nordwind.house.after.settle()
        assert answer.status == 200, action
        assert not bugs(), (action, value[:30])
