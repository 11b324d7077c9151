"""The monthly digest: what leadership reads once a month, composed from the record (operating-model.md, 9).

The root tells the truth in one line, what changed, what waits for whom, and the use cases by need for
attention; the thread holds the four answers of each. Nothing is left out in silence: what does not fit a
message is counted and stands in the thread and in the files.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Final, NamedTuple, TypeVar

from playbook import (
    attention,
    blockers,
    calendar,
    digest_figures,
    gate_calls,
    owing,
    plan,
    questions,
    reviews,
)
from playbook.budget import Spent
from playbook.facts import Blocker, PersonId, Pilot, UseCase
from playbook.four import FourAnswers
from playbook.known import Around, Portfolio
from playbook.plan import STAGES
from playbook.review_notices import (
    AnswersTold,
    Barrier,
    BarriersTold,
    DigestPosted,
    LeaderLine,
    Remembered,
    Reviewed,
)
from playbook.reviewing import LeaderAnswer

T = TypeVar("T")
OWN_REPLIES: Final = 20  # the first ones by attention; the rest goes by tens
PER_REPLY: Final = 10
BARRIERS: Final = 4  # in the root, with their buttons
CHANGES: Final = 12
LEADERS: Final = 12
OWED: Final = 8
LISTED: Final = 40  # in the root's table
_STANCES: Final[Mapping[str, str]] = {"take": "taken", "name": "named", "decline": "declined"}


class Record(NamedTuple):
    """What a digest is composed from: what its readers may see, and what was read last month."""

    pilots: Sequence[Pilot]  # use cases that were locked once
    around: Around
    last: DigestPosted | None = None
    spent: Spent | None = None
    hidden: int = 0  # private ones its readers may not see
    skipped: tuple[str, ...] = ()  # months since `last` whose digest was never posted
    ranked: Sequence["Ranked"] | None = None  # where they were read before; None: read `pilots`


class Ranked(NamedTuple):
    """A use case's line, and its place by need for attention."""

    order: tuple[object, ...]
    line: Reviewed


class Digest(NamedTuple):
    """The whole of it: the root, the replies in order, and every line for the files."""

    root: DigestPosted
    replies: tuple[AnswersTold | BarriersTold, ...]
    lines: tuple[Reviewed, ...]


def _moves(line: Reviewed) -> bool:
    return bool(line.answers and line.answers.answers[0].answer == "yes")


def composed(month: str, record: Record, *, late: bool = False, preview: bool = False) -> Digest:
    """The digest of that month."""
    lines, every = reviewed(record), barriers(record)
    pilots, around = record.pilots, record.around
    owed = sorted(chain.from_iterable(one.owes for one in lines), key=lambda one: (one.since, one.person))
    root = DigestPosted(
        month=month,
        on=reviews.held_on(month, around.settings),
        late=late,
        preview=preview,
        skipped=record.skipped,
        truth=digest_figures.truth(pilots, sum(map(_moves, lines)), around),
        counts=digest_figures.by_stage(pilots),
        changes=_some([one.change for one in lines if one.change], CHANGES),
        leaders=_leaders(pilots, every, around),
        worth=digest_figures.worth(pilots),
        stops=digest_figures.stops(pilots),
        barriers=every[:BARRIERS],
        more_barriers=max(0, len(every) - BARRIERS),
        became=_some([*chain.from_iterable(one.became for one in lines)], CHANGES),
        owed=tuple(owed[:OWED]),
        more_owed=max(0, len(owed) - OWED),
        lines=lines[:LISTED],
        more=max(0, len(lines) - LISTED),
        hidden=record.hidden,
        budget=record.spent.words if record.spent else "",
        remembered=_remembered(pilots, lines),
    )
    return Digest(root, tuple(_replies(month, lines, every)), lines)


def pilots_of(portfolio: Portfolio) -> tuple[Pilot, ...]:
    """Everything that was locked once, with its kin; what was logged later belongs to the next review."""
    at = portfolio.around.now
    every = {number: _as_of(one, at) for number, one in portfolio.pilots.items()}
    return tuple(_with_kin(one, every) for one in every.values() if not one.use_case.proposed)


def _as_of(pilot: Pilot, at: datetime) -> Pilot:
    logged = tuple(one for one in pilot.readings if one.at <= at)
    return pilot if len(logged) == len(pilot.readings) else pilot.model_copy(update={"readings": logged})


def _with_kin(pilot: Pilot, every: Mapping[int, Pilot]) -> Pilot:
    use_case = pilot.use_case
    linked = (use_case.origin.use_case,) if use_case.origin else use_case.replicas
    kin = tuple(every[one] for one in linked if one in every)
    return pilot.model_copy(update={"kin": kin}) if kin else pilot


def _some(lines: Sequence[str], most: int) -> tuple[str, ...]:
    """The first ones, and how many are left for thread and files."""
    rest = len(lines) - most
    return (*lines[:most], *([f"{rest} more in the thread"] if rest > 0 else []))


# --- the use cases ------------------------------------------------------------------------------------------


def reviewed(record: Record) -> tuple[Reviewed, ...]:
    """Every use case with its four answers, by need for attention."""
    read = ranked(record.pilots, record.around, record.last) if record.ranked is None else record.ranked
    return tuple(one.line for one in sorted(read, key=lambda one: one.order))


def ranked(pilots: Iterable[Pilot], around: Around, last: DigestPosted | None) -> list[Ranked]:
    """Some use cases with their four answers: all that a digest reads of their readings."""
    before = _before(last)
    return [
        _ranked(one, before.get(one.use_case.number), around, compared=last is not None) for one in pilots
    ]


def _ranked(pilot: Pilot, before: Remembered | None, around: Around, *, compared: bool) -> Ranked:
    need = attention.of(pilot, around)
    order = (*need.order, pilot.use_case.number)
    return Ranked(order, _line(pilot, need, before, around, compared=compared))


def _line(
    pilot: Pilot, need: attention.Attention, before: Remembered | None, around: Around, *, compared: bool
) -> Reviewed:
    use_case = pilot.use_case
    ended = use_case.outcome == "stopped"
    answers = None if ended else questions.answered(pilot, around)
    return Reviewed(
        use_case=use_case.number,
        title=use_case.title,
        owner=use_case.owner,
        sponsor=use_case.sponsor,
        state=_state(use_case, around),
        attention=need.words,
        urgent=need.urgent,
        answers=answers,
        at_risk=at_risk(use_case, answers, before),
        worth=use_case.worth or "",
        change=_change(use_case, answers, before) if compared else "",
        became=_became(use_case, before, around),
        owes=() if ended else owing.overdue(pilot, around),
    )


def at_risk(use_case: UseCase, answers: FourAnswers | None, before: Remembered | None) -> bool:
    """Production at risk: scaled, and not all four yes in two digests in a row."""
    if use_case.outcome != "scaled" or answers is None or answers.production_ready:
        return False
    return bool(before and before.state == "scaled" and before.words and before.words != ("yes",) * 4)


def _state(use_case: UseCase, around: Around) -> str:
    if use_case.outcome:
        return plan.ENDED[use_case.outcome]
    if use_case.pause:
        return "in redesign" if use_case.in_redesign else "paused undecided"
    day = plan.number_of(use_case, around.today)
    return f"{STAGES[use_case.stage]}, {f'Day {day}' if day > 0 else 'before Day 1'}"


# --- last month ---------------------------------------------------------------------------------------------


def _before(last: DigestPosted | None) -> dict[int, Remembered]:
    return {one.use_case: one for one in last.remembered} if last else {}


def _remembered(pilots: Iterable[Pilot], lines: Iterable[Reviewed]) -> tuple[Remembered, ...]:
    answers = {one.use_case: one.answers for one in lines}
    return tuple(_as_remembered(one.use_case, answers[one.use_case.number]) for one in pilots)


def _as_remembered(use_case: UseCase, answers: FourAnswers | None) -> Remembered:
    words = answers.words if answers else None
    put = tuple(one.number for one in _put_to_leaders(use_case))
    return Remembered(use_case=use_case.number, state=_where(use_case), words=words, blockers=put)


def _where(use_case: UseCase) -> str:
    return use_case.outcome or use_case.stage


def _change(use_case: UseCase, answers: FourAnswers | None, before: Remembered | None) -> str:
    """What is otherwise than last month: stage or end, and answers."""
    if before is None:
        return f"{use_case.key} is new: {_NAMES[_where(use_case)]}"
    parts = [_moved(use_case, before), *_turned(answers, before)]
    told = ", ".join(part for part in parts if part)
    return f"{use_case.key}: {told}" if told else ""


def _moved(use_case: UseCase, before: Remembered) -> str:
    now = _where(use_case)
    return f"{_NAMES[before.state]} → {_NAMES[now]}" if before.state != now else ""


_NAMES: Final[Mapping[str, str]] = {
    **{str(stage): name for stage, name in STAGES.items()},
    **{str(outcome): name for outcome, name in plan.ENDED.items()},
}


def _turned(answers: FourAnswers | None, before: Remembered) -> list[str]:
    if before.words is None or answers is None:
        return []
    pairs = enumerate(zip(before.words, answers.words, strict=True), 1)
    return [f"Q{number} {was} → {now}" for number, (was, now) in pairs if was != now]


# --- blockers -----------------------------------------------------------------------------------------------


def barriers(record: Record) -> tuple[Barrier, ...]:
    """The open blockers that only leaders can clear, oldest first; what nobody answered comes before."""
    found = [
        barrier(pilot.use_case, one, record.around)
        for pilot in record.pilots
        for one in _put_to_leaders(pilot.use_case)
    ]
    return tuple(sorted(found, key=lambda one: (bool(one.answer), one.since, one.use_case, one.number)))


def _put_to_leaders(use_case: UseCase) -> tuple[Blocker, ...]:
    if use_case.outcome == "stopped":
        return ()
    return blockers.outside(use_case)


def barrier(use_case: UseCase, blocker: Blocker, around: Around) -> Barrier:
    """One blocker as it stands now."""
    latest = blocker.answers[-1] if blocker.answers else None
    return Barrier(
        use_case=use_case.number,
        title=use_case.title,
        number=blocker.number,
        text=blocker.text,
        since=calendar.local_day(blocker.since, around.settings.zone),
        clears=blocker.clears,
        answer=_answered(latest, around) if latest else "",
        by=latest.by if latest else None,
        reason=latest.reason if latest else "",
        cleared=blocker.resolved_at is not None,
    )


def _answered(latest: LeaderAnswer, around: Around) -> str:
    on = calendar.day_month(calendar.local_day(latest.at, around.settings.zone))
    return f"{_STANCES[latest.does]} on {on}"


def _became(use_case: UseCase, before: Remembered | None, around: Around) -> tuple[str, ...]:
    """What became of the blockers of last month."""
    put = before.blockers if before else ()
    return tuple(_fate(use_case, one, around) for one in use_case.blockers if one.number in put)


def _fate(use_case: UseCase, blocker: Blocker, around: Around) -> str:
    if blocker.resolved_at:
        on = calendar.day_month(calendar.local_day(blocker.resolved_at, around.settings.zone))
        return f"{use_case.key}: cleared on {on}: {blocker.text}"
    latest = blocker.answers[-1] if blocker.answers else None
    state = _answered(latest, around) if latest else "nobody answered"
    return f"{use_case.key}: still open, {state}: {blocker.text}"


Holder = DigestPosted | BarriersTold


def restated(notice: Holder, use_case: UseCase, around: Around) -> Holder:
    """The same message with the blockers of that use case as they are now."""
    now = {one.number: barrier(use_case, one, around) for one in use_case.blockers}
    shown = tuple(
        now.get(one.number, one) if one.use_case == use_case.number else one for one in notice.barriers
    )
    return notice.model_copy(update={"barriers": shown})


# --- people -------------------------------------------------------------------------------------------------


def _leaders(pilots: Iterable[Pilot], every: Iterable[Barrier], around: Around) -> tuple[LeaderLine, ...]:
    """Per leader what waits for them: decisions as voters or sponsors, blockers as whoever clears them."""
    decisions = Counter(chain.from_iterable(_deciders(one.use_case, around) for one in pilots))
    clears = Counter(one.clears for one in every if one.clears)
    named = sorted({*decisions, *clears}, key=lambda one: (-decisions[one] - clears[one], one))
    return tuple(LeaderLine(person=one, decisions=decisions[one], blockers=clears[one]) for one in named)


def _deciders(use_case: UseCase, around: Around) -> set[PersonId]:
    """Whoever owes a decision on it: the voters who are asked, the sponsor of what is past its plan."""
    if use_case.outcome:
        return set()
    late = digest_figures.is_late(use_case, around)
    owes = {use_case.sponsor} if use_case.sponsor and late else set[PersonId]()
    return (owes | set(gate_calls.yet_to_vote(use_case, around))) - {use_case.owner or ""}


# --- the thread ---------------------------------------------------------------------------------------------


def _replies(
    month: str, lines: Sequence[Reviewed], every: Sequence[Barrier]
) -> Iterator[AnswersTold | BarriersTold]:
    """Blockers that did not fit, then own replies for the first by attention, then ten a reply."""
    yield from (BarriersTold(barriers=some) for some in _by_tens(every[BARRIERS:]))
    yield from (AnswersTold(month=month, lines=(one,)) for one in lines[:OWN_REPLIES])
    yield from (AnswersTold(month=month, lines=some) for some in _by_tens(lines[OWN_REPLIES:]))


def _by_tens(all_of: Sequence[T]) -> Iterator[tuple[T, ...]]:
    for start in range(0, len(all_of), PER_REPLY):
        yield tuple(all_of[start : start + PER_REPLY])


def month_words(month: str) -> str:
    """A month as people read it: March 2026."""
    first = calendar.first_of(month)
    return f"{_MONTHS[first.month - 1]} {first.year}"


_MONTHS: Final = tuple(
    "January February March April May June July August September October November December".split()
)
