"""A decided change written down with all that follows from it, whoever decided it: a click or the time."""

from collections.abc import Callable
from datetime import datetime, timedelta

from playbook import agenda, calendar, cards, votes
from playbook.facts import Pilot, UseCase
from playbook.known import Around
from store.work import Look, Work


def change(work: Work, before: UseCase, after: UseCase, act: str, now: datetime) -> UseCase:
    """Write the use case, its letters, and redraw what now reads otherwise; nothing when nothing changed."""
    if after == before:
        return before
    readings = work.with_readings(before).readings
    after = votes.entered(Pilot(use_case=after, readings=readings), work.around(after, now))
    kept = work.keep(before, after, act)
    _owe_at_once(work, Pilot(use_case=kept, readings=readings), now)
    work.post(*cards.letters(before, after, work.settings(), stood(work)))
    redraw(work, Pilot(use_case=before, readings=readings), Pilot(use_case=kept, readings=readings), now)
    return kept


def _owe_at_once(work: Work, pilot: Pilot, now: datetime) -> None:
    """What a change makes due and no morning waits for: a thread's root comes before its replies."""
    due, _ = agenda.due(pilot, work.around(pilot.use_case, now))
    work.owe(*(one for one in due if one.kind not in agenda.MORNING))


def redraw(work: Work, before: Pilot, after: Pilot, now: datetime) -> None:
    """Draw anew what the calendar asked, where the change of facts lets it read otherwise."""
    use_case = after.use_case
    names = work.owed_standing(use_case.number, now - timedelta(days=calendar.LAST_DAY))
    if not names:
        return
    around, was = work.around(use_case, now), work.around(before.use_case, now)
    mark = f"v{use_case.version}r{len(after.readings)}"
    for name in names:
        if agenda.reads(name, before, was) != agenda.reads(name, after, around):
            work.redraw(name, mark)


def repeopled(work: Work, pilot: Pilot, was: Around, now: datetime) -> None:
    """Ask the calendar again and draw anew what reads otherwise, because somebody is described otherwise."""
    use_case = pilot.use_case
    work.plan(use_case.number, now)
    around = work.around(use_case, now)
    for name in work.owed_standing(use_case.number, now - timedelta(days=calendar.LAST_DAY)):
        if agenda.reads(name, pilot, was) != agenda.reads(name, pilot, around):
            work.redraw(name, f"p{int(now.timestamp())}")


def stood(look: Look) -> Callable[[str], bool]:
    """Whether a letter of some name was ever written."""
    return lambda name: look.letter_state(name) is not None
