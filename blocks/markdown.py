"""Markdown for files: headings, tables, lists. What people typed stays text, whatever signs are in it."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final

from blocks.pieces import day

_SIGNS: Final = re.compile(r"([\\`*_{}\[\]<>#|~&!])")
_LIST: Final = re.compile(r"^(\s*)([-+]|\d+[.)])(\s)", re.M)


def plain(text: str) -> str:
    """A typed text on one line, so that no sign in it is markup."""
    return _LIST.sub(r"\1\\\2\3", _SIGNS.sub(r"\\\1", " ".join(text.split())))


def cell(value: Any) -> str:
    """One value in words."""
    match value:
        case None | "" | ():
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return f"{value:%Y-%m-%d %H:%M} UTC" if not value.utcoffset() else value.isoformat()
        case date():
            return day(value)
        case float():
            return f"{value:g}" if abs(value) < 1e6 else repr(value)
        case tuple() | list():
            return ", ".join(cell(one) for one in value)
        case _:
            return plain(str(value).replace("_", " ") if _is_choice(value) else str(value))


def _is_choice(value: object) -> bool:
    """A word of ours, like not_met: people read it with spaces."""
    return isinstance(value, str) and value.isascii() and value.replace("_", "").islower() and "_" in value


def table(head: Sequence[str], rows: Iterable[Iterable[Any]]) -> str:
    """A table; one line says so where it would be empty."""
    body = [f"| {' | '.join(cell(one) for one in row)} |" for row in rows]
    if not body:
        return "None.\n"
    return "\n".join([f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *body, ""])


def section(title: str, *parts: str, level: int = 2) -> str:
    """A heading with what stands under it."""
    return "\n".join([f"{'#' * level} {title}\n", *parts])
