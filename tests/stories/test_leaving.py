"""A person is forgotten by an admin; the app is taken out, and its data goes after the set days."""

from datetime import timedelta

import pytest

from sandbox.clock import Clock
from sandbox.stories.stage import PATIENCE
from sandbox.stories.weeks import MONDAY, is_owned
from schedules import retention
from store import trail


@pytest.fixture
def clock():
    return Clock(MONDAY, frozen=True)


@pytest.fixture
def by_http():
    """One way is enough here."""
    return False


def test_an_admin_sets_what_is_kept_and_forgets_nobody_who_is_needed(house, nordwind):
    is_owned(nordwind)
    irene = nordwind.person("irene")
    irene.types("/pilot settings record", in_="#ai-pilots")
    irene.fills(authors_named="90", kept_days="14").submits()
    irene.sees("deleted after 14 days", in_="modal")
    irene.presses("Forget a person", in_="modal")
    irene.fills(person="U0ANNA").submits()
    assert "owns UC-1" in irene.modal.errors["person"]
    irene.fills(person="Grace Okafor-Nobody").submits()
    assert "I know nobody" in irene.modal.errors["person"]


def test_taking_the_app_out_starts_the_days_until_everything_is_deleted(house, nordwind):
    irene = nordwind.person("irene")
    irene.uninstalls()
    nordwind.wait_for(lambda: "uninstalled" in acts(house), PATIENCE)
    retention.run(house.store, house.clock() + timedelta(days=29))
    assert house.store.workspaces() == ("T0SANDBOX",)
    retention.run(house.store, house.clock() + timedelta(days=31))
    assert house.store.workspaces() == ()


def acts(house):
    """What was done to the workspace itself."""
    with house.store.read("T0SANDBOX") as look:
        return {event.act for event in trail.of(look._connection, "T0SANDBOX", "workspace")}
