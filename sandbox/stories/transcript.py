"""A story written down as it is played: what people did, and every message that then stood or was edited.

A transcript holds workspace time, places, names and words; no ts, no ids. It is written while the bot rests:
after each act, and at each due moment on the way when the clock is turned. Messages of one moment are sorted,
so that two plays of one story give the same bytes.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Coroutine, Iterable, Iterator
from datetime import datetime, time, timedelta
from typing import Any, Final, TypeAlias
from zoneinfo import ZoneInfo

from bot.house import House
from sandbox import reading
from sandbox.clock import STEP
from sandbox.person import ActingPerson
from sandbox.server import SandboxThread
from sandbox.workspace import BOT, Channel

HOME_ZONE: Final = ZoneInfo("Europe/Berlin")
Standing: TypeAlias = dict[tuple[str, str], tuple[str, str]]


class Alone:
    """Nobody beside the people of the story; `Crowd` adds other pilots."""

    @property
    def next(self) -> float:
        """When they act next, in seconds since the epoch."""
        return float("inf")

    def act(self, house: House, now: datetime) -> None:
        """Do what they do by now."""


class Transcript:
    """Stands in for the stand-in Slack while a story is told, and writes it down."""

    def __init__(self, slack: SandboxThread, house: House) -> None:
        self.slack, self.house, self.sandbox = slack, house, slack.sandbox
        self.lines: list[str] = []
        self._moment: datetime | None = None
        self.own_hours: dict[str, time] = {}  # by person's id: who asked to be asked at an hour of their own
        self._read: dict[tuple[str, str], tuple[tuple[str, int], str]] = {}
        self.crowd: Alone = Alone()
        self._rest()
        self._stood = self._standing()

    def begins(self, words: str) -> None:
        """What was played so far is told in a sentence; the transcript begins here."""
        self.rests()
        self.lines, self._moment = [words], None

    def person(self, name: str) -> Acting:
        """Somebody who acts and looks; what they do is written down."""
        return Acting(self, self.slack.person(name))

    def call(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Something that happens to the workspace itself."""
        return self.slack.call(work)

    def happens(self, words: str, work: Coroutine[Any, Any, Any] | None = None) -> None:
        """Something no person of the story does, in words; then `work`, one of the stand-in's acts."""
        self._say(f"* {words}")
        if work is not None:
            self.slack.call(work)
        self.rests()

    def advance(self, *, days: float = 0, to: datetime | None = None) -> None:
        """Let time pass, and write down each due moment on the way."""
        clock = self.sandbox.clock
        target = to.timestamp() if to else clock.now() + days * timedelta(days=1).total_seconds()
        self.crowd.act(self.house, clock.moment())
        while (stop := min(self._next_stop(), self.crowd.next)) < target:
            self.slack.advance(to=stop)
            self.crowd.act(self.house, clock.moment())
            self.rests()
        self.slack.advance(to=target)
        self.rests()

    def is_down_until(self, moment: datetime) -> None:
        """The bot's process is gone until then, and is started again from its database."""
        settings = self.house.settings
        self._say("* The bot is down")
        self.house.stop()
        self.slack.advance(to=moment)
        self._say("* The bot is started again")
        self.house = House(settings)
        self.house.start()
        self.slack.wait_for(lambda: self.sandbox.connected, timeout=self.sandbox.patience)
        self.rests()

    def _next_stop(self) -> float:
        clock = self.sandbox.clock
        due = clock.next_due or float("inf")
        return due if due > clock.now() else clock.now() + STEP

    def rests(self) -> None:
        """Wait until the bot has nothing left to do, then write down what is new on anybody's screen."""
        self._rest()
        now = self._standing()
        changes = [self._change(key, now[key]) for key in now if self._stood.get(key) != now[key]]
        gone = [f"  {self._stood[key][0]}, taken away" for key in self._stood if key not in now]
        for words in sorted(filter(None, changes), key=_in_order) + sorted(gone):
            self._say(words)
        self._stood = now

    def _rest(self) -> None:
        before = -1
        while before != (before := len(self.sandbox.journal.calls())):
            self.slack.settle()
            self.house.after.settle()
            self.slack.advance(seconds=0)

    def _standing(self) -> Standing:
        """Every message of the bot, by where and when it was posted: its place and its words."""
        workspace = self.sandbox.workspace

        def look() -> Standing:
            found = {}
            for channel in workspace.channels.values():
                for message in channel.messages:
                    found[channel.id, message["ts"]] = channel, message, ""
            for (person, channel), shown in workspace.ephemerals.items():
                for message in shown:
                    found[channel, message["ts"]] = workspace.channels[channel], message, person
            return {
                key: (self._place(*one), self._words(key, one[1]))
                for key, one in found.items()
                if one[1].get("user") == BOT
            }

        return self.slack.ask(look)

    def _words(self, key: tuple[str, str], message: dict[str, Any]) -> str:
        """What it says; read once, and again when it was edited: there may be thousands."""
        looks = message["text"], id(message.get("blocks"))
        known = self._read.get(key)
        if known is None or known[0] != looks:
            known = self._read[key] = looks, reading.message_text(self.sandbox.workspace, message)
        return known[1]

    def _place(self, channel: Channel, message: dict[str, Any], only_to: str) -> str:
        reply = ", in the thread" if message.get("thread_ts", message["ts"]) != message["ts"] else ""
        if channel.kind == "im":
            return f"to {self._name(channel.members[0])}"
        seen_by = f", only {self._name(only_to)} sees it" if only_to else ""
        return f"in #{channel.name}{reply}{seen_by}"

    def _name(self, person: str) -> str:
        who = self.sandbox.workspace.persons[person]
        there = self.sandbox.clock.moment().astimezone(ZoneInfo(who.tz))
        abroad = "" if who.tz == HOME_ZONE.key else f" (there it is {there:%a %H:%M})"
        return f"@{who.handle}{abroad}"

    def _change(self, key: tuple[str, str], now: tuple[str, str]) -> str:
        place, text = now
        if key not in self._stood:
            return _indented(f"  {place}:", text.splitlines())
        before = self._stood[key][1]
        was = before.splitlines()[0]
        return _indented(f"  {place}, edited «{was}»:", _edits(before, text)) if before != text else ""

    def _say(self, words: str) -> None:
        moment = self.sandbox.clock.moment().astimezone(HOME_ZONE)
        if moment != self._moment:
            self.lines += ["", f"== {moment:%a} {moment.day} {moment:%b %Y %H:%M}"]
            self._moment = moment
        self.lines += words.splitlines()

    def did(self, who: str, words: str) -> None:
        """An act, before what follows from it."""
        self._say(f"@{who} {words}")

    @property
    def text(self) -> str:
        """The transcript as it stands on file."""
        return "\n".join(line.rstrip() for line in self.lines).strip() + "\n"


class Acting:
    """A person of a story: acts are written down, then the bot comes to rest; looking passes through."""

    def __init__(self, story: Transcript, person: ActingPerson) -> None:
        self.story, self._person = story, person
        self._filled: dict[str, Any] = {}
        self._form: tuple[Any, ...] | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._person, name)

    def types(self, text: str, in_: str = "dm", thread: reading.Seen | None = None) -> Acting:
        """Send a message or a command from the composer."""
        place = "the thread" if thread else "direct messages" if in_ == "dm" else in_
        return self._does(f"types in {place}: {text}", self._person.types, text, in_, thread)

    def edits(self, seen: reading.Seen, text: str) -> Acting:
        """Change a message of one's own."""
        return self._does(f"edits a message: {text}", self._person.edits, seen, text)

    def presses(self, label: str, in_: str | None = None, **more: Any) -> Acting:
        """Press a button."""
        return self._does(f"presses [{label}]", self._person.presses, label, in_, **more)

    def chooses(self, label: str, option: str, in_: str | None = None, **more: Any) -> Acting:
        """Choose from a menu."""
        return self._does(f"chooses {option}", self._person.chooses, label, option, in_, **more)

    def uses(self, shortcut: str, on: reading.Seen | None = None) -> Acting:
        """Use a shortcut, on a message or anywhere."""
        return self._does(f"uses the shortcut {shortcut}", self._person.uses, shortcut, on)

    def fills(self, answers: dict[str, Any] | None = None, /, **by_block_id: Any) -> Acting:
        """Type into the form on top."""
        given = {**(answers or {}), **by_block_id}
        self._person.fills(given)
        self._filled |= given
        return self

    def submits(self) -> Acting:
        """Submit the form on top."""
        typed = "; ".join(f"{name}: {_shown(value)}" for name, value in self._filled.items())
        self._filled = {}
        return self._does(f"submits {typed or 'the form as it is'}", self._person.submits)

    def cancels(self) -> Acting:
        """Close the window on top."""
        self._person.cancels()
        self._form = None
        self.story.rests()
        return self

    def _does(self, words: str, act: Callable[..., Any], *args: Any, **more: Any) -> Acting:
        self.story.did(self.name, words)
        act(*args, **more)
        self.story.rests()
        self._tell_the_form()
        return self

    def _tell_the_form(self) -> None:
        """What the modal on this screen says, once it says something new."""
        modal = self._person.modal if self._person.has_modal else None
        shown = (modal.id, modal.text, tuple(modal.errors.values())) if modal else None
        if modal and shown != self._form:
            asks = modal.view["submit"] is not None
            errors = [f"⚠ {one}" for one in modal.errors.values()]
            lines = errors if asks else modal.text.splitlines()[1:-1]
            head = f"  {'form' if asks else 'page'}: {modal.title}"
            self.story._say(_indented(head, lines))
        self._form = shown


def _in_order(words: str) -> tuple[str, bool, str, str]:
    """Place by place; a root before its thread, what is new before what was edited."""
    head = words.partition("\n")[0].rstrip(":")
    place, _, rest = head.partition(", ")
    return place, "edited" in rest, rest, words


def _shown(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value).replace("\n", " / ")


def _indented(head: str, lines: Iterable[str]) -> str:
    return "\n".join([head, *(f"      {line}" for line in lines)])


def _edits(before: str, after: str) -> Iterator[str]:
    """The lines that came; of those that went, how many stood at each place."""
    old, new = before.splitlines(), after.splitlines()
    for tag, first, last, start, end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag in ("delete", "replace"):
            yield f"- {last - first} line{'s' if last - first > 1 else ''}"
        if tag != "equal":
            yield from (f"+ {line}" for line in new[start:end] if tag != "delete")


Company: TypeAlias = SandboxThread | Transcript  # where a story takes place, written down or not
Somebody: TypeAlias = ActingPerson | Acting
