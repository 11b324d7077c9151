"""Would Slack take it, and could anybody forge a mention with it? Asked of everything drawn."""

import json
import re

from blocks.escape import size
from blocks.pieces import TEXT_LIMIT
from sandbox.strict import check_message, check_text, check_view

OURS = re.compile(r"<[@#][A-Z][A-Z0-9]*>|<!date\^\d+\^[^|<>]*\|[^|<>]*>")
LOOSE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt);)")
INVISIBLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066\u2067\ud800-\udfff]")


def parts(value):
    """Every object inside a message or a view."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from parts(inner)


def unescaped(markup):
    """What in a markup text people could have typed and Slack would read as its own."""
    rest = "\n".join(line.removeprefix("> ") for line in OURS.sub("", markup).split("\n"))
    return [*re.findall("[<>].{0,20}", rest), *LOOSE_AMPERSAND.findall(rest), *INVISIBLE.findall(rest)]


def assert_message(drawn):
    """Slack takes it as a post and as an edit; nothing typed acts as markup; one primary button at most."""
    assert check_message(drawn.blocks) == []
    assert check_text(drawn.text, update=True) == []
    assert drawn.text.strip()
    assert size(drawn.text) <= TEXT_LIMIT
    assert unescaped(drawn.text) == []
    _assert_safe(drawn.blocks)


def assert_view(view):
    """Slack takes the view; nothing typed acts as markup."""
    assert check_view(view) == []
    _assert_safe(view)


def _assert_safe(whole):
    json.dumps(whole).encode()
    found = list(parts(whole))
    for part in found:
        if part.get("type") == "mrkdwn":
            assert unescaped(part["text"]) == []
            assert part["verbatim"] is True
    assert sum(part.get("style") == "primary" for part in found if part.get("type") == "button") <= 1


def buttons(drawn):
    """What can be pressed: label → (action_id, value)."""
    blocks = drawn["blocks"] if isinstance(drawn, dict) else drawn.blocks
    pressed = [part for part in parts(blocks) if part.get("type") == "button"]
    return {one["text"]["text"]: (one["action_id"], one.get("value", "")) for one in pressed}
