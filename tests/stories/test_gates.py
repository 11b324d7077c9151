"""The Pilot gate as people live it: shut, fed with evidence, decided by two, announced to all."""

import pytest

from sandbox.clock import Clock
from sandbox.stories.gates import KATE, has_readings, is_piloted, record, turn
from sandbox.stories.weeks import MONDAY

TESTERS = ("finn", "kate", "luca", "grace", "henrik")
HOME = "#sales-ops"


@pytest.fixture
def clock():
    return Clock(MONDAY, frozen=True)


@pytest.fixture
def piloted(nordwind, house):
    """Day 29: four good weeks, nobody has tested it."""
    is_piloted(nordwind, house)
    has_readings(house, 4.0, 3.6, 3.4, 3.2)
    turn(nordwind, 2, 3, hour=15)
    return nordwind


def are_asked(slack):
    slack.person("anna").types(f"/pilot test UC-1 {' '.join('@' + name for name in TESTERS)}", in_=HOME)


def test_the_entry_check_passes_by_itself_and_is_announced(piloted, house):
    piloted.person("ben").sees("Entry check passed", in_=HOME)
    assert record(house).stage == "pilot"


def test_the_root_says_what_is_missing_and_who_can_supply_it(piloted):
    anna, ben = piloted.person("anna"), piloted.person("ben")
    anna.types("/pilot gate UC-1", in_=HOME)
    root = ben.sees("Pilot gate · UC-1", in_=HOME)
    assert "Shut." in root.text
    assert "User acceptance: unclear. Nobody has tested it" in root.text
    assert "KPI signal: met. Moving" in root.text
    assert "@anna can supply it" in root.text


def test_nobody_forces_it_not_even_the_sponsor(piloted, house):
    anna, ben = piloted.person("anna"), piloted.person("ben")
    anna.types("/pilot gate UC-1", in_=HOME)
    ben.presses("Go", in_=HOME)
    refused = ben.sees("The gate is shut", in_=HOME)
    assert refused.only_to_me
    assert "User acceptance: nobody has tested it" in refused.text
    assert "stop with clarity" in refused.text
    assert record(house).stage == "pilot"


def test_testers_tap_and_two_people_decide(piloted, house):
    anna, ben, carla = (piloted.person(name) for name in ("anna", "ben", "carla"))
    anna.types("/pilot gate UC-1", in_=HOME)
    are_asked(piloted)
    for name in TESTERS:
        piloted.person(name).presses("Keep it", in_="dm")
    ben.sees("Ready to decide", in_=HOME)
    ben.presses("Go", in_="dm")
    ben.sees("You voted Go", in_="dm")
    assert record(house).stage == "pilot"
    carla.presses("Go", in_="dm")
    carla.sees("is decided; there is nothing to do", in_="dm")
    anna.sees("Limited Production begins", in_=HOME)
    assert record(house).stage == "limited_production"
    assert [one.gate for one in record(house).decisions] == ["entry", "pilot"]


def test_a_stop_with_clarity_ends_it_honourably(piloted, house):
    anna, ben = piloted.person("anna"), piloted.person("ben")
    anna.types("/pilot gate UC-1", in_=HOME)
    ben.presses("Stop", in_=HOME)
    ben.fills(reason="The step itself is going away in March.", cause="no_effect").submits()
    ended = anna.sees("Stopped with clarity", in_=HOME)
    assert "going away in March" in anna.sees("No effect", in_=HOME).text
    assert ended
    assert record(house).outcome == "stopped"


def test_whoever_comes_second_is_told(piloted, house):
    anna, ben, carla = (piloted.person(name) for name in ("anna", "ben", "carla"))
    turn(piloted, 2, 4)
    carla.presses("Stop", in_="dm")
    ben.presses("Stop", in_=HOME)
    ben.fills(reason="No budget.", cause="ownership").submits()
    anna.sees("Stopped with clarity", in_=HOME)
    carla.fills(reason="No effect.", cause="no_effect").submits()
    carla.sees("decided already: stop, on 4 Feb at 10:00 by Ben Hartmann", in_="modal")
    assert len(record(house).decisions) == 2


def test_a_doubt_makes_its_criterion_unclear_until_another_voter_accepts_the_answer(piloted):
    anna, ben, carla = (piloted.person(name) for name in ("anna", "ben", "carla"))
    turn(piloted, 2, 4)
    carla.presses("Contest", in_="dm")
    carla.fills(
        thing="Reading 7, Mon 2 Feb 2026: 3.2 days, average proposal turnaround time",
        reason="Two proposals are not in it.",
    ).submits()
    ben.sees("KPI signal: unclear. A reading is contested", in_=HOME)
    anna.presses("Answer", in_="dm")
    anna.fills(answer="They were withdrawn by the customer.").submits()
    ben.sees("withdrawn by the customer", in_=HOME)
    ben.presses("Accept the answer", in_=HOME)
    ben.sees("KPI signal: met", in_=HOME)


def test_whoever_left_the_group_of_gatekeepers_settles_no_doubt(piloted, house):
    irene, anna, ben, david = (piloted.person(name) for name in ("irene", "anna", "ben", "david"))
    irene.types("/pilot settings", in_="#ai-pilots")
    irene.fills(gatekeepers=["@carla"]).submits()
    irene.cancels()
    irene.types("/pilot settings rules", in_="#ai-pilots")
    irene.fills(group="@governance").submits()
    turn(piloted, 2, 4)
    ben.presses("Contest", in_="dm")
    ben.fills(
        thing="Reading 7, Mon 2 Feb 2026: 3.2 days, average proposal turnaround time",
        reason="Two proposals are not in it.",
    ).submits()
    anna.presses("Answer", in_="dm")
    anna.fills(answer="They were withdrawn by the customer.").submits()
    david.opens_home().sees("Accept the answer", in_="home")
    piloted.sandbox.workspace.usergroups["S0GOVERNANCE"].members[:] = ["U0CARLA"]
    david.presses("Accept the answer", in_="home")
    david.sees("never the owner at their own gate", in_="modal")
    assert record(house).contests[0].accepted_by is None


def test_the_owner_never_votes(piloted, house):
    anna = piloted.person("anna")
    anna.types("/pilot gate UC-1", in_=HOME)
    anna.presses("Go", in_=HOME)
    anna.sees("never the owner at their own gate", in_=HOME)
    assert record(house).gates[-1].votes == ()


def test_a_go_that_is_refused_is_refused_in_a_window_once_replies_could_hide_it(piloted):
    anna, ben = piloted.person("anna"), piloted.person("ben")
    anna.types("/pilot gate UC-1", in_=HOME)
    ben.presses("Redesign", in_=HOME)
    ben.fills(cause="friction", reason="The approval step stays", resume_by="2026-02-20").submits()
    reply = ben.sees("🗳️ UC-1: @ben, sponsor: Redesign", in_=HOME)
    root = ben.sees("Shut", in_=HOME)
    assert reply.thread_ts == root.ts
    anna.presses("Go", in_=root)
    anna.sees("never the owner at their own gate", in_="modal")


def test_any_message_becomes_evidence_with_its_author_and_its_time(piloted, house):
    anna, kate, ben = (piloted.person(name) for name in ("anna", "kate", "ben"))
    kate.types("Sales & IT would not want the old way back.", in_=HOME)
    said = anna.sees("would not want the old way back", in_=HOME)
    anna.types("/pilot gate UC-1", in_=HOME)
    anna.uses("Add as evidence", on=said)
    anna.fills(criterion="User acceptance").submits()
    ben.sees("1 piece of evidence in the thread", in_=HOME)
    (brought,) = record(house).evidence
    assert (brought.author, brought.text) == (KATE, "Sales & IT would not want the old way back.")
    assert brought.said_at.date().isoformat() == "2026-02-03"


def test_evidence_is_brought_by_button_and_stands_in_the_thread(piloted, house):
    anna, ben = piloted.person("anna"), piloted.person("ben")
    anna.types("/pilot gate UC-1", in_=HOME)
    anna.presses("Add evidence", in_=HOME)
    anna.fills(criterion="KPI signal", text="The export of Monday.", link="https://crm.example/9").submits()
    ben.sees("The export of Monday.", in_=HOME)
    assert record(house).evidence[0].link == "https://crm.example/9"


def test_why_says_in_five_lines_what_holds_it(piloted):
    ben = piloted.person("ben")
    ben.types("/pilot why UC-1", in_=HOME)
    said = ben.sees("stands where it stands", in_=HOME).text
    assert "*" not in said, "no star is left to be read as a star"
    assert "Last decision: Day 10 entry check, go, 5 Jan" in said
    assert "user acceptance (nobody has tested it) for the Pilot gate" in said
    assert "Oldest blocker: none" in said
    assert "Next: " in said


def test_an_open_gate_is_read_anew_each_morning(piloted):
    """Nobody does anything for two weeks: the readings grow old, and the root says so by itself."""
    anna, ben = piloted.person("anna"), piloted.person("ben")
    anna.types("/pilot gate UC-1", in_=HOME)
    ben.sees("KPI signal: met. Moving", in_=HOME)
    turn(piloted, 2, 18)
    ben.sees("KPI signal: unclear. No reading since week 4", in_=HOME)
