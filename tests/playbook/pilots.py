"""Pilots with readings, for the rules that judge them: UC-7 is live since Monday 12 January 2026."""

from datetime import UTC, date, datetime, timedelta

from playbook.facts import Baseline, Contract, GoLive, Pilot, Reading, Terms
from playbook.known import Around
from tests.playbook.company import ANNA, COMPLETE, MONDAY, SETTINGS, owned

LIVE = date(2026, 1, 12)
SERIES = Baseline(value=5, readings=(5.2, 4.6, 5.4, 4.9, 5.3, 4.7))
WITH_SERIES = COMPLETE.model_copy(update={"baseline": SERIES, "due": date(2026, 3, 8)})
WITH_NUMBER = WITH_SERIES.model_copy(update={"baseline": Baseline(value=5)})
FALLING = (4.8, 4.4, 4.1, 4.0, 3.6, 3.7)  # the design's own example: moving in week 6
CLEAN = (2, 210), (1, 190), (3, 205)


def after_weeks(count: int, days: int = 0) -> date:
    """The first day on which so many weeks are closed, and so many days more."""
    return LIVE + timedelta(days=7 * count + days)


def around(today: date) -> Around:
    """Noon of that day."""
    return Around(now=datetime(today.year, today.month, today.day, 12, tzinfo=UTC), settings=SETTINGS)


def weekly(week: int, value: float | None, **more: object) -> Reading:
    """The reading of a whole week, logged on the day after it."""
    end = LIVE + timedelta(days=7 * week - 1)
    logged = datetime(end.year, end.month, end.day, 9, tzinfo=UTC) + timedelta(days=1)
    facts = {"number": week, "day": end, "weekly": True, "value": value, "by": ANNA.id, "at": logged}
    return Reading(**(facts | more))


def daily(number: int, day: date, value: float, **more: object) -> Reading:
    """The reading of one day, logged that evening."""
    logged = datetime(day.year, day.month, day.day, 18, tzinfo=UTC)
    return Reading(**({"number": number, "day": day, "value": value, "by": ANNA.id, "at": logged} | more))


def errors(week: int, failed: int, cases: int, **more: object) -> Reading:
    """The error rate of a whole week, by counts."""
    told = {"number": 100 + week, "measured": "guardrail", "metric": "error rate"}
    counts = {"num": failed, "den": cases}
    return weekly(week, 100 * failed / cases, **(told | counts | more))


def live(*readings: Reading, terms: Terms = WITH_SERIES, **more: object) -> Pilot:
    """UC-7 with a locked contract, live since LIVE, and these readings."""
    locked = Contract(terms=terms, locked_at=MONDAY)
    since = GoLive(day=LIVE, at=MONDAY, by=ANNA.id, link="https://example.com/first")
    use_case = owned(**({"contracts": (locked,), "went_live": since, "stage": "pilot"} | more))
    return Pilot(use_case=use_case, readings=readings)


def weeks_of(*values: float | None) -> tuple[Reading, ...]:
    """One reading a week from the first on; None: nobody reported."""
    return tuple(weekly(number, value) for number, value in enumerate(values, 1) if value is not None)
