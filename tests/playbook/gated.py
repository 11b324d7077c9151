"""UC-7 on its way through the gates: a pilot for which every criterion of a gate is met, to take one away."""

from datetime import UTC, datetime, timedelta

from playbook.deciding import Decision, Gate, Tap, UserTest
from playbook.facts import (
    Bottleneck,
    Contract,
    ControlAnswer,
    Drill,
    GatekeeperAnswer,
    GoLive,
    Pilot,
    Proof,
    Reading,
    SecondPlace,
    Settings,
    Signature,
)
from playbook.governance import CONTROLS
from playbook.known import Around
from playbook.proving import Word
from tests.playbook.company import ANNA, BEN, CARLA, COMPLETE, DAY_ONE, DORA, EVERYBODY, MONDAY, owned

DAY = timedelta(days=1)
SETTINGS = Settings(gatekeepers=(CARLA.id, DORA.id), country="DE", zone="UTC", answered_at=MONDAY)
SIGNED = tuple(
    Signature(by=by, role=role, at=MONDAY) for by, role in ((ANNA.id, "owner"), (BEN.id, "sponsor"))
)
LOCKED = (Contract(terms=COMPLETE, locked_at=MONDAY, signatures=SIGNED),)
FRAMED = {
    "contracts": LOCKED,
    "bottlenecks": (Bottleneck(step="approval", wait="2 days", system="CRM"),),
    "second_place": SecondPlace(name="Lyon", owner=DORA.id),
    "controls": tuple(ControlAnswer(control=name, answer="so", by=ANNA.id, at=MONDAY) for name in CONTROLS),
    "gatekeepers": (GatekeeperAnswer(by=CARLA.id, at=MONDAY),),
    "registrant": ANNA.id,
}


def on_day(number, hour=10):
    """That day of the plan, in the morning."""
    return datetime.combine(DAY_ONE + (number - 1) * DAY, datetime.min.time(), UTC) + timedelta(hours=hour)


def around(number=30, **more):
    """What the rules read on that day."""
    given = {"now": on_day(number), "settings": SETTINGS, "people": EVERYBODY}
    return Around(**(given | more))


def readings(*values, first=1, live=DAY_ONE, errors=True):
    """One weekly reading of the KPI, and of the guardrail with counts, for each week since go-live."""
    found = []
    for number, value in enumerate(values):
        last = live + (number + 1) * 7 * DAY - DAY
        base = {"day": last, "weekly": True, "by": ANNA.id, "at": MONDAY}
        found.append(Reading(number=first + len(found), value=value, **base))
        if errors:
            found.append(
                Reading(
                    number=first + len(found),
                    measured="guardrail",
                    metric="error rate",
                    value=0.0,
                    num=0,
                    den=400,
                    **base,
                )
            )
    return tuple(found)


def framed(**more):
    """In Frame, with everything the entry check asks."""
    return owned(**(FRAMED | more))


def five_keep(keep=5, of=5):
    taps = tuple(Tap(by=f"U0T{n}", verdict="keep" if n < keep else "no", at=MONDAY) for n in range(of))
    return UserTest(number=1, asked=tuple(tap.by for tap in taps), by=ANNA.id, at=MONDAY, taps=taps)


def passed(gate, number, day):
    return Decision(number=number, gate=gate, attempt=1, choice="go", criteria=(), at=on_day(day), by=BEN.id)


def opened(gate, day):
    """A gate the owner opened that day, where everything was met: votes were asked for at once."""
    return Gate(name=gate, attempt=1, opened_at=on_day(day), opened_by=ANNA.id, asked_at=on_day(day))


def piloting(*values, **more):
    """In Pilot since Day 3, live from Day 1, with an open Pilot gate and everything it asks."""
    facts = {
        "stage": "pilot",
        "went_live": GoLive(day=DAY_ONE, at=MONDAY, by=ANNA.id, link="https://crm.example/1"),
        "tests": (five_keep(),),
        "decisions": (passed("entry", 1, 3),),
        "gates": (
            Gate(name="pilot", attempt=1, opened_at=on_day(29), opened_by=ANNA.id, asked_at=on_day(29)),
        ),
    }
    return Pilot(use_case=framed(**(facts | more)), readings=readings(*(values or (4.0, 3.6, 3.4, 3.2))))


def producing(*values, **more):
    """In Limited Production since Day 22, with an open gate and everything it asks."""
    facts = {
        "stage": "limited_production",
        "fallback": "Route proposals to the back office",
        "drills": (Drill(number=1, contact=DORA.id, asked_at=on_day(30), answered_at=on_day(30, hour=10.5)),),
        "waits": (Bottleneck(step="approval", wait="4 hours", system="CRM"),),
        "proofs": tuple(
            Proof(
                number=number,
                control=name,
                text="row 7 of the export",
                by=ANNA.id,
                at=on_day(35),
                words=(Word(by=CARLA.id, at=on_day(36), holds=True),),
            )
            for number, name in enumerate(CONTROLS, 1)
        ),
        "decisions": (passed("entry", 1, 3), passed("pilot", 2, 22)),
        "gates": (
            Gate(
                name="limited_production",
                attempt=1,
                opened_at=on_day(43),
                opened_by=ANNA.id,
                asked_at=on_day(43),
            ),
        ),
    }
    return piloting(*(values or (4.0, 3.6, 3.4, 3.2, 3.1, 3.0)), **(facts | more))
