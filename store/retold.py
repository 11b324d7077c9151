"""What should be there by now, retold from the audit: every value at its last change."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any, Final, NamedTuple

from pydantic import BaseModel
from sqlalchemy import ColumnElement, Connection, Row, and_, or_, select

from playbook.facts import Habits, Reading, Settings, UseCase
from playbook.persons import is_forgotten, pseudonym
from store import raw
from store.audit import leaves, text_hash
from store.raw import Raw
from store.tables import audit, audit_texts, people, readings, use_cases
from store.use_cases import row_of

_UNBOUND: Final = ("workspace", "number", "nonce", "plan_at")  # the key, and what only serves the machinery
_MOST: Final = 5  # differences named of one row


class Told(NamedTuple):
    """A value as a row of the audit tells it: plain, or {"person": …}, or {"text": hash}."""

    value: Any
    row: int


Leaves = dict[str, Told]


class Retold:
    """The audit of one workspace, asked for one thing after the other."""

    def __init__(self, connection: Connection, workspace: str) -> None:
        self._connection, self._workspace = connection, workspace
        known = select(people.c.slack_id, people.c.person).where(people.c.workspace == workspace)
        self._ids = {one.slack_id: one.person for one in connection.execute(known)}
        self._salts: dict[tuple[int, str], str] = {}
        self.erased = 0

    def use_case(self, number: Any) -> "Story":
        """Everything the audit tells of a use case and its readings."""
        return self._story(f"UC-{number}", audit.c.thing.like(f"UC-{number} reading %"))

    def settings(self) -> "Story":
        """What it tells of the settings."""
        return self._story("settings")

    def wrong_habits(self, held: Mapping[str, Raw]) -> Iterator[tuple[str, str]]:
        """Whose habits are not as they were said last."""
        told: dict[str | None, Leaves] = {}
        for row in self._rows("habits"):
            _take(told.setdefault(row.who, {}), row.number, _changes(row))
        said = {who: those for who, those in told.items() if those}
        for person, one in held.items():
            yield from (
                (person, what)
                for what in self._wrong(Habits, one["document"], said.pop(self._ids.get(person), {}))
            )
        names = {random: person for person, random in self._ids.items()}
        lost = (names.get(who or "", str(who)) for who in said)
        yield from ((person, "they are not there") for person in lost if not is_forgotten(person))

    def _wrong(self, kind: type[BaseModel], document: Any, told: Leaves) -> Iterator[str]:
        fact, what = _parsed(kind, document)
        yield from self.differing(fact, told) if fact else [what]

    def _story(self, thing: str, *also: ColumnElement[bool]) -> "Story":
        story = Story(self)
        for row in self._rows(thing, *also):
            story.take(row.number, row.thing, _changes(row))
        return story

    def _rows(self, thing: str, *also: ColumnElement[bool]) -> list[Row[Any]]:
        here = and_(audit.c.workspace == self._workspace, or_(audit.c.thing == thing, *also))
        rows = (
            select(audit.c.number, audit.c.thing, audit.c.who, audit.c.changes)
            .where(here)
            .order_by(audit.c.number)
        )
        of_those = audit_texts.c.number.in_(select(audit.c.number).where(here))
        texts = select(audit_texts).where(audit_texts.c.workspace == self._workspace, of_those)
        self._salts = {(one.number, one.hash): one.salt for one in self._connection.execute(texts)}
        return list(self._connection.execute(rows))

    def differing(self, fact: BaseModel, told: Leaves) -> Iterator[str]:
        """Every value of a fact that is not what the audit tells; those nobody ever set may be defaults."""
        now, said = leaves(fact), leaves(fact, set_ones=True)
        wrong = [path for path, one in told.items() if not self.same(one, now.get(path))]
        wrong += [path for path in said if path not in told]
        for path in sorted(wrong)[:_MOST]:
            yield f"{path} is not what the audit tells" + _plainly(told.get(path))

    def same(self, told: Told, value: Any) -> bool:
        """Whether a value is the one told; of a text that was erased nothing can be said."""
        match told.value:
            case {"person": person}:
                return bool(self._ids.get(value) == person or value == pseudonym(person))
            case {"text": digest}:
                return self._is_text(told.row, digest, value)
            case plain:
                shown = value.isoformat() if isinstance(value, date | datetime | time) else value
                return bool(shown == plain) and isinstance(shown, bool) == isinstance(plain, bool)

    def _is_text(self, row: int, digest: str, value: Any) -> bool:
        salt = self._salts.get((row, digest))
        if salt is None:
            self.erased += 1
            return isinstance(value, str)
        return isinstance(value, str) and text_hash(salt, value) == digest

    def read(self, held: Raw) -> dict[str, Any]:
        """A row of the readings as values. Raises `Illegible`."""
        return raw.read(self._connection, readings, held)

    def as_held(self, column: str, value: Any) -> Any:
        """How the database holds a value of a use case's column."""
        return raw.written(self._connection, use_cases.c[column], value)


class Story:
    """One thing as the audit tells it."""

    def __init__(self, retold: Retold) -> None:
        self._retold = retold
        self._told: Leaves = {}
        self._measured: dict[int, Leaves] = {}
        self._versions = 0

    def take(self, row: int, thing: str, changes: dict[str, Any]) -> None:
        """The next row of the audit: a reading, words of one that were written anew, or the thing itself."""
        reworded = thing.rpartition(" reading ")[2]
        if reworded != thing and reworded.isdecimal():
            _take(self._measured.setdefault(int(reworded), {}), row, changes)
            return
        if "measured" in changes:
            number = changes.get("number", (None, None))[1]
            _take(self._measured.setdefault(number, {}), row, changes)
        else:
            _take(self._told, row, changes)
            self._versions += 1

    def wrong_document(self, held: Raw | None, sealed: int) -> Iterator[str]:
        """How a use case differs from what the audit and the number of sealed decisions tell."""
        if held is None or not self._told:
            lost = "it is not there" if self._told else ""
            yield from [lost or "it was never registered"] if lost or held else []
            return
        fact, what = _parsed(UseCase, held["document"])
        if not isinstance(fact, UseCase):
            yield what
            return
        if held["version"] != self._versions:
            yield f"version is {held['version']}, and the audit tells of {self._versions}"
        yield from self._wrong_columns(held, fact)
        yield from self._retold.differing(fact, self._told)
        if len(fact.decisions) != sealed:
            yield f"it holds {len(fact.decisions)} decisions, and {sealed} are sealed"

    def _wrong_columns(self, held: Raw, use_case: UseCase) -> Iterator[str]:
        for column, value in row_of(use_case).items():
            shown = self._retold.as_held(column, value)
            if column not in (*_UNBOUND, "version", "document") and held[column] != shown:
                yield f"{column} is not what its document says"

    def wrong_readings(self, held: Mapping[Any, Raw]) -> Iterator[tuple[Any, str]]:
        """Which readings are not as they were logged."""
        for number in sorted({*self._measured, *held}, key=str):
            if number not in held or number not in self._measured:
                yield number, "it is not there" if number not in held else "it was never logged"
                continue
            yield from ((number, what) for what in self._wrong_reading(held[number], self._measured[number]))

    def _wrong_reading(self, held: Raw, told: Leaves) -> Iterator[str]:
        try:
            row = self._retold.read(held)
        except raw.Illegible as illegible:
            yield str(illegible)
            return
        for name, about in Reading.model_fields.items():
            one, value = told.get(name), row[name]
            if not (self._retold.same(one, value) if one else value == about.default):
                yield f"{name} is not what the audit tells" + _plainly(one)

    def wrong_settings(self, held: Raw) -> Iterator[str]:
        """How the settings differ from what the audit tells."""
        if held["settings_version"] != self._versions:
            yield f"settings_version is {held['settings_version']}, and the audit tells of {self._versions}"
        fact, what = _parsed(Settings, held["settings"], ascii_only=True)
        yield from self._retold.differing(fact, self._told) if fact else [what]


def _changes(row: Row[Any]) -> dict[str, Any]:
    """What a row tells; nothing when it was spoilt, which the chain has found already."""
    try:
        told = json.loads(row.changes)
    except ValueError:
        return {}
    return told if isinstance(told, dict) and all(_is_pair(one) for one in told.values()) else {}


def _is_pair(one: Any) -> bool:
    return isinstance(one, list) and len(one) == 2


def _take(told: Leaves, row: int, changes: dict[str, Any]) -> None:
    for path, (_, after) in changes.items():
        told[path] = Told(after, row)
        if after is None:
            del told[path]


def _parsed(
    kind: type[BaseModel], document: Any, *, ascii_only: bool = False
) -> tuple[BaseModel | None, str]:
    """A document as a fact, or in words why it is none; it has to stand there as we would write it."""
    try:
        fact = kind.model_validate_json(document)
        if _as_written(document, fact, ascii_only):
            return fact, ""
    except (ValueError, TypeError):
        pass
    return None, "its document cannot be read as it was written"


def _as_written(document: str, fact: BaseModel, ascii_only: bool) -> bool:
    """Whether we would have spelled it so: the columns for JSON escape more than the documents of facts."""
    if ascii_only:
        return json.dumps(json.loads(document), separators=(",", ":")) == document
    return _exact(document) == _exact(fact.model_dump_json(exclude_unset=True))


def _exact(document: str) -> tuple[Any, int]:
    """JSON with every number as it is spelled, whatever the order of its fields."""
    return json.loads(document, parse_float=_Spelled, parse_int=_Spelled), len(document)


class _Spelled(str):
    """A number by its digits."""


def _plainly(told: Told | None) -> str:
    if told is None:
        return " (nobody ever set it)"
    return "" if isinstance(told.value, dict) else f" ({told.value})"
