"""The app as its manifest describes it: what it may do, what it hears, what people can run."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

# What this Slack tells an app, by the name it subscribes to, and the scope it needs for that ("": none).
SCOPE_OF_EVENT = {
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "app_mention": "app_mentions:read",
    "app_home_opened": "",
    "app_uninstalled": "",
    "tokens_revoked": "",
    "user_change": "users:read",
    "function_executed": "",
    "channel_archive": "channels:read",
    "channel_unarchive": "channels:read",
    "channel_left": "channels:read",
    "group_archive": "groups:read",
    "group_unarchive": "groups:read",
    "group_left": "groups:read",
    "member_joined_channel": "channels:read",
    "member_left_channel": "channels:read",
}
SCOPE_IF_PRIVATE = dict.fromkeys(("member_joined_channel", "member_left_channel"), "groups:read")
EVENTS = frozenset(name.partition(".")[0] for name in SCOPE_OF_EVENT)  # their types


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command: how to call it and what it says it does."""

    name: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut; `kind` is global or message."""

    name: str
    kind: str
    callback_id: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the app asked for. Where a set is None, the app has everything and nothing is checked."""

    name: str = "Pilotage"
    commands: dict[str, Command] | None = None
    shortcuts: tuple[Shortcut, ...] | None = None
    scopes: frozenset[str] | None = None
    events: frozenset[str] | None = None
    has_home: bool = True
    has_messages: bool = True  # the app may write direct messages
    takes_messages: bool = True  # people may write messages and commands there too
    is_interactive: bool = True  # presses, submissions and shortcuts are sent to the app
    raw: dict[str, Any] = field(default_factory=dict)

    def asks_for(self, scope: str) -> bool:
        """Whether the manifest names this scope."""
        return self.scopes is not None and scope in self.scopes

    def grants(self, scope: str) -> bool:
        """Whether the app may do what this scope allows."""
        return self.scopes is None or scope in self.scopes

    def hears(self, event: str, *, private: bool = False) -> bool:
        """Whether the app is sent this event: it subscribed, and has the scope for that kind of channel."""
        subscribed = self.events is None or event in self.events
        scope = (SCOPE_IF_PRIVATE if private else {}).get(event, SCOPE_OF_EVENT[event])
        return subscribed and (not scope or self.grants(scope))

    def command(self, name: str) -> Command | None:
        """The command of this name, if the app may have commands; without a manifest every command exists."""
        if self.commands is None:
            return Command(name)
        return self.commands.get(name) if self.grants("commands") else None

    def shortcut(self, callback_id: str, kind: str) -> Shortcut | None:
        """The shortcut with this callback_id; without a manifest every shortcut exists."""
        if self.shortcuts is None:
            return Shortcut(callback_id, kind, callback_id)
        return next((s for s in self.shortcuts_for(kind) if s.callback_id == callback_id), None)

    def shortcuts_for(self, kind: str) -> list[Shortcut]:
        """What the menu offers: `global` or `message` shortcuts."""
        offered = self.shortcuts or () if self.grants("commands") else ()
        return [s for s in offered if s.kind == kind]


def read(path: str | Path) -> Manifest:
    """The manifest in this YAML or JSON file."""
    raw = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    features, settings = raw.get("features", {}), raw.get("settings", {})
    tabs = features.get("app_home", {})
    return Manifest(
        name=raw["display_information"]["name"],
        commands={c["command"]: _command(c) for c in features.get("slash_commands", [])},
        shortcuts=tuple(_shortcut(s) for s in features.get("shortcuts", [])),
        scopes=frozenset(raw.get("oauth_config", {}).get("scopes", {}).get("bot", [])),
        events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
        has_home=tabs.get("home_tab_enabled", False),
        has_messages=tabs.get("messages_tab_enabled", False),
        takes_messages=tabs.get("messages_tab_enabled", False)
        and not tabs.get("messages_tab_read_only_enabled"),
        is_interactive=settings.get("interactivity", {}).get("is_enabled", False),
        raw=raw,
    )


def _command(row: dict[str, Any]) -> Command:
    return Command(
        row["command"], row.get("description", ""), row.get("usage_hint", ""), row.get("should_escape", False)
    )


def _shortcut(row: dict[str, Any]) -> Shortcut:
    return Shortcut(row["name"], row["type"], row["callback_id"], row.get("description", ""))
