"""Would Slack take this? The strict check of messages and views, with Slack's pointers and wording.

`limits` is the table, `rules`, `objects` and `relations` read it; here is what holds across a whole
message or view, and the three questions the Web API asks. Nothing here fails on any JSON value.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import starmap
from math import inf
from typing import Any

from sandbox import limits
from sandbox.objects import Kind, Obj
from sandbox.rules import EVERYWHERE, Arr, Fault, Rejection, Rule, Walk

__all__ = ["Fault", "check_message", "check_text", "check_view", "rejections"]


def check_message(blocks: object, *, refused: frozenset[str] = frozenset()) -> list[Fault]:
    """Say what Slack would refuse in the blocks of a message.

    `refused` names block types that this workspace does not take. Pointers begin with `/blocks`.
    """
    walk = Walk("message", refused)
    limits.MESSAGE_BLOCKS.check(blocks, "/blocks", "message.blocks", walk)
    _counts(walk)
    _totals(walk)
    return walk.faults


def check_view(view: object, *, refused: frozenset[str] = frozenset()) -> list[Fault]:
    """Say what Slack would refuse in a modal or home view; pointers begin with `/view`."""
    surface = view.get("type") if isinstance(view, dict) else None
    walk = Walk(str(surface), refused)
    limits.VIEW.check(view, "/view", "view", walk)
    _totals(walk)
    _focus(walk)
    if isinstance(view, dict):
        _submit(view, walk)
        _size(view, walk)
    return walk.faults


def check_text(text: str, *, update: bool) -> list[Fault]:
    """Say whether the top-level text is too long to post, or to put in place of another."""
    walk = Walk("message")
    rule, name = (limits.UPDATED_TEXT, "update.text") if update else (limits.POSTED_TEXT, "message.text")
    rule.check(text, "/text", name, walk)
    return walk.faults


def _counts(walk: Walk) -> None:
    for kind, most in limits.MESSAGE_COUNTS.items():
        for at, _ in walk.blocks.get(kind, [])[most:]:
            walk.refuse(_too_many(kind, most), at, f"no more than {most} {kind} blocks allowed")


def _totals(walk: Walk) -> None:
    for kind, most in limits.TOTAL_CHARACTERS.items():
        total = 0
        for at, block in walk.blocks.get(kind, ()):
            total = _characters(block) + (total if walk.surface == "message" else 0)
            if total > most:
                place = f"{at}/rows" if "rows" in block else f"{at}/text"
                walk.refuse(_too_long(kind, most), place, f"must be less than {most + 1} characters in all")


def _characters(block: Mapping[str, Any]) -> int:
    """Count what a sound markdown block or table shows; a link without a text shows its address."""
    if "rows" in block:
        return sum(_characters(cell) for row in block["rows"] for cell in row)
    if block["type"].startswith("rich_text"):
        return sum(_characters(part) for part in block["elements"])
    shown = block.get("text", block.get("url", ""))
    return len(shown) if isinstance(shown, str) else 0


def _focus(walk: Walk) -> None:
    for at in walk.focused[1:]:
        walk.refuse(FOCUS, at, "only one element may set `focus_on_load`")


def _submit(view: Mapping[str, object], walk: Walk) -> None:
    if walk.surface == "modal" and "submit" not in view:
        for at, _ in walk.blocks.get("input", ()):
            walk.refuse(SUBMIT, f"{at}/input", "must define `submit` to use an `input` block in modals")


def _size(view: Mapping[str, object], walk: Walk) -> None:
    if not walk.faults and _bytes(view) > limits.VIEW_BYTES:
        walk.refuse(SIZE, "/view", f"must be less than {limits.VIEW_BYTES + 1} bytes")


def _bytes(view: Mapping[str, object]) -> float:
    """Measure a sound view as the SDK would send it, every character beyond ASCII escaped."""
    try:
        return len(json.dumps(view))
    except RecursionError:  # nested deeper than it could be sent
        return inf


FOCUS: Rejection = ("element.focus_on_load", "duplicate", "element.focus_on_load.unique_within=view")
SUBMIT: Rejection = ("modal.submit", "needs_submit", "modal.submit.required=any input block")
SIZE: Rejection = ("view", "too_big", f"view.max_bytes={limits.VIEW_BYTES}")


def _too_many(kind: str, most: int) -> Rejection:
    return kind, "too_many", f"message.max_{kind}={most}"


def _too_long(kind: str, most: int) -> Rejection:
    return kind, "too_long", f"{kind}.total_characters={most}"


def rejections() -> list[tuple[str, str, str]]:
    """List all the check can refuse: the object or field, the code, the limit it comes from; sorted."""
    return sorted({*_across(), *(each for part in objects() for each in part.contents())})


def objects() -> list[Obj]:
    """List every object the table describes, each once, in the order it is met from the surfaces down."""
    found: list[Obj] = []
    waiting: list[Rule] = [limits.MESSAGE_BLOCKS, limits.VIEW]
    while waiting:
        rule = waiting.pop(0)
        if isinstance(rule, Obj):
            if any(rule is known for known in found):
                continue
            found.append(rule)
        waiting.extend(_within(rule))
    return found


def _within(rule: Rule) -> list[Rule]:
    match rule:
        case Arr():
            return [rule.of]
        case Kind():
            return [rule.table[name] for name in sorted(rule.names)]
        case Obj():
            return [inner for inner, _ in rule.fields.values()]
    return []


def _across() -> Iterator[Rejection]:
    yield from (*EVERYWHERE, FOCUS, SUBMIT, SIZE)
    yield from limits.MESSAGE_BLOCKS.rejections("message.blocks")
    yield from limits.VIEW.rejections("view")
    yield from limits.POSTED_TEXT.rejections("message.text")
    yield from limits.UPDATED_TEXT.rejections("update.text")
    yield from starmap(_too_many, limits.MESSAGE_COUNTS.items())
    yield from starmap(_too_long, limits.TOTAL_CHARACTERS.items())
