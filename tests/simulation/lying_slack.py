"""Slack as far as the ledger meets it: conversations with messages, what it refuses, what a history shows.

It speaks the Web API's words (a method and a form in, a JSON answer out) and remembers every message ever
shown, who took it away, and what its text says now. How it lies is in wire.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

PAGE = 7  # messages at once: fewer than are asked for, so that pages are turned
BOT, ANOTHER_APP = "U0PILOTAGE", "U0ANOTHERAPP"
GONE = "message_not_found"
_FOREIGN = {"chat.update": "cant_update_message", "chat.delete": "cant_delete_message"}
Form = dict[str, Any]
Answer = dict[str, Any]


@dataclass
class Shown:
    """One message."""

    channel: str
    ts: str
    at: datetime
    text: str
    mark: str
    covers: tuple[str, ...]
    metadata: Any
    user: str = BOT
    thread_ts: str | None = None
    gone: str | None = None  # who took it away: "bot" or "person"
    gone_at: datetime | None = None
    orphan: bool = False  # what it tells of was decided after the backup that is in use now
    forgotten: bool = False  # it was edited after that backup
    outlived: bool = False  # it was posted before a backup was restored, whatever was edited since


@dataclass
class LyingSlack:
    """All messages, and the state of channels, people and the installation."""

    messages: list[Shown] = field(default_factory=list)
    archived: set[str] = field(default_factory=set)
    left: set[str] = field(default_factory=set)  # channels the bot was removed from
    closed: set[str] = field(default_factory=set)  # accounts
    shut_out: bool = False

    def visible(self) -> Iterator[Shown]:
        """Our messages that people can see."""
        return (m for m in self.messages if m.gone is None and m.user == BOT)

    # --- what it answers

    def refusal(self, method: str, form: Form) -> str | None:
        """Why it would not do that now, as its error code."""
        channel = form.get("channel", "")
        if self.shut_out:
            return "token_revoked"
        if method == "conversations.open":
            return "user_disabled" if form["users"] in self.closed else None
        if channel in self.left:
            return "not_in_channel" if method == "chat.postMessage" else "channel_not_found"
        if channel in self.archived and method.startswith("chat."):
            return "is_archived" if method == "chat.postMessage" else "is_inactive"
        return self._nothing_there(method, form)

    def _nothing_there(self, method: str, form: Form) -> str | None:
        if method in ("chat.update", "chat.delete"):
            message = self._message(form["channel"], form["ts"])
            return _FOREIGN[method] if message and message.user != BOT else None if message else GONE
        thread = form.get("thread_ts") or (form.get("ts") if method == "conversations.replies" else None)
        return "thread_not_found" if thread and not self._thread(form["channel"], thread) else None

    def apply(self, method: str, form: Form, now: datetime) -> Answer:
        """Do it, and answer as if all had gone well."""
        does = {
            "conversations.open": self._open,
            "chat.postMessage": self._post,
            "chat.update": self._update,
            "chat.delete": self._delete,
            "conversations.history": self._history,
            "conversations.replies": self._history,
        }
        refused = self.refusal(method, form)
        return {"ok": False, "error": refused} if refused else {"ok": True, **does[method](form, now)}

    def _open(self, form: Form, now: datetime) -> Answer:
        return {"channel": {"id": f"D{form['users']}"}}

    def _post(self, form: Form, now: datetime) -> Answer:
        metadata: Any = form["metadata"]
        told = metadata["event_payload"]
        ts = f"{int(now.timestamp())}.{len(self.messages):06d}"
        thread = form.get("thread_ts")
        self.messages.append(
            Shown(form["channel"], ts, now, form["text"], told["k"], tuple(told["c"]), metadata, BOT, thread)
        )
        return {"channel": form["channel"], "ts": ts}

    def _update(self, form: Form, now: datetime) -> Answer:
        message = self._message(form["channel"], form["ts"])
        assert message is not None
        message.text, message.forgotten = form["text"], False
        return {"channel": form["channel"], "ts": form["ts"]}

    def _delete(self, form: Form, now: datetime) -> Answer:
        message = self._message(form["channel"], form["ts"])
        assert message is not None
        self.take_away(message, "bot", now)
        return {}

    def _history(self, form: Form, now: datetime) -> Answer:
        """Newest first; a thread with its root, oldest first. `now` lies in the past when history lags."""
        oldest = float(form.get("oldest", 0))
        there = [m for m in self.messages if m.channel == form["channel"] and m.gone is None and m.at <= now]
        asked = [m for m in there if float(m.ts) > oldest and self._belongs(m, form.get("ts"))]
        asked.sort(key=lambda m: m.ts, reverse="ts" not in form)
        start = int(form.get("cursor") or 0)
        page, more = asked[start : start + PAGE], len(asked) > start + PAGE
        cursor = {"next_cursor": str(start + PAGE) if more else ""}
        return {"messages": [_as_told(m) for m in page], "has_more": more, "response_metadata": cursor}

    def _belongs(self, message: Shown, thread: str | None) -> bool:
        return message.thread_ts is None if thread is None else thread in (message.ts, message.thread_ts)

    def _message(self, channel: str, ts: str) -> Shown | None:
        found = (m for m in self.messages if (m.channel, m.ts) == (channel, ts) and m.gone is None)
        return next(found, None)

    def _thread(self, channel: str, ts: str) -> bool:
        """A root that was deleted stands as a tombstone as long as it has replies."""
        replies = (m for m in self.messages if m.channel == channel and m.thread_ts == ts and m.gone is None)
        return self._message(channel, ts) is not None or next(replies, None) is not None

    # --- what others do there

    def take_away(self, message: Shown, by: str, now: datetime) -> None:
        """Somebody deletes a message."""
        message.gone, message.gone_at = by, now

    def imitate(self, message: Shown, now: datetime) -> None:
        """Another app, in the same channel, posts a copy with the same metadata."""
        ts = f"{int(now.timestamp())}.{len(self.messages):06d}"
        told = (message.text, message.mark, message.covers, message.metadata)
        self.messages.append(Shown(message.channel, ts, now, *told, ANOTHER_APP))


def _as_told(message: Shown) -> Answer:
    told = {"ts": message.ts, "user": message.user, "text": message.text, "metadata": message.metadata}
    return told | ({"thread_ts": message.thread_ts} if message.thread_ts else {})


def lagging(now: datetime, seconds: float) -> datetime:
    """The moment a history shows that lies behind."""
    return now - timedelta(seconds=seconds)
