"""What can be seen of a promise before anybody signs it: from when on, how small a change, at which risk.

Said at lock: on the contract page, in the request to sign, in the locked notice (signal.md, 2.6 and 3.5).
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from math import floor
from typing import NamedTuple

from playbook import calendar, weeks
from playbook.cautions import disagrees_with_itself
from playbook.evidence import before_go_live, before_lock, promise_under
from playbook.facts import Contract, Pilot, Rollback, Terms
from playbook.figures import Figures
from playbook.limits import CASES_AT_LIMIT, HARM_TAIL, IN_A_ROW, POOLED_WEEKS
from playbook.quantiles import binomial_at_least, share_lower
from playbook.week_values import WHOLES, exact, judged
from playbook.wording import folded
from playbook.yardstick import WEEKS_NEEDED, Form, Promise, mean, noise_at_lock, smallest_visible_change

LIVE_ON = 11  # the day of the plan it is live on when the entry check takes its ten days
HEALTHY = 0.5  # a healthy pilot fails half as often as its limit allows
WATCHED_WEEKS = 8
EXAMPLES = (50, 200)  # cases a week, where nobody counted them yet
RISKY = 10  # of 100 healthy pilots
WAYS_OUT = (
    "more history: six or more recent readings as the baseline show a smaller change",
    "daily readings: the average of five days varies less than one number a week",
    "a narrower KPI, of one team or one kind of case, whose weeks vary less",
)


class Feasibility(NamedTuple):
    """When and what can be seen at the soonest; `visible` None: nobody knows yet how much weeks vary."""

    form: Form
    week: int  # the first week since go-live that can end in a verdict
    day: int  # of the plan, on which it ends
    sd: float | None
    visible: float | None
    promised: float

    @property
    def unlikely(self) -> bool:
        """Whether it is known that the promise is smaller than what can be seen."""
        return self.visible is not None and self.promised < self.visible


def feasibility_of(pilot: Pilot, contract: Contract) -> Feasibility | None:
    """What can be seen of this version of the contract; None while it promises nothing that can be judged."""
    promise = promise_under(pilot, contract.terms)
    if promise is None or promise.promised <= 0:
        return None
    before = [exact(week, contract.terms.unit) for week in before_go_live(pilot)]
    noise, baseline = noise_at_lock(promise, before), promise.baseline
    one_number = baseline.form == "number"
    return Feasibility(
        form=baseline.form,
        week=promise.weeks_needed,
        day=LIVE_ON - 1 + weeks.DAYS * promise.weeks_needed,
        sd=noise.sd if noise else None,
        visible=smallest_visible_change(noise.sd, baseline.worth, one_number) if noise else None,
        promised=promise.promised,
    )


def unlikely(pilot: Pilot, contract: Contract) -> bool:
    """Whether the sponsor has to accept that it will probably stay unclear, before it is locked."""
    found = feasibility_of(pilot, contract)
    return found is not None and found.unlikely


def said(pilot: Pilot, contract: Contract) -> str:
    """The line at lock, in plain words; empty while there is nothing to say it of."""
    found = feasibility_of(pilot, contract)
    if found is None:
        return ""
    parts = (
        _when(found),
        _too_late(found, pilot.use_case.day_one, contract.terms.due),
        _how_small(found, Figures(contract.terms.unit, found.promised)),
        rollback_risk(contract.terms, _usual_cases(pilot, contract.terms.rollback)),
    )
    return " ".join(part for part in parts if part)


def _when(found: Feasibility) -> str:
    ends = f"week {found.week} (Day {found.day}, if it is live on Day {LIVE_ON})"
    if found.form == "number":
        sooner = f"paste six weeks of history and week {WEEKS_NEEDED['series']} is possible"
        return f"With one number as the baseline no signal can be seen before {ends}; {sooner}."
    return f"A signal can be seen from {ends} on."


def _too_late(found: Feasibility, day_one: date, due: date | None) -> str:
    number = calendar.day_number(day_one, due) if due else found.day
    return f"The due date, Day {number}, comes before that." if number < found.day else ""


def _how_small(found: Feasibility, figures: Figures) -> str:
    if found.sd is None or found.visible is None:
        return "How much your weeks vary is not known yet, so neither is how small a change can be seen."
    enough = "it will probably stay unclear" if found.unlikely else "fine"
    return (
        f"Your weeks vary by {figures.full(found.sd)}, so a change of {figures.full(found.visible)} or more "
        f"can be seen; you promise {figures.plain(found.promised)}: {enough}."
    )


def cautions(pilot: Pilot, contract: Contract) -> tuple[str, ...]:
    """What is wrong with the baseline, said once at lock."""
    promise = promise_under(pilot, contract.terms)
    found = [_at_odds(promise, contract.terms)] if promise else []
    return tuple(words for words in (*found, _without_month_end(pilot)) if words)


def _at_odds(promise: Promise, terms: Terms) -> str:
    if not disagrees_with_itself(promise.baseline):
        return ""
    figures = Figures(terms.unit, promise.promised)
    average, agreed = mean(promise.baseline.readings), promise.baseline.number
    return (
        f"The baseline readings average {figures.full(average)}, further from the agreed "
        f"{figures.plain(agreed)} than chance explains: agree on one of the two."
    )


def _without_month_end(pilot: Pilot) -> str:
    """Known only where the baseline was collected or pasted with its days."""
    days = [one.day for one in before_lock(pilot)]
    if not days or any(map(_is_month_end, _each_day(min(days) - timedelta(days=weeks.DAYS - 1), max(days)))):
        return ""
    return "No month-end lies in the baseline weeks: if yours are busier, the first one will look worse."


def _each_day(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))


def _is_month_end(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


def rollback_risk(terms: Terms, cases: float | None = None) -> str:
    """What share of healthy pilots the trigger would roll back, at so many cases a week or as two examples.

    Empty where readings of its metric are no shares.
    """
    trigger = terms.rollback
    if trigger is None or trigger.unit not in WHOLES or not 0 < judged(trigger.limit, trigger.unit) < 1:
        return ""
    counted = (round(cases),) if cases and cases >= 1 else EXAMPLES
    shares = {each: healthy_rolled_back(each, trigger) for each in counted}
    told = " and ".join(f"{_of_hundred(share)} at {each} cases a week" for each, share in shares.items())
    advice = "" if max(shares.values()) * 100 < RISKY or trigger.in_a_row != 1 else " Two in a row is safer."
    return (
        f"Of 100 healthy pilots, which fail half as often as the limit allows, this trigger rolls back "
        f"{told} within {WATCHED_WEEKS} weeks.{advice}"
    )


def _usual_cases(pilot: Pilot, trigger: Rollback | None) -> float | None:
    """The cases behind a reading of the trigger's metric, where anybody counted them."""
    name = folded(trigger.metric) if trigger else None
    cases = [
        one.den for one in pilot.standing if folded(one.metric) == name and one.num is not None and one.den
    ]
    return mean(cases) if cases else None


def _of_hundred(share: float) -> str:
    number = floor(share * 100 + 0.5)
    return f"about {number}" if number else "none"


@lru_cache(maxsize=256)
def healthy_rolled_back(cases: int, trigger: Rollback) -> float:
    """The share of healthy pilots rolled back within eight weeks of so many binomial cases.

    Exact for readings in a row. Where the exact bound may fire too, its chances are added: at most so many.
    """
    limit = judged(trigger.limit, trigger.unit)
    allowed = limit if trigger.comparator in (">", ">=") else 1 - limit
    strict = trigger.comparator in (">", "<")
    row = trigger.in_a_row or IN_A_ROW
    counts = row == 1 or cases * allowed >= CASES_AT_LIMIT * (1 - 1e-12)
    over = binomial_at_least(_least_over(cases, allowed, strict=strict), cases, allowed * HEALTHY)
    by_row = _in_a_row(over, row) if counts else 0.0
    by_bound = 0.0 if trigger.in_a_row else sum(_beyond_bound(cases, allowed))
    return min(1.0, by_row + by_bound)


def _least_over(cases: int, allowed: float, *, strict: bool) -> int:
    """The smallest number of failures that lies across the limit."""
    at = floor(cases * allowed * (1 + 1e-12))
    on_the_limit = abs(at - cases * allowed) <= 1e-9 * max(1, at)
    return at if on_the_limit and not strict else at + 1


def _in_a_row(over: float, row: int) -> float:
    """The chance of so many weeks over in a row: followed week by week by how many are over at its end."""
    running = [1.0] + [0.0] * row
    for _ in range(WATCHED_WEEKS):
        going_on = running[:row]
        running = [sum(going_on) * (1 - over), *(chance * over for chance in going_on[:-1])] + [
            running[row] + going_on[-1] * over
        ]
    return running[row]


def _beyond_bound(cases: int, allowed: float) -> Iterator[float]:
    """The chance of each week that its pooled cases lie beyond the exact bound."""
    for week in range(1, WATCHED_WEEKS + 1):
        pooled = cases * min(week, POOLED_WEEKS)
        yield binomial_at_least(_least_beyond(pooled, allowed), pooled, allowed * HEALTHY)


@lru_cache(maxsize=1024)
def _least_beyond(cases: int, allowed: float) -> int:
    """The smallest number of failures whose exact lower bound lies above the limit; found by halving."""
    low, high = floor(cases * allowed), cases + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if share_lower(middle, cases, HARM_TAIL) > allowed else (middle, high)
    return high
