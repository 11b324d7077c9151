"""Rules for objects: text objects, blocks, elements, and the choice among them by `type`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from sandbox import rules
from sandbox.rules import Bool, Rejection, Relation, Rule, Str, Walk

SURFACES = ("message", "modal", "home")


@dataclass(frozen=True, slots=True)
class Text:
    """A text object whose `text` is at most `max` long and whose `type` is one of `kinds`."""

    max: int
    kinds: tuple[str, ...] = ("plain_text", "mrkdwn")
    words: Str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", Str(self.max))

    def check(self, value: object, at: str, name: str, walk: Walk) -> None:
        if not isinstance(value, dict):
            walk.wrong(value, at, "object")
        elif _has_type(value, at, walk):
            if value["type"] in self.kinds:
                self._parts(value, at, name, walk)
            else:
                walk.refuse(self._wrong_kind(name), f"{at}/type", "must be a valid enum value")

    def _parts(self, value: dict[str, object], at: str, name: str, walk: Walk) -> None:
        flag = _FLAGS[str(value["type"])]
        if "text" not in value:
            walk.refuse(rules.NO_TEXT, at, "missing required field: text")
        for key, part in value.items():
            if key == "text":
                self.words.check(part, f"{at}/text", name, walk)
            elif key == flag:
                _BOOL.check(part, f"{at}/{key}", name, walk)
            elif key != "type":
                walk.unknown(key, at)

    def rejections(self, name: str) -> Iterator[Rejection]:
        yield self._wrong_kind(name)
        yield from self.words.rejections(name)

    def _wrong_kind(self, name: str) -> Rejection:
        return name, "not_in_enum", f"{name}.text_types={','.join(self.kinds)}"


_FLAGS = {"plain_text": "emoji", "mrkdwn": "verbatim"}
_BOOL = Bool()


@dataclass(frozen=True, slots=True)
class Obj:
    """An object with these fields and no others. `typed`: its `type` chose it, so it carries one."""

    name: str
    required: tuple[str, ...]
    relations: tuple[Relation, ...]
    fields: Mapping[str, tuple[Rule, str]]
    typed: bool = True

    def check(self, value: object, at: str, name: str, walk: Walk) -> None:
        if isinstance(value, dict):
            self.inside(value, at, walk)
        else:
            walk.wrong(value, at, "object")

    def inside(self, value: dict[str, object], at: str, walk: Walk) -> None:
        """Note the faults of the fields, and if there are none, of how they go together."""
        before = len(walk.faults)
        self._each(value, at, walk)
        if len(walk.faults) == before:
            for relation in self.relations:
                relation.check(value, at, self.name, walk)

    def _each(self, value: dict[str, object], at: str, walk: Walk) -> None:
        for key in self.required:
            if key not in value:
                walk.refuse(self._missing(key), at, f"missing required field: {key}")
        for key, part in value.items():
            found = self.fields.get(key)
            if found:
                found[0].check(part, f"{at}/{key}", found[1], walk)
            elif key != "type" or not self.typed:
                walk.unknown(key, at)

    def rejections(self, name: str) -> Iterator[Rejection]:
        return iter(())

    def contents(self) -> Iterator[Rejection]:
        """List what can be refused inside this object, wherever it stands."""
        yield from map(self._missing, self.required)
        for rule, name in self.fields.values():
            yield from rule.rejections(name)
        for relation in self.relations:
            yield from relation.rejections(self.name)

    def _missing(self, key: str) -> Rejection:
        return f"{self.name}.{key}", "missing", f"{self.name}.{key}.required=true"


@dataclass(frozen=True, slots=True)
class Placed(Obj):
    """An object that only some surfaces show."""

    on: tuple[str, ...] = SURFACES

    def shown(self, at: str, walk: Walk) -> bool:
        """Whether this surface takes it; notes the fault if not."""
        if walk.surface in self.on:
            return True
        walk.refuse(self._wrong_surface(), f"{at}/type", f"unsupported type: {self.name}")
        return False

    def contents(self) -> Iterator[Rejection]:
        if self.on != SURFACES:
            yield self._wrong_surface()
        if self.on:
            yield from Obj.contents(self)

    def _wrong_surface(self) -> Rejection:
        return self.name, "wrong_surface", f"{self.name}.surfaces={','.join(self.on) or 'none'}"


@dataclass(frozen=True, slots=True)
class Block(Placed):
    """A block: its id is unique in the message or view; sound ones are kept for the sums."""

    def inside(self, value: dict[str, object], at: str, walk: Walk) -> None:
        if self.name in walk.refused:
            walk.refuse(rules.REFUSED, f"{at}/type", f"unsupported type: {self.name}")
        elif self.shown(at, walk):
            self._noted(value, at, walk)

    def _noted(self, value: dict[str, object], at: str, walk: Walk) -> None:
        outer, before = (walk.block, walk.action_ids), len(walk.faults)
        walk.block, walk.action_ids = self.name, set()
        Obj.inside(self, value, at, walk)
        walk.once(walk.block_ids, value.get("block_id"), f"{at}/block_id", rules.BLOCK_ID)
        walk.block, walk.action_ids = outer
        if len(walk.faults) == before:
            walk.blocks.setdefault(self.name, []).append((at, value))


@dataclass(frozen=True, slots=True)
class Element(Placed):
    """A block element: its action id is unique in its block, and one per view may take the focus."""

    def inside(self, value: dict[str, object], at: str, walk: Walk) -> None:
        if not self.shown(at, walk):
            return
        Obj.inside(self, value, at, walk)
        walk.once(walk.action_ids, value.get("action_id"), f"{at}/action_id", rules.ACTION_ID)
        if value.get("focus_on_load") is True:
            walk.focused.append(f"{at}/focus_on_load")


@dataclass(frozen=True, slots=True)
class Kind:
    """An object whose `type` picks its rule from a table; `names` are the types allowed here."""

    table: Mapping[str, Rule]
    names: frozenset[str]

    def check(self, value: object, at: str, name: str, walk: Walk) -> None:
        if not isinstance(value, dict):
            walk.wrong(value, at, "object")
        elif _has_type(value, at, walk):
            kind = value["type"]
            if kind in self.names:
                self.table[kind].check(value, at, name, walk)
            else:
                walk.refuse(self._unsupported(name), f"{at}/type", f"unsupported type: {kind[:80]}")

    def rejections(self, name: str) -> Iterator[Rejection]:
        yield self._unsupported(name)
        for kind in sorted(self.names):
            rule = self.table[kind]
            if isinstance(rule, Text):  # its type has been seen to already
                yield from rule.words.rejections(name)

    def _unsupported(self, name: str) -> Rejection:
        return name, "unsupported_type", f"{name}.types"


def _has_type(value: dict[str, object], at: str, walk: Walk) -> bool:
    if "type" not in value:
        walk.refuse(rules.NO_TYPE, at, "missing required field: type")
        return False
    if not isinstance(value["type"], str):
        walk.wrong(value["type"], f"{at}/type", "string")
        return False
    return True


def obj(name: str, required: str = "", /, *relations: Relation, **fields: Rule) -> Obj:
    """Write an object with a `type` as one row of a table; `required` names fields, separated by blanks."""
    return Obj(name, tuple(required.split()), relations, _named(name, fields))


def bare(name: str, required: str = "", /, *relations: Relation, **fields: Rule) -> Obj:
    """Write an object without a `type` as one row."""
    return Obj(name, tuple(required.split()), relations, _named(name, fields), typed=False)


def block(name: str, required: str = "", /, *relations: Relation, **fields: Rule) -> Block:
    """Write a block as one row; every block may have an id."""
    fields = {**fields, "block_id": Str(255)}
    return Block(name, tuple(required.split()), relations, _named(name, fields))


def element(name: str, required: str = "", /, *relations: Relation, **fields: Rule) -> Element:
    """Write a block element as one row."""
    return Element(name, tuple(required.split()), relations, _named(name, fields))


def _named(name: str, fields: Mapping[str, Rule]) -> dict[str, tuple[Rule, str]]:
    return {key: (rule, f"{name}.{key}") for key, rule in fields.items()}


Shown = TypeVar("Shown", bound=Placed)


def on(letters: str, placed: Shown) -> Shown:
    """Show it on these surfaces alone: M message, V modal view, H home view; no letter, nowhere."""
    surfaces = zip("MVH", SURFACES, strict=True)
    return replace(placed, on=tuple(surface for letter, surface in surfaces if letter in letters))


def table(*objects: Obj) -> dict[str, Rule]:
    """Put objects under the type they have on the wire: the last part of their name."""
    return {each.name.rpartition(".")[2]: each for each in objects}


def kind(choices: Mapping[str, Rule], names: str) -> Kind:
    """Choose by `type` from a table, among the names given, separated by blanks."""
    return Kind(choices, frozenset(names.split()))
