"""A month of 1, 10 and 50 pilots on a real ledger: a morning stays one message, whoever owes how much."""

from collections import Counter
from datetime import timedelta

import pytest

from playbook import agenda, budget
from playbook.calendar import local_day
from playbook.facts import Person, Settings
from sandbox.workspace import TEAM
from tests.schedules.test_rehearsal import lived, made
from tests.store.company import BEN, CARLA, NOW

OWNERS = [f"U0OWNER{number}" for number in range(6)]
ZONE, COUNTRY = "Europe/Berlin", "DE"
SORTS = ("live", "live", "locked", "live", "proposed")
WEEKS = timedelta(weeks=4)
MOMENTS = 3000


@pytest.fixture
def company(memory):
    with memory.work(TEAM, NOW, by=BEN) as work:
        work.install("U0BOT")
        for one in (*OWNERS, BEN, CARLA):
            work.keep_person(Person(id=one, name=one, zone=ZONE))
        chosen = Settings(country=COUNTRY, zone=ZONE, gatekeepers=(CARLA,), version=1)
        work.keep_settings(work.settings(), chosen)
    return memory


def begin(store, pilots):
    """From six weeks into the plan to two weeks before it; nobody answers, nobody decides at their gates."""
    for number in range(1, pilots + 1):
        plan = made(SORTS[number % len(SORTS)], NOW.date() + timedelta(days=number * 17 % 57 - 42))
        owner = OWNERS[number % len(OWNERS)]
        title = f"Turnaround {number}"
        with store.work(TEAM, NOW, by=owner) as work:
            work.add_use_case(
                plan.model_copy(update={"number": number, "title": title, "owner": owner}), nonce=str(number)
            )


@pytest.mark.parametrize("pilots", [1, 10, 50])
def test_nobody_is_asked_more_than_once_a_working_day_however_many_pilots_there_are(company, pilots):
    begin(company, pilots)
    lived(company, NOW, NOW + WEEKS, at_most=MOMENTS)
    with company.read(TEAM) as look:
        told = look.told(NOW, NOW + WEEKS)
    weeks = budget.by_week(told, ZONE, COUNTRY)
    assert [week for week in weeks if week.over] == []
    assert {week.person for week in weeks} >= {OWNERS[n % len(OWNERS)] for n in range(1, pilots + 1)}
    mornings = Counter(
        (one.to, local_day(one.sent_at, ZONE)) for one in told if one.sent_at and one.kind in agenda.MORNING
    )
    assert max(mornings.values()) == 1
