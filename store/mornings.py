"""What the morning's gathering asks of the ledger: who is owed what, who was asked, and to wait."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, select, true, update
from sqlalchemy import text as sql

from playbook.facts import PersonId
from playbook.letters import Owed
from playbook.morning import Unsent
from store import letterbox, naming
from store.literals import word, words
from store.tables import letters

QUIET = "quiet_hours"  # what a letter waits for that came at the wrong hour: nobody refused it


def unsent(connection: Connection, workspace: str, kinds: Collection[str], now: datetime) -> list[Unsent]:
    """Letters of these kinds that are due and were never tried."""
    waiting = sql("letters.state IN ('pending', 'unknown')")  # literal, or the partial index is not used
    untried = letterbox.untried() & (letters.c.manner == word("post")) & (letters.c.next_at <= now)
    asked = select(letters.c.use_case, letters.c.kind, letters.c.period, letters.c.dest, letters.c.due_at)
    found = asked.where(waiting, untried, letters.c.workspace == workspace, letters.c.kind.in_(kinds))
    return [
        Unsent(naming.of(row), row.dest, row.due_at)
        for row in connection.execute(found.order_by(letters.c.due_at, letters.c.id))
    ]


def waiting(connection: Connection, workspace: str, at: datetime) -> list[Owed]:
    """Letters that may go by that moment."""
    open_ = sql("letters.state IN ('pending', 'unknown')")
    asked = select(letters.c.use_case, letters.c.kind, letters.c.period, letters.c.dest, letters.c.next_at)
    found = asked.where(open_, letters.c.workspace == workspace, letters.c.next_at <= at)
    return [Owed(*row) for row in connection.execute(found.order_by(letters.c.next_at, letters.c.id))]


def asked_since(
    connection: Connection, workspace: str, person: PersonId, kinds: Collection[str], since: datetime
) -> bool:
    """Whether this person got, or is getting, a letter of these kinds since then."""
    theirs = (letters.c.workspace == workspace) & (letters.c.dest == person) & letters.c.kind.in_(kinds)
    tried = letters.c.state.in_(words("sent", "sending", "unknown")) & (letters.c.manner == word("post"))
    last = select(letters.c.id).where(theirs, tried, letters.c.last_try_at >= since).limit(1)
    return connection.scalar(last) is not None


def wake(connection: Connection, workspace: str, at: datetime, person: PersonId | None = None) -> None:
    """Let what waits for this person, or anybody, to work be asked about anew then: it may go sooner now."""
    owed = (letters.c.manner == word("post")) & letters.c.notice.is_(None)
    waits = (letters.c.state == word("pending")) & (letters.c.next_at > at)
    unhurt = letters.c.error.is_(None) | (letters.c.error == QUIET)
    whose = letters.c.dest == person if person else true()
    here = letters.c.workspace == workspace
    connection.execute(update(letters).where(here, owed, waits, unhurt, whose).values(next_at=at))


def postpone(connection: Connection, workspace: str, name: str, until: datetime) -> None:
    """Let an untried letter wait."""
    named = (letters.c[part] == value for part, value in naming.parts(name).items())
    untried = letterbox.untried() & (letters.c.manner == word("post"))
    here = letters.c.workspace == workspace
    connection.execute(update(letters).where(here, *named, untried).values(next_at=until))
