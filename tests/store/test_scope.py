"""Nothing is asked without saying for which workspace, and no SQL asks the time."""

import re
from pathlib import Path

import pytest
from sqlalchemy import event

import store as store_package
from playbook.facts import Person, Settings
from tests.store.company import ANNA, BEN, NOW, T, announcement, duties, full, proposed

OTHER = "T0OTHER"
ASKS_THE_TIME = re.compile(
    r"(?i)func\.now|current_timestamp|clock_timestamp|\bnow\(\)|datetime\('now|localtime"
)


def test_no_sql_asks_the_time():
    """But for the one statement by which all copies on a PostgreSQL agree on it."""
    sources = Path(store_package.__file__).parent.rglob("*.py")
    asking = [path.name for path in sources for _ in ASKS_THE_TIME.findall(path.read_text())]
    assert asking == ["engine.py"]


def fill(store, workspace):
    with store.work(workspace, NOW, by=ANNA, once="same key") as work:
        first = work.add_use_case(full().model_copy(update={"title": workspace}), nonce="1")
        work.keep(first, first.model_copy(update={"worth": workspace}), "changed")
        work.keep_settings(Settings(), Settings(zone=f"Zone/{workspace}", version=1))
        work.keep_person(Person(id=BEN, name=workspace, admin=True))
        work.keep_draft(ANNA, "new", {"workspace": workspace})
        work.post(announcement(), duties())


def everything(reading):
    """All a workspace can be asked."""
    return {
        "settings": reading.settings().zone,
        "use case": reading.use_case(1).worth,
        "saved form": reading.saved_as("1"),
        "listed": [one.title for one in reading.listed()],
        "person": reading.person(BEN).name,
        "admins": [one.name for one in reading.admins()],
        "draft": reading.draft(ANNA, "new", NOW).answers["workspace"],
        "letter": reading.letter_state("1:use_case_announced:a1").state,
        "troubles": reading.troubles(NOW),
        "told": reading.told_of_trouble(NOW, NOW),
        "audit": reading.first_false_entry(),
    }


def test_two_workspaces_with_the_same_keys_see_each_their_own(store):
    for workspace in (T, OTHER):
        fill(store, workspace)
    for workspace in (T, OTHER):
        with store.read(workspace) as reading:
            seen = everything(reading)
        assert workspace in str(seen)
        assert ({T, OTHER} - {workspace}).pop() not in str(seen)


def test_what_one_workspace_drops_the_other_keeps(store):
    for workspace in (T, OTHER):
        fill(store, workspace)
    with store.work(T, NOW, by=ANNA) as work:
        work.drop_draft(ANNA, "new")
    with store.read(OTHER) as reading:
        assert reading.draft(ANNA, "new", NOW)


@pytest.fixture
def statements(memory):
    """Every statement with its parameters, from when it is asked for."""
    said = []

    def note(connection, cursor, statement, parameters, context, executemany):
        said.append((statement, parameters))

    event.listen(memory._database._engine, "before_cursor_execute", note)
    return said


def test_every_question_names_its_workspace(memory, statements):
    fill(memory, T)
    statements.clear()
    with memory.read(T) as reading:
        everything(reading)
    asked = [(statement, parameters) for statement, parameters in statements if statement != "BEGIN"]
    assert len(asked) >= 10
    assert not [statement for statement, parameters in asked if T not in parameters]


def test_every_change_of_what_people_decide_names_its_workspace(memory, statements):
    fill(memory, T)
    statements.clear()
    with memory.work(T, NOW, by=BEN, once="another key") as work:
        before = work.add_use_case(proposed(), nonce="2")
        work.keep(before, before.model_copy(update={"title": "x"}), "renamed")
        work.keep_settings(work.settings(), Settings(version=2))
        work.keep_draft(BEN, "new", {})
        work.drop_draft(BEN, "new")
        work.keep_person(Person(id=BEN))
    changes = [(s, p) for s, p in statements if s.startswith(("INSERT", "UPDATE", "DELETE"))]
    assert len(changes) >= 10
    assert not [statement for statement, parameters in changes if T not in str(parameters)]
