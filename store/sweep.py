"""The sweep: what was sent is looked at twice again. Extra copies go; what a person deleted is recorded."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, func, select, update

from store import letterbox, naming
from store.claims import CLOCKS_DIFFER, mark
from store.literals import word
from store.steps import line, log_lines
from store.tables import letters, workspaces
from store.times import Times

AGAIN = timedelta(minutes=10)  # a sweep that comes to nothing is tried again
BATCH = 200
_root = letters.alias("root")
_thread = func.coalesce(_root.c.ts, letters.c.joins_ts)
_DUE: Final = (
    select(
        letters, workspaces.c.bot_user, workspaces.c.ledger_key, letterbox.NONCE, _thread.label("thread_ts")
    )
    .select_from(
        letters.join(workspaces, workspaces.c.id == letters.c.workspace).outerjoin(
            _root, _root.c.id == letters.c.root
        )
    )
    .where(letters.c.sweep_at <= bindparam("now"), workspaces.c.state == word("active"))
    .order_by(letters.c.workspace, letters.c.channel, letters.c.id)
    .limit(BATCH)
    .with_for_update(of=letters, skip_locked=True)
)
_TAKEN: Final = update(letters).where(letters.c.id.in_(bindparam("numbers", expanding=True)))
_ONE: Final = update(letters).where(letters.c.id == bindparam("number"))
_SENT_AT: Final = select(letters.c.sent_at).where(letters.c.id == bindparam("number"))


@dataclass(frozen=True)
class Standing:
    """A message of ours in Slack, and how to recognise its copies."""

    id: int
    workspace: str
    bot_user: str
    channel: str
    ts: str
    thread_ts: str | None
    mark: str
    since: datetime
    sweeps: int  # how often it was looked at before


def due_for_sweep(connection: Connection, now: datetime) -> tuple[Standing, ...]:
    """Take the messages whose next look is due; another copy of the bot leaves them alone for a while."""
    rows = connection.execute(_DUE, {"now": now}).all()
    if rows:
        connection.execute(_TAKEN, {"numbers": [row.id for row in rows], "sweep_at": now + AGAIN})
    return tuple(
        Standing(
            id=row.id,
            workspace=row.workspace,
            bot_user=row.bot_user,
            channel=row.channel,
            ts=row.ts,
            thread_ts=row.thread_ts,
            mark=mark(row.ledger_key, row.workspace, naming.of(row), row.nonce),
            since=min(row.due_at, row.first_try_at or row.due_at) - CLOCKS_DIFFER,
            sweeps=row.dup_checked,
        )
        for row in rows
    )


def swept(
    connection: Connection, message: Standing, ts: str, now: datetime, times: Times, removed: int
) -> None:
    """Remember that it stands once, and when to look again, if at all."""
    sent_at = connection.execute(_SENT_AT, {"number": message.id}).scalar_one()
    again = sent_at + times.sweeps[1] if message.sweeps == 0 else None
    step = {"ts": ts, "dup_checked": message.sweeps + 1, "sweep_at": again}
    connection.execute(_ONE, step | {"number": message.id})
    if removed or ts != message.ts:
        said = f"{removed} extra copies removed"
        log_lines(connection, [line(message.id, now, was="sent", became="sent", error=said)])


def gone(connection: Connection, message: Standing, now: datetime) -> None:
    """Remember that a person deleted it: nothing edits it any more, and it is never posted again."""
    step = {"gone_at": now, "sweep_at": None, "reason": letterbox.DELETED}
    connection.execute(_ONE, step | {"number": message.id})
    log_lines(connection, [line(message.id, now, was="sent", became="sent", error=letterbox.DELETED)])
    letterbox.end_edits(connection, [message.id], letterbox.DELETED, now)
