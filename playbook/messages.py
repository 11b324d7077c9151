"""A number typed to the bot: which of the open questions it answers, and what is said to anything else."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from playbook.facts import Pilot
from playbook.letters import Letter, MessageAnswered
from playbook.refusals import Refusal
from playbook.typed import Entry, Period
from playbook.weeks import Week

HELP = (
    "I read numbers here: `4.1` answers the newest question, `4.1, 2/140` its guardrails too, "
    "`UC-7 4.1` another use case. `/pilot help` shows what else I do."
)


class Question(NamedTuple):
    """A week somebody was asked about and has not answered."""

    asked_at: datetime
    pilot: Pilot
    week: Week


def newest(questions: Iterable[Question]) -> Question | None:
    """The question that a bare number answers: the one asked last, of several at once the lowest key."""
    return max(questions, key=lambda one: (one.asked_at, -one.pilot.use_case.number), default=None)


def answering(entry: Entry, question: Question) -> Entry:
    """What was typed, as an answer to that question where it names no day or week of its own."""
    return entry._replace(period=entry.period or Period(week=question.week.name))


def elsewhere(questions: Iterable[Question], answered: int) -> tuple[str, ...]:
    """The other use cases that still wait for a number."""
    keys = {one.pilot.use_case.number: one.pilot.use_case.key for one in questions}
    return tuple(key for number, key in sorted(keys.items()) if number != answered)


def holds_a_number(text: str) -> bool:
    """Whether a message may be meant as a reading at all."""
    return bool(re.search(r"\d", text))


def helped(to: str, period: str) -> Letter:
    """One line of help."""
    return Letter(to=to, period=period, notice=MessageAnswered(words=HELP))


STANDS = "what stood before your edit still stands: edit the message again, or press *Undo*"


def refused(to: str, period: str, no: Refusal, typed: str, *, edit: bool = False) -> Letter:
    """Why a number could not be taken, with what was typed."""
    ways = (*no.ways, STANDS) if edit else no.ways
    notice = MessageAnswered(words=str(no), ways=ways, typed=typed[:1000], refused=True)
    return Letter(to=to, period=period, notice=notice)
