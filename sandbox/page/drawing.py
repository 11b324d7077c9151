"""Blocks turned into what the templates need: one function per block type, looked up in a table."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping

from markupsafe import Markup

from sandbox.page import charts, elements, markdown, mrkdwn, richtext
from sandbox.page.elements import Drawn, Json, Spot, Surface, bare, words

ALERTS = {
    "default": ("💬", "Note"), "info": ("ℹ️", "Information"), "warning": ("⚠️", "Warning"),
    "error": ("⛔", "Error"), "success": ("✅", "Success"),
}  # fmt: skip
DEFAULT_PAGE = 5


def blocks(given: Iterable[Json], surface: Surface) -> list[Drawn]:
    """All blocks of a message, modal or Home, ready for the template `blocks.html`."""
    return [block(each, surface) for each in given]


def block(given: Json, surface: Surface) -> Drawn:
    """One block; `kind` names the macro that draws it. A type not known here is named on the page."""
    drawn = KINDS.get(given["type"], _unknown)(given, surface)
    block_id = given.get("block_id")
    return {
        "kind": given["type"],
        "id": elements.anchor_id(surface.key, block_id) if block_id else "",
    } | drawn


def _elements(many: Iterable[Json], given: Json, surface: Surface) -> list[Drawn]:
    spot = Spot(surface, given)
    return [elements.draw(each, spot) for each in many if elements.shown_to(each, surface.reader)]


def _section(given: Json, surface: Surface) -> Drawn:
    reader, accessory = surface.reader, given.get("accessory")
    label = mrkdwn.as_words((given.get("text") or {}).get("text", ""))
    return {
        "text": words(given.get("text"), reader),
        "fields": [words(text, reader) for text in given.get("fields", [])],
        "accessory": elements.draw(accessory, Spot(surface, given, label=label)) if accessory else None,
    }


def _header(given: Json, surface: Surface) -> Drawn:
    return {"text": words(given["text"], surface.reader)}


def _context(given: Json, surface: Surface) -> Drawn:
    return {"parts": [_context_part(part, surface) for part in given["elements"]]}


def _context_part(part: Json, surface: Surface) -> Drawn:
    if part["type"] == "image":
        return {"image": elements.picture(part, surface.reader)}
    return {"text": words(part, surface.reader)}


def _actions(given: Json, surface: Surface) -> Drawn:
    return {"kind": "actions", "elements": _elements(given["elements"], given, surface)}


def _input(given: Json, surface: Surface) -> Drawn:
    label = bare(given["label"])
    spot = Spot(surface, given, label=label, live=bool(given.get("dispatch_action")))
    return {
        "label": label,
        "hint": words(given.get("hint"), surface.reader),
        "optional": bool(given.get("optional")),
        "error": surface.errors.get(given.get("block_id", "")),
        "element": elements.draw(given["element"], spot),
    }


def _image(given: Json, surface: Surface) -> Drawn:
    return {"title": bare(given.get("title"))} | elements.picture(given, surface.reader)


def _rich_text(given: Json, surface: Surface) -> Drawn:
    return {"html": richtext.to_html(given, surface.reader)}


def _markdown(given: Json, surface: Surface) -> Drawn:
    return {"html": markdown.to_html(given["text"], surface.reader)}


def _table(given: Json, surface: Surface) -> Drawn:
    settings = given.get("column_settings") or []
    columns = [settings[i] if i < len(settings) and settings[i] else {} for i in range(len(given["rows"][0]))]
    return {
        "aligns": [column.get("align", "left") for column in columns],
        "wraps": [bool(column.get("is_wrapped")) for column in columns],
        "rows": [[_cell(cell, surface) for cell in row] for row in given["rows"]],
    }


def _data_table(given: Json, surface: Surface) -> Drawn:
    head, *rows = [[_cell(cell, surface) for cell in row] for row in given["rows"]]
    return {
        "own": elements.anchor_id(json.dumps(given, sort_keys=True)),
        "caption": given["caption"],
        "head": head,
        "rows": rows,
        "page_size": given.get("page_size", DEFAULT_PAGE),
        "naming_column": given.get("row_header_column_index", 0),
    }


def _cell(cell: Json, surface: Surface) -> Drawn:
    if cell["type"] == "rich_text":
        return {"html": richtext.to_html(cell, surface.reader), "number": False, "sort": ""}
    number = cell["type"] == "raw_number"
    shown = cell.get("text", cell.get("value", ""))
    return {
        "html": mrkdwn.enlarged(str(shown)),
        "number": number,
        "sort": cell.get("value", shown) if number else shown,
    }


def _container(given: Json, surface: Surface) -> Drawn:
    reader, rich = surface.reader, given.get("rich_text_title")
    return {
        "title": richtext.to_html(rich, reader) if rich else words(given.get("title"), reader),
        "subtitle": words(given.get("subtitle"), reader),
        "icon": elements.picture(given["icon"], reader) if given.get("icon") else None,
        "children": blocks(given["child_blocks"], surface),
        "collapsible": bool(given.get("is_collapsible")),
        "collapsed": bool(given.get("default_collapsed")),
        "ruled": bool(given.get("has_header_divider")),
        "width": given.get("width", "standard"),
    }


def _card(given: Json, surface: Surface) -> Drawn:
    reader = surface.reader
    texts = {part: words(given.get(part), reader) for part in ("title", "subtitle", "body", "subtext")}
    pictures = {
        part: elements.picture(given[part], reader) if given.get(part) else None
        for part in ("hero_image", "icon")
    }
    return texts | pictures | {"elements": _elements(given.get("actions", []), given, surface)}


def _alert(given: Json, surface: Surface) -> Drawn:
    level = given.get("level", "default")
    sign, spoken = ALERTS[level]
    return {
        "level": {"error": "bad"}.get(level, level),
        "sign": sign,
        "spoken": spoken,
        "text": words(given["text"], surface.reader),
    }


def _unknown(given: Json, _: Surface) -> Drawn:
    return {"kind": "unknown", "text": Markup("{}").format(given["type"])}


KINDS: Mapping[str, Callable[[Json, Surface], Drawn]] = {
    "section": _section,
    "header": _header,
    "divider": lambda given, surface: {},
    "context": _context,
    "actions": _actions,
    "input": _input,
    "image": _image,
    "rich_text": _rich_text,
    "markdown": _markdown,
    "table": _table,
    "data_table": _data_table,
    "data_visualization": lambda given, surface: charts.draw(given),
    "container": _container,
    "card": _card,
    "alert": _alert,
}
