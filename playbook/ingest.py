"""Readings that arrive by themselves: what a program may send, and how each becomes a reading.

The models are the only description of the API: requests are validated by them and its OpenAPI is made of
them. A reading of a program obeys the rules of a typed one, but for two: without a day it describes today,
because nobody is there to say which week was meant; and where another value stands it replaces nothing,
because no person has seen both. With a reason it is a correction.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from playbook import verdicts, weeks
from playbook.described import Told, check_open, closed_because, described
from playbook.facts import Pilot, Reading
from playbook.known import Around, Known
from playbook.measured import MOST_CASES, Metric, Value, in_unit, metrics, name_of, read_value, shown, unit_of
from playbook.refusals import Refusal
from playbook.taking import Source, fresh, says_the_same, standing_in
from playbook.tokens import ApiToken, OutOfScope, check_metric, named_metric
from playbook.typed import Period, read_period
from playbook.units import Quantity, parse_quantity
from playbook.wording import clean, folded, listed

API = Source("api")
MOST_AT_ONCE = 100
Status = Literal["taken", "corrected", "on record already"]
Text = Annotated[str, AfterValidator(clean)]


class GivenReading(BaseModel):
    """One value of one metric, for one day or one contract week."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        json_schema_extra={"examples": [{"value": 4.1, "day": "2026-05-12"}, {"n": 2, "m": 140}]},
    )

    value: (
        Annotated[float, Field(allow_inf_nan=False)]
        | Annotated[Text, StringConstraints(max_length=60)]
        | None
    ) = Field(
        default=None,
        description="A number in the metric's unit, or a text with its unit as people type it: 4.1 days.",
    )
    n: int | None = Field(
        default=None, ge=0, le=MOST_CASES, description="n of m cases: a share by its counts."
    )
    m: int | None = Field(
        default=None,
        ge=1,
        le=MOST_CASES,
        description="Of how many cases; beside a value: how many it rests on.",
    )
    unit: Annotated[Text, StringConstraints(max_length=30)] = Field(
        default="", description="The unit of the number, where it is not the metric's own: it is converted."
    )
    metric: Annotated[Text, StringConstraints(max_length=150)] = Field(
        default="", description="A guardrail by its name; left out, the KPI."
    )
    day: date | None = Field(default=None, description="The day it describes. Left out: today.")
    period: Annotated[Text, StringConstraints(max_length=40)] = Field(
        default="",
        description="Instead of a day a whole contract week: last week, this week, week 3, w3, b2.",
    )
    note: Annotated[Text, StringConstraints(max_length=1000)] = Field(default="", description="A remark.")
    reason: Annotated[Text, StringConstraints(max_length=1000)] = Field(
        default="", description="Why the value on record is wrong: with it this is a correction."
    )

    @model_validator(mode="after")
    def _is_one_value(self) -> Self:
        if self.n is not None and self.m is None:
            raise ValueError("n needs m: how many of how many cases.")
        if self.n is not None and (self.value is not None or self.unit):
            raise ValueError("Give either a value or n and m: n of m is the value.")
        if self.n is None and self.value in (None, ""):
            raise ValueError("Give a value, or n and m.")
        if self.unit and isinstance(self.value, str):
            raise ValueError("A value that is a text carries its unit itself: leave the unit out.")
        if self.day and self.period:
            raise ValueError("Give either a day or a period.")
        return self


class KeptReading(BaseModel):
    """What became of one reading of the request, in the metric's unit."""

    model_config = ConfigDict(frozen=True)

    status: Status
    number: int = Field(description="Its number within the use case, in the order of logging.")
    metric: str
    value: float
    unit: str
    n: int | None = None
    m: int | None = None
    day: date = Field(description="The day it describes; of a week the last one.")
    whole_week: bool
    shown: str = Field(description="The value as people read it.")


class Taken(BaseModel):
    """What became of a request: all of its readings, in their order. Either all are taken or none."""

    model_config = ConfigDict(frozen=True)

    use_case: str
    readings: list[KeptReading]
    verdict: str = Field(description="What all readings show by now, as people read it.")


class MetricState(BaseModel):
    """One metric that readings may be of, and its last reading."""

    model_config = ConfigDict(frozen=True)

    metric: str
    kind: str
    unit: str
    last: KeptReading | None = None


class UseCaseStanding(BaseModel):
    """Where a use case stands, for whoever sends readings for it."""

    model_config = ConfigDict(frozen=True)

    use_case: str
    title: str
    stage: str
    outcome: str | None
    day: int = Field(description="Day n of the plan; at most 60 lie between Day 1 and the decision.")
    target: float | None
    due: date | None
    takes_readings: bool
    closed_because: str = Field(description="Why it takes none; empty while it does.")
    last_closed_week: str = Field(description="The name of the contract week that closed last; empty: none.")
    metrics: list[MetricState]
    verdict: str


class Conflict(Refusal):
    """Another value is on record for that."""


class Wrong(NamedTuple):
    """One reading of a request that does not fit: its place from 0, the field if it is about one, and why."""

    place: int
    field: str
    no: Refusal


class NotTaken(Refusal):
    """Nothing was written: every reading of a request is taken, or none."""

    def __init__(self, *wrong: Wrong) -> None:
        super().__init__(" ".join(str(one.no) for one in wrong))
        self.wrong = wrong

    @property
    def conflict(self) -> bool:
        """Whether all would be taken, were there no other value on record."""
        return all(isinstance(one.no, Conflict) for one in self.wrong)

    @property
    def out_of_scope(self) -> bool:
        """Whether another token would be let in with the same request."""
        return all(isinstance(one.no, OutOfScope) for one in self.wrong)


class Placed(NamedTuple):
    """One reading of a request: new, or what is on record just so."""

    reading: Reading
    told: Told
    status: Status


def place(
    pilot: Pilot,
    given: Sequence[GivenReading],
    token: ApiToken | None,
    known: Known,
    source: Source = API,
) -> tuple[Placed, ...]:
    """The readings of a request, all of them or none. Raises `NotTaken` with every one that does not fit.

    `token`: by whose leave, where it is not a person's.
    """
    check_open(pilot.use_case)
    found = [_placed_or_wrong(pilot, one, number, token, known, source) for number, one in enumerate(given)]
    wrong = [one for one in found if isinstance(one, Wrong)] or list(_twice(found))
    if wrong:
        raise NotTaken(*wrong)
    return tuple(one for one in found if isinstance(one, Placed))


def _placed_or_wrong(
    pilot: Pilot, given: GivenReading, number: int, token: ApiToken | None, known: Known, source: Source
) -> Placed | Wrong:
    step = "metric"
    try:
        metric = _metric(given.metric, pilot)
        if token:
            check_metric(token, metric)
        step = "day" if given.day else "period"
        told = described(pilot, _period(given, known.today), metric, known.today)
        step = "value"
        return _placed(
            pilot, fresh(pilot.use_case, _value(given, metric), told, known, source, given.note), told, given
        )
    except Conflict as no:
        return Wrong(number, "value", no)
    except Refusal as no:
        return Wrong(number, step, no)


def _metric(name: str, pilot: Pilot) -> Metric:
    known = metrics(pilot.use_case.agreed.terms)
    found = named_metric(name, known)
    if found is None:
        names = listed([f"“{one.name}”" for one in known])
        raise Refusal(f"{pilot.use_case.key} measures no “{name}”.", ways=(f"name one of these: {names}",))
    return found


def _period(given: GivenReading, today: date) -> Period:
    if not given.period:
        return Period(day=given.day or today)
    found = read_period(given.period, today)
    if found is None:
        words = f"“{given.period}” names neither a day nor a contract week."
        raise Refusal(
            words, ways=("write last week, this week, week 3, w3 or b2", "or give a day: 2026-05-12")
        )
    return found


def _value(given: GivenReading, metric: Metric) -> Value:
    if given.n is not None:
        return read_value(f"{given.n}/{given.m}", metric)
    if isinstance(given.value, str):
        return read_value(given.value, metric, str(given.m or ""))
    number = Quantity(float(given.value or 0), _unit(given.unit))
    typed = f"{number.value:g} {given.unit}".strip()
    return Value(metric, in_unit(number, metric, typed), den=given.m)


def _unit(named: str) -> str:
    if folded(named) in ("", "count"):
        return "count"
    found = parse_quantity(f"1 {named}")
    if found is None or found.unit == "count":  # a noun: it may be anything
        raise Refusal(f"I know no unit “{named}”.", ways=("leave the unit out: then it is the metric's own",))
    return found.unit


def _placed(pilot: Pilot, new: Reading, told: Told, given: GivenReading) -> Placed:
    before = standing_in(pilot, new)
    if before is None:
        return Placed(new, told, "taken")
    if says_the_same(before, new.model_copy(update={"note": ""})):
        return Placed(before, told, "on record already")
    if given.reason:
        kept = {"corrects": before.number, "reason": given.reason}
        return Placed(new.model_copy(update=kept), told, "corrected")
    terms, key = pilot.use_case.agreed.terms, pilot.use_case.key
    when = weeks.in_words(told.week.name) if told.weekly and told.week else told.day.isoformat()
    value = f"{shown(before, terms)} of “{name_of(before, terms)}”"
    raise Conflict(
        f"On record for {when} is {value}, reading {before.number}.",
        ways=(
            "send it with a reason, and it is a correction: both stay on record",
            f"or correct it in Slack: /pilot fix {key}",
        ),
    )


def _twice(found: Sequence[Placed | Wrong]) -> Iterator[Wrong]:
    """Two readings of one request for the same metric and time."""
    seen = dict[object, int]()
    for number, one in enumerate(found):
        if isinstance(one, Placed) and (first := seen.setdefault(one.reading.slot, number)) != number:
            yield Wrong(
                number,
                "",
                Refusal(
                    f"Reading {first} of this request is about the same metric and time. Send one of them."
                ),
            )


def told(pilot: Pilot, placed: Sequence[Placed], added: Sequence[Reading], around: Around) -> Taken:
    """What is answered: `added` are the new ones of those placed, numbered, in their order."""
    numbered = iter(added)
    kept = [
        _kept(pilot, one.reading if one.status == "on record already" else next(numbered), one.status)
        for one in placed
    ]
    return Taken(use_case=pilot.use_case.key, readings=kept, verdict=verdicts.said(pilot, around))


def _kept(pilot: Pilot, reading: Reading, status: Status) -> KeptReading:
    terms = pilot.use_case.agreed.terms
    return KeptReading(
        status=status,
        number=reading.number,
        metric=name_of(reading, terms),
        value=reading.value or 0.0,
        unit=unit_of(reading, terms),
        n=reading.num,
        m=reading.den,
        day=reading.day,
        whole_week=reading.weekly,
        shown=shown(reading, terms),
    )


def standing(pilot: Pilot, token: ApiToken, around: Around) -> UseCaseStanding:
    """Where a use case stands, as far as this token is concerned."""
    use_case, terms = pilot.use_case, pilot.use_case.agreed.terms
    why, closed = closed_because(use_case), weeks.closed(use_case, around.today)
    return UseCaseStanding(
        use_case=use_case.key,
        title=use_case.title,
        stage=use_case.stage,
        outcome=use_case.outcome,
        day=(around.today - use_case.day_one).days + 1,
        target=terms.target,
        due=terms.due,
        takes_readings=not why,
        closed_because=why,
        last_closed_week=closed[-1].name if closed else "",
        metrics=[_state(pilot, one) for one in metrics(terms) if _may(token, one)] if terms.kpi else [],
        verdict=verdicts.said(pilot, around) if terms.kpi else "",
    )


def _may(token: ApiToken, metric: Metric) -> bool:
    return not token.metrics or any(named_metric(name, [metric]) for name in token.metrics)


def _state(pilot: Pilot, metric: Metric) -> MetricState:
    of_it = pilot.of_metric(metric.measured, metric.metric)
    last = _kept(pilot, of_it[-1], "on record already") if of_it else None
    return MetricState(metric=metric.name, kind=metric.measured, unit=metric.unit, last=last)
