"""conversations.*: open, look, join, read back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox import membership, payloads
from sandbox.method import (
    SCOPE_PREFIX,
    TIER_2,
    TIER_4,
    Args,
    Method,
    SlackError,
    channel_for_reading,
    cursor_page,
    flag,
    limit,
    names,
    page_of,
    require_scope,
    text,
)
from sandbox.workspace import BOT, Channel, Message

if TYPE_CHECKING:
    from sandbox.server import Sandbox

KIND_OF_TYPE = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}


def open_dm(slack: Sandbox, args: Args) -> dict[str, Any]:
    """The direct messages with one person; groups of people are not in this sandbox."""
    if dm := slack.workspace.channels.get(text(args, "channel")):
        return {"no_op": True, "already_open": True, "channel": payloads.conversation(dm)}
    users = names(args, "users")
    if not users:
        raise SlackError("users_list_not_supplied")
    if len(users) > 1:
        raise SlackError("not_enough_users")
    person = slack.workspace.persons.get(users[0])
    if person is None or person.is_bot:
        raise SlackError("user_not_found" if person is None else "cannot_dm_bot")
    if person.deleted:
        raise SlackError("user_disabled")
    dm = slack.workspace.dm(person.id)
    return {"channel": payloads.conversation(dm) if flag(args, "return_im") else {"id": dm.id}}


def look(slack: Sandbox, args: Args) -> dict[str, Any]:
    channel = channel_for_reading(slack, args, "read")
    shown = payloads.conversation(channel)
    if not flag(args, "include_num_members"):
        shown.pop("num_members", None)
    return {"channel": shown}


def list_all(slack: Sandbox, args: Args) -> dict[str, Any]:
    found = [c for c in _of_types(slack, args) if c.kind == "channel" or BOT in c.members]
    rows, cursor = page_of(found, args)
    return {"channels": [payloads.conversation(c) for c in rows], **cursor_page(cursor)}


def of_user(slack: Sandbox, args: Args) -> dict[str, Any]:
    """users.conversations: what a person and the app can both see; without a person, the app's own."""
    user = text(args, "user") or BOT
    if user not in slack.workspace.persons:
        raise SlackError("user_not_found")
    shared = [
        c for c in _of_types(slack, args) if user in c.members and (not c.is_private or BOT in c.members)
    ]
    rows, cursor = page_of(shared, args)
    return {"channels": [payloads.conversation(c) for c in rows], **cursor_page(cursor)}


def _of_types(slack: Sandbox, args: Args) -> list[Channel]:
    kinds = [KIND_OF_TYPE.get(t) for t in names(args, "types") or ["public_channel"]]
    if None in kinds:
        raise SlackError("invalid_types")
    for kind in kinds:
        require_scope(slack, f"{SCOPE_PREFIX.get(kind or '', 'mpim')}:read")
    archived_too = not flag(args, "exclude_archived")
    return [
        c
        for c in slack.workspace.channels.values()
        if c.kind in kinds and (archived_too or not c.is_archived)
    ]


def members(slack: Sandbox, args: Args) -> dict[str, Any]:
    channel = channel_for_reading(slack, args, "read")
    rows, cursor = page_of([m for m in channel.members if not slack.workspace.persons[m].deleted], args)
    return {"members": rows, **cursor_page(cursor)}


def join(slack: Sandbox, args: Args) -> dict[str, Any]:
    channel = slack.workspace.channels.get(text(args, "channel"))
    if channel is None or channel.kind == "group":
        raise SlackError("channel_not_found")
    if channel.kind != "channel":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    if BOT in channel.members:
        return {"channel": payloads.conversation(channel), "warning": "already_in_channel"}
    membership.join(slack, channel, BOT)
    return {"channel": payloads.conversation(channel)}


def history(slack: Sandbox, args: Args) -> dict[str, Any]:
    """Newest first, top level only."""
    channel = _readable(slack, args)
    inside = [m for m in slack.workspace.summaries(channel) if _is_between(m, args)]
    rows, cursor = _page_by_ts(list(reversed(inside)), args, newest_first=True)
    return {
        "messages": [_shown(m, args) for m in rows],
        "has_more": bool(cursor),
        "pin_count": 0,
        **cursor_page(cursor),
    }


def replies(slack: Sandbox, args: Args) -> dict[str, Any]:
    """A thread, oldest first; the root is always there."""
    channel = _readable(slack, args)
    thread = slack.workspace.summary_of_thread(channel.thread(text(args, "ts")))
    if not thread:
        raise SlackError("thread_not_found")
    inside = [m for m in thread[1:] if _is_between(m, args)]
    rows, cursor = _page_by_ts(inside, args, newest_first=False)
    return {
        "messages": [_shown(m, args) for m in [thread[0], *rows]],
        "has_more": bool(cursor),
        **cursor_page(cursor),
    }


def _readable(slack: Sandbox, args: Args) -> Channel:
    channel = channel_for_reading(slack, args, "history")
    if BOT not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _is_between(message: Message, args: Args) -> bool:
    oldest, latest, at = text(args, "oldest") or "0", text(args, "latest"), message["ts"]
    if flag(args, "inclusive") and at in (oldest, latest):
        return True
    return _ts(oldest) < _ts(at) and (not latest or _ts(at) < _ts(latest))


def _ts(raw: str) -> tuple[int, int]:
    """A ts as whole numbers: floats would lose the last figures."""
    seconds, _, rest = raw.partition(".")
    if not (seconds.isdecimal() and (rest or "0").isdecimal()):
        raise SlackError("invalid_ts_latest")
    return int(seconds), int(rest[:6].ljust(6, "0"))


def _page_by_ts(rows: list[Message], args: Args, *, newest_first: bool) -> tuple[list[Message], str]:
    """Pages that stay right while new messages arrive: the cursor names the last ts seen."""
    if cursor := text(args, "cursor"):
        last = _ts(cursor.removeprefix("ts:"))
        rows = [m for m in rows if (_ts(m["ts"]) < last if newest_first else _ts(m["ts"]) > last)]
    size = limit(args, 100, 999)
    return rows[:size], f"ts:{rows[size - 1]['ts']}" if len(rows) > size else ""


def _shown(message: Message, args: Args) -> Message:
    return payloads.public_message(message, with_metadata=flag(args, "include_all_metadata"))


READ = ("channels:read", "groups:read", "im:read", "mpim:read")
HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
METHODS = {
    "conversations.open": Method(open_dm, ("im:write", "mpim:write"), json=True),
    "conversations.info": Method(look, READ),
    "conversations.list": Method(list_all, READ, per_minute=TIER_2),
    "conversations.members": Method(members, READ, per_minute=TIER_4),
    "conversations.join": Method(join, ("channels:join",), json=True),
    "conversations.history": Method(history, HISTORY),
    "conversations.replies": Method(replies, HISTORY),
    "users.conversations": Method(of_user, READ, per_minute=TIER_2),
}
