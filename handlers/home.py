"""The Home tab: opened, turned to another page, narrowed. It is published by schedules/home.py."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack

from blocks.actions import Actions, value_of
from handlers.desk import Desk
from playbook.home import PER_PAGE, Shown

Publish = Callable[[str], None]  # somebody's Home, as the record has it by then


def opened(event: dict[str, Any], desk: Desk, publish_home: Publish) -> None:
    """Publish this person's Home when they open it."""
    if event.get("tab") == "home":
        desk.after(_opened, desk, publish_home)


def _opened(desk: Desk, publish_home: Publish) -> None:
    desk.ask({}, fresh=True)  # a newly made admin finds the set-up
    _publish(None, desk, publish_home)


def _publish(shown: Shown | None, desk: Desk, publish_home: Publish) -> None:
    with desk.store.work(desk.workspace, desk.now, by=desk.user_id) as work:
        work.open_home(desk.user_id, shown)
    publish_home(desk.user_id)


def turned(ack: Ack, body: dict[str, Any], action: dict[str, Any], desk: Desk, publish_home: Publish) -> None:
    """Another page of one part; what the view remembers is a hint, and a page that is gone is the last."""
    ack()
    part, _, page = value_of(action).extra.partition(":")
    known = next((one for one in PER_PAGE if one == part), None)
    if known and page.isdecimal() and len(page) < 6:
        desk.after(_publish, _shown(body).turned(known, int(page)), desk, publish_home)


def narrowed(
    ack: Ack, body: dict[str, Any], action: dict[str, Any], desk: Desk, publish_home: Publish
) -> None:
    """Other use cases in the portfolio."""
    ack()
    chosen = (action.get("selected_option") or {}).get("value", "")
    desk.after(_publish, _shown(body).narrowed(chosen), desk, publish_home)


def _shown(body: dict[str, Any]) -> Shown:
    return Shown.read((body.get("view") or {}).get("private_metadata"))


def followed(ack: Ack) -> None:
    """A link was followed: Slack has opened it already."""
    ack()


EVENTS = {"app_home_opened": opened}
ACTIONS = {
    Actions.HOME_TURN: turned,
    Actions.HOME_NARROW: narrowed,
    Actions.HOME_THREAD: followed,
}
