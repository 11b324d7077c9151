"""A decided change written down with all that follows from it, whoever decided it: a click or the time."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from playbook import agenda, calendar, cards, gates, hours, rollback, votes
from playbook.facts import Pilot, Reading, Settings, UseCase
from playbook.known import Around
from playbook.letters import Letter
from store.work import Look, Work


def change(work: Work, before: UseCase, after: UseCase, act: str, now: datetime) -> UseCase:
    """Write the use case, its letters, and redraw what now reads otherwise; nothing when nothing changed."""
    if after == before:
        return before
    pilot = work.with_readings(before)
    after = _as_it_follows(_as(pilot, after), work.around(after, now))
    kept = work.keep(before, after, act)
    _owe_at_once(work, _as(pilot, kept), now)
    _post(work, cards.letters(before, after, work.settings(), stood(work)), now)
    redraw(work, pilot, _as(pilot, kept), now)
    return kept


def _as(pilot: Pilot, use_case: UseCase) -> Pilot:
    return pilot.model_copy(update={"use_case": use_case})


def log(
    work: Work, before: Pilot, new: tuple[Reading, ...], act: str, now: datetime
) -> tuple[Pilot, tuple[Reading, ...]]:
    """Write readings down with what follows from them: a rollback, letters, questions drawn anew."""
    added = work.add_readings(before.use_case, act, *new)
    after = before.model_copy(update={"readings": (*before.readings, *added)})
    follows = rollback.after_readings(after, now)
    kept = change(work, before.use_case, follows, rollback.followed(before.use_case, follows), now)
    after = _as(after, kept)
    redraw(work, before, after, now)
    return after, added


def _post(work: Work, letters: Iterable[Letter], now: datetime) -> None:
    """Write letters down, each with the moment at which it may go."""
    told = tuple(letters)
    around = work.around_people({*(one.to for one in told), *filter(None, [work.by])}, now)
    for one in told:
        if at := hours.goes_at(one, work.by, around):
            work.post(one, at=at)


def _as_it_follows(pilot: Pilot, around: Around) -> UseCase:
    """What follows by itself from any change: the entry check passes, the votes of a gate are called."""
    entered = votes.entered(pilot, around)
    return gates.called(_as(pilot, entered), around)


def _owe_at_once(work: Work, pilot: Pilot, now: datetime) -> None:
    """What a change makes due and no morning waits for: a thread's root comes before its replies."""
    due, _ = agenda.due(pilot, work.around(pilot.use_case, now))
    work.owe(*(one for one in due if one.kind not in agenda.MORNING))


def redraw(work: Work, before: Pilot, after: Pilot, now: datetime) -> None:
    """Draw anew what the calendar asked, where the change of facts lets it read otherwise.

    What a replica shows is read at its original's gate as well.
    """
    mark = f"v{after.use_case.version}r{len(after.readings)}"
    _redraw(work, before, after, mark, now)
    for original in after.kin if after.use_case.origin else ():
        seen = work.pilot(original.use_case.number)
        work.plan(original.use_case.number, now)
        _redraw(work, _with_kin(seen, before), _with_kin(seen, after), f"k{after.use_case.number}{mark}", now)


def _with_kin(original: Pilot, replica: Pilot) -> Pilot:
    alone = replica.model_copy(update={"kin": ()})
    same = alone.use_case.number
    return original.model_copy(
        update={"kin": tuple(alone if one.use_case.number == same else one for one in original.kin)}
    )


def _redraw(work: Work, before: Pilot, after: Pilot, mark: str, now: datetime) -> None:
    use_case = after.use_case
    names = work.owed_standing(use_case.number, now - timedelta(days=calendar.LAST_DAY))
    if not names:
        return
    around, was = work.around(use_case, now), work.around(before.use_case, now)
    closing = (before.use_case.pause, before.use_case.outcome) != (use_case.pause, use_case.outcome)
    for name in names:
        read, reads = agenda.reads(name, before, was), agenda.reads(name, after, around)
        if read != reads and not (closing and read and read.settled):  # nobody rereads what asks nothing
            work.redraw(name, mark)


def repeopled(work: Work, pilot: Pilot, was: Around, now: datetime) -> None:
    """Ask the calendar again and draw anew what reads otherwise, because somebody is described otherwise."""
    use_case = pilot.use_case
    work.plan(use_case.number, now)
    around = work.around(use_case, now)
    for name in work.owed_standing(use_case.number, now - timedelta(days=calendar.LAST_DAY)):
        if agenda.reads(name, pilot, was) != agenda.reads(name, pilot, around):
            work.redraw(name, f"p{int(now.timestamp())}")


def resettle(work: Work, before: Settings, after: Settings) -> None:
    """Ask whoever is a gatekeeper now, about every use case that is already here."""
    if before.gatekeepers == after.gatekeepers:
        return
    for one in work.listed():
        if one.outcome is None:
            work.post(*cards.resettled(work.use_case(one.number), before, after, stood(work)))


def stood(look: Look) -> Callable[[str], bool]:
    """Whether a letter of some name was ever written."""
    return lambda name: look.letter_state(name) is not None
