"""What happened at Nordwind before you came: played by its people, through the bot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sandbox.person import ActingPerson
from sandbox.server import SandboxThread

Named = Callable[[str], ActingPerson]
Scene = Callable[[Named], object]

ZONE = ZoneInfo("Europe/Berlin")
THURSDAY = 3  # what happened took two days
FIRST_RESPONSE = (
    "Cut first response time from 9 hours to 4 hours in 7 weeks, while keeping refund errors below 1%."
)
SUPPLIERS = "Make supplier onboarding more efficient"
RULE = "Morning all. One rule from me: no pilot without a number two people signed."
READY = "The drafting assistant is ready to try. Anna, which workflow do we start with?"


def begins(now: datetime) -> datetime:
    """When it all started: on a morning at least two days before you came, not at a weekend."""
    morning = now.astimezone(ZONE).replace(hour=9, minute=5, second=0, microsecond=0) - timedelta(days=2)
    return morning - timedelta(days=max(0, morning.weekday() - THURSDAY))


def play(slack: SandboxThread) -> None:
    """The four questions answered, one contract locked, one heavy use case proposed, and people talking."""
    for minutes, scene in SCENES:
        slack.advance(seconds=minutes * 60)
        scene(slack.person)


def _settles(person: Named) -> None:
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


def _accepts_the_first(person: Named) -> None:
    grace = person("grace")
    _registers(grace, FIRST_RESPONSE, owner="@grace", sponsor="@ben", systems="2", layers="0", partners="0")
    grace.presses("Accept", in_="dm")
    grace.fills(authorities=["process", "access", "priorities"], function="Customer service").submits()
    grace.presses("Set range and rollback", in_="modal")
    grace.sees("rollback", in_="modal")
    grace.submits()
    grace.sees("saved", in_="modal")
    grace.cancels()
    grace.presses("Sign", in_="dm")


def _locks_the_first_contract(person: Named) -> None:
    person("ben").presses("Sign", in_="dm")
    person("grace").sees("value contract locked", in_="#ai-pilots")


def _proposes_too_much_at_once(person: Named) -> None:
    _registers(
        person("henrik"), SUPPLIERS, owner="@henrik", sponsor="@elena", systems="4", layers="2", partners="1"
    )


def _registers(person: ActingPerson, sentence: str, **answers: str) -> None:
    person.types(f"/pilot new {sentence}", in_="#ai-pilots")
    person.fills(home="#ai-pilots", loop_days="4", **answers).submits()
    person.sees("Saved as proposed", in_="modal")
    person.cancels()


def _says(name: str, channel: str, words: str) -> Scene:
    return lambda person: person(name).types(words, in_=channel)


# minutes since the scene before, and what happened then
SCENES: tuple[tuple[int, Scene], ...] = (
    (1, _settles),
    (9, _says("ben", "#ai-pilots", RULE)),
    (35, _accepts_the_first),
    (22, _locks_the_first_contract),
    (6, _says("grace", "#general", "Customer service has its first contract signed. Ask me how it went.")),
    (175, _says("kate", "#sales-ops", "Two proposals went out late again this week.")),
    (19 * 60, _proposes_too_much_at_once),
    (48, _says("finn", "#ai-pilots", READY)),
    (11, _says("anna", "#ai-pilots", "Proposals. We take five days on average, customers expect three.")),
)
