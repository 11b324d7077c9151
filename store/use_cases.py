"""Use cases: rows to facts and back. One is written as new, or over the version it was decided on."""

import re
from collections.abc import Collection
from functools import cache, lru_cache
from itertools import starmap
from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Connection, bindparam, func, select, update

from playbook.facts import Home, Listed, Profile, UseCase
from playbook.refusals import AlreadyDone, NoSuchUseCase
from store.tables import use_cases
from store.upsert import insert

# Whoever asks again for what has not changed gets the same frozen facts, with all that was reckoned of them.
# They are found by what stands in the database, so it makes no difference which copy of the bot changed it.
KEPT: Final = 256
_REF: Final = re.compile(r"(?:uc-?)?([0-9]{1,9})", re.IGNORECASE)
# The columns are the truth here, not the document.
_GUARDED: Final = ("number", "version", "stage", "outcome", "attempt")
_HOME: Final = ("home_channel", "home_private")
_PROFILE: Final = tuple(Profile.model_fields)
_PLAIN: Final = tuple(name for name in Listed.model_fields if name not in ("home", "profile"))
_HOME_AT: Final = slice(len(_PLAIN), len(_PLAIN) + len(_HOME))
_PROFILE_AT: Final = slice(_HOME_AT.stop, None)
_HERE: Final = use_cases.c.workspace == bindparam("workspace")
_ONE: Final = select(use_cases.c.document, *(use_cases.c[name] for name in _GUARDED)).where(
    _HERE, use_cases.c.number == bindparam("number")
)
_MANY: Final = (
    select(use_cases.c.document, *(use_cases.c[name] for name in _GUARDED))
    .where(_HERE, use_cases.c.number.in_(bindparam("numbers", expanding=True)))
    .order_by(use_cases.c.number)
)
_LIST: Final = (
    select(*(use_cases.c[name] for name in (*_PLAIN, *_HOME, *_PROFILE)))
    .where(_HERE)
    .order_by(use_cases.c.number)
)
_LAST: Final = select(func.max(use_cases.c.number)).where(_HERE)
_SAVED: Final = select(use_cases.c.number).where(_HERE, use_cases.c.nonce == bindparam("nonce"))
_LISTED: Final = TypeAdapter(tuple[Listed, ...])


def number_of(ref: str | int) -> int:
    """The number in "UC-7", "uc7", "7" or 7. Raises `NoSuchUseCase` for anything else."""
    typed = _REF.fullmatch(str(ref).strip())
    if typed is None:
        raise NoSuchUseCase
    return int(typed[1])


def load(connection: Connection, workspace: str, ref: str | int) -> UseCase:
    """One use case with everything its rules need. Raises `NoSuchUseCase`."""
    row = connection.execute(_ONE, {"workspace": workspace, "number": number_of(ref)}).one_or_none()
    if row is None:
        raise NoSuchUseCase
    return _whole(*row)


def several(connection: Connection, workspace: str, numbers: Collection[int]) -> tuple[UseCase, ...]:
    """These use cases, in the order of their numbers; one query however many there are."""
    asked = {"workspace": workspace, "numbers": list(numbers)}
    return tuple(starmap(_whole, connection.execute(_MANY, asked)))


@lru_cache(KEPT)
def _whole(document: str, *guarded: Any) -> UseCase:
    use_case = UseCase.model_validate_json(document)
    return use_case.model_copy(update=dict(zip(_GUARDED, guarded, strict=True)))


def listed(connection: Connection, workspace: str) -> tuple[Listed, ...]:
    """All use cases of a workspace as lines of a list, oldest first; one query however many there are."""
    rows = connection.execute(_LIST, {"workspace": workspace})
    home, profile = cache(_home), cache(_profile)  # few different ones: made once for this list
    return _LISTED.validate_python(
        tuple(
            dict(
                zip(_PLAIN, row, strict=False), home=home(*row[_HOME_AT]), profile=profile(*row[_PROFILE_AT])
            )
            for row in rows
        )
    )


def add(connection: Connection, workspace: str, use_case: UseCase, nonce: str) -> UseCase:
    """Write a new use case under the next number. Raises `AlreadyDone` when its form was saved before."""
    saved = saved_as(connection, workspace, nonce)
    if saved is not None:
        raise AlreadyDone(f"This form was already saved: it is UC-{saved}.")
    last = connection.scalar(_LAST, {"workspace": workspace})
    new = use_case.model_copy(update={"number": (last or 0) + 1, "version": 1})
    row = {"workspace": workspace, "nonce": nonce, **row_of(new)}
    connection.execute(insert(connection, use_cases), row)
    return new


def saved_as(connection: Connection, workspace: str, nonce: str) -> int | None:
    """The number under which the form with this nonce was saved, None when it never was."""
    return connection.scalar(_SAVED, {"workspace": workspace, "nonce": nonce})


def saved_under(connection: Connection, workspace: str, prefix: str) -> dict[str, int]:
    """The use cases whose forms had nonces that begin like this: what follows it, and the number."""
    asked = select(use_cases.c.nonce, use_cases.c.number).where(
        use_cases.c.workspace == workspace, use_cases.c.nonce.startswith(prefix, autoescape=True)
    )
    return {row.nonce.removeprefix(prefix): row.number for row in connection.execute(asked)}


def replace(connection: Connection, workspace: str, before: UseCase, after: UseCase) -> UseCase | None:
    """Write what changed over the version it was decided on; None when that is no longer the current one."""
    new = after.model_copy(update={"version": before.version + 1})
    old_row, new_row = row_of(before), row_of(new)
    changed = {column: value for column, value in new_row.items() if old_row[column] != value}
    seen = _is(workspace, before.number) & (use_cases.c.version == before.version)
    return new if connection.execute(update(use_cases).where(seen).values(changed)).rowcount else None


def rewrite(connection: Connection, workspace: str, use_case: UseCase) -> None:
    """Write the same version with other ids in it: nothing was decided, a person is forgotten."""
    here = _is(workspace, use_case.number)
    connection.execute(update(use_cases).where(here).values(row_of(use_case)))


def _is(workspace: str, number: int) -> ColumnElement[bool]:
    return (use_cases.c.workspace == workspace) & (use_cases.c.number == number)


def row_of(use_case: UseCase) -> dict[str, Any]:
    """The document, and beside it what lists show and the database guards."""
    home = use_case.home
    return {
        **{name: getattr(use_case, name) for name in (*_PLAIN, "version", "attempt")},
        **use_case.profile.model_dump(),
        "supporters": list(use_case.supporters),
        "home_channel": home.channel if home else None,
        "home_private": home.private if home else None,
        "document": use_case.model_dump_json(exclude={"version"}),
    }


def _home(channel: str | None, private: bool | None) -> Home | None:
    return Home(channel=channel, private=bool(private)) if channel else None


def _profile(*told: Any) -> Profile:
    return Profile(**dict(zip(_PROFILE, told, strict=True)))
