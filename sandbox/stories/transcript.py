"""A story written down as it is played: what people did, and every message that then stood or was edited.

A transcript holds workspace time, places, names and words; no ts, no ids. It is written while the bot rests:
after each act, and at each due moment on the way when the clock is turned. Messages of one moment are sorted,
so that two plays of one story give the same bytes. `MANNERS` below are checked on what Slack was asked.
"""

import difflib
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.after import WAITING
from playbook import agenda
from sandbox import reading
from sandbox.clock import STEP
from sandbox.workspace import BOT, TEAM
from store.claims import mark
from store.tables import letters, workspaces

GOLDEN = Path(__file__).parent / "golden"
DIFFERENCE = 60  # lines of it that a failure shows
HOME_ZONE = ZoneInfo("Europe/Berlin")
OPENS, CLOSES = time(9), time(17)
# Public holidays of all Germany in the days of the stories, from the calendar on the wall, not from ours.
DAYS_OFF = {date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 14)}
# Owed by the calendar, and not bound to a morning: these interrupt on purpose.
ALERTS = {"rollback_unanswered", "drill_unanswered", "successor_asked"}


class Transcript:
    """Stands in for the stand-in Slack while a story is told, and writes it down."""

    def __init__(self, slack, house):
        self.slack, self.house, self.sandbox = slack, house, slack.sandbox
        self.lines, self._moment = [], None
        self.own_hours = {}  # by person's id: who asked to be asked at an hour of their own
        self._rest()
        self._stood = self._standing()
        self._from = len(self.sandbox.journal)

    def begins(self, words):
        """What was played so far is told in a sentence; the transcript begins here."""
        self.rests()
        self.lines, self._moment = [words], None

    def person(self, name):
        """Somebody who acts and looks; what they do is written down."""
        return Acting(self, self.slack.person(name))

    def call(self, work):
        """Something that happens to the workspace itself."""
        return self.slack.call(work)

    def happens(self, words, work=None):
        """Something no person of the story does, in words; then `work`, one of the stand-in's acts."""
        self._say(f"* {words}")
        if work is not None:
            self.slack.call(work)
        self.rests()

    def advance(self, *, days=0, to=None):
        """Let time pass, and write down each due moment on the way."""
        clock = self.sandbox.clock
        target = to.timestamp() if to else clock.now() + days * timedelta(days=1).total_seconds()
        while (stop := self._next_stop()) < target:
            self.slack.advance(to=stop)
            self.rests()
        self.slack.advance(to=target)
        self.rests()

    def _next_stop(self):
        clock = self.sandbox.clock
        due = clock.next_due or float("inf")
        return due if due > clock.now() else clock.now() + STEP

    def rests(self):
        """Wait until the bot has nothing left to do, then write down what is new on anybody's screen."""
        self._rest()
        now = self._standing()
        changes = [self._change(key, now[key]) for key in now if self._stood.get(key) != now[key]]
        gone = [f"  {self._stood[key][0]}, taken away" for key in self._stood if key not in now]
        for words in sorted(filter(None, changes), key=_in_order) + sorted(gone):
            self._say(words)
        self._stood = now

    def _rest(self):
        before = -1
        while before != (before := len(self.sandbox.journal.calls())):
            self.slack.settle()
            _what_follows_an_ack(self.house)
            self.slack.advance(seconds=0)

    def _standing(self):
        """Every message of the bot, by where and when it was posted: its place and its words."""
        workspace = self.sandbox.workspace

        def look():
            found = {}
            for channel in workspace.channels.values():
                for message in channel.messages:
                    found[channel.id, message["ts"]] = channel, message, ""
            for (person, channel), shown in workspace.ephemerals.items():
                for message in shown:
                    found[channel, message["ts"]] = workspace.channels[channel], message, person
            return {
                key: (self._place(*one), reading.message_text(workspace, one[1]))
                for key, one in found.items()
                if one[1].get("user") == BOT
            }

        return self.slack.ask(look)

    def _place(self, channel, message, only_to):
        reply = ", in the thread" if message.get("thread_ts", message["ts"]) != message["ts"] else ""
        if channel.kind == "im":
            return f"to {self._name(channel.members[0])}"
        seen_by = f", only {self._name(only_to)} sees it" if only_to else ""
        return f"in #{channel.name}{reply}{seen_by}"

    def _name(self, person):
        who = self.sandbox.workspace.persons[person]
        there = self.sandbox.clock.moment().astimezone(ZoneInfo(who.tz))
        abroad = "" if who.tz == HOME_ZONE.key else f" (there it is {there:%a %H:%M})"
        return f"@{who.handle}{abroad}"

    def _change(self, key, now):
        place, text = now
        if key not in self._stood:
            return _indented(f"  {place}:", text.splitlines())
        before = self._stood[key][1]
        was = before.splitlines()[0]
        return _indented(f"  {place}, edited «{was}»:", _edits(before, text)) if before != text else ""

    def _say(self, words):
        moment = self.sandbox.clock.moment().astimezone(HOME_ZONE)
        if moment != self._moment:
            self.lines += ["", f"== {moment:%a} {moment.day} {moment:%b %Y %H:%M}"]
            self._moment = moment
        self.lines += words.splitlines()

    def did(self, who, words):
        """An act, before what follows from it."""
        self._say(f"@{who} {words}")

    @property
    def text(self):
        return "\n".join(line.rstrip() for line in self.lines).strip() + "\n"


class Acting:
    """A person of a story: acts are written down, then the bot comes to rest; looking passes through."""

    def __init__(self, story, person):
        self.story, self._person, self._filled, self._form = story, person, {}, None

    def __getattr__(self, name):
        return getattr(self._person, name)

    def types(self, text, in_="dm", thread=None):
        place = "the thread" if thread else "direct messages" if in_ == "dm" else in_
        return self._does(f"types in {place}: {text}", self._person.types, text, in_, thread)

    def edits(self, seen, text):
        return self._does(f"edits a message: {text}", self._person.edits, seen, text)

    def presses(self, label, in_=None, **more):
        return self._does(f"presses [{label}]", self._person.presses, label, in_, **more)

    def chooses(self, label, option, in_=None, **more):
        return self._does(f"chooses {option}", self._person.chooses, label, option, in_, **more)

    def uses(self, shortcut, on=None):
        return self._does(f"uses the shortcut {shortcut}", self._person.uses, shortcut, on)

    def fills(self, answers=None, /, **by_block_id):
        given = {**(answers or {}), **by_block_id}
        self._person.fills(given)
        self._filled |= given
        return self

    def submits(self):
        typed = "; ".join(f"{name}: {_shown(value)}" for name, value in self._filled.items())
        self._filled = {}
        return self._does(f"submits {typed or 'the form as it is'}", self._person.submits)

    def cancels(self):
        self._person.cancels()
        self._form = None
        self.story.rests()
        return self

    def _does(self, words, act, *args, **more):
        self.story.did(self.name, words)
        act(*args, **more)
        self.story.rests()
        self._tell_the_form()
        return self

    def _tell_the_form(self):
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


def _in_order(words):
    """Place by place; a root before its thread, what is new before what was edited."""
    head = words.partition("\n")[0].rstrip(":")
    place, _, rest = head.partition(", ")
    return place, "edited" in rest, rest, words


def _shown(value):
    return ", ".join(value) if isinstance(value, list) else str(value).replace("\n", " / ")


def _indented(head, lines):
    return "\n".join([head, *(f"      {line}" for line in lines)])


def _edits(before, after):
    """The lines that came; of those that went, how many stood at each place."""
    old, new = before.splitlines(), after.splitlines()
    for tag, first, last, start, end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag in ("delete", "replace"):
            yield f"- {last - first} line{'s' if last - first > 1 else ''}"
        if tag != "equal":
            yield from (f"+ {line}" for line in new[start:end] if tag != "delete")


def _what_follows_an_ack(house):
    """Wait until no work waits or runs after an ack: all its places are free."""
    for _ in range(WAITING):
        house.after._places.acquire()
    for _ in range(WAITING):
        house.after._places.release()


# --- manners ------------------------------------------------------------------------------------------------


def posts(story):
    """Every letter that was posted, in order: its kind, its name, to whom or where, and when."""
    names = _names_by_mark(story.house)
    for call in story.sandbox.journal.calls("chat.postMessage"):
        if call.outcome == "ok":
            letter = call.answer["message"].get("metadata", {}).get("event_payload", {}).get("k")
            channel = story.sandbox.workspace.channels[call.answer["channel"]]
            person = channel.members[0] if channel.kind == "im" else None
            yield names[letter], person, datetime.fromtimestamp(call.at, UTC)


def _names_by_mark(house):
    with house.store._database.read() as connection:
        key = connection.scalar(select(workspaces.c.ledger_key).where(workspaces.c.id == TEAM))
        rows = connection.execute(select(letters.c.use_case, letters.c.kind, letters.c.period))
        names = [f"{row.use_case}:{row.kind}:{row.period}" for row in rows]
    return {mark(key, TEAM, name): name for name in names}


def keeps_its_manners(story):
    """No key twice; by the calendar at most one message a person and day, and none outside working hours."""
    every = list(posts(story))
    twice = [name for name, times in Counter(name for name, _, _ in every).items() if times > 1]
    assert not twice, f"posted twice: {twice}"
    owed = [one for one in every if one[1] and _kind(one[0]) in agenda.KINDS.keys() - ALERTS]
    late = [(name, _there(story, who, at)) for name, who, at in owed if not _works(story, who, at)]
    assert not late, f"outside working hours: {late}"
    days = Counter((who, _there(story, who, at).date()) for _, who, at in owed)
    crowded = [day for day, times in days.items() if times > 1]
    assert not crowded, f"more than one message of a morning: {crowded}"


def _kind(name):
    return name.split(":")[1]


def _there(story, person, at):
    return at.astimezone(ZoneInfo(story.sandbox.workspace.persons[person].tz))


def _works(story, person, at):
    there = _there(story, person, at)
    working_day = there.weekday() < 5 and there.date() not in DAYS_OFF
    return working_day and min(OPENS, story.own_hours.get(person, OPENS)) <= there.time() < CLOSES


# --- golden files -------------------------------------------------------------------------------------------


def is_golden(story, name, rewrite):
    """The transcript is the one on file, byte for byte; `rewrite` puts it there."""
    path = GOLDEN / f"{name}.txt"
    if rewrite:
        path.parent.mkdir(exist_ok=True)
        path.write_text(story.text, encoding="utf-8")
    expected = path.read_text(encoding="utf-8") if path.exists() else ""
    if story.text != expected:
        sides = expected.splitlines(), story.text.splitlines()
        found = difflib.unified_diff(*sides, "on file", "told now", n=2)
        shown = "\n".join(list(found)[:DIFFERENCE])
        pytest.fail(f"{path.name}: `make golden` writes it anew, if this is better\n{shown}", pytrace=False)
