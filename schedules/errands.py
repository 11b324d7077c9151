"""One letter, one try: say it or look for it, and do what the table says about Slack's answer."""

import hashlib
import json
import logging
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol, TypedDict

from pydantic import ValidationError

from playbook import morning
from playbook.agenda import MORNING
from playbook.letters import AnyNotice, Gathered, MorningNotice
from playbook.notice import URGENT
from schedules import answers
from schedules.answers import No
from store import Claim, Look, Message, Store, Trouble
from store.mornings import QUIET

log = logging.getLogger(__name__)

NO_CLIENT: Final = timedelta(minutes=5)  # until it is asked again whether the app is installed there
UNKNOWN_KIND: Final = timedelta(minutes=10)  # a newer copy of the bot wrote it, and will carry it


class Drawn(Protocol):
    """A message as it is drawn: text for notifications and screen readers, and blocks."""

    @property
    def text(self) -> str: ...
    @property
    def blocks(self) -> list[dict[str, Any]]: ...


Clock = Callable[[], datetime]
Draw = Callable[[AnyNotice], Drawn]
# When a person works again; None while they do.
Rests = Callable[[Look, str, datetime], datetime | None]
# The files a notice is shared with, by their names.
Attach = Callable[[Look, AnyNotice, datetime], Mapping[str, bytes]]
# From the facts of now: which use case, which period, when. None: it is not owed.
Maker = Callable[[Look, int, str, datetime], AnyNotice | None]


@dataclass(frozen=True)
class Seen:
    """A message in Slack that carries one of our marks, and the marks of those it speaks for."""

    ts: str
    thread_ts: str | None
    by: str
    mark: str
    covers: tuple[str, ...] = ()


class Uploaded(TypedDict):
    """A file that was brought to Slack and that nobody sees before it is shared."""

    id: str
    title: str


class Line(Protocol):
    """What is asked of Slack."""

    def open(self, person: str) -> str | No: ...
    def post(self, claim: Claim, channel: str, drawn: Drawn) -> Message | No: ...
    def upload(self, claim: Claim, files: Mapping[str, bytes]) -> list[Uploaded] | No: ...
    def share(self, claim: Claim, channel: str, drawn: Drawn, files: list[Uploaded]) -> Message | No: ...
    def edit(self, message: Message, drawn: Drawn) -> Message | No: ...
    def seen(self, channel: str, thread_ts: str | None, since: datetime) -> list[Seen] | No: ...


class Bag(Protocol):
    """What an errand takes along from the postman."""

    store: Store
    draw: Draw
    draw_plain: Draw
    makers: Mapping[str, Maker]
    attachments: Mapping[str, Attach]
    brought: dict[int, list[Uploaded]]  # by letter: files that took so long that the lease ran low
    rests: Rests
    chance: Callable[[], float]
    stopping: threading.Event
    paused: set[tuple[str, str]]  # where Slack wanted a pause since the last claim
    went: Callable[[str, str], None]  # a letter was carried ("send") or looked for ("look"): the outcome

    def line(self, workspace: str) -> Line | None: ...


class Unspeakable(Exception):
    """This version of the bot does not know such a notice."""


class Errand:
    """A claim on its way."""

    def __init__(self, bag: Bag, claim: Claim, clock: Clock) -> None:
        self._bag, self._claim, self._clock = bag, claim, clock
        self._outbox = bag.store.outbox
        self._do: Mapping[answers.Does, Callable[[No, str, datetime], object]] = {
            "pause": self._pause,
            "wait": self._wait,
            "lose_sight": self._lose_sight,
            "park": self._park,
            "plainly": self._plainly,
            "bury": self._bury,
            "gone": self._gone,
            "alone": self._alone,
        }

    def run(self) -> bool:
        """Whether the letter has gone, or was found to have gone before."""
        line = self._bag.line(self._claim.workspace)
        if line is None:
            return self._later(NO_CLIENT, "no_client")
        channel = self._claim.channel or self._opened(line)
        if isinstance(channel, No):
            return self._meet(channel, self._claim.to)
        return self._look(line, channel) if self._claim.look else self._say(line, channel)

    def _opened(self, line: Line) -> str | No:
        """The direct messages with the addressee: opened once, then remembered."""
        channel = line.open(self._claim.to)
        if not isinstance(channel, No):
            self._outbox.keep_direct_channel(self._claim, channel)
        return channel

    def _later(self, pause: timedelta, why: str) -> bool:
        """Not now, through no fault of the letter; one to look for is looked for later."""
        now, trouble = self._clock(), Trouble(why, "wait")
        if self._claim.look:
            self._outbox.could_not_look(self._claim, now + pause, now, trouble)
        else:
            self._outbox.wait(self._claim, now + pause, now, trouble, tried=False)
        return False

    # --- looking

    def _look(self, line: Line, channel: str) -> bool:
        """Find out whether it stands, by its own mark or named by another message."""
        claim, seen = self._claim, self._seen(line, channel)
        if isinstance(seen, No):
            if not claim.just_in_case:
                return self._blind(seen)
            seen = []  # what tells of trouble does not wait for the very trouble it tells of
        ours = [each for each in seen if claim.bot_user in (each.by, "")]
        if own := [each for each in ours if each.mark == claim.mark]:
            first = min(own, key=lambda each: each.ts)
            self._bag.went("look", "found")
            message, apart = Message(channel, first.ts, first.thread_ts), self._unnamed(first)
            return self._outbox.sent(claim, message, self._clock(), how="found", apart=apart)
        if other := next((each for each in ours if claim.mark in each.covers), None):
            self._bag.went("look", "found")
            return self._outbox.told_by(claim, other.mark, self._clock(), apart=self._unnamed(other))
        self._bag.went("look", "not_found")
        told = {mark for each in ours for mark in (each.mark, *each.covers)}
        self._outbox.not_found(claim, self._clock(), apart=[one for one in claim.covers if one in told])
        return False

    def _unnamed(self, message: Seen) -> list[str]:
        """Those the letter should speak for, but this message does not: a backup forgot how it was sent."""
        return [mark for mark in self._claim.covers if mark not in message.covers]

    def _seen(self, line: Line, channel: str) -> list[Seen] | No:
        """Everything of ours wherever the letter may stand; in the thread of a root that turns up as well."""
        seen = self._seen_in(line, channel, self._claim.places)
        if isinstance(seen, No):
            return seen
        root = self._claim.root_mark
        more = self._seen_in(line, channel, [each.ts for each in seen if root and each.mark == root])
        return more if isinstance(more, No) else seen + more

    def _seen_in(self, line: Line, channel: str, places: Iterable[str | None]) -> list[Seen] | No:
        """All of ours in these threads; None is the channel. In a thread that is not there, nothing is."""
        found: list[Seen] = []
        for thread_ts in places:
            seen = line.seen(channel, thread_ts, self._claim.since)
            if not isinstance(seen, No):
                found += seen
            elif seen.answer.does != "alone":
                return seen
        return found

    def _blind(self, no: No) -> bool:
        """Slack did not let us look. It may have been sent, so in the end a person has to look."""
        now, claim, does = self._clock(), self._claim, no.answer.does
        self._bag.went("look", does)
        if does == "park":
            self._shut_out(no, now)
            self._outbox.could_not_look(claim, now, now, no.trouble(now))
        elif does == "pause":
            self._outbox.could_not_look(claim, now + no.pause, now, no.trouble(now))
        elif does == "lose_sight" or no.answer is answers.UNREACHABLE:
            self._unseen(no, now)
        elif does != "wait" or no.code == "missing_scope" or no.answer.exhausted(claim.refusals):
            self._bury(no, "", now)
        else:
            until = now + no.answer.pause(claim.refusals)
            self._outbox.could_not_look(claim, until, now, no.trouble(now), refused=True)
        return False

    def _unseen(self, no: No, now: datetime) -> None:
        """Nobody could look. What is only late waits on, ever longer; what is in doubt is looked for soon."""
        claim, trouble = self._claim, no.trouble(now)
        if claim.only_late:
            silence = answers.nothing_posted(no)
            self._outbox.unasked(claim, now + self._out_of_reach(silence, claim.attempt), now, trouble)
        else:
            self._outbox.could_not_look(claim, now + self._outbox.times.quiet, now, trouble)

    # --- saying

    def _say(self, line: Line, channel: str) -> bool:
        claim = self._claim
        if until := self._until_they_work():
            self._outbox.rest(claim, until, self._clock(), Trouble(QUIET, "wait"))
            return False
        try:
            notice = self._notice()
        except (Unspeakable, ValidationError):
            return self._later(UNKNOWN_KIND, "unknown_notice")
        if notice is None:
            self._outbox.cancel(claim, self._clock(), "no longer owed")
            return False
        drawn = (self._bag.draw_plain if claim.plain else self._bag.draw)(notice)
        files = self._brought(line, notice)
        if isinstance(files, No):
            return self._meet(files, channel)
        if not self._may_go(channel):
            if files:
                self._bag.brought[claim.id] = files
            self._outbox.release(claim, self._clock())
            return False
        said = self._said(line, channel, drawn, files)
        if isinstance(said, No):
            return self._meet(said, channel)
        self._bag.went("send", "sent")
        return self._outbox.sent(claim, said, self._clock(), digest=_digest(drawn), said=drawn.text)

    def _brought(self, line: Line, notice: AnyNotice) -> list[Uploaded] | No:
        """The files it is shared with, brought to Slack: nothing can be seen of them yet."""
        attach = self._bag.attachments.get(self._claim.kind)
        if attach is None:
            return []
        if ready := self._bag.brought.pop(self._claim.id, None):
            return ready
        with self._bag.store.read(self._claim.workspace) as look:
            files = attach(look, notice, self._clock())
        return line.upload(self._claim, files)

    def _said(self, line: Line, channel: str, drawn: Drawn, files: list[Uploaded]) -> Message | No:
        """The one call that people can see."""
        if self._claim.edits:
            return line.edit(Message(channel, self._claim.root_ts or ""), drawn)
        if files:
            return line.share(self._claim, channel, drawn, files)
        return line.post(self._claim, channel, drawn)

    def _until_they_work(self) -> datetime | None:
        """What the calendar asks of a person comes when they work, however long it was on its way."""
        claim, now = self._claim, self._clock()
        asks = claim.said is None and claim.manner == "post" and claim.to_person
        if not asks or claim.kind in URGENT or not (claim.late or claim.kind in MORNING):
            return None
        with self._bag.store.read(claim.workspace) as look:
            return self._bag.rests(look, claim.to, now)

    def _notice(self) -> AnyNotice | None:
        """What was written down, or what the facts of now say."""
        if self._claim.said is not None:
            return self._claim.notice()
        with self._bag.store.read(self._claim.workspace) as look:
            made = [self._made(look, name) for name in self._claim.sections]
        return _together([one for one in made if one and (self._claim.edits or not one.settled)])

    def _made(self, look: Look, name: str) -> AnyNotice | None:
        use_case, kind, period = name.split(":", 2)
        make = self._bag.makers.get(kind)
        if make is None:
            raise Unspeakable(kind)
        return make(look, int(use_case), period, self._clock())

    def _may_go(self, channel: str) -> bool:
        """Whether it is still ours, Slack wants one there, and the lease outlasts one call: asked last."""
        if self._bag.stopping.is_set() or (self._claim.workspace, channel) in self._bag.paused:
            return False
        times = self._outbox.times
        held = self._outbox.holds(self._claim)
        return held and self._claim.lease_until - self._clock() >= times.timeout + times.margin

    # --- what Slack answered

    def _meet(self, no: No, channel: str) -> bool:
        log.warning("letter %s of %s: %s", self._claim.name, self._claim.workspace, no.code)
        if self._claim.look:
            return self._blind(no)
        self._bag.went("send", no.answer.does)
        self._do[no.answer.does](no, channel, self._clock())
        return False

    def _pause(self, no: No, channel: str, now: datetime) -> None:
        until = now + min(no.pause * (1 + self._bag.chance() / 10), answers.LONGEST_PAUSE)
        self._bag.paused.add((self._claim.workspace, channel))
        self._outbox.close_gate(self._claim, channel, until, now)
        self._outbox.wait(self._claim, until, now, no.trouble(now), tried=False)

    def _wait(self, no: No, channel: str, now: datetime) -> None:
        claim = self._claim
        if no.answer is answers.UNREACHABLE:
            pause = self._out_of_reach(no, claim.attempt - 1)
            self._outbox.wait(claim, now + pause, now, no.trouble(now))
        elif no.answer.exhausted(claim.refusals):
            self._bury(no, channel, now)
        else:
            until = now + no.answer.pause(claim.refusals)
            self._outbox.wait(claim, until, now, no.trouble(now), refused=True)

    def _out_of_reach(self, no: No, tries: int) -> timedelta:
        """As long as the network is down, ever more slowly; and not all at once after it."""
        return no.answer.pause(tries) * max(0.1, self._bag.chance())

    def _lose_sight(self, no: No, channel: str, now: datetime) -> None:
        self._outbox.lost_sight(self._claim, now, no.trouble(now))

    def _park(self, no: No, channel: str, now: datetime) -> None:
        self._shut_out(no, now)
        self._outbox.wait(self._claim, now, now, no.trouble(now), tried=False)

    def _shut_out(self, no: No, now: datetime) -> None:
        log.error("Slack refuses the bot in %s (%s): nothing is tried there", self._claim.workspace, no.code)
        self._outbox.park(self._claim.workspace, no.code, now)

    def _plainly(self, no: No, channel: str, now: datetime) -> None:
        if self._claim.plain:
            self._bury(no, channel, now)
        else:
            log.error("Slack refuses how %s is drawn: %s", self._claim.kind, no.code)
            self._outbox.say_plainly(self._claim, now, no.trouble(now))

    def _bury(self, no: No, channel: str, now: datetime) -> None:
        log.error("letter %s of %s is dead: %s", self._claim.name, self._claim.workspace, no.code)
        self._outbox.bury(self._claim, now, no.trouble(now))

    def _gone(self, no: No, channel: str, now: datetime) -> None:
        if self._claim.edits:
            self._outbox.root_is_gone(self._claim, now)
        else:
            self._lose_sight(no, channel, now)

    def _alone(self, no: No, channel: str, now: datetime) -> None:
        if self._claim.thread_ts:
            self._outbox.stand_alone(self._claim, now)
        else:
            self._bury(no, channel, now)


def _together(made: list[AnyNotice]) -> AnyNotice | None:
    """One notice of several: a question alone, or the sections of one morning."""
    sections = morning.said_once(one for one in made if isinstance(one, MorningNotice))
    return Gathered(sections=sections) if len(sections) > 1 else next(iter(sections or made), None)


def _digest(drawn: Drawn) -> str:
    said = json.dumps([drawn.text, drawn.blocks], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()
