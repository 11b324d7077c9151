"""What the composer makes of what somebody types: escapes, mentions, links, and whether it is a command."""

from __future__ import annotations

import re

from sandbox.workspace import Workspace

BROADCASTS = frozenset({"channel", "here", "everyone"})
NAME = re.compile(r"(?<![\w@#/.])([@#])([A-Za-z0-9][\w.-]*[A-Za-z0-9]|[A-Za-z0-9])")
URL = re.compile(r"https?://[^\s<>]+[^\s<>.,;:!?)]")
COMMAND = re.compile(r"(/[A-Za-z][\w-]*)(?:\s+(.*))?", re.DOTALL)


def as_command(text: str) -> tuple[str, str] | None:
    """A slash command and its text, or None for a message."""
    match = COMMAND.fullmatch(text.strip())
    return (match[1].lower(), (match[2] or "").strip()) if match else None


def as_sent(workspace: Workspace, text: str) -> str:
    """The text as Slack keeps it: & < > escaped, @names and #names as mentions, addresses as links."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    linked = URL.sub(lambda m: f"<{m[0]}>", text)
    return NAME.sub(lambda m: _mention(workspace, m[1], m[2]) or m[0], linked)


def _mention(workspace: Workspace, sign: str, name: str) -> str:
    if sign == "#":
        channel = workspace.channel(f"#{name}")
        return "" if channel is None else f"<#{channel.id}|{'' if channel.is_private else channel.name}>"
    if name.lower() in BROADCASTS:
        return f"<!{name.lower()}>"
    if group := next((g for g in workspace.usergroups.values() if g.handle == name.lower()), None):
        return f"<!subteam^{group.id}>"
    person = workspace.person(f"@{name}")
    return f"<@{person.id}>" if person else ""
