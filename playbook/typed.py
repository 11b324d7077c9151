"""What people type about a reading, taken apart: `4.1, 2/140, 3.2s on 12 May note the new template`.

Which metric each part is about, and in which unit, is decided by `playbook.measured`; which week or day by
`playbook.described`. Nothing is lost on the way: what is not understood is refused by its own words.
"""

import re
from datetime import date, timedelta
from typing import NamedTuple

from playbook.grammar.tokens import MONTHS, plain
from playbook.refusals import Refusal
from playbook.wording import one_line

MOST_PARTS = 20
_KEY = re.compile(r"(?<![\w-])uc[\s-]?(\d{1,9})(?![\w-])[:,]?", re.I)
_NOTE = re.compile(r"(?:^|[\s,;])note\b\s*:?\s*(?P<note>.+)$", re.I | re.S)
_SAMPLE = re.compile(
    r"(?:^|(?<=[\s,;]))n\s*=\s*(?P<sample>\d[\d,.]*(?:\s*/\s*\d[\d,.]*)?)(?=$|[\s,;])[,;]?", re.I
)
_WHEN = re.compile(r"(?:^|(?<=[\s,;]))(?:on|for)\s+", re.I)
_WEEK = re.compile(
    r"(?P<sort>baseline\s+)?week\s*(?P<number>\d{1,3})|(?P<short>[wb])(?P<count>\d{1,3})", re.I
)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})?")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})")
_NAME = "(?P<month>[a-z]{3,9})"
_NUMBER = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s+(?P<year>\d{4}))?"
_NAMED = tuple(
    re.compile(form)
    for form in (
        rf"(?:the\s+)?{_NUMBER}(?:\s+of)?[\s.-]+{_NAME}\.?{_YEAR}",
        rf"{_NAME}\.?\s+{_NUMBER}{_YEAR}",
    )
)
_FAR = timedelta(days=183)  # a day without its year that lies so far ahead was last year


class Period(NamedTuple):
    """What a reading describes, as typed: one day, or a week by name (`w3`, `b2`; `3`: of either sort)."""

    day: date | None = None
    week: str = ""  # also "last" and "this"


class Entry(NamedTuple):
    """What was typed: a part for each metric, and what is said about all of them."""

    parts: tuple[str, ...]
    period: Period | None = None
    note: str = ""
    sample: str = ""  # n=38: the cases behind the first part


def split_key(text: str) -> tuple[int | None, str]:
    """The use case a text names, beside its numbers but not in its note, and the text without it."""
    found, noted = _KEY.search(text), _NOTE.search(text)
    if found is None or (noted and found.start() > noted.start()):
        return None, text.strip()
    return int(found[1]), f"{text[: found.start()]} {text[found.end() :]}".strip(" \t,;:")


def read_entry(text: str, today: date) -> Entry:
    """The parts of what was typed. Refuses more than anybody is ever asked for."""
    noted = _NOTE.search(text)
    note = noted["note"].strip() if noted else ""
    typed = plain((text[: noted.start()] if noted else text).replace("\n", "; "))
    sampled = _SAMPLE.search(typed)
    sample = sampled["sample"] if sampled else ""
    rest = _SAMPLE.sub(" ", typed, count=1)
    rest, period = _dated(rest, today)
    parts = tuple(part.strip(" ,") for part in re.split(r";|,(?=\s)", rest.strip(" ,;")))
    if len(parts) > MOST_PARTS:
        raise Refusal(f"That is more than {MOST_PARTS} numbers at once. Send them in smaller pieces.")
    return Entry(parts if any(parts) else (), period, note, sample)


def _dated(text: str, today: date) -> tuple[str, Period | None]:
    """The text without its `on 12 May` or `for week 3`: the last such words that name a day or a week."""
    for found in reversed(list(_WHEN.finditer(text))):
        period = read_period(text[found.end() :].strip(" ,;."), today)
        if period is not None:
            return text[: found.start()].strip(" ,;"), period
    return text, None


def read_period(text: str, today: date) -> Period | None:
    """The day or the week a text names by itself: `12 May`, `yesterday`, `week 3`, `last week`; else None."""
    words = plain(text).lower()
    if words in ("last week", "this week"):
        return Period(week=words.split()[0])
    if found := _WEEK.fullmatch(words):
        sort = found["short"] or ("b" if found["sort"] else "")
        return Period(week=f"{sort}{int(found['number'] or found['count'])}")
    day = read_day(words, today)
    return Period(day=day) if day else None


def read_day(text: str, today: date) -> date | None:
    """The day a text names: `2026-05-12`, `12 May`, `12.5.2026`, `Tuesday` (the last one), `yesterday`.

    Without a year the nearest such day; `5/12/2026` could be either of two days and is none.
    """
    words = one_line(plain(text)).lower()
    if words in ("today", "yesterday"):
        return today - timedelta(days=words == "yesterday")
    return _weekday(words, today) or _by_figures(words, today) or _by_name(words, today)


def _weekday(words: str, today: date) -> date | None:
    name = words.removeprefix("last ")
    number = next((n for n, full in enumerate(_DAYS) if len(name) >= 3 and full.startswith(name)), None)
    if number is None:
        return None
    ago = (today.weekday() - number) % 7
    return today - timedelta(days=ago or (7 if words.startswith("last ") else 0))


def _by_figures(words: str, today: date) -> date | None:
    if found := _ISO.fullmatch(words):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _DOTTED.fullmatch(words):
        return _near(int(found[1]), int(found[2]), found[3], today)
    found = _SLASHED.fullmatch(words)
    if found is None:
        return None
    first, second = int(found[1]), int(found[2])
    if first != second and max(first, second) <= 12:
        return None
    day, month = (second, first) if second > 12 else (first, second)
    return _near(day, month, found[3], today)


def _by_name(words: str, today: date) -> date | None:
    for form in _NAMED:
        found = form.fullmatch(words)
        month = MONTHS.get(found["month"]) if found else None
        if found and month:
            return _near(int(found["day"]), month, found["year"], today)
    return None


def _near(day: int, month: int, year: str | None, today: date) -> date | None:
    """The day of that year; without one, of this year, or of the last where this year's is far ahead."""
    if year:
        return _day(int(year) + (2000 if len(year) == 2 else 0), month, day)
    this = _day(today.year, month, day)
    return _day(today.year - 1, month, day) if this is None or this - today > _FAR else this


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
