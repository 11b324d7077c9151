"""The weekly form: what it shows for a week, and the readings that follow from what is changed in it."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TypeVar

from playbook.described import Told, check_open
from playbook.facts import Pilot, Reading
from playbook.known import Known
from playbook.measured import HOURS, Metric, asked_of, metrics, read_value, values, written
from playbook.refusals import Refusal, Refusals
from playbook.replicating import PARTS, EffortPart
from playbook.taking import Source, only_news, reading_of, withdrawn
from playbook.typed import read_entry
from playbook.weeks import Week

T = TypeVar("T")
MOST_GUARDRAILS = 12
CHOSEN_HOURS = ("0", "4", "8", "16", "24", "40")
FORM = Source("form")
Answers = Mapping[str, object]


def fields(pilot: Pilot) -> dict[str, Metric]:
    """Which input asks for which metric, in the order of the form."""
    kpi, *guardrails = asked_of(pilot.use_case.agreed.terms)
    asked = {"kpi": kpi} | {f"g{n}": one for n, one in enumerate(guardrails[:MOST_GUARDRAILS], 1)}
    counted = (one for one in metrics(pilot.use_case.agreed.terms) if one.measured in ("usage", "exceptions"))
    return asked | {one.name: one for one in counted}


def filled(pilot: Pilot, week: Week, missed: tuple[Week, ...]) -> dict[str, object]:
    """The form as it is opened: what is on record for the whole week, the rest empty."""
    found = {name: _on_record(pilot, one, week) for name, one in fields(pilot).items()}
    terms = pilot.use_case.agreed.terms
    shown: dict[str, object] = {name: written(one, terms) if one else None for name, one in found.items()}
    exceptions, kpi = found["exceptions"], found["kpi"]
    return (
        shown
        | {name: _figure(found[name]) for name in ("usage", "exceptions")}
        | _hours(_hours_on_record(pilot, week))
        | {"exceptions_why": exceptions.note or None if exceptions else None}
        | {"note": kpi.note or None if kpi else None}
        | {one.name: None for one in missed}
    )


def _hours(spent: tuple[EffortPart | None, Reading] | None) -> dict[str, object]:
    """Hours as their inputs hold them: a choice or a plain figure, and the part they went into."""
    part, reading = spent or (None, None)
    hours = _figure(reading)
    chosen = hours if hours in CHOSEN_HOURS or hours is None else "other"
    return {"hours": chosen, "hours_other": hours if chosen == "other" else None, "hours_part": part}


def _hours_on_record(pilot: Pilot, week: Week) -> tuple[EffortPart | None, Reading] | None:
    """The hours logged last for that week, with their part: of several parts the form shows that one."""
    found = ((part, _on_record(pilot, metric, week)) for part, metric in HOURS.items())
    stand = [(part, reading) for part, reading in found if reading]
    return max(stand, key=lambda each: each[1].number, default=None)


def _figure(reading: Reading | None) -> str | None:
    return None if reading is None or reading.value is None else f"{reading.value:.12g}"


def _on_record(pilot: Pilot, metric: Metric, week: Week) -> Reading | None:
    slot = (metric.measured, metric.metric.casefold(), week.last, True)
    return next((one for one in pilot.standing if one.slot == slot), None)


def taken_from(
    pilot: Pilot, week: Week, missed: tuple[Week, ...], answers: Answers, known: Known
) -> tuple[Reading, ...]:
    """The readings that follow from what was changed; every field that is wrong is named at once."""
    check_open(pilot.use_case)
    refused: list[Refusal] = []
    shown = filled(pilot, week, missed)
    changed = frozenset(name for name in shown if answers.get(name) != shown[name])
    new = list(_of_week(pilot, week, answers, changed, known, refused))
    for older in missed:
        if older.name in changed:
            new += of_line(pilot, older, answers[older.name], older.name, known, refused)
    Refusals.raise_any(refused)
    if not new:
        raise Refusal("Nothing new was typed: all of this is on record already.", field="kpi")
    return only_news(pilot, new)


_REMARKS = {"kpi": "note", "exceptions": "exceptions_why"}


def _of_week(
    pilot: Pilot,
    week: Week,
    answers: Answers,
    changed: frozenset[str],
    known: Known,
    refused: list[Refusal],
) -> Iterator[Reading]:
    told = Told(week.last, True, week)
    for name, metric in fields(pilot).items():
        if not changed & {name, _REMARKS.get(name, "")}:
            continue
        typed, before = _typed(name, answers), _on_record(pilot, metric, week)
        if typed is not None:
            if value := beside(name, refused, partial(read_value, typed, metric)):
                remark = str(answers.get(_REMARKS.get(name, "")) or "")
                yield reading_of(pilot, value, told, known, FORM, remark)
        elif before:
            yield withdrawn(pilot, before, known, FORM)
    if changed & {"hours", "hours_other", "hours_part"}:
        yield from _hours_of_week(pilot, week, answers, known, refused)


def _hours_of_week(
    pilot: Pilot, week: Week, answers: Answers, known: Known, refused: list[Refusal]
) -> Iterator[Reading]:
    """The hours with their part; what the form showed of another part was meant to be this."""
    chosen = answers.get("hours_part")
    part = next((one for one in PARTS if one == chosen), None)
    before, typed = _hours_on_record(pilot, week), _typed("hours", answers)
    if typed == "other":
        typed = _typed("hours_other", answers)
    if before and (typed is None or before[0] != part):
        yield withdrawn(pilot, before[1], known, FORM)
    if typed and (value := beside("hours", refused, partial(read_value, typed, HOURS[part]))):
        yield reading_of(pilot, value, Told(week.last, True, week), known, FORM)


def _typed(name: str, answers: Answers) -> str | None:
    typed = answers.get(name)
    return str(typed) if typed not in (None, "") else None


def of_line(
    pilot: Pilot, week: Week, typed: object, field: str, known: Known, refused: list[Refusal]
) -> tuple[Reading, ...]:
    """A week on one line: `4.1, 2/140`; what is wrong with it is added to `refused`."""
    read = partial(_of_line, pilot, week, str(typed), known)
    return beside(field, refused, read) or () if typed else ()


def _of_line(pilot: Pilot, week: Week, typed: str, known: Known) -> tuple[Reading, ...]:
    entry = read_entry(typed, known.today)
    told = Told(week.last, True, week)
    found = values(entry, pilot.use_case.agreed.terms)
    return tuple(reading_of(pilot, value, told, known, FORM, entry.note) for value in found)


def beside(field: str, refused: list[Refusal], read: Callable[[], T]) -> T | None:
    """What was read, or None with the refusal put beside its field."""
    try:
        return read()
    except Refusal as no:
        refused.append(Refusal(str(no), field=field, ways=no.ways))
        return None
