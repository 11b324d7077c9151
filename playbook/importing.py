"""An existing portfolio brought in from tables: decided row by row, taken as a whole or not at all.

What comes in is proposed, whatever it was elsewhere: readings come along as its history, a passed gate does
not.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import partial
from typing import NamedTuple, TypeVar

from pydantic import ValidationError

from playbook import imported_readings, on_record
from playbook.contract import set_kpi, set_safety
from playbook.contract_text import kpi_answers
from playbook.described import check_open
from playbook.facts import Fact, Pilot, Reading, UseCase
from playbook.forms import (
    KpiForm,
    NewUseCase,
    PeopleForm,
    PlanForm,
    ProcessForm,
    ProfileFields,
    SafetyForm,
)
from playbook.known import Known
from playbook.outcomes import Change, Outcome, What
from playbook.policy import can, check
from playbook.portfolio import (
    COLUMNS,
    DECIDED_HERE,
    Answers,
    Column,
    Directory,
    agreed_safety,
    answers_to,
    cells_of,
    decided_elsewhere,
)
from playbook.refusals import NoSuchUseCase, Refusal, Refusals, plainly
from playbook.registration import (
    describe_friction,
    describe_process,
    first_day,
    name_people,
    register,
    replan,
)
from playbook.registration_text import people_told, plan_told, workflow_told
from playbook.sentence import SentenceTooLong, compile_sentence
from playbook.sheets import Row, Sheet
from playbook.wording import listed

T = TypeVar("T")
KEY = "uc-"
OF_REFUSED = "its use case is refused above"


class Here(Fact):
    """What the workspace holds of what the tables name. `refs`: numbers of their own, by earlier imports."""

    directory: Directory
    refs: Mapping[str, int] = {}
    pilots: Mapping[int, Pilot] = {}


class Planned(NamedTuple):
    """One use case as it will be, with the readings that come along. `before` None: it is new."""

    before: UseCase | None
    after: UseCase
    ref: str = ""
    readings: tuple[Reading, ...] = ()


class Import(NamedTuple):
    """What an import would do: every row's outcome, and what is to be written when none is refused."""

    outcomes: tuple[Outcome, ...]
    planned: tuple[Planned, ...]
    notes: tuple[str, ...] = ()

    @property
    def refused(self) -> tuple[Outcome, ...]:
        """The rows that stand in the way."""
        return tuple(one for one in self.outcomes if one.what == "refused")

    def count(self, what: What) -> int:
        """How many rows come to this."""
        return sum(one.what == what for one in self.outcomes)


def named(sheets: Iterable[Sheet]) -> frozenset[str]:
    """Which use cases the tables name, by key or by a number of their own."""
    found = {row.get(column) for sheet in sheets for row in sheet.rows for column in ("use_case", "ref")}
    return frozenset(found - {""})


def plan(sheets: Sequence[Sheet], here: Here, known: Known) -> Import:
    """Decide every row of the tables. Nothing of it may be written while a row is refused."""
    check(known.actor, "import", None, known.settings)
    notes = tuple(note for sheet in sheets for note in _unread(sheet))
    under_way = known.model_copy(update={"listed": tuple(one for one in known.listed if not one.proposed)})
    outcomes: list[Outcome] = []
    planned: dict[str, Planned] = {}
    for sheet in (one for one in sheets if not imported_readings.holds(one)):
        for row in sheet.rows:
            outcomes.append(_use_case(sheet.name, row, here, under_way, planned))
    refused = {one.name for one in outcomes if one.what == "refused"}
    for sheet in (one for one in sheets if imported_readings.holds(one)):
        outcomes.extend(_readings(sheet, here, known, planned, refused))
    changed = tuple(one for one in planned.values() if one.before != one.after or one.readings)
    return Import(tuple(outcomes), changed, notes)


def _unread(sheet: Sheet) -> Iterator[str]:
    read = imported_readings.COLUMNS if imported_readings.holds(sheet) else {*COLUMNS, *DECIDED_HERE}
    if not set(sheet.columns) & set(read):
        words = f"{sheet.name} has none of the columns I read."
        raise Refusal(words, ways=("begin with the template: pilotage import --template",))
    for column in (one for one in sheet.columns if one and one not in read):
        near = get_close_matches(column, sorted(read), n=1, cutoff=0.7)
        meant = f"; did you mean “{near[0]}”?" if near else ""
        yield f"{sheet.name}: the column “{column[:40]}” is not read{meant}"


# --- a row that is a use case -------------------------------------------------------------------------------

_Apply = Callable[[UseCase, Answers, Known], UseCase]
_FORMS: Mapping[str, tuple[Callable[[UseCase], Answers], _Apply]] = {
    "people": (people_told, lambda before, told, known: name_people(before, PeopleForm.read(told), known)),
    "friction": (
        lambda use_case: use_case.profile.model_dump(),
        lambda before, told, known: describe_friction(before, ProfileFields.read(told)),
    ),
    "process": (
        workflow_told,
        lambda before, told, known: describe_process(before, ProcessForm.read(told), known),
    ),
    "plan": (plan_told, lambda before, told, known: replan(before, PlanForm.read(told), known)),
    "kpi": (
        lambda use_case: kpi_answers(use_case.contract.terms),
        lambda before, told, known: set_kpi(before, KpiForm.read(told)),
    ),
    "safety": (
        lambda use_case: agreed_safety(use_case.contract.terms),
        lambda before, told, known: set_safety(before, SafetyForm.read(told)),
    ),
}


def _use_case(sheet: str, row: Row, here: Here, known: Known, planned: dict[str, Planned]) -> Outcome:
    name = row.get("use_case") or row.get("ref") or row.get("title")[:60] or f"line {row.line}"
    problems: list[str] = []
    before = _tried(lambda: _meant(row, here, known), problems, None)
    slot = before.key if before else row.get("ref") or f"{sheet}:{row.line}"
    if claims := decided_elsewhere(row.cells):
        problems.append(
            f"{listed(claims)}: gates, signatures and go-live are decided here, on evidence. Leave it empty: "
            "it begins as proposed, and its readings come along as history"
        )
    if slot in planned:
        problems.append(f"{name} is in this import twice")
    after = None
    if not problems:
        after = _changed(before, row, here, known, problems) if before else _new(row, here, known, problems)
    if problems or after is None:
        return Outcome(sheet, row.line, "refused", name, problems=tuple(problems))
    planned[slot] = Planned(before, after, row.get("ref"))
    return _compared(sheet, row, before, after, here.directory, name)


def _compared(
    sheet: str, row: Row, before: UseCase | None, after: UseCase, directory: Directory, name: str
) -> Outcome:
    if before is None:
        return Outcome(sheet, row.line, "new", name)
    was, now = cells_of(before, directory), cells_of(after, directory)
    changes = tuple(
        Change(column, was[column], now[column]) for column in COLUMNS if was[column] != now[column]
    )
    return Outcome(sheet, row.line, "changed" if changes else "same", name, changes)


def _meant(row: Row, here: Here, known: Known) -> UseCase | None:
    """The use case that a row names, by key or by a number of their own; None when it is a new one."""
    pilot = found(row.get("use_case"), here) if row.get("use_case") else None
    kept = here.refs.get(row.get("ref"))
    if pilot and kept not in (None, pilot.use_case.number):
        raise Refusal(f"{row.get('ref')} is UC-{kept} here, not {pilot.use_case.key}")
    pilot = pilot or (here.pilots.get(kept) if kept else None)
    if pilot and not can(known.actor, "describe", pilot.use_case, known.settings):
        raise NoSuchUseCase
    return pilot.use_case if pilot else None


def found(key: str, here: Here) -> Pilot:
    """The use case of that key. Raises `NoSuchUseCase`."""
    digits = key.casefold().removeprefix(KEY)
    pilot = here.pilots.get(int(digits)) if digits.isdecimal() and len(digits) < 10 else None
    if pilot is None:
        raise NoSuchUseCase
    return pilot


def _new(row: Row, here: Here, known: Known, problems: list[str]) -> UseCase | None:
    told = _tried(lambda: _told(("new", "people", "friction"), row, here), problems, None)
    if told is None:
        return None
    at_home = _at_home(told, here, known)
    use_case = _tried(lambda: _registered(told, row, at_home), problems, None)
    later = ("process", "plan", "kpi", "safety")
    return use_case and _filled(use_case, later, row, here, at_home, problems)


def _registered(told: Answers, row: Row, known: Known) -> UseCase:
    sentence = told.get("sentence")
    if not (sentence or row.get("title")):
        raise Refusal("it needs a title or a sentence")
    form = NewUseCase.read({**told, "sentence": sentence or row.get("title")})
    return register(form, compile_sentence(str(sentence or ""), first_day(known)), known)


def _changed(before: UseCase, row: Row, here: Here, known: Known, problems: list[str]) -> UseCase:
    said = row.get("sentence")
    if said and said != before.sentence:
        problems.append("sentence: it stays as it was registered; change the columns of the contract instead")
    nobody: Answers = {}
    home = _tried(lambda: _told(("people",), row, here), problems, nobody)
    after = _filled(before, tuple(_FORMS), row, here, _at_home(home, here, known), problems)
    return _tried(lambda: on_record.kept(here.pilots[before.number], after), problems, after)


def _at_home(told: Answers, here: Here, known: Known) -> Known:
    channel = here.directory.channels.get(str(told.get("home")))
    return known.model_copy(update={"channel": channel, "people": here.directory.people})


def _told(forms: Iterable[str], row: Row, here: Here) -> Answers:
    told: Answers = {}
    for form in forms:
        told |= answers_to(form, row.cells, here.directory)
    return told


def _filled(
    use_case: UseCase, forms: Iterable[str], row: Row, here: Here, known: Known, problems: list[str]
) -> UseCase:
    """The use case with every form filled in that a row says something new to."""
    was = cells_of(use_case, here.directory)
    for form in forms:
        if any(row.cells.get(one.name, was[one.name]) != was[one.name] for one in _columns_of(form)):
            step = partial(_apply, form, use_case, row, here, known)
            use_case = _tried(step, problems, use_case)
    return use_case


def _apply(form: str, use_case: UseCase, row: Row, here: Here, known: Known) -> UseCase:
    now, apply = _FORMS[form]
    told = {**now(use_case), **answers_to(form, row.cells, here.directory)}
    if form == "plan":  # an empty cell of these says nothing: there always is a title and a Day 1
        told |= {field: stands for field, stands in now(use_case).items() if not told[field]}
    return apply(use_case, told, known)


def _columns_of(form: str) -> list[Column]:
    return [column for column in COLUMNS.values() if column.form == form]


def _tried(step: Callable[[], T], problems: list[str], otherwise: T) -> T:
    """What a step gives; where it is refused, why, each beside its column."""
    try:
        return step()
    except Refusals as several:
        problems.extend(_beside(one.field, one.words) for one in several.each)
    except Refusal as no:
        problems.append(_beside(no.field, no.words))
    except SentenceTooLong as no:
        problems.append(_beside("sentence", str(no)))
    except ValidationError as wrong:
        problems.extend(_beside(str(one["loc"][0]), plainly(one)) for one in wrong.errors())
    return otherwise


def _beside(field: str | None, words: str) -> str:
    column = next((one.name for one in COLUMNS.values() if one.field == field), field)
    flat = " ".join(words.split())
    return f"{column}: {flat}" if column else flat


# --- rows that are readings ---------------------------------------------------------------------------------


def _readings(
    sheet: Sheet, here: Here, known: Known, planned: dict[str, Planned], refused: Collection[str]
) -> Iterator[Outcome]:
    """Each row's outcome; what is new is added to what is planned for its use case."""
    taking: dict[str, imported_readings.Taking | str] = {}
    for row in sheet.rows:
        name = row.get("use_case") or row.get("ref") or imported_readings.key_in(sheet.name)
        if name not in taking:
            taking[name] = OF_REFUSED if name in refused else _begun(name, here, known, planned)
        begun = taking[name]
        if isinstance(begun, str):
            yield Outcome(sheet.name, row.line, "refused", name, problems=(begun,))
        else:
            yield begun.take(sheet.name, row)
    for begun in taking.values():
        if isinstance(begun, imported_readings.Taking) and begun.new:
            _add(begun, planned)


def _begun(
    name: str, here: Here, known: Known, planned: dict[str, Planned]
) -> "imported_readings.Taking | str":
    """The readings of one use case, ready to be taken; or why there are none to take."""
    problems: list[str] = []
    pilot = _tried(lambda: _pilot(name, here, known, planned), problems, None)
    return imported_readings.Taking(name, pilot, known) if pilot else problems[0]


def _pilot(name: str, here: Here, known: Known, planned: dict[str, Planned]) -> Pilot:
    if not name:
        raise Refusal("the column use_case says whose reading this is")
    if name in planned:
        pilot = Pilot(use_case=planned[name].after)
        if planned[name].before:
            pilot = found(pilot.use_case.key, here).model_copy(update={"use_case": planned[name].after})
    else:
        pilot = here.pilots[here.refs[name]] if name in here.refs else found(name, here)
        if not can(known.actor, "describe", pilot.use_case, known.settings):
            raise NoSuchUseCase
    if not pilot.use_case.agreed.terms.kpi:
        raise Refusal("it has no KPI yet: fill in its column kpi")
    check_open(pilot.use_case)
    return pilot


def _add(begun: "imported_readings.Taking", planned: dict[str, Planned]) -> None:
    slot = next(
        (key for key in (begun.name, begun.pilot.use_case.key) if key in planned), begun.pilot.use_case.key
    )
    before = planned.get(slot) or Planned(begun.pilot.use_case, begun.pilot.use_case)
    planned[slot] = before._replace(readings=(*before.readings, *begun.new))
