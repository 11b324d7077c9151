"""Dates as Slack words them (`<!date^…>`, day dividers, times), always in the zone of whoever reads."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

ORDINALS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}
AGO_STEPS = ((60, "second"), (60, "minute"), (24, "hour"), (30, "day"), (12, "month"))


def in_zone(stamp: float | str, zone: tzinfo) -> datetime:
    """A Slack timestamp (seconds since 1970, with or without fraction) as a moment in the reader's zone."""
    return datetime.fromtimestamp(float(stamp), zone)


def clock(moment: datetime) -> str:
    """The time of day, 24 hours: 09:05."""
    return f"{moment:%H:%M}"


def date(moment: datetime) -> str:
    """November 24th, 2026."""
    return f"{moment:%B} {moment.day}{ordinal(moment.day)}, {moment.year}"


def date_short(moment: datetime) -> str:
    """Nov 24, 2026."""
    return f"{moment:%b} {moment.day}, {moment.year}"


def weekday_short(moment: datetime) -> str:
    """Tue 24 Nov."""
    return f"{moment:%a} {moment.day} {moment:%b}"


def date_long(moment: datetime) -> str:
    """Tuesday, November 24th, 2026."""
    return f"{moment:%A}, {date(moment)}"


def day_divider(moment: datetime, now: datetime) -> str:
    """The word between two days of a stream: Today, Yesterday, or Tuesday, November 24th."""
    wording = f"{moment:%A}, {moment:%B} {moment.day}{ordinal(moment.day)}"
    if moment.year != now.year:
        wording += f", {moment.year}"
    return near_day(moment, now).capitalize() or wording


def ordinal(day: int) -> str:
    """st, nd, rd or th."""
    return ORDINALS.get(day, "th")


def near_day(moment: datetime, now: datetime) -> str:
    """today, yesterday or tomorrow, else nothing."""
    days = (moment.date() - now.astimezone(moment.tzinfo).date()).days
    return {0: "today", -1: "yesterday", 1: "tomorrow"}.get(days, "")


def ago(moment: datetime, now: datetime) -> str:
    """3 hours ago, or in 3 hours."""
    gap = moment - now
    count, unit = _largest_unit(abs(gap).total_seconds())
    words = f"{count} {unit}{'' if count == 1 else 's'}"
    return f"in {words}" if gap > timedelta(0) else f"{words} ago"


def _largest_unit(amount: float) -> tuple[int, str]:
    for size, unit in AGO_STEPS:
        if amount < size:
            return int(amount), unit
        amount /= size
    return int(amount), "year"


def formatted(stamp: int, template: str, zone: tzinfo, now: datetime) -> str:
    """A `<!date^stamp^template|…>` as its reader sees it; unknown tokens stay as they are."""
    moment = in_zone(stamp, zone)
    for token, word in TOKENS.items():
        if token in template:
            template = template.replace(token, word(moment, now))
    return template


TOKENS = {
    "{date_num}": lambda at, _: f"{at:%Y-%m-%d}",
    "{date_slash}": lambda at, _: f"{at:%m/%d/%Y}",
    "{date_long_full}": lambda at, _: date_long(at),
    "{date_long_pretty}": lambda at, now: near_day(at, now) or date_long(at),
    "{date_long}": lambda at, _: date_long(at),
    "{date_short_pretty}": lambda at, now: near_day(at, now) or date_short(at),
    "{date_short}": lambda at, _: date_short(at),
    "{date_pretty}": lambda at, now: near_day(at, now) or date(at),
    "{date}": lambda at, _: date(at),
    "{time_secs}": lambda at, _: f"{at:%H:%M:%S}",
    "{time}": lambda at, _: clock(at),
    "{ago}": ago,
    "{day_divider_pretty}": day_divider,
}
