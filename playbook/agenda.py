"""What the calendar owes: one table of kinds, each with the rule that owes it and the one that says it.

`due` is a pure function of the facts and the moment; whoever asks again, however often, gets the same names.
What a letter says is made when it is sent (`made`), from the facts of then: a question that was answered
meanwhile is not asked. Where it stands already it is drawn anew, from the same rule.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from playbook import (
    absence,
    alerts,
    checkins,
    deputies,
    gate_calls,
    pauses,
    pings,
    preparation,
    proof_pings,
    replica_pings,
    succession,
)
from playbook.facts import Pilot
from playbook.known import Around
from playbook.letters import AnyNotice, Owed


class Kind(NamedTuple):
    """One kind of letter the calendar owes. `morning`: one message a person and day holds them all."""

    owed: Callable[[Pilot, Around], Iterable[Owed]]
    made: Callable[[Pilot, str, Around], AnyNotice | None]
    morning: bool = True


KINDS: Mapping[str, Kind] = {
    "check_in_due": Kind(checkins.owed, checkins.asked),
    "check_in_nudged": Kind(checkins.nudges, checkins.nudged),
    "signature_deputed": Kind(deputies.signatures_owed, deputies.signature_asked, morning=False),
    "proof_deputed": Kind(deputies.proofs_owed, deputies.proof_asked, morning=False),
    "control_drawn": Kind(proof_pings.drawn_owed, proof_pings.control_drawn),
    "proof_expiring": Kind(proof_pings.expiring_owed, proof_pings.proof_expiring),
    "preparation_asked": Kind(preparation.owed, preparation.asked),
    "drill_unanswered": Kind(proof_pings.unanswered_owed, proof_pings.drill_unanswered, morning=False),
    "rollback_unanswered": Kind(alerts.unanswered, alerts.asked_again, morning=False),
    "milestone_due": Kind(pings.owed, pings.said),
    "milestone_escalated": Kind(pings.escalated, pings.to_sponsor),
    "live_asked": Kind(pings.live_owed, pings.live_asked),
    "replica_asked": Kind(replica_pings.owed, replica_pings.asked),
    "pilot_paused": Kind(pauses.paused_owed, pauses.paused, morning=False),
    "decision_owed": Kind(pauses.decision_owed, pauses.decision_asked),
    "successor_asked": Kind(succession.successor_owed, succession.successor_asked, morning=False),
    "resume_asked": Kind(pauses.resume_owed, pauses.resume_asked),
    gate_calls.ROOT: Kind(gate_calls.roots, gate_calls.stands, morning=False),
    "vote_asked": Kind(gate_calls.asks, gate_calls.asked, morning=False),
    "vote_reminded": Kind(gate_calls.reminders, gate_calls.reminded, morning=False),
}
MORNING = frozenset(name for name, kind in KINDS.items() if kind.morning)


def owed(pilot: Pilot, around: Around) -> tuple[Owed, ...]:
    """Everything that is or will be owed for this pilot as things stand, by its moment.

    Nothing is owed to whoever has left: a successor is asked instead, once there is one.
    """
    found = [
        absence.considered(one, around) if kind.morning else one
        for kind in KINDS.values()
        for one in kind.owed(pilot, around)
        if not succession.has_left(one.to, around.people)
    ]
    return tuple(sorted(found, key=lambda one: (one.goes_at, one.name)))


def due(pilot: Pilot, around: Around) -> tuple[tuple[Owed, ...], datetime | None]:
    """What is owed by now, and the moment to ask again; None when nothing more will come by itself."""
    every = owed(pilot, around)
    coming = (one.goes_at for one in every if one.goes_at > around.now)
    return tuple(one for one in every if one.goes_at <= around.now), next(coming, None)


def made(kind: str, period: str, pilot: Pilot, around: Around) -> AnyNotice | None:
    """What that letter says by the facts of now; None when it is not owed any more."""
    return KINDS[kind].made(pilot, period, around)


def reads(name: str, pilot: Pilot, around: Around) -> AnyNotice | None:
    """The same by the letter's whole name; None for a kind that is none of a pilot's."""
    _, kind, period = name.split(":", 2)
    return made(kind, period, pilot, around) if kind in KINDS else None
