"""The workspace: people, channels, messages, open views, and the few questions asked of them.

Messages and views are plain dicts in Slack's own shape. Nothing here sends anything to anybody.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sandbox.changes import Change, Changes
from sandbox.clock import Clock

TEAM, APP, BOT_ID, BOT, SLACKBOT = "T0SANDBOX", "A0SANDBOX", "B0SANDBOX", "U0PILOTAGE", "USLACKBOT"

Message = dict[str, Any]
View = dict[str, Any]
Form = dict[tuple[str, str], list[str]]  # (block_id, action_id) -> what the person put there


@dataclass(slots=True)
class Person:
    """Someone in the workspace. `face` is an emoji or initials, `look` the words of a drawn portrait
    (skin, hair cut, its colour, shirt, what else; see page/portraits.py); `colour` stands behind both.
    """

    id: str
    handle: str
    real_name: str
    title: str = ""
    function: str = ""
    tz: str = "Europe/Berlin"
    email: str = ""
    face: str = ""
    look: str = ""
    colour: str = "#4a5a6a"
    is_admin: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_bot: bool = False
    deleted: bool = False
    status_text: str = ""
    status_emoji: str = ""
    team: str = TEAM


@dataclass(slots=True)
class Channel:
    """A place for messages. `kind` is Slack's channel_type: channel (public), group (private), im."""

    id: str
    name: str
    kind: str = "channel"
    members: list[str] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    topic: str = ""
    is_archived: bool = False
    creator: str = ""
    created: int = 0
    team: str = TEAM

    @property
    def is_private(self) -> bool:
        return self.kind != "channel"

    def message(self, ts: str | None) -> Message | None:
        """The message with this ts, top level or reply. Newest first: that is where it mostly is."""
        return next((m for m in reversed(self.messages) if m["ts"] == ts), None)

    def thread(self, ts: str) -> list[Message]:
        """A root and its replies, oldest first; empty when there is no such root."""
        return [m for m in self.messages if m["ts"] == ts or m.get("thread_ts") == ts]

    def top_level(self) -> list[Message]:
        """What stands in the stream itself, oldest first."""
        return [m for m in self.messages if is_top_level(m)]


@dataclass(slots=True)
class OpenView:
    """A modal or a Home on somebody's screen: the view as Slack sends it, and what only the screen knows."""

    person: str
    view: View
    typed: Form = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)  # block_id -> sentence; "" is about the whole form

    @property
    def id(self) -> str:
        return str(self.view["id"])


@dataclass(slots=True)
class UserGroup:
    """A group people mention as one, such as @governance."""

    id: str
    handle: str
    name: str
    members: list[str] = field(default_factory=list)


@dataclass(slots=True)
class StepRun:
    """A workflow that waits for a step of the app; `outputs` or `error` once it was told."""

    step: str
    outputs: dict[str, Any] | None = None
    error: str = ""

    @property
    def told(self) -> bool:
        """Whether the app said what became of it."""
        return bool(self.error) or self.outputs is not None


@dataclass(slots=True)
class StoredFile:
    """An uploaded file. It is visible once it has been completed and shared."""

    id: str
    name: str
    title: str
    mimetype: str
    created: int
    content: bytes | None = None
    user: str = BOT
    completed: bool = False
    shares: list[dict[str, Any]] = field(default_factory=list)


def is_top_level(message: Message) -> bool:
    """A root or a lone message, or a reply also sent to the channel."""
    return message.get("thread_ts") in (None, message["ts"]) or message.get("subtype") == "thread_broadcast"


class Workspace:
    """One Slack workspace, in memory. `changes` tells what may look different."""

    def __init__(self, clock: Clock, name: str = "Nordwind Components", domain: str = "nordwind") -> None:
        self.clock, self.name, self.domain, self.team = clock, name, domain, TEAM
        self.changes = Changes()
        self.app_installed = True
        self.persons: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self.usergroups: dict[str, UserGroup] = {}
        self.step_runs: dict[str, StepRun] = {}
        self.files: dict[str, StoredFile] = {}
        self.modals: dict[str, list[OpenView]] = {}  # person id -> stack, the topmost last
        self.homes: dict[str, OpenView] = {}
        self.ephemerals: dict[tuple[str, str], list[Message]] = {}  # (person id, channel id)
        self.last_read: dict[tuple[str, str], str] = {}  # (person id, channel id) -> ts
        self._numbers = itertools.count(1)
        self.add_person(Person(BOT, "pilotage", "Pilotage", is_bot=True, face="🧭", colour="#1d5b79"))

    # -- records

    def new_id(self, prefix: str) -> str:
        """An id that looks like Slack's: a letter and ten figures."""
        return f"{prefix}0{next(self._numbers):09d}"

    def add_person(self, person: Person) -> Person:
        person.team = self.team
        self.persons[person.id] = person
        self.announce("side")
        return person

    def add_channel(
        self,
        name: str,
        members: Iterable[str],
        *,
        private: bool = False,
        topic: str = "",
        channel_id: str = "",
        creator: str = "",
    ) -> Channel:
        """A new channel; without `creator` its first member made it."""
        who = list(dict.fromkeys(members))
        channel = Channel(
            channel_id or self.new_id("C"),
            name,
            "group" if private else "channel",
            who,
            topic=topic,
            creator=creator or next(iter(who), ""),
            created=int(self.clock.now()),
            team=self.team,
        )
        self.channels[channel.id] = channel
        self.announce("side")
        return channel

    def dm(self, person_id: str) -> Channel:
        """The direct messages between this person and the bot, made when first asked for."""
        channel_id = "D0" + person_id.removeprefix("U0")
        if channel_id not in self.channels:
            made = Channel(
                channel_id,
                person_id,
                "im",
                [person_id, BOT],
                creator=person_id,
                created=int(self.clock.now()),
                team=self.team,
            )
            self.channels[channel_id] = made
            self.announce("side", persons=[person_id])
        return self.channels[channel_id]

    # -- questions

    def person(self, reference: str) -> Person | None:
        """By id, by handle or by @handle."""
        if reference in self.persons:
            return self.persons[reference]
        handle = reference.removeprefix("@").lower()
        return next((p for p in self.persons.values() if p.handle == handle), None)

    def humans(self) -> list[Person]:
        """Everyone but the bot, in the order they joined; deactivated people too."""
        return [p for p in self.persons.values() if not p.is_bot]

    def channel(self, reference: str) -> Channel | None:
        """By id, or a public or private channel by #name or name."""
        if reference in self.channels:
            return self.channels[reference]
        name = reference.removeprefix("#")
        return next((c for c in self.channels.values() if c.kind != "im" and c.name == name), None)

    def channels_of(self, person_id: str) -> list[Channel]:
        """The public and private channels this person is in, by name."""
        mine = (c for c in self.channels.values() if c.kind != "im" and person_id in c.members)
        return sorted(mine, key=lambda c: c.name)

    def can_see(self, person_id: str, channel: Channel) -> bool:
        """Members see their channels; anyone but a guest may look into a public one."""
        person = self.persons[person_id]
        return person_id in channel.members or (channel.kind == "channel" and not person.is_restricted)

    def ephemerals_of(self, person_id: str, channel_id: str) -> list[Message]:
        return self.ephemerals.get((person_id, channel_id), [])

    def stream(self, person_id: str, channel: Channel) -> list[Message]:
        """What this person sees in the channel, oldest first: messages with reply counts, and ephemerals."""
        mine = [m for m in self.ephemerals_of(person_id, channel.id) if "thread_ts" not in m]
        return sorted([*self.summaries(channel), *mine], key=lambda m: float(m["ts"]))

    def thread(self, person_id: str, channel: Channel, ts: str) -> list[Message]:
        """A thread as this person sees it, oldest first."""
        mine = [m for m in self.ephemerals_of(person_id, channel.id) if m.get("thread_ts") == ts]
        return sorted([*self.summary_of_thread(channel.thread(ts)), *mine], key=lambda m: float(m["ts"]))

    def summaries(self, channel: Channel) -> list[Message]:
        """The top-level messages, each root with its reply count, as conversations.history gives them."""
        replies: dict[str, list[Message]] = {}
        for message in channel.messages:
            if message.get("thread_ts") not in (None, message["ts"]):
                replies.setdefault(message["thread_ts"], []).append(message)
        return [with_replies(m, replies.get(m["ts"], [])) for m in channel.top_level()]

    def summary_of_thread(self, thread: list[Message]) -> list[Message]:
        """The root with its reply count, then the replies, as conversations.replies gives them."""
        return [with_replies(thread[0], thread[1:]), *thread[1:]] if thread else []

    def unread(self, person_id: str, channel: Channel) -> int:
        """How many messages in the stream this person has not seen: not their own, no ephemerals."""
        since = float(self.last_read.get((person_id, channel.id), "0"))
        return sum(float(m["ts"]) > since and m.get("user") != person_id for m in channel.top_level())

    def mark_read(self, person_id: str, channel: Channel) -> None:
        """This person has the channel on screen and has seen what is in it, be it nothing."""
        self.last_read.setdefault((person_id, channel.id), "0")
        if self.unread(person_id, channel):
            self.last_read[person_id, channel.id] = channel.messages[-1]["ts"]
            self.announce("side", persons=[person_id])

    def open_views(self) -> Iterator[OpenView]:
        """Every modal and every Home."""
        yield from itertools.chain(*self.modals.values(), self.homes.values())

    def open_view(self, view_id: str) -> OpenView | None:
        return next((v for v in self.open_views() if v.id == view_id), None)

    def modal_of(self, person_id: str) -> OpenView | None:
        """The topmost modal on this person's screen."""
        return next(iter(self.modals.get(person_id, [])[-1:]), None)

    # -- telling

    def announce(
        self, kind: Any, about: str = "", *, thread_ts: str = "", persons: Iterable[str] | None = None
    ) -> None:
        """Put a change on the feed."""
        self.changes.announce(Change(kind, about, thread_ts, None if persons is None else frozenset(persons)))

    def announce_message(self, channel: Channel, message: Message) -> None:
        """A message came, changed or went: its channel, its thread, and everyone's side bar."""
        seers = channel.members if channel.is_private else None
        self.announce("channel", channel.id, persons=seers)
        if thread_ts := message.get("thread_ts"):
            self.announce("thread", channel.id, thread_ts=thread_ts, persons=seers)
        self.announce("side", persons=channel.members)


def with_replies(message: Message, replies: list[Message]) -> Message:
    """A root with what Slack tells about its thread; any other message unchanged."""
    if not replies:
        return message
    users = list(dict.fromkeys(r["user"] for r in replies))
    return message | {
        "thread_ts": message["ts"],
        "reply_count": len(replies),
        "reply_users": users[:5],
        "reply_users_count": len(users),
        "latest_reply": replies[-1]["ts"],
        "is_locked": False,
        "subscribed": False,
    }
