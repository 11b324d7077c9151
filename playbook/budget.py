"""The budget of attention: what the bot said unasked to people, counted by person and week from the ledger.

A morning is one message with sections, so that a working day holds one question; alerts, drills, and asks
for a signature or a vote are counted and shown, not capped. What answers an act is not counted at all.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from playbook import agenda, calendar
from playbook.facts import Fact, PersonId
from playbook.wording import counted

# Answers to what the person just typed.
ANSWERS: Final = frozenset({"reading_taken", "message_answered", "card_shown"})
LATE: Final = timedelta(hours=1)
# Since when they were due is not on record, so whether they came late is not known.
UNDATED: Final = frozenset({"successor_asked", "signature_deputed", "proof_deputed"})
_WEEK: Final = timedelta(days=7)


class Told(NamedTuple):
    """One letter to a person: sent, or folded into another one. `answered`: it reads otherwise since."""

    to: PersonId
    kind: str
    due_at: datetime
    sent_at: datetime | None  # None: another letter speaks for it
    answered: bool = False


class Spent(Fact):
    """What was said unasked in some time, to one person or to all."""

    sent: int = 0
    answered: int = 0
    late: int = 0
    folded: int = 0
    alerts: int = 0  # of those sent: not capped
    people: int = 0

    @property
    def words(self) -> str:
        """Sent, answered, late, folded: one line."""
        return (
            f"{counted(self.sent, 'message')} to {counted(self.people, 'person', 'people')}: "
            f"{self.answered} answered, {self.late} late, {self.folded} folded into others"
        )


class PersonWeek(Fact):
    """One person's week: questions against one a working day, and alerts beside them."""

    person: PersonId
    monday: date
    questions: int
    alerts: int
    allowed: int

    @property
    def over(self) -> bool:
        """Whether more was asked than one message a working day."""
        return self.questions > self.allowed

    @property
    def words(self) -> str:
        """This week's count as its person reads it."""
        alerts = f" and {counted(self.alerts, 'alert')}" if self.alerts else ""
        asked = counted(self.questions, "question")
        return f"{asked}{alerts} unasked this week; at most {self.allowed}, one a working day"


def spent(told: Iterable[Told]) -> Spent:
    """All of it together."""
    unasked = [one for one in told if one.kind not in ANSWERS]
    went = [(one, one.sent_at) for one in unasked if one.sent_at]
    return Spent(
        sent=len(went),
        answered=sum(one.answered for one, _ in went),
        late=sum(at - one.due_at > LATE and one.kind not in UNDATED for one, at in went),
        folded=len(unasked) - len(went),
        alerts=sum(one.kind not in agenda.MORNING for one, _ in went),
        people=len({one.to for one, _ in went}),
    )


def by_week(told: Iterable[Told], zone: str, country: str | None) -> tuple[PersonWeek, ...]:
    """What each person got in each week, in that zone; weeks without a message are left out."""
    found: dict[tuple[PersonId, date], list[Told]] = {}
    for one in told:
        if one.sent_at and one.kind not in ANSWERS:
            day = calendar.local_day(one.sent_at, zone)
            found.setdefault((one.to, day - timedelta(days=day.weekday())), []).append(one)
    return tuple(_week(person, monday, theirs, country) for (person, monday), theirs in sorted(found.items()))


def _week(person: PersonId, monday: date, theirs: Iterable[Told], country: str | None) -> PersonWeek:
    questions = [one.kind in agenda.MORNING for one in theirs]
    days = (monday + timedelta(days=n) for n in range(_WEEK.days))
    return PersonWeek(
        person=person,
        monday=monday,
        questions=sum(questions),
        alerts=len(questions) - sum(questions),
        allowed=sum(calendar.is_working_day(day, country) for day in days),
    )
