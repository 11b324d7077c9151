"""chat.*: post, update, delete, show to one person, link."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sandbox import messages, payloads
from sandbox.method import (
    SPECIAL,
    TIER_4,
    Args,
    Method,
    SlackError,
    channel_for_writing,
    decoded,
    flag,
    text,
)
from sandbox.workspace import BOT, Channel, Message

if TYPE_CHECKING:
    from sandbox.server import Sandbox

LARGEST_METADATA = 8_000  # bytes; Slack does not say its cap
A_WORKSPACE = 200  # posts a minute: Slack says "several hundred", and one a second in each channel


def post_message(slack: Sandbox, args: Args) -> dict[str, Any]:
    channel = channel_for_writing(slack, args)
    content = messages.content(slack, _with_json(args))
    if metadata := checked_metadata(args):
        content["metadata"] = metadata
    if thread_ts := text(args, "thread_ts"):
        content["thread_ts"] = thread_ts
        if flag(args, "reply_broadcast"):
            content["subtype"] = "thread_broadcast"
    message = messages.post(slack, channel, payloads.bot_message(slack.workspace, content))
    return {"channel": channel.id, "ts": message["ts"], "message": _answered(message)}


def update(slack: Sandbox, args: Args) -> dict[str, Any]:
    """Blocks, attachments and metadata that are not given stay; empty ones take the old ones away."""
    channel, message = _own_message(slack, args, "cant_update_message")
    new = messages.content(slack, _with_json(args), updating=True)
    if "metadata" in args:
        new["metadata"] = checked_metadata(args)
    messages.change(slack, channel, message, new, editor=BOT)
    return {
        "channel": channel.id,
        "ts": message["ts"],
        "text": message["text"],
        "message": _answered(message),
    }


def delete(slack: Sandbox, args: Args) -> dict[str, Any]:
    channel, message = _own_message(slack, args, "cant_delete_message")
    messages.remove(slack, channel, message)
    return {"channel": channel.id, "ts": text(args, "ts")}


def _own_message(slack: Sandbox, args: Args, refusal: str) -> tuple[Channel, Message]:
    channel = slack.workspace.channels.get(text(args, "channel"))
    if channel is None or (channel.is_private and BOT not in channel.members):
        raise SlackError("channel_not_found")
    if channel.is_archived:
        raise SlackError("is_inactive" if refusal == "cant_update_message" else "is_archived")
    message = channel.message(text(args, "ts"))
    if message is None or message.get("subtype") == "tombstone":
        raise SlackError("message_not_found")
    if message["user"] != BOT:
        raise SlackError(refusal)
    return channel, message


def post_ephemeral(slack: Sandbox, args: Args) -> dict[str, Any]:
    channel = channel_for_writing(slack, args)
    reader = slack.workspace.persons.get(text(args, "user"))
    if reader is None or reader.deleted or reader.id not in channel.members:
        raise SlackError("user_not_in_channel")
    content = messages.content(slack, _with_json(args))
    if thread_ts := text(args, "thread_ts"):
        content["thread_ts"] = thread_ts
    message = payloads.bot_message(slack.workspace, content, is_ephemeral=True)
    messages.show(slack, text(args, "user"), channel, message)
    return {"message_ts": message["ts"]}


def get_permalink(slack: Sandbox, args: Args) -> dict[str, Any]:
    channel = channel_for_link(slack, args)
    message = channel.message(text(args, "message_ts"))
    if message is None:
        raise SlackError("message_not_found")
    link = f"{slack.url}/archives/{channel.id}/p{message['ts'].replace('.', '')}"
    if message.get("thread_ts") not in (None, message["ts"]):
        link += f"?thread_ts={message['thread_ts']}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


def channel_for_link(slack: Sandbox, args: Args) -> Channel:
    """A link needs no scope, only a channel the app may know of."""
    channel = slack.workspace.channels.get(text(args, "channel"))
    if channel is None or (channel.is_private and BOT not in channel.members):
        raise SlackError("channel_not_found")
    return channel


def _with_json(args: Args) -> Args:
    blocks = decoded(args, "blocks", SlackError("invalid_blocks_format"))
    attachments = decoded(args, "attachments", SlackError("invalid_attachments"))
    return args | {"blocks": blocks, "attachments": attachments}


def _answered(message: Message) -> Message:
    return payloads.public_message(message, with_metadata=True)


def checked_metadata(args: Args) -> dict[str, Any] | None:
    """Message metadata: an event type and a payload of plain values, at most one level deep."""
    metadata = decoded(args, "metadata", SlackError("invalid_metadata_format"))
    if not metadata:
        return None
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_type"), str):
        raise SlackError("invalid_metadata_format")
    payload = metadata.get("event_payload")
    if not isinstance(payload, dict) or not all(_is_plain(v, nested=True) for v in payload.values()):
        raise SlackError("invalid_metadata_schema")
    if len(json.dumps(metadata).encode()) > LARGEST_METADATA:
        raise SlackError("metadata_too_large")
    return {"event_type": metadata["event_type"], "event_payload": payload}


def _is_plain(value: Any, *, nested: bool) -> bool:
    if isinstance(value, dict):
        return nested and all(_is_plain(v, nested=False) for v in value.values())
    if isinstance(value, list):
        return nested and all(isinstance(v, dict) or _is_plain(v, nested=False) for v in value)
    return isinstance(value, str | int | float | bool)


METHODS = {
    "chat.postMessage": Method(post_message, ("chat:write",), json=True, per_minute=A_WORKSPACE),
    "chat.update": Method(update, ("chat:write",), json=True),
    "chat.delete": Method(delete, ("chat:write",), json=True),
    "chat.postEphemeral": Method(post_ephemeral, ("chat:write",), json=True, per_minute=TIER_4),
    "chat.getPermalink": Method(get_permalink, per_minute=SPECIAL),
}
