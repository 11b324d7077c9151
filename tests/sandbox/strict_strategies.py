"""Messages and views drawn from the table of limits: sound ones, and JSON that only looks like them."""

from collections import Counter
from typing import Any

from hypothesis import strategies as st

from sandbox import limits
from sandbox.objects import Kind, Obj, Placed, Text
from sandbox.relations import (
    AnyOf,
    EqualRows,
    ModalInputOnly,
    NotBoth,
    Offered,
    OneOf,
    Only,
    PointPerCategory,
)
from sandbox.rules import Arr, Bool, Int, Number, Relation, Rule, Str
from sandbox.strict import objects
from tests.sandbox.strict_table import SAMPLES, example, view

WORDS = st.text(min_size=1, max_size=8)
NUMBERS = st.integers(-9, 9) | st.floats(-1e6, 1e6)


@st.composite
def sound(draw: st.DrawFn, rule: Rule, surface: str) -> Any:
    """Any value the rule takes on this surface, without ids."""
    match rule:
        case Str():
            return draw(_string(rule))
        case Bool():
            return draw(st.booleans())
        case Int():
            return draw(st.integers(rule.min, rule.max))
        case Number():
            return draw(NUMBERS.filter(lambda number: rule.above is None or number > rule.above))
        case Text():
            return {"type": draw(st.sampled_from(rule.kinds)), "text": draw(WORDS)}
        case Arr():
            most = min(rule.max or 3, max(rule.min, 3))
            return draw(st.lists(sound(rule.of, surface), min_size=rule.min, max_size=most))
        case Kind():
            kinds = [kind for kind in sorted(rule.names) if _shown(rule.table[kind], surface)]
            kind = draw(st.sampled_from(kinds))
            return {**draw(sound(rule.table[kind], surface)), "type": kind}
        case Obj():
            return draw(_object(rule, surface))
    return draw(st.dictionaries(WORDS, st.integers() | WORDS, max_size=2))


def _string(rule: Str) -> st.SearchStrategy[str]:
    if rule.pattern:
        return st.just(SAMPLES[rule.pattern])
    return st.sampled_from(rule.enum) if rule.enum else WORDS


def _shown(rule: Rule, surface: str) -> bool:
    return not isinstance(rule, Placed) or surface in rule.on


@st.composite
def _object(draw: st.DrawFn, obj: Obj, surface: str) -> dict[str, Any]:
    left_out = {"block_id", "action_id", "focus_on_load"}
    spare = sorted(obj.fields.keys() - set(obj.required) - left_out)
    chosen = draw(st.sets(st.sampled_from(spare), max_size=4)) if spare else set()
    value = {key: draw(sound(obj.fields[key][0], surface)) for key in [*obj.required, *sorted(chosen)]}
    for relation in obj.relations:
        value = draw(_kept(obj, relation, value))
    return {**value, "type": obj.name.rpartition(".")[2]} if obj.typed else value


@st.composite
def _kept(draw: st.DrawFn, obj: Obj, relation: Relation, value: dict[str, Any]) -> dict[str, Any]:
    """The object with the relation kept."""
    match relation:
        case AnyOf(keys=keys):
            return value if value.keys() & set(keys) else {**value, keys[0]: example(obj.fields[keys[0]][0])}
        case OneOf(keys=keys):
            key = draw(st.sampled_from(keys))
            rest = {name: part for name, part in value.items() if name not in keys}
            return {**rest, key: value.get(key, example(obj.fields[key][0]))}
        case NotBoth(keys=(key, _)) | Only(key=key) | ModalInputOnly(key=key):
            return {name: part for name, part in value.items() if name != key}
        case Offered(key=key) if key in value:
            return {**value, key: _offered(value, many=key.endswith("s"))}
        case PointPerCategory():
            return {**value, **draw(_chart())}
        case EqualRows():
            return {**value, "rows": draw(_rows())}
    return value


def _offered(value: dict[str, Any], many: bool) -> Any:
    options = value["options"] if "options" in value else value["option_groups"][-1]["options"]
    return options[-1:] if many else options[-1]


@st.composite
def _chart(draw: st.DrawFn) -> dict[str, Any]:
    categories = draw(st.lists(WORDS, min_size=1, max_size=4, unique=True))
    names = draw(st.lists(WORDS, min_size=1, max_size=3, unique=True))
    series = [
        {
            "name": name,
            "data": [{"label": c, "value": draw(NUMBERS)} for c in draw(st.permutations(categories))],
        }
        for name in names
    ]
    return {"series": series, "axis_config": {"categories": categories}}


@st.composite
def _rows(draw: st.DrawFn) -> list[Any]:
    width, cells = draw(st.integers(1, 3)), st.builds(lambda text: {"type": "raw_text", "text": text}, WORDS)
    return draw(st.lists(st.lists(cells, min_size=width, max_size=width), min_size=2, max_size=4))


@st.composite
def messages(draw: st.DrawFn) -> list[Any]:
    """Blocks of a message that Slack takes, with ids."""
    kept: list[Any] = []
    for block in draw(_blocks("message")):
        held = Counter(kind for each in [*kept, block] for kind in _kinds(each))
        if all(held[kind] <= most for kind, most in limits.MESSAGE_COUNTS.items()):
            kept.append(block)
    return numbered(kept)


def _kinds(block: dict[str, Any]) -> list[str]:
    """The type of a block and of those inside it."""
    inner = block.get("child_blocks", []) + block.get("fallback", [])
    return [block["type"], *(kind for each in inner for kind in _kinds(each))]


@st.composite
def views(draw: st.DrawFn) -> dict[str, Any]:
    """A modal or home that Slack takes, with ids."""
    surface = draw(st.sampled_from(["modal", "home"]))
    return numbered(view(surface, *draw(_blocks(surface))))


def _blocks(surface: str) -> st.SearchStrategy[list[Any]]:
    return st.lists(sound(limits.MESSAGE_BLOCKS.of, surface), min_size=1, max_size=4)


def numbered(value: Any) -> Any:
    """Give every block and button an id of its own."""
    ids = iter(range(10_000))

    def fill(part: Any) -> Any:
        if isinstance(part, list):
            return [fill(each) for each in part]
        if not isinstance(part, dict):
            return part
        return {key: fill(inner) for key, inner in part.items()} | _id(part)

    def _id(part: dict[str, Any]) -> dict[str, str]:
        if part.get("type") in {"section", "actions", "input", "context", "divider", "header"}:
            return {"block_id": f"block {next(ids)}"}
        return {"action_id": f"action {next(ids)}"} if part.get("type") in {"button", "datepicker"} else {}

    return fill(value)


NAMES = sorted({key for obj in objects() for key in obj.fields} | {"type"})
TYPES = sorted({obj.name.rpartition(".")[2] for obj in objects()} | {"plain_text", "mrkdwn", "modal", "home"})
LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(TYPES)
)  # NaN and infinity too: Python's JSON reads them
JSON = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=3), inner, max_size=5)
        | st.builds(
            lambda kind, rest: {**rest, "type": kind},
            st.sampled_from(TYPES),
            st.dictionaries(st.sampled_from(NAMES), inner, max_size=5),
        )
    ),
    max_leaves=30,
)
