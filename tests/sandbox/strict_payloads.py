"""Small payloads from which the tests of the strict check put messages and views together."""

HELLO = {"type": "plain_text", "text": "Hello"}
BOLD = {"type": "mrkdwn", "text": "*Hello*"}
YES = {"text": {"type": "plain_text", "text": "Yes"}, "value": "yes"}
NO = {"text": {"type": "plain_text", "text": "No"}, "value": "no"}
BUTTON = {"type": "button", "text": HELLO, "action_id": "go"}
CONFIRM = {"title": HELLO, "text": HELLO, "confirm": HELLO, "deny": HELLO}
NAME_INPUT = {"type": "input", "label": HELLO, "element": {"type": "plain_text_input"}}
GROUP = {"label": HELLO, "options": [NO]}
CELL = {"type": "raw_text", "text": "x"}
PICTURE = {"type": "image", "alt_text": "x", "image_url": "https://example.com/a.png"}
AXIS = {"categories": ["Week 1", "Week 2"]}
POINTS = [{"label": "Week 1", "value": 4.6}, {"label": "Week 2", "value": 4.1}]
LINE = {"type": "line", "series": [{"name": "Hours", "data": POINTS}], "axis_config": AXIS}
CHART = {"type": "data_visualization", "title": "Hours per case", "chart": LINE}
WORDS = {"type": "rich_text_section", "elements": [{"type": "text", "text": "Hello"}]}
RICH = {"type": "rich_text", "elements": [WORDS]}


def faults(found):
    return [(fault.code, fault.pointer) for fault in found]


def text(length):
    return {"type": "plain_text", "text": "x" * length}


def cell(length):
    return {"type": "raw_text", "text": "x" * length}


def actions(*elements):
    return {"type": "actions", "elements": list(elements)}


def section(**more):
    return {"type": "section", "text": BOLD, **more}


def rich(*lines):
    return {"type": "rich_text", "elements": list(lines)}


def inline(*parts):
    return rich({"type": "rich_text_section", "elements": list(parts)})


def chart(**more):
    return {**CHART, "chart": {**LINE, **more}}


def table(*rows, **more):
    return {"type": "table", "rows": list(rows), **more}


def data_table(*rows, **more):
    return {"type": "data_table", "caption": "Readings", "rows": list(rows), **more}


def container(*children, **more):
    return {"type": "container", "title": HELLO, "child_blocks": list(children), **more}


def modal(*blocks, **more):
    return {"type": "modal", "title": HELLO, "submit": HELLO, "blocks": list(blocks or [section()]), **more}


def home(*blocks, **more):
    return {"type": "home", "blocks": list(blocks or [section()]), **more}


def asked(element, **more):
    return {"type": "input", "label": HELLO, "element": element, **more}
