"""What a rehearsal lists is what the calendar then says, when nobody does anything."""

import os
from datetime import time, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playbook import agenda, rehearsal
from playbook.calendar import local_day
from playbook.facts import (
    Contract,
    GoLive,
    Habits,
    Home,
    Ownership,
    Pause,
    Person,
    Settings,
    Signature,
    UseCase,
)
from sandbox.workspace import TEAM
from schedules import planner
from store import Message
from tests import fresh
from tests.schedules.test_planner import TERMS
from tests.store.company import ANNA, BEN, CARLA, NOW

AFTER = timedelta(days=100)  # the latest plan, and a week
MANY = int(os.environ.get("PILOTAGE_REHEARSALS", "8"))  # examples: a second each
AT_MOST = 400  # moments at which anything is due
ZONES = {ANNA: "America/New_York", BEN: "Europe/Berlin", CARLA: "Europe/Berlin"}


def made(sort, day_one):
    """A proposed one, one whose contract is locked, a live one, one in redesign."""
    signed = tuple(Signature(by=by, role=role, at=NOW) for by, role in ((ANNA, "owner"), (BEN, "sponsor")))
    locked = Contract(terms=TERMS, signatures=signed, locked_at=NOW)
    more = {}
    if sort == "live":
        more["went_live"] = GoLive(day=day_one, at=NOW, by=ANNA, link="https://crm.example/1")
    if sort == "redesign":
        until = NOW.date() + timedelta(days=20)
        more["pause"] = Pause(why="redesign", at=NOW, since=NOW.date(), resume_by=until)
    return UseCase(
        number=1,
        title="Turnaround",
        registrant=ANNA,
        registered_at=NOW,
        day_one=day_one,
        owner=ANNA,
        sponsor=BEN,
        ownership=Ownership(accepted_at=NOW, function="Sales"),
        home=Home(channel="C0AIPILOTS"),
        contracts=(Contract(terms=TERMS) if sort == "proposed" else locked,),
        **more,
    )


# Plans that begin in weeks, and plans that nobody followed for two months: what is late then comes together.
PLANS = st.builds(
    made,
    st.sampled_from(("proposed", "locked", "live", "redesign")),
    st.integers(-65, 20).map(lambda days: NOW.date() + timedelta(days=days)),
)
HABITS = st.builds(
    Habits,
    hour=st.sampled_from((time(8), time(10), time(14, 30), time(17))),
    weekday=st.none() | st.integers(0, 4),
    level=st.sampled_from((None, "light", "standard", "active")),
    away_until=st.none() | st.integers(1, 30).map(lambda days: NOW.date() + timedelta(days=days)),
    deputy=st.sampled_from((None, CARLA)),
)
BEGINS = st.integers(0, 7 * 24 * 4).map(lambda quarters: NOW + timedelta(minutes=15 * quarters))


def opened(use_case, habit):
    store = fresh.in_memory()
    with store.work(TEAM, NOW, by=ANNA) as work:
        work.install("U0BOT")
        for one, zone in ZONES.items():
            work.keep_person(Person(id=one, name=one, zone=zone))
        chosen = Settings(country="DE", zone="Europe/Berlin", gatekeepers=(CARLA,), version=1)
        work.keep_settings(work.settings(), chosen)
        work.keep_habits(ANNA, habit)
        work.add_use_case(use_case, nonce="1")
    return store


def lived(store, now, until, at_most=AT_MOST):
    """Beat at every due moment; each message that goes, with its day at its addressee's."""
    said = []
    for _ in range(at_most):
        if now > until:
            return said
        planner.run(store, now)
        while claims := store.outbox.claim(now, "w"):
            for claim in claims:
                said += _carried(store, claim, now)
        moments = [one for one in (store.outbox.next_due(), store.next_plan()) if one]
        if not moments:
            return said
        now = max(min(moments), now + timedelta(seconds=1))
    raise AssertionError(f"it never comes to rest: {now}, {moments}")


def _carried(store, claim, now):
    with store.read(TEAM) as look:
        made = {name: planner.MAKERS[name.split(":")[1]](look, *_asked(name), now) for name in claim.sections}
    says = [name for name, notice in made.items() if notice and (claim.edits or not notice.settled)]
    if not says:
        store.outbox.cancel(claim, now, "no longer owed")
        return []
    stamp = f"{now.timestamp():.0f}.{abs(hash(claim.name)) % 1000000:06d}"
    store.outbox.sent(claim, Message(f"D{claim.to}", stamp), now)
    if claim.edits:
        return []
    return [(local_day(now, ZONES.get(claim.to, "Europe/Berlin")), claim.to, name) for name in says]


def _asked(name):
    use_case, _, period = name.split(":", 2)
    return int(use_case), period


def rehearsed(store, now):
    with store.read(TEAM) as look:
        pilot = look.pilot(1)
        around = look.around(pilot.use_case, now)
        due, _ = agenda.due(pilot, around)
        gone = [one.name for one in due if look.letter_state(one.name)]
        coming = rehearsal.coming(pilot, now, look.around, gone=gone)
    return [
        (local_day(one.at, ZONES.get(one.to, "Europe/Berlin")), one.to, name)
        for one in coming
        for name in one.names
    ]


@settings(max_examples=MANY, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(use_case=PLANS, habit=HABITS, now=BEGINS)
def test_what_is_rehearsed_is_what_is_then_said(use_case, habit, now):
    store = opened(use_case, habit)
    listed = rehearsed(store, now)
    said = lived(store, now, now + AFTER)
    store.close()
    last = max((day for day, _, _ in listed), default=now.date())
    assert sorted(listed) == sorted(one for one in said if one[0] <= last)


def test_a_rehearsal_writes_nothing(memory):
    with memory.work(TEAM, NOW) as work:
        work.add_use_case(
            UseCase(number=1, title="T", registrant=ANNA, registered_at=NOW, day_one=NOW.date()), nonce="1"
        )
    assert rehearsed(memory, NOW)
    with memory.read(TEAM) as look:
        assert not look.waiting(NOW + AFTER)


def test_which_control_a_month_draws_is_not_foretold():
    assert "control_drawn" in agenda.KINDS
    assert "control_drawn" in rehearsal.UNFORETOLD
