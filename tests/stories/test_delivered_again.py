"""Slack tells the bot some things twice, late and out of order: each counts once, on both roads."""

import random
from collections import Counter

from sqlalchemy import func, select

from sandbox.stories.acts import locks, registers
from store.tables import audit, letters, readings, use_cases

WHAT_COUNTS = (
    select(use_cases.c.number, use_cases.c.version, use_cases.c.document).order_by(use_cases.c.number),
    select(readings).order_by(readings.c.use_case, readings.c.number),
    select(audit.c.number, audit.c.act, audit.c.thing).order_by(audit.c.number),
    select(letters.c.use_case, letters.c.kind, letters.c.period).order_by(letters.c.id),
)


def remembered(house):
    """What people decided and what is said of it, as the database holds it."""
    with house.store._database.read() as connection:
        return [[tuple(row) for row in connection.execute(asked)] for asked in WHAT_COUNTS]


def standing(slack):
    """How many messages stand in each conversation."""
    channels = slack.sandbox.workspace.channels
    return slack.ask(lambda: Counter({name: len(one.messages) for name, one in channels.items()}))


def carried(slack, house):
    """Whether everything that is to be said stands in Slack."""
    to_say = (letters.c.manner != "edit") & letters.c.state.not_in(["folded", "cancelled"])
    with house.store._database.read() as connection:
        said = connection.execute(select(func.count()).where(to_say)).scalar_one()
    every = (one for channel in slack.sandbox.workspace.channels.values() for one in channel.messages)
    return sum("metadata" in one for one in every) >= said


def a_contract_is_locked(slack, house):
    anna, ben = slack.person("anna"), slack.person("ben")
    registers(anna)
    anna.cancels()
    locks(anna, ben)
    slack.settle()
    slack.wait_for(lambda: carried(slack, house))


def test_whatever_was_told_is_told_again_up_to_four_times_in_any_order_and_changes_nothing(nordwind, house):
    a_contract_is_locked(nordwind, house)
    before, messages = remembered(house), standing(nordwind)
    told = nordwind.ask(lambda: [(one.notes[0], one.asked) for one in nordwind.sandbox.journal.sent()])
    rng = random.Random(6)
    again = [one for one in told for _ in range(rng.randint(1, 4))]
    rng.shuffle(again)
    road = nordwind.sandbox.delivery.road
    for envelope, payload in again:
        nordwind.call(road.carry(envelope, payload, 1, "http_timeout"))
    nordwind.settle()
    nordwind.wait_for(lambda: carried(nordwind, house))
    assert len(again) > 2 * len(told) > 30
    assert remembered(house) == before
    assert standing(nordwind) == messages


def test_what_comes_twice_and_overtaken_ends_as_if_it_had_come_once(nordwind, house):
    for kind in ("deliver_twice", "reorder"):
        nordwind.sandbox.faults.order(kind, times=1000)
    a_contract_is_locked(nordwind, house)
    (registered,) = remembered(house)[0]
    acts = [act for _, act, thing in remembered(house)[2] if thing == "UC-1"]
    assert (registered[0], '"locked_at":null' in registered[2]) == (1, False)
    assert [one for one, count in Counter(acts).items() if count > 1 and one != "contract signed"] == []
