"""Logs: lines for people on a terminal, JSON elsewhere; no token, signature or typed text at any level.

That holds by construction, not by a list of what to look for:
- our own code logs kinds, keys and codes; what it hands over as an error is told by its kind alone;
- other code (Bolt and the SDK write whole requests) is told by its place, not by its words;
- an error is told by its kind and its way, by its own words only where they are ours or a code;
- and the values of all secrets, with whatever looks like one, are taken out of what is left.
"""

import json
import logging
import re
import sys
import threading
import traceback
from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime
from typing import Final

from slack_sdk.errors import SlackApiError

from bot.trouble import Trouble
from store import CannotCopy, Newer, SharedFile, Unreachable

OURS = frozenset({"playbook", "blocks", "store", "handlers", "schedules", "bot"})
TALKATIVE = ("slack_bolt", "slack_sdk", "apscheduler", "alembic", "uvicorn")
SECRET = re.compile(
    r"xox[a-z](?:\.xox[a-z])?-[\w-]+|xapp-[\w-]+"  # Slack's tokens
    r"|(?<=://)[^\s/@]+(?=@)"  # a name and a password in an address
    r"|v0=[0-9a-fA-F]{16,}"  # a signature
    r"|(?i:(?<=bearer )\S+)"
    r"|(?<![\w-])gAAAA[\w=-]+|(?<![\w-])[\w-]{43}=(?![\w=])"  # what Fernet made, and its keys
    r"|whsec_[\w+/=]+"
    r"|pil_[0-9a-f]{16}_[\w-]+"  # tokens of the API
    r"|(?<=/calendar/)[\w-]{16,}"
    r"|(?i:(?<=hooks\.slack\.com/)\S+)"
)
SHORTEST = 6  # characters of a value that can be looked for without hitting ordinary words

# Errors whose own words are ours, or a code: they can be told.
WORDS: Final[dict[type[BaseException], Callable[..., str]]] = {
    SlackApiError: lambda error: str(error.response.get("error", "")),
    Trouble: str,
    Unreachable: str,
    SharedFile: str,
    Newer: str,
    CannotCopy: str,
    OSError: lambda error: error.strerror or "",
}


def configure(level: str, secrets: Collection[str] = ()) -> None:
    """Write what matters to standard error from now on; `secrets` are the values never to be written."""
    handler = logging.StreamHandler()
    handler.setFormatter((ForPeople if sys.stderr.isatty() else ForPrograms)(secrets))
    logging.basicConfig(level=level, handlers=[handler])
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.raiseExceptions = False  # a line that cannot be written would be printed with all it was told
    logging.captureWarnings(True)
    threading.excepthook = _thread_ended
    sys.excepthook = _ended


class _Guarded(logging.Formatter):
    """What both notations share: a line that is told only what may be told."""

    def __init__(self, secrets: Collection[str] = ()) -> None:
        super().__init__(datefmt="%H:%M:%S")
        longest_first = sorted({one for one in secrets if len(one) >= SHORTEST}, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")

    def clean(self, text: str) -> str:
        """The text without any secret."""
        return SECRET.sub("[secret]", self._known.sub("[secret]", text))


class ForPeople(_Guarded):
    """10:00:00 INFO  bot.house: listening"""

    def format(self, record: logging.LogRecord) -> str:
        """One line, and the way of a bug below it."""
        head = f"{self.formatTime(record, self.datefmt)} {record.levelname:<7} {record.name}: {said(record)}"
        way = "\n".join(_way(record))
        return self.clean(f"{head}\n{way}" if way else head)


class ForPrograms(_Guarded):
    """One JSON object for each line."""

    def format(self, record: logging.LogRecord) -> str:
        """The moment in UTC, the level, who speaks, the words, and the way of a bug."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": said(record),
        }
        if way := "\n".join(_way(record)):
            line["traceback"] = way
        return self.clean(json.dumps(line, ensure_ascii=False))


def said(record: logging.LogRecord) -> str:
    """What a line may say: our own words, of others only where they spoke."""
    if record.name.split(".")[0] not in OURS:
        return f"{record.module}.{record.funcName}, line {record.lineno}, has something to say"
    given = record.args if isinstance(record.args, tuple) else (record.args,) if record.args else ()
    told = tuple(of_error(one) if isinstance(one, BaseException) else one for one in given)
    return str(record.msg) % told if told else str(record.msg)


def of_error(error: BaseException) -> str:
    """The kind of an error, with its words where those cannot hold what somebody typed."""
    words = next((tell(error) for kind, tell in WORDS.items() if isinstance(error, kind)), "")
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


def _way(record: logging.LogRecord) -> Iterator[str]:
    """The lines an error came through, the first cause first."""
    if not record.exc_info or not record.exc_info[1]:
        return
    chain: list[BaseException] = []
    error: BaseException | None = record.exc_info[1]
    while error and error not in chain:
        chain.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    for one in reversed(chain):
        yield "".join(traceback.format_tb(one.__traceback__)).rstrip()
        yield of_error(one)


def _thread_ended(args: threading.ExceptHookArgs) -> None:
    if args.exc_value:
        logging.getLogger("bot").critical("a thread ended by an error", exc_info=args.exc_value)


def _ended(kind: type[BaseException], error: BaseException, way: object) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("bot").critical("ended by an error", exc_info=error)
