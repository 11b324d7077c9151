"""Where a person is on the page: the part of the address behind `/as/<handle>/`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["channel", "app", "browse"]

TABS = ("home", "messages", "about")
THREAD = r"(?:/t/(?P<thread_ts>\d+\.\d+))?"
PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("channel", re.compile(r"c/(?P<name>[^/]+)" + THREAD)),
    ("app", re.compile(r"app/(?P<name>messages)" + THREAD)),
    ("app", re.compile(r"app/(?P<name>home|about)")),
    ("browse", re.compile(r"browse")),
)


@dataclass(frozen=True)
class Place:
    """A channel (by name), a tab of the app, or the list of channels; perhaps with a thread open."""

    kind: Kind
    name: str = ""
    thread_ts: str = ""

    @property
    def path(self) -> str:
        """The address of this place behind `/as/<handle>/`."""
        base = {"channel": f"c/{self.name}", "app": f"app/{self.name}", "browse": "browse"}[self.kind]
        return f"{base}/t/{self.thread_ts}" if self.thread_ts else base

    def with_thread(self, thread_ts: str) -> Place:
        """The same place with this thread open; with none for an empty ts."""
        return replace(self, thread_ts=thread_ts)


def parse(path: str) -> Place | None:
    """The place of an address; None for an address that leads nowhere."""
    for kind, pattern in PATTERNS:
        if found := pattern.fullmatch(path):
            parts = found.groupdict()
            return Place(kind, parts.get("name") or "", parts.get("thread_ts") or "")
    return None
