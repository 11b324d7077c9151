"""What people do in most stories, in the words of the stories."""

from __future__ import annotations

from sandbox.person import Modal
from sandbox.stories.transcript import Somebody

ARTICLE = (
    "Reduce average proposal turnaround time from 5 days to 3 days in 8 weeks, "
    "while maintaining error rate below 2%."
)
THREE_TICKS = ["process", "access", "priorities"]
FORM = {
    "owner": "@anna",
    "sponsor": "@ben",
    "home": "#sales-ops",
    "systems": "3",
    "layers": "2",
    "partners": "1",
    "loop_days": "4",
}


def answers_the_four_questions(admin: Somebody) -> None:
    """The first run, as the programme lead does it."""
    admin.types("/pilot settings", in_="#ai-pilots")
    admin.fills(
        leadership_channel="#leadership",
        gatekeepers=["@carla", "@david"],
        country="DE",
        programme_lead="@irene",
    ).submits()
    admin.sees("Settings of this workspace", in_="modal")
    admin.cancels()


def registers(person: Somebody, sentence: str = ARTICLE, **answers: str) -> Somebody:
    """A use case from one sentence; leaves the reply on the screen."""
    person.types(f"/pilot new {sentence}", in_="#ai-pilots")
    person.fills(FORM | answers).submits()
    return person


def opens(person: Somebody, button: str, in_: str = "#ai-pilots") -> Modal:
    """Press a button that opens a form, and wait until the form stands there; the modal."""
    person.presses(button, in_=in_)
    person.sees("[Save]", in_="modal")
    return person.modal


def accepts(owner: Somebody, ticks: list[str] = THREE_TICKS, function: str = "Sales") -> None:
    """The owner accepts in the direct message."""
    owner.presses("Accept", in_="dm")
    owner.fills(authorities=ticks, function=function).submits()
    owner.sees("saved", in_="modal")
    owner.cancels()


def fills_the_safety(owner: Somebody) -> None:
    """The presets for range and trigger, taken as they are; only the source is named."""
    owner.types("/pilot show uc-1", in_="#ai-pilots")
    opens(owner, "Set range and rollback")
    owner.fills(source="CRM report “Proposals”").submits()
    owner.sees("saved", in_="modal")
    owner.cancels()


def locks(owner: Somebody, sponsor: Somebody) -> None:
    """From a registered use case to a contract with both signatures."""
    accepts(owner)
    fills_the_safety(owner)
    owner.presses("Sign", in_="dm")
    owner.sees("Signed", in_="dm")
    sponsor.presses("Sign", in_="dm")
    sponsor.sees("Locked", in_="dm")
