"""Terms change, readings do not: none is silently read in another unit than it was logged in."""

from datetime import date

import pytest

from playbook import contract
from playbook.contract_text import SourcedForm, kpi_answers, safety_answers
from playbook.facts import Pilot, Reading
from playbook.forms import KpiForm
from playbook.on_record import kept, told
from playbook.refusals import Refusal, Refusals
from tests.playbook.company import ANNA, COMPLETE, MONDAY, ready


def logged(**more):
    return Reading(number=1, day=date(2026, 1, 6), value=4.1, by=ANNA.id, at=MONDAY, **more)


ERRORS = logged(measured="guardrail", metric="error rate")


def kpi(readings, terms=COMPLETE, **typed):
    pilot = Pilot(use_case=ready(terms), readings=readings)
    form = KpiForm.read(kpi_answers(terms) | typed)
    return kept(pilot, contract.set_kpi(pilot.use_case, form)).contract.terms


def safety(readings, typed):
    pilot = Pilot(use_case=ready(), readings=readings)
    answers = safety_answers(COMPLETE) | {"guardrails": typed, "rollback": None}
    return kept(pilot, contract.set_safety(pilot.use_case, SourcedForm.read(answers))).contract.terms


IN_HOURS = {"baseline": "120 hours", "target": "72 hours"}


def test_the_unit_of_a_kpi_may_change_as_long_as_nothing_was_measured():
    assert kpi((), **IN_HOURS).unit == "hour"


def test_afterwards_another_unit_is_refused_with_the_ways_forward():
    with pytest.raises((Refusal, Refusals)) as no:
        kpi((logged(),), **IN_HOURS)
    assert no.value.field == "baseline"
    assert "1 reading of “average proposal turnaround time” is on record in days; in hours" in no.value.words
    assert "write it in days, too" in no.value.ways


def test_clearing_the_numbers_is_no_way_around():
    emptied = kpi((logged(),), baseline=None, target=None)
    assert emptied.unit == "day"
    with pytest.raises((Refusal, Refusals)):
        kpi((logged(),), emptied, **IN_HOURS)


def test_a_unit_named_later_says_what_the_bare_numbers_were():
    bare = COMPLETE.model_copy(update={"unit": "count"})
    assert kpi((logged(),), bare, baseline="5 days", target="3 days").unit == "day"


def test_what_was_taken_back_does_not_hold_a_unit():
    undone = Reading(number=2, day=date(2026, 1, 6), corrects=1, by=ANNA.id, at=MONDAY)
    assert kpi((logged(), undone), **IN_HOURS).unit == "hour"


def test_a_guardrail_keeps_its_unit_too():
    assert safety((), "error rate < 40 minutes").guardrails[0].unit == "minute"
    assert safety((ERRORS,), "error rate < 1 %").guardrails[0].limit == 1
    assert safety((ERRORS,), "").guardrails == ()
    with pytest.raises((Refusal, Refusals)) as no:
        safety((ERRORS,), "error rate < 40 minutes")
    assert no.value.field == "guardrails"


def test_the_form_says_what_is_on_record_before_anything_is_renamed():
    pilot = Pilot(use_case=ready(), readings=(logged(),))
    assert told(pilot) == ("On record: 1 reading of “average proposal turnaround time” in days.",)
