"""Payloads made from the table of limits: the smallest valid one of each object, and places to put it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sandbox import limits
from sandbox.objects import SURFACES, Block, Kind, Obj, Placed, Text
from sandbox.relations import AnyOf, EqualRows, Offered, OneOf, PointPerCategory
from sandbox.rules import Arr, Bool, Int, Number, Open, Relation, Rule, Str
from sandbox.strict import check_message, check_view

SAMPLES = {
    limits.URL.pattern: "https://example.com/",
    limits.HTTPS.pattern: "https://example.com/",
    limits.PICTURE.pattern: "https://example.com/",
    limits.DATE.pattern: "2026-11-24",
    limits.TIME.pattern: "09:30",
    limits.DECIMAL.pattern: "4.1",
    r"F[A-Z0-9]{8,}": "F12345678",
}
PREFERRED = ("divider", "button", "text", "raw_text", "plain_text", "plain_text_input", "rich_text_section")


def example(rule: Rule, number: int = 0) -> Any:
    """The smallest value the rule takes; with another number, another one."""
    match rule:
        case Str():
            return SAMPLES[rule.pattern] if rule.pattern else rule.enum[0] if rule.enum else f"x{number}"
        case Bool():
            return False
        case Int():
            return rule.min
        case Number():
            return number if rule.above is None else rule.above + 1
        case Text():
            return {"type": rule.kinds[0], "text": "x"}
        case Arr():
            return [example(rule.of, index) for index in range(rule.min)]
        case Kind():
            name = next((name for name in PREFERRED if name in rule.names), min(rule.names))
            return {**example(rule.table[name], number), "type": name}
        case Obj():
            return _smallest(rule, number)
    assert isinstance(rule, Open)
    return {}


def _smallest(obj: Obj, number: int) -> dict[str, Any]:
    value = {key: example(obj.fields[key][0], number) for key in obj.required}
    for relation in obj.relations:
        if isinstance(relation, AnyOf | OneOf) and not value.keys() & set(relation.keys):
            value[relation.keys[0]] = example(obj.fields[relation.keys[0]][0], number)
    return {**value, "type": obj.name.rpartition(".")[2]} if obj.typed else value


def changed(obj: Obj, value: dict[str, Any], key: str, part: Any, fit: bool) -> dict[str, Any]:
    """The object with another field, without those it excludes; `fit` makes the other fields go with it."""
    value = {**value, key: part}
    for relation in obj.relations:
        if isinstance(relation, OneOf) and key in relation.keys:
            value = {name: held for name, held in value.items() if name == key or name not in relation.keys}
        elif fit:
            value |= _fitting(relation, value, key)
    return value


def _fitting(relation: Relation, value: dict[str, Any], key: str) -> dict[str, Any]:
    match relation:
        case Offered(key=chosen) if key == chosen:
            return {"options": value[key] if isinstance(value[key], list) else [value[key]]}
        case EqualRows():
            width = len(value["rows"][-1])
            return {"rows": [[example(limits.CELL)] * width for _ in value["rows"]][:-1] + value["rows"][-1:]}
        case PointPerCategory() if key == "axis_config":
            points = [{"label": label, "value": 1} for label in value[key]["categories"]]
            return {"series": [{"name": "x", "data": points}]}
        case PointPerCategory():
            points = value["series"][-1]["data"]
            series = [{**each, "data": points} for each in value["series"]]
            return {"series": series, "axis_config": {"categories": [point["label"] for point in points]}}
    return {}


@dataclass(frozen=True)
class Place:
    """Where an object can stand: `put` builds the message or view around it, `at` points to it there."""

    obj: Obj
    surface: str
    at: str
    put: Callable[[Any, bool], Any]

    @property
    def allowed(self) -> bool:
        return not isinstance(self.obj, Placed) or self.surface in self.obj.on

    def faults(self, value: Any, fit: bool = False) -> list[tuple[str, str, str]]:
        """What the strict check says of it: code, pointer from the object on, limit."""
        check = check_message if self.surface == "message" else check_view
        return [(f.code, f.pointer.removeprefix(self.at), f.limit) for f in check(self.put(value, fit))]

    def faults_with(self, key: str, part: Any, fit: bool = False) -> list[tuple[str, str, str]]:
        """What it says of the smallest object with one field changed."""
        return self.faults(changed(self.obj, example(self.obj), key, part, fit), fit)


def places() -> list[Place]:
    """Every object on every surface, each once, whether that surface takes it or not."""
    return [place for surface in SURFACES for place in _places(surface)]


def _places(surface: str) -> Iterator[Place]:
    waiting, seen = list(_roots(surface)), set[int]()
    while waiting:
        place = waiting.pop(0)
        if id(place.obj) in seen:
            continue
        seen.add(id(place.obj))
        yield place
        if place.allowed:
            waiting.extend(_below(place))


def _roots(surface: str) -> Iterator[Place]:
    for block in limits.BLOCKS.values():
        assert isinstance(block, Block)
        if surface == "message":
            yield Place(block, surface, "/blocks/0", lambda value, fit: [value])
        else:
            yield Place(block, surface, "/view/blocks/0", lambda value, fit: view(surface, value))
    if surface != "message":
        yield Place(limits.VIEWS[surface], surface, "/view", lambda value, fit: value)


def view(surface: str, *blocks: Any) -> dict[str, Any]:
    """A view of these blocks; a modal can be submitted."""
    title = {"type": "plain_text", "text": "x"}
    return {"type": surface, "blocks": list(blocks)} | (
        {"title": title, "submit": title} if surface == "modal" else {}
    )


def _below(place: Place) -> Iterator[Place]:
    for key, (rule, _) in place.obj.fields.items():
        for obj, wrap, at in inside(rule):
            put = _putting(place, key, wrap)
            yield Place(obj, place.surface, f"{place.at}/{key}{at}", put)


def _putting(place: Place, key: str, wrap: Callable[[Any], Any]) -> Callable[[Any, bool], Any]:
    def put(value: Any, fit: bool) -> Any:
        return place.put(changed(place.obj, example(place.obj), key, wrap(value), fit), fit)

    return put


def inside(rule: Rule) -> Iterator[tuple[Obj, Callable[[Any], Any], str]]:
    """The objects a rule can hold, how to wrap them into its value, and where they are then."""
    match rule:
        case Obj():
            yield rule, lambda value: value, ""
        case Kind():
            yield from ((found, _same, "") for found in rule.table.values() if _listed(found, rule))
        case Arr():
            for obj, wrap, at in inside(rule.of):
                yield obj, _last(rule, wrap), f"/{max(rule.min, 1) - 1}{at}"


def _same(value: Any) -> Any:
    return value


def _listed(found: Rule, kind: Kind) -> bool:
    return isinstance(found, Obj) and any(kind.table[name] is found for name in kind.names)


def _last(rule: Arr, wrap: Callable[[Any], Any]) -> Callable[[Any], Any]:
    before = [example(rule.of, index) for index in range(rule.min - 1)]
    return lambda value: [*before, wrap(value)]
