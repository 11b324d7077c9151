"""The ledger of what is owed, from written down to final. Every letter reaches exactly one final state.

    state      means                                       leaves it by
    pending    may go from `next_at` on                    claim -> sending; late, not looked for -> unknown
    sending    claimed: it may be on its way until         sent | pending (surely not sent) | unknown | dead |
               `lease_until`                               cancelled; its lease runs out -> unknown
    unknown    may stand in Slack or not, and is not       looked up from `next_at` on: found -> sent, folded;
               sent again before somebody looked           not found -> pending, the eighth time -> dead;
                                                           only late, Slack out of reach -> pending
    sent       final: one message carries its mark         -
    folded     final: another letter's message names it    -
    cancelled  final: `reason` says why                    -
    dead       a person was told                           resend -> unknown, so that it is looked up first

An edit (chat.update of a known message) may be repeated: from unknown it goes out again without a look, but
after the quiet period, or the older text could arrive last. A reply or an edit waits for its root; of several
edits of one root only the newest goes. Nothing else waits for anything: not a channel, not a use case.
A claim holds a token; a result without the current token is not written, because somebody else took over.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, and_, bindparam, func, select, update

from store import letterbox, naming, people, webhooks, workspaces
from store.claims import Claim, claim_due, earliest_due, mark
from store.engine import Database
from store.steps import line, log_all, log_lines
from store.sweep import Standing, due_for_sweep, gone, swept
from store.tables import letters, rate_gates
from store.tables import workspaces as workspace_rows
from store.times import Times
from store.upsert import insert

ROUNDS = 8  # of unknown, looked up, not found: then it is not the network
_BY_ITS_HOLDER: Final = and_(letters.c.id == bindparam("held"), letters.c.token == bindparam("by"))
_HELD: Final = select(letters.c.id).where(_BY_ITS_HOLDER)
_OF_WHOEVER_HOLDS_IT: Final = update(letters).where(_BY_ITS_HOLDER)
_ALONE = {"state": "pending", "manner": "post", "root": None, "joins_ts": None}
LOST_SIGHT = timedelta(hours=6)  # unknown for so long: a person has to hear of it


@dataclass(frozen=True)
class Trouble:
    """Why a letter could not go: Slack's code or the exception, its class, and when to tell a person."""

    error: str
    kind: str
    tell_at: datetime | None = None


@dataclass(frozen=True)
class Message:
    """A message in Slack: its channel, its ts, and the thread it stands in if it is a reply."""

    channel: str
    ts: str
    thread_ts: str | None = None


class Outbox:
    """What the postman does with letters. Each verb is one transaction."""

    def __init__(self, database: Database, times: Times) -> None:
        self._database, self.times = database, times

    def claim(self, now: datetime, worker: str, *, doubtful: bool = True) -> tuple[Claim, ...]:
        """Take the letters that can go now, a batch at a time; nobody else gets them until the lease ends.

        `doubtful`: also those that may be on their way, once their quiet period is over by that clock.
        """
        with self._database.write() as connection:
            return claim_due(connection, now, self.times, worker, doubtful=doubtful)

    def next_due(self) -> datetime | None:
        """The earliest moment at which a letter may go, or may be looked for."""
        with self._database.read() as connection:
            return earliest_due(connection)

    def holds(self, claim: Claim) -> bool:
        """Whether nobody took the letter over; a clock set back makes a lease look valid that had run out."""
        with self._database.read() as connection:
            return connection.scalar(_HELD, {"held": claim.id, "by": claim.token}) is not None

    # --- what became of a claim. Each answers whether the claim still held.

    def sent(
        self,
        claim: Claim,
        message: Message,
        now: datetime,
        *,
        digest: str | None = None,
        how: str = "",
        said: str = "",
        apart: Collection[str] = (),
    ) -> bool:
        """It stands in Slack; of an edit, the message now reads so. `apart`: marks it does not speak for."""
        seen = {"state": "sent", "sent_at": now, "tell_at": None, "error": None, "error_class": None}
        step = seen | {"render_hash": digest, "reason": how or None}
        if not claim.edits:
            step |= {"channel": message.channel, "ts": message.ts, "sweep_at": now + self.times.sweeps[0]}
            step |= _where(claim, message)
        with self._database.write() as connection:
            held = _record(connection, claim, step, now, apart)
            if held:
                webhooks.note(connection, claim, said, now)
        return held

    def told_by(self, claim: Claim, other_mark: str, now: datetime, *, apart: Collection[str] = ()) -> bool:
        """A message that stands in Slack names this letter among those it speaks for; not those `apart`."""
        with self._database.write() as connection:
            into = _by_mark(connection, claim, other_mark)
            step = {"state": "folded", "folded_into": into, "reason": "told by another message"}
            return _record(connection, claim, step, now, apart)

    def wait(
        self,
        claim: Claim,
        until: datetime,
        now: datetime,
        trouble: Trouble,
        *,
        refused: bool = False,
        tried: bool = True,
    ) -> bool:
        """It is surely not sent: again from `until` on. Only what was `refused` counts towards dead."""
        counted = {"refusals": claim.refusals + refused, "attempt": claim.attempt - (not tried)}
        step = {"state": "pending", "next_at": until, **self._told(claim, trouble), **counted}
        return self._settle(claim, now, step)

    def rest(self, claim: Claim, until: datetime, now: datetime, trouble: Trouble) -> bool:
        """Whom it asks does not work now. Looked for anew when its turn comes.

        They may be back sooner, be asked then, and a restored backup have forgotten that.
        """
        step = {"state": "pending", "next_at": until, "verify": 0, "attempt": claim.attempt - 1}
        return self._settle(claim, now, step | self._told(claim, trouble))

    def release(self, claim: Claim, now: datetime) -> bool:
        """Give it back untouched: there was no time left to try."""
        step = {"state": "pending", "next_at": now, "attempt": claim.attempt - 1}
        return self._settle(claim, now, step)

    def lost_sight(self, claim: Claim, now: datetime, trouble: Trouble) -> bool:
        """It may have been sent. Nobody tries again before the quiet period is over and somebody looked."""
        seen = replace(trouble, tell_at=trouble.tell_at or now + LOST_SIGHT)
        step = {"state": "unknown", "next_at": now + self.times.quiet, **self._told(claim, seen)}
        if claim.edits:
            step |= self._another_round(claim, now) | {"next_at": now + self.times.quiet}
        return self._settle(claim, now, step)

    def could_not_look(
        self, claim: Claim, until: datetime, now: datetime, trouble: Trouble, *, refused: bool = False
    ) -> bool:
        """Slack did not let us look: still unknown, look again later."""
        seen = replace(trouble, tell_at=trouble.tell_at or now + LOST_SIGHT)
        step = {"state": "unknown", "next_at": until, "refusals": claim.refusals + refused}
        return self._settle(claim, now, step | self._told(claim, seen))

    def unasked(self, claim: Claim, until: datetime, now: datetime, trouble: Trouble) -> bool:
        """Nobody could be asked about what is only late: no more in doubt than before, again looked for then.

        It counts as a try, so that the pauses grow.
        """
        step = {"state": "pending", "verify": 0, "next_at": until, "attempt": claim.attempt + 1}
        return self._settle(claim, now, step | self._told(claim, trouble))

    def not_found(self, claim: Claim, now: datetime, *, apart: Collection[str] = ()) -> bool:
        """We looked, and it is not there: it may go (again), without those `apart`, which were told."""
        step = {"state": "pending", "verify": 2, "next_at": now}
        step |= self._another_round(claim, now) if claim.in_doubt else {}
        return self._settle(claim, now, step, apart)

    def say_plainly(self, claim: Claim, now: datetime, trouble: Trouble) -> bool:
        """Slack refused its blocks: once more, in text alone."""
        step = {"state": "pending", "plain": True, "next_at": now, **self._told(claim, trouble)}
        return self._settle(claim, now, step)

    def stand_alone(self, claim: Claim, now: datetime) -> bool:
        """The thread it replies to is not there: post it on its own."""
        return self._settle(claim, now, _ALONE | {"next_at": now})

    def bury(self, claim: Claim, now: datetime, trouble: Trouble) -> bool:
        """It cannot be delivered: a person is told, and can send it again. Its edits end with it."""
        step = {"state": "dead", "error": trouble.error, "error_class": trouble.kind}
        return self._settle(claim, now, step | {"tell_at": now, "told_at": None})

    def cancel(self, claim: Claim, now: datetime, reason: str) -> bool:
        """Nobody needs it any more. What it edits or speaks for ends with it."""
        return self._settle(claim, now, {"state": "cancelled", "reason": reason, "tell_at": None})

    def root_is_gone(self, claim: Claim, now: datetime) -> bool:
        """The message this edit would change was deleted by a person: recorded, and never posted again."""
        with self._database.write() as connection:
            connection.execute(
                update(letters)
                .where(letters.c.id == claim.root, letters.c.gone_at.is_(None))
                .values(gone_at=now)
            )
            step = {"state": "cancelled", "reason": letterbox.DELETED, "tell_at": None}
            held = _record(connection, claim, step, now)
            letterbox.end_edits(connection, [claim.root or 0], letterbox.DELETED, now)
            return held

    # --- beyond one claim

    def close_gate(self, claim: Claim, channel: str, until: datetime, now: datetime) -> None:
        """Slack wants a pause in a channel. When two channels are refused at once it means the workspace."""
        with self._database.write() as connection:
            others = select(func.count()).where(
                rate_gates.c.workspace == claim.workspace,
                rate_gates.c.scope.not_in(["", channel]),
                rate_gates.c.not_before > now,
            )
            scopes = [channel, ""] if connection.scalar(others) else [channel]
            for scope in scopes:
                gate = insert(connection, rate_gates).values(
                    workspace=claim.workspace, scope=scope, not_before=until
                )
                key = [rate_gates.c.workspace, rate_gates.c.scope]
                connection.execute(
                    gate.on_conflict_do_update(
                        index_elements=key,
                        set_={"not_before": until},
                        where=rate_gates.c.not_before < until,
                    )
                )

    def park(self, workspace: str, because: str, now: datetime) -> None:
        """Slack refuses the bot in this workspace: nothing is tried there until it is installed again."""
        with self._database.write() as connection:
            workspaces.park(connection, workspace, because, now)

    def to_sweep(self, now: datetime) -> tuple[Standing, ...]:
        """Messages that are to be looked at again, those of one conversation together."""
        with self._database.write() as connection:
            return due_for_sweep(connection, now)

    def swept(self, message: Standing, ts: str, now: datetime, *, removed: int = 0) -> None:
        """It stands, once, as `ts`; `removed` extra copies were deleted."""
        with self._database.write() as connection:
            swept(connection, message, ts, now, self.times, removed)

    def gone(self, message: Standing, now: datetime) -> None:
        """A person deleted it: recorded, and never posted again."""
        with self._database.write() as connection:
            gone(connection, message, now)

    def keep_direct_channel(self, claim: Claim, channel: str) -> None:
        """Remember where the direct messages with the addressee are."""
        with self._database.write() as connection:
            people.keep_direct_channel(connection, claim.workspace, claim.to, channel)

    # ---

    def _another_round(self, claim: Claim, now: datetime) -> dict[str, Any]:
        rounds = claim.rounds + 1
        if rounds < ROUNDS:
            return {"rounds": rounds}
        return {
            "rounds": rounds,
            "state": "dead",
            "error_class": "never arrived",
            "tell_at": now,
            "told_at": None,
        }

    def _told(self, claim: Claim, trouble: Trouble) -> dict[str, Any]:
        tell_at = None if claim.told else min(filter(None, (claim.tell_at, trouble.tell_at)), default=None)
        return {"error": trouble.error, "error_class": trouble.kind, "tell_at": tell_at}

    def _settle(self, claim: Claim, now: datetime, step: dict[str, Any], apart: Collection[str] = ()) -> bool:
        with self._database.write() as connection:
            return _record(connection, claim, step, now, apart)


def _where(claim: Claim, message: Message) -> dict[str, Any]:
    """The thread it stands in, for whoever looks there again: its root's, or whichever it was found in."""
    if claim.manner == "reply" and message.thread_ts and message.thread_ts == claim.root_ts:
        return {}
    return {"manner": "post", "root": None, "joins_ts": message.thread_ts}


def _record(
    connection: Connection,
    claim: Claim,
    step: dict[str, Any],
    now: datetime,
    apart: Collection[str] = (),
) -> bool:
    """Write a result down, unless somebody else took the letter over meanwhile."""
    held = {"held": claim.id, "by": claim.token}
    values = step | {"token": None, "lease_until": None}
    if connection.execute(_OF_WHOEVER_HOLDS_IT, held | values).rowcount == 0:
        return False
    if apart:
        letterbox.take_apart(connection, claim.id, [claim.covered[mark] for mark in apart], now)
    error = step.get("error") or step.get("reason")
    became = line(claim.id, now, was=claim.state, became=step["state"], attempt=claim.attempt, error=error)
    log_lines(connection, [became])
    if step["state"] in letterbox.FALLEN:
        _end_with(connection, claim.id, step, now)
    return True


def _end_with(connection: Connection, root: int, step: dict[str, Any], now: datetime) -> None:
    """What edits a letter that never stood, and what a cancelled one would have told, ends with it."""
    letterbox.end_edits(connection, [root], letterbox.NEVER_STOOD, now)
    if step["state"] == "cancelled":
        folded = {"state": "cancelled", "reason": step["reason"]}
        log_all(connection, letters.c.folded_into == root, folded, now)


def _by_mark(connection: Connection, claim: Claim, other: str) -> int | None:
    """The letter to the same address whose message carries that mark."""
    own = select(workspace_rows.c.ledger_key).where(workspace_rows.c.id == claim.workspace)
    key = connection.execute(own).scalar_one()
    parts = (letters.c[part] for part in ("id", "use_case", "kind", "period"))
    same = select(*parts, letterbox.NONCE).where(
        letters.c.workspace == claim.workspace, letters.c.dest == claim.to, letters.c.manner == "post"
    )
    marks = (
        (row.id, mark(key, claim.workspace, naming.of(row), row.nonce)) for row in connection.execute(same)
    )
    return next((number for number, own in marks if own == other), None)
