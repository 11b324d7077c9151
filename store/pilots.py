"""Pilots: a use case with its readings, and those of its replicas or its original."""

from collections.abc import Collection
from functools import lru_cache

from sqlalchemy import Connection

from playbook.facts import Pilot, UseCase
from store import readings, use_cases


def of(connection: Connection, workspace: str, use_case: UseCase) -> Pilot:
    """A use case that is at hand, with everything that was measured for it and for its kin."""
    linked = (use_case.origin.use_case,) if use_case.origin else use_case.replicas
    kin = tuple(_alone(connection, workspace, use_cases.load(connection, workspace, one)) for one in linked)
    alone = _alone(connection, workspace, use_case)
    return alone.model_copy(update={"kin": kin}) if kin else alone


def several(connection: Connection, workspace: str, numbers: Collection[int]) -> dict[int, Pilot]:
    """These use cases with what was measured for each alone, by number; two queries in all."""
    found = use_cases.several(connection, workspace, numbers)
    measured = readings.several(connection, workspace, numbers)
    return {one.number: _measured(one, measured.get(one.number, ())) for one in found}


def _alone(connection: Connection, workspace: str, use_case: UseCase) -> Pilot:
    return _measured(use_case, readings.of(connection, workspace, use_case.number))


@lru_cache(use_cases.KEPT)
def _measured(use_case: UseCase, rows: readings.Rows) -> Pilot:
    return Pilot(use_case=use_case, readings=readings.facts(rows))
