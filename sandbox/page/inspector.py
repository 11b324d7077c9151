"""The inspector: what the app and Slack said to each other, newest first, for a look behind the page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any

from sandbox.page import dates

if TYPE_CHECKING:
    from sandbox.journal import Entry
    from sandbox.server import Sandbox

MOST = 150
KINDS = {"": "Everything", "call": "Web API calls", "sent": "Sent to the app", "trouble": "Only trouble"}


@dataclass(frozen=True)
class Line:
    """One entry, as the page shows it: a headline, and what was said as indented JSON."""

    number: int
    kind: str
    name: str
    at: str
    took: str
    outcome: str
    trouble: bool
    remarks: str
    asked: str
    answer: str


@dataclass(frozen=True)
class Log:
    """What is left after filtering, and what was asked for."""

    lines: list[Line]
    found: int
    total: int
    kind: str
    words: str
    kinds: Mapping[str, str]
    unknown_methods: list[str]


def read(sandbox: Sandbox, query: Mapping[str, str]) -> Log:
    """The journal filtered by `kind` (call, sent, trouble) and by `words` anywhere in an entry."""
    kind, words = query.get("kind", ""), query.get("words", "").strip()
    entries = list(sandbox.journal)
    found = [entry for entry in reversed(entries) if _wanted(entry, kind, words.lower())]
    lines = [_line(entry) for entry in found[:MOST]]
    unknown = sorted(set(sandbox.unknown_methods))
    return Log(lines, len(found), len(entries), kind, words, KINDS, unknown)


def _wanted(entry: Entry, kind: str, words: str) -> bool:
    if kind == "trouble" and not _trouble(entry):
        return False
    if kind in ("call", "sent") and entry.kind != kind:
        return False
    return not words or words in f"{entry.name} {entry.outcome} {entry.asked} {entry.answer}".lower()


def _trouble(entry: Entry) -> bool:
    return entry.outcome not in ("ok", "waiting", "") or entry.status >= 400


def _line(entry: Entry) -> Line:
    remarks = [*entry.notes, *([f"delivery {entry.retry + 1}"] if entry.retry else [])]
    return Line(
        number=entry.number,
        kind=entry.kind,
        name=entry.name,
        at=f"{dates.in_zone(entry.at, UTC):%d %b %H:%M:%S}",
        took=f"{entry.took * 1000:.0f} ms",
        outcome=entry.outcome if entry.status == 200 else f"{entry.outcome} ({entry.status})",
        trouble=_trouble(entry),
        remarks=" · ".join(remarks),
        asked=_indented(entry.asked),
        answer="" if entry.answer is None else _indented(entry.answer),
    )


def _indented(said: Any) -> str:
    return json.dumps(said, indent=2, ensure_ascii=False, default=str)
