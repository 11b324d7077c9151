"""One input of a form: what it asks, and how each kind is drawn with what was typed or chosen before."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from blocks.escape import cut_plain, size, writable
from blocks.pieces import Block, given, option, plain_text

Kind = Literal["text", "lines", "whole", "decimal", "date", "person", "persons", "channel", "choice", "ticks"]
Choices = tuple[tuple[str, str], ...]  # (value, words)

VALUE = "v"  # the action_id of every input: the block_id names the field
TEXT_MOST = 3000
_WHOLE = re.compile(r"\d{1,20}\Z", re.ASCII)
_DECIMAL = re.compile(r"\d{1,20}(\.\d{1,20})?\Z", re.ASCII)
_PERSON = re.compile(r"[UW][A-Z0-9]{1,30}\Z")
_CHANNEL = re.compile(r"[CG][A-Z0-9]{1,30}\Z")


@dataclass(frozen=True)
class Input:
    """One field. `most` is the longest text or the largest number; `live` sends each change at once."""

    name: str
    label: str
    kind: Kind
    hint: str = ""
    placeholder: str = ""
    optional: bool = True
    most: int = 0
    choices: Choices = ()
    live: bool = False


@dataclass(frozen=True)
class Form:
    """One modal: `intro` says above the inputs why they are asked."""

    title: str
    submit: str
    inputs: tuple[Input, ...]
    intro: str = ""


def draw_input(asked: Input, before: object) -> Block:
    """The input block with what was there before; what it cannot hold is told by `left_over`."""
    shown = None if _empty(before) or not _fits(asked, before) else before
    element = _DRAWN[asked.kind](asked, shown)
    block: Block = {
        "type": "input",
        "block_id": asked.name,
        "label": plain_text(asked.label, 2000),
        "element": element | {"action_id": VALUE},
        "optional": asked.optional,
        "dispatch_action": asked.live,
    }
    return block | {"hint": plain_text(asked.hint, 2000)} if asked.hint else block


def left_over(asked: Input, before: object) -> str:
    """The part of an earlier answer this input cannot hold; with it Slack would refuse the whole view."""
    if not _fits(asked, before):
        return str(before)
    shown = cut_plain(before, TEXT_MOST) if isinstance(before, str) else ""
    return before[len(shown) - 1 :] if isinstance(before, str) and shown != before else ""


def _fits(asked: Input, before: object) -> bool:
    return _empty(before) or _FITS[asked.kind](asked, before)


def _empty(before: object) -> bool:
    return before is None or before in ("", [], ())


def _fits_text(asked: Input, before: object) -> bool:
    return isinstance(before, str)


def _fits_number(asked: Input, before: object) -> bool:
    digits = _WHOLE if asked.kind == "whole" else _DECIMAL
    written = number_text(before)
    return bool(digits.match(written)) and Decimal(written) <= asked.most


def _fits_date(asked: Input, before: object) -> bool:
    try:
        return date.fromisoformat(str(before)).isoformat() == str(before)
    except ValueError:
        return False


def _fits_person(asked: Input, before: object) -> bool:
    return isinstance(before, str) and bool(_PERSON.match(before))


def _fits_persons(asked: Input, before: object) -> bool:
    return isinstance(before, (list, tuple)) and all(_fits_person(asked, one) for one in before)


def _fits_channel(asked: Input, before: object) -> bool:
    return isinstance(before, str) and bool(_CHANNEL.match(before))


def _fits_choice(asked: Input, before: object) -> bool:
    return isinstance(before, str) and before in dict(asked.choices)


def _fits_ticks(asked: Input, before: object) -> bool:
    return isinstance(before, (list, tuple)) and all(_fits_choice(asked, one) for one in before)


def _draw_text(asked: Input, before: object) -> Block:
    typed = writable(str(before or ""))
    element = {"type": "plain_text_input", "multiline": asked.kind == "lines"} | given(
        placeholder=_placeholder(asked), initial_value=cut_plain(typed, TEXT_MOST)
    )
    most = asked.most or TEXT_MOST
    return _dispatching(asked, element | {"max_length": min(max(most, size(typed)), TEXT_MOST)})


def _draw_number(asked: Input, before: object) -> Block:
    element: Block = {
        "type": "number_input",
        "is_decimal_allowed": asked.kind == "decimal",
        "min_value": "0",
        "max_value": str(asked.most),
    }
    typed = "" if before is None else number_text(before)
    return _dispatching(asked, element | given(placeholder=_placeholder(asked), initial_value=typed))


def _placeholder(asked: Input) -> Block | None:
    return plain_text(asked.placeholder, 150) if asked.placeholder else None


def number_text(number: object) -> str:
    """A number as a person types it: 5, not 5.0."""
    return str(int(number)) if isinstance(number, float) and number.is_integer() else str(number).strip()


def _dispatching(asked: Input, element: Block) -> Block:
    at_once = {"trigger_actions_on": ["on_character_entered"]}
    return element | {"dispatch_action_config": at_once} if asked.live else element


def _draw_date(asked: Input, before: object) -> Block:
    return {"type": "datepicker"} | given(initial_date=str(before or ""))


def _draw_person(asked: Input, before: object) -> Block:
    return {"type": "users_select"} | given(initial_user=before)


def _draw_persons(asked: Input, before: object) -> Block:
    return {"type": "multi_users_select"} | given(initial_users=_listed(before))


def _draw_channel(asked: Input, before: object) -> Block:
    kinds = {"include": ["public", "private"], "exclude_bot_users": True}
    return {"type": "conversations_select", "filter": kinds} | given(initial_conversation=before)


def _draw_choice(asked: Input, before: object) -> Block:
    words = dict(asked.choices)
    chosen = option(words[str(before)], str(before)) if before else None
    return {"type": "static_select", "options": _options(asked)} | given(initial_option=chosen)


def _draw_ticks(asked: Input, before: object) -> Block:
    ticked = [one for one in _options(asked) if one["value"] in _listed(before)]
    return {"type": "checkboxes", "options": _options(asked)} | given(initial_options=ticked)


def _options(asked: Input) -> list[Block]:
    return [option(words, value) for value, words in asked.choices]


def _listed(before: object) -> list[object]:
    return list(before) if isinstance(before, (list, tuple)) else []


_FITS: dict[Kind, Callable[[Input, object], bool]] = {
    "text": _fits_text,
    "lines": _fits_text,
    "whole": _fits_number,
    "decimal": _fits_number,
    "date": _fits_date,
    "person": _fits_person,
    "persons": _fits_persons,
    "channel": _fits_channel,
    "choice": _fits_choice,
    "ticks": _fits_ticks,
}
_DRAWN: dict[Kind, Callable[[Input, object], Block]] = {
    "text": _draw_text,
    "lines": _draw_text,
    "whole": _draw_number,
    "decimal": _draw_number,
    "date": _draw_date,
    "person": _draw_person,
    "persons": _draw_persons,
    "channel": _draw_channel,
    "choice": _draw_choice,
    "ticks": _draw_ticks,
}
