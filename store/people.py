"""People as Slack describes them, each with a random id that the audit uses instead of a name."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select, update

from playbook.facts import Person, PersonId
from playbook.persons import is_forgotten, pseudonym
from store.tables import people
from store.upsert import insert

_SHOWN = ("name", "zone", "admin", "guest", "foreign", "bot", "deactivated")
_PERSON = select(people.c.slack_id, *(people.c[column] for column in _SHOWN))
_KNOWN: Final = _PERSON.where(
    people.c.workspace == bindparam("workspace"),
    people.c.slack_id.in_(bindparam("ids", expanding=True)),
    people.c.seen_at.is_not(None),
)

_RANDOM_IDS: Final = select(people.c.slack_id, people.c.person).where(
    people.c.workspace == bindparam("workspace"), people.c.slack_id.in_(bindparam("ids", expanding=True))
)


def known(connection: Connection, workspace: str, ids: Iterable[PersonId]) -> dict[PersonId, Person]:
    """Whoever of these was ever looked up."""
    wanted = list(ids)
    rows = connection.execute(_KNOWN, {"workspace": workspace, "ids": wanted}).all() if wanted else ()
    return {row.slack_id: _person(row) for row in rows}


def admins(connection: Connection, workspace: str) -> tuple[Person, ...]:
    """Whom Slack calls an admin there, as far as is known."""
    asked = _PERSON.where(
        people.c.workspace == workspace, people.c.admin, ~people.c.deactivated, ~people.c.bot
    )
    return tuple(_person(row) for row in connection.execute(asked.order_by(people.c.slack_id)))


def keep(connection: Connection, workspace: str, person: Person, now: datetime) -> None:
    """Remember what Slack says about somebody."""
    told = person.model_dump(include=set(_SHOWN)) | {"seen_at": now}
    row = {"workspace": workspace, "person": uuid.uuid4().hex, "slack_id": person.id, **told}
    new = insert(connection, people).values(row)
    connection.execute(
        new.on_conflict_do_update(index_elements=[people.c.workspace, people.c.slack_id], set_=told)
    )


def random_ids(connection: Connection, workspace: str, ids: Iterable[PersonId]) -> dict[PersonId, str]:
    """The random ids of these people; whoever is not known yet gets one."""
    named = set(ids)
    gone = _of_pseudonyms(connection, workspace, {one for one in named if is_forgotten(one)})
    wanted = sorted(named - gone.keys())
    if not wanted:
        return gone
    asked = {"workspace": workspace, "ids": wanted}
    found = dict(iter(connection.execute(_RANDOM_IDS, asked)))
    if new := [_named(workspace, person) for person in wanted if person not in found]:
        connection.execute(insert(connection, people).on_conflict_do_nothing(), new)
        found = dict(iter(connection.execute(_RANDOM_IDS, asked)))
    return found | gone


def _of_pseudonyms(connection: Connection, workspace: str, pseudonyms: set[PersonId]) -> dict[PersonId, str]:
    """Pseudonyms are made of random ids, whether their person was forgotten or is only not named any more."""
    if not pseudonyms:
        return {}
    known = connection.scalars(select(people.c.person).where(people.c.workspace == workspace))
    by_name = {pseudonym(one): one for one in known}
    return {one: by_name[one] for one in pseudonyms if one in by_name}


def by_random_id(connection: Connection, workspace: str, person: str) -> tuple[PersonId, str] | None:
    """Slack's id and the name behind a random id, None once they are erased."""
    asked = select(people.c.slack_id, people.c.name).where(
        people.c.workspace == workspace, people.c.person == person, people.c.slack_id.is_not(None)
    )
    row = connection.execute(asked).one_or_none()
    return (row.slack_id, row.name) if row else None


def keep_direct_channel(connection: Connection, workspace: str, person: PersonId, channel: str) -> None:
    """Remember the direct messages with somebody, so that they are opened only once."""
    random_ids(connection, workspace, [person])
    row = (people.c.workspace == workspace) & (people.c.slack_id == person)
    connection.execute(update(people).where(row).values(direct_channel=channel))


def _named(workspace: str, person: PersonId) -> dict[str, object]:
    unknown = Person(id=person).model_dump(include=set(_SHOWN))
    return {"workspace": workspace, "person": uuid.uuid4().hex, "slack_id": person, **unknown}


def _person(row: Any) -> Person:
    return Person(id=row.slack_id, **{column: getattr(row, column) for column in _SHOWN})
