"""The safety rules, each with a way to do without it: replaced here, in the simulator's own process.

Production code has no switch for any of them. Without a rule the judge has to find something lost or doubled,
or the rule (or the simulator) is dead wood.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, Final
from unittest.mock import patch

from slack_sdk import WebClient
from sqlalchemy import and_, or_, select, update

from handlers.desk import Desk
from playbook import cards
from schedules import postman, undeliverable
from schedules.errands import Errand
from schedules.leaps import Leaps
from schedules.postman import Line, Postman
from store import Message, changes, claims, letterbox, outbox
from store.claims import Claim
from store.outbox import Outbox
from store.tables import letters
from store.times import Times
from tests.simulation import asks, weather
from tests.simulation.world import World

SOON: Final = timedelta(seconds=5)
# Weather in which a rule that matters rarely matters often; with the rule it does no harm either.
LATE_EDITS: Final = {"bad": 0.5, "endings": {**weather.ENDINGS, weather.LATE: 60}, "flurry": 3}
DEAD_ONES: Final = {
    "bad": 0.5,
    "blind": 0.6,
    "endings": {**weather.ENDINGS, weather.NO: 30, weather.CUT: 30},
    "often": {"dead ones sent again": 20},
}
LEAPS: Final = {
    "bad": 0.5,
    "endings": {**weather.ENDINGS, weather.LATE: 60},
    "often": {"clock jump": 200},
    "late": 100,
}
BEYOND: Final = {"freezes": 0.3}  # what the promise leaves out: a process frozen before the socket
ENDS: Final = ("lost", "doubled", "still_doubled")


@dataclass(frozen=True)
class Rule:
    """One rule in a sentence, how to do without it, and the weather in which it matters."""

    words: str
    without: Callable[[World], AbstractContextManager[Any]]
    weather: Mapping[str, Any] = field(default_factory=dict)
    shows: tuple[str, ...] = ENDS  # as what its absence shows; in that weather nothing else counts


@contextmanager
def _unique_key(world: World) -> Iterator[None]:
    """Nothing refuses a second letter with a key that is known, nor looks for the first before it is written;
    whoever asks for one takes the first.
    """
    world.execute("DROP INDEX uq_letters_key")
    world.execute("DROP INDEX uq_letters_message")

    def first(connection: Any, workspace: str, name: str, *also: Any) -> Any:
        parts = dict(zip(("use_case", "kind", "period"), name.split(":", 2), strict=True))
        key = (letters.c.workspace == workspace, *(letters.c[part] == said for part, said in parts.items()))
        return connection.execute(select(letters).where(*key, *also).order_by(letters.c.id)).first()

    unasked: Any = lambda *_: set()  # noqa: E731
    with patch.object(letterbox, "_named", first), patch.object(letterbox, "_known_of", unasked):
        yield


def _claim(world: World) -> AbstractContextManager[Any]:
    """Whoever claims a letter does not take it: it stays where the next one finds it."""
    take = claims._take

    def look_only(connection: Any, rows: list[Any], *more: Any) -> tuple[Claim, ...]:
        taken = take(connection, rows, *more)
        sending = letters.c.id.in_([one.id for one in taken if not one.look])
        connection.execute(update(letters).where(sending).values(state="pending", next_at=letters.c.due_at))
        return taken

    return patch.object(claims, "_take", look_only)


def _token(world: World) -> AbstractContextManager[Any]:
    """A result is written whoever holds the letter by now."""
    record = outbox._record

    def unfenced(connection: Any, claim: Claim, *result: Any) -> bool:
        held = update(letters).where(letters.c.id == claim.id).values(token=claim.token)
        connection.execute(held)
        return record(connection, claim, *result)

    return patch.object(outbox, "_record", unfenced)


def _lease(world: World) -> AbstractContextManager[Any]:
    return patch.object(Errand, "_may_go", lambda *_: True)


def _reaped(world: World) -> AbstractContextManager[Any]:
    """What a dead worker held is sent again, as job queues do it."""

    def give_back(connection: Any, now: Any) -> None:
        run_out = (letters.c.state == "sending") & (letters.c.lease_until < now)
        connection.execute(update(letters).where(run_out).values(state="pending", token=None, next_at=now))

    return patch.object(claims, "_reap", give_back)


def _unknown(world: World) -> AbstractContextManager[Any]:
    """An unclear answer is a failure, and tried again."""

    def try_again(errand: Errand, no: Any, channel: str, now: Any) -> None:
        errand._outbox.wait(errand._claim, now + SOON, now, no.trouble(now))

    return patch.object(Errand, "_lose_sight", try_again)


def _late(world: World) -> AbstractContextManager[Any]:
    def only_unknown(row: Any, now: Any, times: Any) -> bool:
        return row.manner != "edit" and row.state == "unknown"

    return patch.object(claims, "_must_look", only_unknown)


def _quiet(world: World) -> AbstractContextManager[Any]:
    return patch.object(world.store.outbox, "times", Times(quiet=timedelta(seconds=11)))


def _leaps(world: World) -> AbstractContextManager[Any]:
    return patch.object(Leaps, "settled", lambda *_: True)


def _edits_quiet(world: World) -> AbstractContextManager[Any]:
    """An edit in doubt goes out again at once."""
    lost_sight = Outbox.lost_sight

    def at_once(self: Outbox, claim: Claim, now: Any, trouble: Any) -> bool:
        if claim.edits:
            return self.wait(claim, now + SOON, now, trouble)
        return lost_sight(self, claim, now, trouble)

    return patch.object(Outbox, "lost_sight", at_once)


@contextmanager
def _edit_order(world: World) -> Iterator[None]:
    """An edit does not wait until it is known what became of an older one."""
    edits, replies = letters.c.manner == "edit", letters.c.manner == "reply"
    unordered = or_(
        letters.c.manner == "post",
        and_(edits, or_(claims._newer, claims._root_stands)),
        and_(replies, claims._root_ended, ~claims._older_reply),
    )
    with patch.object(claims, "_in_order", unordered):
        due = claims._due_rows()
    sure = due.where(letters.c.state == "pending")
    with patch.object(claims, "_DUE_ROWS", due), patch.object(claims, "_SURE_ROWS", sure):
        yield


def _covers(world: World) -> AbstractContextManager[Any]:
    post = Line.post
    unnamed = lambda self, claim, *more: post(self, replace(claim, covered={}), *more)  # noqa: E731
    return patch.object(Line, "post", unnamed)


def _retry_handlers(world: World) -> AbstractContextManager[Any]:
    def as_it_comes(*, retry_handlers: Any, **given: Any) -> WebClient:
        return WebClient(**given)

    return patch.object(postman, "WebClient", as_it_comes)


def _sweep(world: World) -> AbstractContextManager[Any]:
    return patch.object(Postman, "sweep", lambda *_: 0)


def _sent_first(world: World) -> AbstractContextManager[Any]:
    """At most once: it is written down as sent, then it is sent."""
    post = Line.post

    def tick_then_post(self: Line, claim: Claim, channel: str, drawn: Any) -> Any:
        world.store.outbox.sent(claim, Message(channel, f"unsent {claim.id}"), world.clock())
        return post(self, claim, channel, drawn)

    return patch.object(Line, "post", tick_then_post)


def _one_transaction(world: World) -> AbstractContextManager[Any]:
    """The letters are written a moment after the fact they tell of."""

    def change(desk: Desk, work: Any, before: Any, after: Any, act: str) -> Any:
        if after == before:
            return before
        kept = work.keep(before, after, act)
        tell = cards.letters(before, after, work.settings(), changes.stood(work))
        world.turns.after(0.1, lambda: world.act(lambda: world.company.post(*tell)))
        return kept

    return patch.object(Desk, "change", change)


def _dead_are_told(world: World) -> AbstractContextManager[Any]:
    silent = tuple(one for one in asks.ALL_CADENCES if one is not undeliverable.run)
    return patch.object(asks, "ALL_CADENCES", silent)


def _resend(world: World) -> AbstractContextManager[Any]:
    """*Send again* sends, without looking whether it stands."""
    again = letterbox.resend

    def at_once(connection: Any, workspace: str, name: str, now: Any) -> bool:
        row = letterbox._named(connection, workspace, name, letters.c.state == "dead")
        done = again(connection, workspace, name, now)
        if row is not None:
            unseen = {"state": "pending", "verify": 2}
            connection.execute(update(letters).where(letters.c.id == row.id).values(unseen))
        return done

    return patch.object(letterbox, "resend", at_once)


RULES: Final[Mapping[str, Rule]] = {
    "claim": Rule("whoever carries a letter has claimed it first, alone", _claim),
    "token": Rule("a result is only written by whoever holds the letter still", _token),
    "lease": Rule("the lease outlasts the call, asked right before it", _lease),
    "reaped": Rule("what a dead copy held is looked up, not sent again", _reaped),
    "unknown": Rule("an unclear answer is looked up, not sent again", _unknown),
    "late": Rule("a letter that is late is looked up before it is posted", _late),
    "quiet": Rule("nobody looks before the quiet period is over", _quiet),
    "leaps": Rule("a clock that is set ahead ends no quiet period", _leaps, LEAPS),
    "edit-in-doubt": Rule(
        "an edit in doubt is repeated only after the quiet period", _edits_quiet, LATE_EDITS
    ),
    "edit-order": Rule(
        "an edit waits for an older one that is on its way or in doubt", _edit_order, LATE_EDITS
    ),
    "covers": Rule("a message names those it speaks for in its metadata", _covers),
    "retry-handlers": Rule("the SDK never repeats a call by itself", _retry_handlers),
    "sent-after": Rule("sent is written after the post, not before", _sent_first),
    "one-transaction": Rule("a letter is written with the fact it tells of", _one_transaction),
    "dead-are-told": Rule("a person hears of every dead letter", _dead_are_told),
    "send-again": Rule("a dead letter is looked up before it is sent again", _resend, DEAD_ONES),
    "sweep": Rule("what was sent is looked at again, and an extra copy removed", _sweep, BEYOND, ENDS[2:]),
    "unique-key": Rule("the database refuses a second letter with the same key", _unique_key),
}
