"""The whole digest as a table: a line for each use case, nothing cut, nothing a spreadsheet would run."""

from collections.abc import Mapping, Sequence
from typing import Final

from playbook import sheets
from playbook.facts import PersonId
from playbook.review_notices import Reviewed

COLUMNS: Final = (
    "key",
    "title",
    "state",
    "needs",
    "owner",
    "sponsor",
    "production_ready",
    "plan",
    *(f"q{number}{part}" for number in range(1, 5) for part in ("", "_because", "_action", "_whose")),
    "since_last_month",
    "owed",
    "worth",
)


def table(lines: Sequence[Reviewed], names: Mapping[PersonId, str]) -> str:
    """The digest's lines in their order, people by name."""
    return sheets.write(COLUMNS, [_row(one, names) for one in lines])


def _row(one: Reviewed, names: Mapping[PersonId, str]) -> list[str]:
    answers = one.answers
    needs = "production at risk" if one.at_risk else one.attention
    told = [one.key, one.title, one.state, needs, _name(one.owner, names), _name(one.sponsor, names)]
    told += [answers.verdict, answers.plan] if answers else ["", ""]
    for each in answers.answers if answers else ():
        whose = ", ".join(_name(person, names) for person in each.whose)
        told += [each.answer, each.because, each.action, whose]
    told += [""] * (len(COLUMNS) - 3 - len(told))
    changed = "; ".join(filter(None, (one.change, *one.became)))
    owed = "; ".join(f"{_name(it.person, names)} since {it.since}: {it.words}" for it in one.owes)
    return [*told, changed, owed, one.worth]


def _name(person: PersonId | None, names: Mapping[PersonId, str]) -> str:
    return names.get(person, person) if person else ""


def people_in(one: Reviewed) -> set[PersonId]:
    """Everybody a line names."""
    answers = one.answers.answers if one.answers else ()
    whose = (person for each in answers for person in each.whose)
    named = {one.owner, one.sponsor, *whose, *(it.person for it in one.owes)}
    return {person for person in named if person}
