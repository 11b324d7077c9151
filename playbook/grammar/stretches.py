"""Months, quarters and years by name: Q2, the second quarter, H1, next year. Their last day is meant."""

from datetime import date, timedelta

from playbook.grammar.day import Day, last_of, year_at
from playbook.grammar.tokens import Token, word_at

_QUARTERS = {"q1": 1, "q2": 2, "q3": 3, "q4": 4}
_ORDINAL_WORDS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_HALVES = {"h1": 6, "h2": 12}
NAMED_STRETCHES = frozenset((*_QUARTERS, *_ORDINAL_WORDS, *_HALVES))
STRETCHES = ("week", "month", "quarter", "year")


def named_stretch(tokens: list[Token], at: int, today: date) -> Day | None:
    """Q2, Q2 2026, the second quarter, H1, FY26."""
    word = tokens[at].word
    if word in _QUARTERS:
        return _quarter(tokens, at + 1, _QUARTERS[word], today)
    if word in _ORDINAL_WORDS and word_at(tokens, at + 1) == "quarter":
        return _quarter(tokens, at + 2, _ORDINAL_WORDS[word], today)
    if word in _HALVES:
        year, end = _of_year(tokens, at + 1)
        month = _HALVES[word]
        year = year if year is not None else today.year + (last_of(today.year, month) <= today)
        return Day(last_of(year, month), end, loose=True, begins=date(year, month - 5, 1))
    return None


def _quarter(tokens: list[Token], at: int, number: int, today: date) -> Day:
    year, end = _of_year(tokens, at)
    month = number * 3
    year = year if year is not None else today.year + (last_of(today.year, month) <= today)
    return Day(last_of(year, month), end, loose=True, begins=date(year, month - 2, 1))


def _of_year(tokens: list[Token], at: int) -> tuple[int | None, int]:
    start = at + (word_at(tokens, at) in ("of", "/", "-", ","))
    year = year_at(tokens, start)
    return (year, start + 1) if year is not None else (None, at)


def stretch_from(tokens: list[Token], at: int, today: date, *, exact: bool) -> Day | None:
    """this month, next quarter, the year; the last day of it."""
    word = word_at(tokens, at)
    steps = 1 if word == "next" else 0
    named = at + (word in ("next", "this", "the", "current", "coming"))
    if word in ("next", "this", "current", "coming") and word_at(tokens, named) == "calendar":
        named += 1
    stretch = word_at(tokens, named)
    if stretch not in STRETCHES or (named == at and not exact):
        return None
    if named + 1 < len(tokens) and tokens[named + 1].kind == "number" and len(tokens[named + 1].word) < 3:
        return Day(None, named + 2)  # end of week 12: of which year's, and from which day on?
    day = stretch_end(stretch, steps, named + 1, today)
    return day if exact else day._replace(loose=True, adverb=True)


def stretch_end(stretch: str, steps: int, end: int, today: date) -> Day:
    """The last day of the running stretch or of a later one. Where it is today itself, the next is meant."""
    last = _last_day(stretch, steps, today)
    if last > today:
        return Day(last, end)
    return Day(_last_day(stretch, steps + 1, today), end, doubt=True)


def _last_day(stretch: str, steps: int, today: date) -> date:
    if stretch == "week":
        return today + timedelta(days=6 - today.weekday() + 7 * steps)
    size = {"month": 1, "quarter": 3, "year": 12}[stretch]
    months = today.year * 12 + today.month - 1
    last = (months // size + steps) * size + size - 1
    return last_of(last // 12, last % 12 + 1)
