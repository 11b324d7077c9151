"""What happened at Nordwind before you came: ten weeks, played by its people through the bot."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from sandbox import scenes
from sandbox import scenes_scaling as scaling
from sandbox.person import ActingPerson
from sandbox.portfolio import (
    ACCESS,
    ACCESS_GDANSK,
    CONFIRMATION,
    FIRST_RESPONSE,
    INVOICES,
    LEADS,
    SCREENING,
    SUPPLIERS,
    UseCase,
)
from sandbox.scenes import Scene
from sandbox.server import SandboxThread
from sandbox.workspace import Workspace

ZONE: Final = ZoneInfo("Europe/Berlin")
WEEKS: Final = 10  # from the first scene to the week in which you come
PATIENCE: Final = 60.0  # seconds: a busy machine makes a slow start, never a failure

RULE = "Morning all. One rule from me: no pilot without a number two people signed."
GOOD_NEWS = "Customer service has its first contract signed. Ask me how it went."
LEARNED = "It works. But screening people is high risk under the EU AI Act, and what that asks costs more."
LATE = "Two proposals went out late again this week."
PROPOSALS = "Proposals. We take five days on average, customers expect three."
SURE = "Grace, the numbers look good. Let me take first response to the next stage today."
FALLBACK = "Switch the drafts off in the case desk (Luca)\nAnswer by hand from the old templates (everybody)"
TO_SCALE = "Go. The Scale decision begins"
WORKS = "The access desk runs on its own proposals for two weeks. Nobody has asked for the old form."
BACK = "Switch the proposals off at the desk (Finn)\nSort by hand from the old form (everybody)"
WAITS_OF_ACCESS = "Sorting, 1 hour, IT desk\nManager's word, 5 hours, e-mail"
PROOFS = {
    "data sensitivity": "40 requests sampled by Irene: none above internal",
    "model boundary": "A request to a US region was refused: HTTP 403, logged by the gateway",
    "human review": "Requests 311 to 330, each confirmed by the desk before the grant",
    "logging": "Request 318: proposal, grant and who confirmed it, one row each",
}
USERS = ("anna", "grace", "henrik", "irene", "jonas")
WAITS = "Sorting, 1 hour, case desk\nProduct question, 2 hours, e-mail"
REFUSED = "ben"  # his refused go is still on his screen
TESTERS = ("luca", "finn", "irene", "jonas", "elena")


class Moment(NamedTuple):
    """When something happened: `day` 0 is the Monday of the first scene, `at` is Nordwind's time."""

    day: int
    at: str
    scene: Scene


def begins(now: datetime) -> datetime:
    """When it all started: on the morning of the Monday ten weeks before yours."""
    here = now.astimezone(ZONE).date()
    return _at(here - timedelta(days=here.weekday(), weeks=WEEKS), "08:00")


def play(slack: SandboxThread, came: datetime) -> None:
    """All of it, each scene at its time; in between the bot does what the calendar owes."""
    first, strict = begins(came).date(), slack.sandbox.ack_seconds
    slack.ask(lambda: slack.sandbox.be_patient(PATIENCE))

    def person(name: str) -> ActingPerson:
        somebody = slack.person(name)
        somebody.patience = PATIENCE
        return somebody

    for moment in story(came):
        slack.advance(to=_at(first + timedelta(days=moment.day), moment.at))
        moment.scene(person)
    for one in slack.ask(slack.sandbox.workspace.humans):
        if one.handle != REFUSED and not one.deleted:
            slack.person(one.handle).reloads()  # what only they could see is long gone
    slack.ask(lambda: _read_everything(slack.sandbox.workspace))
    slack.ask(lambda: slack.sandbox.be_patient(strict))


def _read_everything(workspace: Workspace) -> None:
    """Whoever acted has read what stood there: only what came since is new to them."""
    for one in workspace.humans():
        for channel in (*workspace.channels_of(one.id), workspace.dm(one.id)):
            workspace.mark_read(one.id, channel)


def story(came: datetime) -> list[Moment]:
    """Every scene in order. The newest weekly question of each owner is left for you to answer."""
    first = begins(came).date()
    weekly = [moment for asked, left, one in ASKED for moment in _answered(one, asked, left, first, came)]
    happened = (one for one in SCENES if _at(first + timedelta(days=one.day), one.at) < came)
    return sorted([*happened, *weekly], key=lambda moment: (moment.day, moment.at))


def _answered(one: UseCase, asked: int, left: timedelta, first: date, came: datetime) -> Iterator[Moment]:
    for week, numbers in enumerate(one.weekly):
        day = asked + 7 * week
        if _at(first + timedelta(days=day), "00:00") + left < came:
            yield Moment(day, "14:20", scenes.answers(one, numbers))


def _at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), ZONE)


# The day on which the first question comes, and how long the newest is left for you: until the one after it
# has come; at an open gate no longer than until the week that runs by then is missed as well.
ASKED: Final = (
    (29, timedelta(days=3), FIRST_RESPONSE),
    (56, timedelta(days=7, hours=10.5), CONFIRMATION),
)
ACCESS_ASKED: Final = (8, 15, 22, 29, 36, 43, 50, 58, 65, 72)  # its eighth week ends on the day it is due
SCENES: Final = (
    Moment(0, "08:40", scenes.settles),
    Moment(0, "09:45", scenes.registers(INVOICES)),
    Moment(0, "11:05", scenes.agrees(INVOICES)),
    Moment(0, "11:30", scenes.frames(INVOICES)),
    Moment(1, "11:00", scenes.goes_live(INVOICES)),
    *(
        Moment(8 + 7 * week, "14:20", scenes.answers(INVOICES, said))
        for week, said in enumerate(INVOICES.weekly)
    ),
    Moment(0, "12:15", scenes.registers(ACCESS)),
    Moment(0, "13:40", scenes.agrees(ACCESS)),
    Moment(0, "14:10", scaling.confirms_it_runs_it(ACCESS)),
    Moment(1, "10:40", scenes.frames(ACCESS)),
    Moment(1, "11:20", scenes.goes_live(ACCESS)),
    *(
        Moment(day, "14:40", scenes.answers(ACCESS, said))
        for day, said in zip(ACCESS_ASKED, ACCESS.weekly, strict=True)
    ),
    Moment(21, "09:10", scenes.says("ben", RULE)),
    Moment(21, "09:45", scenes.registers(FIRST_RESPONSE)),
    Moment(21, "11:05", scenes.agrees(FIRST_RESPONSE)),
    Moment(21, "11:20", scenes.says("grace", GOOD_NEWS, "#general")),
    Moment(22, "10:20", scenes.frames(FIRST_RESPONSE)),
    Moment(22, "11:00", scenes.goes_live(FIRST_RESPONSE)),
    Moment(23, "13:30", scenes.registers(SCREENING)),
    Moment(24, "09:40", scenes.agrees(SCREENING)),
    Moment(24, "10:10", scenes.frames(SCREENING)),
    Moment(29, "10:05", scenes.is_tried(ACCESS, USERS)),
    Moment(29, "15:10", scaling.confirms_the_hours(ACCESS, 100)),
    Moment(29, "15:40", scenes.passes_its_gate(ACCESS, "carla")),
    Moment(30, "16:05", scenes.is_stopped(SCREENING, LEARNED, "governance")),
    Moment(42, "09:30", scaling.is_repeated(ACCESS, ACCESS_GDANSK)),
    Moment(42, "10:30", scaling.is_signed(ACCESS, ACCESS_GDANSK, "carla")),
    Moment(42, "15:00", scaling.logs(ACCESS_GDANSK, "18.2", "process hours 6", "training hours 8")),
    Moment(43, "08:50", scenes.goes_live(ACCESS_GDANSK)),
    Moment(43, "09:05", scaling.drills(ACCESS)),
    Moment(43, "09:17", scaling.is_there("henrik", "carla")),
    Moment(43, "09:30", scaling.operates(ACCESS, "carla", PROOFS)),
    Moment(43, "10:05", scenes.is_tried(FIRST_RESPONSE, TESTERS)),
    Moment(43, "15:40", scenes.passes_its_gate(FIRST_RESPONSE, "carla")),
    Moment(44, "10:00", scenes.supplies(ACCESS, "Write the fallback", fallback=BACK)),
    Moment(44, "10:10", scenes.supplies(ACCESS, "Measure the waits", waits=WAITS_OF_ACCESS)),
    Moment(44, "10:30", scenes.passes_its_gate(ACCESS, "carla", "Limited Production", TO_SCALE)),
    Moment(46, "09:30", scenes.registers(CONFIRMATION)),
    Moment(46, "11:10", scenes.agrees(CONFIRMATION)),
    Moment(49, "10:20", scenes.frames(CONFIRMATION)),
    Moment(49, "10:45", scenes.goes_live(CONFIRMATION)),
    *(
        Moment(49 + 7 * week, "16:00", scaling.logs(ACCESS_GDANSK, said))
        for week, said in enumerate(ACCESS_GDANSK.hours)
    ),
    *(
        Moment(50 + 7 * week, "14:50", scenes.answers(ACCESS_GDANSK, said))
        for week, said in enumerate(ACCESS_GDANSK.weekly)
    ),
    Moment(58, "15:30", scenes.passes_its_gate(ACCESS, "carla", "Scale", "Scaled. It stays live")),
    Moment(59, "09:10", scenes.says("david", WORKS)),
    Moment(60, "09:40", scenes.registers(SUPPLIERS)),
    Moment(63, "15:30", scenes.registers(LEADS)),
    Moment(66, "10:30", scenes.supplies(FIRST_RESPONSE, "Write the fallback", fallback=FALLBACK)),
    Moment(66, "10:50", scenes.supplies(FIRST_RESPONSE, "Measure the waits", waits=WAITS)),
    Moment(66, "15:10", scenes.says("kate", LATE, "#sales-ops")),
    Moment(67, "09:20", scenes.says(REFUSED, SURE)),
    Moment(67, "09:35", scenes.is_refused_a_go(REFUSED)),
    Moment(67, "10:05", scenes.says("anna", PROPOSALS)),
)
