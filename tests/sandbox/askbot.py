"""A tiny bot on Slack's own SDK: the stand-in is judged by what it hears and by what it is answered."""

from __future__ import annotations

import re
from collections import deque

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.server import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET


def text(words):
    return {"type": "plain_text", "text": words}


def option(words, value):
    return {"text": text(words), "value": value}


def field(block_id, label, element, **more):
    return {
        "type": "input",
        "block_id": block_id,
        "label": text(label),
        "element": element | {"action_id": "v"},
        **more,
    }


def form(**more):
    kinds = [option("Normal", "n"), option("Urgent", "u")]
    blocks = [
        field("what", "What?", {"type": "plain_text_input", "initial_value": "preset", "max_length": 40}),
        field("who", "Who decides?", {"type": "users_select"}, optional=True),
        field("copies", "Copies to", {"type": "multi_users_select"}, optional=True),
        field(
            "kind",
            "Kind",
            {"type": "static_select", "options": kinds, "initial_option": kinds[0]},
            dispatch_action=True,
        ),
        field("due", "Due", {"type": "datepicker", "initial_date": "2030-01-02"}, optional=True),
        field(
            "boxes",
            "Options",
            {"type": "checkboxes", "options": [option("Quiet", "q"), option("Fast", "f")]},
            optional=True,
        ),
        field(
            "hours",
            "Hours",
            {"type": "number_input", "is_decimal_allowed": False, "min_value": "1"},
            optional=True,
        ),
        field("mail", "Mail", {"type": "email_text_input"}, optional=True),
    ]
    view = {
        "type": "modal",
        "callback_id": "ask",
        "title": text("New request"),
        "submit": text("Send"),
        "close": text("Cancel"),
        "notify_on_close": True,
        "private_metadata": "kept",
        "blocks": blocks,
    }
    return view | more


def card(words, *buttons):
    elements = [{"type": "button", "action_id": b.lower(), "value": "r1", "text": text(b)} for b in buttons]
    section = {"type": "section", "text": {"type": "mrkdwn", "text": words}}
    return [section, {"type": "actions", "block_id": "act", "elements": elements}] if buttons else [section]


class AskBot:
    """Connected over Socket Mode; `heard` holds (kind, body), newest last."""

    def __init__(self, api_url):
        self.heard = deque(maxlen=5000)
        self.client = WebClient(BOT_TOKEN, base_url=api_url, retry_handlers=[])
        self.app = App(
            client=self.client,
            signing_secret=SIGNING_SECRET,
            process_before_response=True,
            token_verification_enabled=False,
        )
        self.handler = None
        self.app.middleware(self._hear)
        for register, name, listener in LISTENERS:
            getattr(self.app, register)(name)(listener)

    def _hear(self, body, next):
        kind = "event" if body.get("type") == "event_callback" else body.get("type") or "command"
        self.heard.append((kind, body))
        next()

    def connect(self, ping=0.2):
        """How often the SDK pings is how soon it notices a cut link, or takes a busy machine for one."""
        self.handler = SocketModeHandler(self.app, APP_TOKEN, ping_interval=ping)
        self.handler.connect()
        return self

    def close(self, slack):
        """Hang up, without the second that the SDK's own close() waits for its queue."""
        client = self.handler.client
        client.closed = True
        client.auto_reconnect_enabled = client.default_auto_reconnect_enabled = False
        client.current_app_monitor.shutdown()
        client.current_session_state.terminated = True
        slack.call(slack.sandbox.socket_mode.disconnect("abort"))
        client.current_session_runner.shutdown()
        client.message_processor.event.set()
        client.message_workers.shutdown(wait=False)

    def bodies(self, kind):
        return [body for name, body in list(self.heard) if name == kind]

    def events(self, kind):
        return [b["event"] for b in self.bodies("event") if b["event"]["type"] == kind]


def just_ack(ack):
    ack()


def silent(body):
    """Never answers."""


def open_form(ack, body, client):
    ack()
    client.views_open(trigger_id=body["trigger_id"], view=form())


def say_in_channel(ack, body):
    ack({"response_type": "in_channel", "text": body["text"]})


def show_card(ack):
    ack({"text": "card", "blocks": card("*Only* for you", "Again", "Gone")})


def replace(ack, respond):
    ack()
    respond(text="Replaced", replace_original=True)


def take_away(ack, respond):
    ack()
    respond(delete_original=True)


VERDICTS = {
    "bad": {"response_action": "errors", "errors": {"what": "Say something better"}},
    "odd": {"response_action": "errors", "errors": {"nothing": "There is no such input"}},
    "more": {"response_action": "push", "view": form(callback_id="more", title=text("More"))},
    "other": {"response_action": "update", "view": form(title=text("Other"))},
    "wrong": {"response_action": "update", "view": {"type": "modal"}},
    "clear": {"response_action": "clear"},
}


def take_request(ack, view, client):
    answer = view["state"]["values"]["what"]["v"]["value"]
    ack(**VERDICTS.get(answer, {}))
    if answer not in VERDICTS:
        blocks = card(f"A *request*: {answer}", "Accept", "Decline")
        client.chat_postMessage(channel="C0AIPILOTS", text=f"A request: {answer}", blocks=blocks)


def accept(ack, body, client):
    ack()
    place = {"channel": body["channel"]["id"]}
    blocks = card(f"Accepted by <@{body['user']['id']}>")
    client.chat_update(ts=body["message"]["ts"], text="Accepted", blocks=blocks, **place)
    client.chat_postMessage(thread_ts=body["message"]["ts"], text="noted", **place)


def publish_home(event, client):
    client.views_publish(user_id=event["user"], view={"type": "home", "blocks": card("Your requests", "New")})


def answer_mention(event, say):
    say("You called?", thread_ts=event["ts"])


def echo(event, client):
    if event.get("channel_type") == "im" and not event.get("bot_id") and "subtype" not in event:
        client.chat_postMessage(channel=event["channel"], text=f"Echo: {event['text']}")


def answer_evidence(ack, body, respond):
    ack()
    respond(text=f"Evidence: {body['message']['text']}")


def only_hear():
    """Events that are only noted."""


LISTENERS = [
    ("command", "/ask", open_form),
    ("command", "/say", say_in_channel),
    ("command", "/card", show_card),
    ("command", "/silent", silent),
    ("action", "again", replace),
    ("action", "gone", take_away),
    ("action", "v", just_ack),
    ("action", "accept", accept),
    ("action", "new", open_form),
    ("view", "ask", take_request),
    ("view", "more", just_ack),
    ("view_closed", re.compile("ask|more"), just_ack),
    ("event", "app_home_opened", publish_home),
    ("event", "app_mention", answer_mention),
    ("event", "message", echo),
    ("shortcut", "new_request", open_form),
    ("shortcut", "add_evidence", answer_evidence),
    ("event", "user_change", only_hear),
    *(("event", f"channel_{what}", only_hear) for what in ("archive", "unarchive", "left")),
    *(("event", f"member_{what}_channel", only_hear) for what in ("joined", "left")),
]


def refusal(call, *args, **kwargs):
    """The answer to a call that Slack refuses."""
    try:
        answer = call(*args, **kwargs)
    except SlackApiError as error:
        return error.response.data
    raise AssertionError(f"Slack took it: {answer.data}")
