"""Claiming: which letters can go now, in what order, and what each claim brings along."""

import base64
import hashlib
import hmac
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from pydantic import TypeAdapter
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy import text as sql

from playbook.letters import AnyNotice
from playbook.notice import AS_FILES
from store import flood, letterbox, naming
from store.literals import word, words
from store.steps import line, log_all, log_lines
from store.tables import letters, people, rate_gates, workspaces
from store.times import Times
from store.troubles import ABOUT_TROUBLE

BATCH = 50
IN_A_TITLE = 10  # characters of a mark
CLOCKS_DIFFER = timedelta(minutes=5)  # how far ours and Slack's may be apart
State = Literal["sending", "unknown"]
_NOTICE: Final[TypeAdapter[AnyNotice]] = TypeAdapter(AnyNotice)

_root = letters.alias("root")
_sibling = letters.alias("sibling")
# Literal, or no partial index is used.
_due: Final[Any] = sql("letters.state IN ('pending', 'unknown')")
_held: Final[Any] = sql("letters.state = 'sending'")
_place: Final = func.coalesce(_root.c.channel, people.c.direct_channel, letters.c.dest)
_later: Final = and_(_sibling.c.root == letters.c.root, _sibling.c.id > letters.c.id)
_before: Final = and_(_sibling.c.root == letters.c.root, _sibling.c.id < letters.c.id)
_newer: Final = exists().where(
    _later,
    _sibling.c.manner == word("edit"),
    _sibling.c.state.in_(words("pending", "sending", "unknown", "sent")),
)
_older_edit: Final = exists().where(
    _before, _sibling.c.manner == word("edit"), _sibling.c.state.in_(words("sending", "unknown"))
)
_older_reply: Final = exists().where(
    _before, _sibling.c.manner == word("reply"), _sibling.c.state.in_(words("pending", "sending", "unknown"))
)
_root_stands: Final = and_(_root.c.state == word("sent"), _root.c.gone_at.is_(None))
_root_gone: Final = _root.c.gone_at.is_not(None)  # what was on its way to it then still has to end
_root_ended: Final = _root.c.state.in_(words("sent", *letterbox.FALLEN))
_in_order: Final = or_(
    letters.c.manner == word("post"),
    and_(letters.c.manner == word("edit"), or_(_newer, _root_gone, and_(_root_stands, ~_older_edit))),
    and_(letters.c.manner == word("reply"), _root_ended, ~_older_reply),
)


@dataclass(frozen=True)
class Claim:
    """A letter somebody holds: what it says, where to, and how to recognise it in Slack."""

    id: int
    token: str
    state: State
    workspace: str
    bot_user: str
    use_case: int
    kind: str
    period: str
    to: str
    said: dict[str, Any] | None  # the notice as it was written down; None: made from the facts of now
    sections: tuple[str, ...]  # the names of the owed letters whose facts it is made from
    plain: bool
    manner: Literal["post", "reply", "edit"]
    root: int | None
    root_ts: str | None  # the message it edits, or whose thread it joins
    root_stands: bool  # a person may have deleted it
    root_mark: str | None  # of a root that is looked for as well: its message may have been forgotten
    joins_ts: str | None  # the thread of people that it joins
    channel: str | None  # where it goes, None for direct messages that are not open yet
    mark: str
    covered: Mapping[str, int]  # the letters it speaks for, their numbers by their marks
    attempt: int
    refusals: int
    rounds: int
    since: datetime  # it cannot have been posted earlier
    late: bool  # too late to be just the work of this moment
    in_doubt: bool  # it was tried, and may have been sent
    only_late: bool  # surely not on its way, and looked for just because it is late, or in case
    lease_until: datetime
    tell_at: datetime | None
    told: bool

    def notice(self) -> AnyNotice | None:
        """The notice that was written down; None when it is made from the facts of now."""
        return _NOTICE.validate_python(self.said) if self.said else None

    @property
    def name(self) -> str:
        """The letter's name within its workspace: 7:contract_locked:c1."""
        return f"{self.use_case}:{self.kind}:{self.period}"

    @property
    def covers(self) -> tuple[str, ...]:
        """The marks of the letters it speaks for."""
        return tuple(self.covered)

    @property
    def just_in_case(self) -> bool:
        """Whether it is looked for though in time and speaking for no other: unseen, it goes all the same."""
        return self.only_late and not self.late and not self.covered

    @property
    def edits(self) -> bool:
        """Whether it changes a message that stands already."""
        return self.manner == "edit"

    @property
    def thread_ts(self) -> str | None:
        """The thread it joins; None where it stands alone."""
        return self.root_ts if self.manner == "reply" and self.root_stands else self.joins_ts

    @property
    def places(self) -> tuple[str | None, ...]:
        """Where it may stand: in its thread, and in the channel, if its thread was not there when it went."""
        thread = self.root_ts or self.joins_ts
        return (thread, None) if thread else (None,)

    @property
    def to_person(self) -> bool:
        """Whether it goes to somebody's direct messages."""
        return naming.is_person(self.to)

    @property
    def look(self) -> bool:
        """Whether somebody has to look for it, not send it."""
        return self.state == "unknown"


def mark(key: bytes, workspace: str, name: str, nonce: str | None) -> str:
    """What a message carries to be recognised by: says nothing to anybody, and cannot be guessed.

    The nonce is of the form its use case came from: a restored backup may have forgotten another use case of
    that number, whose messages still stand. Files carry a part of it in their titles, where people read it.
    """
    digest = hmac.new(key, f"{workspace}|{name}|{nonce or ''}".encode(), hashlib.sha256).digest()
    length = IN_A_TITLE if name.split(":")[1] in AS_FILES else 26
    return base64.b32encode(digest).decode()[:length]


def claim_due(
    connection: Connection, now: datetime, times: Times, worker: str, *, doubtful: bool
) -> tuple[Claim, ...]:
    """Give back what a dead worker held, then take the next batch. Empty when nothing can go now."""
    _reap(connection, now)
    while rows := connection.execute(_DUE_ROWS if doubtful else _SURE_ROWS, {"now": now}).all():
        needed = _without_the_outdated(connection, rows, now)
        if going := flood.without(connection, needed, now, times.late):
            return _take(connection, going, now, times, worker)
    return ()


def _without_the_outdated(connection: Connection, rows: Sequence[Any], now: datetime) -> list[Any]:
    """What is still worth sending; the rest is cancelled, and what waited for it may go."""
    reasons = {row.id: reason for row in rows if (reason := _outdated(row, now))}
    for reason in dict.fromkeys(reasons.values()):
        ids = [number for number, why in reasons.items() if why == reason]
        log_all(connection, letters.c.id.in_(ids), {"state": "cancelled", "reason": reason}, now)
    return [row for row in rows if row.id not in reasons]


def _outdated(row: Any, now: datetime) -> str | None:
    """Why nobody needs it any more; None while somebody does."""
    if row.newer:
        return letterbox.SUPERSEDED
    if row.manner == "edit" and row.root_gone_at:
        return letterbox.DELETED
    return "expired" if _expired(row, now) else None


def earliest_due(connection: Connection) -> datetime | None:
    """When the next letter may go or is to be looked for, or a lease has run out."""
    moments = (connection.scalar(first) for first in (_FIRST_DUE, _FIRST_HELD))
    return min(filter(None, moments), default=None)


def earliest_pending(connection: Connection) -> datetime | None:
    """Since when the longest waiting letter might have gone; what waits for another one does not count."""
    first: datetime | None = connection.scalar(_FIRST_PENDING)
    return first


def _first(which: ColumnElement[bool]) -> Select[Any]:
    """The first moment of these letters, or of the gates they wait at. `which` has to fit an index."""
    opens = func.coalesce(
        select(func.max(rate_gates.c.not_before)).where(_gates()).scalar_subquery(), letters.c.next_at
    )
    moment = case((opens > letters.c.next_at, opens), else_=letters.c.next_at)
    return _joined(select(func.min(moment, type_=letters.c.next_at.type))).where(which, _reachable())


def _joined(asked: Select[Any]) -> Select[Any]:
    return asked.select_from(
        letters.join(workspaces, workspaces.c.id == letters.c.workspace)
        .outerjoin(_root, _root.c.id == letters.c.root)
        .outerjoin(
            people,
            and_(people.c.workspace == letters.c.workspace, people.c.slack_id == letters.c.dest),
        )
    )


def _reachable() -> ColumnElement[bool]:
    """All that is asked of a letter but the time: Slack lets us in, and what comes before it is done."""
    return and_(workspaces.c.state == word("active"), _in_order)


def _gates() -> ColumnElement[bool]:
    return and_(rate_gates.c.workspace == letters.c.workspace, rate_gates.c.scope.in_(["", _place]))


def _due_rows() -> Select[Any]:
    now = bindparam("now", type_=letters.c.next_at.type)
    closed = exists().where(_gates(), rate_gates.c.not_before > now)
    asked = select(
        letters,
        workspaces.c.bot_user,
        workspaces.c.ledger_key,
        people.c.direct_channel,
        letterbox.REGISTERED_AT,
        letterbox.NONCE,
        _root.c.channel.label("root_channel"),
        _root.c.ts.label("root_ts"),
        _root.c.gone_at.label("root_gone_at"),
        *(getattr(_root.c, part).label(f"root_{part}") for part in ("use_case", "kind", "period", "covers")),
        and_(letters.c.manner == word("edit"), _newer).label("newer"),
    )
    due = _joined(asked).where(_due, letters.c.next_at <= now, _reachable(), ~closed)
    return (
        due.order_by(letters.c.next_at, letters.c.id)
        .limit(BATCH)
        .with_for_update(of=letters, skip_locked=True)
    )


_DUE_ROWS: Final = _due_rows()
_SURE_ROWS: Final = _DUE_ROWS.where(letters.c.state == word("pending"))
_FIRST_DUE, _FIRST_HELD = _first(_due), _first(_held)
_FIRST_PENDING: Final = _first(and_(_due, letters.c.state == word("pending")))
_RUN_OUT: Final = (
    select(letters.c.id)
    .where(_held, letters.c.lease_until < bindparam("now"))
    .with_for_update(skip_locked=True)
)
_LOOKED_FOR: Final = update(letters).where(letters.c.id.in_(bindparam("numbers", expanding=True)))
_SENT_NOW: Final = _LOOKED_FOR.values(
    attempt=letters.c.attempt + 1,
    first_try_at=func.coalesce(letters.c.first_try_at, bindparam("now", type_=letters.c.first_try_at.type)),
)


def _reap(connection: Connection, now: datetime) -> None:
    """A lease ran out: nobody knows whether the letter went. Its quiet period began with the lease's end."""
    if ids := list(connection.scalars(_RUN_OUT, {"now": now})):
        gone = {"state": "unknown", "token": None, "error_class": "lease"}
        log_all(connection, letters.c.id.in_(ids), gone, now)


def _expired(row: Any, now: datetime) -> bool:
    return bool(row.expires_at and row.expires_at <= now and _untried(row) and row.state == "pending")


def _untried(row: Any) -> bool:
    """Nobody ever tried to send it: only to look for it, or to no avail that counts."""
    return row.attempt == 0 or row.first_try_at is None


def _is_only_late(row: Any, limit: datetime) -> bool:
    """Waiting as before is safe: it is looked for again before it goes."""
    in_time = row.due_at >= limit and row.kind != ABOUT_TROUBLE
    return bool(row.state == "pending" or (_untried(row) and not in_time))


def _take(
    connection: Connection, rows: list[Any], now: datetime, times: Times, worker: str
) -> tuple[Claim, ...]:
    token, until = uuid.uuid4().hex, now + times.lease
    looked_for = {row.id for row in rows if _must_look(row, now, times)}
    held = {"token": token, "lease_until": until}
    look = held | {"state": "unknown", "verify": 1, "next_at": until}
    send = held | {"state": "sending", "last_try_at": now, "next_at": until + times.quiet, "now": now}
    sent_now = [row.id for row in rows if row.id not in looked_for]
    for ids, how, step in ((list(looked_for), _LOOKED_FOR, look), (sent_now, _SENT_NOW, send)):
        if ids:
            connection.execute(how, step | {"numbers": ids})
    if rows:
        log_lines(connection, [_line(row, row.id in looked_for, now, worker) for row in rows])
    held_so = (token, until, now, times)
    return tuple(_claim(connection, row, row.id in looked_for, *held_so) for row in rows)


def _must_look(row: Any, now: datetime, times: Times) -> bool:
    """After an unknown outcome; and before a post that is late, for a restored backup forgot what was sent.

    Even in time a letter is looked for at its first try that speaks for others, for one may be late; and
    so is one that tells of trouble: it is due when that is noticed, before a restored backup as after it.
    """
    if row.manner == "edit":
        return False
    unseen, limit = row.verify == 0, now - times.late
    forgotten = (row.covers or row.kind == ABOUT_TROUBLE) and _untried(row)
    late = unseen and (row.due_at < limit or forgotten)
    return bool(late or row.next_at < limit or row.state == "unknown")


def _line(row: Any, look: bool, now: datetime, worker: str) -> dict[str, Any]:
    became, tried = ("unknown", row.attempt) if look else ("sending", row.attempt + 1)
    return line(row.id, now, was=row.state, became=became, attempt=tried, worker=worker)


def _claim(
    connection: Connection, row: Any, look: bool, token: str, until: datetime, now: datetime, times: Times
) -> Claim:
    name = naming.of(row)
    covered = letterbox.named(connection, row.covers) if row.covers else []
    sections = () if row.notice else _sections(connection, row, name, [one.name for one in covered])
    root = _unseen_root(connection, row) if look else None
    others = (one.since for one in (*covered, root) if one)
    since = min(letterbox.may_stand_since(row), *others, row.first_try_at or now)
    return Claim(
        id=row.id,
        token=token,
        state="unknown" if look else "sending",
        workspace=row.workspace,
        bot_user=row.bot_user,
        use_case=row.use_case,
        kind=row.kind,
        period=row.period,
        to=row.dest,
        said=row.notice,
        sections=sections,
        plain=row.plain,
        manner=row.manner,
        root=row.root,
        root_ts=row.root_ts,
        root_stands=row.root_ts is not None and row.root_gone_at is None,
        root_mark=mark(row.ledger_key, row.workspace, root.name, root.nonce) if root else None,
        joins_ts=row.joins_ts,
        channel=row.root_channel or row.direct_channel or (None if naming.is_person(row.dest) else row.dest),
        mark=mark(row.ledger_key, row.workspace, name, row.nonce),
        covered={mark(row.ledger_key, row.workspace, one.name, one.nonce): one.id for one in covered},
        attempt=row.attempt + (not look),
        refusals=row.refusals,
        rounds=row.rounds,
        since=since - CLOCKS_DIFFER,
        late=row.due_at < now - times.late,
        in_doubt=row.state == "unknown" and not _untried(row),
        only_late=look and _is_only_late(row, now - times.late),
        lease_until=until,
        tell_at=row.tell_at,
        told=row.told_at is not None,
    )


def _unseen_root(connection: Connection, row: Any) -> letterbox.Named | None:
    """The root a reply waited for in vain; a restored backup may have forgotten where it stands."""
    unseen = row.manner == "reply" and row.root_ts is None
    return letterbox.named(connection, [row.root])[0] if unseen else None


def _sections(connection: Connection, row: Any, name: str, covered: list[str]) -> tuple[str, ...]:
    """The letter itself and those folded into it; of an edit, those its message speaks for."""
    if row.manner != "edit":
        return (name, *covered)
    root = f"{row.root_use_case}:{row.root_kind}:{row.root_period}"
    return (root, *(one.name for one in letterbox.named(connection, row.root_covers or ())))
