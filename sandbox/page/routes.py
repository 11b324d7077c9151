"""The addresses of the page: places to look at, acts to do, and the feed that tells a window what changed."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from aiohttp import web

from sandbox import forms
from sandbox.acts import ImpossibleAct
from sandbox.page import elements, inspector, mrkdwn, places, portraits
from sandbox.page.places import Place
from sandbox.page.screen import Screen
from sandbox.workspace import Channel, Form, Person

if TYPE_CHECKING:
    from multidict import MultiDictProxy

    from sandbox.changes import Change
    from sandbox.server import Sandbox

    Posted = MultiDictProxy[Any]

HERE = Path(__file__).parent
PARTS = {
    "topbar": "topbar.html",
    "side": "side.html",
    "main": "main.html",
    "thread": "thread.html",
    "views": "modal.html",
}
TS = re.compile(r"\d+\.\d+")
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


def add(app: web.Application, sandbox: Sandbox) -> None:
    """Give the application the page of this sandbox."""
    page = Page(sandbox)
    app.router.add_get("/", page.front_door)
    app.router.add_get("/archives/{channel}/{message}", page.permalink)
    app.router.add_get("/inspector", page.inspect)
    app.router.add_get(mrkdwn.OUTSIDE, page.outside)
    app.router.add_static("/static", HERE / "static")
    app.router.add_get("/as/{handle}", page.front_door)
    app.router.add_get("/as/{handle}/changes", page.changes)
    app.router.add_get("/as/{handle}/archives/{channel}/{message}", page.permalink)
    app.router.add_get("/as/{handle}/{place:.+}", page.show)
    app.router.add_post("/as/{handle}/{verb}", page.do)


class Page:
    """The page of one sandbox: its templates and what answers each address."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.workspace = sandbox.workspace
        self.templates = _templates()

    # -- looking

    async def front_door(self, request: web.Request) -> web.StreamResponse:
        """The first place of a person; of the first person when none is named."""
        person = self._person(request) if "handle" in request.match_info else self.workspace.humans()[0]
        raise web.HTTPFound(f"/as/{person.handle}/{self._first_place(person).path}")

    async def show(self, request: web.Request) -> web.StreamResponse:
        """A place as one person sees it: the whole page, or only the parts that were asked for."""
        person, place = self._person(request), places.parse(request.match_info["place"])
        if place is None or not self._may_see(person, place):
            raise web.HTTPFound(f"/as/{person.handle}/{self._first_place(person).path}")
        parts = request.query.getall("part", [])
        screen = self._screen(person, place, request.query)
        if not parts:
            await self._opened(person, place)
        if screen.channel:
            self.workspace.mark_read(person.id, screen.channel)
        names = [PARTS[part] for part in parts if part in PARTS] or ["page.html"]
        return _html("".join(self._render(name, screen) for name in names))

    def _screen(self, person: Person, place: Place, asked: Mapping[str, str]) -> Screen:
        """What this person sees there. Only a window that redraws parts knows since when it has been open."""
        screen = Screen(
            self.sandbox, person, place, asked.get("edit", ""), asked.get("compose", ""), "all" in asked
        )
        seen = self.workspace.last_read.get((person.id, screen.channel.id), "") if screen.channel else ""
        return replace(screen, new_since=_stamp(asked["new"]) if "new" in asked else seen)

    async def outside(self, request: web.Request) -> web.StreamResponse:
        """Where links into the world end: nothing leaves this machine, so the address is only told."""
        return _html(self.templates.get_template("outside.html").render(to=request.query.get("to", "")))

    async def permalink(self, request: web.Request) -> web.StreamResponse:
        """Where a message's permanent address leads, in the window of whoever follows it."""
        person = self._person(request) if "handle" in request.match_info else self.workspace.humans()[0]
        channel = self.workspace.channels.get(request.match_info["channel"])
        digits = request.match_info["message"].removeprefix("p")
        if channel is None or not self.workspace.can_see(person.id, channel):
            raise web.HTTPNotFound(text="There is no such message, or you are not in its channel.")
        message = channel.message(f"{digits[:-6]}.{digits[-6:]}")
        root = (message or {}).get("thread_ts", "")
        place = _place_of(channel).with_thread(root)
        anchor = elements.anchor_id("message", f"{channel.id}:{message['ts']}") if message else ""
        raise web.HTTPFound(f"/as/{person.handle}/{place.path}#{'t' if root else ''}{anchor}")

    async def inspect(self, request: web.Request) -> web.StreamResponse:
        """The log of what the app and Slack said to each other."""
        template = self.templates.get_template("inspector.html")
        return _html(
            template.render(log=inspector.read(self.sandbox, request.query), connected=self._connected())
        )

    def _render(self, name: str, screen: Screen) -> str:
        return self.templates.get_template(name).render(
            screen=screen, me=screen.me, connected=self._connected()
        )

    def _connected(self) -> bool:
        return bool(self.sandbox.connected)

    async def _opened(self, person: Person, place: Place) -> None:
        if person.deleted:
            return
        if place.kind == "app" and place.name == "home":
            await self.sandbox.acts.open_home(person.id)
        elif place.kind == "app" and place.name == "messages":
            await self.sandbox.acts.open_messages_tab(person.id)

    def _person(self, request: web.Request) -> Person:
        person = self.workspace.person(request.match_info["handle"])
        if person is None or person.is_bot:
            raise web.HTTPNotFound(text="Nobody here has that name.")
        return person

    def _first_place(self, person: Person) -> Place:
        mine = self.workspace.channels_of(person.id)
        preferred = next((c for c in mine if c.name == "ai-pilots"), next(iter(mine), None))
        return _place_of(preferred) if preferred else Place("app", "messages")

    def _may_see(self, person: Person, place: Place) -> bool:
        if place.kind != "channel":
            return place.name != "home" or self.sandbox.manifest.has_home
        channel = self.workspace.channel(place.name)
        return channel is not None and channel.kind != "im" and self.workspace.can_see(person.id, channel)

    # -- the feed

    async def changes(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: one line for each change that this person could see."""
        person = self._person(request)
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await response.prepare(request)
        with self.workspace.changes.listen() as feed:
            try:
                await response.write(b"event: ready\ndata: {}\n\n")
                async for change in feed:
                    if told := _event(change, person):
                        await response.write(told)
            except ConnectionError:
                pass
        return response

    # -- doing

    async def do(self, request: web.Request) -> web.StreamResponse:
        """One act of one person. The answer is JSON: `said` is what the person is told, if anything."""
        act = ACTS.get(request.match_info["verb"])
        if act is None:
            raise web.HTTPNotFound
        try:
            said = await act(self.sandbox, self._person(request), await request.post())
        except ImpossibleAct as impossible:
            said = str(impossible)
        except (KeyError, ValueError) as malformed:
            raise web.HTTPBadRequest(text=f"This act is not complete: {malformed}") from None
        return web.json_response({"said": said or ""})


def _event(change: Change, person: Person) -> bytes:
    """One line of the feed. Of what others find in their side bars, only that there is something."""
    told = {"kind": change.kind, "about": change.about, "thread": change.thread_ts}
    if not change.concerns(person.id):
        told = {"kind": "others", "about": "", "thread": ""} if change.kind == "side" else {}
    return f"data: {json.dumps(told)}\n\n".encode() if told else b""


def _stamp(given: str) -> str:
    """A ts as it came back from a window; nothing else may pass for one."""
    return given if TS.fullmatch(given) else ""


def _place_of(channel: Channel) -> Place:
    return Place("app", "messages") if channel.kind == "im" else Place("channel", channel.name)


def _html(text: str) -> web.Response:
    return web.Response(text=text, content_type="text/html", headers=HEADERS)


def _templates() -> jinja2.Environment:
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.globals.update(
        face=portraits.face, initials=portraits.initials, shortcode=lambda name: mrkdwn.plain(f":{name}:")
    )
    return templates


# -- acts: what each verb of the page does


async def _send(sandbox: Sandbox, person: Person, posted: Posted) -> str | None:
    thread = str(posted.get("thread", "")) or None
    await sandbox.acts.types(person.id, str(posted["text"]), channel=str(posted["channel"]), thread_ts=thread)
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
    """Move the workspace's time by `seconds`, or to the moment `until` (seconds since 1970)."""
    now = sandbox.workspace.clock.now()
    target = float(posted["until"]) if posted.get("until") else now + float(posted["seconds"])
    await sandbox.advance(to=max(target, now))
    return None


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
    "press": _press,
    "submit": _submit,
    "close": _close,
    "edit": _edit,
    "delete": _delete,
    "shortcut": _shortcut,
    "join": _join,
    "advance": _advance,
}
