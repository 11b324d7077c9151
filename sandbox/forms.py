"""What Slack's client does with controls before the app hears of it: states and the first checks."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from sandbox.workspace import Form, View

Block = dict[str, Any]
Element = dict[str, Any]

# type -> (where its state is, where its initial value is)
STATEFUL = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "static_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
}
LISTS = frozenset({"checkboxes", *(kind for kind in STATEFUL if kind.startswith("multi_"))})
INTERACTIVE = frozenset(
    {*STATEFUL, "button", "overflow", "feedback_buttons", "icon_button", "workflow_button"}
)
REQUIRED = "Please complete this required field."
HOLDERS = ("element", "accessory")
LISTS_OF_ELEMENTS = {"actions": "elements", "context_actions": "elements", "card": "actions"}


def controls(blocks: Iterable[Block]) -> Iterator[tuple[Block, Element]]:
    """Every control in these blocks with the block it stands in, top to bottom."""
    for block in blocks:
        for element in _elements(block):
            if "action_id" in element:
                yield block, element
        yield from controls([*block.get("child_blocks", []), *_cards(block)])


def _elements(block: Block) -> Iterator[Element]:
    yield from (block[h] for h in HOLDERS if isinstance(block.get(h), dict))
    yield from block.get(LISTS_OF_ELEMENTS.get(block["type"], ""), [])


def _cards(block: Block) -> list[Block]:
    return block.get("elements", []) if block["type"] == "carousel" else []


def identified(blocks: Iterable[Block], new_id: Callable[[str], str]) -> list[Block]:
    """The blocks as Slack keeps them: a copy in which everything has its block_id or action_id."""
    return [_identified(block, new_id) for block in json.loads(json.dumps(list(blocks)))]


def _identified(block: Block, new_id: Callable[[str], str]) -> Block:
    for element in _elements(block):
        if element["type"] in INTERACTIVE:
            element.setdefault("action_id", new_id("a"))
    for child in [*block.get("child_blocks", []), *_cards(block)]:
        _identified(child, new_id)
    block["block_id"] = block.get("block_id") or new_id("b")
    return block


def options(element: Element) -> list[dict[str, Any]]:
    """The options of a select, groups flattened."""
    grouped = [o for group in element.get("option_groups", []) for o in group["options"]]
    return [*element.get("options", []), *grouped]


def state_of(element: Element, raw: list[str] | None) -> dict[str, Any]:
    """What Slack says about one control. `raw` is what somebody put there; None: they left it alone."""
    key, initial = STATEFUL[element["type"]]
    empty: Any = [] if element["type"] in LISTS else None
    if raw is None:
        return {"type": element["type"], key: element.get(initial, empty)}
    chosen = [_as_slack_says(element, key, value) for value in raw if value != ""]
    return {"type": element["type"], key: chosen if element["type"] in LISTS else next(iter(chosen), None)}


def _as_slack_says(element: Element, key: str, value: str) -> Any:
    match key:
        case "selected_option" | "selected_options":
            return next(o for o in options(element) if o["value"] == value)
        case "selected_date_time":
            return int(value)
        case "rich_text_value":
            section = {"type": "rich_text_section", "elements": [{"type": "text", "text": value}]}
            return {"type": "rich_text", "elements": [section]}
        case _:
            return value


def has_options(element: Element, raw: Iterable[str]) -> bool:
    """Whether all that was chosen is on offer. Controls without options take anything."""
    if "options" not in element and "option_groups" not in element:
        return True
    offered = {o["value"] for o in options(element)}
    return all(value in offered for value in raw if value != "")


def values(blocks: Iterable[Block], typed: Form) -> dict[str, dict[str, Any]]:
    """state.values of a view or a message: every control that has a state."""
    found: dict[str, dict[str, Any]] = {}
    for block, element in controls(blocks):
        if element["type"] in STATEFUL:
            where = (block["block_id"], element["action_id"])
            found.setdefault(where[0], {})[where[1]] = state_of(element, typed.get(where))
    return found


def kept(typed: Form, blocks: Iterable[Block]) -> Form:
    """What stays when a view changes: inputs that keep their block_id, action_id and choices."""
    here = {(b["block_id"], e["action_id"]): e for b, e in controls(blocks)}
    return {k: raw for k, raw in typed.items() if k in here and has_options(here[k], raw)}


def complaints(view: View, typed: Form) -> dict[str, str]:
    """What the client finds wrong before it asks the app, by block_id."""
    found = (
        (b["block_id"], _complaint(b, e, typed)) for b, e in controls(view["blocks"]) if b["type"] == "input"
    )
    return {block_id: sentence for block_id, sentence in found if sentence}


def _complaint(block: Block, element: Element, typed: Form) -> str:
    state = state_of(element, typed.get((block["block_id"], element["action_id"])))
    value = state[STATEFUL[element["type"]][0]]
    if value in (None, "", []) or (isinstance(value, str) and not value.strip()):
        return "" if block.get("optional") else REQUIRED
    return CHECKS.get(element["type"], _anything_goes)(element, value)


def _anything_goes(element: Element, value: Any) -> str:
    most = element.get("max_selected_items")
    return f"Please choose no more than {most}." if most and len(value) > most else ""


def _text(element: Element, value: str) -> str:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if len(value) < least:
        return f"Please enter at least {least} characters."
    return f"Please enter no more than {most} characters." if len(value) > most else ""


def _number(element: Element, value: str) -> str:
    if not re.fullmatch(r"-?(\d+\.?\d*|\.\d+)", value.strip(), re.ASCII):
        return "Please enter a valid number."
    if not element["is_decimal_allowed"] and "." in value:
        return "Please enter a whole number."
    if not _at_least(value, element.get("min_value")):
        return f"Please enter a number that is at least {element['min_value']}."
    if not _at_least(element.get("max_value"), value):
        return f"Please enter a number that is at most {element['max_value']}."
    return ""


def _at_least(number: str | None, limit: str | None) -> bool:
    try:
        return number is None or limit is None or Decimal(number) >= Decimal(limit)
    except InvalidOperation:
        return True


def _email(element: Element, value: str) -> str:
    return "" if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value) else "Please enter a valid email address."


def _url(element: Element, value: str) -> str:
    return "" if re.fullmatch(r"https?://[^\s/]+\S*", value) else "Please enter a valid URL."


def _date(element: Element, value: str) -> str:
    return "" if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else "Please enter a valid date."


CHECKS: dict[str, Callable[[Element, Any], str]] = {
    "plain_text_input": _text,
    "number_input": _number,
    "email_text_input": _email,
    "url_text_input": _url,
    "datepicker": _date,
}
