"""The four questions of the monthly review: answered from the record, unclear when the record is silent."""

from datetime import timedelta
from itertools import pairwise, product

import pytest

from playbook import questions, weeks
from playbook.deciding import Contest, Decision
from playbook.facts import Pilot, Settings
from tests.playbook.company import ANNA, BEN, CARLA, DORA, GONE, MONDAY, proposed
from tests.playbook.gated import around, framed, on_day, piloting, readings
from tests.playbook.reviewed import CONFIRMED, REVIEW, blocker, record

WORDS = ("yes", "no", "unclear")


def four(pilot, day=REVIEW, **more):
    return questions.answered(pilot, around(day, **more))


def said(pilot, day=REVIEW, **more):
    return tuple(one.answer for one in four(pilot, day, **more).answers)


@pytest.mark.parametrize("wanted", list(product(WORDS, repeat=4)))
def test_only_four_times_yes_is_production_ready(wanted):
    found = four(record(*wanted))
    assert tuple(one.answer for one in found.answers) == wanted
    assert found.production_ready == (wanted == ("yes",) * 4)
    assert found.verdict == ("production-ready" if wanted == ("yes",) * 4 else "not production-ready")
    for one in found.answers:
        assert one.because
        assert bool(one.action) == bool(one.whose) == (one.answer != "yes"), one


def test_all_four_answers_move_by_themselves():
    assert {said(record(*wanted)) for wanted in product(WORDS, repeat=4)} == set(product(WORDS, repeat=4))


# --- silence ------------------------------------------------------------------------------------------------


def test_when_everything_falls_silent_each_yes_turns_unclear_on_its_day():
    silent = record()
    answers = {day: said(silent, day) for day in range(REVIEW, 110)}
    turned = [next(day for day in answers if answers[day][place] != "yes") for place in range(4)]
    # Six weeks are closed on Day 43; the eighth, the last before the due date, closes unheard after Day 57.
    # Confirmed on Day 38: its thirty-first day is Day 69. Proved on Day 35: the sixty-second is Day 97.
    # The replica's hours were told for two weeks; its third closes unheard after Day 45.
    assert turned == [58, 70, 98, 46]
    for place, first in enumerate(turned):
        assert {answers[day][place] for day in answers if day < first} == {"yes"}
        assert {answers[day][place] for day in answers if day >= first} == {"unclear"}


def test_silence_is_never_production_ready():
    assert [day for day in range(REVIEW, 110) if four(record(), day).production_ready] == [43, 44, 45]


def test_a_confirmation_counts_for_thirty_one_days_whatever_the_hour():
    late = record(confirmations=(CONFIRMED.model_copy(update={"at": on_day(38, hour=23.9)}),))
    assert said(late, 69)[1] == "yes"
    assert said(late, 70)[1] == "unclear"


def scaled(*values):
    """Scaled on Day 60, with a number for each of its weeks, by their numbers, and the last one for later."""
    go = Decision(number=3, gate="scale", attempt=1, choice="go", criteria=(), at=on_day(60))
    base = record(outcome="scaled", decisions=(go,))
    of = readings(*[3.0] * 40)
    logged = [one for one in of if (one.day - of[0].day).days // 7 + 1 in values]
    return base.model_copy(update={"readings": tuple(logged)})


def test_what_is_scaled_is_asked_weekly_for_four_weeks_and_then_once_a_month():
    pilot = scaled()
    asked = [
        week
        for week in weeks.evidence(pilot.use_case, on_day(240).date())
        if weeks.is_asked(pilot.use_case, week)
    ]
    monthly = [week for week in asked if week.number > 13]
    assert [week.number for week in asked if week.number <= 13] == list(range(1, 14))
    assert len({week.last.month for week in monthly}) == len(monthly)
    assert all(20 < (b.last - a.last).days < 40 for a, b in pairwise(monthly))


def test_a_number_a_month_keeps_a_scaled_use_case_live_and_a_missing_one_is_noticed_a_week_later():
    use_case = scaled().use_case
    asked = [one for one in weeks.evidence(use_case, on_day(240).date()) if weeks.is_asked(use_case, one)]
    heard = [one.number for one in asked if one.last < on_day(200).date()]
    pilot, silent = scaled(*heard), asked[len(heard)]
    turns = (silent.last - on_day(1).date()).days + 2 + 7  # the day after the week after it has closed
    answers = {day: four(pilot, day).answers[0] for day in range(100, turns + 30)}
    assert {answers[day].answer for day in answers if day < turns} == {"yes"}
    assert {answers[day].answer for day in answers if day >= turns} == {"unclear"}
    assert answers[turns].because == f"no reading since week {heard[-1]}"
    assert answers[turns].action == "log the newest number"


# --- each question ------------------------------------------------------------------------------------------


def test_the_first_answer_reads_off_the_figures():
    (moving, *_) = four(record()).answers
    assert moving.because.startswith("moving: 3.2 days against 5.0 agreed, 6 of 6 weeks better")
    assert four(record("no")).answers[0].because.startswith("worsening: ")


def test_missing_weeks_are_counted_and_asked_of_the_owner():
    (moving, *_) = four(record("unclear")).answers
    assert (moving.action, moving.whose) == ("log the 4 missing weeks", (ANNA.id,))


def test_nothing_moves_before_a_contract_and_a_first_real_case():
    assert four(piloting(went_live=None)).answers[0].because == "it is not live yet"
    assert questions.moving(record().model_copy(update={"use_case": proposed()}), around()).because == (
        "no value contract is locked yet"
    )


def test_a_contested_reading_makes_the_movement_unclear_until_a_voter_accepts_the_answer():
    doubt = Contest(number=1, about="reading", thing="1", reason="a holiday week", by=CARLA.id, at=MONDAY)
    moving = four(record(contests=(doubt,))).answers[0]
    assert (moving.answer, moving.whose) == ("unclear", (ANNA.id,))
    answered = doubt.model_copy(update={"answer": "counted twice", "answered_at": MONDAY})
    moving = four(record(contests=(answered,))).answers[0]
    assert moving.whose == (BEN.id, DORA.id)  # not the one who doubts
    settled = answered.model_copy(update={"accepted_by": DORA.id, "accepted_at": MONDAY})
    assert four(record(contests=(settled,))).answers[0].answer == "yes"


def test_each_contested_reading_waits_for_its_own_answer():
    """The guardrail's doubt is answered, the KPI's is not: the movement still waits for the owner."""
    rail = Contest(number=1, about="reading", thing="2", reason="one case", by=CARLA.id, at=MONDAY)
    answered = rail.model_copy(update={"answer": "two", "answered_at": MONDAY})
    kpi = rail.model_copy(update={"number": 2, "thing": "1"})
    moving = four(record(contests=(answered, kpi))).answers[0]
    assert (moving.action, moving.whose) == ("answer the contest", (ANNA.id,))


def test_contested_hours_of_a_replica_leave_the_fourth_answer_unclear_until_they_are_settled():
    def again(*contests):
        (kin,) = record().kin
        hours = kin.readings[-1].model_copy(update={"number": 99, "measured": "training_hours", "value": 0.0})
        replica = Pilot(
            use_case=kin.use_case.model_copy(update={"contests": contests}), readings=(*kin.readings, hours)
        )
        return four(record().model_copy(update={"kin": (replica,)})).answers[3]

    doubt = Contest(number=1, about="reading", thing="99", reason="none at all?", by=CARLA.id, at=MONDAY)
    assert (again().answer, again(doubt).answer) == ("yes", "unclear")
    assert again(doubt).action == "answer the contest"


def test_an_owner_who_left_is_nobody_and_the_sponsor_names_another():
    people = {ANNA.id: GONE.model_copy(update={"id": ANNA.id})}
    owned = four(record(), people=people).answers[1]
    assert (owned.answer, owned.because, owned.whose) == ("no", "the workflow owner has left", (BEN.id,))


def test_a_named_owner_who_has_not_accepted_is_no_answer_yet():
    owned = four(record(ownership=None)).answers[1]
    assert (owned.answer, owned.whose) == ("unclear", (ANNA.id,))


def test_a_confirmation_is_the_owners_own_and_does_not_go_along_with_a_handover():
    after = record(owner=DORA.id)
    assert four(after).answers[1].because == "accepted, but ownership and blockers were never confirmed"


def test_blockers_outside_the_owners_control_are_named():
    gone = blocker(2, text="no budget", resolved_at=MONDAY)
    inside = blocker(3, text="late template", outside=False)
    owned = four(record(blockers=(blocker(), gone, inside))).answers[1]
    assert (
        owned.because == "accepted and confirmed; outside the owner's control: the CRM team has no capacity"
    )


def test_a_failed_proof_weighs_more_than_a_missing_one():
    failed = record(three="no").use_case.proofs
    governed = four(record(proofs=failed[:4])).answers[2]
    assert (governed.answer, governed.because) == ("no", "data sensitivity does not hold (3 of 5 hold)")


def test_a_proof_nobody_judged_waits_for_a_gatekeeper():
    (first, *rest) = record().use_case.proofs
    unsaid = first.model_copy(update={"words": ()})
    governed = four(record(proofs=(unsaid, *rest))).answers[2]
    assert (governed.answer, governed.whose) == ("unclear", (CARLA.id, DORA.id))
    assert four(record(proofs=(unsaid, *rest)), settings=Settings()).answers[2].whose == ()


def test_exactly_thirty_per_cent_is_not_under_thirty():
    yes, no = four(record()).answers[3], four(record(four="no")).answers[3]
    assert (yes.answer, no.answer) == ("yes", "no")
    assert "29 of 100 hours" in yes.because


# --- beside the plan ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "day, words",
    [
        (0, "starts in 1 day: nothing is expected yet"),
        (10, "Day 10 expects Q2: on plan"),
        (24, "Day 24 expects Q1, Q2: on plan"),
        (43, "Day 43 expects Q1, Q2, Q3: behind plan: Q3"),
        (46, "Day 46 expects Q1, Q2, Q3, Q4: behind plan: Q3"),
    ],
)
def test_what_the_plan_expects_by_now_stands_beside_the_answers(day, words):
    found = four(record(three="unclear", confirmations=(CONFIRMED,)), day)
    fresh = four(record(), REVIEW).answers
    answers = (fresh[0], fresh[1], found.answers[2], fresh[3])
    assert found.model_copy(update={"answers": answers}).plan == words


def test_a_plan_with_other_days_expects_by_them():
    short = framed(offsets=(5, 20, 30, 40))
    days = [questions.expected(short, on_day(day).date()) for day in (5, 6, 20, 21, 30, 31)]
    assert days == [(2,), (1, 2), (1, 2), (1, 2, 3), (1, 2, 3), (1, 2, 3, 4)]


def test_of_what_is_scaled_everything_is_expected():
    assert questions.expected(framed(outcome="scaled"), on_day(1).date() + timedelta(0)) == (1, 2, 3, 4)
