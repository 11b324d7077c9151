"""Forgetting a person: the record goes on to hold, and leads to nobody.

Ids first: the audit knows people by random ids, so a pseudonym that belongs to the same random id changes no
hash and no value the audit tells of. Then texts: each that named the person is written anew as a change of
its own, and what was typed before is erased.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, or_, select, update

from playbook import persons
from playbook.facts import Habits, PersonId, Reading, UseCase
from store import letterbox, use_cases
from store.feeds import feeds
from store.homes import homes
from store.people import random_ids
from store.sealed_tables import decision_texts
from store.tables import audit_texts, drafts, habits, inbox, letters, people, readings
from store.tables import use_cases as use_case_rows
from store.tokens import tokens
from store.webhooks import deliveries

Change = Callable[[str], str]


class Gone(NamedTuple):
    """Somebody who is being forgotten: their id and name until now, and what stands in their place."""

    person: PersonId
    name: str
    instead: PersonId

    @property
    def ids(self) -> Change:
        """Replaces their id where it stands alone."""
        return persons.in_ids(self.person, self.instead)

    @property
    def texts(self) -> Change:
        """Replaces them in texts."""
        return persons.in_texts(self.person, self.name, self.instead)


def known(connection: Connection, workspace: str, said: str) -> list[tuple[PersonId, str]]:
    """Whoever has that id or that name; a pseudonym is nobody."""
    wanted = said.strip().removeprefix("<@").partition("|")[0].removesuffix(">")
    asked = select(people.c.slack_id, people.c.name).where(
        people.c.workspace == workspace, people.c.slack_id.is_not(None)
    )
    rows = [(row.slack_id, row.name) for row in connection.execute(asked)]
    alike = [one for one in rows if one[0] == wanted.upper()]
    alike = alike or [one for one in rows if one[1].casefold() == said.strip().casefold() != ""]
    return [one for one in alike if not persons.is_forgotten(one[0])]


def rename(connection: Connection, workspace: str, person: PersonId, name: str) -> Gone:
    """Let the pseudonym belong to their random id, and let go of what Slack said about them."""
    here = (people.c.workspace == workspace) & (people.c.slack_id == person)
    random_id = connection.scalar(select(people.c.person).where(here))
    gone = Gone(person, name, persons.pseudonym(str(random_id)))
    unknown = {"name": "", "zone": "UTC", "direct_channel": None, "seen_at": None}
    flags = dict.fromkeys(("admin", "guest", "foreign", "bot", "deactivated"), False)
    connection.execute(update(people).where(here).values(slack_id=gone.instead, **unknown, **flags))
    return gone


def replace_ids(connection: Connection, workspace: str, gone: Gone) -> None:
    """Everywhere but in texts and in what was said: no value that is chained changes."""
    mine = (readings.c.workspace == workspace) & (readings.c.by == gone.person)
    connection.execute(update(readings).where(mine).values(by=gone.instead))
    for row in connection.execute(_naming(workspace, gone)).all():
        use_case = use_cases.load(connection, workspace, row.number)
        use_cases.rewrite(connection, workspace, persons.replaced(use_case, gone.ids))
    _habits(connection, workspace, gone)
    made = (tokens.c.workspace == workspace) & (tokens.c.made_by == gone.person)
    connection.execute(update(tokens).where(made).values(made_by=gone.instead))
    for table in (drafts, habits, homes, feeds):
        theirs = (table.c.workspace == workspace) & (table.c.person == gone.person)
        connection.execute(delete(table).where(theirs))
    keys = inbox.c.key.contains(gone.person, autoescape=True)
    connection.execute(delete(inbox).where(inbox.c.workspace == workspace, keys))


def unname_authors(connection: Connection, workspace: str, before: datetime) -> None:
    """Let pseudonyms stand for whoever logged a reading before then."""
    old = (readings.c.workspace == workspace) & (readings.c.at < before)
    authors = connection.scalars(select(readings.c.by).where(old).distinct()).all()
    named = [one for one in authors if not persons.is_forgotten(one)]
    for person, random_id in random_ids(connection, workspace, named).items():
        theirs = old & (readings.c.by == person)
        connection.execute(update(readings).where(theirs).values(by=persons.pseudonym(random_id)))


def _naming(workspace: str, gone: Gone) -> Any:
    document = use_case_rows.c.document
    return select(use_case_rows.c.number).where(
        use_case_rows.c.workspace == workspace, document.contains(gone.person, autoescape=True)
    )


def _habits(connection: Connection, workspace: str, gone: Gone) -> None:
    here = (habits.c.workspace == workspace) & habits.c.document.contains(gone.person, autoescape=True)
    for row in connection.execute(select(habits).where(here)).all():
        said = persons.replaced(Habits.model_validate_json(row.document), gone.ids)
        one = (habits.c.workspace == workspace) & (habits.c.person == row.person)
        connection.execute(update(habits).where(one).values(document=said.model_dump_json()))


def named_in(connection: Connection, workspace: str, gone: Gone) -> list[int]:
    """The use cases whose texts name them."""
    here, document = use_case_rows.c.workspace == workspace, use_case_rows.c.document
    words = [one for one in (gone.person, gone.name) if one]
    asked = select(use_case_rows.c.number).where(
        here, or_(*(document.icontains(one, autoescape=True) for one in words))
    )
    return list(connection.scalars(asked.order_by(use_case_rows.c.number)))


def in_words(use_case: UseCase, gone: Gone) -> UseCase:
    """A use case whose texts do not name them any more."""
    return persons.replaced(use_case, gone.texts)


def reword_readings(connection: Connection, workspace: str, gone: Gone) -> list[tuple[int, Reading, Reading]]:
    """Notes and reasons that name them, written anew: use case, before and after."""
    here = readings.c.workspace == workspace
    asked = select(readings).where(here, or_(readings.c.note != "", readings.c.reason != ""))
    done = []
    for row in connection.execute(asked).mappings().all():
        before = Reading.model_validate({name: row[name] for name in Reading.model_fields})
        said = {"note": gone.texts(before.note), "reason": gone.texts(before.reason)}
        after = before.model_copy(update=said)
        if after != before:
            one = (readings.c.use_case == row["use_case"]) & (readings.c.number == before.number)
            connection.execute(update(readings).where(here, one).values(said))
            done.append((row["use_case"], before, after))
    return done


def untell(connection: Connection, workspace: str, gone: Gone) -> None:
    """What a webhook was told of them, or would be, is not kept."""
    body = deliveries.c.body
    words = [one for one in (gone.person, gone.name) if one]
    named = or_(*(body.icontains(one, autoescape=True) for one in words))
    connection.execute(delete(deliveries).where(deliveries.c.workspace == workspace, named))


def erase_texts(connection: Connection, workspace: str, gone: Gone) -> int:
    """What was typed and names them: erased from the audit and from the seals. How many texts went."""
    count = 0
    for table in (audit_texts, decision_texts):
        key = list(table.primary_key.columns)
        asked = select(*key, table.c.text).where(table.c.workspace == workspace)
        for row in connection.execute(asked).all():
            if gone.texts(row.text) != row.text:
                same = [column == row._mapping[column.name] for column in key]
                connection.execute(delete(table).where(*same))
                count += 1
    return count


def redraw(connection: Connection, workspace: str, gone: Gone, now: datetime) -> bool:
    """Edit every message that names them, let go of those to them, and forget them in the ledger."""
    letterbox.end_for(connection, workspace, gone.person, now)
    here = letters.c.workspace == workspace
    newest: dict[int, Any] = {}
    wants_heart = False
    for row in connection.execute(select(letters).where(here).order_by(letters.c.id)).all():
        notice = persons.changed(row.notice, gone.texts)
        if row.notice != notice or gone.person in (row.dest, *row.period.split(":")):
            _reword(connection, row, notice, gone)
        if row.state != "cancelled":
            newest[row.root if row.manner == "edit" else row.id] = (row, notice)
    for root, (row, notice) in newest.items():
        if row.notice != notice and row.state == "sent" and row.dest != gone.person:
            wants_heart |= letterbox.reword(connection, root, row, notice, f"f{gone.instead[-8:]}", now)
    return wants_heart


def _reword(connection: Connection, row: Any, notice: Any, gone: Gone) -> None:
    period = row.period.replace(gone.person, gone.instead)
    values = {"dest": gone.ids(row.dest), "period": period, "notice": notice}
    if period != row.period:  # its mark was made of the old name: it would not be found again
        values["sweep_at"] = None
    connection.execute(update(letters).where(letters.c.id == row.id).values(values))
