"""The truth table of every gate: all is met, and taking one thing away turns exactly one criterion."""

from datetime import timedelta

import pytest

from playbook import criteria
from playbook.deciding import Contest, Evidence
from playbook.facts import Cause, Pilot, Reading, Trip
from playbook.proving import Word
from playbook.replicating import Effort
from tests.playbook.company import ANNA, BEN, CARLA, DORA, MONDAY
from tests.playbook.gated import (
    SETTINGS,
    around,
    five_keep,
    framed,
    on_day,
    piloting,
    producing,
    readings,
)
from tests.playbook.test_kit import CONFIRMED, THREE
from tests.playbook.test_replicas import locked

PROVED = producing().use_case.proofs


def found(gate, pilot, day):
    return {one.name: one for one in criteria.of(gate, pilot, around(day))}


def unmet(gate, pilot, day):
    return {name: one.result for name, one in found(gate, pilot, day).items() if one.result != "met"}


@pytest.mark.parametrize(
    "gate, pilot, day",
    [
        ("entry", Pilot(use_case=framed()), 3),
        ("pilot", piloting(), 30),
        ("limited_production", producing(), 44),
    ],
)
def test_with_everything_on_file_every_criterion_is_met(gate, pilot, day):
    assert unmet(gate, pilot, day) == {}


@pytest.mark.parametrize(
    "taken, turned",
    [
        ({"ownership": None}, {"ownership": "not_met"}),
        (
            {
                "contracts": framed().contracts[:0]
                + (framed().contract.model_copy(update={"locked_at": None}),)
            },
            {"contract": "not_met"},
        ),
        ({"bottlenecks": ()}, {"bottlenecks": "not_met"}),
        ({"controls": framed().controls[:4]}, {"documented": "not_met"}),
        ({"gatekeepers": ()}, {"documented": "not_met"}),
        ({"second_place": None}, {"second_place": "not_met"}),
        (
            {
                "contests": (
                    Contest(
                        number=1, about="control", thing="logging", reason="where?", by=CARLA.id, at=MONDAY
                    ),
                )
            },
            {"documented": "unclear"},
        ),
    ],
)
def test_the_entry_check_one_thing_at_a_time(taken, turned):
    assert unmet("entry", Pilot(use_case=framed(**taken)), 3) == turned


@pytest.mark.parametrize(
    "pilot, turned",
    [
        (piloting(5.1, 4.9, 5.0, 5.2), {"signal": "not_met"}),
        (piloting(5.9, 6.2, 6.0, 6.1), {"signal": "not_met"}),
        (piloting(5.1, 3.2, 4.9, 3.4), {"signal": "unclear"}),
        (piloting(tests=()), {"acceptance": "unclear"}),
        (piloting(tests=(five_keep(4, 4),)), {"acceptance": "unclear"}),
        (piloting(tests=(five_keep(3, 5),)), {"acceptance": "not_met"}),
        (piloting(tests=(five_keep(4, 5),)), {}),
        (
            piloting(trips=(Trip(number=1, at=MONDAY, by=ANNA.id, reason="too many wrong"),)),
            {"guardrails": "not_met"},
        ),
    ],
)
def test_the_pilot_gate_one_thing_at_a_time(pilot, turned):
    assert unmet("pilot", pilot, 30) == turned


def test_two_good_weeks_are_an_early_signal_and_said_to_be_one():
    seen = found("pilot", piloting(3.8, 3.6), 17)["signal"]
    assert seen.result == "met"
    assert seen.because.startswith("early signal")


def test_an_early_signal_is_none_any_more_once_its_readings_stop():
    """Two good weeks, then silence: at the gate of Day 30 two of four weeks are in."""
    silent = found("pilot", piloting(3.8, 3.6), 30)["signal"]
    assert (silent.result, silent.act) == ("unclear", "log")


def test_everyone_who_does_the_step_is_enough_if_they_are_fewer_than_five():
    three = five_keep(3, 3).model_copy(update={"everyone": True})
    assert unmet("pilot", piloting(tests=(three,)), 30) == {}
    silent = three.model_copy(update={"asked": (*three.asked, "U0SILENT")})
    assert unmet("pilot", piloting(tests=(silent,)), 30) == {"acceptance": "unclear"}
    alone = five_keep(1, 1).model_copy(update={"everyone": True})
    assert unmet("pilot", piloting(tests=(alone,)), 30) == {"acceptance": "unclear"}


def test_typed_in_results_count_once_somebody_else_confirmed_them():
    typed = five_keep(0, 0).model_copy(update={"kept": 5, "tried": 5})
    assert unmet("pilot", piloting(tests=(typed,)), 30) == {"acceptance": "unclear"}
    confirmed = typed.model_copy(update={"confirmed_by": BEN.id})
    assert unmet("pilot", piloting(tests=(confirmed,)), 30) == {}


def test_a_breach_is_met_only_with_a_cause_on_file():
    breached = piloting()
    worse = breached.readings[-1].model_copy(update={"num": 40, "den": 400, "value": 10.0})
    breached = breached.model_copy(update={"readings": (*breached.readings[:-1], worse)})
    assert unmet("pilot", breached, 30) == {"guardrails": "not_met"}
    cause = Cause(metric="Error rate", reading=worse.number, text="a template", by=ANNA.id, at=MONDAY)
    explained = breached.model_copy(
        update={"use_case": breached.use_case.model_copy(update={"causes": (cause,)})}
    )
    assert unmet("pilot", explained, 30) == {}


def test_a_guardrail_nobody_reports_is_unclear():
    silent = piloting().model_copy(update={"readings": readings(4.0, 3.6, 3.4, 3.2, errors=False)})
    assert unmet("pilot", silent, 30) == {"guardrails": "unclear"}


def test_a_contested_reading_makes_its_criterion_unclear_until_it_is_accepted():
    doubt = Contest(number=1, about="reading", thing="1", reason="too good", by=CARLA.id, at=MONDAY)
    assert unmet("pilot", piloting(contests=(doubt,)), 30) == {"signal": "unclear"}
    assert unmet("pilot", piloting(contests=(settled(doubt),)), 30) == {}


def settled(doubt):
    return doubt.model_copy(update={"answer": "checked", "accepted_by": BEN.id, "accepted_at": MONDAY})


def test_contested_evidence_makes_the_criterion_unclear_it_was_brought_for_until_it_is_accepted():
    brought = Evidence(
        number=1, gate="pilot", criterion="acceptance", text="they like it", by=ANNA.id, at=MONDAY
    )
    doubt = Contest(number=1, about="evidence", thing="1", reason="who said so?", by=CARLA.id, at=MONDAY)
    contested = {"evidence": (brought,), "contests": (doubt,)}
    seen = found("pilot", piloting(**contested), 30)["acceptance"]
    assert seen.because == "evidence is contested: who said so?"
    assert unmet("pilot", piloting(**contested), 30) == {"acceptance": "unclear"}
    assert unmet("pilot", piloting(**(contested | {"contests": (settled(doubt),)})), 30) == {}
    assert unmet("pilot", piloting(**(contested | {"tests": ()})), 30) == {"acceptance": "unclear"}
    assert unmet("limited_production", producing(**contested), 44) == {}


@pytest.mark.parametrize(
    "taken, turned",
    [
        ({"fallback": None}, {"fallback": "not_met"}),
        ({"drills": ()}, {"response": "unclear"}),
        ({"waits": ()}, {"waits": "unclear"}),
        ({"proofs": PROVED[:4]}, {"operating": "unclear"}),
        ({"proofs": tuple(one.model_copy(update={"words": ()}) for one in PROVED)}, {"operating": "unclear"}),
        (
            {
                "proofs": (
                    PROVED[0].model_copy(update={"words": (Word(by=CARLA.id, at=MONDAY, holds=False),)}),
                    *PROVED[1:],
                )
            },
            {"operating": "not_met"},
        ),
        ({"trips": (Trip(number=1, at=MONDAY, by=ANNA.id, reason="wrong"),)}, {"stability": "not_met"}),
    ],
)
def test_the_limited_production_gate_one_thing_at_a_time(taken, turned):
    assert unmet("limited_production", producing(**taken), 44) == turned


def test_every_control_that_lacks_something_is_named_with_whose_it_is():
    unsaid = PROVED[3].model_copy(update={"words": ()})
    doubted = PROVED[2].model_copy(update={"words": (Word(by=CARLA.id, at=MONDAY, holds=False),)})
    one = found("limited_production", producing(proofs=(doubted, unsaid)), 44)["operating"]
    assert one.because == (
        "0 of 5 hold; the owner's: human review does not hold; data sensitivity, model boundary and "
        "escalation path have no proof yet; a gatekeeper's: say whether logging holds"
    )
    assert one.supplies[:2] == (ANNA.id, CARLA.id)
    assert found("limited_production", producing(proofs=PROVED[:4]), 44)["operating"].act == "drill"


def test_a_drill_that_took_too_long_is_not_met_and_nights_do_not_count():
    (drill,) = producing().use_case.drills
    late = drill.model_copy(update={"answered_at": drill.asked_at + timedelta(minutes=61)})
    assert unmet("limited_production", producing(drills=(late,)), 44) == {"response": "not_met"}
    evening = drill.model_copy(
        update={"asked_at": on_day(30, hour=16.5), "answered_at": on_day(31, hour=9.25)}
    )
    assert unmet("limited_production", producing(drills=(evening,)), 44) == {}


def test_a_proof_turns_unclear_on_the_day_after_its_shelf_life():
    """Proved on Day 35: good for 62 days, so up to Day 97."""
    assert found("limited_production", producing(), 97)["operating"].result == "met"
    assert found("limited_production", producing(), 98)["operating"].result == "unclear"


def test_stability_asks_for_two_weeks_of_this_stage():
    assert unmet("limited_production", producing(), 35)["stability"] == "unclear"


def test_a_stage_begins_on_the_day_its_gate_passed_where_the_workspace_is():
    """Go at three in the morning in London is ten in the evening of Day 21 in New York."""
    passed = tuple(
        one.model_copy(update={"at": on_day(22, hour=3)}) if one.gate == "pilot" else one
        for one in producing().use_case.decisions
    )
    pilot = producing(decisions=passed)
    there = around(35, settings=SETTINGS.model_copy(update={"zone": "America/New_York"}))
    assert found("limited_production", pilot, 35)["stability"].result == "unclear"
    stability = {one.name: one for one in criteria.of("limited_production", pilot, there)}["stability"]
    assert stability.result == "met"


def used(*weeks, value=40.0):
    """UC-7 with an adoption minimum of 30 a week, and how many used it in these weeks since go-live."""
    terms = producing().use_case.agreed.terms.model_copy(update={"adoption": 30})
    pilot = producing(contracts=(producing().use_case.contract.model_copy(update={"terms": terms}),))
    told = tuple(
        Reading(
            number=100 + week,
            measured="usage",
            day=on_day(7 * week).date(),
            weekly=True,
            value=value,
            by=ANNA.id,
            at=MONDAY,
        )
        for week in weeks
    )
    return pilot.model_copy(update={"readings": (*pilot.readings, *told)})


@pytest.mark.parametrize(
    "pilot, result",
    [
        (used(), "unclear"),
        (used(6), "met"),
        (used(5), "met"),
        (used(6, value=29), "not_met"),
        (used(1), "unclear"),
    ],
)
def test_the_adoption_minimum_is_met_by_the_usage_of_late_not_by_that_of_weeks_ago(pilot, result):
    assert found("limited_production", pilot, 44)["adoption"].result == result


def test_contested_usage_makes_the_adoption_unclear():
    doubt = Contest(number=1, about="reading", thing="106", reason="test runs", by=CARLA.id, at=MONDAY)
    pilot = used(6)
    contested = pilot.model_copy(
        update={"use_case": pilot.use_case.model_copy(update={"contests": (doubt,)})}
    )
    assert unmet("limited_production", contested, 44) == {"adoption": "unclear"}


def repeated(*values, hours=(4, 4, 3), **more):
    """UC-9 at Lyon, live since Day 33, with its weekly hours."""
    live = on_day(33).date()
    spent = (
        Reading(
            number=100 + week,
            measured="training_hours",
            day=live + timedelta(days=7 * week + 6),
            weekly=True,
            value=told,
            by=DORA.id,
            at=MONDAY,
        )
        for week, told in enumerate(hours)
    )
    measured = (*readings(*(values or (3.8, 3.6, 3.4)), live=live, errors=False), *spent)
    return Pilot(use_case=locked(**more), readings=measured)


TOO_FEW_HOURS = Contest(number=1, about="reading", thing="102", reason="three hours?", by=CARLA.id, at=MONDAY)


def scaling(*kin, values=(4.0, 3.6, 3.4, 3.2, 3.1, 3.0, 3.0, 2.9), **more):
    """UC-7 at its Scale gate with everything it asks, and its replica."""
    facts = {
        "stage": "scale_decision",
        "workflow": "Quote to cash",
        "effort": CONFIRMED,
        "decisions": THREE,
        "replicas": (9,),
    }
    pilot = producing(*values, **(facts | more))
    return pilot.model_copy(update={"kin": kin or (repeated(),)})


def test_the_scale_gate_opens_with_everything_on_file():
    assert unmet("scale", scaling(), 56) == {}


@pytest.mark.parametrize(
    "pilot, turned",
    [
        (scaling(values=(4.0, 3.6, 3.4, 3.2, 3.1, 3.6, 3.8, 3.8)), {"agreed_range": "not_met"}),
        (scaling(values=(4.0, 3.6, 3.4, 3.2, 3.1)), {"agreed_range": "unclear"}),
        (scaling(drills=()), {}),
        (scaling(trips=(Trip(number=1, at=MONDAY, by=ANNA.id, reason="wrong"),)), {"stability": "not_met"}),
        (scaling(proofs=()), {"kit": "not_met", "operating": "unclear"}),
        (scaling(workflow=None), {"kit": "not_met"}),
        (scaling(effort=Effort()), {"effort": "unclear", "kit": "not_met"}),
        (scaling(repeated(hours=(4, 4, 4))), {"effort": "not_met"}),
        (scaling(repeated(hours=(4, 4))), {"effort": "unclear"}),
        (scaling(repeated(contests=(TOO_FEW_HOURS,))), {"effort": "unclear"}),
        (scaling(repeated(3.8)), {"repeatability": "unclear"}),
        (scaling(repeated(5.9, 6.2, 6.0)), {"repeatability": "unclear"}),
        (scaling(repeated(went_live=None)), {"repeatability": "unclear", "effort": "unclear"}),
        (scaling(repeated(outcome="stopped")), {"repeatability": "unclear", "effort": "unclear"}),
    ],
)
def test_the_scale_gate_one_thing_at_a_time(pilot, turned):
    assert unmet("scale", pilot, 56) == turned


def test_without_a_replica_and_a_kit_the_scale_gate_stays_shut():
    late = producing(4.0, 3.6, 3.4, 3.2, 3.1, 3.0, 3.0, 2.9, stage="scale_decision")
    assert set(unmet("scale", late, 58)) == {"repeatability", "effort", "kit"}


def test_the_kit_criterion_says_what_it_lacks_and_whose_it_is():
    seen = found("scale", scaling(workflow=None, effort=Effort()), 56)["kit"]
    assert seen.because == "the kit lacks the workflow and the hours by part, confirmed by the sponsor"
    assert seen.supplies == (ANNA.id, BEN.id)


def test_what_was_measured_after_day_sixty_does_not_count():
    late = readings(3.0, live=producing().use_case.day_one + timedelta(days=70))
    pilot = producing().model_copy(update={"readings": late})
    assert found("scale", pilot, 62)["agreed_range"].result == "unclear"


def test_every_criterion_says_why_and_what_is_missing_says_who_can_supply_it():
    for gate in criteria.GATES:
        for one in criteria.of(gate, Pilot(use_case=framed(ownership=None)), around(30)):
            assert one.because
            assert one.result == "met" or one.supplies or one.name == "operating"
