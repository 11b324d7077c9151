"""What happened at Nordwind before you came: played by its people, through the bot."""

from __future__ import annotations

from sandbox.person import ActingPerson
from sandbox.server import SandboxThread

CHATTER = (
    ("ben", "#ai-pilots", "Morning all. One rule from me: no pilot without a number two people signed."),
    ("finn", "#ai-pilots", "The drafting assistant is ready to try. Anna, which workflow do we start with?"),
    ("anna", "#ai-pilots", "Proposals. We take five days on average, customers expect three."),
    ("kate", "#sales-ops", "Two proposals went out late again this week."),
    ("grace", "#general", "Customer service has its first contract signed. Ask me how it went."),
)
FIRST_RESPONSE = (
    "Cut first response time from 9 hours to 4 hours in 7 weeks, while keeping refund errors below 1%."
)
SUPPLIERS = "Make supplier onboarding more efficient"


def play(slack: SandboxThread) -> None:
    """The four questions answered, one contract locked, one heavy use case proposed."""
    people = {name: slack.person(name) for name in ("irene", "grace", "ben", "henrik")}
    _settles(people["irene"])
    _locks_the_first_contract(people["grace"], people["ben"])
    _proposes_too_much_at_once(people["henrik"])
    for name, channel, words in CHATTER:
        slack.person(name).types(words, in_=channel)


def _settles(irene: ActingPerson) -> None:
    irene.types("/pilot settings", in_="#leadership")
    irene.fills(
        leadership_channel="#leadership",
        gatekeepers=["@carla", "@david"],
        country="DE",
        programme_lead="@irene",
    ).submits()
    irene.sees("Settings of this workspace", in_="modal")
    irene.cancels()


def _locks_the_first_contract(grace: ActingPerson, ben: ActingPerson) -> None:
    _registers(grace, FIRST_RESPONSE, owner="@grace", sponsor="@ben", systems="2", layers="0", partners="0")
    grace.presses("Accept", in_="dm")
    grace.fills(authorities=["process", "access", "priorities"], function="Customer service").submits()
    grace.presses("Set range and rollback", in_="modal")
    grace.sees("rollback", in_="modal")
    grace.submits()
    grace.sees("saved", in_="modal")
    grace.cancels()
    for signer in (grace, ben):
        signer.presses("Sign", in_="dm")
    grace.sees("value contract locked", in_="#ai-pilots")


def _proposes_too_much_at_once(henrik: ActingPerson) -> None:
    _registers(henrik, SUPPLIERS, owner="@henrik", sponsor="@elena", systems="4", layers="2", partners="1")


def _registers(person: ActingPerson, sentence: str, **answers: str) -> None:
    person.types(f"/pilot new {sentence}", in_="#ai-pilots")
    person.fills(home="#ai-pilots", loop_days="4", **answers).submits()
    person.sees("Saved as proposed", in_="modal")
    person.cancels()
