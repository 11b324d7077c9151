"""Replicas: the form that starts one, and how the cards of both sides name each other."""

from collections.abc import Mapping
from typing import Final

from blocks.inputs import Form, Input
from blocks.pieces import cut, day, one_line
from playbook.facts import UseCase

START: Final = "replicas.start"
REPLICA_FORMS: Final[Mapping[str, Form]] = {
    START: Form(
        "Start a replica",
        "Start it",
        (
            Input("place", "Second place", "text", hint="Team, region, site.", optional=False, most=60),
            Input("owner", "Workflow owner there", "person", hint="Is asked to accept.", optional=False),
            Input("home", "Home channel there", "channel", optional=False),
        ),
        intro="It takes over contract and controls; baseline, target and date are its own, "
        "and its owner confirms each control.",
    ),
}


def links(use_case: UseCase) -> list[tuple[str, str]]:
    """What a card says of the other side: its replicas, or of which one it is a replica and until when."""
    if origin := use_case.origin:
        live = "" if use_case.went_live else f", to be live by {day(origin.live_by)}"
        return [("Replica of", f"UC-{origin.use_case}, at {cut(one_line(origin.place), 100)}{live}")]
    return [("Replicas", ", ".join(f"UC-{n}" for n in use_case.replicas))] if use_case.replicas else []
