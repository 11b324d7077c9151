"""The addresses of the page: places to look at, acts to do, and the feed that tells a window what changed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from aiohttp import web

from sandbox import gaps, switches
from sandbox.acts import ImpossibleAct
from sandbox.page import elements, inspector, mrkdwn, places, portraits, verbs
from sandbox.page.places import Place
from sandbox.page.screen import Screen
from sandbox.workspace import Channel, Person

if TYPE_CHECKING:
    from sandbox.changes import Change
    from sandbox.server import Sandbox

HERE = Path(__file__).parent
PARTS = {
    "topbar": "topbar.html",
    "side": "side.html",
    "main": "main.html",
    "thread": "thread.html",
    "views": "modal.html",
}
TS = re.compile(r"\d+(\.\d+)?")  # "0" is what was read in a place that was still empty
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
    app.router.add_get("/gaps", page.gaps)
    app.router.add_post("/gaps", page.turn_switches)
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
        """What this person sees there. A window that redraws parts knows what was new when it opened."""
        screen = Screen(
            self.sandbox, person, place, asked.get("edit", ""), asked.get("compose", ""), "all" in asked
        )
        since = _stamp(asked["new"]) if "new" in asked else self._unread_since(person, screen.channel)
        return replace(screen, new_since=since)

    def _unread_since(self, person: Person, channel: Channel | None) -> str:
        if channel is None or not self.workspace.unread(person.id, channel):
            return ""
        return self.workspace.last_read.get((person.id, channel.id), "")

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

    async def gaps(self, request: web.Request) -> web.StreamResponse:
        """What this Slack does not do, and how its switches stand."""
        return _html(self.templates.get_template("gaps.html").render(gaps.read(self.sandbox)))

    async def turn_switches(self, request: web.Request) -> web.StreamResponse:
        """Turn the switch whose button was pressed."""
        posted = await request.post()
        switches.turn(self.sandbox, **{k: v == "true" for k, v in posted.items() if k in switches.NAMES})
        raise web.HTTPSeeOther("/gaps")

    def _render(self, name: str, screen: Screen) -> str:
        return self.templates.get_template(name).render(
            screen=screen, me=screen.me, connected=self._connected()
        )

    def _connected(self) -> bool:
        return bool(self.sandbox.connected)

    async def _opened(self, person: Person, place: Place) -> None:
        if person.deleted or not self.workspace.app_installed:
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
        act = verbs.ACTS.get(request.match_info["verb"])
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
    templates.globals.update(face=portraits.face, shortcode=lambda name: mrkdwn.plain(f":{name}:"))
    return templates
