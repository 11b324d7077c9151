"""The dozen pieces every message and modal is made of: values in, plain dicts of Block Kit out.

Functions taking `markup` expect typed text already escaped (`escape`, `one_line`); those taking `text` escape
nothing because Slack reads no markup there. An empty text becomes a dash: Slack refuses empty ones.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal

from blocks.bars import in_bars, in_words
from blocks.escape import cut as cut
from blocks.escape import cut_plain as cut_plain
from blocks.escape import escape as escape
from blocks.escape import fits, size, writable
from blocks.escape import flat as flat
from blocks.escape import one_line as one_line
from blocks.escape import plain as plain
from playbook.calendar import day_month as day_month
from playbook.calendar import full_day
from playbook.persons import program

Block = dict[str, Any]
Style = Literal["primary", "danger"]

TEXT_LIMIT = 3900  # of a message's `text`: chat.update refuses more than 4,000
NOTHING = "–"
_ADDRESS = re.compile(r"https?://[^\s<>|\\^`{}\"']{1,2000}\Z")
_ID = re.compile(r"[A-Z][A-Z0-9]{1,30}\Z")


@dataclass(frozen=True)
class Drawn:
    """A message: the blocks people see, and the text that says the same to a screen reader."""

    text: str
    blocks: list[Block]


def mention(person: str | None, nobody: str = "not named yet") -> str:
    """A person by id, as a mention; a program by its name; words when there is nobody."""
    if person and (name := program(person)):
        return f"{escape(flat(name))} (a program)"
    return _tagged("@", person) if person else nobody


def channel(conversation: str | None, none: str = "not chosen yet") -> str:
    """A channel by id, as a link; words when there is none."""
    return _tagged("#", conversation) if conversation else none


def link(address: str, label: str) -> str:
    """A web address under a label of ours; the label alone where it is not an address we would open."""
    return f"<{escape(address)}|{escape(label)}>" if _ADDRESS.match(address) else escape(label)


def _tagged(sign: str, slack_id: str) -> str:
    return f"<{sign}{slack_id}>" if _ID.match(slack_id) else escape(slack_id)


def day(on: date) -> str:
    """A local date in words: Mon 5 Jan 2026."""
    return full_day(on)


def moment(at: datetime) -> str:
    """A moment in the reader's own zone; older clients and notifications show it in UTC."""
    stamp, fallback = int(at.timestamp()), at.astimezone(UTC)
    return f"<!date^{stamp}^{{date_short_pretty}}, {{time}}|{day(fallback.date())}, {fallback:%H:%M} UTC>"


def mrkdwn(markup: str, limit: int = 3000) -> Block:
    """A text object with our markup; `verbatim`, so that Slack makes no links or mentions of typed text."""
    return {"type": "mrkdwn", "text": _filled(cut(markup, limit)), "verbatim": True}


def plain_text(text: str, limit: int) -> Block:
    """A text object without markup, for labels, headers and options."""
    return {"type": "plain_text", "text": _filled(cut_plain(plain(text), limit)), "emoji": True}


def _filled(text: str) -> str:
    return text if text.strip() else NOTHING


def section(markup: str, accessory: Block | None = None) -> Block:
    """A paragraph, with a button or select beside it."""
    block: Block = {"type": "section", "text": mrkdwn(markup)}
    return block | {"accessory": accessory} if accessory else block


def fields(*pairs: tuple[str, str]) -> Block:
    """Up to ten labelled values in two columns; the label is ours, the value is markup."""
    shown = [mrkdwn(f"*{label}*\n{_filled(value)}", 2000) for label, value in pairs[:10]]
    return {"type": "section", "fields": shown}


def context(*markups: str) -> Block:
    """Small print, up to ten pieces."""
    return {"type": "context", "elements": [mrkdwn(markup, 2000) for markup in markups[:10]]}


def header(text: str) -> Block:
    """A heading in large letters."""
    return {"type": "header", "text": plain_text(flat(text), 150)}


def divider() -> Block:
    """A line across."""
    return {"type": "divider"}


def actions(*elements: Block) -> Block:
    """A row of buttons."""
    return {"type": "actions", "elements": list(elements[:25])}


def without_style(block: Block) -> Block:
    """A block whose buttons are all alike: where something else is the main thing, or nothing is."""
    if block["type"] != "actions":
        return block
    plain = [{name: part for name, part in one.items() if name != "style"} for one in block["elements"]]
    return block | {"elements": plain}


def confirm(title: str, text: str, yes: str, no: str = "Not yet") -> Block:
    """The question asked before an act that cannot be taken back."""
    return {
        "title": plain_text(title, 100),
        "text": plain_text(text, 300),
        "confirm": plain_text(yes, 30),
        "deny": plain_text(no, 30),
    }


def button(
    label: str, action: str, value: str = "", style: Style | None = None, confirm: Block | None = None
) -> Block:
    """A button; its label starts with a verb."""
    block: Block = {"type": "button", "text": plain_text(label, 75), "action_id": action}
    return block | given(value=value, style=style, confirm=confirm)


def link_button(label: str, action: str, address: str) -> Block:
    """A button that leads to a web address of Slack's."""
    return button(label, action) | {"url": address}


def option(text: str, value: str) -> Block:
    """One choice of a select."""
    return {"text": plain_text(flat(text), 75), "value": value}


def select(action: str, placeholder: str, options: Iterable[Block], chosen: str = "") -> Block:
    """A select of at most a hundred choices; `chosen` is the value of the one that stands in it."""
    offered = list(options)[:100]
    first = next((one for one in offered if one["value"] == chosen), None)
    return {
        "type": "static_select",
        "action_id": action,
        "placeholder": plain_text(placeholder, 150),
        "options": offered,
    } | given(initial_option=first)


def given(**parts: object) -> Block:
    """Only what was given: Slack refuses null and empty parts."""
    return {name: part for name, part in parts.items() if part}


def quote(text: str, limit: int = 2000) -> str:
    """Typed text as a quotation of at most twenty lines, escaped; what is cut shows as an ellipsis."""
    lines = cut(escape(text), limit).split("\n")
    return "\n".join(f"> {line}" for line in [*lines[:20], *(["…"] if len(lines) > 20 else [])])


def strong(text: str, limit: int = 200) -> str:
    """Typed text in one bold line, escaped; stars of its own would end the bold."""
    return f"*{cut(one_line(text.replace('*', '∗')), limit)}*" if text.strip() else NOTHING


def titled(key: str, title: str) -> str:
    """A use case by key and title, in one line of markup."""
    return f"*{key}* {cut(one_line(title), 200)}"


def bullets(markups: Iterable[str]) -> str:
    """A list, one line each."""
    return "\n".join(f"• {markup}" for markup in markups)


def more(count: int, way: str) -> str:
    """What was not shown, said aloud: how many, and how to see them."""
    return f"_{count} more: {way}_"


def for_whom(person: str | None) -> list[Block]:
    """To a deputy: for whom they are asked."""
    return [context(f"You are asked as the deputy of {mention(person)}, who is away.")] if person else []


def listed_people(people: Iterable[str]) -> str:
    """Several people as one phrase, each once: "@a and @b"; empty for nobody."""
    *most, last = [mention(person) for person in dict.fromkeys(people)] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def waiting_for(person: str | None, reader: str | None = None) -> str:
    """Who owes it: "waiting for @x", and "waiting for you" to @x."""
    if person and person == reader:
        return "waiting for you"
    return f"waiting for {mention(person, 'someone to be named')}"


def loading(title: str) -> Block:
    """The modal opened at once, while the trigger lives; the real one replaces it."""
    return modal("loading", title, [section("⏳ One moment …")], close="Close")


def modal(
    name: str, title: str, blocks: list[Block], submit: str = "", close: str = "Cancel", kept: str = ""
) -> Block:
    """A modal view; `name` is its callback_id, `kept` its private_metadata."""
    view: Block = {
        "type": "modal",
        "callback_id": name,
        "title": plain_text(title, 24),
        "close": plain_text(close, 24),
        "blocks": blocks[:100],
    }
    return view | given(submit=plain_text(submit, 24) if submit else None, private_metadata=kept)


def refusal(words: str, ways: tuple[str, ...] = ()) -> Drawn:
    """A no in words, with the legitimate ways forward."""
    return drawn(_refusal(words, ways))


def refusal_view(title: str, words: str, ways: tuple[str, ...] = (), typed: tuple[str, ...] = ()) -> Block:
    """The same no inside a modal; `typed` is what the person had typed, so that nothing is lost."""
    kept = [section("*What you typed*\n" + "\n".join(escape(line) for line in typed))] if typed else []
    return modal("refusal", title, [*_refusal(words, ways), *kept], close="Close")


def _refusal(words: str, ways: tuple[str, ...]) -> list[Block]:
    said = [section(f"⚠️ {escape(words)}")]
    return [*said, section("*What you can do*\n" + bullets(escape(way) for way in ways))] if ways else said


def drawn(blocks: list[Block]) -> Drawn:
    """A message of these blocks, whose text says all they say."""
    return Drawn(text=spoken(blocks), blocks=blocks[:50])


def spoken(blocks: list[Block]) -> str:
    """What the blocks say, line by line; what does not fit is counted, never dropped in silence."""
    labels = [element["text"]["text"] for element in _clickable(blocks) if element["type"] == "button"]
    buttons = ["Buttons: " + ", ".join(dict.fromkeys(map(escape, labels)))] if labels else []
    return _within([*_lines(blocks), *buttons], TEXT_LIMIT)


def _lines(blocks: list[Block]) -> list[str]:
    return [line for block in blocks for line in _said(block).split("\n") if line.strip()]


def plainly(message: Drawn, command: str = "") -> Drawn:
    """A message without its blocks, for a workspace that refuses them; `command` stands for the buttons."""
    said = _within([line for block in message.blocks for line in _plain_lines(block)], TEXT_LIMIT - 100)
    return Drawn(text=f"{said}\nTo act on it, type `{command}`" if command else said, blocks=[])


TABLES = frozenset({"table", "data_table"})
CHART = "data_visualization"
NEWER = TABLES | {CHART}  # blocks that not every workspace takes


def has_newer(message: Drawn) -> bool:
    """Whether there is something in it that a workspace may refuse."""
    return any(block["type"] in NEWER for block in message.blocks)


def without_newer(message: Drawn) -> Drawn:
    """The same for a workspace that refuses tables and charts: their rows as lines, or as bars of text."""
    return Drawn(message.text, [_older(block) for block in message.blocks])


def _older(block: Block) -> Block:
    if block["type"] == CHART:
        bars = escape("\n".join(in_bars(block)))
        return section(f"*{one_line(block['title'])}*\n```{bars}```")
    return section(_said(block)) if block["type"] in TABLES else block


def _plain_lines(block: Block) -> list[str]:
    """A chart as bars of equal width, each line of them kept as typed."""
    if block["type"] != CHART:
        return _lines([block])
    return [escape(block["title"]), *(f"`{escape(row)}`" for row in in_bars(block))]


def _within(lines: list[str], limit: int) -> str:
    if fits(whole := "\n".join(lines), limit):
        return whole or NOTHING
    room, kept = limit - 60, list[str]()
    for line in lines:
        short = cut(line, min(room, 600))
        room -= size(short) + 1
        if room < 20:
            break
        kept.append(short)
    left = len(lines) - len(kept)
    return "\n".join([*kept, f"… {left} more lines in the card" if left else "… in full in the card"])


def _clickable(blocks: list[Block]) -> list[Block]:
    return [
        element
        for block in blocks
        for element in (*block.get("elements", ()), block.get("accessory"))
        if element and "action_id" in element
    ]


def _said(block: Block) -> str:
    match block["type"]:
        case "header":
            return escape(block["text"]["text"])
        case "section":
            fields = [field["text"].replace("*\n", "*: ", 1) for field in block.get("fields", ())]
            return "\n".join([block["text"]["text"]] if "text" in block else fields)
        case "context":
            return " · ".join(element["text"] for element in block["elements"])
        case kind if kind in TABLES:
            rows = [" | ".join(_cell(cell) for cell in row) for row in block["rows"]]
            return "\n".join([escape(block.get("caption", "")), *rows])
        case kind if kind == CHART:
            return in_words(block)
        case _:
            return ""


def _cell(cell: Block) -> str:
    if cell["type"] != "rich_text":
        return escape(str(cell["text"]))
    parts = [part for line in cell["elements"] for part in line["elements"]]
    return "".join(
        mention(part["user_id"]) if part["type"] == "user" else escape(part["text"]) for part in parts
    )


def text_cell(text: str, limit: int = 200) -> Block:
    """A table cell with typed text, shown literally."""
    return {"type": "raw_text", "text": _filled(cut_plain(flat(text), limit))}


def person_cell(person: str | None, nobody: str = "not named") -> Block:
    """A table cell with a person, shown by name."""
    if not person or not _ID.match(person):
        return text_cell(program(person) or person if person else nobody)
    part = {"type": "user", "user_id": person}
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [part]}]}


_ANSWER = {
    "plain_text_input": "value",
    "number_input": "value",
    "datepicker": "selected_date",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "conversations_select": "selected_conversation",
    "static_select": "selected_option",
    "radio_buttons": "selected_option",
    "checkboxes": "selected_options",
}


def answers(view: Block) -> dict[str, object]:
    """What a modal holds, by field: texts and numbers as typed, ids, option values, lists, ISO dates.

    Whatever is empty is None.
    """
    values = (view.get("state") or {}).get("values") or {}
    return {field: _answer(next(iter(elements.values()), {})) for field, elements in values.items()}


def _answer(element: Block) -> object:
    given = element.get(_ANSWER.get(element.get("type", ""), "value"))
    if isinstance(given, str):
        return writable(given) or None
    if isinstance(given, list):
        return [one["value"] if isinstance(one, dict) else one for one in given] or None
    return given["value"] if isinstance(given, dict) else None
