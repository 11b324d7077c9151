"""Who is in a channel: joining, leaving, archiving, with what Slack says in the channel and tells the app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox import messages, payloads
from sandbox.workspace import BOT, Channel

if TYPE_CHECKING:
    from sandbox.server import Sandbox


def join(slack: Sandbox, channel: Channel, person_id: str, inviter: str = "") -> None:
    """Someone comes in; the app hears of it if it is a member, as it is of its own joining."""
    channel.members.append(person_id)
    _say(slack, channel, person_id, "join", "has joined the channel", inviter)
    _tell(slack, channel, "member_joined_channel", person_id, inviter)
    slack.workspace.announce("side")


def leave(slack: Sandbox, channel: Channel, person_id: str, actor: str) -> None:
    """Someone goes. The app itself is told channel_left or group_left instead."""
    channel.members.remove(person_id)
    if person_id == BOT:
        event = payloads.channel_event("left", channel, actor, slack.clock.ts())
        slack.delivery.tell(event["type"], event)
    else:
        _say(slack, channel, person_id, "leave", "has left the channel")
        _tell(slack, channel, "member_left_channel", person_id)
    slack.workspace.announce("side")


def archive(slack: Sandbox, channel: Channel, person_id: str) -> None:
    """The channel becomes read-only."""
    _say(slack, channel, person_id, "archive", "archived the channel")
    channel.is_archived = True
    _tell_about(slack, channel, "archive", person_id)


def unarchive(slack: Sandbox, channel: Channel, person_id: str) -> None:
    """The channel can be used again."""
    channel.is_archived = False
    _say(slack, channel, person_id, "unarchive", "un-archived the channel")
    _tell_about(slack, channel, "unarchive", person_id)


def _say(
    slack: Sandbox, channel: Channel, person_id: str, what: str, sentence: str, inviter: str = ""
) -> None:
    """The grey line in the channel."""
    kind = "group" if channel.is_private else "channel"
    line = {
        "type": "message",
        "subtype": f"{kind}_{what}",
        "user": person_id,
        "ts": slack.clock.ts(),
        "text": f"<@{person_id}> {sentence}",
    }
    messages.post(slack, channel, line | ({"inviter": inviter} if inviter else {}))


def _tell(slack: Sandbox, channel: Channel, kind: str, person_id: str, inviter: str = "") -> None:
    if BOT in channel.members:
        event = payloads.membership(kind, person_id, channel, slack.clock.ts(), inviter)
        slack.delivery.tell(kind, event, private=channel.is_private)


def _tell_about(slack: Sandbox, channel: Channel, what: str, person_id: str) -> None:
    if BOT in channel.members or not channel.is_private:
        event = payloads.channel_event(what, channel, person_id, slack.clock.ts())
        slack.delivery.tell(event["type"], event)
    slack.workspace.announce("side")
    slack.workspace.announce("channel", channel.id)
