"""Writing letters down, inside the unit of work that decided them. store/outbox.py carries them on.

An edit names the letter whose message it edits, a reply the one whose thread it joins: that letter is its
*root*. Only the newest edit of a root is worth sending, so an older one that still waits is cancelled.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final, NamedTuple

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Connection, Row, bindparam, or_, select, update

from playbook.letters import AnyNotice, Letter, Owed
from playbook.persons import is_forgotten
from store import naming
from store.literals import word, words
from store.steps import line, log_all, log_lines
from store.tables import letters, use_cases
from store.upsert import insert_of

_NOTICE: Final[TypeAdapter[AnyNotice]] = TypeAdapter(AnyNotice)
_NAMES: Final = select(letters.c.use_case, letters.c.kind, letters.c.period).where(
    letters.c.workspace == bindparam("workspace"),
    letters.c.use_case.in_(bindparam("use_cases", expanding=True)),
    letters.c.kind.in_(bindparam("kinds", expanding=True)),
)
SUPERSEDED = "superseded"
NEVER_STOOD = "the message it edits does not stand"
NO_ROOT = "there is no such message to edit"
CLOSED = "their account is closed"
DELETED = "a person deleted the message"
FORGOTTEN = "the person was forgotten"
_NAMED: Final = select(letters).where(
    *(letters.c[part] == bindparam(part) for part in ("workspace", "use_case", "kind", "period"))
)
_STANDING: Final = select(letters.c.kind, letters.c.period).where(
    *(letters.c[part] == bindparam(part) for part in ("workspace", "use_case")),
    letters.c.notice.is_(None),
    letters.c.manner == word("post"),
    letters.c.state.in_(words("sent", "sending", "unknown", "folded")),
    letters.c.due_at >= bindparam("since"),
)
ITS_HOUR_MOVES = timedelta(days=1)


def _of_its_use_case(part: str) -> ColumnElement[Any]:
    """A column of the use case a letter is about; NULL for a letter about none."""
    its = (use_cases.c.workspace == letters.c.workspace) & (use_cases.c.number == letters.c.use_case)
    return select(use_cases.c[part]).where(its).scalar_subquery().label(part)


REGISTERED_AT: Final = _of_its_use_case("registered_at")
NONCE: Final = _of_its_use_case("nonce")
FALLEN = ("dead", "cancelled", "folded")  # how a root ends without a message of its own


@dataclass(frozen=True)
class LetterState:
    """How far a letter has come, and where its message stands."""

    state: str
    channel: str | None
    ts: str | None


class Posted(NamedTuple):
    """A message that was posted: the name of its letter, to whom or where, and where it stands since when."""

    name: str
    to: str
    channel: str
    ts: str
    sent_at: datetime

    @property
    def kind(self) -> str:
        """What kind of letter it is."""
        return self.name.split(":")[1]


class Named(NamedTuple):
    """What others know a letter by: its name, the form its use case came from, since when it may stand."""

    id: int
    name: str
    nonce: str | None
    since: datetime


def post(
    connection: Connection, workspace: str, letter: Letter, now: datetime, at: datetime | None = None
) -> bool:
    """Write a told letter down, to go at once or `at` that moment. False when its key is known."""
    if is_forgotten(letter.to):
        return False
    named = letter.replaces or letter.replies_to
    root = _root(connection, workspace, named) if named else None
    notice = letter.notice.model_dump(mode="json")
    if letter.replaces and root is not None and _reworded(connection, root, notice, now):
        return False
    row = _new(workspace, letter.use_case, letter.notice.kind, letter.period, letter.to, at or now)
    row |= {"notice": notice, "joins_ts": letter.thread, **_manner(letter, root)}
    number = _insert(connection, row, now)
    if number is None:
        return False
    if letter.replaces and root is not None:
        _cancel_older_edits(connection, root.id, number, now)
    return bool(row["state"] == "pending")


def _reworded(connection: Connection, root: Row[Any], notice: dict[str, Any], now: datetime) -> bool:
    """Let a letter that waits for its hour say the newer thing; whether it still waited."""
    waits = (letters.c.id == root.id) & untried() & (letters.c.manner == "post")
    waits &= (letters.c.next_at > now) & letters.c.notice.is_not(None)
    return connection.execute(update(letters).where(waits).values(notice=notice)).rowcount > 0


def cancel_to(connection: Connection, workspace: str, person: str, now: datetime) -> None:
    """Cancel what was not sent yet to somebody whose account is closed."""
    theirs = (letters.c.workspace == workspace) & (letters.c.dest == person) & (letters.c.state == "pending")
    posts = list(connection.scalars(select(letters.c.id).where(theirs, letters.c.manner == "post")))
    log_all(connection, letters.c.id.in_(posts), {"state": "cancelled", "reason": CLOSED}, now)
    end_edits(connection, posts, CLOSED, now)


def untried() -> ColumnElement[bool]:
    """Letters nobody tried to send yet, nor saw in Slack; while Slack is out of reach, they only wait."""
    never = (letters.c.attempt == 0) | letters.c.first_try_at.is_(None)
    return (letters.c.state == word("pending")) & (letters.c.verify == 0) & never


def owe(connection: Connection, workspace: str, owed: Sequence[Owed], now: datetime) -> tuple[Owed, ...]:
    """Write down what is owed; what it says is made when it is claimed. Answers what was not known yet."""
    known = _known_of(connection, workspace, owed)
    new = {one.name: one for one in owed if one.name not in known and not is_forgotten(one.to)}
    if not new:
        return ()
    rows = [_owed(workspace, one) for one in new.values()]
    added = connection.execute(_new_letter(connection.dialect.name), rows).all()
    log_lines(connection, [line(row.id, now, was=None, became="pending") for row in added])
    return tuple(new[naming.of(row)] for row in added)


def _known_of(connection: Connection, workspace: str, owed: Sequence[Owed]) -> set[str]:
    """The names of letters like these that were written: most of what the calendar owes is known already."""
    use_cases, kinds = {one.use_case for one in owed}, {one.kind for one in owed}
    asked = {"workspace": workspace, "use_cases": list(use_cases), "kinds": list(kinds)}
    return {f"{number}:{kind}:{period}" for number, kind, period in connection.execute(_NAMES, asked)}


def _owed(workspace: str, owed: Owed) -> dict[str, Any]:
    row = _new(workspace, owed.use_case, owed.kind, owed.period, owed.to, owed.due_at)
    row |= {"notice": None, "expires_at": owed.expires_at, "joins_ts": owed.thread}
    return row | {"next_at": owed.goes_at}


def fold(connection: Connection, workspace: str, into: str, names: Iterable[str], now: datetime) -> bool:
    """Let one letter speak for others too. False when one of them was tried already."""
    target = _named(connection, workspace, into, untried())
    if target is None:
        return False
    found = [_named(connection, workspace, name, untried()) for name in names]
    folded = [row for row in found if row is not None and row.id != target.id]
    ids = [each for row in folded for each in (row.id, *row.covers)]
    step = {"state": "folded", "folded_into": target.id, "reason": f"told by {into}"}
    log_all(connection, letters.c.id.in_(ids), step, now)
    end_edits(connection, ids, NEVER_STOOD, now)
    covers = [*target.covers, *ids]
    connection.execute(update(letters).where(letters.c.id == target.id).values(covers=covers))
    return True


def resend(connection: Connection, workspace: str, name: str, now: datetime) -> bool:
    """Try a dead letter again, after looking whether it stands. Its newest edit comes back with it."""
    row = _named(connection, workspace, name, letters.c.state == "dead")
    if row is None:
        return False
    again = {"next_at": now, "refusals": 0, "rounds": 0, "plain": False, "tell_at": None, "told_at": None}
    looked_for = {"state": "pending"} if row.manner == "edit" else {"state": "unknown", "verify": 1}
    log_all(connection, letters.c.id == row.id, again | looked_for, now)
    of_root = (letters.c.root == row.id) & (letters.c.manner == "edit") & (letters.c.reason == NEVER_STOOD)
    newest = select(letters.c.id).where(of_root).order_by(letters.c.id.desc()).limit(1)
    log_all(connection, letters.c.id.in_(newest), again | {"state": "pending", "reason": None}, now)
    return True


def redraw(connection: Connection, workspace: str, name: str, mark: str, now: datetime) -> str | None:
    """Let the message that speaks for an owed letter be drawn anew; `mark` makes the edit's key unique.

    Answers whom it is addressed to; None when there is nothing to draw.
    """
    row = _named(connection, workspace, name)
    if row is not None and row.folded_into is not None:
        row = connection.execute(select(letters).where(letters.c.id == row.folded_into)).one()
    if row is None or row.gone_at or row.state in FALLEN or row.state == "pending":
        return None  # what was not sent yet will be made from the facts of then
    edit = _new(workspace, row.use_case, row.kind, f"{row.period}:{mark}", row.dest, now)
    number = _insert(connection, edit | {"notice": None, "manner": "edit", "root": row.id}, now)
    if number is None:
        return None
    _cancel_older_edits(connection, row.id, number, now)
    return str(row.dest)


def owed_standing(connection: Connection, workspace: str, use_case: int, since: datetime) -> tuple[str, ...]:
    """The owed letters about a use case that went out, or are going out, and were due since then."""
    about = {"workspace": workspace, "use_case": use_case, "since": since}
    return tuple(f"{use_case}:{kind}:{period}" for kind, period in connection.execute(_STANDING, about))


def state(connection: Connection, workspace: str, name: str) -> LetterState | None:
    """How far a letter has come; None when it was never written."""
    row = _named(connection, workspace, name)
    return LetterState(row.state, row.channel, row.ts) if row else None


def posted(connection: Connection, workspace: str) -> tuple[Posted, ...]:
    """Every message that was posted, edits apart, in order."""
    about = (letters.c.workspace == workspace) & (letters.c.manner != "edit") & letters.c.ts.is_not(None)
    asked = select(letters).where(about).order_by(letters.c.sent_at, letters.c.id)
    return tuple(
        Posted(naming.of(row), row.dest, row.channel, row.ts, row.sent_at)
        for row in connection.execute(asked)
    )


def told(
    connection: Connection, workspace: str, kinds: Collection[str], period: str
) -> list[tuple[str, str, AnyNotice]]:
    """The told letters about the whole workspace whose period begins so: name, address, notice."""
    asked = select(letters.c.kind, letters.c.period, letters.c.dest, letters.c.notice).where(
        letters.c.workspace == workspace,
        letters.c.use_case == 0,
        letters.c.kind.in_(kinds),
        letters.c.period.startswith(period, autoescape=True),
        letters.c.manner != "edit",
        letters.c.notice.is_not(None),
    )
    rows = connection.execute(asked.order_by(letters.c.id))
    return [(f"0:{row.kind}:{row.period}", row.dest, _NOTICE.validate_python(row.notice)) for row in rows]


def end_edits(connection: Connection, roots: Collection[int], reason: str, now: datetime) -> None:
    """Cancel the edits that wait for messages which will not stand any more."""
    edits = letters.c.root.in_(roots) & (letters.c.manner == "edit")
    waiting = edits & letters.c.state.in_(["pending", "unknown"])
    log_all(connection, waiting, {"state": "cancelled", "reason": reason}, now)


def named(connection: Connection, ids: Iterable[int]) -> list[Named]:
    """Letters by their numbers: those one letter speaks for, or its root."""
    parts = (letters.c[part] for part in ("id", "due_at", "notice", "use_case", "kind", "period"))
    asked = select(*parts, REGISTERED_AT, NONCE).where(letters.c.id.in_(list(ids))).order_by(letters.c.id)
    return [
        Named(row.id, naming.of(row), row.nonce, may_stand_since(row)) for row in connection.execute(asked)
    ]


def may_stand_since(row: Any) -> datetime:
    """The earliest moment at which a message of this letter was posted, if a backup forgot that it was.

    Of what the calendar owes a day before it is due, for people's hours and zones move it within one. Nothing
    older than its use case: that is of another one that had its number.
    """
    since: datetime = row.due_at - ITS_HOUR_MOVES if row.notice is None else row.due_at
    return max(since, row.registered_at) if row.registered_at else since


def end_for(connection: Connection, workspace: str, person: str, now: datetime) -> None:
    """Cancel what waits for somebody who is being forgotten."""
    theirs = (letters.c.workspace == workspace) & (letters.c.dest == person)
    waiting = theirs & letters.c.state.in_(["pending", "unknown", "dead"])
    log_all(connection, waiting, {"state": "cancelled", "reason": FORGOTTEN, "tell_at": None}, now)


def reword(
    connection: Connection, root: int, row: Row[Any], notice: dict[str, Any], mark: str, now: datetime
) -> bool:
    """Let a told message read so from now on; `row` is the letter that was written for it last."""
    stands = connection.execute(select(letters).where(letters.c.id == root)).one()
    if stands.gone_at or stands.state in FALLEN:
        return False
    edit = _new(row.workspace, row.use_case, row.kind, f"{stands.period}:{mark}", stands.dest, now)
    number = _insert(connection, edit | {"notice": notice, "manner": "edit", "root": root}, now)
    if number is not None:
        _cancel_older_edits(connection, root, number, now)
    return number is not None


def take_apart(connection: Connection, target: int, ids: Collection[int], now: datetime) -> None:
    """The message of `target` does not speak for these after all: each is looked for by itself."""
    step = {"state": "unknown", "verify": 1, "folded_into": None, "next_at": now, "reason": None}
    log_all(connection, letters.c.id.in_(list(ids)), step, now)
    covers = connection.execute(select(letters.c.covers).where(letters.c.id == target)).scalar_one()
    kept = [each for each in covers if each not in ids]
    connection.execute(update(letters).where(letters.c.id == target).values(covers=kept))


def _new(workspace: str, use_case: int, kind: str, period: str, to: str, due_at: datetime) -> dict[str, Any]:
    return {
        "workspace": workspace,
        "use_case": use_case,
        "kind": kind,
        "period": period,
        "dest": to,
        "manner": "post",
        "state": "pending",
        "due_at": due_at,
        "next_at": due_at,
        "covers": [],
        **dict.fromkeys(("verify", "attempt", "refusals", "rounds", "dup_checked"), 0),
        "plain": False,
    }


def _manner(letter: Letter, root: Row[Any] | None) -> dict[str, Any]:
    """Whether it stands alone, joins a thread or edits; an edit of what never stood is cancelled at once."""
    if letter.replaces:
        if root is None:
            return {"manner": "edit", "state": "cancelled", "reason": NO_ROOT}
        why = NEVER_STOOD if root.state in FALLEN else DELETED if root.gone_at else None
        ended = {"state": "cancelled", "reason": why} if why else {}
        return {"manner": "edit", "root": root.id, **ended}
    return {"manner": "reply", "root": root.id} if root is not None else {}


def _root(connection: Connection, workspace: str, name: str) -> Row[Any] | None:
    """The letter of that name; of an edit, the letter it edits."""
    row = _named(connection, workspace, name)
    if row is not None and row.manner == "edit" and row.root is not None:
        return connection.execute(select(letters).where(letters.c.id == row.root)).one()
    return row


def _named(connection: Connection, workspace: str, name: str, *also: ColumnElement[bool]) -> Row[Any] | None:
    named = {"workspace": workspace, **naming.parts(name)}
    return connection.execute(_NAMED.where(*also) if also else _NAMED, named).one_or_none()


def _insert(connection: Connection, row: dict[str, Any], now: datetime) -> int | None:
    number: int | None = connection.scalar(_new_letter(connection.dialect.name), row)
    if number is not None:
        log_lines(connection, [line(number, now, was=None, became=row["state"])])
    return number


@cache
def _new_letter(dialect: str) -> Any:
    """The INSERT of that dialect; nothing comes back where the key is known."""
    named = (letters.c[part] for part in ("id", "use_case", "kind", "period"))
    return insert_of(dialect, letters).on_conflict_do_nothing().returning(*named)


def _cancel_older_edits(connection: Connection, root: int, newest: int, now: datetime) -> None:
    older = (letters.c.root == root) & (letters.c.id < newest) & (letters.c.manner == "edit")
    never_tried = or_(letters.c.state == "pending", letters.c.state == "dead")
    log_all(connection, older & never_tried, {"state": "cancelled", "reason": SUPERSEDED}, now)
