"""The judge: what was lost and what was doubled, a day and an hour after the weather turned calm.

For each letter that the facts owe, and for each the ledger ever wrote, exactly one end is right:
sent       exactly one visible message carries its mark (or a person took it away), and reads as it should
folded     a message names it, or whatever should have named it is dead as below
cancelled  a reason is recorded, and the facts do not owe it
dead       a person was told, by a message that stands
A letter without a row, or a row without such an end, is lost. Two messages that carry or name one mark and
could be seen at the same time are doubled, be it for a moment; whether they still can be seen is told apart.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import blocks
from playbook import cards
from playbook.letters import AnyNotice, Letter
from schedules import planner
from schedules.undeliverable import KIND
from store import Store
from store.claims import _NOTICE
from tests.simulation.asks import OWED
from tests.simulation.company import PEOPLE
from tests.simulation.lying_slack import BOT, LyingSlack, Shown
from tests.simulation.sql import marked
from tests.store.company import T

CALM = timedelta(hours=25)  # the judge comes so long after the weather turned calm: a refusal may wait a day
# What a restore forgot, and was told so long before this was due, told of another.
ANOTHER_PLAN = timedelta(days=2)
_SAID = ("sent", "folded", "cancelled")  # whoever should tell of another has told, or will not
Row = Any


@dataclass(frozen=True)
class Record:
    """What the judge looks at: letters the facts owe, the ledger's rows by name, Slack's messages by mark."""

    standing: Mapping[str, Letter]
    owed: frozenset[str]
    rows: Mapping[str, Row]
    marks: Mapping[str, str]
    copies: Mapping[str, list[Shown]]  # of what was not decided in a future that a restore forgot
    messages: tuple[Shown, ...]
    resting: frozenset[int]  # letters that wait for whoever is away
    calm: datetime


@dataclass(frozen=True)
class Verdict:
    """Names of letters, each with why."""

    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    still_doubled: tuple[str, ...]


def judge(store: Store, slack: LyingSlack, calm: datetime) -> Verdict:
    """Compare the facts, the ledger and what people can see; what became due after `calm` has its day yet."""
    record = _read(store, slack, calm)
    doubled = [name for name in record.rows if _overlap(record.copies[record.marks[name]])]
    still = [name for name in doubled if sum(m.gone is None for m in record.copies[record.marks[name]]) > 1]
    asked = {**record.standing, **record.rows}
    lost = [f"{name}: {why}" for name in asked if (why := _wrong(record, name))]
    lost += [f"{name}: never written" for name in sorted(record.owed - record.rows.keys())]
    return Verdict(tuple(lost), tuple(doubled), tuple(still))


def _overlap(copies: list[Shown]) -> bool:
    """Whether two of them could be seen at once."""
    return any(one.gone_at is None or one.gone_at > other.at for one, other in pairwise(copies))


def _wrong(record: Record, name: str) -> str | None:
    """Why this is no right end; None when it is one."""
    row = record.rows.get(name)
    if row is None:
        return "never written"
    if _has_its_day(record, row):
        return None
    end = _ENDS.get(row.state)
    return end(record, name, row) if end else f"still {row.state} ({row.error})"


def _has_its_day(record: Record, row: Row) -> bool:
    """Whether it may still go, or a person still hear that it did not."""
    return row.state not in _SAID and (row.due_at > record.calm or row.id in record.resting)


def _sent(record: Record, name: str, row: Row) -> str | None:
    if row.manner == "edit":
        return None  # what the message reads is asked of its root
    own = _own(record, record.marks[name], row)
    if not own:
        return "sent, but no message carries its mark"
    seen = [m for m in own if m.gone is None and (m.orphan or not m.forgotten)]
    return _outdated(record, name, row, seen[0].text) if seen else None


def _own(record: Record, mark: str, row: Row) -> list[Shown]:
    """Its messages. With the clock set back, one of a forgotten future may be found: it has to read right."""
    own = [message for message in record.copies[mark] if message.mark == mark]
    return own or [message for message in record.messages if (message.mark, message.ts) == (mark, row.ts)]


def _outdated(record: Record, name: str, row: Row, text: str) -> str | None:
    """Whether the message reads otherwise than its newest edit, or the facts, say."""
    edits = [r for r in record.rows.values() if r.root == row.id and r.manner == "edit"]
    newest = max(edits, key=lambda each: each.id, default=row)
    if newest.notice is None or newest.state in ("dead", "cancelled") or _has_its_day(record, newest):
        return None
    said = _NOTICE.validate_python(newest.notice)
    if text not in _texts(said):
        return f"reads {text!r}, not as {newest.period} says"
    owed = record.standing.get(name)
    return None if owed is None or owed.notice == said else "the facts say something else"


def _folded(record: Record, name: str, row: Row) -> str | None:
    if any(record.marks[name] in message.covers for message in record.messages):
        return None
    unsaid = (n for n, r in record.rows.items() if r.id == row.folded_into and r.state not in _SAID)
    teller = next(unsaid, None)
    return _wrong(record, teller) if teller else "folded, but no message names it"


def _cancelled(record: Record, name: str, row: Row) -> str | None:
    if name in record.standing or not row.reason:
        return f"cancelled ({row.reason}), but owed"
    return None


def _dead(record: Record, name: str, row: Row) -> str | None:
    if row.kind == KIND:
        return None
    hour = f"0:{KIND}:{row.told_at:%Y-%m-%dT%H}" if row.told_at else "never"
    told = any(n.startswith(hour) and r.state == "sent" for n, r in record.rows.items())
    return None if told else f"dead ({row.error}), and nobody was told"


_ENDS: Mapping[str, Callable[[Record, str, Row], str | None]] = {
    "sent": _sent,
    "folded": _folded,
    "cancelled": _cancelled,
    "dead": _dead,
}


def _texts(notice: AnyNotice) -> tuple[str, str]:
    return blocks.draw(notice).text, blocks.draw_plain(notice).text


def _read(store: Store, slack: LyingSlack, calm: datetime) -> Record:
    with store.read(T) as look:
        use_cases, settings = [look.use_case(one.number) for one in look.listed()], look.settings()
        owed = frozenset(n for names in OWED.values() for one in use_cases for n in names(look, one, calm))
        away = {one for one in PEOPLE if planner.rests_until(look, one, calm + CALM)}
    told = marked(store)
    rows, marks = {one.name: one.row for one in told}, {one.name: one.mark for one in told}
    ours, copies = tuple(m for m in slack.messages if m.user == BOT), defaultdict[str, list[Shown]](list)
    rows_by = {one.mark: one.row for one in told}
    for message in (one for one in ours if not one.orphan):
        for carried in (message.mark, *message.covers):
            if not (message.outlived and _is_of_another(message, rows_by.get(carried))):
                copies[carried].append(message)
    return Record(
        standing={letter.name: letter for one in use_cases for letter in cards.standing(one, settings)},
        owed=owed,
        rows=rows,
        marks=marks,
        copies=copies,
        messages=ours,
        resting=_resting(rows.values(), away, calm + CALM),
        calm=calm,
    )


def _is_of_another(message: Shown, row: Row | None) -> bool:
    """In a forgotten future another one may have been asked, or because of another pause."""
    if row is None or message.channel not in (row.channel, f"D{row.dest}"):
        return True
    return bool(row.notice is None and message.at < row.due_at - ANOTHER_PLAN)


def _resting(rows: Collection[Row], away: set[str], now: datetime) -> frozenset[int]:
    """What waits for whoever is away, and what would change it once it stands."""
    rests = {
        row.id
        for row in rows
        if row.state == "pending" and row.notice is None and row.dest in away and row.next_at > now
    }
    return frozenset(rests | {row.id for row in rows if row.manner == "edit" and row.root in rests})
