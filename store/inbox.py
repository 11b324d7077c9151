"""Requests that were worked on: a repeat meets the key of the first and changes nothing."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, delete, func, select

from playbook.refusals import AlreadyDone
from store.tables import inbox
from store.upsert import insert_of

KEPT = timedelta(days=7)  # Slack repeats an event for at most a day


class Repeated(AlreadyDone):
    """This was already done."""


def take(connection: Connection, workspace: str, key: str, now: datetime) -> None:
    """Write the key of a request down before anything else. Raises `Repeated` when it was there."""
    row = {"workspace": workspace, "key": key, "received_at": now}
    if connection.scalar(_new(connection.dialect.name), row) is None:
        raise Repeated


@cache
def _new(dialect: str) -> Any:
    """The INSERT of that dialect; nothing comes back where the key is known."""
    return insert_of(dialect, inbox).on_conflict_do_nothing().returning(inbox.c.key)


def forget_old(connection: Connection, workspace: str, now: datetime) -> None:
    """Delete the keys of requests that are not repeated any more; the last one tells when that was."""
    here = inbox.c.workspace == workspace
    last = select(func.max(inbox.c.received_at)).where(here).scalar_subquery()
    old = (inbox.c.received_at < now - KEPT) & (inbox.c.received_at < last)
    connection.execute(delete(inbox).where(here, old))
