"""What Slack would refuse of modals and of Home."""

import pytest

from sandbox.strict import check_view
from tests.sandbox.strict_payloads import (
    BOLD,
    BUTTON,
    CELL,
    CHART,
    HELLO,
    NAME_INPUT,
    actions,
    asked,
    cell,
    data_table,
    faults,
    home,
    inline,
    modal,
    section,
    table,
    text,
)

TEXT_INPUT = {"type": "plain_text_input"}
FOCUSED = {**TEXT_INPUT, "focus_on_load": True}
LONG = [section(text=text(3000)) for _ in range(82)]
REFUSED_IN_VIEWS = {
    "a view that is null": (None, "null", "/view"),
    "a view that is a list": ([], "wrong_type", "/view"),
    "a view without a type": ({"blocks": [section()]}, "missing", "/view"),
    "a view of another kind": ({"type": "workflow_step", "blocks": []}, "unsupported_type", "/view/type"),
    "a modal without a title": ({"type": "modal", "blocks": [section()]}, "missing", "/view"),
    "a modal title of 25 characters": (modal(title=text(25)), "too_long", "/view/title/text"),
    "a modal title in mrkdwn": (modal(title=BOLD), "not_in_enum", "/view/title/type"),
    "a submit label of 25 characters": (modal(submit=text(25)), "too_long", "/view/submit/text"),
    "a close label that is null": (modal(close=None), "null", "/view/close"),
    "a modal without blocks": ({**modal(), "blocks": []}, "too_few", "/view/blocks"),
    "101 blocks": (modal(*[section()] * 101), "too_many", "/view/blocks"),
    "private metadata of 3,001 characters": (
        modal(private_metadata="x" * 3001), "too_long", "/view/private_metadata"),
    "private metadata that is not yet a string": (
        modal(private_metadata={"use_case": 7}), "wrong_type", "/view/private_metadata"),
    "a callback id of 256 characters": (modal(callback_id="x" * 256), "too_long", "/view/callback_id"),
    "a view sent back as Slack delivered it": (modal(hash="156772938.1827394"), "unknown_property", "/view"),
    "an input without a way to submit it": (
        {"type": "modal", "title": HELLO, "blocks": [section(), NAME_INPUT]},
        "needs_submit", "/view/blocks/1/input"),
    "two inputs that want the focus": (
        modal(asked(FOCUSED), asked(FOCUSED)), "duplicate", "/view/blocks/1/element/focus_on_load"),
    "two inputs of one name": (
        modal(asked(FOCUSED, block_id="kpi"), {**NAME_INPUT, "block_id": "kpi"}),
        "duplicate", "/view/blocks/1/block_id"),
    "a view of more than 250 kB": (modal(*LONG), "too_big", "/view"),
    "a view of more than 250 kB because every letter is escaped": (
        modal(*[section(text={"type": "plain_text", "text": "é" * 3000})] * 14), "too_big", "/view"),
    "an input label of 2,001 characters": (
        modal({**NAME_INPUT, "label": text(2001)}), "too_long", "/view/blocks/0/label/text"),
    "an input without anything to fill": (
        modal({"type": "input", "label": HELLO}), "missing", "/view/blocks/0"),
    "a button as an input": (modal(asked(BUTTON)), "unsupported_type", "/view/blocks/0/element/type"),
    "a number input that does not say whether decimals are allowed": (
        modal(asked({"type": "number_input"})), "missing", "/view/blocks/0/element"),
    "a number that begins as words": (
        modal(asked({"type": "number_input", "is_decimal_allowed": True, "initial_value": "4,1 hours"})),
        "pattern", "/view/blocks/0/element/initial_value"),
    "a number that is not a string": (
        modal(asked({"type": "number_input", "is_decimal_allowed": True, "initial_value": 4.1})),
        "wrong_type", "/view/blocks/0/element/initial_value"),
    "a text that may be 3,001 characters long": (
        modal(asked({**TEXT_INPUT, "max_length": 3001})),
        "too_big", "/view/blocks/0/element/max_length"),
    "a text of minus one character": (
        modal(asked({**TEXT_INPUT, "min_length": -1})),
        "too_small", "/view/blocks/0/element/min_length"),
    "a draft of 3,001 characters put back": (
        modal(asked({**TEXT_INPUT, "initial_value": "x" * 3001})),
        "too_long", "/view/blocks/0/element/initial_value"),
    "an action dispatched on leaving": (
        modal(asked({**TEXT_INPUT, "dispatch_action_config": {"trigger_actions_on": ["on_blur"]}})),
        "not_in_enum", "/view/blocks/0/element/dispatch_action_config/trigger_actions_on/0"),
    "a person chosen at first who is null": (
        modal(asked({"type": "users_select", "initial_user": None})),
        "null", "/view/blocks/0/element/initial_user"),
    "a choice of none": (
        modal(asked({"type": "multi_users_select", "max_selected_items": 0})),
        "too_small", "/view/blocks/0/element/max_selected_items"),
    "a filter for a kind of channel that is none": (
        modal(asked({"type": "conversations_select", "filter": {"include": ["secret"]}})),
        "not_in_enum", "/view/blocks/0/element/filter/include/0"),
    "a chart in a modal": (modal(CHART), "wrong_surface", "/view/blocks/0/type"),
    "a data table in a modal": (
        modal(data_table([CELL], [CELL])), "wrong_surface", "/view/blocks/0/type"),
    "markdown in a modal": (modal({"type": "markdown", "text": "x"}), "wrong_surface", "/view/blocks/0/type"),
    "an alert of 201 characters": (
        modal({"type": "alert", "text": text(201)}), "too_long", "/view/blocks/0/text/text"),
    "an alert of a level unheard of": (
        modal({"type": "alert", "text": HELLO, "level": "panic"}), "not_in_enum", "/view/blocks/0/level"),
    "a home with a title": (home(title=HELLO), "unknown_property", "/view"),
    "a home with a submit button": (home(submit=HELLO), "unknown_property", "/view"),
    "a choice of instant on Home": (
        home(actions({"type": "datetimepicker"})), "wrong_surface", "/view/blocks/0/elements/0/type"),
    "a table on Home with 10,001 characters": (
        home(table([cell(10_001)])),
        "too_long", "/view/blocks/0/rows"),
}  # fmt: skip


@pytest.mark.parametrize("view, code, pointer", REFUSED_IN_VIEWS.values(), ids=REFUSED_IN_VIEWS)
def test_a_view_is_refused_for(view, code, pointer):
    assert faults(check_view(view)) == [(code, pointer)]


TAKEN_AS_VIEWS = {
    "a form": modal(
        NAME_INPUT,
        asked({"type": "number_input", "is_decimal_allowed": True, "initial_value": "-4.1"}),
        private_metadata="",
        callback_id="contract",
        notify_on_close=True,
        close=HELLO,
    ),
    "a form that is still loading": {"type": "modal", "title": HELLO, "blocks": [section()]},
    "an answer by response_url from a modal": modal(
        asked(
            {
                "type": "conversations_select",
                "default_to_current_conversation": True,
                "response_url_enabled": True,
            }
        )
    ),
    "a warning": modal({"type": "alert", "text": BOLD, "level": "warning"}),
    "an input on Home, which has no submit button": home(NAME_INPUT),
    "a home with three charts and two tables": home(CHART, CHART, CHART, table([CELL]), table([CELL])),
    "two tables on Home with 18,000 characters between them": home(table([cell(9000)]), table([cell(9000)])),
}


@pytest.mark.parametrize("view", TAKEN_AS_VIEWS.values(), ids=TAKEN_AS_VIEWS)
def test_a_view_is_taken_that_is(view):
    assert check_view(view) == []


@pytest.mark.parametrize("depth, expected", [(900, []), (5_000, [("too_big", "/view")])])
def test_a_view_nested_however_deep_does_not_break_the_check(depth, expected):
    nested = []
    for _ in range(depth):
        nested = [nested]
    assert faults(check_view(modal(inline({"type": "tag", "x": nested})))) == expected
