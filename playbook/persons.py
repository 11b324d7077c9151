"""A person is forgotten: in their place stands a pseudonym that stays the same and leads to nobody.

Ids are replaced wherever they stand. In typed texts the id, a mention of it and the full name are replaced;
a first name alone, a nickname or a description is not found, and has to be edited by whoever wrote it.
"""

import re
from collections.abc import Callable
from typing import Any, Final, TypeVar

from pydantic import BaseModel

from playbook.facts import PersonId, Settings, UseCase
from playbook.refusals import Refusal

Told = TypeVar("Told", bound=BaseModel)
_START: Final = "person-"
_PROGRAM: Final = "api:"
_PSEUDONYM: Final = re.compile(rf"{_START}[0-9a-f]{{8}}\Z")


class StillNeeded(Refusal):
    """This person still answers for something, so it has to be handed over first."""


def pseudonym(random_id: str) -> PersonId:
    """What stands in the place of a person, made of the random id the audit knows them by."""
    return f"{_START}{random_id[:8]}"


def is_forgotten(person: PersonId) -> bool:
    """Whether this is a pseudonym: nobody can be asked by it."""
    return bool(_PSEUDONYM.match(person))


def of_program(name: str) -> PersonId:
    """Who the record says logged a reading that a program sent: the name of its token, and nobody."""
    return f"{_PROGRAM}{name}"


def program(person: PersonId) -> str:
    """The program that speaks under this id, by its token's name; empty for people."""
    return person.removeprefix(_PROGRAM) if person.startswith(_PROGRAM) else ""


def check(person: PersonId, use_cases: tuple[UseCase, ...], settings: Settings) -> None:
    """Refuse while anybody waits for this person. Raises `StillNeeded`."""
    parts = [words for one in use_cases if one.outcome is None for words in _parts(person, one)]
    if person in settings.gatekeepers:
        parts.append("is a gatekeeper of this workspace")
    if person == settings.programme_lead:
        parts.append("is the programme lead")
    if parts:
        ways = ("hand over with `/pilot handover`", "name others in `/pilot settings`")
        raise StillNeeded(f"This person {'; '.join(parts)}. Somebody has to take that over first.", ways=ways)


def _parts(person: PersonId, use_case: UseCase) -> list[str]:
    contact = next((c.contact for c in use_case.controls if c.control == "escalation_path"), None)
    held = {
        "owns": use_case.owner,
        "sponsors": use_case.sponsor,
        "is the escalation contact of": contact,
        "is the owner-to-be at the second place of": use_case.second_place and use_case.second_place.owner,
    }
    found = [f"{words} {use_case.key}" for words, who in held.items() if who == person]
    return found + ([f"is asked to take over {use_case.key}"] if person in use_case.successors else [])


def in_ids(person: PersonId, instead: PersonId) -> Callable[[str], str]:
    """Replaces a value that is this person, and nothing else."""
    return lambda text: instead if text == person else text


def in_texts(person: PersonId, name: str, instead: PersonId) -> Callable[[str], str]:
    """Replaces the person wherever a text names them."""
    named = [rf"<@{re.escape(person)}(?:\|[^>]*)?>", rf"\b{re.escape(person)}\b"]
    if " " in name.strip():  # one word alone may be any word
        named.append(rf"(?<!\w)@?{re.escape(name)}(?!\w)")
    found = re.compile("|".join(named), re.I)
    return lambda text: found.sub(instead, text)


def replaced(fact: Told, change: Callable[[str], str]) -> Told:
    """The same fact with every text changed."""
    return type(fact).model_validate(_walked(fact.model_dump(), change))


def changed(value: Any, change: Callable[[str], str]) -> Any:
    """The same for what is no fact but JSON."""
    return _walked(value, change)


def _walked(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {name: _walked(inner, change) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_walked(inner, change) for inner in value)
    return value
