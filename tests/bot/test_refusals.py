"""A no, a malformed form and a bug each reach the person where they look, with what they typed kept."""

import logging
import re
from queue import Queue
from types import SimpleNamespace

import pytest
from pydantic import BaseModel, Field, ValidationError, field_validator
from slack_bolt import BoltContext
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from blocks import pieces
from bot import refusals
from bot.after import AfterAck, TooBusy
from bot.app import frame
from bot.clock import system_clock
from bot.link import hang_up
from playbook.facts import Person
from playbook.refusals import Refusal, Refusals
from sandbox import seed
from sandbox.server import APP_TOKEN, BOT_TOKEN, SandboxThread
from sandbox.workspace import BOT, TEAM
from store import Repeated

NO = Refusal("The target is on the wrong side of the baseline.", field="target", ways=("Turn it round.",))


class Form(BaseModel):
    """A form with two answers."""

    title: str = Field(min_length=1)
    systems: int = Field(ge=0)

    @field_validator("title")
    @classmethod
    def _is_no_shout(cls, title):
        if title.isupper():
            raise ValueError("Please do not shout.")
        return title


def text_input(name):
    element = {"type": "plain_text_input", "action_id": "value"}
    return {
        "type": "input",
        "block_id": name,
        "label": pieces.plain_text(name.title(), 100),
        "element": element,
        "optional": True,
    }


FORM = pieces.modal("form", "A form", [text_input("title"), text_input("systems")], submit="Save")
LEAFLET = pieces.modal("leaflet", "A leaflet", [pieces.section("Only words.")], submit="Go on")


class Stage:
    """An app whose every listener raises what it is told to."""

    def __init__(self, slack):
        self.error = NO
        self.after = AfterAck()
        client = WebClient(base_url=slack.api_url, retry_handlers=[])
        install = AuthorizeResult(
            enterprise_id=None, team_id=TEAM, bot_token=BOT_TOKEN, bot_user_id=BOT, bot_id="B0SANDBOX"
        )
        installs = SimpleNamespace(authorize=lambda _: install, lets_in=lambda _: True)
        app = frame(client, None, system_clock, installs, self.after)
        app.command("/pilot")(self.command)
        app.view(re.compile(".*"))(self.refuse)
        app.action(re.compile(".*"))(self.refuse)
        app.shortcut(re.compile(".*"))(self.refuse)
        app.event("app_home_opened")(self.hear)
        self.heard = Queue()
        self.link = SocketModeHandler(app, APP_TOKEN)
        self.link.connect()
        slack.wait_for(lambda: slack.sandbox.connected)

    def command(self, command, ack, client, body, after):
        ack()
        match command["text"].split()[0]:
            case "form":
                after(client.views_open, trigger_id=body["trigger_id"], view=FORM)
            case "leaflet":
                after(client.views_open, trigger_id=body["trigger_id"], view=LEAFLET)
            case "button":
                button = pieces.button("Press me", "press")
                ack(text="Here", blocks=[pieces.actions(button)])
            case "later":
                after(self.refuse)
            case _:
                self.refuse()

    def hear(self):
        self.heard.put(self.error)
        self.refuse()

    def refuse(self):
        if self.error:
            raise self.error

    def stop(self):
        hang_up(self.link)
        self.after.stop()


@pytest.fixture(scope="module")
def slack():
    with SandboxThread(seed=seed.company, ack_seconds=1.0, retry_pauses=(0.01, 0.01, 0.01)) as thread:
        yield thread


@pytest.fixture(scope="module")
def running(slack):
    stage = Stage(slack)
    yield stage
    stage.stop()


@pytest.fixture
def stage(running):
    running.error = NO
    return running


@pytest.fixture
def anna(slack, stage):
    return slack.person("anna")


def malformed(**answers):
    try:
        return Form.model_validate(answers)
    except ValidationError as error:
        return error


def test_a_no_to_a_command_is_a_reply_with_the_ways_forward_and_what_was_typed(anna):
    anna.types("/pilot do <this> & that", in_="#ai-pilots")
    seen = anna.sees("wrong side of the baseline", in_="#ai-pilots")
    assert seen.only_to_me
    assert "Turn it round." in seen.text
    assert "You typed: /pilot do <this> & that" in seen.text


def test_a_no_stands_beside_its_field_and_what_was_typed_stays(stage, anna):
    stage.error = Refusals(Refusal("Say which.", field="systems"), Refusal("Too short.", field="title"))
    anna.types("/pilot form").fills(title="Proposals").submits()
    assert anna.modal.errors == {"systems": "Say which.", "title": "Too short."}
    assert anna.modal.fields["title"] == "Proposals"
    anna.closes_all()


def test_a_no_about_no_field_of_the_form_stands_beside_its_first(anna):
    anna.types("/pilot form").submits()
    assert anna.modal.errors == {"title": f"{NO}\n- Turn it round."}
    anna.closes_all()


def test_a_malformed_form_is_told_field_by_field_in_plain_words(stage, anna):
    stage.error = malformed(title="LOUD", systems="many")
    anna.types("/pilot form").submits()
    assert anna.modal.errors == {
        "title": "Please do not shout.",
        "systems": "This needs a whole number, such as 3.",
    }
    anna.closes_all()


def test_a_no_to_a_view_without_inputs_stands_above_it_once(stage, anna):
    anna.types("/pilot leaflet").submits().submits()
    assert anna.modal.text.count("wrong side of the baseline") == 1
    assert "Only words." in anna.modal.text
    anna.closes_all()


def test_a_no_to_a_button_is_a_reply_only_the_person_sees(slack, anna):
    anna.types("/pilot button", in_="#ai-pilots").presses("Press me", in_="#ai-pilots")
    assert anna.sees("wrong side of the baseline", in_="#ai-pilots").only_to_me
    slack.person("ben").sees_not("wrong side of the baseline", in_="#ai-pilots")


def test_a_no_to_a_shortcut_opens_a_window_that_says_it(anna):
    anna.uses("registration.new")
    assert "wrong side of the baseline" in anna.modal.text
    anna.closes_all()


def test_a_no_in_what_follows_the_answer_is_told_all_the_same(anna):
    anna.types("/pilot later", in_="#sales-ops")
    assert anna.sees("wrong side of the baseline", in_="#sales-ops").only_to_me


def test_a_bug_is_logged_once_with_the_reference_the_person_sees(stage, anna, caplog):
    stage.error = KeyError("owner of U0ANNA")
    anna.types("/pilot break", in_="#ai-pilots")
    seen = anna.sees("Something broke on our side", in_="#ai-pilots")
    ref = re.search(r"ref ([0-9a-f]{4})", seen.text)[1]
    bugs = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert [f"ref {ref}" in record.getMessage() for record in bugs] == [True]
    assert isinstance(bugs[0].exc_info[1], KeyError)
    assert "U0ANNA" not in seen.text


def test_a_bug_in_a_form_keeps_what_was_typed(stage, anna):
    stage.error = RuntimeError("broken")
    anna.types("/pilot form").fills(title="Proposals").submits()
    assert "Something broke on our side" in anna.modal.errors["title"]
    assert anna.modal.fields["title"] == "Proposals"
    anna.closes_all()


def test_a_value_that_is_malformed_in_our_own_house_is_a_bug_not_the_persons_fault(stage, anna, caplog):
    try:
        Person.model_validate({"zone": 5})
    except ValidationError as error:
        stage.error = error
    anna.types("/pilot form").submits()
    assert "Something broke on our side" in anna.modal.errors["title"]
    anna.closes_all()


def test_an_event_that_met_a_bug_is_delivered_again_and_one_that_met_a_no_is_not(slack, stage, anna):
    stage.error = bug = RuntimeError("broken")
    anna.opens_home()
    assert [stage.heard.get(timeout=10) for _ in range(4)] == [bug] * 4
    stage.error = NO
    anna.opens_home()
    stage.error = None
    anna.opens_home()
    assert [stage.heard.get(timeout=10) for _ in range(2)] == [NO, None]


def test_a_window_that_slack_no_longer_opens_is_no_bug(caplog):
    late = SlackApiError("late", {"ok": False, "error": "expired_trigger_id"})
    (complaint,) = refusals.in_words(late, {"command": "/pilot"})
    assert "longer than Slack waits" in complaint.words
    assert not caplog.records


def test_a_line_that_is_too_long_is_no_second_error():
    def full(*_):
        raise TooBusy

    body = {"type": "block_actions", "response_url": "http://127.0.0.1:9/", "actions": [{}]}
    assert refusals.tell(NO, body, BoltContext({"after": full})).status == 200


def test_select_menus_get_no_options_instead_of_an_error():
    answer = refusals.tell(NO, {"type": "block_suggestion"}, BoltContext())
    assert (answer.status, answer.body) == (200, '{"options": []}')


def test_the_repeat_of_a_request_is_answered_without_a_word():
    form = {"type": "view_submission", "view": FORM}
    assert refusals.tell(Repeated(), form, BoltContext()).body == ""


def test_an_error_before_anything_was_handed_over_still_answers():
    assert refusals.tell(NO, {"type": "block_actions", "actions": [{}]}, BoltContext()).status == 200
