"""What each verb of the page does: one act of one person, read out of the form that the script posted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sandbox import forms
from sandbox.page import dates, elements
from sandbox.page.places import Place
from sandbox.page.screen import Screen
from sandbox.workspace import Channel, Form, Person, Workspace

if TYPE_CHECKING:
    from multidict import MultiDictProxy

    from sandbox.server import Sandbox

    Posted = MultiDictProxy[Any]


async def _send(sandbox: Sandbox, person: Person, posted: Posted) -> str | None:
    thread = str(posted.get("thread", "")) or None
    await sandbox.acts.types(person.id, str(posted["text"]), channel=str(posted["channel"]), thread_ts=thread)
    return None


async def _upload(sandbox: Sandbox, person: Person, posted: Posted) -> str | None:
    content = str(posted["content"]).encode()
    await sandbox.acts.upload(person.id, str(posted["name"]), content, channel=str(posted["channel"]))
    return None


async def _press(sandbox: Sandbox, person: Person, posted: Posted) -> str | None:
    """A button, or a control that tells the app at once; with everything typed around it."""
    block_id, action_id = str(posted["_block"]), str(posted["_action"])
    form = _form(sandbox, person, posted)
    values = (
        [str(v) for v in posted.getall("_value")] if "_value" in posted else form.get((block_id, action_id))
    )
    return await sandbox.acts.act(
        person.id, action_id=action_id, block_id=block_id, values=values, form=form, **_surface(posted)
    )


async def _submit(sandbox: Sandbox, person: Person, posted: Posted) -> str | None:
    await sandbox.acts.submit(person.id, str(posted["_view"]), _form(sandbox, person, posted))
    return None


async def _close(sandbox: Sandbox, person: Person, posted: Posted) -> str | None:
    await sandbox.acts.close(person.id, str(posted["_view"]), whole_stack="_all" in posted)
    return None


async def _edit(sandbox: Sandbox, person: Person, posted: Posted) -> str | None:
    text = str(posted["text"])
    await sandbox.acts.edit(person.id, text, channel=str(posted["channel"]), ts=str(posted["ts"]))
    return None


async def _delete(sandbox: Sandbox, person: Person, posted: Posted) -> str | None:
    """One's own message goes for everyone; one that only this person sees is put away."""
    channel, ts = str(posted["channel"]), str(posted["ts"])
    seen = sandbox.workspace.ephemerals_of(person.id, channel)
    if found := next((m for m in seen if m["ts"] == ts), None):
        seen.remove(found)
        sandbox.workspace.announce("channel", channel, persons=[person.id])
    else:
        await sandbox.acts.delete(person.id, channel=channel, ts=ts)
    return None


async def _shortcut(sandbox: Sandbox, person: Person, posted: Posted) -> str | None:
    callback_id = str(posted["callback_id"])
    if "ts" not in posted:
        return await sandbox.acts.shortcut(person.id, callback_id)
    where = {"channel": str(posted["channel"]), "ts": str(posted["ts"])}
    return await sandbox.acts.message_shortcut(person.id, callback_id, **where)


async def _join(sandbox: Sandbox, person: Person, posted: Posted) -> str | None:
    await sandbox.acts.join(person.id, channel=str(posted["channel"]))
    return None


async def _advance(sandbox: Sandbox, person: Person, posted: Posted) -> str | None:
    """Move the workspace's time by `seconds`, or to the moment `until` (seconds since 1970), and say what
    has come meanwhile."""
    workspace = sandbox.workspace
    now, before = workspace.clock.now(), _messages(workspace)
    target = float(posted["until"]) if posted.get("until") else now + float(posted["seconds"])
    await sandbox.advance(to=max(target, now))
    workspace.announce("clock")  # once more: only now the app has told when it is needed next
    came = _messages(workspace) - before
    at = workspace.clock.moment().astimezone(ZoneInfo(person.tz))
    return f"{dates.weekday_short(at)}, {dates.clock(at)}. {_news(workspace, person, came)}"


def _messages(workspace: Workspace) -> Counter[str]:
    """How many messages each channel holds, by channel id."""
    return Counter({channel.id: len(channel.messages) for channel in workspace.channels.values()})


def _news(workspace: Workspace, person: Person, came: Counter[str]) -> str:
    """How many messages came, and where."""
    if not came:
        return "Nothing new was written."
    named = (_known_as(workspace, person, workspace.channels[channel_id]) for channel_id in came)
    count, names = came.total(), ", ".join(name for name in named if name)
    return f"{count} new {'message' if count == 1 else 'messages'}{': ' if names else ''}{names}."


def _known_as(workspace: Workspace, person: Person, channel: Channel) -> str:
    """#channel, or who gets these direct messages; nothing for a channel this person may not know of."""
    if channel.kind == "im":
        return workspace.persons[channel.name].real_name
    return f"#{channel.name}" if workspace.can_see(person.id, channel) else ""


def _surface(posted: Posted) -> dict[str, str | None]:
    return {"view_id": posted.get("_view"), "channel": posted.get("_channel"), "ts": posted.get("_ts")}


def _form(sandbox: Sandbox, person: Person, posted: Posted) -> Form:
    """What was typed in the controls that are still there: a view may have changed under one's hands."""
    kinds = _controls(sandbox, person, posted)
    typed: Form = {}
    for name in posted:
        if name.startswith("[") and (key := elements.form_key(name)) in kinds:
            values = [str(value) for value in posted.getall(name) if value != ""]
            typed[key] = [_as_slack_wants(sandbox, person, kinds[key], value) for value in values]
    return typed


def _controls(sandbox: Sandbox, person: Person, posted: Posted) -> Mapping[tuple[str, str], str]:
    if posted.get("_view"):
        opened = sandbox.workspace.open_view(str(posted["_view"]))
        blocks = opened.view["blocks"] if opened else []
    else:
        blocks = _message_blocks(sandbox, person, str(posted["_channel"]), str(posted["_ts"]))
    return {
        (block["block_id"], control["action_id"]): control["type"]
        for block, control in forms.controls(blocks)
    }


def _message_blocks(sandbox: Sandbox, person: Person, channel_id: str, ts: str) -> list[dict[str, Any]]:
    channel = sandbox.workspace.channels.get(channel_id)
    own = (m for m in sandbox.workspace.ephemerals_of(person.id, channel_id) if m["ts"] == ts)
    message = next(own, channel.message(ts) if channel else None)
    return message["blocks"] if message and "blocks" in message else []


def _as_slack_wants(sandbox: Sandbox, person: Person, kind: str, value: str) -> str:
    if kind != "datetimepicker" or value.isdigit():
        return value
    return elements.instant(value, Screen(sandbox, person, Place("browse")).reader)


ACTS: Mapping[str, Callable[[Sandbox, Person, Posted], Awaitable[str | None]]] = {
    "send": _send,
    "upload": _upload,
    "press": _press,
    "submit": _submit,
    "close": _close,
    "edit": _edit,
    "delete": _delete,
    "shortcut": _shortcut,
    "join": _join,
    "advance": _advance,
}
