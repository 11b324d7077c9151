"""Every limit of the table: just inside it a payload is taken, just outside it is refused for that alone."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from sandbox import limits, rules
from sandbox.objects import Kind, Obj, Text
from sandbox.relations import (
    AnyOf,
    Distinct,
    EqualRows,
    ModalInputOnly,
    NotBoth,
    Offered,
    OneOf,
    Only,
    PlainHeader,
    PointPerCategory,
)
from sandbox.rules import Arr, Bool, Int, Number, Open, Rejection, Rule, Str
from sandbox.strict import check_message, check_text, check_view, rejections
from tests.sandbox.strict_payloads import (
    BUTTON,
    NAME_INPUT,
    actions,
    cell,
    data_table,
    modal,
    section,
    table,
    text,
)
from tests.sandbox.strict_table import SAMPLES, Place, example, places

Edge = tuple[Any, Any, str, str]
"""A value inside (or ... for none), a value outside, where the fault then is, the limit it names."""


def edges(rule: Rule, name: str) -> Iterator[Edge]:
    """Both sides of every limit of a rule."""
    yield ..., None, "", rules.NULL[2]
    yield from EDGES.get(type(rule), _object_edges)(rule, name)


def _flag_edges(rule: Bool, name: str) -> Iterator[Edge]:
    yield True, "yes", "", rules.WRONG["boolean"][2]
    yield False, 0, "", rules.WRONG["boolean"][2]


def _integer_edges(rule: Int, name: str) -> Iterator[Edge]:
    yield ..., 1.5, "", rules.WRONG["integer"][2]
    yield ..., True, "", rules.WRONG["integer"][2]
    yield rule.min, rule.min - 1, "", f"{name}.min={rule.min}"
    if rule.max is not None:
        yield rule.max, rule.max + 1, "", f"{name}.max={rule.max}"


def _number_edges(rule: Number, name: str) -> Iterator[Edge]:
    yield 0.5, float("nan"), "", rules.WRONG["number"][2]
    yield ..., float("inf"), "", rules.WRONG["number"][2]
    if rule.above is not None:
        yield rule.above + 0.01, rule.above, "", f"{name}.exclusive_min={rule.above}"


def _kind_edges(rule: Kind, name: str) -> Iterator[Edge]:
    yield ..., "x", "", rules.WRONG["object"][2]
    yield ..., {}, "", rules.NO_TYPE[2]
    yield ..., {"type": 7}, "/type", rules.WRONG["string"][2]
    yield ..., {"type": "fireworks"}, "/type", f"{name}.types"
    for kind in rule.names:
        if isinstance(text_rule := rule.table[kind], Text):
            longest = {"type": kind, "text": "x" * text_rule.max}
            too_long = {"type": kind, "text": "x" * (text_rule.max + 1)}
            yield longest, too_long, "/text", f"{name}.max_length={text_rule.max}"


def _open_edges(rule: Open, name: str) -> Iterator[Edge]:
    yield {"any": [1, "thing"]}, [], "", rules.WRONG["object"][2]
    yield ..., {"any": [1, None]}, "/any/1", rules.NULL[2]


def _object_edges(rule: Rule, name: str) -> Iterator[Edge]:
    yield ..., [], "", rules.WRONG["object"][2]


def _string_edges(rule: Str, name: str) -> Iterator[Edge]:
    sample = SAMPLES.get(rule.pattern, "")
    yield ..., 7, "", rules.WRONG["string"][2]
    if rule.empty:
        yield "", 7, "", rules.WRONG["string"][2]
    else:
        yield ..., "", "", rules.EMPTY[2]
    if rule.max is not None:
        longest = sample.ljust(rule.max, "x")
        yield longest, f"{longest}x", "", f"{name}.max_length={rule.max}"
    for word in rule.enum:
        yield word, f"{word}?", "", f"{name}.enum={','.join(rule.enum)}"
    if rule.pattern:
        yield sample, "not so", "", f"{name}.pattern={rule.pattern}"


def _text_edges(rule: Text, name: str) -> Iterator[Edge]:
    def words(length: int) -> dict[str, str]:
        return {"type": rule.kinds[0], "text": "x" * length}

    flag = {"plain_text": "emoji", "mrkdwn": "verbatim"}[rule.kinds[0]]
    other = next(kind for kind in ("mrkdwn", "plain_text", "html") if kind not in rule.kinds)
    yield words(rule.max), words(rule.max + 1), "/text", f"{name}.max_length={rule.max}"
    yield words(1), {"type": other, "text": "x"}, "/type", f"{name}.text_types={','.join(rule.kinds)}"
    yield words(1), words(0), "/text", rules.EMPTY[2]
    yield ..., {"type": rule.kinds[0]}, "", rules.NO_TEXT[2]
    yield ..., {"text": "x"}, "", rules.NO_TYPE[2]
    yield ..., "x", "", rules.WRONG["object"][2]
    yield {**words(1), flag: True}, {**words(1), flag: "yes"}, f"/{flag}", rules.WRONG["boolean"][2]
    yield ..., {**words(1), "size": 1}, "", rules.UNKNOWN[2]


def _array_edges(rule: Arr, name: str) -> Iterator[Edge]:
    def several(count: int) -> list[Any]:
        return [example(rule.of, number) for number in range(count)]

    yield ..., {}, "", rules.WRONG["array"][2]
    if rule.min:
        yield several(rule.min), several(rule.min - 1), "", f"{name}.min_items={rule.min}"
    if rule.max is not None:
        yield several(rule.max), several(rule.max + 1), "", f"{name}.max_items={rule.max}"
    last = max(rule.min, 1) - 1
    for taken, refused, at, limit in edges(rule.of, f"{name}[]"):
        ends = [part if part is ... else [*several(last), part] for part in (taken, refused)]
        yield ends[0], ends[1], f"/{last}{at}", limit


EDGES: dict[type, Callable[[Any, str], Iterator[Edge]]] = {
    Str: _string_edges,
    Bool: _flag_edges,
    Int: _integer_edges,
    Number: _number_edges,
    Text: _text_edges,
    Arr: _array_edges,
    Kind: _kind_edges,
    Open: _open_edges,
}


def broken(obj: Obj) -> Iterator[tuple[dict[str, Any], str, Rejection]]:
    """Every relation of an object, broken: the object, where the fault then is, the rejection."""
    whole = example(obj)
    for relation in obj.relations:
        for rejection in relation.rejections(obj.name):
            if isinstance(relation, AnyOf | OneOf) and rejection[1] == "missing":
                yield {key: part for key, part in whole.items() if key not in relation.keys}, "", rejection
            else:
                part, at = _breach(obj, relation, rejection[1])
                yield {**whole, **part}, at, rejection


def _breach(obj: Obj, relation: Any, code: str) -> tuple[dict[str, Any], str]:
    match relation:
        case OneOf() | NotBoth():
            return {key: example(obj.fields[key][0]) for key in relation.keys}, ""
        case Only(key=key, other=other, off=off):
            return {key: True, other: off}, f"/{key}"
        case ModalInputOnly(key=key):
            return {key: True}, f"/{key}"
        case Offered(key="initial_option"):
            return {"options": [OFFERED], "initial_option": NOT_OFFERED}, "/initial_option"
        case Offered():
            return {"options": [OFFERED], "initial_options": [OFFERED, NOT_OFFERED]}, "/initial_options/1"
        case Distinct(key=key, by=by):
            return {key: example(obj)[key] * 2}, f"/{key}/1{'/' if by else ''}{by}"
        case PointPerCategory():
            labels, at = MISFITS[code]
            data = [{"label": label, "value": 1} for label in labels]
            return {"series": [{"name": "x", "data": data}], "axis_config": {"categories": ["a", "b"]}}, at
        case EqualRows():
            return {"rows": [[cell(1)], [cell(1), cell(1)]]}, "/rows/1"
    assert isinstance(relation, PlainHeader)
    rich = {**example(limits.RICH_TEXT), "type": "rich_text"}
    return {"rows": [[rich], [rich]]}, "/rows/0/0/type"


OFFERED, NOT_OFFERED = example(limits.OPTION), example(limits.OPTION, 1)
MISFITS = {
    "missing": (["a"], "/series/0/data"),
    "duplicate": (["a", "b", "b"], "/series/0/data/2/label"),
    "category_not_listed": (["a", "b", "c"], "/series/0/data/2/label"),
}
CODES = {
    "null": "null",
    "kind": "wrong_type",
    "properties": "unknown_property",
    "required": "missing",
    "min_length": "too_short",
    "max_length": "too_long",
    "min_items": "too_few",
    "max_items": "too_many",
    "min": "too_small",
    "exclusive_min": "too_small",
    "max": "too_big",
    "enum": "not_in_enum",
    "text_types": "not_in_enum",
    "pattern": "pattern",
    "types": "unsupported_type",
}
PLACES = places()
SOUND = [place for place in PLACES if place.allowed]
Refusal = tuple[list[tuple[str, str, str]], tuple[str, str, str]]
"""All that the check says of a payload, and the one thing it should: code, place, limit."""


def refusals(place: Place) -> Iterator[Refusal]:
    """What is refused of an object in its place, one breach at a time."""
    whole = example(place.obj)
    if not place.allowed:
        surfaces = ",".join(place.obj.on) or "none"
        yield place.faults(whole), ("wrong_surface", "/type", f"{place.obj.name}.surfaces={surfaces}")
        return
    for key, (rule, name) in place.obj.fields.items():
        for _, outside, at, limit in edges(rule, name):
            code = CODES[limit.partition("=")[0].rpartition(".")[2]]
            yield place.faults_with(key, outside), (code, f"/{key}{at}", limit)
    for key in place.obj.required:
        part = {name: value for name, value in whole.items() if name != key}
        yield place.faults(part), ("missing", "", f"{place.obj.name}.{key}.required=true")
    for value, at, (_, code, limit) in broken(place.obj):
        yield place.faults(value), (code, at, limit)
    yield place.faults({**whole, "fireworks": 1}), ("unknown_property", "", "any.properties=listed")


def _name(place: Place) -> str:
    return f"{place.obj.name} in a {place.surface}"


@pytest.mark.parametrize("place", SOUND, ids=_name)
def test_what_is_just_inside_its_limits_is_taken(place):
    assert place.faults(example(place.obj)) == []
    for key, (rule, name) in place.obj.fields.items():
        for inside, *_ in edges(rule, name):
            if inside is not ... and not _needs_company(place.obj, key, inside):
                assert place.faults_with(key, inside, fit=True) == [], (key, inside)


def _needs_company(obj: Obj, key: str, value: Any) -> bool:
    """True goes only with something else there; how, is asked of the relations."""
    company = (Only, ModalInputOnly)
    return value is True and any(isinstance(each, company) and each.key == key for each in obj.relations)


@pytest.mark.parametrize("place", PLACES, ids=_name)
def test_what_is_just_outside_its_limits_is_refused_for_that_alone(place):
    for found, expected in refusals(place):
        assert found == [expected]


def _many(kind: str, count: int) -> list[Any]:
    return [{**example(limits.BLOCKS[kind]), "type": kind} for _ in range(count)]


LONG_VIEW = modal(*[section(text=text(3000)) for _ in range(82)])
ACROSS = [
    check_message("blocks"),
    check_message(_many("divider", 51)),
    check_message([{"type": "fireworks"}]),
    check_message([table([cell(1)])], refused=frozenset({"table"})),
    check_message([section(block_id="a"), section(block_id="a")]),
    check_message([actions(BUTTON, BUTTON)]),
    check_message(_many("data_visualization", 3)),
    check_message(_many("table", 2)),
    check_message([table([cell(10_001)])]),
    check_message([data_table([cell(1)], [cell(20_000)])]),
    check_message([{"type": "markdown", "text": "x" * 6_001}] * 2),
    check_view({"type": "fireworks"}),
    check_view({"type": "modal", "title": NAME_INPUT["label"], "blocks": [NAME_INPUT]}),
    check_view(modal(*[{**NAME_INPUT, "element": {"type": "plain_text_input", "focus_on_load": True}}] * 2)),
    check_view(LONG_VIEW),
    check_text("x" * 40_001, update=False),
    check_text("x" * 4_001, update=True),
]


def test_each_rejection_on_the_list_is_reached_and_nothing_is_refused_that_is_not_on_it():
    reached = {(fault.code, fault.limit) for found in ACROSS for fault in found}
    for place in PLACES:
        reached |= {(code, limit) for found, _ in refusals(place) for code, _, limit in found}
    assert reached == {(code, limit) for _, code, limit in rejections()}


def test_the_list_of_rejections_names_each_once():
    listed = rejections()
    assert len(listed) == len(set(listed)) > 500
    assert ("button.text", "too_long", "button.text.max_length=75") in listed
