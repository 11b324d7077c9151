"""The stories the product is told by, each compared byte for byte with its transcript in golden/.

A file was written by an earlier play, so each run repeats it; the first story is played over both transports,
the others over one, to be quick. `make golden` writes the transcripts anew: read the difference as the people
in it would.
"""

from datetime import time

import pytest
from sqlalchemy import update

from sandbox.clock import Clock
from store.tables import workspaces
from sandbox.stories.acts import THREE_TICKS, locks, registers
from sandbox.stories.gates import has_operated, has_readings, is_piloted
from sandbox.stories.transcript import Transcript, is_golden, keeps_its_manners
from sandbox.stories.weeks import MONDAY, goes_live, has_a_contract, logs, on, passes_the_entry_check

TESTERS = ("finn", "kate", "luca", "grace", "henrik")
LOCKED = "UC-1 has a contract, locked on Monday 5 January; Anna owns it, Ben sponsors it. Day 1 is Tuesday."


@pytest.fixture
def clock():
    return Clock(MONDAY, frozen=True)


@pytest.fixture
def by_http():
    return False


@pytest.fixture
def bare(slack, house):
    """The bot just installed, with a key that is always the same: chance is drawn from it."""
    with house.store._database.write() as connection:
        connection.execute(update(workspaces).values(ledger_key=b"golden"))
    return slack


@pytest.fixture
def story(nordwind, house, request):
    """Nordwind on Monday 5 January 2026, written down from here; compared with its file at the end."""
    told = Transcript(nordwind, house)
    yield told
    keeps_its_manners(told)
    is_golden(told, request.node.originalname.removeprefix("test_"), request.config.getoption("--golden"))


@pytest.fixture
def locked(story):
    """The story begins with a locked contract."""
    has_a_contract(story)
    story.begins(LOCKED)
    return story


@pytest.fixture
def piloted(story, house):
    """The story begins on Day 29: live since Day 1, four good weeks, nobody has tested it.

    What people did in Frame, and their readings, stand in the record without having been played.
    """
    is_piloted(story, house)
    has_readings(house, 4.0, 3.6, 3.4, 3.2)
    on(story, 2, 3, hour=8)
    story.begins("UC-1 is in its Pilot stage, live since Day 1, with four good weeks. Nobody has tested it.")
    return story


def is_live(story):
    """UC-1 passed its entry check and is live since Monday 12 January."""
    anna = has_a_contract(story)
    passes_the_entry_check(story)
    on(story, 1, 12)
    goes_live(anna, day="2026-01-12").cancels()
    return anna


@pytest.mark.parametrize("by_http", [False, True], ids=["socket", "http"])
def test_from_registration_to_the_sixth_check_in(story):
    anna = is_live(story)
    on(story, 1, 19)
    anna.presses("Log week 1", in_="dm")
    anna.fills(kpi="4.6", g1="2/140").submits().cancels()
    on(story, 1, 26)
    anna.types("4,4, 1/150")
    on(story, 2, 2)
    logs(anna, "UC-1 4.1")
    on(story, 2, 9)
    anna.presses("Log week 4", in_="dm")
    anna.fills(kpi="3.8", g1="0/160", usage="120", note="new template").submits().cancels()
    on(story, 2, 16)
    anna.types("3.6, 1/155")
    on(story, 2, 23)
    logs(anna, "UC-1 3.4")
    anna.types("/pilot show UC-1", in_="#ai-pilots")


def test_readings_stop(story):
    anna = is_live(story)
    story.begins("UC-1 passed its entry check and is live since Monday 12 January.")
    for day, typed in ((19, "4.6, 2/140"), (26, "4.4, 1/150")):
        on(story, 1, day)
        anna.types(typed)
    on(story, 2, 24)
    anna.types("/pilot show UC-1", in_="#ai-pilots")
    on(story, 3, 12)


def test_over_two_daylight_saving_changes_with_an_owner_in_new_york(story):
    """8 March: New York; 29 March: Berlin. In between they are five hours apart instead of six."""
    kate, ben = story.person("kate"), story.person("ben")
    on(story, 2, 23, hour=15)
    registers(kate, owner="@kate")
    kate.cancels()
    locks(kate, ben)
    story.begins("UC-1 belongs to Kate in New York; its contract was locked on Monday 23 February.")
    on(story, 3, 18, hour=16)
    kate.types("/pilot when 08:30", in_="#ai-pilots")
    story.own_hours[kate.id] = time(8, 30)
    on(story, 4, 8)


def test_graduates_as_far_as_it_goes_today(piloted, house):
    """Two gates are passed; Scale is refused: replica, effort and kit come later.

    What the Limited Production gate asks beside readings stands in the record without having been played.
    """
    anna, ben, carla = (piloted.person(name) for name in ("anna", "ben", "carla"))
    anna.types(f"/pilot test UC-1 {' '.join('@' + name for name in TESTERS)}", in_="#sales-ops")
    for name in TESTERS:
        piloted.person(name).presses("Keep it", in_="dm")
    on(piloted, 2, 4, hour=10)
    ben.presses("Go", in_="dm")
    carla.presses("Go", in_="dm")
    for day, typed in ((10, "3.1, 0/400"), (17, "3.0, 0/400")):
        on(piloted, 2, day)
        anna.types(typed)
    has_operated(house)
    piloted.happens("Fallback, drill, waits and the proofs of all five controls are on file, and hold")
    on(piloted, 2, 19, hour=10)
    ben.presses("Go", in_="dm")
    carla.presses("Go", in_="dm")
    for month, day, typed in ((2, 24, "2.9, 0/400"), (3, 3, "2.9, 0/400")):
        on(piloted, month, day)
        anna.types(typed)
    on(piloted, 3, 6, hour=10)
    ben.presses("Go", in_="dm")
    anna.types("/pilot why UC-1", in_="#ai-pilots")


def test_a_guardrail_breaks_on_day_34(piloted):
    anna, ben = piloted.person("anna"), piloted.person("ben")
    anna.types("/pilot show UC-1", in_="#ai-pilots")
    anna.presses("Write the fallback", in_="#ai-pilots")
    anna.fills(fallback="Switch it off in the CRM (Jonas)\nRoute proposals to the back office").submits()
    anna.cancels()
    on(piloted, 2, 6)
    logs(anna, "UC-1 error rate 2.6% on 6 Feb")
    on(piloted, 2, 8)
    logs(anna, "UC-1 error rate 3.1% on 8 Feb")
    ben.types("/pilot gate UC-1", in_="#ai-pilots")
    on(piloted, 2, 9)
    ben.presses("Fallback is running", in_="dm")
    for day in (9, 10):
        on(piloted, 2, day, hour=14)
        logs(anna, f"UC-1 error rate 1.0% on {day} Feb")
    anna.presses("Close the rollback", in_="dm")
    anna.fills(reason="the template is mended", cause="a wrong template").submits()
    on(piloted, 2, 11)


def test_the_owner_leaves_on_day_22(locked):
    ben, grace = locked.person("ben"), locked.person("grace")
    on(locked, 1, 27, hour=8)
    left = locked.sandbox.acts.change_person("U0ANNA", deleted=True)
    locked.happens("Day 22: Anna's account is closed", left)
    ben.presses("Name a new workflow owner", in_="dm")
    ben.fills(offered_to="@grace").submits()
    on(locked, 1, 28, hour=8)
    grace.presses("Accept", in_="dm")
    grace.fills(authorities=THREE_TICKS, function="Sales").submits()
    grace.cancels()
    grace.types("/pilot show UC-1", in_="#ai-pilots")
    on(locked, 2, 4)


def test_two_leaders_decide_at_once(piloted):
    """Both have the form open when the first one submits."""
    ben, carla = piloted.person("ben"), piloted.person("carla")
    on(piloted, 2, 4, hour=10)
    carla.presses("Redesign", in_="dm")
    ben.presses("Stop", in_="dm")
    ben.fills(reason="No budget after March", cause="ownership").submits()
    carla.fills(reason="Approval first", cause="friction", resume_by="2026-02-20").submits()
    carla.cancels()
    on(piloted, 2, 11)


def test_redesign_and_second_attempt(locked):
    ben, carla = locked.person("ben"), locked.person("carla")
    on(locked, 1, 20)
    for person in (ben, carla):
        person.types("/pilot redesign UC-1", in_="#ai-pilots")
        said = {"reason": "The approval step has to go first", "cause": "friction"}
        person.fills(said | {"resume_by": "2026-02-03"}).submits()
        person.cancels()
    on(locked, 2, 2)
    ben.types("/pilot resume UC-1", in_="#ai-pilots")
    ben.fills(changes="Sales signs alone below 10,000").submits()
    ben.cancels()
    on(locked, 2, 12)


def test_stopped_with_clarity(locked):
    anna, ben = locked.person("anna"), locked.person("ben")
    on(locked, 1, 21)
    anna.types("/pilot stop UC-1", in_="#ai-pilots")
    anna.cancels()
    ben.types("/pilot stop UC-1", in_="#ai-pilots")
    ben.fills(cause="no_effect", reason="Proposals wait for the customer, not for us").submits()
    ben.cancels()
    anna.types("/pilot show UC-1", in_="#ai-pilots")
    on(locked, 2, 12)


def test_undecided_past_day_60_it_is_paused_by_itself(locked):
    ben = locked.person("ben")
    on(locked, 3, 12)
    ben.presses("Stop with clarity", in_="dm")
    ben.fills(cause="friction", reason="Nobody could free the approval step").submits()
    ben.cancels()
