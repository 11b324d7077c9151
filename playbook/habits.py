"""When somebody likes to be asked, as they type it: `Tue 10:00`, `9:00`, `any day 14.30`."""

import re
from datetime import date, time, timedelta

from playbook import calendar
from playbook.facts import Habits
from playbook.grammar.tokens import plain
from playbook.refusals import Refusal

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_HOUR = re.compile(r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?\s*(?P<half>am|pm|h|o'clock)?")
_ANY = ("any", "any day", "first working day", "every day")
_WAYS = (
    "a weekday and an hour: /pilot when Tue 10:00",
    "only an hour: /pilot when 9:00",
    "/pilot when any day",
)


def read_habits(typed: str, before: Habits, today: date, country: str | None) -> Habits:
    """What was typed, over what stood before: a weekday, an hour, or both."""
    words = plain(typed).lower().removeprefix("on ").replace(" at ", " ").replace(",", " ")
    hour, rest = _hour(words)
    weekday, said = _weekday(rest)
    if not (said or hour) or (rest and not said):
        raise Refusal(f"I cannot read “{typed[:60]}” as a time.", ways=_WAYS)
    after = before.model_copy(update={"hour": hour or before.hour})
    if not said:
        return after
    if weekday is not None and not _is_worked(weekday, today, country):
        raise Refusal(f"{DAYS[weekday]} is no working day here.", ways=_WAYS)
    return after.model_copy(update={"weekday": weekday})


def _hour(words: str) -> tuple[time | None, str]:
    found = list(_HOUR.finditer(words))
    if len(found) != 1:
        return None, words.strip()
    one = found[0]
    hour, minute = int(one["hour"]), int(one["minute"] or 0)
    hour = hour % 12 + 12 * (one["half"] == "pm") if one["half"] in ("am", "pm") else hour
    if hour > 23 or minute > 59:
        raise Refusal(f"There is no hour {one[0].strip()}.", ways=_WAYS)
    return time(hour, minute), f"{words[: one.start()]} {words[one.end() :]}".strip()


def _weekday(words: str) -> tuple[int | None, bool]:
    if words in _ANY:
        return None, True
    name = words.rstrip("s.")
    found = [n for n, day in enumerate(DAYS) if len(name) >= 2 and day.lower().startswith(name)]
    return (found[0], True) if len(found) == 1 else (None, False)


def _is_worked(weekday: int, today: date, country: str | None) -> bool:
    """Whether people work on that weekday, in one of the next four weeks."""
    days = (today + timedelta(days=n) for n in range(28))
    return any(day.weekday() == weekday and calendar.is_working_day(day, country) for day in days)


def in_words(habits: Habits, zone: str) -> str:
    """When somebody is asked: on the first working day after the week, at 10:00 (Europe/Berlin)."""
    day = "on the first working day after the week"
    if habits.weekday is not None:
        day = f"on the first {DAYS[habits.weekday]} after the week, if it is a working day"
    return f"{day}, at {habits.hour:%H:%M} ({zone})"
