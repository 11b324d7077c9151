"""Block Kit elements turned into what a template needs: a field's name, its value on screen, its choices."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from markupsafe import Markup, escape

from sandbox.forms import STATEFUL
from sandbox.page import dates, mrkdwn
from sandbox.page.mrkdwn import Reader
from sandbox.workspace import Form, Person

Json = Mapping[str, Any]
Drawn = dict[str, Any]

MULTIPLE = "multi_"
LINES = {
    "plain_text_input": "text",
    "email_text_input": "email",
    "url_text_input": "url",
    "number_input": "text",
}
PICKERS = {"datepicker": "date", "timepicker": "time", "datetimepicker": "datetime-local"}
INITIALS = {
    **{kind: initial for kind, (_, initial) in STATEFUL.items()},
    "external_select": "initial_option",  # it has no state here, for nothing is loaded while typing
    "multi_external_select": "initial_options",
}
PLACEHOLDERS = {
    "static_select": "Choose an option…",
    "external_select": "Choose an option…",
    "users_select": "Select a person",
    "channels_select": "Select a channel",
    "conversations_select": "Select a conversation",
    "multi_static_select": "Choose options…",
    "multi_external_select": "Choose options…",
    "multi_users_select": "Select people",
    "multi_channels_select": "Select channels",
    "multi_conversations_select": "Select conversations",
    "datepicker": "Select a date",
    "timepicker": "Select a time",
    "datetimepicker": "Select a date and time",
}


@dataclass(frozen=True)
class Choice:
    """One option of a select: what it sends and what people read."""

    value: str
    label: str
    person: Person | None = None


@dataclass(frozen=True)
class Surface:
    """Where blocks are drawn: a message, a modal or Home; for whom; and what already stands in its fields."""

    key: str
    kind: str
    reader: Reader
    people: Sequence[Choice] = ()
    places: Sequence[Choice] = ()
    typed: Form = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    here: str = ""


@dataclass(frozen=True)
class Spot:
    """Where one element stands: its block, the label above it, and whether the app hears of each change."""

    surface: Surface
    block: Json
    label: str = ""
    live: bool = True


def words(text: Json | None, reader: Reader) -> Markup:
    """A text object as HTML: mrkdwn is formatted, plain text only escaped."""
    if not text:
        return Markup("")
    if text.get("type") == "mrkdwn":
        return mrkdwn.to_html(text["text"], reader)
    return Markup("<br>").join(mrkdwn.enlarged(line) for line in mrkdwn.plain(text["text"]).split("\n"))


def bare(text: Json | None) -> str:
    """A text object where HTML cannot stand: in a button's name, an option, a title."""
    return mrkdwn.plain(text["text"]) if text else ""


def field_name(block_id: str, action_id: str) -> str:
    """The name under which a form sends a field; ids may hold any character, so it is JSON."""
    return json.dumps([block_id, action_id])


def form_key(name: str) -> tuple[str, str]:
    """The block and action a form field belongs to; ValueError for a name that was not made here."""
    match json.loads(name):
        case [str(block_id), str(action_id)]:
            return block_id, action_id
    raise ValueError(name)


def anchor_id(*parts: str) -> str:
    """An HTML id that stays the same as long as the parts do."""
    return "f" + hashlib.blake2s("\x1f".join(parts).encode(), digest_size=8).hexdigest()


def draw(element: Json, spot: Spot) -> Drawn:
    """One element for the template `elements.html`; `kind` names the macro."""
    drawn = KINDS.get(element["type"], _unknown)(element, spot)
    return _base(element, spot) | drawn


def shown_to(element: Json, reader: Reader) -> bool:
    """Some buttons are for named people only."""
    allowed = element.get("visible_to_user_ids")
    return allowed is None or reader.person_id in allowed


def _base(element: Json, spot: Spot) -> Drawn:
    block_id, action_id = spot.block.get("block_id", ""), element.get("action_id", "")
    placeholder = bare(element.get("placeholder")) or PLACEHOLDERS.get(element["type"], "")
    return {
        "type": element["type"],
        "id": anchor_id(spot.surface.key, block_id, action_id),
        "name": field_name(block_id, action_id),
        "block_id": block_id,
        "action_id": action_id,
        "placeholder": placeholder,
        "label": spot.label or placeholder,
        "focus": bool(element.get("focus_on_load")),
        "act": _when_told(element, spot),
        "confirm": _confirm(element.get("confirm"), spot.surface.reader),
    }


def _when_told(element: Json, spot: Spot) -> str:
    """What makes the app hear of this field: change, enter, typing, or nothing before the form is sent."""
    if not spot.live:
        return ""
    if element["type"] not in LINES:
        return "change"
    config = element.get("dispatch_action_config") or {}
    moments = config.get("trigger_actions_on") or ["on_enter_pressed"]
    return " ".join({"on_enter_pressed": "enter", "on_character_entered": "typing"}[m] for m in moments)


def _confirm(confirm: Json | None, reader: Reader) -> Drawn | None:
    if not confirm:
        return None
    return {
        "title": bare(confirm.get("title")) or "Are you sure?",
        "html": str(words(confirm.get("text"), reader)),
        "yes": bare(confirm.get("confirm")) or "Yes",
        "no": bare(confirm.get("deny")) or "Cancel",
        "style": confirm.get("style", "primary"),
    }


def _on_screen(element: Json, spot: Spot) -> list[str]:
    """What the field holds: what was typed, else its initial value."""
    key = (spot.block.get("block_id", ""), element.get("action_id", ""))
    if key in spot.surface.typed:
        return list(spot.surface.typed[key])
    initial = element.get(INITIALS.get(element["type"], ""))
    if initial is None and element.get("default_to_current_conversation"):
        initial = spot.surface.here or None
    return _values(initial)


def _values(initial: Any) -> list[str]:
    match initial:
        case None:
            return []
        case list():
            return [value for each in initial for value in _values(each)]
        case {"value": value}:
            return [str(value)]
        case _:
            return [str(initial)]


def _button(element: Json, spot: Spot) -> Drawn:
    return {
        "kind": "button",
        "text": bare(element.get("text")),
        "style": element.get("style", ""),
        "url": mrkdwn.safe_link(element["url"], spot.surface.reader) if element.get("url") else None,
        "value": element.get("value"),
        "spoken": element.get("accessibility_label"),
    }


def _line(element: Json, spot: Spot) -> Drawn:
    number = element["type"] == "number_input"
    return {
        "kind": "paragraph" if element.get("multiline") else "line",
        "input": LINES[element["type"]],
        "inputmode": ("decimal" if element.get("is_decimal_allowed") else "numeric") if number else None,
        "maxlength": element.get("max_length"),
        "value": next(iter(_on_screen(element, spot)), ""),
    }


def _picker(element: Json, spot: Spot) -> Drawn:
    value = next(iter(_on_screen(element, spot)), "")
    if element["type"] == "datetimepicker" and value.isdigit():
        value = f"{dates.in_zone(value, spot.surface.reader.zone):%Y-%m-%dT%H:%M}"
    return {
        "kind": "line",
        "input": PICKERS[element["type"]],
        "value": value,
        "zone": element.get("timezone"),
    }


def instant(local: str, reader: Reader) -> str:
    """The seconds since 1970 of what a datetime picker shows, which is in the reader's zone."""
    return str(int(datetime.fromisoformat(local).replace(tzinfo=reader.zone).timestamp()))


def _choices(element: Json, spot: Spot) -> Drawn:
    chosen = set(_on_screen(element, spot))
    many = element["type"].startswith(MULTIPLE)
    groups = [(label, [_choice(c, chosen) for c in choices]) for label, choices in _offered(element, spot)]
    return {
        "kind": "many" if many else "choice",
        "groups": groups,
        "chosen": [choice["label"] for _, choices in groups for choice in choices if choice["on"]],
        "most": element.get("max_selected_items"),
    }


def _choice(choice: Choice, chosen: set[str]) -> Drawn:
    return {
        "value": choice.value,
        "label": choice.label,
        "person": choice.person,
        "on": choice.value in chosen,
    }


def _offered(element: Json, spot: Spot) -> list[tuple[str, Sequence[Choice]]]:
    subject = element["type"].removeprefix(MULTIPLE).removesuffix("_select")
    if subject == "users":
        return [("", spot.surface.people)]
    if subject in ("channels", "conversations"):
        return [("", spot.surface.places)]
    if groups := element.get("option_groups"):
        return [(bare(group["label"]), _options(group["options"])) for group in groups]
    return [("", _options(element.get("options") or []))]


def _options(options: Iterable[Json]) -> list[Choice]:
    return [Choice(option["value"], bare(option["text"])) for option in options]


def _ticks(element: Json, spot: Spot) -> Drawn:
    chosen = set(_on_screen(element, spot))
    reader = spot.surface.reader
    options = [
        {
            "value": option["value"],
            "text": words(option["text"], reader),
            "description": words(option.get("description"), reader),
            "on": option["value"] in chosen,
        }
        for option in element["options"]
    ]
    return {
        "kind": "ticks",
        "input": "checkbox" if element["type"] == "checkboxes" else "radio",
        "options": options,
    }


def _overflow(element: Json, spot: Spot) -> Drawn:
    options = [
        {
            "value": option["value"],
            "text": bare(option["text"]),
            "url": mrkdwn.safe_link(option["url"], spot.surface.reader) if option.get("url") else None,
        }
        for option in element["options"]
    ]
    return {"kind": "overflow", "options": options}


def _image(element: Json, spot: Spot) -> Drawn:
    return {"kind": "image"} | picture(element, spot.surface.reader)


def picture(image: Json, reader: Reader) -> Drawn:
    """An image: shown if it lies on this machine, else told by its alt text; nothing comes from outside."""
    address = image.get("image_url") or (image.get("slack_file") or {}).get("url") or ""
    inside = bool(reader.origin) and address.startswith(reader.origin + "/")
    return {"src": address.removeprefix(reader.origin) if inside else None, "alt": image.get("alt_text", "")}


def _unknown(element: Json, _: Spot) -> Drawn:
    return {"kind": "unknown", "text": escape(element["type"])}


KINDS: Mapping[str, Callable[[Json, Spot], Drawn]] = {
    "button": _button,
    "workflow_button": _button,
    **dict.fromkeys(LINES, _line),
    **dict.fromkeys(PICKERS, _picker),
    **dict.fromkeys(
        (f"{m}{s}_select" for m in ("", MULTIPLE) for s in ("users", "channels", "conversations")), _choices
    ),
    **dict.fromkeys(
        ("static_select", "external_select", "multi_static_select", "multi_external_select"), _choices
    ),
    "checkboxes": _ticks,
    "radio_buttons": _ticks,
    "overflow": _overflow,
    "image": _image,
}
