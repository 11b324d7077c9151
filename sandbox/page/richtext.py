"""Rich text blocks turned into safe HTML: the parts are literal, so all of them are escaped."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import Any

from markupsafe import Markup

from sandbox.page import emoji, mrkdwn
from sandbox.page.mrkdwn import Reader

Json = Mapping[str, Any]
STYLES = {"code": "code", "strike": "s", "italic": "i", "bold": "b", "underline": "u"}
BULLETS = ("disc", "circle", "square")


def to_html(block: Json, reader: Reader) -> Markup:
    """A rich_text block (or table cell) as HTML."""
    return Markup("").join(_chunks(block.get("elements", []), reader))


def _chunks(elements: list[Json], reader: Reader) -> Iterator[Markup]:
    for is_list, group in groupby(elements, key=lambda element: element["type"] == "rich_text_list"):
        if is_list:
            yield from (_list(element, reader) for element in group)
        else:
            yield from (
                CONTAINERS[element["type"]](element, reader)
                for element in group
                if element["type"] in CONTAINERS
            )


def _parts(element: Json, reader: Reader) -> Markup:
    return Markup("").join(_styled(part, reader) for part in element.get("elements", []))


def _section(element: Json, reader: Reader) -> Markup:
    return Markup('<div class="rich">{}</div>').format(_parts(element, reader))


def _quote(element: Json, reader: Reader) -> Markup:
    return Markup("<blockquote>{}</blockquote>").format(_parts(element, reader))


def _preformatted(element: Json, _: Reader) -> Markup:
    return mrkdwn.preformatted(
        "".join(str(part.get("text") or part.get("url", "")) for part in element["elements"])
    )


def _list(element: Json, reader: Reader) -> Markup:
    tag = "ol" if element.get("style") == "ordered" else "ul"
    entries = Markup("").join(
        Markup("<li>{}</li>").format(_parts(entry, reader)) for entry in element["elements"]
    )
    opening = Markup('<{} class="indent{}" start="{}">') if tag == "ol" else Markup('<{} class="indent{}">')
    numbers = (int(element.get("offset", 0)) + 1,) if tag == "ol" else ()
    return (
        opening.format(tag, min(int(element.get("indent", 0)), 8), *numbers)
        + entries
        + Markup("</{}>").format(tag)
    )


def _styled(part: Json, reader: Reader) -> Markup:
    drawn = PARTS.get(part["type"], _text)(part, reader)
    for style, tag in STYLES.items():
        if (part.get("style") or {}).get(style):
            drawn = Markup(f"<{tag}>{{}}</{tag}>").format(drawn)
    return drawn


def _text(part: Json, _: Reader) -> Markup:
    return Markup("<br>").join(mrkdwn.enlarged(line) for line in str(part.get("text", "")).split("\n"))


def _link(part: Json, reader: Reader) -> Markup:
    return mrkdwn.anchor(part["url"], mrkdwn.enlarged(part.get("text") or part["url"]), reader)


def _emoji(part: Json, _: Reader) -> Markup:
    return mrkdwn.enlarged(emoji.SHORTCODES.get(part["name"], f":{part['name']}:"))


def _date(part: Json, reader: Reader) -> Markup:
    words = mrkdwn.moment(int(part["timestamp"]), part["format"], part.get("fallback", ""), reader)
    return mrkdwn.anchor(part["url"], words, reader) if part.get("url") else words


def _group(part: Json, reader: Reader) -> Markup:
    name = reader.groups.get(part["usergroup_id"], "@group")
    return Markup('<span class="mention">{}</span>').format(name)


CONTAINERS: Mapping[str, Callable[[Json, Reader], Markup]] = {
    "rich_text_section": _section,
    "rich_text_quote": _quote,
    "rich_text_preformatted": _preformatted,
}
PARTS: Mapping[str, Callable[[Json, Reader], Markup]] = {
    "text": _text,
    "link": _link,
    "emoji": _emoji,
    "date": _date,
    "user": lambda part, reader: mrkdwn.person(part["user_id"], reader),
    "channel": lambda part, reader: mrkdwn.channel(part["channel_id"], reader),
    "usergroup": _group,
    "broadcast": lambda part, _: Markup('<span class="mention own">@{}</span>').format(part["range"]),
    "color": lambda part, _: Markup("<code>{}</code>").format(part["value"]),
}
