"""What Slack would send: slash commands, interactive payloads, events, and the records they speak of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from sandbox import forms
from sandbox.clock import Clock
from sandbox.manifest import Command
from sandbox.workspace import APP, BOT, BOT_ID, SLACKBOT, TEAM, Channel, Message, OpenView, Person, Workspace

Payload = dict[str, Any]
TOKEN = "sandbox-verification-token"  # the legacy field that no app should trust
CHANNEL_NAME = {"im": "directmessage", "group": "privategroup"}
MEMBERSHIP_TYPE = {"channel": "C", "group": "G"}  # how the membership events spell the kind of channel


# -- commands and clicks


def slash_command(
    workspace: Workspace,
    person: Person,
    channel: Channel,
    command: Command,
    text: str,
    *,
    trigger_id: str,
    response_url: str,
) -> Payload:
    """A slash command: flat strings, as in a form."""
    return {
        "token": TOKEN,
        "team_id": workspace.team,
        "team_domain": workspace.domain,
        "channel_id": channel.id,
        "channel_name": CHANNEL_NAME.get(channel.kind, channel.name),
        "user_id": person.id,
        "user_name": person.handle,
        "command": command.name,
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
    }


def interactive(workspace: Workspace, kind: str, person: Person, trigger_id: str | None) -> Payload:
    """What all interactive payloads have."""
    payload = {
        "type": kind,
        "token": TOKEN,
        "api_app_id": APP,
        "is_enterprise_install": False,
        "enterprise": None,
        "team": {"id": workspace.team, "domain": workspace.domain},
        "user": {
            "id": person.id,
            "username": person.handle,
            "name": person.handle,
            "team_id": workspace.team,
        },
    }
    return payload | ({"trigger_id": trigger_id} if trigger_id else {})


def action(
    element: dict[str, Any], block: dict[str, Any], values: list[str] | None, action_ts: str
) -> Payload:
    """One entry of `actions`: which control, and what was chosen."""
    done = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": action_ts,
    }
    if element["type"] == "button":
        return done | {k: element[k] for k in ("text", "value", "style") if k in element}
    if element["type"] == "overflow":
        return done | {"selected_option": next(o for o in element["options"] if o["value"] in (values or []))}
    if element["type"] in forms.STATEFUL:
        return done | forms.state_of(element, values)
    return done | {k: element[k] for k in ("value",) if k in element}


def on_message(channel: Channel, message: Message, response_url: str, state: dict[str, Any]) -> Payload:
    """The part of block_actions that says on which message. An ephemeral one is not repeated."""
    ephemeral = bool(message.get("is_ephemeral"))
    container = {
        "type": "message",
        "message_ts": message["ts"],
        "channel_id": channel.id,
        "is_ephemeral": ephemeral,
    }
    thread = _thread_of(channel, message)
    container |= thread
    part = {
        "container": container,
        "channel": short_channel(channel),
        "response_url": response_url,
        "state": {"values": state},
    }
    return part if ephemeral else part | {"message": public_message(message) | thread}


def _thread_of(channel: Channel, message: Message) -> Payload:
    """The thread a message stands in; a root names itself once it has a reply."""
    if "thread_ts" in message:
        return {"thread_ts": message["thread_ts"]}
    return {"thread_ts": message["ts"]} if len(channel.thread(message["ts"])) > 1 else {}


def on_view(opened: OpenView, state: dict[str, Any]) -> Payload:
    """The part of block_actions that says in which view, with everything typed so far."""
    return {
        "container": {"type": "view", "view_id": opened.id},
        "view": opened.view | {"state": {"values": state}},
    }


def short_channel(channel: Channel) -> Payload:
    return {"id": channel.id, "name": CHANNEL_NAME.get(channel.kind, channel.name)}


# -- events


def url_verification(challenge: str) -> Payload:
    """What a request URL has to answer with its own challenge before anything else is sent there."""
    return {"type": "url_verification", "token": TOKEN, "challenge": challenge}


def event_callback(event: Payload, event_id: str, now: float, team: str = TEAM) -> Payload:
    """The envelope around an event, the same in every delivery of it."""
    authorization = {
        "enterprise_id": None,
        "team_id": team,
        "user_id": BOT,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": TOKEN,
        "team_id": team,
        "context_team_id": team,
        "context_enterprise_id": None,
        "api_app_id": APP,
        "type": "event_callback",
        "event": event,
        "event_id": event_id,
        "event_time": int(now),
        "authorizations": [authorization],
        "is_ext_shared_channel": False,
        "event_context": f"4-{event_id.lower()}",
    }


def message_event(channel: Channel, message: Message) -> Payload:
    """Somebody, perhaps the app itself, posted."""
    return public_message(message) | {
        "channel": channel.id,
        "channel_type": channel.kind,
        "event_ts": message["ts"],
    }


def message_changed(channel: Channel, now: Message, before: Message, event_ts: str) -> Payload:
    return {
        "type": "message",
        "subtype": "message_changed",
        "hidden": True,
        "channel": channel.id,
        "channel_type": channel.kind,
        "ts": event_ts,
        "event_ts": event_ts,
        "message": public_message(now),
        "previous_message": public_message(before),
    }


def message_deleted(channel: Channel, gone: Message, event_ts: str) -> Payload:
    return {
        "type": "message",
        "subtype": "message_deleted",
        "hidden": True,
        "channel": channel.id,
        "channel_type": channel.kind,
        "ts": event_ts,
        "event_ts": event_ts,
        "deleted_ts": gone["ts"],
        "previous_message": public_message(gone),
    }


def app_mention(channel: Channel, message: Message) -> Payload:
    event = message_event(channel, message) | {"type": "app_mention"}
    return {k: v for k, v in event.items() if k != "channel_type"}


def app_home_opened(person: Person, dm: Channel, tab: str, home: OpenView | None, event_ts: str) -> Payload:
    """`view` is there only if the app has published one before."""
    event = {"type": "app_home_opened", "user": person.id, "channel": dm.id, "tab": tab, "event_ts": event_ts}
    return event | ({"view": home.view} if home else {})


def membership(kind: str, person_id: str, channel: Channel, event_ts: str, inviter: str = "") -> Payload:
    """member_joined_channel and member_left_channel."""
    event = {
        "type": kind,
        "user": person_id,
        "channel": channel.id,
        "team": channel.team,
        "event_ts": event_ts,
        "channel_type": MEMBERSHIP_TYPE[channel.kind],
    }
    return event | ({"inviter": inviter} if inviter else {})


def channel_event(what: str, channel: Channel, person_id: str, event_ts: str) -> Payload:
    """channel_archive, channel_unarchive, channel_left, or the same for a private one (group_…)."""
    who = "actor_id" if what == "left" else "user"
    return {"type": f"{channel.kind}_{what}", "channel": channel.id, who: person_id, "event_ts": event_ts}


def tokens_revoked(event_ts: str) -> Payload:
    """The app's tokens are worth nothing any more; people's ids stand for them."""
    return {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [BOT]}, "event_ts": event_ts}


def app_uninstalled(event_ts: str) -> Payload:
    return {"type": "app_uninstalled", "event_ts": event_ts}


def user_change(person: Person, clock: Clock, event_ts: str) -> Payload:
    return {
        "type": "user_change",
        "user": user(person, clock),
        "cache_ts": int(clock.now()),
        "event_ts": event_ts,
    }


def function_executed(step: str, function: Payload, inputs: Payload, run: str, event_ts: str) -> Payload:
    """A workflow came to a step of the app; the token of its run is the app's own here."""
    shown = {"id": f"Fn{step.upper()}", "callback_id": step, "title": function["title"], "type": "app"}
    return {
        "type": "function_executed",
        "function": shown,
        "inputs": inputs,
        "function_execution_id": run,
        "workflow_execution_id": run.replace("Fx", "Wx"),
        "event_ts": event_ts,
    }


# -- records, in the Web API's shape


def user(person: Person, clock: Clock, *, with_email: bool = True) -> Payload:
    """A user object, as in users.info."""
    first, _, last = person.real_name.partition(" ")
    profile = {
        "title": person.title,
        "real_name": person.real_name,
        "real_name_normalized": person.real_name,
        "display_name": person.handle,
        "display_name_normalized": person.handle,
        "first_name": first,
        "last_name": last,
        "status_text": person.status_text,
        "status_emoji": person.status_emoji,
        "status_expiration": 0,
        "team": person.team,
    }
    offset = clock.moment().astimezone(ZoneInfo(person.tz)).utcoffset()
    base = {
        "id": person.id,
        "team_id": person.team,
        "name": person.handle,
        "deleted": person.deleted,
        "profile": profile | ({"email": person.email} if with_email and person.email else {}),
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": int(clock.now()),
    }
    if person.deleted:
        return base
    return base | {
        "real_name": person.real_name,
        "color": person.colour.removeprefix("#"),
        "tz": person.tz,
        "tz_label": person.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "is_admin": person.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "locale": "en-GB",
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": person.is_ultra_restricted,
        "is_email_confirmed": True,
        "who_can_share_contact_card": "EVERYONE",
    }


def conversation(channel: Channel) -> Payload:
    """A conversation object, as in conversations.info. Direct messages have another shape."""
    if channel.kind == "im":
        return {
            "id": channel.id,
            "created": channel.created,
            "is_im": True,
            "is_org_shared": False,
            "user": channel.members[0],
            "is_archived": channel.is_archived,
            "is_user_deleted": False,
            "is_open": True,
            "priority": 0,
        }
    said = {"value": channel.topic, "creator": channel.creator, "last_set": channel.created}
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.is_private,
        "is_group": channel.is_private,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.is_private,
        "created": channel.created,
        "creator": channel.creator,
        "is_archived": channel.is_archived,
        "is_general": channel.name == "general",
        "is_shared": False,
        "is_org_shared": False,
        "is_ext_shared": False,
        "is_member": BOT in channel.members,
        "topic": said,
        "purpose": said,
        "previous_names": [],
        "context_team_id": channel.team,
        "shared_team_ids": [channel.team],
        "num_members": len(channel.members),
    }


def public_message(message: Message, *, with_metadata: bool = False) -> Message:
    """A message without what only the sandbox knows, and without metadata unless it was asked for."""
    hidden = {"is_ephemeral"} if with_metadata else {"is_ephemeral", "metadata"}
    return {k: v for k, v in message.items() if k not in hidden}


def bot_message(workspace: Workspace, content: Message, **more: Any) -> Message:
    """A new message of the app."""
    bot = workspace.persons[BOT]
    profile = {
        "id": BOT_ID,
        "app_id": APP,
        "user_id": BOT,
        "name": bot.real_name,
        "deleted": False,
        "team_id": workspace.team,
    }
    return {
        "type": "message",
        "user": BOT,
        "bot_id": BOT_ID,
        "app_id": APP,
        "team": workspace.team,
        "bot_profile": profile,
        "ts": workspace.clock.ts(),
        **content,
        **more,
    }


def slackbot_message(workspace: Workspace, text: str) -> Message:
    """A word from Slack itself, for one person."""
    return {
        "type": "message",
        "user": SLACKBOT,
        "ts": workspace.clock.ts(),
        "text": text,
        "is_ephemeral": True,
    }


def response_urls(urls: Iterable[tuple[str, str, str, str]]) -> list[Payload]:
    """For view_submission: where the person let the app answer (block_id, action_id, channel_id, url)."""
    return [dict(zip(("block_id", "action_id", "channel_id", "response_url"), u, strict=True)) for u in urls]
