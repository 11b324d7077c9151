"""Whatever is sent, the strict check answers; what is sound it takes, and no null gets past it."""

import copy
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.strict import check_message, check_view, rejections
from tests.sandbox.strict_strategies import JSON, messages, views

LISTED = {(code, limit) for _, code, limit in rejections()}


@given(JSON)
def test_any_json_gets_an_answer(value):
    modal = {"type": "modal", "title": value, "blocks": [value]}
    for fault in check_message(value) + check_message([value]) + check_view(value) + check_view(modal):
        assert (fault.code, fault.limit) in LISTED
        assert fault.pointer.startswith(("/blocks", "/view"))
        assert fault.sentence.endswith(f"[json-pointer:{fault.pointer}]")


@settings(max_examples=60)
@given(messages())
def test_a_sound_message_is_taken_and_left_as_it_was(blocks):
    before = copy.deepcopy(blocks)
    assert check_message(blocks) == []
    assert blocks == before


@settings(max_examples=60)
@given(views())
def test_a_sound_view_is_taken(view):
    assert check_view(view) == []


@settings(max_examples=60)
@given(messages().filter(bool), st.data())
def test_a_null_anywhere_in_a_sound_message_is_refused_where_it_stands(blocks, data):
    broken = copy.deepcopy(blocks)
    pointer, holder, key = data.draw(st.sampled_from(list(_spots(broken, "/blocks"))))
    holder[key] = None
    assert [(fault.code, fault.pointer) for fault in check_message(broken)] == [("null", pointer)]


def _spots(value: Any, at: str) -> Iterator[tuple[str, Any, Any]]:
    """Every place in a payload that can hold a null: its pointer, what holds it, under which key."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        place = f"{at}/{str(key).replace('~', '~0').replace('/', '~1')}"
        yield place, value, key
        yield from _spots(inner, place)
