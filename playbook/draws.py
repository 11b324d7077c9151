"""The monthly draw: one control of each live pilot must be proved afresh, and nobody chooses which.

The seed of a month is an HMAC of use case and month under a key that stays in the store. With each draw the
SHA-256 of the coming month's seed is shown, and every seed after its month, so that anybody can check both:
the seed was fixed before it decided anything, and it decides this control.
"""

import hashlib
from datetime import date, datetime, timedelta
from typing import NamedTuple

from playbook import calendar
from playbook.calendar import first_of, month_of, next_month
from playbook.facts import Control, Draw, Proof, UseCase
from playbook.governance import CONTROLS
from playbook.known import Around

_ONE_DAY = timedelta(days=1)


def control_of(seed: str) -> Control:
    """The control a seed decides: the seed as a number, divided by five, counted from the first."""
    return list(CONTROLS)[int(seed, 16) % len(CONTROLS)]


def seal_of(seed: str) -> str:
    """What is shown of a seed before it is published."""
    return hashlib.sha256(seed.encode()).hexdigest()


# --- drawing ------------------------------------------------------------------------------------------------


def drawn(use_case: UseCase, around: Around) -> UseCase:
    """The use case with this month's draw, once its first working day has come."""
    first = _first_working_day(around.today, around)
    due = first <= around.today and is_drawn_for(use_case, first)
    if not (due and around.seeds) or of_month(use_case, month_of(first)):
        return use_case
    seed, coming = around.seeds
    draw = Draw(
        month=month_of(first), control=control_of(seed), at=around.now, seed=seed, sealed=seal_of(coming)
    )
    return use_case.model_copy(update={"draws": (*use_case.draws, draw)})


def next_draw(use_case: UseCase, around: Around) -> datetime | None:
    """The moment the calendar draws next; None while nothing is drawn for this use case."""
    this, coming = (_first_working_day(day, around) for day in (around.today, next_month(around.today)))
    day = coming if this <= around.today else this
    return (
        calendar.moment(day, calendar.MIDNIGHT, around.settings.zone) if is_drawn_for(use_case, day) else None
    )


def is_drawn_for(use_case: UseCase, first: date) -> bool:
    """Whether a control is drawn: live before that day, and neither over nor paused."""
    live = use_case.went_live is not None and use_case.went_live.day < first
    return live and use_case.outcome != "stopped" and use_case.pause is None


def _first_working_day(day: date, around: Around) -> date:
    return calendar.next_working_day(day.replace(day=1) - _ONE_DAY, around.settings.country)


# --- what a draw asks ---------------------------------------------------------------------------------------


def of_month(use_case: UseCase, month: str) -> Draw | None:
    """The draw of a month."""
    return next((one for one in use_case.draws if one.month == month), None)


def drawn_on(draw: Draw, around: Around) -> date:
    """The day the plan drew it, the first working day of its month; the bot may have come to it later."""
    return _first_working_day(first_of(draw.month), around)


def due_on(draw: Draw) -> date:
    """The day by which a drawn control is proved afresh: the last of its month."""
    return next_month(first_of(draw.month)) - _ONE_DAY


def is_answered(draw: Draw, proof: Proof | None) -> bool:
    """Whether a proof was brought since the draw."""
    return proof is not None and proof.at >= draw.at


def overdue(use_case: UseCase, control: Control, proof: Proof, around: Around) -> str:
    """The month for which this control was drawn and not proved in time; empty when none is owed."""
    owed = [
        draw
        for draw in use_case.draws
        if draw.control == control and not is_answered(draw, proof) and due_on(draw) < around.today
    ]
    return named(owed[-1].month) if owed else ""


def named(month: str) -> str:
    """A month in words: Mar 2026."""
    first = first_of(month)
    return f"{calendar.MONTHS[first.month - 1]} {first.year}"


class Published(NamedTuple):
    """A draw whose seed may be seen: what it was sealed with the month before, and whether both fit."""

    draw: Draw
    sealed_before: str  # empty: nothing was drawn the month before
    fits: bool


def published(use_case: UseCase, around: Around) -> tuple[Published, ...]:
    """The draws of months that are over, the newest first."""
    over = [one for one in use_case.draws if one.seed and due_on(one) < around.today]
    return tuple(_published(use_case, draw) for draw in reversed(over))


def _published(use_case: UseCase, draw: Draw) -> Published:
    earlier = month_of(first_of(draw.month) - _ONE_DAY)
    before = of_month(use_case, earlier)
    sealed = before.sealed if before else ""
    fits = control_of(draw.seed) == draw.control and sealed in ("", seal_of(draw.seed))
    return Published(draw, sealed, fits)
