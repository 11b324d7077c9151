"""What the ledger knows of messages to people: what was sent to whom, when it was due, what came of it."""

from datetime import datetime

from sqlalchemy import Connection, and_, exists, select

from playbook.budget import Told
from playbook.facts import PersonId
from store.tables import letters, people

_edit = letters.alias("edit")
ASKED_AGAIN = ":n"  # the mark of an edit that points to a reminder: nobody answered


def told(
    connection: Connection, workspace: str, since: datetime, until: datetime, person: PersonId | None = None
) -> tuple[Told, ...]:
    """Letters to people, or to one, that were due in that time and were sent, or folded into another one."""
    edited = exists().where(
        _edit.c.root == letters.c.id, _edit.c.manner == "edit", ~_edit.c.period.endswith(ASKED_AGAIN)
    )
    to_people = letters.join(
        people, and_(people.c.workspace == letters.c.workspace, people.c.slack_id == letters.c.dest)
    )
    asked = select(
        letters.c.dest, letters.c.kind, letters.c.due_at, letters.c.sent_at, edited.label("edited")
    ).select_from(to_people)
    found = asked.where(
        letters.c.workspace == workspace,
        letters.c.state.in_(["sent", "folded"]),
        letters.c.manner != "edit",
        letters.c.due_at >= since,
        letters.c.due_at < until,
    )
    if person:
        found = found.where(letters.c.dest == person)
    return tuple(Told(*row) for row in connection.execute(found.order_by(letters.c.due_at, letters.c.id)))
