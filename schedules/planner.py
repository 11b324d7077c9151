"""Asks the calendar: what time alone changed is written down, then what each use case owes by now; and each
person's morning is gathered.

A use case is asked about after each change and at the moments it named itself; nothing else is ever scanned.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from playbook import agenda, calendar, checkins, gate_calls, lifecycle, morning, reviews, votes
from playbook.facts import PersonId, Pilot, UseCase
from playbook.known import Around
from playbook.letters import AnyNotice, Owed
from playbook.preparation import is_reviewed
from schedules.errands import Maker
from store import Look, Store, Work, changes

DAY: Final = timedelta(days=1)


def run(store: Store, now: datetime) -> None:
    """Write down what is owed by now, in every workspace."""
    for workspace in store.to_plan(now):
        while _some(store, workspace, now):
            pass


def _some(store: Store, workspace: str, now: datetime) -> bool:
    """A batch of use cases in one unit of work, so that nobody sends a question before it was gathered."""
    with store.read(workspace) as look:
        numbers = look.to_plan(now)
    if not numbers:
        return False
    with store.work(workspace, now, via="heart") as work:
        for number in numbers:
            _plan(work, number, now)
        _gather(work, now)
    return True


def outlook(store: Store, at: datetime) -> list[tuple[str, Owed]]:
    """What would go by then, with its workspace: what the calendar owes, and what waits in the ledger."""
    found: list[tuple[str, Owed]] = []
    for workspace in store.workspaces():
        with store.read(workspace) as look:
            coming = {one.name: one for one in (*_coming(look, at), *look.waiting(at))}
        found += [(workspace, one) for one in coming.values()]
    return sorted(found, key=lambda one: (one[1].goes_at, one[1].name))


def _coming(look: Look, at: datetime) -> Iterator[Owed]:
    for listed in look.listed():
        pilot = look.pilot(listed.number)
        around = look.around(pilot.use_case, at)
        turned = pilot.model_copy(update={"use_case": lifecycle.turned(pilot, around)})
        due, _ = agenda.due(turned, around)
        yield from (one for one in due if one.goes_at <= at and look.letter_state(one.name) is None)


def _plan(work: Work, number: int, now: datetime) -> None:
    before = work.pilot(number)
    around = work.around(before.use_case, now)
    turned = lifecycle.turned(before, around)
    kept = changes.change(work, before.use_case, turned, lifecycle.act(before.use_case, turned), now)
    pilot = before.model_copy(update={"use_case": kept})
    due, then = agenda.due(pilot, around)
    work.owe(*due)
    for nudge in (one for one in due if one.kind == "check_in_nudged"):
        work.redraw(checkins.first_of(nudge), "n")
    turn = lifecycle.next_turn(pilot, around)
    moments = (then, turn, _look_at_the_gate(work, pilot, around), _review(pilot, around))
    work.plan(number, min(filter(None, moments), default=None))


def _review(pilot: Pilot, around: Around) -> datetime | None:
    """The next digest reads it: whoever waits for the next moment waits for that one too."""
    return reviews.next_at(around.now, around.settings) if is_reviewed(pilot.use_case) else None


def _look_at_the_gate(work: Work, pilot: Pilot, around: Around) -> datetime | None:
    """An open gate is read each morning, and what its voters were asked: a proof may have expired overnight.

    When to look again.
    """
    use_case, settings = pilot.use_case, around.settings
    gate = votes.open_gate(use_case)
    if gate is None:
        return None
    yesterday = around.model_copy(update={"now": around.now - DAY})
    for name in (gate_calls.root_name(use_case, gate), *_asked_to_vote(work, use_case, around.now)):
        if agenda.reads(name, pilot, yesterday) != agenda.reads(name, pilot, around):
            work.redraw(name, f"d{around.today}")
    tomorrow = calendar.local_day(around.now, settings.zone) + DAY
    return calendar.moment(tomorrow, calendar.WORK_OPENS, settings.zone)


def _asked_to_vote(work: Work, use_case: UseCase, now: datetime) -> Iterator[str]:
    for name in work.owed_standing(use_case.number, now - calendar.LAST_DAY * DAY):
        if name.split(":")[1] in gate_calls.ASKS:
            yield name


def _gather(work: Work, now: datetime) -> None:
    unsent = work.unsent(agenda.MORNING, now + morning.A_LITTLE)  # what waits for this morning joins in
    owing = {one.to for one in unsent}
    around = work.around_people(owing, now)
    asked = [person for person in owing if _was_asked(work, person, around.zone_of(person), now)]
    for step in morning.gather(unsent, asked, around):
        if step.others:
            work.fold(step.into, *step.others)
        if step.not_before:
            work.postpone(step.into, step.not_before)


def _was_asked(work: Work, person: str, zone: str, now: datetime) -> bool:
    midnight = calendar.moment(calendar.local_day(now, zone), calendar.MIDNIGHT, zone)
    return work.asked_since(person, agenda.MORNING, midnight)


def rests_until(look: Look, person: PersonId, now: datetime) -> datetime | None:
    """When this person works again; None while they do."""
    around = look.around_people([person], now)
    works = morning.works_now(person, around)
    return None if works else morning.next_morning(person, around, today=True)


def _made(kind: str, look: Look, use_case: int, period: str, now: datetime) -> AnyNotice | None:
    pilot = look.pilot(use_case)
    return agenda.made(kind, period, pilot, look.around(pilot.use_case, now))


MAKERS: Final[Mapping[str, Maker]] = {kind: partial(_made, kind) for kind in agenda.KINDS}
