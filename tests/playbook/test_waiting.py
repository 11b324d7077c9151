"""What waits for whom: every open ask, with its evidence and since when."""

import pytest

from playbook import waiting
from playbook.deciding import Contest, UserTest
from playbook.facts import (
    Blocker,
    Contract,
    Drill,
    Handover,
    Incident,
    Pause,
    Pilot,
    Profile,
    Proof,
    Trip,
)
from playbook.home import queue
from playbook.votes import Ballot, cast
from tests.playbook.company import ADA, ANNA, BEN, CARLA, COMPLETE, DORA, EVERYBODY, MONDAY, proposed
from tests.playbook.gated import around, framed, on_day, piloting

TOLD = {"profile": Profile(systems=1, layers=0, partners=0, loop_days=2), "workflow": "Quote to cash"}
MIRA = ANNA.model_copy(update={"id": "U0MIRA"})


def waits(person, pilot, day=30, **more):
    return {one.act: one for one in waiting.waits_for(person, pilot, around(day, **more))}


def changed(pilot, **more):
    return pilot.model_copy(update={"use_case": pilot.use_case.model_copy(update=more)})


def test_an_open_gate_asks_each_voter_for_their_vote_with_the_criteria_and_the_thread():
    for person in (BEN, CARLA, DORA):
        vote = waits(person, piloting())["vote"]
        assert vote.words == "UC-7: vote at the Pilot gate of “Proposal turnaround”: 5 of 5 criteria met"
        assert vote.since == on_day(29)
        assert vote.evidence[0].startswith("✅ met: KPI signal, ")
        assert (vote.about, vote.thread) == ("pilot:1", "7:gate_stands:a1:pilot")
    assert "vote" not in waits(ANNA, piloting())
    assert "vote" not in waits(ADA, piloting())


def test_an_overdue_gate_says_so_to_its_voters_and_shows_what_it_lacks_first():
    vote = waits(BEN, piloting(4.0, 3.6, 3.6, 3.6, tests=()), day=33)["vote"]
    assert "(overdue since Wed 4 Feb): 4 of 5 criteria met" in vote.words
    assert vote.evidence[0].startswith("❓ unclear: User acceptance, nobody")


def test_who_has_voted_is_asked_again_only_when_the_vote_lapsed():
    pilot = piloting()
    voted = cast(pilot, Ballot(gate="pilot", choice="go"), BEN, around())
    pilot = pilot.model_copy(update={"use_case": voted})
    assert "vote" not in waits(BEN, pilot)
    lapsed = changed(pilot, tests=())
    assert waits(BEN, lapsed)["vote"].words.startswith("UC-7: vote again at the Pilot gate")


def test_what_an_open_gate_lacks_waits_for_the_owner():
    assert "supply" not in waits(ANNA, piloting())
    supply = waits(ANNA, piloting(tests=()))["supply"]
    assert supply.words.startswith("UC-7: supply what the Pilot gate of “Proposal turnaround” lacks")
    assert supply.thread == "7:gate_stands:a1:pilot"


def test_a_deputy_finds_the_votes_of_whoever_is_away():
    deputy = MIRA.model_copy(update={"stands_for": (CARLA.id,)})
    assert "vote" in waits(deputy, piloting())
    assert "vote" not in waits(MIRA, piloting())


def test_a_week_that_was_asked_for_waits_for_its_owner_with_those_before():
    log = waits(ANNA, piloting(4.0, 3.6), day=30)["log"]
    assert log.words == "UC-7: log the number of week 4 (27 Jan to 2 Feb)"
    assert log.evidence == ("also open: week 3",)
    assert log.about == "w4"
    assert "log" not in waits(BEN, piloting(4.0, 3.6))


def test_an_ownership_and_a_signature_wait_with_what_they_are_about():
    asked = Pilot(use_case=proposed(sentence="Reduce it from 5 days to 3"))
    assert waits(ANNA, asked)["accept"].evidence == ("Reduce it from 5 days to 3",)
    draft = Pilot(use_case=framed(contracts=(Contract(terms=COMPLETE),)))
    sign = waits(BEN, draft)["sign"]
    assert sign.evidence == ("average proposal turnaround time: 5 days to 3 days by 3 Mar",)
    assert "sign" not in waits(CARLA, draft)


def test_a_proof_waits_for_gatekeepers_with_its_text_and_never_for_whoever_brought_it():
    proof = Proof(number=1, control="logging", text="row 7", by=DORA.id, at=on_day(20))
    pilot = changed(piloting(), proofs=(proof,))
    judge = waits(CARLA, pilot)["judge_proof"]
    assert judge.evidence == ("logging: row 7",)
    assert judge.since == on_day(20)
    assert "judge_proof" not in waits(DORA, pilot)


def test_a_tester_and_a_contact_are_asked_whoever_they_are():
    test = UserTest(number=2, asked=(MIRA.id,), by=ANNA.id, at=on_day(20))
    drill = Drill(number=1, contact=MIRA.id, asked_at=on_day(21))
    found = waits(MIRA, changed(piloting(), tests=(test,), drills=(drill,)))
    assert found["test"].number == 2
    assert found["drill"].about == "d1"


def test_alarms_wait_with_the_way_back():
    trip = Trip(number=1, at=on_day(12), by=BEN.id, reason="wrong prices")
    severe = Incident(number=3, severity=1, text="wrong prices", opened_at=on_day(12), opened_by=BEN.id)
    found = waits(ANNA, changed(piloting(), trips=(trip,), incidents=(severe,), fallback="Switch off\nCall"))
    assert found["answer_rollback"].evidence == ("1. Switch off", "2. Call")
    assert found["resolve"].about == "i3"


def test_a_contest_waits_for_the_owner_then_for_another_voter():
    doubt = Contest(number=1, about="reading", thing="1", reason="twice counted", by=CARLA.id, at=on_day(28))
    assert waits(ANNA, changed(piloting(), contests=(doubt,)))["answer_contest"].evidence == (
        "twice counted",
    )
    answered = doubt.model_copy(update={"answer": "once", "answered_by": ANNA.id, "answered_at": on_day(29)})
    pilot = changed(piloting(), contests=(answered,))
    assert waits(DORA, pilot)["accept_answer"].since == on_day(29)
    assert "accept_answer" not in waits(CARLA, pilot)
    assert "answer_contest" not in waits(ANNA, pilot)


def test_what_somebody_clears_takes_over_or_resumes_waits_for_them():
    blocker = Blocker(number=4, text="no access", outside=True, clears=BEN.id, since=on_day(9))
    offer = Handover(number=1, role="owner", held_by=ANNA.id, offered_to=MIRA.id, by=ANNA.id, at=on_day(10))
    pilot = changed(piloting(), blockers=(blocker,), handovers=(offer,))
    assert waits(BEN, pilot)["clear"].about == "b4"
    assert waits(MIRA, pilot)["take_over"].about == "owner"
    pause = Pause(why="redesign", at=on_day(30), since=on_day(30).date(), resume_by=on_day(40).date())
    assert "resume" in waits(ANNA, changed(pilot, pause=pause), day=35)
    assert "resume" not in waits(BEN, changed(pilot, pause=pause), day=35)
    assert "was to resume by" in waits(BEN, changed(pilot, pause=pause), day=45)["resume"].words


def test_past_day_60_in_frame_the_sponsor_decides_without_a_gate():
    pause = Pause(why="day_60", at=on_day(63), since=on_day(63).date())
    pilot = Pilot(use_case=framed(pause=pause))
    assert "decide" in waits(BEN, pilot, day=64)
    assert "decide" not in waits(ANNA, pilot, day=64)


def test_whoever_left_is_to_be_followed_by_somebody():
    gone = EVERYBODY | {ANNA.id: ANNA.model_copy(update={"deactivated": True})}
    assert waits(BEN, piloting(), people=gone)["name_successor"].about == "owner"


def test_what_is_missing_says_when_its_day_went_by():
    fill = waits(ANNA, Pilot(use_case=framed(second_place=None, **TOLD)), day=12)["fill"]
    assert "Day 10 entry check overdue since Thu 15 Jan" in fill.words
    assert any("second place" in line for line in fill.evidence)


def test_once_the_entry_check_is_passed_the_owner_says_when_it_is_live():
    assert "go_live" in waits(ANNA, piloting(went_live=None, gates=(), **TOLD), day=12)
    assert "go_live" not in waits(ANNA, piloting(**TOLD), day=12)


@pytest.mark.parametrize("outcome", ["scaled", "stopped"])
def test_the_queue_leaves_out_what_has_ended_and_puts_the_oldest_first(outcome):
    first, second = piloting(tests=()), changed(piloting(), number=8)
    ended = changed(piloting(), number=9, outcome=outcome)
    late = UserTest(number=2, asked=(CARLA.id,), by=ANNA.id, at=on_day(20))
    found = queue(CARLA, [second, changed(first, tests=(late,)), ended], around())
    assert [(one.use_case, one.act) for one in found] == [(7, "test"), (7, "vote"), (8, "vote")]
    assert found[0].since == on_day(20) > MONDAY
