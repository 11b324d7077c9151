"""A pilot on its way to a gate, for stories: what people did before stands in the record already."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.house import House
from playbook.facts import (
    Bottleneck,
    ControlAnswer,
    Drill,
    GatekeeperAnswer,
    GoLive,
    Proof,
    Reading,
    SecondPlace,
    UseCase,
)
from playbook.governance import CONTROLS
from playbook.proving import Word
from sandbox.stories.transcript import Company
from sandbox.stories.weeks import MONDAY, has_a_contract
from sandbox.workspace import TEAM
from store import changes

ANNA, BEN, CARLA, KATE = "U0ANNA", "U0BEN", "U0CARLA", "U0KATE"
LIVE = date(2026, 1, 6)
HOUR = timedelta(hours=1)


def documented(by: str, at: datetime) -> dict[str, object]:
    """What people wrote down in Frame: the workflow, where it waits, the second place, five controls."""
    return {
        "workflow": "Quote to cash",
        "bottlenecks": (Bottleneck(step="approval", wait="2 days", system="CRM"),),
        "second_place": SecondPlace(name="Americas", owner=KATE),
        "controls": tuple(
            ControlAnswer(control=name, answer="as agreed", contact=None, by=by, at=at) for name in CONTROLS
        ),
    }


def is_piloted(slack: Company, house: House) -> None:
    """UC-1 with its entry check passed on Day 1 and live since."""
    has_a_contract(slack)
    with house.store.work(TEAM, MONDAY, by=ANNA) as work:
        before = work.use_case(1)
        after = before.model_copy(
            update={
                **documented(ANNA, MONDAY),
                "gatekeepers": (GatekeeperAnswer(by=CARLA, at=MONDAY),),
                "went_live": GoLive(day=LIVE, at=MONDAY, by=ANNA, link="https://crm.example/1"),
            }
        )
        changes.change(work, before, after, "framed and live", MONDAY)


def has_readings(house: House, *values: float, errors: int = 0) -> None:
    """One reading of the KPI and one of the guardrail for each closed week since go-live."""
    with house.store.work(TEAM, MONDAY, by=ANNA) as work:
        before = work.pilot(1)
        for number, value in enumerate(values):
            day = LIVE + timedelta(days=7 * number + 6)
            base = {"day": day, "weekly": True, "by": ANNA, "at": MONDAY}
            counts = {"value": errors / 4, "num": errors, "den": 400}
            work.add_readings(
                before.use_case,
                "logged",
                Reading(value=value, **base),
                Reading(measured="guardrail", metric="error rate", **counts, **base),
            )
        changes.redraw(work, before, work.pilot(1), MONDAY)


def has_operated(house: House) -> None:
    """What the Limited Production gate asks beside readings: fallback, drill, waits, proofs that hold."""
    now = house.clock()
    holds = (Word(by=CARLA, at=now, holds=True),)
    with house.store.work(TEAM, now, by=ANNA) as work:
        before = work.use_case(1)
        after = before.model_copy(
            update={
                "fallback": "Route proposals to the back office",
                "drills": (Drill(number=1, contact=KATE, asked_at=now - HOUR, answered_at=now - HOUR / 2),),
                "waits": (Bottleneck(step="approval", wait="4 hours", system="CRM"),),
                "proofs": tuple(
                    Proof(number=number, control=name, text=f"row {number}", by=ANNA, at=now, words=holds)
                    for number, name in enumerate(CONTROLS, 1)
                ),
            }
        )
        changes.change(work, before, after, "operated", now)


def record(house: House) -> UseCase:
    """UC-1 as it stands."""
    with house.store.read(TEAM) as look:
        return look.use_case(1)


def turn(slack: Company, month: int, day: int, hour: int = 9) -> None:
    """Turn the clock to that morning, in UTC."""
    slack.advance(to=datetime(2026, month, day, hour, tzinfo=MONDAY.tzinfo))
