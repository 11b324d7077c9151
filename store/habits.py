"""How people want to be asked; the defaults for whoever never said."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import Connection, bindparam, select

from playbook.facts import Habits, PersonId
from store.tables import habits
from store.upsert import insert

_OF: Final = select(habits.c.person, habits.c.document).where(
    habits.c.workspace == bindparam("workspace"), habits.c.person.in_(bindparam("people", expanding=True))
)
# Whoever else it finds is left out below: an id is no pattern.
_NAMING: Final = select(habits.c.person, habits.c.document).where(
    habits.c.workspace == bindparam("workspace"), habits.c.document.like(bindparam("with_deputy"))
)


def of(connection: Connection, workspace: str, people: Iterable[PersonId]) -> dict[PersonId, Habits]:
    """What these people said; whoever said nothing is not in it."""
    rows = connection.execute(_OF, {"workspace": workspace, "people": list(people)})
    return {row.person: Habits.model_validate_json(row.document) for row in rows}


def keep(connection: Connection, workspace: str, person: PersonId, said: Habits) -> None:
    """Write down how somebody wants to be asked."""
    row = {"workspace": workspace, "person": person, "document": said.model_dump_json()}
    new = insert(connection, habits).values(row)
    same = [habits.c.workspace, habits.c.person]
    connection.execute(new.on_conflict_do_update(index_elements=same, set_={"document": row["document"]}))


def naming(connection: Connection, workspace: str, deputy: PersonId) -> tuple[PersonId, ...]:
    """Who named this person as deputy, whether they are away today or not."""
    rows = connection.execute(_NAMING, {"workspace": workspace, "with_deputy": f"%{deputy}%"})
    said = ((row.person, Habits.model_validate_json(row.document)) for row in rows)
    return tuple(person for person, one in said if one.deputy == deputy)
