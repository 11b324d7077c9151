"""From a deadline as heard to its date: stretches of time counted from today, dates taken as they are."""

import math
from datetime import date, timedelta

from playbook.grammar.clauses import Due
from playbook.grammar.day import Day
from playbook.grammar.parts import Deadline
from playbook.grammar.readings import Reading

_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_UP_TO = frozenset(("by", "until", "till", "before", "due", "due by", "", "no later than", "not later than"))


def deadline_of(dues: list[Due], today: date) -> tuple[Deadline | None, bool, Due | None]:
    """The deadline, whether to read it back, and which of those heard it is."""
    ranked = sorted(dues, key=lambda due: (due.weak, due.prep == "", due.prep == "for", due.first))
    for due in ranked:
        deadline, doubt = _resolved(due, today)
        if deadline is not None:
            others = (_resolved(other, today)[0] for other in ranked if other is not due and not other.weak)
            differs = any(other is not None and other.date != deadline.date for other in others)
            return deadline, doubt or due.doubt or differs, due
    return None, False, None


def _resolved(due: Due, today: date) -> tuple[Deadline | None, bool]:
    if due.mark.day is not None:
        return _on_day(due.mark.day, due.prep)
    if due.mark.reading is None:
        return None, False
    try:
        return _after(due.mark.reading, today)
    except (OverflowError, ValueError):
        return None, False


def _on_day(day: Day, prep: str) -> tuple[Deadline | None, bool]:
    """The date itself; `by Q3` is its last day, `before Q3` the day before it begins, both read back."""
    if day.on is None:
        return None, False
    if day.loose and prep == "before" and day.begins and day.begins > date.min:
        return Deadline(day.begins - timedelta(days=1)), True
    return Deadline(day.on), day.doubt or (day.loose and prep in _UP_TO)


def _after(reading: Reading, today: date) -> tuple[Deadline | None, bool]:
    """Today plus the stretch; of a range its far end, read back."""
    count = reading.high if reading.high is not None else reading.value
    doubt = reading.doubt or reading.high is not None
    if reading.unit == "business_day":
        return Deadline(_working_days(today, math.ceil(count))), True
    if reading.unit in _MONTHS:
        return _months(count * _MONTHS[reading.unit], today, doubt)
    days = count * _DAYS[reading.unit]
    whole = math.ceil(days)
    return Deadline(today + timedelta(days=whole), days=whole), doubt or whole != days


def _months(count: float, today: date, doubt: bool) -> tuple[Deadline | None, bool]:
    whole = math.floor(count)
    day = add_months(today, whole)
    if whole != count:
        return Deadline(day + timedelta(days=round((count - whole) * 30))), True
    return Deadline(day, months=whole), doubt


def add_months(today: date, count: int) -> date:
    """The same day of the month so many months later, or the last day of a shorter month."""
    months = today.year * 12 + today.month - 1 + count
    year, month = divmod(months, 12)
    for day in range(today.day, 27, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    return date(year, month + 1, min(today.day, 28))


def _working_days(today: date, count: int) -> date:
    """So many days from Monday to Friday later. Public holidays are unknown here, so it is read back."""
    if count > 5000:
        raise OverflowError
    weeks, rest = divmod(count, 5)
    day = today + timedelta(weeks=weeks)
    while rest:
        day += timedelta(days=1)
        rest -= day.weekday() < 5
    return day
