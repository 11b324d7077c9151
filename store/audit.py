"""The audit: who changed what, when, from where. Append-only, hash-chained, and able to forget people.

A row holds the random id of whoever acted and, for every value that changed, before and after. Numbers,
dates and choices stand there as they are, people by their random ids, typed texts as salted hashes; salt and
text lie in a table that may be erased. What a field holds is read from the facts; in doubt it was typed.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache, lru_cache
from typing import Any, Final, Literal, get_args, get_origin

from pydantic import BaseModel
from sqlalchemy import Connection, bindparam, select

from playbook.facts import Fact, PersonId
from store import people
from store.tables import audit, audit_texts

PEOPLE = frozenset(
    {
        "accepted_by",
        "answered_by",
        "asked",
        "author",
        "by",
        "clears",
        "closed_by",
        "confirmed_by",
        "contact",
        "deputy",
        "gatekeepers",
        "gatekeepers_named",
        "held_by",
        "made_by",
        "offered_to",
        "opened_by",
        "owner",
        "programme_lead",
        "registrant",
        "resolved_by",
        "sponsor",
        "stands_for",
        "supplies",
        "supporters",
        "withdraws",
        "told",
    }
)
PLACES = frozenset({"channel", "gatekeeper_group", "leadership_channel", "country", "zone"})
_ENCODE: Final = json.JSONEncoder(separators=(",", ":")).encode
_ENCODE_SORTED: Final = json.JSONEncoder(separators=(",", ":"), sort_keys=True).encode
_AS_THEY_ARE: Final = frozenset({int, float, bool, type(None)})  # most values are one of these
_ROW, _TEXT = audit.insert(), audit_texts.insert()
_PARTED: Final = (BaseModel, dict, list, tuple)
_MOMENTS: Final = (date, time)  # a datetime is a date
_END: Final = (
    select(audit.c.number, audit.c.hash)
    .where(audit.c.workspace == bindparam("workspace"))
    .order_by(audit.c.number.desc())
    .limit(1)
)
START = "0" * 64  # what stands before the first row of a workspace

Leaf = Any  # what a single value of a fact may be: None, a number, a text, a date, a moment


@dataclass(frozen=True)
class Change:
    """The last thing that was done to something."""

    by: PersonId | None
    name: str
    at: datetime
    act: str


@dataclass(frozen=True)
class Entry:
    """What is to be written down: who did which act to which thing, and the thing before and after."""

    by: PersonId | None
    via: str
    at: datetime
    act: str
    thing: str
    before: BaseModel | None
    after: BaseModel | None


Changed = dict[str, tuple[Leaf, Leaf]]


def _changed(entry: Entry) -> Changed:
    was, now = leaves(entry.before), leaves(entry.after)
    if not was:
        return {path: (None, leaf) for path, leaf in sorted(now.items())}
    changed = {path: (was.get(path), now.get(path)) for path in sorted(was.keys() | now.keys())}
    return {path: pair for path, pair in changed.items() if pair[0] != pair[1]}


class Book:
    """The audit of a workspace, open for one unit of work; that holds the workspace, so there is one order.

    A row is written behind the last one with its hash: asked of the database once, known from then on.
    """

    def __init__(self, connection: Connection, workspace: str) -> None:
        self._connection, self._workspace = connection, workspace
        self._ids: dict[PersonId, str] = {}
        self._end: tuple[int, str] | None = None
        self._texts: list[dict[str, Any]] = []

    def write(self, *entries: Entry) -> None:
        """Add a row for each, and the texts they typed."""
        if not entries:
            return
        pairs = [(entry, _changed(entry)) for entry in entries]
        self._name({person for entry, changed in pairs for person in _people(entry.by, changed)})
        self._connection.execute(_ROW, [self._row(entry, changed) for entry, changed in pairs])
        if self._texts:
            self._connection.execute(_TEXT, self._texts)
            self._texts = []

    def _name(self, named: set[PersonId]) -> None:
        """Have random ids at hand for all of these."""
        if new := named - self._ids.keys():
            self._ids |= people.random_ids(self._connection, self._workspace, new)

    def _row(self, entry: Entry, changed: Changed) -> dict[str, Any]:
        number, previous = self._end or _end(self._connection, self._workspace)
        row = {
            "workspace": self._workspace,
            "number": number + 1,
            "at": entry.at,
            "who": self._ids[entry.by] if entry.by else None,
            "via": entry.via,
            "act": entry.act,
            "thing": entry.thing,
            "changes": _ENCODE(self._told(number + 1, changed)),
            "previous": previous,
        }
        digest = row_hash(row)
        self._end = (number + 1, digest)
        return row | {"hash": digest}

    def _told(self, number: int, changed: Changed) -> dict[str, list[Any]]:
        """Of every value what may stand in a row, before and after."""
        return {
            path: [leaf if type(leaf) in _AS_THEY_ARE else self._shown(number, path, leaf) for leaf in pair]
            for path, pair in changed.items()
        }

    def _shown(self, number: int, path: str, leaf: Leaf) -> Any:
        if isinstance(leaf, _MOMENTS):
            return leaf.isoformat()
        if not isinstance(leaf, str) or not leaf:
            return leaf
        if _field(path) in PEOPLE:
            return {"person": self._ids[leaf]}
        return leaf if _field(path) in closed() else {"text": self._veiled(number, leaf)}

    def _veiled(self, number: int, text: str) -> str:
        """A typed text under a salt of its own: without it the hash says nothing."""
        salt = secrets.token_hex(16)
        digest = text_hash(salt, text)
        of_row = {"workspace": self._workspace, "number": number}
        self._texts.append({**of_row, "hash": digest, "salt": salt, "text": text})
        return digest


def last(connection: Connection, workspace: str, thing: str) -> Change | None:
    """The last change of something, for whoever comes second."""
    of_thing = select(audit).where(audit.c.workspace == workspace, audit.c.thing == thing)
    row = connection.execute(of_thing.order_by(audit.c.number.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    who = people.by_random_id(connection, workspace, row.who) if row.who else None
    by, name = who or (None, "")
    return Change(by=by, name=name, at=row.at, act=row.act)


def first_false(connection: Connection, workspace: str) -> int | None:
    """The number of the first row that is not as it was written, or not where it was; None if all are."""
    previous, expected = START, 1
    for row in connection.execute(_chain(workspace)):
        said = {column: value for column, value in row._mapping.items() if column != "hash"}
        if row.number != expected or row.previous != previous or row.hash != row_hash(said):
            return expected
        previous, expected = row.hash, expected + 1
    return None


def _chain(workspace: str) -> Any:
    return select(audit).where(audit.c.workspace == workspace).order_by(audit.c.number)


def _end(connection: Connection, workspace: str) -> tuple[int, str]:
    row = connection.execute(_END, {"workspace": workspace}).one_or_none()
    return (row.number, row.hash) if row else (0, START)


def text_hash(salt: str, text: str) -> str:
    """What stands in a chain for a typed text."""
    return hashlib.sha256((salt + text).encode("utf-8", "surrogatepass")).hexdigest()


def row_hash(row: dict[str, Any]) -> str:
    """The hash of a row of the audit, over everything it says and the hash before it."""
    said = row | {"at": row["at"].timestamp()}
    return hashlib.sha256(_ENCODE_SORTED(said).encode()).hexdigest()


# --- a fact as its single values ----------------------------------------------------------------------------


def leaves(fact: BaseModel | None, *, set_ones: bool = False) -> dict[str, Leaf]:
    """Every single value of a fact by where it stands; with `set_ones` only those that are no defaults."""
    if fact is None:
        return {}
    if set_ones:
        return dict(_walk(fact.model_dump(exclude={"version"}, exclude_defaults=True)))
    found = dict(_walk(fact))
    found.pop("version", None)
    return found


def _walk(value: Any, before: str = "") -> Iterator[tuple[str, Leaf]]:
    """Every single value with where it stands: contracts.0.terms.kpi; `before` ends with a dot."""
    for name, inner in _parts(value):
        if inner is None:
            continue
        if isinstance(inner, _PARTED):
            yield from _walk(inner, f"{before}{name}.")
        else:
            yield f"{before}{name}", inner


def _parts(value: Any) -> Iterable[tuple[Any, Any]]:
    if isinstance(value, BaseModel):
        return value.__dict__.items()
    return value.items() if isinstance(value, dict) else enumerate(value)


@lru_cache(4096)
def _field(path: str) -> str:
    return next(part for part in reversed(path.split(".")) if not part.isdecimal())


def _people(by: PersonId | None, changed: Changed) -> set[PersonId]:
    named = {leaf for path, pair in changed.items() if _field(path) in PEOPLE for leaf in pair if leaf}
    return named | ({by} if by else set())


@cache
def closed() -> frozenset[str]:
    """Fields whose texts nobody typed: places, and choices from a list, wherever the field occurs."""
    fields = [
        (name, str in kinds(field.annotation))
        for fact in _facts(Fact)
        for name, field in fact.model_fields.items()
    ]
    return frozenset(name for name, _ in fields) - {name for name, typed in fields if typed} | PLACES


def _facts(kind: type[Fact]) -> Iterator[type[Fact]]:
    for fact in kind.__subclasses__():
        yield fact
        yield from _facts(fact)


def kinds(annotation: Any) -> set[Any]:
    if get_origin(annotation) is Literal:
        return set()
    return {annotation}.union(*(kinds(inner) for inner in get_args(annotation)))
