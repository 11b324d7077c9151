"""One of everything the page draws: messages, a modal and a Home with every block and element."""

from tests.sandbox.askbot import field, option, text


def mrkdwn(words):
    return {"type": "mrkdwn", "text": words}


def button(words, action_id, **more):
    return {"type": "button", "text": text(words), "action_id": action_id, "value": "1"} | more


def raw(*words):
    return [{"type": "raw_text", "text": word} for word in words]


CONFIRM = {
    "title": text("Decline?"),
    "text": text("The proposer is told."),
    "confirm": text("Yes"),
    "deny": text("No"),
}
OPTIONS = [option("Mine", "m"), option("All", "a")]
POINTS = [{"label": f"W{week}", "value": value} for week, value in enumerate((5.2, 4.6, 4.1, 3.6), 1)]
SERIES = [
    {"name": "Readings", "data": POINTS},
    {"name": "Target", "data": [p | {"value": 3} for p in POINTS]},
]


def chart(kind):
    axis = {"categories": [point["label"] for point in POINTS], "x_label": "Week", "y_label": "Days"}
    return {
        "type": "data_visualization",
        "title": f"As {kind}",
        "chart": {"type": kind, "series": SERIES, "axis_config": axis},
    }


PIE = {
    "type": "data_visualization",
    "title": "Portfolio",
    "chart": {"type": "pie", "segments": [{"label": "Pilot", "value": 4}, {"label": "Scaled", "value": 2}]},
}
CARD = [
    {"type": "header", "text": text("UC-7 Proposal turnaround")},
    {
        "type": "section",
        "text": mrkdwn("By <@U0ANNA> in <#C0AIPILOTS>\n> from *5 days* to *3 days*"),
        "fields": [mrkdwn("*Stage*\n:hourglass: Proposed"), mrkdwn("*Friction*\n6, heavy")],
        "accessory": {"type": "overflow", "action_id": "more", "options": OPTIONS},
    },
    {"type": "divider"},
    {
        "type": "actions",
        "elements": [
            button("Accept", "accept", style="primary"),
            button("Decline", "decline", style="danger", confirm=CONFIRM),
            {
                "type": "static_select",
                "action_id": "pick",
                "placeholder": text("Log a reading"),
                "options": OPTIONS,
            },
            {"type": "datepicker", "action_id": "day", "placeholder": text("Another day")},
        ],
    },
    {
        "type": "context",
        "elements": [
            mrkdwn("open to everyone"),
            {"type": "image", "image_url": "https://example.com/i.png", "alt_text": "seal"},
        ],
    },
    {
        "type": "image",
        "image_url": "https://example.com/p.png",
        "alt_text": "a plan",
        "title": text("The plan"),
    },
]
TABLES = [
    {
        "type": "data_table",
        "caption": "By attention",
        "rows": [raw("Key", "Day"), *(raw(f"UC-{n}", str(60 - n)) for n in range(1, 9))],
    },
    {"type": "table", "rows": [raw("Criterion", "Verdict"), raw("KPI signal", "met")]},
    {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [{"type": "text", "text": "Next", "style": {"bold": True}}],
            }
        ],
    },
    {"type": "markdown", "text": "**Truth line**: 9 pilots"},
]
BOXES = [
    {
        "type": "container",
        "title": text("Missing"),
        "is_collapsible": True,
        "child_blocks": [{"type": "actions", "elements": [button("Fill in", "fill")]}],
    },
    {
        "type": "card",
        "title": text("Start here"),
        "body": mrkdwn("short loop"),
        "actions": [button("Register", "register")],
    },
]
MESSAGES = (CARD, TABLES, BOXES, [chart("line"), chart("bar")], [chart("area"), PIE])
FIELDS = {
    "sentence": {"type": "plain_text_input", "multiline": True},
    "title": {"type": "plain_text_input"},
    "owner": {"type": "users_select"},
    "supporters": {"type": "multi_users_select"},
    "home": {"type": "conversations_select"},
    "also": {"type": "multi_channels_select"},
    "loop": {"type": "static_select", "options": OPTIONS},
    "tags": {"type": "multi_static_select", "options": OPTIONS},
    "systems": {"type": "number_input", "is_decimal_allowed": False},
    "start": {"type": "datepicker"},
    "hour": {"type": "timepicker"},
    "meeting": {"type": "datetimepicker"},
    "mail": {"type": "email_text_input"},
    "link": {"type": "url_text_input"},
    "ticks": {"type": "checkboxes", "options": OPTIONS},
    "seen_by": {"type": "radio_buttons", "options": OPTIONS},
}
MODAL = {
    "type": "modal",
    "title": text("Every field"),
    "submit": text("Save"),
    "blocks": [
        {"type": "alert", "level": "warning", "text": mrkdwn("Already *UC-3*?")},
        *(
            field(name, f"The {name}", element, optional=True, hint=text("a hint"))
            for name, element in FIELDS.items()
        ),
    ],
}
HOME = {"type": "home", "blocks": [*CARD, BOXES[1], TABLES[0]]}
