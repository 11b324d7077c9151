"""Our table of limits against the reference it was read from, fact by fact, where that lies beside us."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sandbox import limits
from sandbox.objects import Kind, Obj, Text
from sandbox.relations import AnyOf, Distinct, EqualRows, NotBoth, OneOf, Only, PlainHeader, PointPerCategory
from sandbox.rules import Arr, Bool, Int, Number, Open, Rule, Str
from sandbox.strict import objects
from tests.sandbox.strict_table import inside, places

REFERENCE = Path(__file__).parents[2].parent / "shared" / "reference" / "blockkit_limits.json"
pytestmark = pytest.mark.skipif(
    not REFERENCE.is_file(), reason="the reference of Block Kit limits does not lie beside this checkout"
)

STRICTER = {
    "option.value.max_length": "sources say 75 and 150",
    "option.text.text_types": "mrkdwn only in boxes and radio buttons, which have options of their own",
    "option.description.text_types": "the same",
    "confirm.text.text_types": "the reference page says plain text, the SDK lets both through",
    "actions.elements.item_types": "rich_text_input: its own page says it stands in input blocks only",
    "container.child_blocks.item_types": "only what both lists of children name",
    "auth_provider.fallback.item_types": "every block but those that hold others",
    "table.column_settings.item_types": "null stands nowhere",
    "markdown.block_id.ignored": "Slack drops it; here it must be sound like any other",
    "file.external_id": "no app may send the block at all",
    "file.source": "the same",
}
OTHER_SURFACES = {
    "auth_provider": "not documented: messages, the narrowest",
    "file": "only Slack itself may add it",
}
ELSEWHERE = {
    "message.max_attachments": "an argument, not a block: the Web API's",
    "message.recommended_max_attachments": "advice",
    "message.markdown_text": "an argument, not a block: the Web API's",
    "message.max_contact_cards": "contact cards are refused as an unknown type",
    "modal.view_stack": "kept where views are pushed",
}


@pytest.fixture(scope="module")
def reference() -> dict[str, Any]:
    return json.loads(REFERENCE.read_text("utf-8"))


LOOSE = {obj.name: obj for obj in objects()}
OURS: dict[str, dict[str, Any]] = {
    "blocks": limits.BLOCKS,
    "elements": limits.ELEMENTS,
    "objects": LOOSE,
    "charts": LOOSE,
    "rich_text": LOOSE,
    "views": limits.VIEWS,
}


def _described(reference: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any], Obj]]:
    """Every object of the reference beside ours; text objects are rules of their own with us."""
    for part, table in OURS.items():
        for name, facts in reference[part].items():
            if isinstance(facts, dict) and name not in {"plain_text", "mrkdwn"}:
                yield part, name, facts, table[name]


def _fields(part: str, facts: dict[str, Any]) -> dict[str, Any]:
    rows = facts if part == "views" else facts.get("fields", {})
    return {key: fact for key, fact in rows.items() if key not in {"type", "forbidden"}}


def _rule(obj: Obj, key: str) -> Rule | None:
    if obj is limits.OPTION and key == "url":
        obj = limits.OVERFLOW_OPTION
    return obj.fields[key][0] if key in obj.fields else None


def _members(rule: Any) -> set[str]:
    """The types a value of the rule, or of its members, can have."""
    match rule:
        case Arr():
            return _members(rule.of)
        case Kind():
            return set(rule.names)
        case Obj():
            return {rule.name.removeprefix("rich_").removeprefix("overflow_")}
        case Text():
            return set(rule.kinds)
    return set()


KINDS = {
    "string": Str, "boolean": Bool, "integer": Int, "number": Number, "array": Arr, "text_object": Text,
    "object": Obj | Kind | Open, "element": Kind, "chart": Kind,
}  # fmt: skip


def _pattern(pattern: str) -> str:
    return pattern.removeprefix("^").removesuffix("$") + ("" if pattern.endswith("$") else r"\S+")


def _inner(rule: Any) -> Any:
    return rule.of.of if isinstance(rule.of, Arr) else rule.of


HELD = {
    "kind": lambda rule, kind: isinstance(rule, KINDS[kind]),
    "max_length": lambda rule, most: rule.max == most,
    "min_length": lambda rule, least: least == 1 and not getattr(rule, "empty", False),
    "text_types": lambda rule, kinds: set(rule.kinds) == set(kinds),
    "enum": lambda rule, words: set((rule.of if isinstance(rule, Arr) else rule).enum) == set(words),
    "pattern": lambda rule, pattern: rule.pattern == _pattern(pattern),
    "max_items": lambda rule, most: rule.max == most,
    "min_items": lambda rule, least: rule.min == least,
    "item_types": lambda rule, kinds: _members(rule) == set(kinds),
    "item_max_length": lambda rule, most: rule.of.max == most,
    "inner_max_items": lambda rule, most: rule.of.max == most,
    "inner_min_items": lambda rule, least: rule.of.min == least,
    "cell_types": lambda rule, kinds: _members(rule.of) == set(kinds),
    "min": lambda rule, least: rule.min == least,
    "max": lambda rule, most: rule.max == most,
    "exclusive_min": lambda rule, above: rule.above == above,
    "ref": lambda rule, name: _members(rule) == {name},
}
BY_RELATION = {"equal_length_rows": EqualRows, "header_cell_types": PlainHeader}


def _unlike(name: str, key: str, fact: dict[str, Any], obj: Obj) -> Iterator[str]:
    """The facts of one field that our table does not hold as they are."""
    rule = _rule(obj, key)
    if rule is None:
        yield f"{name}.{key}"
        return
    for word, value in fact.items():
        if word == "required":
            held = (key in obj.required) == value
        elif word in BY_RELATION:
            held = any(isinstance(each, BY_RELATION[word]) for each in obj.relations)
        elif word in {"default", "unique_within", "only_in", "one_of"}:
            continue  # defaults refuse nothing; the others are relations, and have their own tests
        else:
            held = word in HELD and HELD[word](rule, value)
        if not held:
            yield f"{name}.{key}.{word}"


def test_every_fact_of_the_reference_is_in_our_table_or_a_stricter_one_with_its_reason(reference):
    unlike = {
        line
        for part, name, facts, obj in _described(reference)
        for key, fact in _fields(part, facts).items()
        for line in _unlike(name, key, fact, obj)
    }
    assert unlike == set(STRICTER)


def test_our_table_has_no_field_the_reference_does_not_know(reference):
    unknown = {
        f"{name}.{key}"
        for part, name, facts, obj in _described(reference)
        for key in obj.fields.keys() - _fields(part, facts).keys()
    }
    assert unknown == set()


def test_blocks_and_elements_stand_on_the_surfaces_the_reference_names(reference):
    found = [place for place in places() if place.allowed]
    for part, table in (("blocks", limits.BLOCKS), ("elements", limits.ELEMENTS)):
        for name, facts in reference[part].items():
            ours = {place.surface for place in found if place.obj is table[name]}
            assert name in OTHER_SURFACES or ours == set(facts["allowed_surfaces"]), name


def test_elements_stand_in_the_blocks_the_reference_names(reference):
    for name, facts in reference["elements"].items():
        ours = {
            block
            for block, obj in limits.BLOCKS.items()
            for rule, _ in obj.fields.values()
            for held, *_ in inside(rule)
            if held is limits.ELEMENTS[name]
        }
        assert ours - {"auth_provider"} == set(facts["allowed_blocks"]), name


RULES = {
    "has_header_divider only when not is_collapsible": Only("has_header_divider", "is_collapsible", off=True),
    "default_collapsed needs is_collapsible": Only("default_collapsed", "is_collapsible"),
    "one data point for every axis_config.categories entry": PointPerCategory(),
}
NAMED = {"at_least_one_of": AnyOf, "exactly_one_of": OneOf, "mutually_exclusive": NotBoth}
BY_TOTAL = {
    "total_cell_chars<=20000 per table and per message": ("data_table", 20_000),
    "total_cell_chars<=10000 per table and per message": ("table", 10_000),
    "sum of text over all markdown blocks in one payload <=12000": ("markdown", 12_000),
}
NOT_CHECKED = {
    "needs scope links.embed:write (bot and user)": "a question of the token",
    "video_url host must be in unfurl_domains": "a question of the manifest",
    "mrkdwn text/description only inside checkboxes and radio_buttons": "they have options of their own",
}


def test_every_rule_between_fields_is_held(reference):
    for _, name, facts, obj in _described(reference):
        for rule in facts.get("rules", ()):
            word, _, keys = rule.partition(": ")
            if word in NAMED:
                assert NAMED[word](tuple(keys.split(","))) in obj.relations, (name, rule)
            elif rule in BY_TOTAL:
                kind, most = BY_TOTAL[rule]
                assert limits.TOTAL_CHARACTERS[kind] == most
            elif rule in RULES:
                holders = limits.CHARTS.values() if isinstance(RULES[rule], PointPerCategory) else [obj]
                assert any(RULES[rule] in holder.relations for holder in holders), (name, rule)
            else:
                assert rule in NOT_CHECKED, (name, rule)
    for name in ("bar", "area", "line"):
        assert Distinct("series", by="name") in limits.CHARTS[name].relations


def test_the_limits_of_a_whole_message_or_view_are_held(reference):
    message, modal, home = (reference["surfaces"][name] for name in ("message", "modal", "home"))
    ours = {
        "max_blocks": limits.MESSAGE_BLOCKS.max,
        "text": {"recommended_max_length": 4000, "truncated_above": limits.POSTED_TEXT.max},
        "update_text": {"max_length": limits.UPDATED_TEXT.max},
        **{f"max_{kind}": most for kind, most in limits.MESSAGE_COUNTS.items()},
        "sum_markdown_text": limits.TOTAL_CHARACTERS["markdown"],
        "sum_table_cell_chars": limits.TOTAL_CHARACTERS["table"],
        "sum_data_table_cell_chars": limits.TOTAL_CHARACTERS["data_table"],
    }
    assert {key: fact for key, fact in message.items() if f"message.{key}" not in ELSEWHERE} == ours
    view = {"max_blocks": limits.VIEW_BLOCKS.max, "max_view_bytes": limits.VIEW_BYTES}
    assert {key: fact for key, fact in modal.items() if f"modal.{key}" not in ELSEWHERE} == home == view
    for kind in ("data_visualization", "table"):
        assert reference["blocks"][kind]["max_per_message"] == limits.MESSAGE_COUNTS[kind]


def test_text_objects_are_those_of_the_reference(reference):
    for name, flag in (("plain_text", "emoji"), ("mrkdwn", "verbatim")):
        facts = reference["objects"][name]["fields"]
        assert facts.keys() == {"text", flag}
        assert facts["text"] == {"min_length": 1, "max_length": limits.CONTEXT[name].max, "required": True}


def test_rich_text_is_that_of_the_reference(reference):
    facts = reference["rich_text"]
    assert set(limits.PARTS) == set(facts["inline_types"])
    assert set(limits.STYLED.fields) == set(facts["style_keys"])
    assert set(limits.LINES) == {name for name in facts if name.startswith("rich_text_")}
