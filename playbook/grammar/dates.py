"""Dates among the tokens: 31 March, 2026-03-31, 3/31, end of Q2, Friday, all counted from a given today."""

from collections.abc import Callable
from datetime import date

from playbook.grammar.day import Day, day_number, full_year, last_of, later, safe_date, year_at
from playbook.grammar.stretches import NAMED_STRETCHES, STRETCHES, named_stretch, stretch_end, stretch_from
from playbook.grammar.tokens import MONTHS, SPOKEN, Token, word_at

_Read = Callable[[list[Token], int, date], Day | None]
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon",
            "tuesday tue tues",
            "wednesday wed",
            "thursday thu thurs",
            "friday fri",
            "saturday",
            "sunday",
        )
    )
    for name in names.split()
}
_ENDS = {
    **dict.fromkeys(("eoy", "year-end"), "year"),
    **dict.fromkeys(("eoq", "quarter-end"), "quarter"),
    **dict.fromkeys(("eom", "month-end"), "month"),
    **dict.fromkeys(("eow", "week-end"), "week"),
}
_PARTS = {"early": 10, "beginning": 10, "start": 10, "mid": 15, "middle": 15, "late": 31}
_STARTS = frozenset(
    (*MONTHS, *_WEEKDAYS, *_ENDS, *_PARTS, *SPOKEN, *STRETCHES, *NAMED_STRETCHES)
    + tuple(
        "end close the year's month's quarter's week's next this current day tomorrow today yesterday".split()
    )
)
# A month, a year or a day of the month by itself is a date only after one of these.
_BEFORE_A_DATE = frozenset(
    "by in until till before of end during through due on this next since last deadline to from : (".split()
)


def day_at(tokens: list[Token], at: int, today: date) -> Day | None:
    """The date that begins at this token, or None."""
    token = tokens[at]
    if token.kind not in ("number", "date") and (
        token.word not in _STARTS and ("-" not in token.word or token.kind == "sign")
    ):
        return None
    at_name = _after_weekday(tokens, at)
    for read in _READERS.get(tokens[at_name].kind, _IN_WORDS):
        if day := read(tokens, at_name, today):
            return day
    if token.kind == "number":
        return _bare_year(tokens, at)
    return _weekday(tokens, at, today) or _bare_year(tokens, at) or _day_of_month(tokens, at, today)


def _after_weekday(tokens: list[Token], at: int) -> int:
    """Past the `Tuesday,` of Tuesday, 31 March; where it stands when no number or month follows."""
    if tokens[at].word not in _WEEKDAYS:
        return at
    after = at + 1
    while word_at(tokens, after) in (",", ".", "the"):
        after += 1
    follows = after < len(tokens) and (
        tokens[after].kind in ("number", "date") or tokens[after].word in MONTHS
    )
    return after if follows else at


def _numeric(tokens: list[Token], at: int, today: date) -> Day | None:
    """2026-03-31, 31.03.2026, 3/31/26; without a year (31/3) only after by, on or until."""
    token = tokens[at]
    if token.kind == "date":
        parts = token.word.replace("/", "-").replace(".", "-").split("-")
        if len(parts[0]) == 4:
            return Day(safe_date(int(parts[0]), int(parts[1]), int(parts[2])), at + 1)
        return _either_order(int(parts[0]), int(parts[1]), full_year(parts[2]), at + 1)
    if (
        token.kind != "number"
        or token.suffix
        or word_at(tokens, at - 1) not in ("by", "on", "until", "till", "before")
    ):
        return None
    if "." in token.word and word_at(tokens, at + 1) == "." and at + 1 < len(tokens) and tokens[at + 1].glued:
        first, _, second = token.word.partition(".")
        return _yearless(first, second, at + 2, today)
    if (
        word_at(tokens, at + 1) == "/"
        and at + 2 < len(tokens)
        and tokens[at + 2].glued
        and not tokens[at + 2].suffix
    ):
        return _yearless(token.word, tokens[at + 2].word, at + 3, today)
    return None


def _yearless(first: str, second: str, end: int, today: date) -> Day | None:
    if not (first.isdigit() and second.isdigit() and len(first) < 3 and len(second) < 3):
        return None
    this_year = _either_order(int(first), int(second), today.year, end)
    if this_year.on is None or this_year.on > today:
        return this_year
    return _either_order(int(first), int(second), today.year + 1, end)


def _either_order(first: int, second: int, year: int, end: int) -> Day:
    """Day first, unless the middle number cannot be a month. Read back when both could be either."""
    day, month = (second, first) if second > 12 else (first, second)
    return Day(safe_date(year, month, day), end, doubt=day <= 12 and month <= 12 and day != month)


def _day_and_month(tokens: list[Token], at: int, today: date) -> Day | None:
    """31 March, the 31st of March 2026, 31-Mar-2026."""
    at += word_at(tokens, at) == "the"
    number = day_number(tokens, at)
    if number is None:
        return None
    after = at + 1
    while word_at(tokens, after) in ("of", "-", "."):
        after += 1
    month = MONTHS.get(word_at(tokens, after))
    if month is None:
        return None
    after += 1 + (word_at(tokens, after + 1) == "." and year_at(tokens, after + 2, strict=True) is not None)
    return _with_year(tokens, after, month, number, today)


def _month_and_day(tokens: list[Token], at: int, today: date) -> Day | None:
    """March 31, Mar 31st, 2026; March 2026; March alone where a date is due."""
    month = MONTHS.get(tokens[at].word)
    if month is None:
        return None
    after = (
        at
        + 1
        + (word_at(tokens, at + 1) in (".", "-") and at + 2 < len(tokens) and tokens[at + 2].kind == "number")
    )
    after += word_at(tokens, after) == "the"
    number = day_number(tokens, after)
    if number is not None and year_at(tokens, after) is None and _follows_date(tokens, after + 1):
        return _with_year(tokens, after + 1, month, number, today)
    return _whole_month(tokens, at, month, today)


def _follows_date(tokens: list[Token], at: int) -> bool:
    """March 31 may be followed by anything but a unit: `in March 5 days` holds no date."""
    return word_at(tokens, at) not in ("days", "day", "hours", "weeks", "%", "percent")


def _whole_month(tokens: list[Token], at: int, month: int, today: date) -> Day | None:
    year = year_at(tokens, at + 1)
    if year is None and word_at(tokens, at - 1) not in _BEFORE_A_DATE:
        return None
    end = at + 1 if year is None else at + 2
    year = year if year is not None else today.year + (last_of(today.year, month) <= today)
    return Day(last_of(year, month), end, loose=True, begins=date(year, month, 1))


def _with_year(tokens: list[Token], after: int, month: int, number: int, today: date) -> Day:
    comma = word_at(tokens, after) == "," or (word_at(tokens, after) == "-" and tokens[after].glued)
    year = year_at(tokens, after + comma)
    if year is not None:
        return Day(safe_date(year, month, number), after + comma + 1)
    return Day(_next(month, number, today), after)


def _next(month: int, number: int, today: date) -> date | None:
    """The next such day after today; 29 February may be years away."""
    for year in range(today.year, today.year + 9):
        day = safe_date(year, month, number)
        if day and day > today:
            return day
    return None


def _end_of(tokens: list[Token], at: int, today: date) -> Day | None:
    """end of March, the end of next quarter, end Q2, year end."""
    at += word_at(tokens, at) == "the"
    named = word_at(tokens, at).removesuffix("'s")
    if named in STRETCHES and word_at(tokens, at + 1) in ("end", "-end"):
        return stretch_end(named, 0, at + 2, today)
    if word_at(tokens, at) not in ("end", "close"):
        return None
    after = at + 1
    while word_at(tokens, after) in ("of", "the", "-", "business", "calendar"):
        after += 1
    if after >= len(tokens):
        return None
    whole = (
        named_stretch(tokens, after, today)
        or _month_and_day(tokens, after, today)
        or _bare_year(tokens, after)
    )
    if whole:
        return whole._replace(loose=False, doubt=False)
    return stretch_from(tokens, after, today, exact=True)


def _part_of(tokens: list[Token], at: int, today: date) -> Day | None:
    """mid-March, early Q2, late June: a day is chosen and read back."""
    first, _, joined = word_at(tokens, at).partition("-")
    number = _PARTS.get(first)
    if number is None:
        return None
    if joined:
        month, after = MONTHS.get(joined), at
    else:
        after = at + 1
        while word_at(tokens, after) in ("of", "-", "the"):
            after += 1
        month = MONTHS.get(word_at(tokens, after))
    if month is None:
        return None
    year = year_at(tokens, after + 1)
    end = after + 1 if year is None else after + 2
    year = year if year is not None else today.year + (last_of(today.year, month) <= today)
    day = last_of(year, month) if number > 28 else date(year, month, number)
    return Day(day, end, doubt=True)


def _single_word(tokens: list[Token], at: int, today: date) -> Day | None:
    word = tokens[at].word
    if word in _ENDS:
        return stretch_end(_ENDS[word], 0, at + 1, today)
    if word == "tomorrow":
        return Day(later(today, 1), at + 1)
    if word in ("today", "yesterday") and word_at(tokens, at - 1) in ("by", "until", "till"):
        return Day(later(today, 0 if word == "today" else -1), at + 1)
    if word in ("day", "week") and word_at(tokens, at - 1) in ("by", "until", "before", "on"):
        return _counted(tokens, at, today)
    the_next = word == "next" and word_at(tokens, at - 1) == "the"  # a stretch of time: in the next month
    if word not in ("next", "this", "current") or the_next:
        return None
    return stretch_from(tokens, at, today, exact=False)


def _counted(tokens: list[Token], at: int, today: date) -> Day | None:
    """by Day 45, by week 8: counted from today as Day 1; it could be a calendar week, so it is read back."""
    number = tokens[at + 1].word if at + 1 < len(tokens) and tokens[at + 1].kind == "number" else ""
    if not number.isdigit() or len(number) > 3 or not _ends_phrase(tokens, at + 2):
        return None
    days = int(number) - 1 if tokens[at].word == "day" else 7 * int(number)
    return Day(later(today, days), at + 2, doubt=True)


def _weekday(tokens: list[Token], at: int, today: date) -> Day | None:
    """Friday is the next one after today; `next Friday` may be the one after that, so it is read back."""
    following = tokens[at].word == "next"
    number = _WEEKDAYS.get(word_at(tokens, at + following))
    if number is None or (not following and word_at(tokens, at - 1) not in _BEFORE_A_DATE):
        return None
    ahead = (number - today.weekday() - 1) % 7 + 1
    return Day(later(today, ahead), at + following + 1, doubt=following)


def _bare_year(tokens: list[Token], at: int) -> Day | None:
    """by 2027, end of 2026."""
    year = year_at(tokens, at, strict=True)
    if year is None or word_at(tokens, at - 1) not in (
        "by",
        "in",
        "until",
        "till",
        "before",
        "of",
        "end",
        "during",
    ):
        return None
    return (
        Day(date(year, 12, 31), at + 1, loose=True, begins=date(year, 1, 1))
        if _ends_phrase(tokens, at + 1)
        else None
    )


def _ends_phrase(tokens: list[Token], at: int) -> bool:
    """Whether nothing follows that a number could count: `by 2027 tickets` is no year."""
    if at >= len(tokens) or tokens[at].kind == "stop":
        return True
    return tokens[at].word in (
        "from",
        "to",
        "while",
        "with",
        "without",
        "and",
        "but",
        "-",
        "in",
        "at",
        "keeping",
    )


def _day_of_month(tokens: list[Token], at: int, today: date) -> Day | None:
    """the 15th."""
    if (
        word_at(tokens, at) != "the"
        or at + 1 >= len(tokens)
        or word_at(tokens, at - 1) not in ("by", "on", "until", "before")
    ):
        return None
    token = tokens[at + 1]
    number = day_number(tokens, at + 1)
    if number is None or token.suffix not in ("st", "nd", "rd", "th") or not _ends_phrase(tokens, at + 2):
        return None
    for months in range(1, 4):
        count = today.year * 12 + today.month - 2 + months
        day = safe_date(count // 12, count % 12 + 1, number)
        if day and day > today:
            return Day(day, at + 2)
    return Day(None, at + 2)


# Who reads what: the readers of words have nothing to find at a figure, and they are most of the work.
_IN_WORDS: tuple[_Read, ...] = (
    _day_and_month,
    _month_and_day,
    named_stretch,
    _end_of,
    _part_of,
    _single_word,
)
_READERS: dict[str, tuple[_Read, ...]] = {"number": (_numeric, _day_and_month), "date": (_numeric,)}
