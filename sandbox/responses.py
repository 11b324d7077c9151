"""What an app answers to an act: the body of an ack, or a POST to its response URL."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox import failing, messages, payloads
from sandbox.journal import Entry
from sandbox.method import SlackError
from sandbox.permits import ResponseUrl
from sandbox.workspace import BOT, Channel, Message

if TYPE_CHECKING:
    from sandbox.server import Sandbox

STATUS = {"used_url": 404, "expired_url": 404, "no_such_url": 404}


def address(slack: Sandbox, key: str) -> str:
    return f"{slack.url}/response/{key}"


def apply(slack: Sandbox, place: ResponseUrl, body: dict[str, Any]) -> None:
    """Show, post, replace or delete what the app asks for, where the act happened."""
    channel = slack.workspace.channels[place.channel]
    old = _original(slack, place, channel)
    if body.get("delete_original"):
        _delete(slack, place, channel, old)
    elif body.get("replace_original") and old:
        _replace(slack, place, channel, old, body)
    elif body.get("response_type") == "in_channel":
        message = payloads.bot_message(slack.workspace, _content(slack, body))
        messages.post(slack, channel, message)
    elif body:
        message = payloads.bot_message(
            slack.workspace, _in_same_thread(place) | _content(slack, body), is_ephemeral=True
        )
        place.ts = messages.show(slack, place.person, channel, message)["ts"]


def _content(slack: Sandbox, body: dict[str, Any]) -> Message:
    """Text and blocks; threads and metadata go along."""
    extra = {k: body[k] for k in ("thread_ts", "metadata") if body.get(k)}
    return messages.content(slack, body) | extra


def _in_same_thread(place: ResponseUrl) -> dict[str, str]:
    return {"thread_ts": place.thread_ts} if place.thread_ts else {}


def _original(slack: Sandbox, place: ResponseUrl, channel: Channel) -> Message | None:
    """The message the act was on, or the ephemeral one shown last by this URL."""
    shown = slack.workspace.ephemerals_of(place.person, channel.id)
    return next((m for m in shown if m["ts"] == place.ts), None) or channel.message(place.ts)


def _delete(slack: Sandbox, place: ResponseUrl, channel: Channel, old: Message | None) -> None:
    if old is None:
        return
    if old.get("is_ephemeral"):
        slack.workspace.ephemerals[place.person, channel.id].remove(old)
        messages.announce_ephemeral(slack, place.person, channel, old)
    else:
        messages.remove(slack, channel, old)


def _replace(
    slack: Sandbox, place: ResponseUrl, channel: Channel, old: Message, body: dict[str, Any]
) -> None:
    new = messages.content(slack, body)
    if not old.get("is_ephemeral"):
        messages.change(slack, channel, old, new, editor=BOT)
        return
    old.pop("blocks", None)
    old.update(new)
    messages.announce_ephemeral(slack, place.person, channel, old)


def routes(slack: Sandbox) -> list[web.RouteDef]:
    """Where response URLs point to."""

    async def respond(request: web.Request) -> web.StreamResponse:
        return await failing.answered(slack, request, "response_url", answer)

    async def answer(request: web.Request, entry: Entry) -> web.Response:
        entry.outcome, entry.status = "ok", 200
        try:
            entry.asked = json.loads(await request.read() or b"{}")
            apply(slack, slack.response_urls.use(request.match_info["key"]), entry.asked)
        except ValueError:
            entry.outcome, entry.status = "invalid_payload", 400
        except SlackError as refusal:
            entry.outcome, entry.answer = refusal.error, refusal.body
            entry.status = STATUS.get(refusal.error, 500)
        return _told(entry.outcome, entry.status)

    return [web.post("/response/{key}", respond)]


def _told(outcome: str, status: int) -> web.Response:
    if outcome == "ok":
        return web.Response(text="ok")
    return web.json_response({"ok": False, "error": outcome}, status=status)
