"""The floor of `desk.py`: the shortest Bolt app that opens a form for a command and posts what it says."""

import logging
import os
from threading import Event

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

logging.disable(logging.WARNING)
for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
    os.environ.pop(name, None)
app = App(
    client=WebClient(os.environ["SLACK_BOT_TOKEN"], base_url=f"{os.environ['SLACK_API_URL']}/api/"),
    token_verification_enabled=False,
)
WORD = {"type": "plain_text", "text": "Request"}


def form(sentence):
    element = {"type": "plain_text_input", "action_id": "value", "initial_value": sentence}
    block = {"type": "input", "block_id": "sentence", "label": WORD, "element": element}
    return {"type": "modal", "callback_id": "ask", "title": WORD, "submit": WORD, "blocks": [block]}


@app.command("/ask")
def ask(ack, body, client):
    ack()
    client.views_open(trigger_id=body["trigger_id"], view=form(body["text"]))


@app.view("ask")
def take(ack, view, client):
    ack()
    said = view["state"]["values"]["sentence"]["value"]["value"]
    client.chat_postMessage(channel="C0AIPILOTS", text=said)


if __name__ == "__main__":
    SocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).connect()
    print("listening", flush=True)
    Event().wait()
