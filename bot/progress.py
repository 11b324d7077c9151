"""How far something long has come, on one line of a terminal; nothing where nobody looks."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
OFTEN = 0.2  # seconds between two figures
QUIET = 1.0  # what takes less says nothing


def shown(things: Sequence[T], what: str) -> Iterable[T]:
    """The things, told on the way: `import: 1,200 of 10,000`."""
    return _told(things, what) if sys.stderr.isatty() else things


def counted(what: str) -> Callable[[str, int, int], None]:
    """Tell how far a part has come whenever it says so: `backup: letters, 1,200 of 10,000`."""
    said = time.monotonic() + QUIET - OFTEN

    def tell(part: str, done: int, of: int) -> None:
        nonlocal said
        if sys.stderr.isatty() and time.monotonic() - said > OFTEN:
            said = time.monotonic()
            _say(f"\r\x1b[K{what}: {part.replace('_', ' ')}, {done:,} of {of:,}")

    return tell


def _told(things: Sequence[T], what: str) -> Iterator[T]:
    said = time.monotonic() + QUIET - OFTEN
    told = False
    for number, thing in enumerate(things):
        if time.monotonic() - said > OFTEN:
            said, told = time.monotonic(), True
            _say(f"\r{what}: {number:,} of {len(things):,}")
        yield thing
    if told:
        _say(f"\r{what}: {len(things):,} of {len(things):,}\n")


def _say(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
