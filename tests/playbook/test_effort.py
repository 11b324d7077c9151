"""Effort by part: what was measured, what it is compared to, and when question 4 has an answer."""

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook import effort
from playbook.deciding import Gate
from playbook.effort import HoursSaid
from playbook.facts import GoLive, Pilot, Reading
from playbook.refusals import AlreadyDone, Refusal
from playbook.replicating import MEASURED_AS, PARTS, Effort, EffortCorrected, EffortFixed, Origin, PartHours
from tests.playbook.company import ANNA, BEN, DORA, MONDAY, known
from tests.playbook.gated import around, framed, on_day

STARTED = on_day(31).date()
LIVE = STARTED + timedelta(days=2)
AT_GATE = Gate(name="pilot", attempt=1, opened_at=MONDAY)
NOW = around(56)


def hours(part, value, day, number=1, **more):
    told = {"measured": MEASURED_AS[part], "day": day, "weekly": True, "value": value}
    return Reading(number=number, by=ANNA.id, at=MONDAY, **(told | more))


def numbered(*readings):
    return tuple(one.model_copy(update={"number": n}) for n, one in enumerate(readings, 1))


def fixed(**by_part):
    told = tuple(PartHours(part=part, hours=value) for part, value in by_part.items())
    return Effort(fixed=EffortFixed(hours=told, by=BEN.id, at=MONDAY))


def replica(*readings, live=True, **more):
    """UC-9 at Lyon, live since Day 33 of UC-7, with three closed weeks by Day 56."""
    origin = Origin(
        use_case=7,
        place="Lyon",
        started_on=STARTED,
        asked_from=on_day(10).date(),
        live_by=on_day(43).date(),
    )
    went_live = GoLive(day=LIVE, at=MONDAY, by=DORA.id, link="https://crm.example/2") if live else None
    told = {"number": 9, "owner": DORA.id, "day_one": STARTED, "went_live": went_live, "origin": origin}
    return Pilot(use_case=framed(**(told | more)), readings=numbered(*readings))


def weekly(*by_week):
    """Of each week since go-live: (part, hours) …"""
    return tuple(
        hours(part, value, LIVE + timedelta(days=7 * week + 6))
        for week, parts in enumerate(by_week)
        for part, value in parts
    )


def original(*kin, effort=None, **more):
    told = {"replicas": tuple(one.use_case.number for one in kin), "effort": effort or fixed(process=40)}
    return Pilot(use_case=framed(**(told | more)), kin=kin)


def three_weeks(*values):
    return weekly(*([("process", value)] for value in values))


def test_question_4_is_unclear_until_a_replica_was_started():
    assert effort.answer(original(), NOW).because == "no replica has been started yet"


@pytest.mark.parametrize(
    "spent, answer",
    [((4, 4, 3), "yes"), ((4, 4, 4), "no"), ((4, 4, 3.99), "yes"), ((4, 4, 16), "no"), ((0, 0, 0), "yes")],
)
def test_exactly_thirty_per_cent_is_not_under_thirty_per_cent(spent, answer):
    assert effort.answer(original(replica(*three_weeks(*spent))), NOW).answer == answer


@given(st.decimals(min_value="0.1", max_value=5000, places=1))
def test_at_the_limit_no_rounding_of_floats_lets_it_through(whole):
    share = float(whole * 3 / 10)
    at_limit = original(replica(*three_weeks(share, 0, 0)), effort=fixed(process=float(whole)))
    assert effort.answer(at_limit, NOW).answer == "no"


def test_the_answer_names_the_parts_that_the_kit_lacks():
    took = weekly([("process", 2), ("training", 12)], [("controls", 1)], [("process", 1)])
    told = fixed(process=40, training=20, controls=10)
    found = effort.answer(original(replica(*took), effort=told), NOW)
    assert found.answer == "yes"
    dear = fixed(process=30, training=14, controls=5)
    found = effort.answer(original(replica(*took), effort=dear), NOW)
    assert found.answer == "no"
    assert found.because == (
        "UC-9 took 16 of 49 hours, 32.65 %, not under 30 %; what the kit lacks: "
        "training (12 of 14 hours, 85.71 %)"
    )


def test_a_part_the_original_never_needed_is_named_when_the_replica_does():
    took = weekly([("integration", 1)], [("process", 1)], [("process", 1)])
    (line,) = effort.compared(original(effort=fixed(process=40)), replica(*took)).lacking
    assert (line.part, line.ratio) == ("integration", None)


def test_until_the_sponsor_confirmed_the_hours_of_the_original_it_is_unclear():
    open_effort = original(replica(*three_weeks(1, 1, 1)), effort=Effort())
    found = effort.answer(open_effort, NOW)
    assert (found.answer, found.supplies) == ("unclear", (BEN.id,))


def test_what_is_logged_on_the_original_later_does_not_count():
    pilot = original(replica(*three_weeks(4, 4, 4)))
    more = pilot.model_copy(update={"readings": (hours("process", 400, on_day(50).date()),)})
    assert effort.answer(more, NOW).answer == "no"


def test_a_replica_that_is_not_live_answers_nothing():
    assert "UC-9 is not live yet" in effort.answer(original(replica(live=False)), NOW).because


def test_weeks_of_which_nobody_said_leave_it_unclear_and_none_is_an_answer():
    gap = replica(*three_weeks(4)[:1])
    found = effort.answer(original(gap), NOW)
    assert found.answer == "unclear"
    assert found.because == "the hours of UC-9 for weeks 2 and 3 are missing"
    assert effort.answer(original(replica(*three_weeks(4, 0, 0))), NOW).answer == "yes"


def correction(part, was, value, day=55, **more):
    told = {"reason": "time sheets", "by": DORA.id, "at": on_day(day)}
    return EffortCorrected(part=part, was=was, hours=value, **(told | more))


GUESS = correction("training", 0, 4, estimate=True)


def test_an_estimate_is_unclear_until_it_is_measured():
    guessed = replica(*three_weeks(1, 1, 1), effort=Effort(corrections=(GUESS,)))
    found = effort.answer(original(guessed), NOW)
    assert (found.answer, found.because) == ("unclear", "the hours of UC-9 for training are an estimate")
    measured = Effort(corrections=(GUESS, correction("training", 4, 4)))
    assert effort.answer(original(replica(*three_weeks(1, 1, 1), effort=measured)), NOW).answer == "yes"


def test_a_correction_tells_the_weeks_before_it():
    said = Effort(corrections=(correction("process", 4, 6),))
    assert effort.answer(original(replica(*three_weeks(4)[:1], effort=said)), NOW).answer == "yes"


def test_what_is_logged_again_after_a_correction_is_added_to_it():
    week = LIVE + timedelta(days=6)
    said = Effort(corrections=(correction("process", 8, 10),))
    again = replica(hours("process", 8, week), hours("process", 12, week), effort=said)
    assert effort.spent(again)["process"] == 14


def test_a_stopped_replica_is_not_compared_and_the_newest_measured_one_is():
    cheap = replica(*three_weeks(1, 1, 1))
    stopped = replica(*three_weeks(1, 1, 1), outcome="stopped")
    dear = replica(*three_weeks(20, 1, 1), number=11)
    assert "no replica" in effort.answer(original(stopped), NOW).because
    assert effort.answer(original(cheap, dear), NOW).because.startswith("UC-11")
    young = replica(number=11, live=False)
    assert effort.answer(original(cheap, young), NOW).because.startswith("UC-9")


def test_a_replica_reads_the_same_answer_from_its_side():
    own = replica(*three_weeks(4, 4, 4))
    seen = own.model_copy(update={"kin": (original(),)})
    assert effort.answer(seen, NOW) == effort.answer(original(own), NOW)


class TestCorrecting:
    def test_a_part_is_set_to_a_number_with_its_reason(self):
        pilot = Pilot(use_case=framed(), readings=(hours("training", 8, on_day(9).date()),))
        after = effort.correct(pilot, HoursSaid("training", 12, "the second day"), known())
        assert effort.spent(pilot.model_copy(update={"use_case": after}))["training"] == 12

    def test_it_needs_a_reason_and_has_to_change_something(self):
        pilot = Pilot(use_case=framed(), readings=(hours("training", 8, on_day(9).date()),))
        with pytest.raises(Refusal, match="Say why"):
            effort.correct(pilot, HoursSaid("training", 12, " "), known())
        with pytest.raises(AlreadyDone, match="8 hours already"):
            effort.correct(pilot, HoursSaid("training", 8, "so"), known())

    def test_nothing_is_corrected_once_it_is_fixed(self):
        with pytest.raises(AlreadyDone, match="they are fixed"):
            effort.correct(original(), HoursSaid("training", 8, "so"), known())


class TestConfirming:
    def pilot(self, **more):
        told = (hours("process", 40, on_day(9).date()), hours(None, 2, on_day(9).date()))
        return Pilot(use_case=framed(**({"gates": (AT_GATE,)} | more)), readings=numbered(*told))

    def test_the_sponsor_confirms_the_total_that_is_shown(self):
        after = effort.fix(self.pilot(), "42", known(BEN))
        assert effort.total(effort.counted(Pilot(use_case=after))) == 42

    @pytest.mark.parametrize(
        "more, shown, why",
        [
            ({"gates": ()}, "42", "confirmed at its Pilot gate"),
            ({}, "40", "42 hours by now"),
            ({"effort": Effort(corrections=(GUESS,))}, "46", "estimate"),
        ],
    )
    def test_it_is_refused_before_the_gate_for_another_total_and_for_estimates(self, more, shown, why):
        with pytest.raises(Refusal, match=why):
            effort.fix(self.pilot(**more), shown, known(BEN))

    def test_no_hours_are_no_total(self):
        with pytest.raises(Refusal, match="No hours"):
            effort.fix(Pilot(use_case=framed(gates=(AT_GATE,))), "0", known(BEN))

    def test_once_is_for_good(self):
        once = self.pilot(effort=fixed(process=40))
        with pytest.raises(AlreadyDone, match="they are fixed"):
            effort.fix(once, "42", known(BEN))


def test_hours_without_a_part_count_in_the_total():
    spent = effort.spent(Pilot(use_case=framed(), readings=(hours(None, 3.5, on_day(9).date()),)))
    assert spent == dict.fromkeys(PARTS, Fraction()) | {None: Fraction(7, 2)}
