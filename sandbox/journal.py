"""The journal: every call the app made and everything it was sent, for the inspector and for tests."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

KEPT = 20_000


@dataclass(slots=True)
class Entry:
    """One line. A `call` is the app asking Slack; `sent` is Slack telling the app.

    `at` is workspace time, `took` real seconds. `asked` holds the arguments or the payload, `answer` what
    came back (None: nothing in time). `outcome` is "ok", an error code, or the trouble with a delivery.
    """

    number: int
    at: float
    kind: Literal["call", "sent"]
    name: str
    asked: dict[str, Any]
    answer: dict[str, Any] | None = None
    outcome: str = ""
    status: int = 200
    retry: int = 0
    took: float = 0.0
    notes: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


class Journal:
    """The last entries, oldest first. Numbers go on counting when old ones are dropped."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=KEPT)
        self._count = 0

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, at: float, kind: Literal["call", "sent"], name: str, asked: dict[str, Any]) -> Entry:
        """Open an entry; the caller completes it."""
        self._count += 1
        entry = Entry(self._count, at, kind, name, asked)
        self._entries.append(entry)
        return entry

    def calls(self, method: str = "") -> list[Entry]:
        """What the app asked, of one method or of all."""
        return [e for e in self._entries if e.kind == "call" and method in ("", e.name)]

    def sent(self, name: str = "") -> list[Entry]:
        """What the app was told: `slash_commands`, `block_actions`, `app_mention` …, or all."""
        return [e for e in self._entries if e.kind == "sent" and name in ("", e.name)]

    def since(self, number: int) -> list[Entry]:
        """Entries after this number."""
        return [e for e in self._entries if e.number > number]
