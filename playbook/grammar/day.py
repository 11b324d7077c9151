"""One day as the sentence names it, and the arithmetic of days that never fails."""

from datetime import date, timedelta
from typing import NamedTuple

from playbook.grammar.numerals import amount_at
from playbook.grammar.tokens import Token


class Day(NamedTuple):
    """A date as read: `on` is None for one that does not exist (31 February) or that nobody can place."""

    on: date | None
    end: int
    doubt: bool = False  # the reading is one of several
    loose: bool = False  # a whole month or quarter, of which the last day is meant
    begins: date | None = None  # the first day of that month or quarter
    adverb: bool = False  # needs no preposition: this quarter, next month


def day_number(tokens: list[Token], at: int) -> int | None:
    """The day of a month at this token: 31, 31st, thirty."""
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.kind == "number" and token.word.isdigit() and len(token.word) < 3:
        return int(token.word) if token.suffix in ("", "st", "nd", "rd", "th") else None
    if token.kind == "word" and (amount := amount_at(tokens, at)) and not amount.share and amount.value <= 31:
        return int(amount.value) if amount.end == at + 1 else None
    return None


def year_at(tokens: list[Token], at: int, *, strict: bool = False) -> int | None:
    """2026, '26 and FY26; a bare 26 is never a year."""
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.kind == "number" and token.word.isdigit() and len(token.word) == 4 and not token.suffix:
        year = int(token.word)
        return year if 1900 <= year <= 2199 else None
    if strict:
        return None
    if token.word.startswith("fy") and token.word[2:].isdigit() and len(token.word) in (4, 6):
        return full_year(token.word[2:])
    return None


def full_year(digits: str) -> int:
    """26 is 2026."""
    return int(digits) + (2000 if len(digits) == 2 else 0)


def safe_date(year: int, month: int, day: int) -> date | None:
    """The date, or None if there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def later(today: date, days: int) -> date | None:
    """So many days from today, or None beyond the calendar."""
    try:
        return today + timedelta(days=days)
    except OverflowError:
        return None


def last_of(year: int, month: int) -> date:
    """The last day of a month."""
    if month == 12:
        return date(year, 12, 31)
    return date(year, month + 1, 1) - timedelta(days=1)
