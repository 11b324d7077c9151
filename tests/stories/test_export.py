"""The record leaves as files: for whoever takes part, and for an admin, who leaves a trace."""

import pytest

from sandbox.clock import Clock
from sandbox.stories.weeks import MONDAY, has_a_contract, is_owned, logs, on


@pytest.fixture
def clock():
    return Clock(MONDAY, frozen=True)


@pytest.fixture
def by_http():
    """One way is enough here: what is new goes from the bot to Slack."""
    return False


def files_of(slack, name):
    """What arrived: every file of the workspace by its name."""
    return {one.name: one.content for one in slack.sandbox.workspace.files.values() if name in one.name}


def test_the_owner_takes_the_record_along_and_an_admin_leaves_a_trace(house, nordwind):
    anna = has_a_contract(nordwind)
    on(nordwind, 1, 13)
    logs(anna, "UC-1 4.5 note =first")
    anna.types("/pilot export UC-1", in_="#ai-pilots")
    anna.sees("files about UC-1 are in your direct messages", in_="#ai-pilots")
    anna.sees("The record of UC-1, as you asked.")
    made = files_of(nordwind, "UC-1-")
    assert made["UC-1-contract.pdf"].startswith(b"%PDF-")
    assert b"'=first" in made["UC-1-readings.csv"]
    irene = nordwind.person("irene")
    irene.types("/pilot audit UC-1", in_="#ai-pilots")
    irene.sees("2 files about UC-1 are in your direct messages", in_="#ai-pilots")
    irene.types("/pilot export", in_="#ai-pilots")
    irene.sees("1 file about 1 use case is in your direct messages", in_="#ai-pilots")
    assert list(files_of(nordwind, ".zip")) == ["pilotage-2026-01-13.zip"]
    assert house.store.verify().well


def test_who_takes_no_part_takes_nothing_along(house, nordwind):
    is_owned(nordwind)
    jonas = nordwind.person("jonas")
    jonas.types("/pilot export UC-1", in_="#ai-pilots")
    jonas.sees("Whoever takes part in this use case exports it", in_="#ai-pilots")
    for word in ("export", "audit"):
        jonas.types(f"/pilot {word} UC-0", in_="#ai-pilots")
        jonas.sees("There is no such use case", in_="#ai-pilots")
    jonas.types("/pilot audit", in_="#ai-pilots")
    jonas.sees("Say which use case", in_="#ai-pilots")
    assert files_of(nordwind, "UC-1-") == {}
