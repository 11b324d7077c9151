"""What people do to scale: hours told and confirmed, controls proved, a second place that repeats it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Final

from sandbox.person import ActingPerson
from sandbox.portfolio import Replica, UseCase
from sandbox.scenes import AUTHORITIES, HERE, Named, Scene

LEFT: Final = timedelta(days=49)  # until the replica's target is due, inside its own sixty days


def confirms_it_runs_it(one: UseCase) -> Scene:
    """An owner from IT: the sponsor confirms that IT itself runs this workflow."""
    return lambda person: person(one.sponsor).presses("Confirm", in_="dm")


def confirms_the_hours(one: UseCase, hours: int) -> Scene:
    """At the gate its owner opens, the sponsor fixes what it took: what replicas are compared to."""
    return partial(_confirm, one, hours)


def _confirm(one: UseCase, hours: int, person: Named) -> None:
    sponsor = person(one.sponsor)
    person(one.owner).types(f"/pilot gate {one.key}", in_=HERE)
    sponsor.types(f"/pilot effort {one.key}", in_=HERE)
    sponsor.presses(f"Confirm {hours} hours", in_=HERE)
    sponsor.sees(f"confirmed the hours of {one.key}", in_=HERE)


def drills(one: UseCase) -> Scene:
    """The owner starts a drill of the escalation path."""
    return partial(_drill, one)


def _drill(one: UseCase, person: Named) -> None:
    owner = person(one.owner)
    _opens_the_controls(owner, one)
    owner.presses("Start a drill", in_=HERE)


def is_there(contact: str, gatekeeper: str) -> Scene:
    """The contact answers the drill; the gatekeeper says that the path holds."""
    return partial(_answer, contact, gatekeeper)


def _answer(contact: str, gatekeeper: str, person: Named) -> None:
    person(contact).presses("I am here", in_="dm")
    _holds(person(gatekeeper), "answered after")


def operates(one: UseCase, gatekeeper: str, proofs: Mapping[str, str]) -> Scene:
    """The owner pastes a proof for each control; the gatekeeper says of each that it holds."""
    return partial(_operate, one, gatekeeper, proofs)


def _operate(one: UseCase, gatekeeper: str, proofs: Mapping[str, str], person: Named) -> None:
    owner = person(one.owner)
    for control, text in proofs.items():
        _opens_the_controls(owner, one)
        owner.presses(f"Prove {control}", in_=HERE)
        owner.fills(proof=text).submits().sees("five controls", in_="modal")
        owner.cancels()
        _holds(person(gatekeeper), text)


def _holds(judge: ActingPerson, proof: str) -> None:
    judge.presses("Holds", in_=judge.sees(proof, in_="dm"))


def _opens_the_controls(owner: ActingPerson, one: UseCase) -> None:
    owner.types(f"/pilot controls {one.key}", in_=HERE)


def is_repeated(original: UseCase, replica: Replica) -> Scene:
    """The owner starts it at the second place; its owner there takes it over, and both sign."""
    return partial(_repeat, original, replica)


def _repeat(original: UseCase, replica: Replica, person: Named) -> None:
    first, second = person(original.owner), person(replica.owner)
    first.invites("@Pilotage", to=replica.home)
    first.types(f"/pilot replicate {original.key}", in_=HERE)
    first.fills(home=replica.home).submits().sees(f"It repeats {original.key}", in_="modal")
    first.cancels()
    second.presses("Accept", in_="dm")
    second.fills(authorities=AUTHORITIES, function=original.function).submits().sees("saved", in_="modal")
    second.cancels()
    _promises(second, replica)


def _promises(second: ActingPerson, replica: Replica) -> None:
    due = second.desk.sandbox.clock.moment().date() + LEFT
    second.types(f"/pilot show {replica.key}", in_=HERE)
    second.presses("Set KPI and target", in_=HERE)
    second.fills(baseline=replica.baseline, target=replica.target, due=due.isoformat()).submits()
    second.presses("Set range and rollback", in_="modal")
    second.fills(source=replica.source).submits()
    second.presses("Answer the controls", in_="modal")
    second.fills(replica.controls).submits().sees("saved", in_="modal")
    second.cancels()


def is_signed(original: UseCase, replica: Replica, gatekeeper: str) -> Scene:
    """A gatekeeper has no objection; the sponsor confirms IT, and both sign."""
    return partial(_sign, original, replica, gatekeeper)


def _sign(original: UseCase, replica: Replica, gatekeeper: str, person: Named) -> None:
    person(original.sponsor).presses("Confirm", in_="dm")
    person(gatekeeper).presses("No objection", in_="dm")
    for name in (replica.owner, original.sponsor):
        person(name).presses("Sign", in_="dm")
    person(replica.owner).sees(f"{replica.key}: value contract locked", in_=replica.home)


def logs(one: Replica, *said: str) -> Scene:
    """Its owner logs what there is to say of this day, by command."""
    return partial(_log, one, said)


def _log(one: Replica, said: Sequence[str], person: Named) -> None:
    owner = person(one.owner)
    today = owner.desk.sandbox.clock.moment().strftime("%-d %b")
    for words in said:
        owner.types(f"/pilot log {one.key} {words} on {today}", in_=HERE)
        owner.sees("Logged for", in_=HERE)
