"""The sweep: look again at what was sent. An extra copy is deleted, what a person deleted is recorded."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from itertools import groupby
from typing import Protocol

from schedules import answers
from schedules.answers import No
from schedules.errands import Clock, Seen
from store import Outbox, Standing

log = logging.getLogger(__name__)


class Line(Protocol):
    """What is asked of Slack."""

    def seen(self, channel: str, thread_ts: str | None, since: datetime) -> list[Seen] | No: ...
    def delete(self, channel: str, ts: str) -> bool | No: ...


def look_again(
    outbox: Outbox, line_to: Callable[[str], Line | None], clock: Clock, stopping: threading.Event
) -> int:
    """Look at everything whose turn it is, one conversation at a time; how many extra copies were deleted."""
    deleted = 0
    due = outbox.to_sweep(clock())
    for conversation, messages in groupby(due, key=lambda one: (one.workspace, one.channel, one.thread_ts)):
        line = line_to(conversation[0])
        if line and not stopping.is_set():
            deleted += _look_at(outbox, line, list(messages), clock())
    return deleted


def _look_at(outbox: Outbox, line: Line, messages: list[Standing], now: datetime) -> int:
    first, since = messages[0], min(message.since for message in messages)
    seen = line.seen(first.channel, first.thread_ts, since)
    if not isinstance(seen, No):
        return sum(_check(outbox, line, message, seen, now) for message in messages)
    if seen.answer.does not in ("pause", "lose_sight") and seen.answer is not answers.UNREACHABLE:
        for message in messages:  # the conversation is closed to us: nobody can look
            outbox.swept(message, message.ts, now)
    return 0


def _check(outbox: Outbox, line: Line, message: Standing, seen: list[Seen], now: datetime) -> int:
    """What could not be deleted now is left for the next time."""
    ours = (each for each in seen if message.bot_user in (each.by, ""))
    copies = [each.ts for each in ours if each.mark == message.mark]
    if not copies:
        outbox.gone(message, now)
        return 0
    kept = message.ts if message.ts in copies else min(copies)
    extra = [ts for ts in copies if ts != kept]
    for ts in extra:
        log.error("a message stood twice in %s: the copy %s is deleted", message.channel, ts)
        answer = line.delete(message.channel, ts)
        if isinstance(answer, No) and answer.answer.does != "gone":
            return 0
    outbox.swept(message, kept, now, removed=len(extra))
    return len(extra)
