"""What happens to messages, whoever does it: the stream changes, screens and the app hear of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sandbox import forms, payloads
from sandbox.method import SlackError
from sandbox.strict import Fault, check_message, check_text
from sandbox.workspace import BOT, Channel, Message

if TYPE_CHECKING:
    from sandbox.server import Sandbox

EVENT_NAME = {"channel": "message.channels", "group": "message.groups", "im": "message.im"}
MENTION_OR_BRACKET = re.compile(r"<(?:[@#!]|https?:|mailto:|tel:)[^<>\n]*>|[<>]")
LONE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt);)")


def post(slack: Sandbox, channel: Channel, message: Message) -> Message:
    """A new message, into the stream or under `thread_ts`."""
    if thread_ts := message.get("thread_ts"):
        root = channel.message(thread_ts)
        if root is None:
            raise SlackError("thread_not_found")
        message["thread_ts"] = root.get("thread_ts", root["ts"])
        message["parent_user_id"] = root["user"]
    channel.messages.append(message)
    slack.workspace.announce_message(channel, message)
    _tell(slack, channel, payloads.message_event(channel, message))
    return message


def change(slack: Sandbox, channel: Channel, message: Message, new: dict[str, Any], editor: str) -> Message:
    """A message is edited in place; whatever is new and empty is taken away."""
    before, ts = dict(message), slack.clock.ts()
    message.update(new, edited={"user": editor, "ts": ts})
    for name in [n for n, value in new.items() if value in (None, [], {})]:
        del message[name]
    slack.workspace.announce_message(channel, message)
    _tell(slack, channel, payloads.message_changed(channel, message, before, ts))
    return message


def remove(slack: Sandbox, channel: Channel, message: Message) -> None:
    """A message is deleted. A root with replies leaves a tombstone, so that its thread stays."""
    before = dict(message)
    if len(channel.thread(message["ts"])) > 1:
        thread = {"type": "message", "user": "USLACKBOT", "ts": message["ts"], "thread_ts": message["ts"]}
        message.clear()
        message.update(thread, subtype="tombstone", text="This message was deleted.", hidden=True)
    else:
        channel.messages.remove(message)
    slack.workspace.announce_message(channel, before)
    _tell(slack, channel, payloads.message_deleted(channel, before, slack.clock.ts()))


def _tell(slack: Sandbox, channel: Channel, event: dict[str, Any]) -> None:
    if BOT in channel.members:
        slack.delivery.tell(EVENT_NAME[channel.kind], event)


def show(slack: Sandbox, person_id: str, channel: Channel, message: Message) -> Message:
    """A message for one person only."""
    slack.workspace.ephemerals.setdefault((person_id, channel.id), []).append(message)
    announce_ephemeral(slack, person_id, channel, message)
    return message


def announce_ephemeral(slack: Sandbox, person_id: str, channel: Channel, message: Message) -> None:
    """An ephemeral message came, changed or went."""
    slack.workspace.announce("channel", channel.id, persons=[person_id])
    if thread_ts := message.get("thread_ts"):
        slack.workspace.announce("thread", channel.id, thread_ts=thread_ts, persons=[person_id])


def content(slack: Sandbox, args: dict[str, Any], *, updating: bool = False) -> Message:
    """Text and blocks of a message as Slack keeps them, or the reason why it does not take them."""
    blocks = checked_blocks(slack, args.get("blocks"))
    text = str(args.get("text") or args.get("markdown_text") or "")
    if not text and not blocks and not args.get("attachments"):
        raise SlackError("no_text")
    if check_text(text, update=updating):
        raise SlackError("msg_too_long")
    rest = {"attachments": args.get("attachments"), "blocks": blocks}
    given = {k: v for k, v in rest.items() if (v is not None if updating else v)}
    return {"text": as_slack_keeps_it(text)} | given


def checked_blocks(slack: Sandbox, blocks: Any) -> list[dict[str, Any]] | None:
    """The blocks with their ids; invalid_blocks with pointers when Slack would refuse them."""
    if blocks is None:
        return None
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    if blocks and (faults := check_message(blocks, refused=slack.refused_blocks)):
        raise SlackError("invalid_blocks", **complaint(faults))
    return forms.identified(blocks, slack.workspace.new_id)


def complaint(faults: list[Fault]) -> dict[str, Any]:
    """How Slack lists what is wrong with blocks."""
    sentences = [fault.sentence for fault in faults]
    return {"errors": sentences, "response_metadata": {"messages": [f"[ERROR] {s}" for s in sentences]}}


def as_slack_keeps_it(text: str) -> str:
    """A lone & is kept as &amp;, as are < and > that begin or end no mention or link."""
    bracketed = MENTION_OR_BRACKET.sub(lambda m: {"<": "&lt;", ">": "&gt;"}.get(m[0], m[0]), text)
    return LONE_AMPERSAND.sub("&amp;", bracketed)
