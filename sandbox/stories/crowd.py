"""Other pilots beside the story's own: each under way by its plan, answered always, at times or never.

They do not act on the screen: what their people do stands in the record, so that fifty can be played.
Nobody decides at their gates, which is when the bot has most to ask.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.house import House
from playbook import checkins, weeks
from playbook.facts import GatekeeperAnswer, GoLive, Reading, Signature, UseCase
from sandbox.stories.gates import CARLA, documented
from sandbox.stories.transcript import Alone
from sandbox.workspace import TEAM
from store import Work, changes

# Whoever presses buttons in a story is not among them: their newest question has to be the story's.
OWNERS: Final = ("U0FINN", "U0HENRIK", "U0IRENE", "U0JONAS", "U0LUCA")
SPONSOR: Final = "U0ELENA"
ANSWERED: Final = (1.0, 0.5, 0.0)  # of the weeks, by pilot
SPREAD: Final = 21  # days over which they began
ON: Final = timedelta(days=2, hours=11)  # Wednesday at eleven, UTC, is when they log
WEEK: Final = timedelta(days=7)


class Crowd(Alone):
    """`pilots` in all, the story's own among them; `chosen` is the seed of what they are and do."""

    def __init__(self, pilots: int, chosen: int) -> None:
        self._pilots, self._chosen = pilots, chosen
        self._joined = False
        self._next = datetime.max.replace(tzinfo=UTC)

    @property
    def next(self) -> float:
        """When they act next, in seconds since the epoch."""
        return self._next.timestamp() if self._joined and self._pilots > 1 else float("inf")

    def act(self, house: House, now: datetime) -> None:
        """Join once the story's use case is there; later log what is to be logged by now."""
        if not self._joined:
            self._join(house, now)
        elif self._next <= now:
            self._next += WEEK
            for number in range(2, self._pilots + 1):
                self._log(house, number, now)

    def _join(self, house: House, now: datetime) -> None:
        with house.store.read(TEAM) as look:
            if not look.listed():
                return
            first = look.use_case(1)
        self._joined = True
        monday = datetime.combine(now.date() - timedelta(days=now.weekday()), datetime.min.time(), UTC)
        self._next = monday + ON + (WEEK if monday + ON <= now else timedelta())
        for number in range(2, self._pilots + 1):
            _register(house, first, number, self._chance(number), now)

    def _log(self, house: House, number: int, now: datetime) -> None:
        chance = self._chance(number, now.toordinal())
        with house.store.work(TEAM, now) as work:
            pilot = work.pilot(number)
            closed = weeks.closed(pilot.use_case, now.date())
            if not closed or not checkins.is_asked(pilot.use_case) or checkins.reading_of(pilot, closed[-1]):
                return
            if chance.random() < ANSWERED[number % len(ANSWERED)]:
                value = round(5 - 0.2 * len(closed) + chance.uniform(-0.3, 0.3), 1)
                by = pilot.use_case.owner or ""
                new = Reading(value=value, day=closed[-1].last, weekly=True, by=by, at=now)
                changes.log(work, pilot, (new,), "reading logged", now)

    def _chance(self, *of: int) -> random.Random:
        return random.Random(":".join(map(str, (self._chosen, *of))))


def _register(house: House, first: UseCase, number: int, chance: random.Random, now: datetime) -> None:
    with house.store.work(TEAM, now) as work:
        added = work.add_use_case(_like(first, number, chance, now), nonce=f"crowd-{number}")
        _goes_live(work, added, now)


def _like(first: UseCase, number: int, chance: random.Random, now: datetime) -> UseCase:
    """A use case with the promise of the story's own, and people and a Day 1 of its own."""
    owner = OWNERS[number % len(OWNERS)]
    signed = tuple(
        Signature(by=by, role=role, at=now) for by, role in ((owner, "owner"), (SPONSOR, "sponsor"))
    )
    contract = first.contract.model_copy(update={"signatures": signed, "locked_at": now})
    return UseCase(
        number=number,
        title=f"{first.title} {number}",
        sentence=first.sentence,
        registrant=owner,
        registered_at=now,
        day_one=now.date() + timedelta(days=chance.randrange(SPREAD)),
        owner=owner,
        ownership=first.ownership and first.ownership.model_copy(update={"accepted_at": now}),
        sponsor=SPONSOR,
        home=first.home,
        profile=first.profile,
        contracts=(contract,),
    )


def _goes_live(work: Work, added: UseCase, now: datetime) -> None:
    """What the entry check asks for stands in the record, and the first real case was on Day 1."""
    owner = added.owner or ""
    live = GoLive(day=added.day_one, at=now, by=owner, link="https://crm.example/1")
    after = added.model_copy(
        update=documented(owner, now)
        | {"gatekeepers": (GatekeeperAnswer(by=CARLA, at=now),), "went_live": live}
    )
    changes.change(work, added, after, "framed and live", now)
