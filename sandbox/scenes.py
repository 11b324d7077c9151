"""What people do with the bot, an act each: of these the opening is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Final

from sandbox.person import ActingPerson
from sandbox.portfolio import Replica, UseCase

Named = Callable[[str], ActingPerson]
Scene = Callable[[Named], object]

HERE: Final = "#ai-pilots"  # where they type, and the home of all their use cases
TO_LIMITED: Final = "Go. Limited Production begins"
AUTHORITIES: Final = ["process", "access", "priorities"]


def says(who: str, words: str, channel: str = HERE) -> Scene:
    """Somebody talks."""
    return lambda person: person(who).types(words, in_=channel)


def settles(person: Named) -> None:
    """The programme lead answers the four questions."""
    irene = person("irene")
    irene.types("/pilot settings", in_="#leadership")
    irene.fills(
        leadership_channel="#leadership",
        gatekeepers=["@carla", "@david"],
        country="DE",
        programme_lead="@irene",
    ).submits()
    irene.sees("Settings of this workspace", in_="modal")
    irene.cancels()


def registers(one: UseCase) -> Scene:
    """A use case from one sentence, by its owner."""
    return partial(_register, one)


def _register(one: UseCase, person: Named) -> None:
    owner = person(one.owner)
    owner.types(f"/pilot new {one.sentence}", in_=HERE)
    people = {"owner": f"@{one.owner}", "sponsor": f"@{one.sponsor}"}
    owner.fills(home=HERE, **people, **one.friction).submits()
    owner.sees("Saved as proposed", in_="modal")
    owner.cancels()


def agrees(one: UseCase) -> Scene:
    """The owner accepts, pastes the weeks before, takes the presets for the rest, and both sign."""
    return partial(_agree, one)


def _agree(one: UseCase, person: Named) -> None:
    owner = person(one.owner)
    owner.presses("Accept", in_="dm")
    owner.fills(authorities=AUTHORITIES, function=one.function).submits()
    owner.sees("saved", in_="modal")
    owner.cancels()
    _paste(owner, one)
    owner.types(f"/pilot show {one.key}", in_=HERE)
    owner.presses("Set range and rollback", in_=HERE)
    owner.sees("[Save]", in_="modal")
    owner.fills(source=one.source)
    _saves(owner)
    for name in (one.owner, one.sponsor):
        person(name).presses("Sign", in_="dm")
    owner.sees(f"{one.key}: value contract locked", in_=HERE)


def _paste(owner: ActingPerson, one: UseCase) -> None:
    today, number = owner.desk.sandbox.clock.moment().date(), len(one.history)
    weeks = [today - timedelta(weeks=before) for before in range(number, 0, -1)]
    owner.types(f"/pilot readings {one.key} paste", in_=HERE)
    owner.fills(lines="\n".join(f"{day}, {value}" for day, value in zip(weeks, one.history, strict=True)))
    owner.submits().presses(f"Take these {number} readings as the baseline", in_="modal")
    owner.sees(f"The baseline of {one.key}", in_="modal")
    owner.cancels()


def _saves(owner: ActingPerson) -> None:
    """Save the form as it is filled, and close what it says."""
    owner.sees("[Save]", in_="modal")
    owner.submits().sees("saved", in_="modal")
    owner.cancels()


def frames(one: UseCase) -> Scene:
    """What the entry check asks for besides the contract: process, controls, a gatekeeper's answer."""
    return partial(_frame, one)


def _frame(one: UseCase, person: Named) -> None:
    owner = person(one.owner)
    owner.types(f"/pilot show {one.key}", in_=HERE)
    owner.presses("Describe the process", in_=HERE)
    owner.fills(one.framing).submits().presses("Answer the controls", in_="modal")
    owner.fills(one.controls)
    _saves(owner)
    person("carla").presses("No objection", in_="dm")
    owner.sees("Entry check passed", in_=HERE)


def goes_live(one: UseCase | Replica) -> Scene:
    """The owner says that it is live, with the first real case."""
    return partial(_go_live, one)


def _go_live(one: UseCase | Replica, person: Named) -> None:
    owner = person(one.owner)
    owner.types(f"/pilot live {one.key}", in_=HERE)
    owner.fills(link=one.first_case).submits().sees("is live since", in_="modal")
    owner.cancels()


def answers(one: UseCase | Replica, numbers: str) -> Scene:
    """The owner answers the weekly question by typing numbers to the bot."""
    return lambda person: person(one.owner).types(numbers).sees("Logged for", in_="dm")


def is_tried(one: UseCase, testers: Sequence[str]) -> Scene:
    """The owner asks testers, and all of them keep it."""
    return partial(_try, one, testers)


def _try(one: UseCase, testers: Sequence[str], person: Named) -> None:
    named = " ".join(f"@{name}" for name in testers)
    person(one.owner).types(f"/pilot test {one.key} {named}", in_=HERE)
    for name in testers:
        tester = person(name)
        tester.presses("Keep it", in_=tester.sees(f"this way? {one.key}", in_="dm"))


def passes_its_gate(one: UseCase, gatekeeper: str, gate: str = "Pilot", words: str = TO_LIMITED) -> Scene:
    """The owner opens the gate; sponsor and gatekeeper vote go on what it shows. `words`: what follows."""
    return partial(_pass, one, gatekeeper, gate, words)


def _pass(one: UseCase, gatekeeper: str, gate: str, words: str, person: Named) -> None:
    person(one.owner).types(f"/pilot gate {one.key}", in_=HERE)
    for name in (one.sponsor, gatekeeper):
        voter = person(name)
        voter.presses("Go", in_=voter.sees(f"vote is asked. {gate} gate: {one.key}", in_="dm"))
    person(one.owner).sees(words, in_=HERE)


def supplies(one: UseCase, button: str, **answers: str) -> Scene:
    """The owner opens the gate and fills the form of one of its buttons."""
    return partial(_supply, one, button, answers)


def _supply(one: UseCase, button: str, answers: dict[str, str], person: Named) -> None:
    owner = person(one.owner)
    owner.types(f"/pilot gate {one.key}", in_=HERE)
    owner.presses(button, in_=HERE)
    owner.fills(answers).submits()


def is_refused_a_go(sponsor: str) -> Scene:
    """The sponsor wants to go on while criteria are missing: the gate stays shut."""
    return lambda person: person(sponsor).presses("Go", in_=HERE).sees("The gate is shut", in_=HERE)


def is_stopped(one: UseCase, reason: str, cause: str) -> Scene:
    """The sponsor ends it with clarity, at its gate."""
    return partial(_stop, one, reason, cause)


def _stop(one: UseCase, reason: str, cause: str, person: Named) -> None:
    sponsor = person(one.sponsor)
    sponsor.types(f"/pilot gate {one.key}", in_=HERE)
    sponsor.presses("Stop", in_=HERE)
    sponsor.fills(reason=reason, cause=cause).submits()
    sponsor.sees("Stopped with clarity", in_=HERE)
