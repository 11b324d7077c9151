"""Dates as a calendar other programs read (RFC 5545), and the window that gives its address."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from blocks.actions import Actions
from blocks.pieces import Block, actions, button, confirm, context, day, modal, section
from playbook.feed import Dated

TITLE: Final = "My dates"
EVERY: Final = timedelta(hours=6)  # how often a calendar is asked to look again
RESULT: Final = "feed.result"
ABOUT: Final = (
    "📅 *Your dates in your own calendar*: the milestones of your use cases, the gates you decide, the "
    "monthly review. They move when the plan moves."
)
NO_SERVER: Final = (
    "This bot cannot be reached by calendars yet. Whoever runs it sets `PILOTAGE_URL` and `PILOTAGE_PORT`; "
    "until then `/pilot rehearse` shows the dates."
)


def calendar(name: str, dates: Iterable[Dated], now: datetime) -> bytes:
    """All-day events for any calendar; `now` says how fresh they are."""
    import icalendar  # here: nothing else needs it, and a start should not wait for it

    made = icalendar.Calendar()
    for key, value in (("prodid", "-//Pilotage//Dates//EN"), ("version", "2.0"), ("x-wr-calname", name)):
        made.add(key, value)
    made.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
    for one in dates:
        event = icalendar.Event()
        event.add("uid", f"{one.name}@pilotage")
        event.add("dtstamp", now.replace(microsecond=0))
        event.add("dtstart", one.day)
        event.add("summary", one.words)
        if one.about:
            event.add("description", one.about)
        event.add("transp", "TRANSPARENT")
        made.add_component(event)
    return bytes(made.to_ical())


def window(made_at: datetime | None, address: str = "", *, reachable: bool = True) -> Block:
    """What stands of somebody's address: it is shown once, made anew or revoked."""
    if not reachable:
        return modal(RESULT, TITLE, [section(ABOUT), section(NO_SERVER)], close="Done")
    shown = _shown(address) if address else _kept(made_at)
    return modal(RESULT, TITLE, [section(ABOUT), *shown], close="Done")


def _shown(address: str) -> list[Block]:
    return [
        section(f"```{address}```"),
        section("Copy it into *Subscribe by address* of your calendar now: *it is not shown again*."),
        context("Whoever has this address sees these dates. If it got about, press *New address*."),
        actions(_new(), _revoke()),
    ]


def _kept(made_at: datetime | None) -> list[Block]:
    if made_at is None:
        return [actions(button("Subscribe to my dates", Actions.FEED_NEW, style="primary"))]
    words = f"You have an address, made {day(made_at.date())}. It was shown once; a new one ends it."
    return [section(words), actions(_new(), _revoke())]


def _new() -> Block:
    return button("New address", Actions.FEED_NEW)


def _revoke() -> Block:
    question = confirm("Revoke the address?", "Calendars that use it find nothing any more.", "Revoke")
    return button("Revoke", Actions.FEED_REVOKE, style="danger", confirm=question)
