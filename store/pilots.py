"""Pilots: a use case with its readings, and those of its replicas or its original."""

from sqlalchemy import Connection

from playbook.facts import Pilot, UseCase
from store import readings, use_cases


def of(connection: Connection, workspace: str, use_case: UseCase) -> Pilot:
    """A use case that is at hand, with everything that was measured for it and for its kin."""
    linked = (use_case.origin.use_case,) if use_case.origin else use_case.replicas
    kin = tuple(_alone(connection, workspace, use_cases.load(connection, workspace, one)) for one in linked)
    return _alone(connection, workspace, use_case).model_copy(update={"kin": kin})


def _alone(connection: Connection, workspace: str, use_case: UseCase) -> Pilot:
    return Pilot(use_case=use_case, readings=readings.of(connection, workspace, use_case.number))
