"""Logs: lines for people on a terminal, JSON elsewhere, and a token in neither.

Bolt and the SDK write whole requests below WARNING, with what people typed; they are never let below it.
"""

import json
import logging
import re
import sys
from datetime import UTC, datetime

SECRET = re.compile(r"xox[a-z](?:\.xox[a-z])?-[\w-]+|xapp-[\w-]+|(?<=://)[^\s/@]+(?=@)")
TALKATIVE = ("slack_bolt", "slack_sdk", "apscheduler", "alembic", "uvicorn")


def configure(level: str) -> None:
    """Write what matters to standard error from now on."""
    handler = logging.StreamHandler()
    handler.setFormatter(ForPeople() if sys.stderr.isatty() else ForPrograms())
    logging.basicConfig(level=level, handlers=[handler])
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


class ForPeople(logging.Formatter):
    """10:00:00 INFO  bot.house: listening"""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s", "%H:%M:%S")

    def format(self, record: logging.LogRecord) -> str:
        """One line, and the traceback of a bug."""
        return _without_secrets(super().format(record))


class ForPrograms(logging.Formatter):
    """One JSON object for each line."""

    def format(self, record: logging.LogRecord) -> str:
        """The moment in UTC, the level, who speaks, the words, and the traceback of a bug."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return _without_secrets(json.dumps(line, ensure_ascii=False))


def _without_secrets(text: str) -> str:
    return SECRET.sub("[secret]", text)
