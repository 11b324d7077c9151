"""What the calendar owes in the simulated world, as one table: add a kind here when the house owes a new one.

The house's own cadences and makers are taken as they are. Beside them stands one kind of the simulator's own,
a daily question with folding, so that owed letters are exercised in full whatever the house owes today.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import select

from bot.house import CADENCES
from playbook import agenda
from playbook.facts import Listed, UseCase
from playbook.letters import CheckInDue, MetricAsked, Owed
from schedules.postman import MAKERS
from store import Look, Store
from store.tables import letters
from tests.store.company import T

DAILY: Final = "daily_question"


Names = Callable[[Look, Any, datetime], tuple[str, ...]]  # owed for a use case by then, from facts alone


def days(use_case: UseCase | Listed, now: datetime) -> dict[str, datetime]:
    """The questions owed by now, by period, and when each was due: at nine, from the next day on."""
    first = datetime.combine(use_case.registered_at.date(), time(9), now.tzinfo)
    over = (now - first).days if use_case.owner else 0
    return {f"d{number}": first + timedelta(days=number) for number in range(1, min(over, 59) + 1)}


def daily_names(look: Look, use_case: UseCase | Listed, now: datetime) -> tuple[str, ...]:
    """The same by the names of their letters."""
    return tuple(f"{use_case.number}:{DAILY}:{period}" for period in days(use_case, now))


def on_the_agenda(look: Look, use_case: UseCase, now: datetime) -> tuple[str, ...]:
    """Everything the house's own calendar owes."""
    due, _ = agenda.due(look.with_readings(use_case), look.around(use_case, now))
    return tuple(one.name for one in due)


def ask_daily(store: Store, now: datetime) -> None:
    """Owe every day that is due; what was not asked yet folds into the newest, which speaks for it."""
    known = _asked(store)
    with store.read(T) as look:
        owned = [each for each in look.listed() if each.owner]
        owing = [
            look.use_case(one.number) for one in owned if not known.issuperset(daily_names(look, one, now))
        ]
    for use_case in owing:
        with store.work(T, now, via="heart") as work:
            for period, at in days(use_case, now).items():
                work.owe(Owed(use_case.number, DAILY, period, use_case.owner or "", at))
            untried = [one for one in work.unsent({DAILY}, now) if one.name.startswith(f"{use_case.number}:")]
            theirs = [one.name for one in untried if one.to == untried[-1].to]
            if len(theirs) > 1:
                work.fold(theirs[-1], *theirs[:-1])


def _asked(store: Store) -> set[str]:
    """The daily questions that are written down, in one look."""
    with store._database.read() as connection:
        return {":".join(map(str, row)) for row in connection.execute(_ASKED)}


_ASKED: Final = select(letters.c.use_case, letters.c.kind, letters.c.period).where(letters.c.kind == DAILY)


def made_daily(look: Look, use_case: int, period: str, now: datetime) -> CheckInDue:
    """What a daily question says: any notice that may stand beside others will do."""
    asked, day = look.use_case(use_case), now.date()
    return CheckInDue(use_case=use_case, title=asked.title, week=period, first=day, last=day, asked=ASKED)


ASKED: Final = (MetricAsked(metric="quotes", required=True),)
OWED: Final[Mapping[str, Names]] = {DAILY: daily_names, "the agenda": on_the_agenda}
ALL_CADENCES: Final = (ask_daily, *CADENCES)
ALL_MAKERS: Final = {**MAKERS, DAILY: made_daily}
