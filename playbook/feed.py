"""One person's dates for their own calendar: milestones of their use cases, gates they decide, reviews.

What is over or was stopped is not in it; of a paused pilot only the day by which it resumes.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from playbook import plan, reviews
from playbook.facts import Fact, Person, Pilot, Settings, UseCase
from playbook.known import Around, Portfolio
from playbook.policy import can

REVIEWS: Final = 3  # so many monthly reviews ahead


class Dated(Fact):
    """One date. `name` stays the same when the day moves, so that a calendar moves it too."""

    name: str
    day: date
    words: str
    about: str = ""


def of_person(person: Person, portfolio: Portfolio) -> tuple[Dated, ...]:
    """Every date of this person that lies ahead or behind in a plan under way, by day."""
    around = portfolio.around
    mine = [one for pilot in portfolio.pilots.values() for one in _of(person, pilot, around)]
    return tuple(sorted((*mine, *_reviews(person, portfolio)), key=lambda one: (one.day, one.name)))


def _of(person: Person, pilot: Pilot, around: Around) -> Iterable[Dated]:
    use_case = pilot.use_case
    if use_case.outcome or not can(person, "see", use_case, around.settings):
        return ()
    if person.id in (use_case.owner, use_case.sponsor, *use_case.supporters):
        return of_plan(use_case)
    if can(person, "vote", use_case, around.settings):
        return gates_of(use_case)
    return ()


def of_plan(use_case: UseCase) -> Iterator[Dated]:
    """Day 1, the four milestones, the day the target is due; of a paused one when it resumes."""
    if use_case.pause:
        if use_case.pause.resume_by:
            yield _dated(use_case, "resume", use_case.pause.resume_by, "to be resumed by today")
        return
    yield from milestones_of(use_case)
    if due := use_case.agreed.terms.due:
        yield _dated(use_case, "due", due, "target is due")


def milestones_of(use_case: UseCase) -> Iterator[Dated]:
    """Day 1 and the four milestones."""
    yield _dated(use_case, "d1", use_case.day_one, "Day 1")
    for one in plan.milestones(use_case):
        yield _dated(use_case, one.gate, one.on, one.name)


def gates_of(use_case: UseCase) -> Iterator[Dated]:
    """The gates it has to pass, for whoever decides them."""
    for one in plan.milestones(use_case) if not use_case.pause else ():
        if one.gate != "entry" and not plan.passed(use_case, one):
            yield _dated(use_case, one.gate, one.on, f"{one.name}, you vote")


def _dated(use_case: UseCase, what: str, day: date, words: str) -> Dated:
    name = f"{use_case.key}-a{use_case.attempt}-{what}"
    return Dated(
        name=name, day=day, words=f"{use_case.key} {words}: {use_case.title}", about=use_case.sentence
    )


def _reviews(person: Person, portfolio: Portfolio) -> Iterator[Dated]:
    settings, around = portfolio.around.settings, portfolio.around
    reads = (can(person, "preview_digest", one, settings) for one in (None, *portfolio.listed))
    if settings.leadership_channel is None or not any(reads):
        return
    month = reviews.coming(around.today, settings)
    for _ in range(REVIEWS):
        yield _review(month, settings)
        month = reviews.after(month)


def _review(month: str, settings: Settings) -> Dated:
    at = f"at {settings.digest_at:%H:%M}, {settings.zone}"
    return Dated(
        name=f"review-{month}",
        day=reviews.held_on(month, settings),
        words="Monthly leadership review",
        about=at,
    )
