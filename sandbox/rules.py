"""The words the table of limits is written in: each rule checks one value and lists what it can refuse.

A rule reads its own numbers and nothing else. Objects are in `objects`, what holds between their fields
in `relations`, what holds across a whole message or view in `strict`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

Rejection = tuple[str, str, str]
"""What is refused (object or field), the code it is refused with, the limit it comes from."""

# What is refused in the same way wherever it stands
NULL: Rejection = ("any value", "null", "any.null=refused")
EMPTY: Rejection = ("any string", "too_short", "any.min_length=1")
UNKNOWN: Rejection = ("any object", "unknown_property", "any.properties=listed")
NO_TYPE: Rejection = ("any typed object", "missing", "any.type.required=true")
NO_TEXT: Rejection = ("any text object", "missing", "any.text.required=true")
REFUSED: Rejection = ("any block", "unsupported_type", "workspace.refused_block_types")
BLOCK_ID: Rejection = ("block.block_id", "duplicate", "block.block_id.unique_within=message,view")
ACTION_ID: Rejection = ("element.action_id", "duplicate", "element.action_id.unique_within=block")
WRONG: dict[str, Rejection] = {
    kind: (f"any {kind}", "wrong_type", f"any.kind={kind}")
    for kind in ("string", "boolean", "integer", "number", "object", "array")
}
EVERYWHERE = (NULL, EMPTY, UNKNOWN, NO_TYPE, NO_TEXT, REFUSED, BLOCK_ID, ACTION_ID, *WRONG.values())


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing Slack would refuse: a machine code, where it lies, Slack-like words, the limit it breaks."""

    code: str
    pointer: str
    sentence: str
    limit: str


@dataclass(slots=True)
class Walk:
    """One check under way: the surface, what this workspace refuses, and all that was met so far."""

    surface: str
    refused: frozenset[str] = frozenset()
    faults: list[Fault] = field(default_factory=list)
    blocks: dict[str, list[tuple[str, dict[str, object]]]] = field(default_factory=dict)
    block: str = ""
    block_ids: set[str] = field(default_factory=set)
    action_ids: set[str] = field(default_factory=set)
    focused: list[str] = field(default_factory=list)

    def refuse(self, rejection: Rejection, at: str, words: str) -> None:
        """Note a fault; its sentence ends with the pointer, as Slack's do."""
        _, code, limit = rejection
        self.faults.append(Fault(code, at, f"{words} [json-pointer:{at}]", limit))

    def wrong(self, value: object, at: str, kind: str) -> None:
        """Note a value of another kind than the field takes; null has a code of its own."""
        article = "an" if kind[0] in "aeiou" else "a"
        self.refuse(NULL if value is None else WRONG[kind], at, f"must provide {article} {kind}")

    def unknown(self, key: object, at: str) -> None:
        """Note a property that the object at this pointer does not have."""
        self.refuse(UNKNOWN, at, f"invalid additional property: {str(key)[:80]}")

    def once(self, seen: set[str], value: object, at: str, rejection: Rejection) -> None:
        """Note an id or name that was seen before."""
        if isinstance(value, str):
            if value in seen:
                self.refuse(rejection, at, f"`{at.rpartition('/')[2]}` {value} already exists")
            seen.add(value)


class Rule(Protocol):
    """What one value may be."""

    def check(self, value: object, at: str, name: str, walk: Walk) -> None:
        """Note the faults of `value`, which lies at pointer `at` in the field called `name`."""

    def rejections(self, name: str) -> Iterator[Rejection]:
        """List what this rule refuses in the field called `name`, beyond what is refused everywhere."""


class Relation(Protocol):
    """What must hold between the fields of one object; asked only when each field is sound by itself."""

    def check(self, value: dict[str, object], at: str, name: str, walk: Walk) -> None:
        """Note where the fields of `value` contradict each other."""

    def rejections(self, name: str) -> Iterator[Rejection]:
        """List what this relation can refuse in the object called `name`."""


@dataclass(frozen=True, slots=True)
class Str:
    """A string, not empty unless `empty`; lengths in code points (what Slack counts is not documented)."""

    max: int | None = None
    enum: tuple[str, ...] = ()
    pattern: str = ""
    empty: bool = False

    def check(self, value: object, at: str, name: str, walk: Walk) -> None:
        if not isinstance(value, str):
            walk.wrong(value, at, "string")
        elif not value and not self.empty:
            walk.refuse(EMPTY, at, "must be more than 0 characters")
        elif self.max is not None and len(value) > self.max:
            walk.refuse(self._too_long(name), at, f"must be less than {self.max + 1} characters")
        elif self.enum and value not in self.enum:
            walk.refuse(self._not_in_enum(name), at, "must be a valid enum value")
        elif self.pattern and not re.fullmatch(self.pattern, value):
            walk.refuse(self._pattern(name), at, f"must match the pattern {self.pattern}")

    def rejections(self, name: str) -> Iterator[Rejection]:
        if self.max is not None:
            yield self._too_long(name)
        if self.enum:
            yield self._not_in_enum(name)
        if self.pattern:
            yield self._pattern(name)

    def _too_long(self, name: str) -> Rejection:
        return name, "too_long", f"{name}.max_length={self.max}"

    def _not_in_enum(self, name: str) -> Rejection:
        return name, "not_in_enum", f"{name}.enum={','.join(self.enum)}"

    def _pattern(self, name: str) -> Rejection:
        return name, "pattern", f"{name}.pattern={self.pattern}"


@dataclass(frozen=True, slots=True)
class Bool:
    """True or false."""

    def check(self, value: object, at: str, name: str, walk: Walk) -> None:
        if not isinstance(value, bool):
            walk.wrong(value, at, "boolean")

    def rejections(self, name: str) -> Iterator[Rejection]:
        return iter(())


@dataclass(frozen=True, slots=True)
class Int:
    """A whole number within both ends."""

    min: int
    max: int | None = None

    def check(self, value: object, at: str, name: str, walk: Walk) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            walk.wrong(value, at, "integer")
        elif value < self.min:
            walk.refuse(self._too_small(name), at, f"must be greater than {self.min - 1}")
        elif self.max is not None and value > self.max:
            walk.refuse(self._too_big(name), at, f"must be less than {self.max + 1}")

    def rejections(self, name: str) -> Iterator[Rejection]:
        yield self._too_small(name)
        if self.max is not None:
            yield self._too_big(name)

    def _too_small(self, name: str) -> Rejection:
        return name, "too_small", f"{name}.min={self.min}"

    def _too_big(self, name: str) -> Rejection:
        return name, "too_big", f"{name}.max={self.max}"


@dataclass(frozen=True, slots=True)
class Number:
    """A finite number, whole or not, greater than `above` if that is given."""

    above: int | None = None

    def check(self, value: object, at: str, name: str, walk: Walk) -> None:
        if isinstance(value, bool) or not isinstance(value, float | int) or not -math.inf < value < math.inf:
            walk.wrong(value, at, "number")
        elif self.above is not None and value <= self.above:
            walk.refuse(self._too_small(name), at, f"must be greater than {self.above}")

    def rejections(self, name: str) -> Iterator[Rejection]:
        if self.above is not None:
            yield self._too_small(name)

    def _too_small(self, name: str) -> Rejection:
        return name, "too_small", f"{name}.exclusive_min={self.above}"


@dataclass(frozen=True, slots=True)
class Open:
    """An object of which only the outside is documented: anything inside, except null."""

    def check(self, value: object, at: str, name: str, walk: Walk) -> None:
        if not isinstance(value, dict):
            walk.wrong(value, at, "object")
            return
        waiting: list[tuple[str, object]] = [(at, value)]
        while waiting:
            place, part = waiting.pop()
            if part is None:
                walk.refuse(NULL, place, "must provide a value")
            waiting.extend((f"{place}/{key}", inner) for key, inner in _inside(part))

    def rejections(self, name: str) -> Iterator[Rejection]:
        return iter(())


def _inside(part: object) -> Iterator[tuple[str, object]]:
    if isinstance(part, dict):
        for key, inner in part.items():
            yield str(key).replace("~", "~0").replace("/", "~1"), inner
    elif isinstance(part, list):
        for index, inner in enumerate(part):
            yield str(index), inner


@dataclass(frozen=True, slots=True)
class Arr:
    """A list of values of one rule; the facts of its members are called `name[]`."""

    of: Rule
    max: int | None = None
    min: int = 1

    def check(self, value: object, at: str, name: str, walk: Walk) -> None:
        if not isinstance(value, list):
            walk.wrong(value, at, "array")
        elif len(value) < self.min:
            walk.refuse(self._too_few(name), at, f"must provide at least {self.min} items")
        elif self.max is not None and len(value) > self.max:
            walk.refuse(self._too_many(name), at, f"no more than {self.max} items allowed")
        else:
            inner, check = f"{name}[]", self.of.check
            for index, member in enumerate(value):
                check(member, f"{at}/{index}", inner, walk)

    def rejections(self, name: str) -> Iterator[Rejection]:
        if self.min:
            yield self._too_few(name)
        if self.max is not None:
            yield self._too_many(name)
        yield from self.of.rejections(f"{name}[]")

    def _too_few(self, name: str) -> Rejection:
        return name, "too_few", f"{name}.min_items={self.min}"

    def _too_many(self, name: str) -> Rejection:
        return name, "too_many", f"{name}.max_items={self.max}"
