"""Votes: a go only when everything is met, by sponsor and gatekeeper; nobody forces it."""

from datetime import date

import pytest

from playbook import gate_calls, gates, votes
from playbook.facts import Pause, Pilot
from playbook.refusals import Refusal
from playbook.votes import AlreadyDecided, Ballot, GateShut, cast, entered
from tests.playbook.company import ADA, ANNA, BEN, CARLA, DORA, EVERYBODY, GUEST
from tests.playbook.gated import around, framed, on_day, piloting, producing

GO = Ballot(gate="pilot", choice="go")
STOP = Ballot(gate="pilot", choice="stop", reason="no effect", cause="no_effect")
REDESIGN = Ballot(
    gate="pilot", choice="redesign", reason="too many steps", cause="friction", resume_by=date(2026, 2, 20)
)


def voted(pilot, *ballots, day=30):
    for person, ballot in ballots:
        pilot = pilot.model_copy(update={"use_case": cast(pilot, ballot, person, around(day))})
    return pilot


def gate(pilot):
    return pilot.use_case.gates[-1]


def test_sponsor_and_one_gatekeeper_pass_a_gate_whose_criteria_are_met():
    half = voted(piloting(), (BEN, GO))
    assert (half.use_case.stage, gate(half).decision) == ("pilot", None)
    whole = voted(half, (CARLA, GO))
    assert whole.use_case.stage == "limited_production"
    decision = whole.use_case.decisions[-1]
    assert (decision.choice, decision.by, len(decision.votes)) == ("go", CARLA.id, 2)
    assert gate(whole).decision == decision.number


def test_two_gatekeepers_without_the_sponsor_decide_nothing():
    assert gate(voted(piloting(), (CARLA, GO), (DORA, GO))).decision is None


@pytest.mark.parametrize("person", [ANNA, ADA, GUEST])
def test_owner_admins_and_guests_do_not_vote(person):
    with pytest.raises(Refusal, match="sponsor and the gatekeepers"):
        voted(piloting(), (person, GO))


@pytest.mark.parametrize("person", [BEN, CARLA])
def test_a_go_is_refused_while_a_criterion_is_not_met_and_says_what_would_open_it(person):
    with pytest.raises(GateShut) as shut:
        voted(piloting(tests=()), (person, GO))
    assert "User acceptance: nobody has tested it" in str(shut.value)
    assert shut.value.ways == votes.WAYS


def test_a_standing_redesign_of_any_gatekeeper_blocks_the_go():
    blocked = voted(piloting(), (DORA, REDESIGN), (BEN, GO), (CARLA, GO))
    assert gate(blocked).decision is None
    changed = voted(blocked, (DORA, GO))
    assert changed.use_case.stage == "limited_production"


def test_nobody_votes_twice_the_later_vote_takes_the_place_of_the_earlier():
    again = voted(piloting(), (BEN, GO), (BEN, GO))
    assert len(gate(again).votes) == 1


def test_the_sponsor_alone_may_stop_with_its_cause():
    stopped = voted(piloting(tests=()), (BEN, STOP))
    assert (stopped.use_case.outcome, stopped.use_case.stage) == ("stopped", "pilot")
    decision = stopped.use_case.decisions[-1]
    assert decision.cause == "no_effect"
    assert {one.result for one in decision.criteria} != {"met"}


def test_a_gatekeeper_alone_stops_nothing():
    assert voted(piloting(), (CARLA, STOP)).use_case.outcome is None


def test_a_redesign_pauses_until_its_date_and_moves_nothing():
    paused = voted(piloting(tests=()), (BEN, REDESIGN), (CARLA, REDESIGN))
    assert paused.use_case.stage == "pilot"
    assert (paused.use_case.pause.why, paused.use_case.pause.resume_by) == ("redesign", date(2026, 2, 20))


@pytest.mark.parametrize(
    "ballot, field",
    [
        (STOP.model_copy(update={"reason": ""}), "reason"),
        (STOP.model_copy(update={"cause": None}), "reason"),
        (REDESIGN.model_copy(update={"resume_by": None}), "resume_by"),
        (REDESIGN.model_copy(update={"resume_by": date(2026, 2, 4)}), "resume_by"),
        (REDESIGN.model_copy(update={"resume_by": date(2026, 3, 30)}), "resume_by"),
    ],
)
def test_a_redesign_or_stop_without_reason_cause_or_a_near_date_is_refused(ballot, field):
    with pytest.raises(Refusal) as refused:
        voted(piloting(), (BEN, ballot))
    assert refused.value.field == field


def test_whoever_comes_second_is_told_that_it_was_decided():
    decided = voted(piloting(), (BEN, GO), (CARLA, GO))
    with pytest.raises(AlreadyDecided, match="go"):
        voted(decided, (DORA, STOP))


def test_votes_lapse_when_a_result_changes_and_only_then():
    half = voted(piloting(), (BEN, REDESIGN))
    later = around(31)
    found = votes.criteria.of("pilot", half, later)
    assert votes.standing(gate(half), found, EVERYBODY)
    without = half.model_copy(update={"use_case": half.use_case.model_copy(update={"tests": ()})})
    found = votes.criteria.of("pilot", without, later)
    assert votes.standing(gate(half), found, EVERYBODY) == ()


def test_the_vote_of_a_closed_account_does_not_count():
    half = voted(piloting(), (CARLA, GO))
    gone = EVERYBODY | {CARLA.id: CARLA.model_copy(update={"deactivated": True})}
    left = half.model_copy(update={"use_case": cast(half, GO, BEN, around(30, people=gone))})
    assert gate(left).decision is None


def test_a_deputys_vote_counts_as_that_of_whoever_they_stand_for():
    stands = GO.model_copy(update={"stands_for": BEN.id})
    passed = voted(piloting(), (DORA, stands), (CARLA, GO))
    assert passed.use_case.stage == "limited_production"
    assert passed.use_case.decisions[-1].votes[0].stands_for == BEN.id


def test_nobody_is_a_quorum_alone():
    """Dora stands in for the sponsor and votes as herself: two offices, but one person."""
    stands = GO.model_copy(update={"stands_for": BEN.id})
    one_person = voted(piloting(), (DORA, stands), (DORA, GO))
    assert gate(one_person).decision is None


def test_what_is_kept_but_not_proven_is_acknowledged_by_each_go():
    few = producing()
    fewer = tuple(
        one.model_copy(update={"den": 20}) if one.measured == "guardrail" else one for one in few.readings
    )
    few = few.model_copy(update={"readings": fewer})
    ballot = Ballot(gate="limited_production", choice="go")
    with pytest.raises(Refusal) as asked:
        voted(few, (BEN, ballot), day=44)
    assert asked.value.field == "acknowledges"
    seen = votes.criteria.producing.unproven(few, around(44))
    agreed = ballot.model_copy(update={"acknowledges": seen})
    passed = voted(few, (BEN, agreed), (CARLA, agreed), day=44)
    assert passed.use_case.stage == "scale_decision"


def test_the_entry_check_seals_itself_when_its_last_criterion_is_met():
    ready = entered(Pilot(use_case=framed()), around(3))
    assert (ready.stage, ready.decisions[-1].gate, ready.decisions[-1].votes) == ("pilot", "entry", ())
    lacking = Pilot(use_case=framed(bottlenecks=()))
    assert entered(lacking, around(3)) == lacking.use_case


def test_a_decided_gate_takes_no_further_vote():
    paused = voted(piloting(), (BEN, REDESIGN), (CARLA, REDESIGN))
    with pytest.raises(AlreadyDecided):
        voted(paused, (BEN, GO))


@pytest.mark.parametrize(
    "why, words, ways",
    [
        ("redesign", "is in redesign: resume it first", ("`/pilot resume UC-7`",)),
        ("day_60", "past Day 60 without a decision", ("`/pilot redesign UC-7`", "`/pilot stop UC-7`")),
    ],
)
def test_nothing_moves_forward_while_it_is_paused_and_the_refusal_names_what_does(why, words, ways):
    paused = piloting(pause=Pause(why=why, at=on_day(63), since=on_day(63).date()))
    for go in (lambda: voted(paused, (BEN, GO), day=64), lambda: gates.opened(paused, ANNA.id, around(64))):
        with pytest.raises(Refusal, match=words) as shut:
            go()
        assert shut.value.ways == ways


def test_a_vote_on_the_message_of_an_earlier_attempt_is_refused():
    again = piloting(attempt=2)
    gate_of_two = again.use_case.gates[0].model_copy(update={"attempt": 2})
    tests = tuple(one.model_copy(update={"attempt": 2}) for one in again.use_case.tests)
    second = again.use_case.model_copy(update={"gates": (gate_of_two,), "tests": tests})
    with pytest.raises(Refusal, match="attempt 1; this is attempt 2"):
        voted(again.model_copy(update={"use_case": second}), (BEN, STOP.model_copy(update={"attempt": 1})))


def test_whoever_is_away_is_voted_for_by_their_deputy_and_it_is_recorded():
    deputy = DORA.model_copy(update={"id": "U0DEP", "stands_for": (BEN.id,)})
    passed = voted(piloting(), (deputy, GO), (CARLA, GO))
    assert passed.use_case.stage == "limited_production"
    assert passed.use_case.decisions[-1].votes[0].model_dump(include={"by", "stands_for", "role"}) == {
        "by": "U0DEP",
        "stands_for": BEN.id,
        "role": "sponsor",
    }


def test_the_owner_is_nobodys_deputy_at_their_own_gate():
    owner = ANNA.model_copy(update={"stands_for": (BEN.id, CARLA.id)})
    with pytest.raises(Refusal, match="sponsor and the gatekeepers"):
        voted(piloting(), (owner, GO))


def test_a_split_of_two_working_days_is_not_a_go_and_the_root_says_so():
    split = voted(piloting(), (DORA, REDESIGN), (BEN, GO))
    assert not gate_calls.present(split, around(31)).not_a_go
    said = gate_calls.present(split, around(33))
    assert said.split
    assert said.not_a_go


def test_a_gate_opened_again_in_the_same_attempt_has_a_thread_of_its_own():
    stopped = voted(piloting(), (BEN, REDESIGN), (CARLA, REDESIGN)).use_case
    again = stopped.gates[0].model_copy(update={"opened_at": on_day(33), "decision": None, "votes": ()})
    twice = stopped.model_copy(update={"gates": (*stopped.gates, again)})
    names = [gate_calls.root_name(twice, one) for one in twice.gates]
    assert names == ["7:gate_stands:a1:pilot", "7:gate_stands:a1:pilot:2"]


def test_a_gate_the_calendar_opened_is_owed_since_its_day_however_late_the_bot_came_to_it():
    pilot = piloting()
    late = pilot.use_case.gates[0].model_copy(update={"opened_at": on_day(33), "opened_by": None})
    opened = pilot.model_copy(update={"use_case": pilot.use_case.model_copy(update={"gates": (late,)})})
    (root,) = gate_calls.roots(opened, around(33))
    assert root.due_at == gates.its_day(opened.use_case, late, around(33)) < late.opened_at
    by_hand = late.model_copy(update={"opened_by": BEN.id})
    opened = pilot.model_copy(update={"use_case": pilot.use_case.model_copy(update={"gates": (by_hand,)})})
    (root,) = gate_calls.roots(opened, around(33))
    assert root.due_at == late.opened_at
