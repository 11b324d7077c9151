"""A use case as one row of a portfolio, and back: what can be filled in before the sixty days, no more.

There is no column for a stage, a signature, a vote or a decision: those are made here, by people, on
evidence.
"""

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

from playbook import sheets
from playbook.contract_text import kpi_answers, safety_answers
from playbook.facts import Channel, Fact, Person, PersonId, Terms, UseCase
from playbook.refusals import Refusal
from playbook.registration import write_bottlenecks
from playbook.typed import read_day
from playbook.wording import folded

Named = Mapping[str, Sequence[str]]
Cells = Mapping[str, str]
Answers = dict[str, object]


class Directory(Fact):
    """Who and what a workspace has today, so that names and days in a table can be looked up."""

    today: date
    people: Mapping[PersonId, Person] = {}
    channels: Mapping[str, Channel] = {}

    def person(self, typed: str) -> PersonId:
        """The person meant by `Anna Berg`, `@Anna Berg` or `Anna Berg <U0ANNA>`. Refuses none and several."""
        return _one(typed.removeprefix("@"), self._people_by_name, self.people, "person")

    def channel(self, typed: str) -> str:
        """The channel meant by `sales-ops`, `#sales-ops` or `#sales-ops <C0SALES>`."""
        return _one(typed.removeprefix("#"), self._channels_by_name, self.channels, "channel")

    @cached_property
    def _people_by_name(self) -> Named:
        return _by_name((who.name, who.id) for who in self.people.values() if not who.deactivated)

    @cached_property
    def _channels_by_name(self) -> Named:
        return _by_name((seen.name, seen.id) for seen in self.channels.values() if not seen.archived)

    def day(self, typed: str) -> str:
        """The day meant by `2026-05-12`, `12 May` or `12.5.2026`."""
        day = read_day(typed, self.today)
        if day is None:
            raise Refusal(f"“{typed[:60]}” is no date I can read; write it like 2026-05-12.")
        return day.isoformat()

    def write_person(self, person: PersonId | None) -> str:
        """A person as they are found again: the name for people, the id for us."""
        return _written(person, self.people[person].name if person and person in self.people else "")

    def write_channel(self, channel: str | None) -> str:
        """A channel as it is found again."""
        seen = self.channels.get(channel or "")
        return _written(channel, f"#{seen.name}" if seen else "")


_ID = re.compile(r"(?:.*<)?[@#]?([UWCG][A-Z0-9]{2,})(?:\|[^>]*)?>?")


def _by_name(named: Iterable[tuple[str, str]]) -> Named:
    found: dict[str, list[str]] = {}
    for name, one in named:
        found.setdefault(folded(name), []).append(one)
    return found


def _one(typed: str, names: Named, known: Container[str], what: str) -> str:
    found = _ID.fullmatch(typed)
    if found and found[1] in known:
        return found[1]
    meant = names.get(folded(typed), ())
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise Refusal(
            f"“{typed[:60]}” is the name of {len(meant)}. Write {typed[:60]} <{meant[0]}> for one of them."
        )
    raise Refusal(f"I know no {what} “{typed[:60]}” in this workspace.")


def _written(one: str | None, name: str) -> str:
    return "" if one is None else f"{name} <{one}>" if name else one


class Column(NamedTuple):
    """A column of the table: which form it is part of, which field of it, and what an example row says."""

    name: str
    form: str
    field: str
    means: str
    example: str


_COLUMNS = (
    Column("use_case", "", "", "UC-7 for a draft that is here already; empty for a new one", ""),
    Column("ref", "", "", "your own number for it, kept for later imports and for its readings", "RPA-12"),
    Column("title", "plan", "title", "what people call it", "Proposal turnaround"),
    Column(
        "sentence",
        "new",
        "sentence",
        "the promise in one sentence; the columns of the contract go before it",
        "Cut average proposal turnaround from 8 days to 5 days within 45 days",
    ),
    Column("owner", "people", "owner", "the workflow owner, by name; asked to accept", ""),
    Column("sponsor", "people", "sponsor", "who funds it", ""),
    Column("home_channel", "people", "home", "where it lives; the bot has to be a member", ""),
    Column("systems", "friction", "systems", "how many systems it crosses", "3"),
    Column("layers", "friction", "layers", "how many approval layers", "2"),
    Column("partners", "friction", "partners", "how many external partners", "1"),
    Column("loop_days", "friction", "loop_days", "how many days a decision takes", "4"),
    Column("workflow", "process", "workflow", "the workflow it changes", "proposals"),
    Column("function", "process", "function", "the business function", "Sales"),
    Column(
        "bottlenecks",
        "process",
        "bottlenecks",
        "step, wait, system; several parted by ;",
        "pricing check, 2 days, ERP; legal review, 3 days, mail",
    ),
    Column("second_place", "process", "second_place", "where it will be repeated", "Region South"),
    Column("second_owner", "process", "second_owner", "who would own it there", ""),
    Column("day_one", "plan", "day_one", "Day 1, today or later; empty: the next working day", ""),
    Column("worth", "plan", "worth", "what it is worth, in your words", ""),
    Column("kpi", "kpi", "kpi", "the one number", "average proposal turnaround"),
    Column(
        "baseline", "kpi", "baseline", "where it stands: a number, a range, or readings parted by ;", "8 days"
    ),
    Column("target", "kpi", "target", "what it should be", "5 days"),
    Column("due", "kpi", "due", "by when", ""),
    Column("source", "kpi", "source", "where the number comes from", "CRM report 4711"),
    Column("expected", "safety", "expected", "the results both sides expect", "4.4 to 5.6 days"),
    Column("guardrails", "safety", "guardrails", "what must hold; several parted by ;", "error rate < 2 %"),
    Column("rollback", "safety", "rollback", "which reading sends it back", "error rate >= 2 % two in a row"),
)
COLUMNS: Mapping[str, Column] = {column.name: column for column in _COLUMNS}
SEVERAL = frozenset({"bottlenecks", "baseline", "guardrails"})  # parted by ; or by lines
DAYS = ("day_one", "due")
PEOPLE = frozenset({"owner", "sponsor", "second_owner"})
DECIDED_HERE = frozenset(
    "stage status phase outcome gate gates pilot_gate limited_production_gate scale_gate decision decided "
    "approved approval signed signature signatures locked votes live went_live go_live".split()
)
NOT_BEGUN = frozenset(
    {"", "no", "none", "proposed", "new", "idea", "draft", "frame", "backlog", "false", "0"}
)


def template() -> tuple[tuple[str, ...], list[list[str]]]:
    """The columns of an empty portfolio, and one row that shows how they are filled."""
    return tuple(COLUMNS), [[column.example for column in _COLUMNS]]


def cells_of(use_case: UseCase, directory: Directory, ref: str = "") -> dict[str, str]:
    """A use case as a row: what this module reads back unchanged."""
    place = use_case.second_place
    terms = use_case.contract.terms
    told = {
        "use_case": use_case.key,
        "ref": ref,
        "title": use_case.title,
        "sentence": use_case.sentence,
        "owner": directory.write_person(use_case.owner),
        "sponsor": directory.write_person(use_case.sponsor),
        "home_channel": directory.write_channel(use_case.home.channel if use_case.home else None),
        **use_case.profile.model_dump(),
        "workflow": use_case.workflow,
        "function": use_case.function,
        "bottlenecks": write_bottlenecks(use_case.bottlenecks),
        "second_place": place.name if place else None,
        "second_owner": directory.write_person(place.owner if place else None),
        "day_one": use_case.day_one.isoformat(),
        "worth": use_case.worth,
        **kpi_answers(terms),
        **agreed_safety(terms),
    }
    return {name: _shown(told[name]) for name in COLUMNS}


def agreed_safety(terms: Terms) -> dict[str, object]:
    """The safety form filled with what was agreed on, without the presets that a window offers."""
    said = {"expected": terms.expected, "guardrails": terms.guardrails, "rollback": terms.rollback}
    return {name: text if said[name] else None for name, text in safety_answers(terms).items()}


def _shown(value: object) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def drafts(use_cases: Iterable[UseCase], names: Mapping[PersonId, str], today: date) -> str:
    """Every use case that is still proposed as a table that can be edited and imported again."""
    people = {person: Person(id=person, name=name) for person, name in names.items()}
    directory = Directory(today=today, people=people)
    rows = (cells_of(one, directory).values() for one in use_cases if one.proposed)
    return sheets.write(tuple(COLUMNS), rows)


def answers_to(form: str, cells: Cells, directory: Directory) -> Answers:
    """What a row says to the fields of a form; people and channels by their ids. Refuses what is unknown."""
    return {
        column.field: _answer(column, cells[column.name], directory)
        for column in _COLUMNS
        if column.form == form and column.name in cells
    }


def _answer(column: Column, typed: str, directory: Directory) -> str | None:
    if not typed:
        return None
    try:
        return _readers(directory).get(column.name, _as_typed)(typed)
    except Refusal as no:
        raise Refusal(str(no), field=column.field) from None


def _readers(directory: Directory) -> dict[str, Callable[[str], str]]:
    return {
        **dict.fromkeys(PEOPLE, directory.person),
        **dict.fromkeys(SEVERAL, _a_line_each),
        **dict.fromkeys(DAYS, directory.day),
        "home_channel": directory.channel,
    }


def _as_typed(typed: str) -> str:
    return typed


def _a_line_each(typed: str) -> str:
    return "\n".join(part.strip() for part in typed.replace(";", "\n").splitlines())


def decided_elsewhere(cells: Cells) -> tuple[str, ...]:
    """What a row claims to have passed already: refused, since a gate is decided here or not at all."""
    claims = {name: cells[name] for name in sorted(DECIDED_HERE & cells.keys())}
    return tuple(f"{name} “{said[:40]}”" for name, said in claims.items() if folded(said) not in NOT_BEGUN)
