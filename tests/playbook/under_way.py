"""A live pilot and its readings, for the rules that look at what was measured."""

from datetime import UTC, date, datetime, timedelta

from playbook.facts import Contract, GoLive, Pilot, Reading, Signature
from tests.playbook.company import ANNA, BEN, COMPLETE, MONDAY, ready

LIVE = date(2026, 1, 19)  # a Monday: its contract weeks are calendar weeks
LOGGED = datetime(2026, 1, 26, 9, tzinfo=UTC)


def locked(terms=COMPLETE, **more):
    """One version that both signed."""
    signed = (
        Signature(by=ANNA.id, role="owner", at=MONDAY),
        Signature(by=BEN.id, role="sponsor", at=MONDAY),
    )
    return Contract(**({"terms": terms, "signatures": signed, "locked_at": MONDAY} | more))


def live(terms=COMPLETE, **more):
    """UC-7 under way: locked, and live since Day 14."""
    went_live = GoLive(day=LIVE, at=MONDAY, by=ANNA.id, link="https://crm.example/1")
    return ready(**({"contracts": (locked(terms),), "went_live": went_live, "stage": "pilot"} | more))


def errors(week, value=None, num=None, den=None, **more):
    """The error rate of one contract week in per cent, told a morning after it closed."""
    share = value if den is None else 100 * num / den
    last = LIVE + timedelta(days=7 * week - 1)
    told = {
        "measured": "guardrail",
        "metric": "error rate",
        "day": last,
        "weekly": True,
        "value": share,
        "num": num,
        "den": den,
        "by": ANNA.id,
        "at": LOGGED + timedelta(days=7 * (week - 1)),
    }
    return Reading(**(told | more))


def measured(use_case, *readings):
    """The pilot with these readings, numbered in the order of logging."""
    numbered = (one.model_copy(update={"number": n}) for n, one in enumerate(readings, 1))
    return Pilot(use_case=use_case, readings=tuple(numbered))
