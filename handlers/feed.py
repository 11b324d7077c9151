"""Subscribe to my dates: the address of one's own calendar, made, renewed, revoked; what it leads to."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack

from blocks import feed as drawing
from blocks import pieces
from blocks.actions import Actions, opens
from handlers.commands import Command
from handlers.desk import Desk
from playbook import feed
from store import Repeated, Store, feeds
from store.feeds import Reader

OPEN = opens("feed")
PATH = "/calendar/{token}.ics"


def by_command(ack: Ack, body: dict[str, Any], desk: Desk) -> None:
    """`/pilot calendar`: what there is of one's address."""
    ack()
    desk.open(body, drawing.TITLE, lambda: _window(desk))


def _window(desk: Desk) -> pieces.Block:
    with desk.read() as look:
        made = feeds.made_at(look, desk.user_id)
    return drawing.window(made, reachable=bool(desk.address))


def renew(ack: Ack, body: dict[str, Any], desk: Desk) -> None:
    """A new address, shown this once."""
    ack()
    desk.open(body, drawing.TITLE, lambda: _renewed(desk))


def _renewed(desk: Desk) -> pieces.Block:
    if not desk.address:
        return drawing.window(None, reachable=False)
    desk.ask({})  # so that it is known whose dates they are
    try:
        with desk.work() as work:
            secret = feeds.renew(work, desk.user_id, desk.now)
    except Repeated:  # the one that was shown is lost: another press makes another one
        return _window(desk)
    return drawing.window(desk.now, desk.address + PATH.format(token=secret))


def revoke(ack: Ack, body: dict[str, Any], desk: Desk) -> None:
    """Let the address lead nowhere."""
    with desk.work() as work:
        feeds.revoke(work, desk.user_id)
    ack()
    desk.open(body, drawing.TITLE, lambda: _window(desk))


def dates(store: Store, reader: Reader, now: datetime) -> bytes:
    """The calendar of whoever this address belongs to."""
    with store.read(reader.workspace) as look:
        person, portfolio = look.person(reader.person), look.portfolio(now)
    found = feed.of_person(person, portfolio) if person else ()
    return drawing.calendar("Pilotage", found, now)


ACTIONS = {OPEN: by_command, Actions.FEED_NEW: renew, Actions.FEED_REVOKE: revoke}
PILOT = {
    "calendar": Command(
        by_command, "calendar", "your dates in your own calendar: subscribe, new address, revoke"
    )
}
