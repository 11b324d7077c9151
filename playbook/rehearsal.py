"""Every message a plan will say by itself, with its date: the calendar walked forward, nothing written.

It goes the planner's way: what is owed at each moment, gathered for a morning, said from the facts of then.
What people do in between is not foretold, and neither is which control a coming month draws.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from playbook import agenda, calendar, lifecycle, morning, plan, votes
from playbook.facts import PersonId, Pilot, UseCase
from playbook.known import Around
from playbook.letters import AnyNotice, Owed
from playbook.morning import Unsent

PAST_THE_WALL: Final = timedelta(days=7)  # so that the pause after Day 60 is seen
AT_LEAST: Final = timedelta(days=30)
UNFORETOLD: Final = frozenset({"control_drawn"})  # a secret until it is drawn
_DAY: Final = timedelta(days=1)

Arounds = Callable[[UseCase, datetime], Around]


class Coming(NamedTuple):
    """One message: when, to whom or where, and its parts; a part's notice is None where it is a secret."""

    at: datetime
    to: str
    says: tuple[tuple[str, AnyNotice | None], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the letters it carries."""
        return tuple(name for name, _ in self.says)


def coming(
    pilot: Pilot,
    now: datetime,
    arounds: Arounds,
    *,
    gone: Collection[str] = (),
    asked_today: Iterable[PersonId] = (),
) -> tuple[Coming, ...]:
    """What will be said from now until a week after Day 60, if nobody does anything.

    `arounds` answers what is known around a use case at a moment, `gone` are letters that were sent, and
    `asked_today` who got their morning's message already.
    """
    walk = _Walk(pilot, now, arounds, gone, asked_today)
    return tuple(walk.messages(_end(pilot.use_case, now, arounds)))


def _end(use_case: UseCase, now: datetime, arounds: Arounds) -> datetime:
    settings = arounds(use_case, now).settings
    last = plan.last_day(use_case, settings) + PAST_THE_WALL
    return max(calendar.moment(last, calendar.MIDNIGHT, settings.zone), now + AT_LEAST)


class _Walk:
    """A ledger in the head: what waits, from when on it may go, and who was asked on which day."""

    def __init__(
        self,
        pilot: Pilot,
        now: datetime,
        arounds: Arounds,
        gone: Collection[str],
        asked_today: Iterable[PersonId],
    ) -> None:
        self._pilot, self._now, self._arounds = pilot, now, arounds
        self._known = set(gone)
        self._waiting: dict[str, Owed] = {}
        self._not_before: dict[str, datetime] = {}
        self._folded: dict[str, tuple[str, ...]] = {}
        self._plan_at: datetime | None = now
        around = arounds(pilot.use_case, now)
        self._asked = {(person, around.day_of(person)) for person in asked_today}

    def messages(self, end: datetime) -> Iterator[Coming]:
        """Each message in order."""
        while self._now <= end:
            around = self._arounds(self._pilot.use_case, self._now)
            if self._plan_at and self._plan_at <= self._now:
                self._plan(around)
                self._gather(around)
            yield from self._sent(around)
            moments = (self._plan_at, *(self._goes_at(one) for one in self._waiting.values()))
            coming = min(filter(None, moments), default=None)
            if coming is None:
                return
            self._now = max(coming, self._now)

    def _plan(self, around: Around) -> None:
        turned = self._pilot.model_copy(update={"use_case": lifecycle.turned(self._pilot, around)})
        self._pilot = turned
        due, then = agenda.due(turned, around)
        self._waiting |= {one.name: one for one in due if one.name not in self._known}
        self._known |= {one.name for one in due}
        moments = (then, lifecycle.next_turn(turned, around), _next_look(turned.use_case, around))
        self._plan_at = min(filter(None, moments), default=None)

    def _gather(self, around: Around) -> None:
        unsent = [
            Unsent(name, one.to, one.due_at)
            for name, one in self._waiting.items()
            if one.kind in agenda.MORNING and self._goes_at(one) <= self._now
        ]
        asked = [one.to for one in unsent if (one.to, around.day_of(one.to)) in self._asked]
        for step in morning.gather(unsent, asked, around):
            for other in step.others:
                del self._waiting[other]
                self._fold(step.into, other)
            if step.not_before:
                self._not_before[step.into] = step.not_before

    def _fold(self, into: str, other: str) -> None:
        held = self._folded.pop(other, ())
        self._folded[into] = (*self._folded.get(into, ()), other, *held)

    def _goes_at(self, one: Owed) -> datetime:
        return self._not_before.get(one.name, one.goes_at)

    def _sent(self, around: Around) -> Iterator[Coming]:
        ready = [one for one in self._waiting.values() if self._goes_at(one) <= self._now]
        for one in sorted(ready, key=lambda one: (one.to, one.name)):
            del self._waiting[one.name]
            names = (one.name, *self._folded.pop(one.name, ()))
            says = tuple(part for name in names for part in self._said(name, around))
            if says:
                yield Coming(self._now, one.to, says)
                if one.kind in agenda.MORNING:
                    self._asked.add((one.to, around.day_of(one.to)))

    def _said(self, name: str, around: Around) -> Iterator[tuple[str, AnyNotice | None]]:
        notice = agenda.reads(name, self._pilot, around)
        if notice and not notice.settled:
            yield name, None if name.split(":")[1] in UNFORETOLD else notice


def _next_look(use_case: UseCase, around: Around) -> datetime | None:
    """An open gate is read each morning, and whatever is owed is gathered then."""
    if votes.open_gate(use_case) is None:
        return None
    return calendar.moment(around.today + _DAY, calendar.WORK_OPENS, around.settings.zone)
