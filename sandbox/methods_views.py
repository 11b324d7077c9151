"""views.*: open, push, update, publish. They need no scope, only a trigger, a view or a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox import views
from sandbox.method import TIER_4, Args, Method, SlackError, decoded, text
from sandbox.workspace import OpenView, View

if TYPE_CHECKING:
    from sandbox.server import Sandbox


def open_view(slack: Sandbox, args: Args) -> dict[str, Any]:
    view, person = _view(slack, args, "modal"), _spend_trigger(slack, args)
    return {"view": views.open_modal(slack, person, view).view}


def push(slack: Sandbox, args: Args) -> dict[str, Any]:
    view, person = _view(slack, args, "modal"), _spend_trigger(slack, args)
    return {"view": views.push(slack, person, view).view}


def update(slack: Sandbox, args: Args) -> dict[str, Any]:
    opened = _open_view(slack, args)
    if opened is None:
        raise SlackError("not_found")
    view = _view(slack, args, opened.view["type"])
    views.agree_on_hash(opened, text(args, "hash"))
    return {"view": views.update(slack, opened, view).view}


def publish(slack: Sandbox, args: Args) -> dict[str, Any]:
    person = slack.workspace.persons.get(text(args, "user_id"))
    if person is None or person.deleted:
        raise views.invalid("[ERROR] invalid `user_id`")
    view = _view(slack, args, "home")
    views.agree_on_hash(slack.workspace.homes.get(person.id), text(args, "hash"))
    return {"view": views.publish(slack, person.id, view).view}


def _view(slack: Sandbox, args: Args, kind: str) -> View:
    view = decoded(args, "view", views.invalid("[ERROR] must be valid JSON [json-pointer:/view]"))
    return views.checked(slack, view, kind)


def _spend_trigger(slack: Sandbox, args: Args) -> str:
    trigger_id = text(args, "trigger_id") or text(args, "interactivity_pointer")
    if not trigger_id:
        raise views.invalid("[ERROR] missing required field: trigger_id")
    return slack.triggers.spend(trigger_id)


def _open_view(slack: Sandbox, args: Args) -> OpenView | None:
    view_id, external_id = text(args, "view_id"), text(args, "external_id")
    if not view_id and not external_id:
        raise views.invalid("[ERROR] missing required field: view_id")
    if view_id:
        return slack.workspace.open_view(view_id)
    return next((v for v in slack.workspace.open_views() if v.view["external_id"] == external_id), None)


METHODS = {
    "views.open": Method(open_view, json=True, per_minute=TIER_4),
    "views.push": Method(push, json=True, per_minute=TIER_4),
    "views.update": Method(update, json=True, per_minute=TIER_4),
    "views.publish": Method(publish, json=True, per_minute=TIER_4),
}
