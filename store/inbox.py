"""Requests that were worked on: a repeat meets the key of the first and changes nothing."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete

from playbook.refusals import AlreadyDone
from store.tables import inbox
from store.upsert import insert

KEPT = timedelta(days=7)  # Slack repeats an event for at most a day


class Repeated(AlreadyDone):
    """This was already done."""


def take(connection: Connection, workspace: str, key: str, now: datetime) -> None:
    """Write the key of a request down before anything else. Raises `Repeated` when it was there."""
    new = insert(connection, inbox).values(workspace=workspace, key=key, received_at=now)
    if connection.scalar(new.on_conflict_do_nothing().returning(inbox.c.key)) is None:
        raise Repeated
    old = (inbox.c.workspace == workspace) & (inbox.c.received_at < now - KEPT)
    connection.execute(delete(inbox).where(old))
