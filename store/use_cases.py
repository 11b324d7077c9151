"""Use cases: rows to facts and back. One is written as new, or over the version it was decided on."""

import json
import re
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, func, select, update

from playbook.facts import Home, Listed, Profile, UseCase
from playbook.refusals import AlreadyDone, NoSuchUseCase
from store.tables import use_cases
from store.upsert import insert

_REF: Final = re.compile(r"(?:uc-?)?([0-9]{1,9})", re.IGNORECASE)
# What the columns hold themselves; all other fields of a use case lie in `parts`.
_COLUMNS: Final = (
    "number",
    "version",
    "title",
    "workflow",
    "function",
    "owner",
    "sponsor",
    "supporters",
    "registrant",
    "registered_at",
    "day_one",
    "attempt",
    "stage",
    "outcome",
)
_LISTED: Final = tuple(name for name in _COLUMNS if name in Listed.model_fields)
_PROFILE: Final = tuple(Profile.model_fields)
_IN_COLUMNS: Final = frozenset((*_COLUMNS, "home", "profile"))
_USE_CASE: Final = select(
    *(use_cases.c[name] for name in (*_COLUMNS, *_PROFILE, "home_channel", "home_private", "parts"))
)
_LIST: Final = select(
    *(use_cases.c[name] for name in (*_LISTED, *_PROFILE, "home_channel", "home_private")),
    use_cases.c.accepted,
    use_cases.c.proposed,
)


def number_of(ref: str | int) -> int:
    """The number in "UC-7", "uc7", "7" or 7. Raises `NoSuchUseCase` for anything else."""
    typed = _REF.fullmatch(str(ref).strip())
    if typed is None:
        raise NoSuchUseCase
    return int(typed[1])


def load(connection: Connection, workspace: str, ref: str | int) -> UseCase:
    """One use case with everything its rules need. Raises `NoSuchUseCase`."""
    row = connection.execute(_USE_CASE.where(_is(workspace, number_of(ref)))).one_or_none()
    if row is None:
        raise NoSuchUseCase
    fields = {name: getattr(row, name) for name in _COLUMNS} | {"home": _home(row), "profile": _profile(row)}
    return UseCase.model_validate(fields | json.loads(row.parts))


def listed(connection: Connection, workspace: str) -> tuple[Listed, ...]:
    """All use cases of a workspace as lines of a list, oldest first; one query however many there are."""
    rows = connection.execute(_LIST.where(use_cases.c.workspace == workspace).order_by(use_cases.c.number))
    return tuple(_listed(row) for row in rows)


def add(connection: Connection, workspace: str, use_case: UseCase, nonce: str) -> UseCase:
    """Write a new use case under the next number. Raises `AlreadyDone` when its form was saved before."""
    same_form = (use_cases.c.workspace == workspace) & (use_cases.c.nonce == nonce)
    saved = connection.scalar(select(use_cases.c.number).where(same_form))
    if saved is not None:
        raise AlreadyDone(f"This form was already saved: it is UC-{saved}.")
    last = connection.scalar(select(func.max(use_cases.c.number)).where(use_cases.c.workspace == workspace))
    new = use_case.model_copy(update={"number": (last or 0) + 1, "version": 1})
    connection.execute(insert(connection, use_cases).values(workspace=workspace, nonce=nonce, **_row(new)))
    return new


def replace(connection: Connection, workspace: str, before: UseCase, after: UseCase) -> UseCase | None:
    """Write what changed over the version it was decided on; None when that is no longer the current one."""
    new = after.model_copy(update={"version": before.version + 1})
    old_row, new_row = _row(before), _row(new)
    changed = {column: value for column, value in new_row.items() if old_row[column] != value}
    seen = _is(workspace, before.number) & (use_cases.c.version == before.version)
    return new if connection.execute(update(use_cases).where(seen).values(changed)).rowcount else None


def _is(workspace: str, number: int) -> ColumnElement[bool]:
    return (use_cases.c.workspace == workspace) & (use_cases.c.number == number)


def _row(use_case: UseCase) -> dict[str, Any]:
    home = use_case.home
    parts = use_case.model_dump_json(exclude=set(_IN_COLUMNS))
    return {
        **{name: getattr(use_case, name) for name in _COLUMNS},
        **use_case.profile.model_dump(),
        "supporters": list(use_case.supporters),
        "home_channel": home.channel if home else None,
        "home_private": home.private if home else None,
        "accepted": use_case.accepted,
        "proposed": use_case.proposed,
        "parts": parts,
    }


def _listed(row: Any) -> Listed:
    fields = {name: getattr(row, name) for name in _LISTED}
    return Listed(
        **fields, accepted=row.accepted, proposed=row.proposed, home=_home(row), profile=_profile(row)
    )


def _home(row: Any) -> Home | None:
    return Home(channel=row.home_channel, private=row.home_private) if row.home_channel else None


def _profile(row: Any) -> Profile:
    return Profile(systems=row.systems, layers=row.layers, partners=row.partners, loop_days=row.loop_days)
