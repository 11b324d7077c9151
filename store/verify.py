"""Is the record as it was written? The chains are recomputed, and everything else is compared with them.

The audit and the sealed decisions are chains of hashes. From the audit, what each use case, its readings, the
settings and people's habits should be by now is told again, value by value, and compared with what is there.
docs/record.md says what this proves and what it cannot.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Table, and_, select, union

from store import raw
from store.audit import START, row_hash, text_hash
from store.raw import Raw
from store.retold import Retold
from store.sealed_tables import decision_texts, decisions
from store.seals import seal_hash
from store.tables import audit, audit_texts, habits, readings, use_cases, workspaces

RECORD: Final = (audit, audit_texts, decisions, decision_texts, use_cases, readings, habits)


class Broken(NamedTuple):
    """A row that is not as it was written: which, and what differs."""

    table: str
    row: str
    what: str


@dataclass
class Verified:
    """What was looked at in a workspace, and every row that is broken, the first one first."""

    workspace: str
    broken: list[Broken] = field(default_factory=list)
    head: str = START  # the hash of the newest row of the audit: worth noting elsewhere
    rows: dict[str, int] = field(default_factory=dict)
    erased: int = 0  # texts that were forgotten: nothing can be said about them
    unbound: int = 0  # texts of decisions that were sealed before texts were bound
    noted: bool = False  # the hash that somebody had noted was found in the chain


@dataclass
class Verdict:
    """What was found in each workspace, and the rows that belong to none."""

    workspaces: list[Verified] = field(default_factory=list)
    strays: list[Broken] = field(default_factory=list)

    @property
    def well(self) -> bool:
        """Whether everything is as it was written."""
        return not self.strays and not any(one.broken for one in self.workspaces)


def check(connection: Connection, workspace: str | None = None, noted: str = "") -> Verdict:
    """The record of one workspace, or of all; `noted` is a hash of the audit that somebody kept elsewhere."""
    verdict = Verdict()
    with raw.legible(connection):
        known = select(workspaces.c.id).order_by(workspaces.c.id)
        for one in [workspace] if workspace else connection.scalars(known).all():
            verdict.workspaces.append(_verified(connection, one, noted))
        verdict.strays += _strays(connection)
    return verdict


def _verified(connection: Connection, workspace: str, noted: str) -> Verified:
    found = Verified(workspace)
    if raw.broken(workspace):
        found.broken.append(Broken("workspaces", workspace, "its id cannot be read"))
        return found
    found.broken += _chain(connection, found, noted)
    for one in (_texts, _seals, _use_cases, _settings, _habits):
        found.broken += one(connection, found)
    return found


def _strays(connection: Connection) -> Iterator[Broken]:
    """Rows of the record that belong to no workspace that is there."""
    for table in RECORD:
        known = select(workspaces.c.id)
        for held in raw.rows(connection, table, table.c.workspace.not_in(known)):
            key = ", ".join(str(held[column.name]) for column in table.primary_key.columns)
            yield Broken(table.name, key, "its workspace is not there")


def _here(table: Table, found: Verified, **where: Any) -> ColumnElement[bool]:
    return and_(
        table.c.workspace == found.workspace, *(table.c[name] == value for name, value in where.items())
    )


# --- the audit ----------------------------------------------------------------------------------------------


def _chain(connection: Connection, found: Verified, noted: str) -> Iterator[Broken]:
    previous, expected = START, 1
    for held in raw.rows(connection, audit, _here(audit, found)):
        if what := _wrong_link(connection, audit, held, expected, previous, row_hash):
            yield Broken("audit", f"row {held['number']}", what)
        found.noted |= held["hash"] == noted
        previous, expected = _next_link(held, previous, expected)
    found.rows["audit"], found.head = expected - 1, previous


def _next_link(held: Raw, previous: str, expected: int) -> tuple[str, int]:
    """What the row after this one has to hold; a row that stands too early is passed over."""
    return (previous, expected) if held["number"] < expected else (held["hash"], held["number"] + 1)


def _wrong_link(
    connection: Connection, table: Table, held: Raw, expected: int, previous: str, hash_of: Any
) -> str:
    """What is wrong with one row of a chain; empty when nothing is."""
    if held["number"] != expected:
        return f"it stands where row {expected} should be"
    if held["previous"] != previous:
        return "it does not hold the hash of the row before it"
    try:
        row = raw.read(connection, table, held)
    except raw.Illegible as illegible:
        return str(illegible)
    said = {name: value for name, value in row.items() if name != "hash"}
    return "" if hash_of(said) == held["hash"] else "it does not match its own hash: a value was changed"


def _texts(connection: Connection, found: Verified) -> Iterator[Broken]:
    """Each kept text against its hash in the row it was typed in."""
    join = audit_texts.outerjoin(
        audit, and_(audit.c.workspace == audit_texts.c.workspace, audit.c.number == audit_texts.c.number)
    )
    asked = select(*audit_texts.c, audit.c.changes).select_from(join).where(_here(audit_texts, found))
    kept = 0
    for held in connection.execute(asked.order_by(audit_texts.c.number, audit_texts.c.hash)):
        kept += 1
        if text_hash(held.salt, held.text) != held.hash:
            yield Broken(
                "audit_texts", f"row {held.number}, {held.hash[:12]}", "the text does not match its hash"
            )
        elif f'"{held.hash}"' not in (held.changes or ""):
            yield Broken(
                "audit_texts", f"row {held.number}, {held.hash[:12]}", "no such text was typed there"
            )
    found.rows["audit_texts"] = kept


# --- sealed decisions ---------------------------------------------------------------------------------------


def _seals(connection: Connection, found: Verified) -> Iterator[Broken]:
    previous, expected, use_case, count = START, 1, None, 0
    for held in raw.rows(connection, decisions, _here(decisions, found)):
        if held["use_case"] != use_case:
            previous, expected, use_case = START, 1, held["use_case"]
        name = f"UC-{use_case}, decision {held['number']}"
        if what := _wrong_link(connection, decisions, held, expected, previous, seal_hash):
            yield Broken("decisions", name, what)
        else:
            yield from _seal_texts(connection, found, held, name)
        (previous, expected), count = _next_link(held, previous, expected), count + 1
    found.rows["decisions"] = count
    yield from _lost_texts(connection, found)


def _seal_texts(connection: Connection, found: Verified, held: Raw, name: str) -> Iterator[Broken]:
    bound = json.loads(held["sealed"]).get("texts")
    where = _here(decision_texts, found, use_case=held["use_case"], number=held["number"])
    there = list(raw.rows(connection, decision_texts, where))
    found.rows["decision_texts"] = found.rows.get("decision_texts", 0) + len(there)
    found.erased += len({*(bound or ())} - {kept["token"] for kept in there})
    for kept in there:
        row = f"{name}, {kept['token']}"
        if bound is None:
            found.unbound += 1
        elif kept["token"] not in bound:
            yield Broken("decision_texts", row, "no such text was sealed there")
        elif text_hash(kept["salt"], kept["text"]) != bound[kept["token"]]:
            yield Broken("decision_texts", row, "the text does not match its hash in the seal")


def _lost_texts(connection: Connection, found: Verified) -> Iterator[Broken]:
    """Texts of decisions that are not there."""
    same = [decisions.c[name] == decision_texts.c[name] for name in ("workspace", "use_case", "number")]
    known = select(decisions.c.number).where(*same).exists()
    for kept in raw.rows(connection, decision_texts, _here(decision_texts, found) & ~known):
        row = f"UC-{kept['use_case']}, decision {kept['number']}, {kept['token']}"
        yield Broken("decision_texts", row, "there is no such decision")


# --- what is there by now, against what the audit tells -----------------------------------------------------


def _use_cases(connection: Connection, found: Verified) -> Iterator[Broken]:
    numbers = sorted(_numbers(connection, found), key=str)
    retold = Retold(connection, found.workspace)
    for number in numbers:
        story = retold.use_case(number)
        held = next(raw.rows(connection, use_cases, _here(use_cases, found, number=number)), None)
        measured = {
            one["number"]: one
            for one in raw.rows(connection, readings, _here(readings, found, use_case=number))
        }
        sealed = len(list(raw.rows(connection, decisions, _here(decisions, found, use_case=number))))
        yield from (Broken("use_cases", f"UC-{number}", what) for what in story.wrong_document(held, sealed))
        yield from (
            Broken("readings", f"UC-{number}, reading {which}", what)
            for which, what in story.wrong_readings(measured)
        )
        found.rows["readings"] = found.rows.get("readings", 0) + len(measured)
    found.rows["use_cases"] = len(numbers)
    found.erased += retold.erased


def _numbers(connection: Connection, found: Verified) -> set[Any]:
    """Every use case that anything in the record speaks of."""
    held = union(
        select(use_cases.c.number).where(_here(use_cases, found)),
        select(readings.c.use_case).where(_here(readings, found)),
    )
    things = select(audit.c.thing).where(_here(audit, found), audit.c.thing.like("UC-%")).distinct()
    named = {one.removeprefix("UC-").partition(" ")[0] for one in connection.scalars(things)}
    return {*connection.scalars(held), *(int(one) for one in named if one.isdecimal())}


def _settings(connection: Connection, found: Verified) -> Iterator[Broken]:
    retold = Retold(connection, found.workspace)
    for held in raw.rows(connection, workspaces, workspaces.c.id == found.workspace):
        for what in retold.settings().wrong_settings(held):
            yield Broken("workspaces", found.workspace, what)
    found.erased += retold.erased


def _habits(connection: Connection, found: Verified) -> Iterator[Broken]:
    retold = Retold(connection, found.workspace)
    held = {one["person"]: one for one in raw.rows(connection, habits, _here(habits, found))}
    for person, what in retold.wrong_habits(held):
        yield Broken("habits", person, what)
    found.rows["habits"] = len(held)
