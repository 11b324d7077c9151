"""What the calendar says of controls in operation: draws, proofs about to end, unanswered drills."""

from collections.abc import Iterator
from datetime import timedelta

from playbook import draws, drills, proofs
from playbook.facts import Control, Draw, Pilot, Proof, UseCase
from playbook.known import Around
from playbook.letters import Owed
from playbook.proof_notices import ControlDrawn, DrillUnanswered, ProofExpiring

HEADS_UP = timedelta(days=7)


def is_asked(use_case: UseCase) -> bool:
    """Whether anybody is asked for proofs: it has an accepted owner, and is neither over nor paused."""
    return use_case.accepted and use_case.outcome != "stopped" and use_case.pause is None


# --- the monthly draw ---------------------------------------------------------------------------------------


def drawn_owed(pilot: Pilot, around: Around) -> Iterator[Owed]:
    """The newest draw, to the owner on the morning it was made."""
    use_case, draw = pilot.use_case, _newest_draw(pilot.use_case)
    if (
        draw is None
        or not is_asked(use_case)
        or use_case.owner is None
        or _done(use_case, draw.control, draw)
    ):
        return
    due = around.at_their_hour(use_case.owner, draws.drawn_on(draw, around))
    yield Owed(use_case.number, "control_drawn", draw.month, use_case.owner, due)


def control_drawn(pilot: Pilot, period: str, around: Around) -> ControlDrawn | None:
    """Which control it is, until when, and what proves it."""
    use_case, draw = pilot.use_case, draws.of_month(pilot.use_case, period)
    if draw is None or not is_asked(use_case):
        return None
    return ControlDrawn(
        use_case=use_case.number,
        title=use_case.title,
        month=draws.named(draw.month),
        control=draw.control,
        by=draws.due_on(draw),
        done="proved afresh" if _done(use_case, draw.control, draw) else "",
    )


def _newest_draw(use_case: UseCase) -> Draw | None:
    return use_case.draws[-1] if use_case.draws else None


def _done(use_case: UseCase, control: Control, draw: Draw) -> bool:
    return draws.is_answered(draw, proofs.newest_proof(use_case, control))


# --- the end of a shelf life --------------------------------------------------------------------------------


def expiring_owed(pilot: Pilot, around: Around) -> Iterator[Owed]:
    """One word a week before the newest proof of a control ends."""
    use_case = pilot.use_case
    if use_case.owner is None or not is_asked(use_case):
        return
    for proof in {one.control: one for one in use_case.proofs}.values():
        day = proofs.good_until(proof, around) - HEADS_UP
        due = around.at_their_hour(use_case.owner, day)
        yield Owed(use_case.number, "proof_expiring", f"p{proof.number}", use_case.owner, due)


def proof_expiring(pilot: Pilot, period: str, around: Around) -> ProofExpiring | None:
    """Until when the proof counts; done once a newer one is on record."""
    use_case = pilot.use_case
    proof = next((one for one in use_case.proofs if f"p{one.number}" == period), None)
    if proof is None or not is_asked(use_case):
        return None
    return ProofExpiring(
        use_case=use_case.number,
        title=use_case.title,
        control=proof.control,
        until=proofs.good_until(proof, around),
        done="proved afresh" if _is_replaced(use_case, proof) else "",
    )


def _is_replaced(use_case: UseCase, proof: Proof) -> bool:
    return proofs.newest_proof(use_case, proof.control) != proof


# --- a drill nobody answers ---------------------------------------------------------------------------------


def unanswered_owed(pilot: Pilot, around: Around) -> Iterator[Owed]:
    """The owner hears of it after the working time allowed."""
    use_case = pilot.use_case
    drill = use_case.drills[-1] if use_case.drills else None
    if drill is None or drill.answered_at or use_case.owner is None:
        return
    due = drills.ends_at(drill, around.settings)
    yield Owed(use_case.number, "drill_unanswered", f"d{drill.number}", use_case.owner, due)


def drill_unanswered(pilot: Pilot, period: str, around: Around) -> DrillUnanswered | None:
    """Who did not answer, and since when; once they do, how long it took."""
    use_case = pilot.use_case
    drill = next((one for one in use_case.drills if f"d{one.number}" == period), None)
    if drill is None:
        return None
    return DrillUnanswered(
        use_case=use_case.number,
        title=use_case.title,
        contact=drill.contact,
        asked_at=drill.asked_at,
        within=drill.within,
        minutes=drills.minutes(drill, around.settings),
    )
