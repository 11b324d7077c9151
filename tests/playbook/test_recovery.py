"""What people do about a rollback: pull it, answer, explain, and close it only when that is allowed."""

import pytest

from playbook import recovery, rollback
from playbook.facts import Pilot
from playbook.forms import CauseForm, CloseForm, FallbackForm, ReasonForm
from playbook.refusals import AlreadyDone, Refusal, Refusals
from tests.playbook.company import ANNA, BEN, CARLA, known
from tests.playbook.under_way import LOGGED, errors, live, measured

BAD = (errors(1, 2.4), errors(2, 3.1))
GOOD = (errors(3, 1.0), errors(4, 1.2))
WHY = ReasonForm(reason="wrong prices went out")


def tripped(*more):
    pilot = measured(live(), *BAD)
    return measured(rollback.after_readings(pilot, LOGGED), *BAD, *more)


def pulled(*readings):
    pilot = measured(live(), *readings)
    return Pilot(use_case=recovery.pull(pilot, WHY, known(CARLA)), readings=pilot.readings)


def closed(pilot, cause="a template was wrong", number=1):
    return recovery.close(pilot, number, CloseForm(reason="mended", cause=cause), known(BEN))


def refusals(pilot, cause=None):
    with pytest.raises(Refusal) as no:
        closed(pilot, cause)
    each = no.value.each if isinstance(no.value, Refusals) else (no.value,)
    return [(one.field, one.words) for one in each]


class TestByHand:
    def test_with_a_reason_and_latched_like_any_other(self):
        use_case = pulled(errors(1, 1.0)).use_case
        assert (use_case.tripped.by, use_case.tripped.reason) == (CARLA.id, WHY.reason)

    def test_once_is_enough(self):
        with pytest.raises(AlreadyDone, match="rolled back already"):
            recovery.pull(tripped(), WHY, known(BEN))

    @pytest.mark.parametrize(
        "more,words", [({"went_live": None}, "not live"), ({"outcome": "stopped"}, "stopped")]
    )
    def test_what_is_not_live_cannot_be_rolled_back(self, more, words):
        with pytest.raises(Refusal, match=words):
            recovery.pull(measured(live(**more)), WHY, known(BEN))

    def test_readings_known_when_it_was_pulled_do_not_count_as_recovered(self):
        before = (errors(1, 1.0), errors(2, 1.0))
        pilot = pulled(*before)
        assert [field for field, _ in refusals(pilot)] == ["reason", "cause"]
        later = measured(pilot.use_case, *before, errors(3, 1.0))
        assert "1 such reading" in refusals(later, "known")[0][1]
        assert closed(measured(pilot.use_case, *before, *GOOD)).tripped is None


class TestAnswered:
    def test_the_fallback_runs_since_now(self):
        trip = recovery.answer_running(tripped().use_case, 1, known(ANNA)).tripped
        assert (trip.fallback_runs, trip.answered_by) == (True, ANNA.id)

    def test_still_live_because(self):
        trip = recovery.answer_live(tripped().use_case, 1, WHY, known(ANNA)).tripped
        assert (trip.fallback_runs, trip.because) == (False, WHY.reason)

    def test_still_live_may_become_running_and_not_the_other_way_round(self):
        use_case = recovery.answer_live(tripped().use_case, 1, WHY, known(ANNA))
        running = recovery.answer_running(use_case, 1, known(BEN))
        assert running.tripped.fallback_runs
        for again in (
            lambda: recovery.answer_running(running, 1, known(ANNA)),
            lambda: recovery.answer_live(running, 1, WHY, known(ANNA)),
        ):
            with pytest.raises(AlreadyDone):
                again()

    def test_a_button_of_an_earlier_rollback_answers_nothing(self):
        with pytest.raises(AlreadyDone, match="closed already"):
            recovery.answer_running(tripped().use_case, 2, known(ANNA))


class TestClosed:
    def test_it_names_both_things_that_are_missing(self):
        (field, readings), (other, cause) = refusals(tripped())
        assert (field, other) == ("reason", "cause")
        assert "two readings of error rate in range" in readings
        assert "0 such readings" in readings
        assert "Missing: the cause" in cause

    def test_one_reading_in_range_is_not_two(self):
        assert "1 such reading." in refusals(tripped(GOOD[0]), "known")[0][1]

    def test_a_bad_one_between_begins_the_count_anew(self):
        assert "1 such reading." in refusals(tripped(GOOD[0], errors(4, 2.0), errors(5, 1.0)), "known")[0][1]

    def test_readings_without_a_cause_do_not_close_it(self):
        assert [field for field, _ in refusals(tripped(*GOOD))] == ["cause"]

    def test_with_both_it_is_closed_with_a_reason_and_releases_what_is_known(self):
        use_case = closed(tripped(*GOOD))
        trip = use_case.trips[0]
        assert use_case.tripped is None
        assert (trip.closing, trip.cause, trip.closed_by) == ("mended", "a template was wrong", BEN.id)
        assert (trip.released, trip.told) == (4, (ANNA.id, BEN.id))
        assert rollback.after_readings(measured(use_case, *BAD, *GOOD), LOGGED).tripped is None

    def test_the_cause_of_the_rollback_explains_its_breach(self):
        use_case = closed(tripped(*GOOD))
        assert recovery.told_cause(use_case, "b1") == "a template was wrong"

    def test_a_cause_told_for_the_breach_is_the_cause_of_the_rollback(self):
        told = recovery.say_cause(tripped().use_case, "b2", CauseForm(cause="the vendor"), known(ANNA))
        assert rollback.cause_on_file(told, told.tripped) == "the vendor"
        assert closed(measured(told, *BAD, *GOOD), cause=None).tripped is None

    def test_a_typo_that_pulled_it_is_mended_by_its_correction(self):
        typo = (errors(1, num=1, den=100), errors(2, num=90, den=100))
        pilot = measured(live(), *typo)
        use_case = rollback.after_readings(pilot, LOGGED)
        assert use_case.tripped
        right = errors(2, num=1, den=100, corrects=2, reason="typed 90 for 1")
        assert closed(measured(use_case, *typo, right)).tripped is None

    def test_whoever_comes_second_is_told_that_it_is_closed(self):
        use_case = closed(tripped(*GOOD))
        with pytest.raises(AlreadyDone, match="closed already"):
            closed(measured(use_case, *BAD, *GOOD))


def test_the_fallback_is_stored_as_it_was_written():
    steps = "Switch it off (Jonas)\nRoute to the back office"
    assert recovery.write_fallback(live(), FallbackForm(fallback=steps)).fallback == steps
