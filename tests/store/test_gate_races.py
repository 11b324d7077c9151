"""Four leaders decide at once, on PostgreSQL: each gate is decided and announced once, the late are told."""

import os
import threading

from sqlalchemy import func, select

from playbook.facts import Settings
from playbook.votes import AlreadyDecided, Ballot, cast
from store import changes, sealed_tables, tables
from tests.playbook.company import BEN, CARLA, DORA, EVERYBODY, Person
from tests.playbook.gated import SETTINGS, framed, on_day, piloting

T = "T0ACME"
GATES = int(os.environ.get("PILOTAGE_GATES", "40"))  # 500 of them are decided in docs/operations.md
ELSE = Person(id="U0ELSE", name="Else")
DECIDERS = (BEN, CARLA, DORA, ELSE)
NOW = on_day(30)


def prepared(store):
    """So many pilots with everything met and an open Pilot gate."""
    voters = SETTINGS.model_copy(update={"gatekeepers": (CARLA.id, DORA.id, ELSE.id), "version": 1})
    ready = piloting()
    with store.work(T, NOW) as work:
        work.keep_settings(Settings(), voters)
        for person in (*EVERYBODY.values(), ELSE):
            work.keep_person(person)
    for number in range(GATES):
        with store.work(T, NOW) as work:
            before = work.add_use_case(framed(bottlenecks=()), nonce=str(number))
            work.add_readings(before, "logged", *ready.readings)
            framed_now = before.model_copy(update={"bottlenecks": framed().bottlenecks})
            entered = changes.change(work, before, framed_now, "framed", NOW)
            more = {name: getattr(ready.use_case, name) for name in ("went_live", "tests", "gates")}
            changes.change(work, entered, entered.model_copy(update=more), "gate opened", NOW)


def decide(store, number, person, told):
    with store.work(T, NOW, by=person.id) as work:
        pilot = work.pilot(number)
        around = work.around(pilot.use_case, NOW)
        try:
            after = cast(pilot, Ballot(gate="pilot", choice="go"), person, around)
        except AlreadyDecided as second:
            told.append(str(second))
            return
        changes.change(work, pilot.use_case, after, "voted go", NOW)


def test_each_gate_is_decided_once_and_announced_once(postgres_store):
    prepared(postgres_store)
    told: list[str] = []
    for number in range(1, GATES + 1):
        threads = [
            threading.Thread(target=decide, args=(postgres_store, number, person, told))
            for person in DECIDERS
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    letters, decisions = tables.letters, sealed_tables.decisions
    with postgres_store._database.read() as connection:
        decided = select(func.count()).where(decisions.c.gate == "pilot", decisions.c.choice == "go")
        announced = select(func.count()).where(letters.c.kind == "gate_decided", letters.c.period == "d2")
        assert connection.scalar(decided) == GATES
        assert connection.scalar(announced) == GATES
    with postgres_store.read(T) as look:
        after = [look.use_case(number) for number in range(1, GATES + 1)]
        assert look.first_false_decision(GATES) is None
    assert {use_case.stage for use_case in after} == {"limited_production"}
    counted = sum(len(use_case.gates[-1].votes) for use_case in after)
    assert counted + len(told) == len(DECIDERS) * GATES  # whoever's vote was not counted was told so
