"""What the composer can complete: /commands, @people and #channels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox.manifest import Manifest
    from sandbox.workspace import Person

Completion = dict[str, str]  # insert, name, hint, about
INVITE = {"name": "/invite", "hint": "@someone", "about": "Add someone, or the app, to this channel"}


def offered(manifest: Manifest, people: Iterable[Person], channels: Iterable[str]) -> list[Completion]:
    """Everything that can follow a sign, in the order in which it is offered."""
    return [*_commands(manifest), *_people(people), *(_row(f"#{name}") for name in sorted(channels))]


def _commands(manifest: Manifest) -> Iterator[Completion]:
    for command in (manifest.commands or {}).values():
        yield _row(command.name, command.usage_hint, command.description)
    yield _row(**INVITE)


def _people(people: Iterable[Person]) -> Iterator[Completion]:
    return (_row(f"@{p.handle}", p.real_name, p.title) for p in people if not p.deleted)


def _row(name: str, hint: str = "", about: str = "") -> Completion:
    return {"insert": name, "name": name, "hint": hint, "about": about}
