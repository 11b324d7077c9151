"""The addresses of people's calendars: one each, unguessable, known by its hash alone."""

import secrets
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, Index, delete, select
from sqlmodel import Field

from playbook.facts import PersonId
from store.shown_once import hash_of
from store.tables import Row, moment, own_workspace, people, table, workspaces
from store.upsert import insert
from store.work import Look, Work


class Feeds(Row, table=True):
    """Whose dates an address leads to."""

    __tablename__ = "feeds"
    __table_args__ = (Index("ix_feeds_hash", "hash", unique=True),)

    workspace: str = own_workspace()
    person: str = Field(primary_key=True)
    hash: str
    made_at: datetime = moment()


feeds = table(Feeds)


class Reader(NamedTuple):
    """Whose dates are asked for."""

    workspace: str
    person: PersonId


def renew(work: Work, person: PersonId, now: datetime) -> str:
    """A new secret for somebody's address, 256 bits; the one before leads nowhere from now on."""
    secret = secrets.token_urlsafe(32)
    row = {"workspace": work._workspace, "person": person, "hash": hash_of(secret), "made_at": now}
    new = insert(work._connection, feeds).values(row)
    said = {name: row[name] for name in ("hash", "made_at")}
    work._connection.execute(
        new.on_conflict_do_update(index_elements=[feeds.c.workspace, feeds.c.person], set_=said)
    )
    work._audit("calendar address made", "calendar", None, None)
    return secret


def revoke(work: Work, person: PersonId) -> None:
    """Let somebody's address lead nowhere."""
    here = (feeds.c.workspace == work._workspace) & (feeds.c.person == person)
    if work._connection.execute(delete(feeds).where(here)).rowcount:
        work._audit("calendar address revoked", "calendar", None, None)


def made_at(look: Look, person: PersonId) -> datetime | None:
    """Since when somebody has an address; None without one."""
    here = (feeds.c.workspace == look._workspace) & (feeds.c.person == person)
    return look._connection.scalar(select(feeds.c.made_at).where(here))


def reader(connection: Connection, secret: str) -> Reader | None:
    """Whose dates this secret leads to: of an open account, in a workspace the app is in."""
    same = (people.c.workspace == feeds.c.workspace) & (people.c.slack_id == feeds.c.person)
    asked = select(feeds.c.workspace, feeds.c.person).select_from(feeds.join(workspaces).join(people, same))
    alive = workspaces.c.uninstalled_at.is_(None) & ~people.c.deactivated
    row = connection.execute(asked.where(feeds.c.hash == hash_of(secret), alive)).one_or_none()
    return Reader(row.workspace, row.person) if row else None
