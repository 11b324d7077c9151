"""What every Web API method is made of: its row in the table, its arguments, and Slack's way of saying no."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from sandbox.workspace import BOT, Channel

if TYPE_CHECKING:
    from sandbox.server import Sandbox

Args = dict[str, Any]
T = TypeVar("T")


class SlackError(Exception):
    """An answer with ok:false, nearly always with status 200."""

    def __init__(self, error: str, **extra: Any) -> None:
        super().__init__(error)
        self.error = error
        self.body = {"ok": False, "error": error, **extra}
        self.status, self.headers = 200, dict[str, str]()


TIER_1, TIER_2, TIER_3, TIER_4 = 1, 20, 50, 100  # calls a minute that Slack allows at least
SPECIAL = 600  # what Slack calls a special tier


class Method(NamedTuple):
    """One row: the function, the scopes of which one is needed, whether it reads JSON bodies, its rate.

    A method whose scope depends on the kind of channel asks for it itself. Where sources disagree about the
    rate, the stricter one stands.
    """

    run: Callable[[Sandbox, Args], dict[str, Any]]
    scopes: tuple[str, ...] = ()
    json: bool = False
    per_minute: int = TIER_3


SCOPE_PREFIX = {"channel": "channels", "group": "groups", "im": "im"}


def require_scope(slack: Sandbox, *scopes: str) -> None:
    """missing_scope unless the manifest asks for one of these."""
    manifest = slack.manifest
    if scopes and not any(manifest.grants(s) for s in scopes):
        raise SlackError("missing_scope", needed=scopes[0], provided=",".join(sorted(manifest.scopes or ())))


def channel_for_reading(slack: Sandbox, args: Args, what: str) -> Channel:
    """The channel an app may ask about: a public one, or its own; with the scope for its kind."""
    channel = slack.workspace.channels.get(text(args, "channel"))
    if channel is None or (channel.is_private and BOT not in channel.members):
        raise SlackError("channel_not_found")
    require_scope(slack, f"{SCOPE_PREFIX[channel.kind]}:{what}")
    return channel


def channel_for_writing(slack: Sandbox, args: Args) -> Channel:
    """Where a post goes: a channel by id or #name, or the direct messages of a user id.

    A deactivated person cannot be written to: channel_not_found.
    """
    reference = text(args, "channel")
    channel = _dm_by_user(slack, reference) or slack.workspace.channel(reference)
    if (
        channel is None
        or (channel.kind == "group" and BOT not in channel.members)
        or _is_gone(slack, channel)
    ):
        raise SlackError("channel_not_found")
    if channel.kind == "im" and not slack.manifest.has_messages:
        raise SlackError("messages_tab_disabled")
    if channel.is_archived:
        raise SlackError("is_archived")
    if BOT not in channel.members and not (
        channel.kind == "channel" and slack.manifest.asks_for("chat:write.public")
    ):
        raise SlackError("not_in_channel")
    return channel


def _dm_by_user(slack: Sandbox, reference: str) -> Channel | None:
    if reference == BOT:
        raise SlackError("cannot_dm_bot")
    return slack.workspace.dm(reference) if reference in slack.workspace.persons else None


def _is_gone(slack: Sandbox, channel: Channel) -> bool:
    return channel.kind == "im" and any(slack.workspace.persons[m].deleted for m in channel.members)


def text(args: Args, name: str) -> str:
    """A string argument; empty when it is not there."""
    value = args.get(name)
    return "" if value is None else str(value)


def flag(args: Args, name: str, default: bool = False) -> bool:
    """A boolean argument, however it was spelt."""
    value = args.get(name, default)
    return value if isinstance(value, bool) else str(value).lower() in ("true", "1")


def names(args: Args, name: str) -> list[str]:
    """A list of ids: JSON or separated by commas."""
    value = args.get(name) or []
    return [str(v) for v in value] if isinstance(value, list) else [v for v in str(value).split(",") if v]


def decoded(args: Args, name: str, error: SlackError) -> Any:
    """An argument that may be JSON in a string, as it is in forms. `error` if it is not JSON."""
    value = args.get(name)
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value) if value else None
    except ValueError:
        raise error from None


def page_of(rows: list[T], args: Args, default: int = 100, most: int = 1000) -> tuple[list[T], str]:
    """One page of rows and the cursor of the next one, empty at the end."""
    start, size = _cursor(text(args, "cursor")), limit(args, default, most)
    following = start + size
    return rows[start:following], f"offset:{following}" if following < len(rows) else ""


def limit(args: Args, default: int, most: int) -> int:
    """The limit argument; invalid_limit outside 1..most."""
    raw = text(args, "limit") or str(default)
    if not raw.isdecimal() or not 0 <= int(raw) <= most:
        raise SlackError("invalid_limit")
    return int(raw) or default


def _cursor(raw: str) -> int:
    if not raw:
        return 0
    if not raw.removeprefix("offset:").isdecimal():
        raise SlackError("invalid_cursor")
    return int(raw.removeprefix("offset:"))


def cursor_page(cursor: str) -> dict[str, Any]:
    """The response_metadata of a paged answer."""
    return {"response_metadata": {"next_cursor": cursor}}
