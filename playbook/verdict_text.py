"""The verdict as a sentence: what moved, how sure that is, what comes next (signal.md, 2.6).

Plain text, read off the readings and never written down. Nothing here is escaped or marked up.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from playbook import weeks
from playbook.calendar import day_month, local_day
from playbook.cautions import far_off_weeks, head_start
from playbook.contract_text import write_number
from playbook.evidence import (
    before_go_live,
    collected,
    first_agreed,
    guardrails_of,
    judged_weeks,
    promise_of,
    signal_of,
    since_go_live,
    weekly_values,
)
from playbook.fact import once
from playbook.facts import Guardrail, Pilot, Terms, UseCase
from playbook.figures import Figures, rounded
from playbook.forecast import Course, Forecast
from playbook.grammar.measures import tidy
from playbook.known import Around
from playbook.limits import GuardrailState, Status
from playbook.promise import lift
from playbook.signal import LOOKS, WINDOW, WORDS, Outcome, Signal
from playbook.week_values import exact, judged, shown
from playbook.wording import counted
from playbook.yardstick import Promise

COURSES: dict[Course, str] = {"on_course": "On course", "at_risk": "At risk", "off_course": "Off course"}
STATUSES: dict[Status, str] = {
    "rollback": "rolled back",
    "breach": "breaks the limit",
    "shown_safe": "shown safe",
    "within_limit": "within the limit, not yet proven",
    "not_reported": "not reported",
}
HISTORY = 6  # so many baseline readings are worth more than any method


class _Told(NamedTuple):
    """What a sentence is written from. `today`: the day it is judged as of; `zone`: the workspace's."""

    pilot: Pilot
    promise: Promise
    signal: Signal
    today: date
    zone: str

    @property
    def terms(self) -> Terms:
        return self.pilot.use_case.agreed.terms

    @property
    def use_case(self) -> UseCase:
        return self.pilot.use_case

    @property
    def figures(self) -> Figures:
        return Figures(self.terms.unit, self.promise.promised)

    def plain(self, value: float) -> str:
        return self.figures.plain(value)

    def full(self, value: float) -> str:
        return self.figures.full(value)


def said(pilot: Pilot, around: Around, *, running: bool = False) -> str:
    """The sentence of today; `running`: at a gate, where a running week of four days counts."""
    return _sentence(pilot, around.today, around.settings.zone, running)


@once
def _sentence(pilot: Pilot, today: date, zone: str, running: bool) -> str:
    told = _told(pilot, today, zone, running=running)
    if told is None:
        return "Nothing can be judged yet: baseline, target and direction are not agreed."
    return " ".join(part for part in _parts(told) if part)


def footer(pilot: Pilot, around: Around) -> str:
    """What the range rests on, for whoever asks; empty while there is none."""
    return _footnote(pilot, around.today, around.settings.zone)


@once
def _footnote(pilot: Pilot, today: date, zone: str) -> str:
    told = _told(pilot, today, zone)
    if told is None or told.signal.interval is None:
        return ""
    least, most = LOOKS
    looks = min(max(weeks.planned(pilot.use_case), least), most)
    noise = told.plain(told.signal.interval.sd)
    return (
        f"Range holds for all {looks} weekly looks together; "
        f"noise ±{noise}{_unit(told)} from {_sources(told)}."
    )


def _told(pilot: Pilot, today: date, zone: str, *, running: bool = False) -> _Told | None:
    promise, as_of = promise_of(pilot), _as_of(pilot, today)
    if promise is None:
        return None
    signal = signal_of(pilot, as_of, running=running)
    return _Told(pilot, promise, signal, as_of, zone)


def _as_of(pilot: Pilot, today: date) -> date:
    """A stopped pilot is judged as of the end of its last week with a reading, not as silent ever since."""
    if pilot.use_case.outcome != "stopped":
        return today
    ends = [
        week.last for week in weeks.evidence(pilot.use_case, today) if week.number in since_go_live(pilot)
    ]
    return min(today, max(ends) + timedelta(days=1)) if ends else today


def _parts(told: _Told) -> Iterator[str]:
    yield _ended(told)
    if told.use_case.went_live is None:
        yield _collecting(told)
        return
    yield from (_verdict(told), _movement(told), _ahead(told), _running_week(told))
    yield from _cautions(told)
    yield from (_guardrail(*one) for one in guardrails_of(told.pilot, told.today))


def _ended(told: _Told) -> str:
    outcome, trip = told.use_case.outcome, told.use_case.tripped
    if outcome:
        return {"stopped": "Stopped with clarity; at its end:", "scaled": "Scaled."}[outcome]
    return f"Rolled back since {_day(told, trip.at)}." if trip else ""


def _day(told: _Told, at: datetime) -> str:
    return day_month(local_day(at, told.zone))


def _collecting(told: _Told) -> str:
    """Before go-live there is a baseline to collect and nothing to judge."""
    weeks_in = collected(told.pilot)
    agreed = f"{told.full(told.promise.baseline.number)} agreed"
    until = "Evidence starts on the day it is live."
    if not weeks_in:
        return f"No baseline week collected yet; {agreed}. {until}"
    values = [exact(week, told.terms.unit) for week in weeks_in]
    average = told.full(sum(values) / len(values))
    number = f"week {len(values)} of {HISTORY}" if len(values) <= HISTORY else f"week {len(values)}"
    return f"Baseline {number} collected; so far {average} on average, {agreed}. {until}"


def _verdict(told: _Told) -> str:
    signal, needed = told.signal, told.promise.weeks_needed
    lacking = needed - signal.n
    if signal.verdict == "unclear" and signal.n < needed and lacking > 0 and 3 * signal.n >= 2 * signal.owed:
        more = "one more week" if lacking == 1 else f"{counted(lacking, 'more week')}"
        return f"Too few to say yet: {more} needed."
    reason = f": {signal.reason}" if signal.reason else ""
    return f"{WORDS[signal.verdict].capitalize()}{reason}."


def _movement(told: _Told) -> str:
    signal, movement = told.signal, told.signal.movement
    if movement is None:
        return ""
    over = min(WINDOW, signal.n)
    span = "in one week" if over == 1 else f"over the last {over} weeks"
    agreed = told.plain(told.promise.baseline.number)
    return (
        f"{_subject(told.terms)} averages {told.full(movement.now)} {span} against {agreed} agreed "
        f"({_better(told)}{_range(told)}; {signal.n} of {signal.owed} weeks in)."
    )


def _subject(terms: Terms) -> str:
    """The KPI's name as the subject of a sentence; an average of it is said by the verb."""
    name = terms.kpi or "The KPI"
    first, _, rest = name.partition(" ")
    name = rest if rest and first.casefold() in ("average", "mean", "avg") else name
    return name[:1].upper() + name[1:]


def _better(told: _Told) -> str:
    change = told.signal.movement.change if told.signal.movement else 0.0
    amount = told.plain(abs(change))
    if not float(amount.replace(",", "")):
        return "no change"
    return f"{amount} {'better' if change > 0 else 'worse'}"


def _range(told: _Told) -> str:
    """The range of the change: two amounts where both ends point the same way as it, else words with each."""
    interval = told.signal.interval
    if interval is None or told.signal.n < told.promise.weeks_needed:
        return ""
    if interval.lo >= 0 or interval.hi <= 0:
        near, far = sorted((abs(interval.lo), abs(interval.hi)))
        return f", range {told.plain(near)}–{told.plain(far)}"
    return f", range {told.plain(-interval.lo)} worse to {told.plain(interval.hi)} better"


def _ahead(told: _Told) -> str:
    if told.signal.outcome:
        return _OUTCOMES[told.signal.outcome].format(**_closing(told))
    if told.signal.forecast and told.use_case.outcome != "stopped":
        return _forecast(told, told.signal.forecast)
    return f"Target {told.full(told.promise.target)}{_by(told)}."


_OUTCOMES: dict[Outcome, str] = {
    "met": "Target met: the closing weeks average {closing}, {target} was promised.",
    "met_unproven": "The closing weeks average {closing} and reach the target of {target}, "
    "but the movement is not proven.",
    "missed": "Target missed: the closing weeks average {closing}, {target} was promised.",
    "not_measured": "Target {target}: the closing weeks were not measured.",
}


def _closing(told: _Told) -> dict[str, str]:
    closing = told.signal.closing
    return {"closing": "" if closing is None else told.full(closing), "target": _target(told)}


def _target(told: _Told) -> str:
    beyond = "or less" if told.promise.direction == "lower" else "or more"
    return f"{told.plain(told.promise.target)} {beyond}"


def _by(told: _Told) -> str:
    return f" by {day_month(told.terms.due)}" if told.terms.due else ""


def _forecast(told: _Told, forecast: Forecast) -> str:
    chance = forecast.p_text.replace("%", " %")
    expected = f"(expected {told.plain(forecast.expected)})"
    course = COURSES[forecast.status]
    movement = told.signal.movement
    if movement and told.promise.lift(movement.now) >= told.promise.promised:
        reached = told.plain(told.promise.target)
        return f"{course}: has reached {reached}; {chance} chance to hold it{_by(told)} {expected}."
    return f"{course}: {chance} chance of {_target(told)}{_by(told)} {expected}."


def _running_week(told: _Told) -> str:
    """The open week is shown, never judged."""
    running = weeks.evidence(told.use_case, told.today)[-1:]
    since = since_go_live(told.pilot)
    for week in running:
        if week.number in since and week.number > told.signal.closed:
            value = told.full(exact(since[week.number], told.terms.unit))
            return (
                f"Week {week.number} is still running ({value} so far) and counts from {_after(week.last)}."
            )
    return ""


def _after(day: date) -> str:
    return day_month(day + timedelta(days=1))


def _cautions(told: _Told) -> Iterator[str]:
    """What the verdict is read with."""
    if told.signal.provisional and told.signal.n >= told.promise.weeks_needed:
        yield "Provisional: one-number baseline."
    yield from _far_off(told)
    yield from _part_weeks(told)
    unit = told.terms.unit
    started = head_start(told.promise, [exact(week, unit) for week in before_go_live(told.pilot)])
    if started is not None:
        yield (
            f"Readings before go-live already averaged {told.plain(started)}: "
            "part of the change was there before."
        )
    yield _retargeted(told)


def _far_off(told: _Told) -> Iterator[str]:
    weekly, closed = weekly_values(told.pilot), told.signal.closed
    for week in far_off_weeks(told.promise, weekly, closed):
        others = {number: value for number, value in weekly.items() if number != week}
        without = judged_weeks(told.pilot, told.promise, others, closed).verdict
        still = "still " if without == told.signal.verdict else ""
        value, left = told.full(weekly[week]), f"{still}{WORDS[without]}"
        yield f"Week {week} ({value}) is far off the others; without it: {left}."


def _part_weeks(told: _Told) -> Iterator[str]:
    for number, week in since_go_live(told.pilot).items():
        if week.part and number <= told.signal.closed:
            yield f"Week {number} is scaled up from {week.days} of {week.expected} days."


def _retargeted(told: _Told) -> str:
    """The first target stays beside the newer one for good."""
    first = first_agreed(told.use_case).terms.target
    changed = [
        newer
        for older, newer in zip(told.use_case.contracts, told.use_case.contracts[1:], strict=False)
        if newer.locked_at and newer.terms.target != older.terms.target
    ]
    if first is None or not changed or changed[-1].locked_at is None:
        return ""
    eased = ", eased after data" if _eased(told) else ""
    was = told.plain(judged(first, told.terms.unit))
    return f"Re-targeted {_day(told, changed[-1].locked_at)}{eased}; the first target was {was}."


def _eased(told: _Told) -> bool:
    """Whether a version locked after readings began asks for less than the one before it."""
    began = [one.at for one in told.pilot.of_metric("kpi")]
    versions = [version for version in told.use_case.contracts if version.locked_at]
    return any(
        newer.locked_at is not None
        and began
        and newer.locked_at > min(began)
        and _asks_less(newer.terms, older.terms)
        for older, newer in zip(versions, versions[1:], strict=False)
    )


def _asks_less(newer: Terms, older: Terms) -> bool:
    if newer.target is None or older.target is None:
        return False
    return lift(newer, newer.target) < lift(newer, older.target)


def _guardrail(guardrail: Guardrail, state: GuardrailState) -> str:
    bound = guardrail.limit or 0.0
    limit = write_number(bound, guardrail.unit)
    name = guardrail.metric[:1].upper() + guardrail.metric[1:]
    if state.latest is None:
        return f"{name}: {STATUSES[state.status]} (limit {limit})."
    latest = write_number(_reading(shown(state.latest, guardrail.unit), bound), guardrail.unit)
    return f"{name} {latest} against {limit}: {STATUSES[state.status]}."


def _sources(told: _Told) -> str:
    baseline, signal = told.promise.baseline, told.signal
    before = len(before_go_live(told.pilot))
    known = {
        "series": f"{len(baseline.readings)} baseline",
        "range": "the baseline's range",
        "number": f"{before} baseline" if before >= 2 else "",
    }[baseline.form]
    pilot_weeks = counted(signal.n, "pilot week")
    return f"{known} and {pilot_weeks}" if known else pilot_weeks


def _unit(told: _Told) -> str:
    """The unit alone, as it stands behind several."""
    words = write_number(2, told.terms.unit) or ""
    return words[1:] if words.startswith("2") else f" {words.split(' ')[0]}"


def _reading(value: float, limit: float) -> float:
    """A guardrail's reading in few digits, but never rounded onto the limit it does not lie on."""
    places = 0 if abs(value) >= 100 else 2 if abs(value) >= 0.1 else 4
    near = rounded(tidy(value), places)
    return tidy(value) if near == limit else near
