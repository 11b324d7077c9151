"""What has been owed for five working days or more, by whom and since when: the digest names them."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Final

from playbook import calendar, checkins, draws, gate_calls, milestones, plan, proofs, votes
from playbook.criteria.finding import owner_of
from playbook.facts import PersonId, Pilot
from playbook.known import Around
from playbook.review_notices import OwedLine
from playbook.wording import counted

PATIENCE: Final = 5  # working days
Found = Iterator[tuple[PersonId | None, str, date]]


def overdue(pilot: Pilot, around: Around) -> tuple[OwedLine, ...]:
    """Everything of this pilot that somebody has owed for that long, oldest first; nothing while it rests."""
    if pilot.use_case.in_redesign:
        return ()
    found = [
        OwedLine(person=person, use_case=pilot.use_case.number, words=words, since=since)
        for rule in _RULES
        for person, words, since in rule(pilot, around)
        if person and _is_long(since, around)
    ]
    return tuple(sorted(found, key=lambda one: (one.since, one.person)))


def _is_long(since: date, around: Around) -> bool:
    return calendar.working_days_after(since, PATIENCE, around.settings.country) <= around.today


def _day(at: datetime, around: Around) -> date:
    return calendar.local_day(at, around.settings.zone)


def _votes(pilot: Pilot, around: Around) -> Found:
    gate = votes.open_gate(pilot.use_case)
    for voter in gate_calls.yet_to_vote(pilot.use_case, around):
        if gate and gate.asked_at:
            yield voter, f"a vote at the {plan.NAMES[gate.name]}", _day(gate.asked_at, around)


def _proofs_unjudged(pilot: Pilot, around: Around) -> Found:
    use_case = pilot.use_case
    for judge in proofs.judges(use_case, around.settings):
        if waiting := proofs.unjudged_by(use_case, judge):
            words = f"a word on {counted(len(waiting), 'proof')}"
            yield judge, words, _day(min(one.at for one in waiting), around)


def _draw(pilot: Pilot, around: Around) -> Found:
    use_case = pilot.use_case
    draw = use_case.draws[-1] if use_case.draws else None
    if draw is None or draws.is_answered(draw, proofs.newest_proof(use_case, draw.control)):
        return
    if draws.due_on(draw) < around.today:
        yield use_case.owner, f"the proof of {proofs.NAMES[draw.control]}", draws.due_on(draw)


def _contests(pilot: Pilot, around: Around) -> Found:
    for one in pilot.use_case.contests:
        if one.open and not one.answered_at:
            yield pilot.use_case.owner, "an answer to a contest", _day(one.at, around)


def _entry(pilot: Pilot, around: Around) -> Found:
    """What the entry check still lacks, of whoever owes it, since its day."""
    use_case, entry = pilot.use_case, plan.milestones(pilot.use_case)[0]
    if use_case.stage != "frame" or use_case.pause or use_case.outcome or entry.on >= around.today:
        return
    lacks = milestones.missing(use_case)
    for person in dict.fromkeys(one.owes for one in lacks if one.owes):
        theirs = [one.words for one in lacks if one.owes == person]
        things = counted(len(theirs), "thing")
        yield person, f"{things} for the {entry.name}, first {theirs[0]}", entry.on


def _silence(pilot: Pilot, around: Around) -> Found:
    if not pilot.use_case.went_live or pilot.use_case.outcome:
        return
    weeks = [one for one in checkins.open_weeks(pilot, around) if one[1].sort == "w"]
    if weeks:
        words = f"{counted(len(weeks), 'weekly number')}"
        yield owner_of(pilot.use_case)[0], words, _day(weeks[0][0], around)


_RULES: Final[tuple[Callable[[Pilot, Around], Found], ...]] = (
    _votes,
    _proofs_unjudged,
    _draw,
    _contests,
    _entry,
    _silence,
)
