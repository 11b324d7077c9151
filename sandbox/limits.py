"""What Slack takes: every Block Kit limit the stand-in knows, as tables and in this one place.

Read from Slack's reference pages and the code of its SDKs, autumn 2026. Where those disagree the stricter
holds: option values of 75, confirm texts plain, rich text inputs only in input blocks, containers with the
children both lists name. Beyond the documented limits: lists and strings given are not empty, a url has a
scheme, a number input holds a number, the categories of a chart differ. Null stands nowhere.
"""

from __future__ import annotations

from sandbox.objects import Text, bare, block, element, kind, obj, on, table
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
from sandbox.rules import Arr, Bool, Int, Number, Open, Rule, Str


def _plain(most: int) -> Text:
    return Text(most, ("plain_text",))


# Values that recur
ID, FLAG, WORD, TYPED = Str(255), Bool(), Str(), Str(empty=True)
URL = Str(3000, pattern=r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
LINK = Str(pattern=URL.pattern)
HTTPS = Str(3000, pattern=r"https://\S+")
HTTPS_ANY = Str(pattern=HTTPS.pattern)
PICTURE = Str(3000, pattern=r"https?://\S+")
DATE, TIME = Str(pattern=r"\d{4}-\d{2}-\d{2}"), Str(pattern=r"([01]\d|2[0-3]):[0-5]\d")
DECIMAL = Str(pattern=r"-?\d+(\.\d+)?")
TONE = Str(enum=("primary", "danger"))
STYLED = bare("style", bold=FLAG, italic=FLAG, strike=FLAG, code=FLAG, underline=FLAG)

# Objects that stand inside others
CONFIRM = bare(
    "confirm", "title text confirm deny",
    title=_plain(100), text=_plain(300), confirm=_plain(30), deny=_plain(30), style=TONE,
)  # fmt: skip
OPTION = bare("option", "text value", text=_plain(75), value=Str(75), description=_plain(75))
RICH_OPTION = bare("rich_option", "text value", text=Text(75), value=Str(75), description=Text(75))
OVERFLOW_OPTION = bare(
    "overflow_option", "text value", text=_plain(75), value=Str(75), description=_plain(75), url=URL
)
OPTION_GROUP = bare("option_group", "label options", label=_plain(75), options=Arr(OPTION, 100))
FEEDBACK_BUTTON = bare(
    "feedback_button", "text value", text=_plain(75), value=Str(2000), accessibility_label=Str(75)
)
CONVERSATION_FILTER = bare(
    "conversation_filter",
    include=Arr(Str(enum=("im", "mpim", "private", "public")), 4),
    exclude_external_shared_channels=FLAG, exclude_bot_users=FLAG,
)  # fmt: skip
DISPATCH = bare(
    "dispatch_action_config",
    trigger_actions_on=Arr(Str(enum=("on_enter_pressed", "on_character_entered")), 2),
)  # fmt: skip
SLACK_FILE = bare("slack_file", "", OneOf(("id", "url")), id=Str(pattern=r"F[A-Z0-9]{8,}"), url=LINK)
COLUMN_SETTING = bare("column_setting", align=Str(enum=("left", "center", "right")), is_wrapped=FLAG)

# Charts
POINT = bare("data_point", "label value", label=Str(20), value=Number())
SERIES = bare("data_series", "name data", name=Str(20), data=Arr(POINT, 20))
SEGMENT = bare("segment", "label value", label=Str(20), value=Number(above=0))
AXIS_CONFIG = bare(
    "axis_config", "categories", Distinct("categories"),
    categories=Arr(Str(20), 20), x_label=Str(50), y_label=Str(50),
)  # fmt: skip
CHARTS = table(
    obj("pie", "segments", segments=Arr(SEGMENT, 12)),
    *(
        obj(
            name, "series axis_config", Distinct("series", by="name"), PointPerCategory(),
            series=Arr(SERIES, 12), axis_config=AXIS_CONFIG,
        )
        for name in ("bar", "area", "line")
    ),
)  # fmt: skip

# Rich text: the parts of a line, then the lines
PARTS = table(
    obj("inline.text", "text", text=WORD, style=STYLED),
    obj("inline.link", "url", url=LINK, text=WORD, unsafe=FLAG, style=STYLED),
    obj("inline.emoji", "name", name=WORD, unicode=WORD, skin_tone=Int(1, 6), style=STYLED),
    obj("inline.user", "user_id", user_id=WORD, style=STYLED),
    obj("inline.usergroup", "usergroup_id", usergroup_id=WORD, style=STYLED),
    obj("inline.channel", "channel_id", channel_id=WORD, style=STYLED),
    obj("inline.team", "team_id", team_id=WORD, style=STYLED),
    obj("inline.broadcast", "range", range=Str(enum=("here", "channel", "everyone")), style=STYLED),
    obj("inline.color", "value", value=WORD, style=STYLED),
    obj(
        "inline.date", "timestamp format",
        timestamp=Int(0), format=WORD, timezone=WORD, url=LINK, fallback=WORD, style=STYLED,
    ),
    obj(
        "inline.citation", "url text index details",
        url=LINK, text=WORD, index=Int(0), details=Open(), from_llm=FLAG, is_slack_url=FLAG,
    ),
    obj("inline.canvas", "file_id", file_id=WORD, label=WORD, hide_title=FLAG, section_id=WORD, style=STYLED),
    obj(
        "inline.message_mention", "channel_id message_ts",
        channel_id=WORD, message_ts=WORD, author_id=WORD, thread_ts=WORD, text=WORD, url=LINK, style=STYLED,
    ),
    obj(
        "inline.work_object_mention", "entity_id app_id text url",
        entity_id=WORD, app_id=WORD, text=WORD, url=LINK, icon_url=LINK, full_size_preview_enabled=FLAG,
        product_name=WORD, style=STYLED,
    ),
    obj(
        "inline.workflow_mention", "workflow_id function_trigger_id text",
        workflow_id=WORD, function_trigger_id=WORD, text=WORD, url=LINK, channel_id=WORD, ts=WORD,
        style=STYLED,
    ),
)  # fmt: skip
UNDESCRIBED_PARTS = (
    "tag", "file", "list_record", "attachment_mention",
    "canvas_user_mention", "canvas_message_unfurl", "salesforce_data_field",
)  # fmt: skip
PARTS |= dict.fromkeys(UNDESCRIBED_PARTS, Open())
LINE = Arr(kind(PARTS, " ".join(PARTS)), min=0)
BORDER = Int(0, 1)
SECTION = obj("rich_text_section", "elements", elements=LINE)
LINES = table(
    SECTION,
    obj("rich_text_quote", "elements", elements=LINE, border=BORDER),
    obj("rich_text_preformatted", "elements", elements=LINE, border=BORDER, language=WORD),
    obj(
        "rich_text_list", "elements style",
        elements=Arr(kind({"rich_text_section": SECTION}, "rich_text_section"), min=0),
        style=Str(enum=("bullet", "ordered")), indent=Int(0), offset=Int(0), border=BORDER,
    ),
)  # fmt: skip
RICH_TEXT = block("rich_text", "elements", elements=Arr(kind(LINES, " ".join(LINES))))
RICH = kind({"rich_text": RICH_TEXT}, "rich_text")

# Elements
HINTED: dict[str, Rule] = {"focus_on_load": FLAG, "placeholder": _plain(150)}
ACTS: dict[str, Rule] = {"action_id": ID, "confirm": CONFIRM}
CHOOSES: dict[str, Rule] = ACTS | {"focus_on_load": FLAG}
SELECTS: dict[str, Rule] = ACTS | HINTED
TYPES: dict[str, Rule] = {"action_id": ID, "dispatch_action_config": DISPATCH, **HINTED}
STATIC: dict[str, Rule] = SELECTS | {"options": Arr(OPTION, 100), "option_groups": Arr(OPTION_GROUP, 100)}
MANY = Int(1)
EITHER = OneOf(("options", "option_groups"))
ELEMENTS = table(
    element(
        "button", "text",
        text=_plain(75), url=URL, value=Str(2000), style=TONE, accessibility_label=Str(75),
        agent_prompt=Str(4000), agent_prompt_display=WORD, visible_to_user_ids=Arr(WORD), **ACTS,
    ),
    element("overflow", "options", options=Arr(OVERFLOW_OPTION, 5), **ACTS),
    element(
        "checkboxes", "options", Offered("initial_options"),
        options=Arr(RICH_OPTION, 10), initial_options=Arr(RICH_OPTION, 10), **CHOOSES,
    ),
    element(
        "radio_buttons", "options", Offered("initial_option"),
        options=Arr(RICH_OPTION, 10), initial_option=RICH_OPTION, **CHOOSES,
    ),
    element("static_select", "", EITHER, Offered("initial_option"), **STATIC, initial_option=OPTION),
    element(
        "multi_static_select", "", EITHER, Offered("initial_options"),
        **STATIC, initial_options=Arr(OPTION), max_selected_items=MANY,
    ),
    element("external_select", initial_option=OPTION, min_query_length=Int(0), **SELECTS),
    element(
        "multi_external_select",
        initial_options=Arr(OPTION), min_query_length=Int(0), max_selected_items=MANY, **SELECTS,
    ),
    element("users_select", initial_user=WORD, **SELECTS),
    element("multi_users_select", initial_users=Arr(WORD), max_selected_items=MANY, **SELECTS),
    element(
        "conversations_select", "", ModalInputOnly("response_url_enabled"),
        initial_conversation=WORD, default_to_current_conversation=FLAG, response_url_enabled=FLAG,
        filter=CONVERSATION_FILTER, **SELECTS,
    ),
    element(
        "multi_conversations_select",
        initial_conversations=Arr(WORD), default_to_current_conversation=FLAG, filter=CONVERSATION_FILTER,
        max_selected_items=MANY, **SELECTS,
    ),
    element(
        "channels_select", "", ModalInputOnly("response_url_enabled"),
        initial_channel=WORD, response_url_enabled=FLAG, **SELECTS,
    ),
    element("multi_channels_select", initial_channels=Arr(WORD), max_selected_items=MANY, **SELECTS),
    element("datepicker", initial_date=DATE, **SELECTS),
    element("timepicker", initial_time=TIME, timezone=WORD, **SELECTS),
    on("MV", element("datetimepicker", initial_date_time=Int(1_000_000_000, 9_999_999_999), **CHOOSES)),
    element(
        "plain_text_input",
        initial_value=Str(3000, empty=True), multiline=FLAG, min_length=Int(0, 3000), max_length=Int(1, 3000),
        **TYPES,
    ),
    on("V", element("email_text_input", initial_value=TYPED, **TYPES)),
    on("V", element("url_text_input", initial_value=TYPED, **TYPES)),
    on("V", element(
        "number_input", "is_decimal_allowed",
        is_decimal_allowed=FLAG, initial_value=DECIMAL, min_value=DECIMAL, max_value=DECIMAL, **TYPES,
    )),
    on("VH", element(
        "rich_text_input", initial_value=RICH, min_lines=Int(1, 100), max_lines=Int(1, 100), **TYPES,
    )),
    on("V", element("file_input", action_id=ID, filetypes=Arr(WORD), max_files=Int(1, 10))),
    element(
        "feedback_buttons", "positive_button negative_button",
        action_id=ID, positive_button=FEEDBACK_BUTTON, negative_button=FEEDBACK_BUTTON,
    ),
    element(
        "icon_button", "icon text",
        icon=Str(enum=("trash",)), text=_plain(75), value=Str(2000), accessibility_label=Str(75),
        visible_to_user_ids=Arr(WORD, 10), **ACTS,
    ),
    on("M", element(
        "workflow_button", "action_id text workflow",
        action_id=ID, text=_plain(75), workflow=Open(), style=TONE, accessibility_label=Str(75),
    )),
    element(
        "element.image", "alt_text", OneOf(("image_url", "slack_file")),
        alt_text=Str(2000), image_url=PICTURE, slack_file=SLACK_FILE,
    ),
    element("url", "url text", url=LINK, text=WORD),
)  # fmt: skip
PICKS = (
    "checkboxes radio_buttons datepicker timepicker static_select multi_static_select external_select "
    "multi_external_select users_select multi_users_select conversations_select multi_conversations_select "
    "channels_select multi_channels_select"
)
IMAGE = kind(ELEMENTS, "image")
CONTEXT: dict[str, Rule] = {"plain_text": _plain(3000), "mrkdwn": Text(3000, ("mrkdwn",))}
CELLS = table(
    obj("raw_text", "text", text=WORD), obj("raw_number", "value text", value=Number(), text=WORD), RICH_TEXT
)
CELL = kind(CELLS, "raw_text raw_number rich_text")

# Blocks
BLOCKS = table(
    block(
        "section", "", AnyOf(("text", "fields")),
        text=Text(3000), fields=Arr(Text(2000), 10), expand=FLAG,
        accessory=kind(ELEMENTS, f"button image overflow workflow_button {PICKS}"),
    ),
    block("header", "text", text=_plain(150)),
    block("divider"),
    block(
        "context", "elements",
        elements=Arr(kind(CONTEXT | {"image": ELEMENTS["image"]}, "plain_text mrkdwn image"), 10),
    ),
    block(
        "actions", "elements",
        elements=Arr(kind(ELEMENTS, f"button datetimepicker overflow workflow_button {PICKS}"), 25),
    ),
    block(
        "input", "label element",
        label=_plain(2000), hint=_plain(2000), optional=FLAG, dispatch_action=FLAG,
        element=kind(
            ELEMENTS,
            "plain_text_input number_input email_text_input url_text_input file_input rich_text_input "
            f"datetimepicker {PICKS}",
        ),
    ),
    block(
        "image", "alt_text", OneOf(("image_url", "slack_file")),
        alt_text=Str(2000), image_url=PICTURE, slack_file=SLACK_FILE, title=_plain(2000),
    ),
    RICH_TEXT,
    on("M", block("markdown", "text", text=Str(12_000))),
    on("MH", block(
        "table", "rows",
        rows=Arr(Arr(CELL, 20), 100), column_settings=Arr(COLUMN_SETTING, 20),
    )),
    on("MH", block(
        "data_table", "rows caption", EqualRows(), PlainHeader(),
        rows=Arr(Arr(CELL, 20), 201, min=2), caption=WORD,
        page_size=Int(1, 100), row_header_column_index=Int(0),
    )),
    on("MH", block(
        "data_visualization", "title chart", title=Str(50), chart=kind(CHARTS, "pie bar area line")
    )),
    on("V", block(
        "alert", "text", text=Text(200), level=Str(enum=("default", "info", "warning", "error", "success"))
    )),
    block(
        "video", "alt_text video_url thumbnail_url title",
        alt_text=WORD, video_url=HTTPS_ANY, thumbnail_url=LINK, title=_plain(199), title_url=HTTPS_ANY,
        author_name=Str(49), provider_name=WORD, provider_icon_url=LINK, description=_plain(199),
    ),
    block(
        "card", "", AnyOf(("hero_image", "title", "actions", "body")), NotBoth(("icon", "slack_icon")),
        hero_image=IMAGE, icon=IMAGE, slack_icon=Open(), title=Text(150), subtitle=Text(150), body=Text(200),
        subtext=Text(200), actions=Arr(kind(ELEMENTS, "button"), 3),
    ),
    on("M", block(
        "context_actions", "elements",
        elements=Arr(kind(ELEMENTS, "feedback_buttons icon_button"), 5),
    )),
    on("M", block(
        "task_card", "task_id title status",
        task_id=WORD, title=WORD, details=RICH, output=RICH, sources=Arr(kind(ELEMENTS, "url")),
        status=Str(enum=("pending", "in_progress", "complete", "error")),
    )),
    on("M", block("call", "call_id", call_id=WORD, api_decoration_available=FLAG)),
    on("", block("file")),
)  # fmt: skip
BLOCKS |= table(
    on("MH", block("carousel", "elements", elements=Arr(kind(BLOCKS, "card"), 10))),
    on("M", block("plan", "title", title=WORD, tasks=Arr(kind(BLOCKS, "task_card")))),
    on("MH", block(
        "container", "child_blocks",
        AnyOf(("title", "rich_text_title")),
        Only("default_collapsed", "is_collapsible"),
        Only("has_header_divider", "is_collapsible", off=True),
        title=_plain(150), rich_text_title=RICH, subtitle=Text(150),
        child_blocks=Arr(kind(BLOCKS, "actions context divider header image section table video"), 10),
        width=Str(enum=("narrow", "standard", "wide", "full")), icon=IMAGE,
        is_collapsible=FLAG, default_collapsed=FLAG, has_header_divider=FLAG,
    )),
    on("M", block(
        "auth_provider", "value name is_connected",
        value=Str(150), name=_plain(75), is_connected=FLAG, description=_plain(150),
        icon_url=HTTPS, auth_url=HTTPS, disconnect_url=HTTPS,
        connected_identity=_plain(75), connected_context=_plain(75),
        accessory=kind(ELEMENTS, "overflow"), fallback=Arr(kind(BLOCKS, " ".join(BLOCKS))),
    )),
)  # fmt: skip

# Surfaces
MESSAGE_BLOCKS = Arr(kind(BLOCKS, " ".join(BLOCKS)), 50, min=0)
VIEW_BLOCKS = Arr(kind(BLOCKS, " ".join(BLOCKS)), 100)
VIEW_IDS: dict[str, Rule] = {
    "private_metadata": Str(3000, empty=True),
    "callback_id": Str(255, empty=True),
    "external_id": Str(255, empty=True),
}
VIEWS = table(
    obj(
        "modal", "title blocks",
        title=_plain(24), blocks=VIEW_BLOCKS, submit=_plain(24), close=_plain(24),
        clear_on_close=FLAG, notify_on_close=FLAG, submit_disabled=FLAG, **VIEW_IDS,
    ),
    obj("home", "blocks", blocks=VIEW_BLOCKS, **VIEW_IDS),
)  # fmt: skip
VIEW = kind(VIEWS, "modal home")
VIEW_BYTES = 250_000

POSTED_TEXT = Str(40_000, empty=True)
"""Slack cuts a posted text beyond this; the stand-in refuses it, so that no word is lost unseen."""
UPDATED_TEXT = Str(4_000, empty=True)

MESSAGE_COUNTS = {"data_visualization": 2, "table": 1}
"""Most blocks of a type in one message."""
TOTAL_CHARACTERS = {"markdown": 12_000, "table": 10_000, "data_table": 20_000}
"""Most characters in all blocks of a type in one message; on Home, in each."""
