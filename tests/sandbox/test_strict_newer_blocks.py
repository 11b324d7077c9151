"""What Slack would refuse of images, rich text, charts, tables, cards and containers."""

import pytest

from sandbox.strict import check_message, check_view
from tests.sandbox.strict_payloads import (
    BOLD,
    BUTTON,
    CELL,
    CHART,
    CONFIRM,
    HELLO,
    NO,
    PICTURE,
    POINTS,
    RICH,
    WORDS,
    YES,
    actions,
    cell,
    chart,
    container,
    data_table,
    faults,
    home,
    inline,
    rich,
    section,
    table,
)

REFUSED_IN_MESSAGES = {
    "an image without words for it": (
        [{"type": "image", "image_url": "https://example.com/a.png"}], "missing", "/blocks/0"),
    "an image from nowhere": ([{"type": "image", "alt_text": "a chart"}], "missing", "/blocks/0"),
    "an image from two places": (
        [{**PICTURE, "slack_file": {"id": "F12345678"}}],
        "exclusive", "/blocks/0"),
    "a file named by id and by address": (
        [{"type": "image", "alt_text": "x", "slack_file": {"id": "F12345678", "url": "https://files.example.com/a"}}],
        "exclusive", "/blocks/0/slack_file"),
    "a rich text without lines": ([rich()], "too_few", "/blocks/0/elements"),
    "a bare text as a line of rich text": (
        [rich({"type": "text", "text": "x"})], "unsupported_type", "/blocks/0/elements/0/type"),
    "an empty text in rich text": (
        [inline({"type": "text", "text": ""})], "too_short", "/blocks/0/elements/0/elements/0/text"),
    "a text in rich text that is red": (
        [inline({"type": "text", "text": "x", "style": {"red": True}})],
        "unknown_property", "/blocks/0/elements/0/elements/0/style"),
    "a mention of nobody": ([inline({"type": "user"})], "missing", "/blocks/0/elements/0/elements/0"),
    "a null deep in a part nobody described": (
        [inline({"type": "tag", "a/b": [1, {"~": None}]})],
        "null", "/blocks/0/elements/0/elements/0/a~1b/1/~0"),
    "a rich list of bare words": (
        [rich({"type": "rich_text_list", "style": "bullet", "elements": [{"type": "text", "text": "x"}]})],
        "unsupported_type", "/blocks/0/elements/0/elements/0/type"),
    "a rich list with stars": (
        [rich({"type": "rich_text_list", "style": "stars", "elements": [WORDS]})],
        "not_in_enum", "/blocks/0/elements/0/style"),
    "a chart title of 51 characters": ([{**CHART, "title": "x" * 51}], "too_long", "/blocks/0/title"),
    "a radar chart": ([chart(type="radar")], "unsupported_type", "/blocks/0/chart/type"),
    "a chart of 13 series": (
        [chart(series=[{"name": str(n), "data": POINTS} for n in range(13)])],
        "too_many", "/blocks/0/chart/series"),
    "a chart of 21 categories": (
        [chart(axis_config={"categories": [str(n) for n in range(21)]})],
        "too_many", "/blocks/0/chart/axis_config/categories"),
    "two series of one name": (
        [chart(series=[{"name": "Hours", "data": POINTS}] * 2)],
        "duplicate", "/blocks/0/chart/series/1/name"),
    "a series without a point for the second week": (
        [chart(series=[{"name": "Hours", "data": POINTS[:1]}])], "missing", "/blocks/0/chart/series/0/data"),
    "a series with two points for one week": (
        [chart(series=[{"name": "Hours", "data": [*POINTS, POINTS[0]]}])],
        "duplicate", "/blocks/0/chart/series/0/data/2/label"),
    "a point for a week that is not on the axis": (
        [chart(series=[{"name": "Hours", "data": [*POINTS, {"label": "Week 3", "value": 1}]}])],
        "category_not_listed", "/blocks/0/chart/series/0/data/2/label"),
    "a point whose value is null": (
        [chart(series=[{"name": "Hours", "data": [POINTS[0], {"label": "Week 2", "value": None}]}])],
        "null", "/blocks/0/chart/series/0/data/1/value"),
    "a point that is not a number": (
        [chart(series=[{"name": "Hours", "data": [POINTS[0], {"label": "Week 2", "value": float("nan")}]}])],
        "wrong_type", "/blocks/0/chart/series/0/data/1/value"),
    "an empty slice of a pie": (
        [{**CHART, "chart": {"type": "pie", "segments": [{"label": "Go", "value": 0}]}}],
        "too_small", "/blocks/0/chart/segments/0/value"),
    "three charts": ([CHART, section(), CHART, CHART], "too_many", "/blocks/3"),
    "two tables": ([table([CELL]), table([CELL])], "too_many", "/blocks/1"),
    "a table of 101 rows": ([table(*[[CELL]] * 101)], "too_many", "/blocks/0/rows"),
    "a table of 21 columns": ([table([CELL] * 21)], "too_many", "/blocks/0/rows/0"),
    "a table with 10,001 characters": (
        [table([cell(5000)], [cell(5001)])],
        "too_long", "/blocks/0/rows"),
    "a table with a bare link of 10,001 characters": (
        [table([inline({"type": "link", "url": "https://e.com/".ljust(10_001, "x")})])],
        "too_long", "/blocks/0/rows"),
    "a column setting that is null": (
        [table([CELL], column_settings=[None])], "null", "/blocks/0/column_settings/0"),
    "a data table that is only a header": ([data_table([CELL])], "too_few", "/blocks/0/rows"),
    "a data table without a caption": (
        [{"type": "data_table", "rows": [[CELL], [CELL]]}], "missing", "/blocks/0"),
    "a data table with a short row": (
        [data_table([CELL, CELL], [CELL, CELL], [CELL])], "unequal_rows", "/blocks/0/rows/2"),
    "a data table with a rich header": (
        [data_table([CELL, RICH], [CELL, CELL])], "unsupported_type", "/blocks/0/rows/0/1/type"),
    "data tables with 20,001 characters between them": (
        [data_table([CELL], [cell(n)]) for n in (9_999, 10_000)],
        "too_long", "/blocks/1/rows"),
    "a page of 101 rows": (
        [data_table([CELL], [CELL], page_size=101)], "too_big", "/blocks/0/page_size"),
    "markdown blocks with 12,001 characters between them": (
        [{"type": "markdown", "text": "x" * 12_000}, {"type": "markdown", "text": "x"}],
        "too_long", "/blocks/1/text"),
    "a card with a picture and a Slack icon": (
        [{"type": "card", "title": HELLO, "slack_icon": {"name": "star"},
          "icon": PICTURE}],
        "exclusive", "/blocks/0"),
    "a card with nothing on it": ([{"type": "card"}], "missing", "/blocks/0"),
    "the same button twice on a card in a carousel": (
        [{"type": "carousel", "elements": [{"type": "card", "actions": [BUTTON, BUTTON]}]}],
        "duplicate", "/blocks/0/elements/0/actions/1/action_id"),
    "a container in a container": (
        [container(container(section()))],
        "unsupported_type", "/blocks/0/child_blocks/0/type"),
    "a block id used inside and outside a container": (
        [section(block_id="a"), container(section(block_id="a"))],
        "duplicate", "/blocks/1/child_blocks/0/block_id"),
    "a container shut that cannot be opened": (
        [container(section(), default_collapsed=True)],
        "exclusive", "/blocks/0/default_collapsed"),
    "a collapsible container with a divider": (
        [container(section(), is_collapsible=True, has_header_divider=True)],
        "exclusive", "/blocks/0/has_header_divider"),
}  # fmt: skip


@pytest.mark.parametrize("payload, code, pointer", REFUSED_IN_MESSAGES.values(), ids=REFUSED_IN_MESSAGES)
def test_a_message_is_refused_for(payload, code, pointer):
    assert faults(check_message(payload)) == [(code, pointer)]


TAKEN_IN_MESSAGES = {
    "nothing but a text": [],
    "a heading, a rule and small print": [
        {"type": "header", "text": HELLO},
        {"type": "divider"},
        {"type": "context", "elements": [BOLD, HELLO]},
    ],
    "a gate with its vote buttons": [
        section(block_id="gate", accessory={**BUTTON, "confirm": CONFIRM, "style": "primary"}),
        actions(*({**BUTTON, "action_id": word, "value": "UC-7"} for word in ("go", "redesign", "stop"))),
    ],
    "the same action id in two blocks": [actions(BUTTON), actions(BUTTON)],
    "a line chart with a value below zero": [
        chart(
            series=[
                {
                    "name": "Change",
                    "data": [{"label": "Week 2", "value": -3}, {"label": "Week 1", "value": 0}],
                }
            ]
        )
    ],
    "a table and two charts": [table([CELL, RICH], [CELL]), CHART, CHART],
    "a data table": [data_table([CELL, CELL], [RICH, {"type": "raw_number", "value": 4.1, "text": "4.1"}])],
    "a choice made at first, from a group": [
        actions(
            {
                "type": "static_select",
                "option_groups": [{"label": HELLO, "options": [YES, NO]}],
                "initial_option": NO,
            }
        )
    ],
    "rich text with everything common": [
        inline(
            {"type": "text", "text": "by ", "style": {"bold": True}},
            {"type": "user", "user_id": "U1"},
            {"type": "link", "url": "https://example.com", "text": "proof"},
            {"type": "emoji", "name": "wave"},
            {"type": "date", "timestamp": 1_764_000_000, "format": "{date_long}", "fallback": "24 November"},
        ),
        rich(
            {"type": "rich_text_list", "style": "ordered", "indent": 1, "elements": [WORDS]},
            {"type": "rich_text_quote", "elements": [{"type": "text", "text": "x"}]},
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "x"}], "border": 1},
        ),
    ],
    "the same action id beside a block inside and in it": [
        {
            "type": "auth_provider",
            "value": "crm",
            "name": HELLO,
            "is_connected": False,
            "fallback": [actions(BUTTON)],
            "accessory": {"type": "overflow", "options": [YES], "action_id": BUTTON["action_id"]},
        }
    ],
    "an emoji that is one character to people and two to a machine": [
        {"type": "header", "text": {"type": "plain_text", "text": "🚦" * 150}}
    ],
}


@pytest.mark.parametrize("blocks", TAKEN_IN_MESSAGES.values(), ids=TAKEN_IN_MESSAGES)
def test_a_message_is_taken_with(blocks):
    assert check_message(blocks) == []


@pytest.mark.parametrize("kind, block", [
    ("data_visualization", CHART),
    ("data_table", data_table([CELL], [CELL])),
    ("table", table([CELL])),
    ("markdown", {"type": "markdown", "text": "x"}),
])  # fmt: skip
def test_a_workspace_can_refuse_the_newer_blocks(kind, block):
    assert check_message([section(), block]) == []
    assert faults(check_message([section(), block], refused=frozenset({kind}))) == [
        ("unsupported_type", "/blocks/1/type")
    ]


def test_a_refused_block_is_refused_inside_another_and_on_home_too():
    refused = frozenset({"table"})
    inner = container(table([CELL]))
    assert faults(check_message([inner], refused=refused)) == [
        ("unsupported_type", "/blocks/0/child_blocks/0/type")
    ]
    assert faults(check_view(home(table([CELL])), refused=refused)) == [
        ("unsupported_type", "/view/blocks/0/type")
    ]
