"""A decided import written down: every use case and every reading, or on an exception none of it."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from playbook import cards
from playbook.facts import Person, PersonId, Pilot, UseCase
from playbook.importing import Here, Import, Planned, named
from playbook.portfolio import Directory
from playbook.refusals import NoSuchUseCase
from playbook.sheets import Sheet
from store import changes
from store.use_cases import number_of
from store.work import Look, Work

REF = "import|"  # begins the nonce of what was imported; behind it their own number for it
ACT = "imported"


def here(look: Look, sheets: Iterable[Sheet], directory: Directory) -> Here:
    """What the workspace holds of what the tables name."""
    refs = look.saved_under(REF)
    names = named(sheets)
    numbers = {refs[name] for name in names & refs.keys()} | _numbers(names)
    pilots = {one.number: one for one in look.listed() if one.number in numbers}
    return Here(directory=directory, refs=refs, pilots={number: look.pilot(number) for number in pilots})


def _numbers(names: Iterable[str]) -> set[int]:
    found = set()
    for name in names:
        try:
            found.add(number_of(name))
        except NoSuchUseCase:
            continue
    return found


def take(
    work: Work,
    found: Import,
    people: Mapping[PersonId, Person],
    now: datetime,
    told: Callable[[Sequence[Planned]], Iterable[Planned]] = iter,
) -> tuple[str, ...]:
    """Write everything that was planned. Answers the keys of what is new, in the order of the rows.

    `told`: passes the planned on, and may say how far it has come.
    """
    for person in {one for each in found.planned for one in _named_by(each.after)} & people.keys():
        work.keep_person(people[person])
    return tuple(key for one in told(found.planned) if (key := _take(work, one, now)))


def _named_by(use_case: UseCase) -> Iterator[PersonId]:
    second = use_case.second_place.owner if use_case.second_place else None
    yield from (person for person in (use_case.owner, use_case.sponsor, second) if person)


def _take(work: Work, one: Planned, now: datetime) -> str:
    if one.before is not None:
        kept = changes.change(work, one.before, one.after, ACT, now)
        _log(work, work.with_readings(kept), one, now)
        return ""
    saved = work.add_use_case(one.after, nonce=REF + (one.ref or _fingerprint(one)))
    work.post(*cards.letters(None, saved, work.settings()))
    _log(work, Pilot(use_case=saved), one, now)
    return saved.key


def _log(work: Work, pilot: Pilot, one: Planned, now: datetime) -> None:
    if one.readings:
        changes.log(work, pilot, one.readings, "history imported", now)


def _fingerprint(one: Planned) -> str:
    """Stands for a row without a number of their own: the same row again is the same use case."""
    said = one.after.model_dump_json(exclude={"registered_at", "registrant", "day_one"})
    return hashlib.sha256(said.encode()).hexdigest()


def digest(sheets: Sequence[Sheet]) -> str:
    """What tells one set of tables from another: shown with the dry run, asked for by the import."""
    said = repr([(sheet.columns, [sorted(row.cells.items()) for row in sheet.rows]) for sheet in sheets])
    return hashlib.sha256(said.encode()).hexdigest()[:16]
