"""What one person sees at one place, read from the workspace: side bar, stream, thread, modals, Home."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sandbox.page import completions, dates, drawing, files, mrkdwn, places, tour
from sandbox.page.elements import Choice, Surface, anchor_id, bare
from sandbox.page.mrkdwn import Reader
from sandbox.page.places import TABS, Place
from sandbox.workspace import BOT, SLACKBOT, Channel, Message, OpenView, Person, Workspace

if TYPE_CHECKING:
    from sandbox.manifest import Shortcut
    from sandbox.server import Sandbox

COMPACT_SECONDS = 5 * 60
NEWEST = 100  # messages of a stream that are shown at first
SLACKBOT_PERSON = Person(SLACKBOT, "slackbot", "Slackbot", is_bot=True, face="🤖", colour="#5d6b78")
SYSTEM = ("_join", "_leave", "_archive", "_unarchive", "_topic", "_purpose", "_name")


@dataclass(frozen=True)
class Screen:
    """One person at one place. Everything on it is read when it is asked for."""

    sandbox: Sandbox
    me: Person
    place: Place
    editing: str = ""
    compose: str = ""
    everything: bool = False
    new_since: str = ""  # the ts up to which everything was read when this place was opened

    @cached_property
    def workspace(self) -> Workspace:
        return self.sandbox.workspace

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.me.tz)

    @cached_property
    def now(self) -> datetime:
        return self.workspace.clock.moment().astimezone(self.zone)

    @cached_property
    def reader(self) -> Reader:
        """How texts read for this person: names, the channels they may know of, their zone."""
        seen = (c for c in self.workspace.channels.values() if self.workspace.can_see(self.me.id, c))
        return Reader(
            handle=self.me.handle,
            person_id=self.me.id,
            zone=self.zone,
            now=self.now,
            origin=self.sandbox.url,
            people={p.id: p.real_name for p in self.workspace.persons.values()},
            channels={c.id: c.name for c in seen if c.kind != "im"},
            groups={g.id: f"@{g.handle}" for g in self.workspace.usergroups.values()},
        )

    # -- where

    @cached_property
    def channel(self) -> Channel | None:
        """The channel on screen: a named one, or the direct messages with the app."""
        if self.place.kind == "channel":
            return self.workspace.channel(self.place.name)
        if self.place.kind == "app" and self.place.name == "messages":
            return self.workspace.dm(self.me.id)
        return None

    @property
    def title(self) -> str:
        if self.place.kind == "browse":
            return "Browse channels"
        return f"#{self.place.name}" if self.place.kind == "channel" else self.bot.real_name

    @property
    def window_title(self) -> str:
        """The title of the window, with what is waiting in front."""
        waiting = self.waiting()
        return f"{f'({waiting}) ' if waiting else ''}{self.title} · {self.workspace.name}"

    @property
    def bot(self) -> Person:
        return self.workspace.persons[BOT]

    def address(self, place: Place) -> str:
        """The link to a place in this person's own window."""
        return f"/as/{self.me.handle}/{place.path}"

    def tabs(self) -> list[str]:
        """The tabs of the app: it may have no Home."""
        return [tab for tab in TABS if tab != "home" or self.sandbox.manifest.has_home]

    def silence(self) -> str:
        """Why nobody, or not this person, can write in the channel on screen; empty where they can."""
        assert self.channel
        if self.channel.is_archived:
            return "This channel is archived. You can read it, but not write in it."
        if self.channel.kind == "im" and not self.sandbox.manifest.takes_messages:
            return "Sending messages to this app has been turned off."
        return f"{self.me.real_name} no longer has an account." if self.me.deleted else ""

    # -- side bar and top bar

    def channels(self) -> list[dict[str, Any]]:
        """The channels of the side bar."""
        return [
            self._entry(channel, Place("channel", channel.name))
            | {"private": channel.is_private, "name": channel.name}
            for channel in self.workspace.channels_of(self.me.id)
            if not channel.is_archived
        ]

    def app_entry(self) -> dict[str, Any]:
        """The app in the side bar, with what waits in its direct messages."""
        entry = self._entry(self.workspace.dm(self.me.id), Place("app", "messages"))
        return entry | {"current": self.place.kind == "app", "badge": entry["unread"]}

    def _entry(self, channel: Channel, place: Place) -> dict[str, Any]:
        unread = self.workspace.unread(self.me.id, channel)
        return {
            "address": self.address(place),
            "current": channel is self.channel,
            "unread": unread,
            "badge": self._mentions(channel) if unread else 0,
        }

    def _mentions(self, channel: Channel) -> int:
        since = float(self.workspace.last_read.get((self.me.id, channel.id), "0"))
        sign = f"<@{self.me.id}>"
        return sum(sign in str(m) for m in channel.top_level() if float(m["ts"]) > since)

    def waiting(self) -> int:
        """What the window's title counts: unread direct messages and mentions."""
        return sum(entry["badge"] for entry in (self.app_entry(), *self.channels()))

    def faces(self) -> list[dict[str, Any]]:
        """Everyone one can be, with the same place in their window and whether something waits for them."""
        return [
            {
                "person": person,
                "address": f"/as/{person.handle}/{self.place.path}",
                "current": person.id == self.me.id,
                "waiting": self.workspace.unread(person.id, self.workspace.dm(person.id)),
            }
            for person in self.workspace.humans()
            if not person.deleted
        ]

    def browsable(self) -> list[dict[str, Any]]:
        """All channels this person may find, for the list of channels."""
        found = (
            c
            for c in self.workspace.channels.values()
            if c.kind != "im" and self.workspace.can_see(self.me.id, c)
        )
        return [
            {
                "channel": c,
                "address": self.address(Place("channel", c.name)),
                "member": self.me.id in c.members,
            }
            for c in sorted(found, key=lambda c: c.name)
        ]

    def clock(self) -> dict[str, Any]:
        """The wall clock, in the acting person's zone, and the next due moment if the app has told it."""
        due = self.workspace.clock.next_due
        at = dates.in_zone(due, self.zone) if due else None
        return {
            "weekday": f"{self.now:%a}",
            "date": f"{self.now.day} {self.now:%b %Y}",
            "time": dates.clock(self.now),
            "zone": self.me.tz.rpartition("/")[2].replace("_", " "),
            "due": due,
            "due_words": f"{dates.weekday_short(at)}, {dates.clock(at)}" if at else "",
        }

    def tour(self) -> list[dict[str, Any]]:
        """The first five minutes: each stop of which everybody and everything it speaks of is there."""
        stops = [(step, [self._click(click) for click in step.clicks]) for step in tour.STEPS]
        return [{"step": step, "clicks": clicks} for step, clicks in stops if all(clicks)]

    def _click(self, click: tour.Click) -> dict[str, Any]:
        """One button of the tour; empty when whom or what it needs is not here."""
        person, place = self.workspace.person(click.person or self.me.handle), places.parse(click.place)
        if click.seconds:
            return {"label": click.label, "seconds": click.seconds}
        if person is None or place is None:
            return {}
        named = place.kind == "channel"
        channel = self.workspace.channel(place.name) if named else self.workspace.dm(person.id)
        about = _said(channel, click.about) if channel and click.about else ""
        if channel is None or (click.about and not about):
            return {}
        thread = about if click.in_thread else ""
        anchor = anchor_id("message", f"{channel.id}:{about}") if about and not thread else ""
        return {"label": click.label, "address": click.address(self.me.handle, thread, anchor)}

    # -- streams

    def days(self) -> list[dict[str, Any]]:
        """The messages of the channel, by day; only the newest unless everything was asked for."""
        by_day = groupby(
            self._stream[0 if self.everything else -NEWEST :],
            key=lambda message: dates.in_zone(message["ts"], self.zone).date(),
        )
        return [self._day(list(messages)) for _, messages in by_day]

    @property
    def is_cut(self) -> bool:
        """Whether earlier messages are left out."""
        return not self.everything and len(self._stream) > NEWEST

    @cached_property
    def _stream(self) -> list[Message]:
        assert self.channel
        return self.workspace.stream(self.me.id, self.channel)

    @cached_property
    def _first_new(self) -> Message | None:
        """The first message of others since this person last looked; none in a place never seen before."""
        if not self.new_since:
            return None
        later = (m for m in self._stream if float(m["ts"]) > float(self.new_since))
        return next((m for m in later if m["user"] != self.me.id and not m.get("is_ephemeral")), None)

    def thread(self) -> list[dict[str, Any]]:
        """The thread that is open at the side: root and replies."""
        assert self.channel
        messages = self.workspace.thread(self.me.id, self.channel, self.place.thread_ts)
        before = [None, None, *messages[1:]]  # the first reply stands apart from its root
        return [self._message(*pair) for pair in zip(messages, before, strict=False)]

    def replies(self, thread: list[dict[str, Any]]) -> str:
        count = len(thread) - 1
        return f"{count} {'reply' if count == 1 else 'replies'}"

    def _day(self, messages: list[Message]) -> dict[str, Any]:
        at = dates.in_zone(messages[0]["ts"], self.zone)
        drawn = [
            self._message(message, before)
            for message, before in zip(messages, [None, *messages], strict=False)
        ]
        return {"id": f"day-{at:%Y-%m-%d}", "name": dates.day_divider(at, self.now), "messages": drawn}

    def _message(self, message: Message, before: Message | None) -> dict[str, Any]:
        channel, at = self.channel, dates.in_zone(message["ts"], self.zone)
        assert channel
        key = f"{channel.id}:{message['ts']}"
        return {
            "id": anchor_id("message", key),
            "ts": message["ts"],
            "channel": channel.id,
            "author": self.workspace.persons.get(message["user"], SLACKBOT_PERSON),
            "time": dates.clock(at),
            "moment": f"{dates.date_long(at)} at {at:%H:%M:%S}",
            "compact": _follows(message, before),
            "first_new": message is self._first_new,
            "text": mrkdwn.to_html(message.get("text", ""), self.reader),
            "blocks": drawing.blocks(
                message.get("blocks") or [], self._surface(key, "message", here=channel.id)
            ),
            "files": [files.drawn(file, self.workspace) for file in message.get("files", [])],
            "reactions": message.get("reactions", []),
            "edited": "edited" in message,
            "ephemeral": bool(message.get("is_ephemeral")),
            "system": message.get("subtype", "").endswith(SYSTEM),
            "own": message["user"] == self.me.id,
            "editing": message["ts"] == self.editing,
            "source": self._as_typed(message.get("text", "")),
            "thread": self._thread_line(message),
            "thread_address": self.address(self.place.with_thread(message.get("thread_ts") or message["ts"])),
            "permalink": f"{self.sandbox.url}/archives/{channel.id}/p{message['ts'].replace('.', '')}",
            "edit_address": f"{self.address(self.place)}?edit={message['ts']}",
        }

    def _as_typed(self, text: str) -> str:
        """A stored text as somebody would type it again, for the editor."""
        people = {p.id: p.handle for p in self.workspace.persons.values()}
        text = re.sub(r"<@(\w+)[^>]*>", lambda m: f"@{people.get(m[1], m[1])}", text)
        text = re.sub(r"<#(\w+)[^>]*>", lambda m: f"#{self.reader.channels.get(m[1], m[1])}", text)
        return html.unescape(
            re.sub(r"<(?:!(\w+)|([^>|]+))[^>]*>", lambda m: f"@{m[1]}" if m[1] else m[2], text)
        )

    def _thread_line(self, message: Message) -> dict[str, Any] | None:
        count = message.get("reply_count")
        if not count:
            return None
        last = dates.in_zone(message["latest_reply"], self.zone)
        day = dates.near_day(last, self.now) or dates.date_short(last)
        return {
            "words": f"{count} {'reply' if count == 1 else 'replies'}",
            "last": f"Last reply {day} at {dates.clock(last)}",
            "faces": [self.workspace.persons.get(user, SLACKBOT_PERSON) for user in message["reply_users"]],
        }

    # -- views

    def home(self) -> dict[str, Any] | None:
        """The app's Home for this person; None until the app has published one."""
        opened = self.workspace.homes.get(self.me.id)
        return self._view(opened, "home") if opened else None

    def modals(self) -> list[dict[str, Any]]:
        """The stack of modals on this person's screen, the topmost last."""
        return [self._view(opened, "modal") for opened in self.workspace.modals.get(self.me.id, [])]

    def _view(self, opened: OpenView, kind: str) -> dict[str, Any]:
        view = opened.view
        surface = self._surface(opened.id, kind, typed=opened.typed, errors=opened.errors)
        return {
            "id": opened.id,
            "title": bare(view.get("title")),
            "submit": bare(view.get("submit")),
            "close": bare(view.get("close")) or "Cancel",
            "disabled": bool(view.get("submit_disabled")),
            "trouble": opened.errors.get(""),
            "blocks": drawing.blocks(view["blocks"], surface),
        }

    def _surface(self, key: str, kind: str, **more: Any) -> Surface:
        return Surface(key, kind, self.reader, self._people, self._places, **more)

    @cached_property
    def _people(self) -> tuple[Choice, ...]:
        people = sorted(self.workspace.persons.values(), key=lambda p: (p.is_bot, p.real_name))
        return tuple(Choice(p.id, p.real_name, p) for p in people if not p.deleted)

    @cached_property
    def _places(self) -> tuple[Choice, ...]:
        found = (
            c for c in self.workspace.channels.values() if c.id in self.reader.channels and not c.is_archived
        )
        return tuple(
            Choice(c.id, f"{'🔒 ' if c.is_private else '# '}{c.name}")
            for c in sorted(found, key=lambda c: c.name)
        )

    # -- composing

    def shortcuts(self, kind: str) -> list[Shortcut]:
        """The app's shortcuts, `global` or `message`."""
        return self.sandbox.manifest.shortcuts_for(kind)

    def completions(self) -> list[completions.Completion]:
        """What the composer can complete."""
        people, channels = self.workspace.persons.values(), self.reader.channels.values()
        return completions.offered(self.sandbox.manifest, people, channels)


def _said(channel: Channel, words: str) -> str:
    """The ts of the app's newest message with these words; empty where there is none."""
    own = (message for message in reversed(channel.messages) if message["user"] == BOT)
    return next((message["ts"] for message in own if words in message.get("text", "")), "")


def _follows(message: Message, before: Message | None) -> bool:
    """Whether a message goes on right below the one before, without face and name."""
    if before is None or before["user"] != message["user"]:
        return False
    alike = all(not m.get("is_ephemeral") and not m.get("subtype") for m in (message, before))
    return alike and float(message["ts"]) - float(before["ts"]) < COMPACT_SECONDS
