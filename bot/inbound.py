"""What Slack sent, looked at once: of which kind it is, and the key under which its repeat is recognised."""

from typing import Any, Literal

Kind = Literal[
    "command",
    "event",
    "view_submission",
    "view_closed",
    "block_actions",
    "block_suggestion",
    "shortcut",
    "message_action",
]


def kind(body: dict[str, Any]) -> Kind:
    """Of which kind a request is; Slack names it everywhere but in commands."""
    if "command" in body:
        return "command"
    said = body.get("type")
    return "event" if said == "event_callback" else said  # type: ignore[return-value]


def once(body: dict[str, Any]) -> str | None:
    """The key that a redelivered, doubled or replayed request shares with the first, if it needs one."""
    make = _KEYS.get(kind(body))
    try:
        return make(body) if make else None
    except (LookupError, TypeError):
        return None


def _event(body: dict[str, Any]) -> str:
    return f"ev:{body['event_id']}"


def _submission(body: dict[str, Any]) -> str:
    return f"vs:{body['view']['id']}:{body['view']['hash']}"


def _click(body: dict[str, Any]) -> str:
    where, act = body.get("container", {}), body["actions"][0]
    place = where.get("message_ts") or where.get("view_id") or body.get("view", {}).get("id")
    return f"ba:{place}:{act['action_id']}:{body['user']['id']}:{act['action_ts']}"


def _typed(body: dict[str, Any]) -> str:
    return f"sc:{body['trigger_id']}"


_KEYS = {
    "event": _event,
    "view_submission": _submission,
    "block_actions": _click,
    "command": _typed,
    "shortcut": _typed,
    "message_action": _typed,
}
