"""What people typed into forms they have not saved: kept for a day."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, select

from playbook.facts import Draft, PersonId
from store.tables import drafts
from store.upsert import insert

KEPT = timedelta(days=1)


def find(connection: Connection, workspace: str, person: PersonId, form: str, now: datetime) -> Draft | None:
    """What they last typed into that form, unless it is older than a day."""
    asked = select(drafts.c.answers, drafts.c.saved_at).where(_is(workspace, person, form))
    row = connection.execute(asked.where(drafts.c.saved_at > now - KEPT)).one_or_none()
    return Draft(form=form, answers=row.answers, saved_at=row.saved_at) if row else None


def keep(
    connection: Connection,
    workspace: str,
    person: PersonId,
    form: str,
    answers: dict[str, Any],
    now: datetime,
) -> None:
    """Keep what stands in the form now, and forget what this person typed more than a day ago."""
    old = (drafts.c.workspace == workspace) & (drafts.c.person == person) & (drafts.c.saved_at <= now - KEPT)
    connection.execute(delete(drafts).where(old))
    typed = {"answers": answers, "saved_at": now}
    new = insert(connection, drafts).values(workspace=workspace, person=person, form=form, **typed)
    connection.execute(
        new.on_conflict_do_update(
            index_elements=[drafts.c.workspace, drafts.c.person, drafts.c.form], set_=typed
        )
    )


def drop(connection: Connection, workspace: str, person: PersonId, form: str) -> None:
    """Forget it."""
    connection.execute(delete(drafts).where(_is(workspace, person, form)))


def _is(workspace: str, person: PersonId, form: str) -> ColumnElement[bool]:
    return (drafts.c.workspace == workspace) & (drafts.c.person == person) & (drafts.c.form == form)
