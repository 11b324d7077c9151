"""From a pilot's readings to the statistics: promise, weeks, verdict and guardrails as of a day."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from playbook import weeks
from playbook.fact import once
from playbook.facts import Baseline, Contract, Guardrail, Pilot, Reading, Terms, UseCase
from playbook.limits import Guardrail as Limit
from playbook.limits import GuardrailState, GuardrailWeek, breaks, guardrail_state
from playbook.promise import near_end
from playbook.signal import Signal, early_signal, judge
from playbook.week_values import WHOLES, WeekValue, by_week, counts_of, exact, judged, of_one, value_of
from playbook.weeks import REST, Week
from playbook.wording import folded
from playbook.yardstick import SERIES, AgreedBaseline, Kind, Promise, mean

COUNTED = ("count", "count/week")
FINEST = 6  # more decimals than that are the dust of a conversion, nothing a person typed
_WEEK = timedelta(days=weeks.DAYS)


def first_agreed(use_case: UseCase) -> Contract:
    """The version whose baseline counts: the first locked one, before that the draft."""
    return next((version for version in use_case.contracts if version.locked), use_case.contract)


@once
def promise_of(pilot: Pilot) -> Promise | None:
    """What movement is measured against; None while baseline, target or direction are not agreed.

    The baseline is always that of the first locked version, the target that of the version in force.
    """
    return promise_under(pilot, pilot.use_case.agreed.terms)


def promise_under(pilot: Pilot, terms: Terms) -> Promise | None:
    """The same under these terms: those of a version that is not in force yet."""
    baseline = first_agreed(pilot.use_case).terms.baseline
    if baseline is None or terms.target is None or terms.direction is None:
        return None
    numbers = _typed(pilot, baseline, terms)
    promise = Promise(
        direction=terms.direction,
        target=judged(terms.target, terms.unit),
        baseline=_agreed(pilot, baseline, terms.unit),
        kind=_kind(pilot, numbers, terms.unit or ""),
        resolution=_resolution(numbers, terms.unit),
        den_per_week=_usual_cases(pilot),
    )
    near = near_end(terms)
    return promise if near is None else replace(promise, lift_low=promise.lift(judged(near, terms.unit)))


def _agreed(pilot: Pilot, baseline: Baseline, unit: str | None) -> AgreedBaseline:
    """As agreed; weeks collected or pasted by the lock are the series of an agreed number without one."""
    readings = tuple(judged(value, unit) for value in baseline.readings)
    known = () if baseline.form == "series" else weeks_before(pilot, before_lock(pilot))
    if len(known) >= SERIES:
        readings = tuple(exact(week, unit) for week in known)
    return AgreedBaseline(
        value=judged(baseline.value, unit),
        readings=readings,
        range=None if (reach := _reach(baseline)) is None else judged(reach, unit),
    )


def _reach(baseline: Baseline) -> float | None:
    """Half the usual range around the agreed number."""
    if baseline.plus_minus is not None:
        return abs(baseline.plus_minus)
    if baseline.low is None or baseline.high is None:
        return None
    return abs(baseline.high - baseline.low) / 2


def _kind(pilot: Pilot, numbers: Sequence[float], unit: str) -> Kind:
    if unit in WHOLES:
        return "ratio" if _usual_cases(pilot) else "value"
    whole = all(value >= 0 and value == int(value) for value in numbers)
    return "count" if unit in COUNTED and whole else "value"


def _typed(pilot: Pilot, baseline: Baseline, terms: Terms) -> list[float]:
    """The KPI's numbers that people typed: baseline, target and readings without counts."""
    agreed = baseline.readings or (baseline.value,)
    logged = (one.value for one in pilot.of_metric("kpi") if not counts_of(one, terms.unit))
    return [value for value in (terms.target, *agreed, *logged) if value is not None]


def _resolution(numbers: Sequence[float], unit: str | None) -> float | None:
    """The step people round to, read from the decimals they type; None where those say nothing."""
    decimals = max(map(_decimals, numbers))
    step = None if decimals > FINEST else float(Decimal(1).scaleb(-decimals))
    return None if step is None else judged(step, unit)


def _decimals(value: float) -> int:
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


@once
def _usual_cases(pilot: Pilot) -> float | None:
    """The cases behind an ordinary week, where readings carry counts."""
    of_weeks = (*since_go_live(pilot).values(), *weeks_before(pilot, pilot.of_metric("kpi")))
    cases = [week.den for week in of_weeks if week.den]
    return mean(cases) if cases else None


@once
def since_go_live(pilot: Pilot) -> Mapping[int, WeekValue]:
    """Week since go-live -> what it says of the KPI, open weeks too; those without a reading are left out."""
    readings = pilot.of_metric("kpi")
    if not readings:
        return {}
    return by_week(pilot.use_case, readings, pilot.use_case.agreed.terms.unit)


@once
def before_go_live(pilot: Pilot) -> tuple[WeekValue, ...]:
    """The weeks before go-live that are not in the agreed baseline already: they tell about noise only."""
    promise, known = promise_of(pilot), before_lock(pilot)
    in_baseline = promise is not None and promise.baseline.form == "series"
    return weeks_before(pilot, [one for one in pilot.of_metric("kpi") if not (in_baseline and one in known)])


@once
def before_lock(pilot: Pilot) -> tuple[Reading, ...]:
    """The KPI's readings before go-live that were known when the first version was locked; a draft: all."""
    locked, live = first_agreed(pilot.use_case).locked_at, pilot.use_case.went_live
    return tuple(
        one
        for one in pilot.of_metric("kpi")
        if (locked is None or one.at <= locked) and (live is None or one.day < live.day)
    )


def weeks_before(pilot: Pilot, readings: Sequence[Reading]) -> tuple[WeekValue, ...]:
    """What these readings say of the weeks of this attempt before go-live, oldest first.

    Days before Day 1 are blocks of seven counted back from it.
    """
    use_case = pilot.use_case
    own = [one for one in readings if one.attempt == use_case.attempt]
    if not own:
        return ()
    live = use_case.went_live.day if use_case.went_live else max(one.day for one in own) + _WEEK
    numbers = {(one.day - use_case.asked_from).days // weeks.DAYS for one in own if one.day < live}
    spans = (_block(use_case.asked_from, number, live) for number in sorted(numbers))
    found = (value_of(span, own, use_case.agreed.terms.unit) for span in spans if _is_week(span))
    return tuple(value for value in found if value)


@once
def collected(pilot: Pilot) -> tuple[WeekValue, ...]:
    """Every week before go-live with a reading, in the baseline or not."""
    return weeks_before(pilot, pilot.of_metric("kpi"))


def _block(began: date, number: int, live: date) -> Week:
    first = began + number * _WEEK
    return Week("b", number + 1, first, min(first + _WEEK, live) - timedelta(days=1))


def _is_week(span: Week) -> bool:
    return (span.last - span.first).days + 1 >= REST


def weekly_values(pilot: Pilot) -> dict[int, float]:
    """Week since go-live -> its value as it is judged; open weeks as well, `judge` leaves them alone."""
    unit = pilot.use_case.agreed.terms.unit
    return {number: exact(week, unit) for number, week in since_go_live(pilot).items()}


def last_closed(use_case: UseCase, today: date, *, running: bool = False) -> int:
    """The number of the last closed week; at a gate (`running`) one of four days or more counts as closed."""
    begun = weeks.evidence(use_case, today)
    if running and begun and (today - begun[-1].first).days + 1 >= REST:
        return begun[-1].number
    return weeks.last_closed(use_case, today)


@once
def signal_of(pilot: Pilot, today: date, *, running: bool = False) -> Signal:
    """The verdict as of that day. `running`: at a gate, where a running week may count."""
    promise = promise_of(pilot)
    if promise is None:
        return Signal("invalid", "baseline, target and direction are not agreed yet")
    closed = last_closed(pilot.use_case, today, running=running)
    return judged_weeks(pilot, promise, weekly_values(pilot), closed)


def judged_weeks(pilot: Pilot, promise: Promise, weekly: Mapping[int, float], closed: int) -> Signal:
    """The verdict over just these weeks: to say what one of them changes."""
    use_case, unit = pilot.use_case, pilot.use_case.agreed.terms.unit
    return judge(
        promise,
        weekly,
        planned_weeks=weeks.planned(use_case),
        last_closed_week=closed,
        owed=weeks.owing(use_case, closed, weekly) if use_case.outcome == "scaled" else None,
        pre_go_live=[exact(week, unit) for week in before_go_live(pilot)],
    )


def early(pilot: Pilot, today: date) -> bool:
    """Enough for the Pilot gate, never an answer to leadership; a running week of four days counts."""
    promise = promise_of(pilot)
    if promise is None:
        return False
    return early_signal(promise, weekly_values(pilot), last_closed(pilot.use_case, today, running=True))


@once
def guardrails_of(pilot: Pilot, today: date) -> tuple[tuple[Guardrail, GuardrailState], ...]:
    """Where each guardrail with a limit stands, over the weeks since go-live; open weeks count here."""
    limited = ((one, one.limit) for one in pilot.use_case.agreed.terms.guardrails if one.limit is not None)
    return tuple((one, _state(pilot, today, one, limit)) for one, limit in limited)


def _state(pilot: Pilot, today: date, guardrail: Guardrail, limit: float) -> GuardrailState:
    use_case, unit, metric = pilot.use_case, guardrail.unit, guardrail.metric
    readings = _of_guardrail(pilot, metric)
    values = by_week(use_case, readings, unit) if readings else {}
    spans = _reported(weeks.evidence(use_case, today), values, today)
    safe = Limit(guardrail.comparator, judged(limit, unit))
    reported = [_limit_week(values.get(span.number), unit) for span in spans]
    state = guardrail_state(safe, reported, released=len(spans))
    return _latched(use_case, metric, _as_read(state, safe, readings, unit))


def _reported(spans: Sequence[Week], values: Mapping[int, WeekValue], today: date) -> Sequence[Week]:
    """The weeks that say something: a running one only once it has a reading."""
    running = bool(spans) and spans[-1].last >= today and spans[-1].number not in values
    return spans[:-1] if running else spans


def _of_guardrail(pilot: Pilot, metric: str) -> list[Reading]:
    live = pilot.use_case.went_live
    return [one for one in pilot.of_metric("guardrail", metric) if live is not None and one.day >= live.day]


def _limit_week(week: WeekValue | None, unit: str) -> GuardrailWeek:
    if week is None:
        return GuardrailWeek()
    return GuardrailWeek(value=judged(week.value, unit), num=week.num, den=week.den)


def _as_read(state: GuardrailState, limit: Limit, readings: Sequence[Reading], unit: str) -> GuardrailState:
    """A breach is a fact of one reading: the latest one says it, whatever its week averages."""
    latest = _limit_week(of_one(readings[-1], unit), unit) if readings else GuardrailWeek()
    if state.latest is None or state.rollback or not breaks(limit, latest):
        return state
    return replace(state, status="breach", latest=latest.reading)


def _latched(use_case: UseCase, metric: str, state: GuardrailState) -> GuardrailState:
    """A rollback is a fact of its own: it stands until a person closes it, whatever was logged since."""
    trip = use_case.tripped
    if trip is None or folded(trip.metric) != folded(metric):
        return state
    return replace(state, status="rollback", rollback=True)
