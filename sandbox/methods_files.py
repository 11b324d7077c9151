"""files.*: an upload in three steps, and the two addresses beside them where bytes go in and out."""

from __future__ import annotations

import mimetypes
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox import failing, messages, payloads
from sandbox.journal import Entry
from sandbox.method import TIER_4, Args, Method, SlackError, channel_for_writing, decoded, names, text
from sandbox.workspace import Channel, Message, StoredFile

if TYPE_CHECKING:
    from sandbox.server import Sandbox


def get_upload_url(slack: Sandbox, args: Args) -> dict[str, Any]:
    """Step one: name and length in, an address out."""
    name, length = text(args, "filename"), text(args, "length")
    if not name:
        raise SlackError("missing_argument")
    if not length.isdecimal() or int(length) < 1:
        raise SlackError("file_upload_size_restricted" if length == "0" else "missing_argument")
    mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
    stored = StoredFile(slack.workspace.new_id("F"), name, name, mimetype, int(slack.clock.now()))
    slack.workspace.files[stored.id] = stored
    return {"upload_url": f"{slack.url}/upload/{stored.id}", "file_id": stored.id}


def complete_upload(slack: Sandbox, args: Args) -> dict[str, Any]:
    """Step three: titles, and the channels to share in. Without a channel a file stays the app's own."""
    stored = [_uploaded(slack, row) for row in _rows(args)]
    places = [c for c in [text(args, "channel_id"), *names(args, "channels")] if c]
    for channel in [channel_for_writing(slack, {"channel": place}) for place in places]:
        _share(slack, channel, stored, args)
    for file in stored:
        file.completed = True
    return {"files": [shown(slack, f) for f in stored]}


def _rows(args: Args) -> list[dict[str, Any]]:
    rows = decoded(args, "files", SlackError("invalid_arguments"))
    if not isinstance(rows, list) or not rows or not all(isinstance(r, dict) and "id" in r for r in rows):
        raise SlackError("invalid_arguments")
    return rows


def _uploaded(slack: Sandbox, row: dict[str, Any]) -> StoredFile:
    stored = slack.workspace.files.get(row["id"])
    if stored is None or stored.content is None or stored.completed:
        raise SlackError("file_not_found")
    stored.title = row.get("title") or stored.title
    return stored


def _share(slack: Sandbox, channel: Channel, stored: list[StoredFile], args: Args) -> None:
    content: Message = {
        "text": messages.as_slack_keeps_it(text(args, "initial_comment")),
        "files": [shown(slack, f) for f in stored],
        "upload": True,
    }
    if thread_ts := text(args, "thread_ts"):
        content["thread_ts"] = thread_ts
    message = messages.post(slack, channel, payloads.bot_message(slack.workspace, content))
    for file in stored:
        share = {"channel": channel.id, "ts": message["ts"], "thread_ts": message.get("thread_ts")}
        file.shares.append({k: v for k, v in share.items() if v})


def look(slack: Sandbox, args: Args) -> dict[str, Any]:
    stored = slack.workspace.files.get(text(args, "file"))
    if stored is None or not stored.completed:
        raise SlackError("file_not_found")
    where = {"shares": _shares(slack, stored), "channels": [s["channel"] for s in stored.shares]}
    return {"file": shown(slack, stored) | where, "comments": [], "response_metadata": {"next_cursor": ""}}


def shown(slack: Sandbox, stored: StoredFile) -> dict[str, Any]:
    """A file object. Where it is shared comes later in Slack: only files.info tells."""
    address = f"{slack.url}/files/{stored.id}/{stored.name}"
    return {
        "id": stored.id,
        "created": stored.created,
        "timestamp": stored.created,
        "name": stored.name,
        "title": stored.title,
        "mimetype": stored.mimetype,
        "filetype": stored.name.rpartition(".")[2],
        "pretty_type": stored.name.rpartition(".")[2].upper(),
        "user": stored.user,
        "user_team": slack.workspace.team,
        "mode": "hosted",
        "size": len(stored.content or b""),
        "url_private": address,
        "url_private_download": address,
        "permalink": address,
        "is_external": False,
        "editable": False,
        "file_access": "visible",
    }


def _shares(slack: Sandbox, stored: StoredFile) -> dict[str, Any]:
    """The messages a file is in, by kind of channel and channel."""
    shares: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for share in stored.shares:
        kind = "private" if slack.workspace.channels[share["channel"]].is_private else "public"
        row = {k: v for k, v in share.items() if k != "channel"}
        shares.setdefault(kind, {}).setdefault(share["channel"], []).append(row)
    return shares


def routes(slack: Sandbox) -> list[web.RouteDef]:
    """Step two, and reading back. Slack wants a cookie for that; on one's desk the address is enough."""

    async def upload(request: web.Request) -> web.StreamResponse:
        return await failing.answered(slack, request, "upload", take)

    async def take(request: web.Request, entry: Entry) -> web.Response:
        stored = slack.workspace.files.get(request.match_info["file_id"])
        if stored is None or stored.completed:
            entry.outcome, entry.status = "no_such_upload", 404
            return web.Response(status=404, text="no such upload")
        stored.content = await _bytes_of(request)
        entry.asked, entry.outcome = {"file": stored.id, "bytes": len(stored.content)}, "ok"
        return web.Response(text=f"OK - {len(stored.content)}")

    async def download(request: web.Request) -> web.StreamResponse:
        if "Authorization" in request.headers:  # the app, not a page that shows a picture
            return await failing.answered(slack, request, "download", give)
        return await give(request)

    async def give(request: web.Request, entry: Entry | None = None) -> web.Response:
        stored = slack.workspace.files.get(request.match_info["file_id"])
        if stored is None or stored.content is None:
            return web.Response(status=404, text="no such file")
        disposition = {} if stored.mimetype.startswith("image/") else {"Content-Disposition": "attachment"}
        return web.Response(body=stored.content, content_type=stored.mimetype, headers=disposition)

    return [web.post("/upload/{file_id}", upload), web.get("/files/{file_id}/{name}", download)]


async def _bytes_of(request: web.Request) -> bytes:
    if request.content_type != "multipart/form-data":
        return await request.read()
    parts = (await request.post()).values()
    return next((p.file.read() for p in parts if isinstance(p, web.FileField)), b"")


METHODS = {
    "files.getUploadURLExternal": Method(get_upload_url, ("files:write",), per_minute=TIER_4),
    "files.completeUploadExternal": Method(complete_upload, ("files:write",), json=True, per_minute=TIER_4),
    "files.info": Method(look, ("files:read",), per_minute=TIER_4),
}
