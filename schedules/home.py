"""Publishes Homes: when somebody opens theirs, and when something of theirs changed; never by a timer.

No unit of work is open while Slack is asked. Whoever draws from older facts meets Slack's hash of the view
that stands there, and reads anew: so an older Home never comes to stand over a newer one.
"""

import hashlib
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from blocks import home as drawing
from playbook import budget, home
from playbook.facts import Person, PersonId, Settings
from playbook.home import Health, Page
from playbook.policy import can
from schedules import undeliverable
from schedules.answers import No
from schedules.errands import Clock
from schedules.postman import Line
from store import Home, Look, Store

log = logging.getLogger(__name__)

WEEK: Final = timedelta(days=7)
TRIES: Final = 3
LEASE: Final = timedelta(minutes=5)  # until it is due again, should whoever took it on be gone
PAUSE: Final = timedelta(minutes=1)  # after Slack gave no answer
CONFLICT: Final = "hash_conflict"
BARRED: Final = frozenset({"not_in_channel", "channel_not_found", "is_archived", "restricted_action"})
LATER: Final = frozenset({"wait", "lose_sight"})  # what else Slack answers, another try would not mend


class Homes:
    """Publishes what is due anew. `line_to` knows the workspaces."""

    def __init__(self, store: Store, line_to: Callable[[str], Line | None]) -> None:
        self._store, self._line_to = store, line_to

    def publish_due(self, clock: Clock) -> None:
        """Publish every Home of which something changed, once however much it was."""
        for workspace, person in self._store.homes_due(clock()):
            if line := self._line_to(workspace):
                publish(self._store, line, workspace, person, clock())


def publish(store: Store, line: Line, workspace: str, person: PersonId, now: datetime) -> None:
    """Let somebody's Home stand as the record has it now, if it is due and nobody else is at it."""
    with store.work(workspace, now, via="heart") as work:
        if not work.claim_home(person, now + LEASE):
            return
    met = ""
    for _ in range(TRIES):
        with store.read(workspace) as look:
            stood = look.home(person)
            page = page_of(look, stood, now) if stood and stood.due_at else None
            threads = {one.thread: look.address(one.thread) for one in page.waiting} if page else {}
        if stood is None or page is None:
            return
        digest = _digest(page, threads)
        said = stood.hash if digest == stood.digest else _say(line, stood, page, threads, met)
        if not isinstance(said, No) or said.code != CONFLICT:
            _settle(store, workspace, stood, digest, said, now)
            return
        met = stood.hash


def _say(line: Line, stood: Home, page: Page, threads: Mapping[str, str], met: str) -> str | No:
    """Publish over the view we know of, else over whatever stands there; Slack's hash of what stands then."""
    return line.publish(stood.person, drawing.home(page, threads), stood.hash if stood.hash != met else "")


def _settle(store: Store, workspace: str, stood: Home, digest: str, said: str | No, now: datetime) -> None:
    with store.work(workspace, now, via="heart") as work:
        if isinstance(said, No):
            log.warning("the Home of %s in %s: %s", stood.person, workspace, said.code)
            work.postpone_home(stood.person, _again(said, now))
        else:
            work.home_stands(stood, hash=said, digest=digest)


def _again(no: No, now: datetime) -> datetime | None:
    """When to try once more; None: not before something changes."""
    if no.answer.does == "pause":
        return now + no.pause
    return now + PAUSE if no.answer.does in LATER else None


def _digest(page: Page, threads: Mapping[str, str]) -> str:
    said = page.model_dump_json() + "".join(sorted(threads.values()))
    return hashlib.sha256(said.encode()).hexdigest()


# --- what stands there --------------------------------------------------------------------------------------


def page_of(look: Look, stood: Home, now: datetime) -> Page:
    """Somebody's Home, from the record as it is."""
    portfolio = look.portfolio(now)
    known = look.person(stood.person) or Person(id=stood.person)
    person = known.model_copy(update={"stands_for": look.stands_for(stood.person, now)})
    settings = portfolio.around.settings
    told = budget.spent(look.told(now - WEEK, now, person.id))
    page = home.page(person, stood.shown, portfolio).model_copy(update={"spent": told})
    if not can(person, "configure", None, settings):
        return page
    undelivered = look.undelivered(now)
    barred = dict.fromkeys(one.to for one in undelivered if one.error in BARRED and not one.to_person)
    setup = home.setup(person, settings, portfolio.listed, tuple(barred), page.today)
    return page.model_copy(update={"setup": setup, "health": _health(look, settings, now)})


def _health(look: Look, settings: Settings, now: datetime) -> Health:
    heard_at, waiting = look.heard(now)
    lines = tuple(dict.fromkeys(undeliverable.line(look, one) for one in look.undelivered(now)))
    return Health(heard_at=heard_at, waiting=waiting, undelivered=lines)
