"""Modals and Homes: how a view comes onto a screen, changes and goes, and the ids and hashes it carries."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from sandbox import forms
from sandbox.messages import complaint
from sandbox.method import SlackError
from sandbox.strict import check_view
from sandbox.workspace import APP, BOT_ID, OpenView, View

if TYPE_CHECKING:
    from sandbox.server import Sandbox

DEPTH = 3  # modals on top of each other
LEFT_OUT = {
    "private_metadata": "",
    "callback_id": "",
    "external_id": "",
    "clear_on_close": False,
    "notify_on_close": False,
    "title": None,
    "submit": None,
    "close": None,
    "submit_disabled": False,
}


def checked(slack: Sandbox, view: Any, kind: str) -> View:
    """The view, if Slack would take it as a modal or a home; otherwise invalid_arguments with pointers."""
    if not isinstance(view, dict):
        raise invalid("[ERROR] must provide an object [json-pointer:/view]")
    if faults := check_view(view, refused=slack.refused_blocks):
        said = complaint(faults)
        too_large = faults[0].pointer == "/view" and faults[0].code == "too_big"
        raise SlackError(
            "view_too_large" if too_large else "invalid_arguments",
            response_metadata=said["response_metadata"],
        )
    if view["type"] != kind:
        raise invalid("[ERROR] must be a valid enum value [json-pointer:/view/type]")
    return view


def invalid(sentence: str) -> SlackError:
    return SlackError("invalid_arguments", response_metadata={"messages": [sentence]})


def open_modal(slack: Sandbox, person_id: str, view: View) -> OpenView:
    """A first modal; whatever modals of the app were open are gone."""
    opened = OpenView(person_id, _fresh(slack, view))
    slack.workspace.modals[person_id] = [opened]
    slack.workspace.announce("modal", person_id, persons=[person_id])
    return opened


def push(slack: Sandbox, person_id: str, view: View) -> OpenView:
    """One more modal on top; three at most."""
    stack = slack.workspace.modals.get(person_id, [])
    if not stack:
        raise SlackError("view_not_found")
    if len(stack) >= DEPTH:
        raise SlackError("push_limit_reached")
    opened = OpenView(person_id, _fresh(slack, view, root=stack[0].id, previous=stack[-1].id))
    stack.append(opened)
    slack.workspace.announce("modal", person_id, persons=[person_id])
    return opened


def update(slack: Sandbox, opened: OpenView, view: View) -> OpenView:
    """The same place on the screen shows another view; inputs that are still there keep what was typed."""
    opened.view = _fresh(
        slack,
        view,
        root=opened.view["root_view_id"],
        previous=opened.view["previous_view_id"],
        view_id=opened.id,
    )
    opened.typed, opened.errors = forms.kept(opened.typed, opened.view["blocks"]), {}
    kind = "home" if opened.view["type"] == "home" else "modal"
    slack.workspace.announce(kind, opened.person, persons=[opened.person])
    return opened


def publish(slack: Sandbox, person_id: str, view: View) -> OpenView:
    """A person's Home, new or changed."""
    if home := slack.workspace.homes.get(person_id):
        return update(slack, home, view)
    home = slack.workspace.homes[person_id] = OpenView(person_id, _fresh(slack, view))
    slack.workspace.announce("home", person_id, persons=[person_id])
    return home


def take_away(slack: Sandbox, person_id: str, gone: list[OpenView]) -> None:
    """These modals leave the screen."""
    stack = slack.workspace.modals.get(person_id, [])
    slack.workspace.modals[person_id] = [v for v in stack if v not in gone]
    slack.workspace.announce("modal", person_id, persons=[person_id])


def agree_on_hash(opened: OpenView | None, claimed: str) -> None:
    """hash_conflict when somebody changed the view since the app saw it."""
    if claimed and opened and claimed != opened.view["hash"]:
        raise SlackError("hash_conflict")


def _fresh(
    slack: Sandbox, view: View, *, root: str = "", previous: str | None = None, view_id: str = ""
) -> View:
    own_id = view_id or slack.workspace.new_id("V")
    _refuse_doubled(slack, view.get("external_id", ""), own_id)
    return (
        LEFT_OUT
        | view
        | {
            "id": own_id,
            "team_id": slack.workspace.team,
            "app_id": APP,
            "app_installed_team_id": slack.workspace.team,
            "bot_id": BOT_ID,
            "root_view_id": root or own_id,
            "previous_view_id": previous,
            "state": {"values": {}},
            "hash": f"{int(time.time())}.{slack.workspace.new_id('h')}",
            "blocks": forms.identified(view["blocks"], slack.workspace.new_id),
        }
    )


def _refuse_doubled(slack: Sandbox, external_id: str, own_id: str) -> None:
    others = (v for v in slack.workspace.open_views() if v.id != own_id)
    if external_id and any(v.view["external_id"] == external_id for v in others):
        raise SlackError("duplicate_external_ref")
