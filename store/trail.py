"""The audit told with names and texts again, as far as they were not erased."""

import json
from typing import Any, Final

from sqlalchemy import Connection, and_, select

from playbook.record import Changed, Event, Seal
from store import seals
from store.tables import audit, audit_texts, people

ERASED: Final = "(erased)"


def of(connection: Connection, workspace: str, thing: str) -> tuple[Event, ...]:
    """Every change of one thing, in order."""
    here = and_(audit.c.workspace == workspace, audit.c.thing == thing)
    rows = connection.execute(select(audit).where(here).order_by(audit.c.number)).all()
    numbers = select(audit.c.number).where(here)
    kept = select(audit_texts).where(audit_texts.c.workspace == workspace, audit_texts.c.number.in_(numbers))
    texts = {(row.number, row.hash): row.text for row in connection.execute(kept)}
    known = select(people.c.person, people.c.slack_id).where(people.c.workspace == workspace)
    ids = {row.person: row.slack_id for row in connection.execute(known)}
    return tuple(_event(row, ids, texts) for row in rows)


def seals_of(connection: Connection, workspace: str, use_case: int) -> tuple[Seal, ...]:
    """The hash and the rules of every sealed decision."""
    return tuple(
        Seal(number=one["sealed"]["number"], rules=one["sealed"]["rules"], hash=one["hash"])
        for one in seals.sealed(connection, workspace, use_case)
    )


def everybody(connection: Connection, workspace: str) -> dict[str, str]:
    """Everybody's name by their id."""
    known = select(people.c.slack_id, people.c.name).where(
        people.c.workspace == workspace, people.c.slack_id.is_not(None)
    )
    return {row.slack_id: row.name for row in connection.execute(known) if row.name}


def _event(row: Any, ids: dict[str, str], texts: dict[tuple[int, str], str]) -> Event:
    def told(value: Any) -> Any:
        match value:
            case {"person": person}:
                return ids.get(person) or ERASED
            case {"text": digest}:
                return texts.get((row.number, digest), ERASED)
            case _:
                return value

    changes = json.loads(row.changes).items()
    return Event(
        number=row.number,
        at=row.at,
        who=ids.get(row.who) if row.who else None,
        via=row.via,
        act=row.act,
        thing=row.thing,
        changes=tuple(Changed(field=path, before=told(was), after=told(now)) for path, (was, now) in changes),
        hash=row.hash,
    )
