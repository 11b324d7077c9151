"""What a contract sets otherwise than the operating model: adoption minimum, thresholds, floors."""

from datetime import timedelta

import pytest

from playbook import contract, drills, facts
from playbook.criteria import piloting as at_pilot
from playbook.criteria import producing as at_limited
from playbook.defaults import AmendDefaultsForm, DefaultsForm, defaults_answers
from playbook.facts import Contract, ControlAnswer, Reading
from playbook.forms import AmendForm
from playbook.refusals import Refusal, Refusals
from tests.playbook.company import ANNA, BEN, COMPLETE, DORA, MONDAY, known, ready
from tests.playbook.gated import SETTINGS, around, five_keep, framed, on_day, piloting, producing

AMENDMENT = AmendDefaultsForm.read(
    defaults_answers(COMPLETE) | {"adoption": "80", "reason": "It has to be used."}
)


def locked():
    return contract.sign(contract.sign(ready(), known(ANNA), 0), known(BEN), 0)


def typed(**more):
    return DefaultsForm.read(defaults_answers(COMPLETE) | more)


def agreed(pilot, **terms):
    """The same pilot under other terms."""
    newest = pilot.use_case.contracts[-1]
    other = newest.model_copy(update={"terms": newest.terms.model_copy(update=terms)})
    use_case = pilot.use_case.model_copy(update={"contracts": (*pilot.use_case.contracts[:-1], other)})
    return pilot.model_copy(update={"use_case": use_case})


def used(pilot, number):
    reading = Reading(
        number=99,
        measured="usage",
        metric="usage",
        value=number,
        day=on_day(40).date(),
        by=ANNA.id,
        at=MONDAY,
    )
    return pilot.model_copy(update={"readings": (*pilot.readings, reading)})


def test_an_untouched_form_changes_nothing():
    assert contract.set_defaults(ready(), typed()) == ready()


def test_an_emptied_threshold_is_the_operating_models_again():
    stricter = contract.set_defaults(ready(), typed(stable_days="20", adoption="120"))
    assert (stricter.contract.terms.stable_days, stricter.contract.terms.adoption) == (20, 120)
    assert contract.set_defaults(stricter, DefaultsForm.read({})).contract.terms == COMPLETE


@pytest.mark.parametrize(
    "field, number, words",
    [
        ("keep_percent", "69", "Between 70 and 100 %"),
        ("stable_days", "9", "between 10 and 30 days"),
        ("drill_minutes", "241", "4 hours"),
        ("drill_minutes", "0", "5 to 240"),
    ],
)
def test_below_its_floor_a_threshold_is_refused_beside_its_field(field, number, words):
    with pytest.raises((Refusal, Refusals)) as no:
        contract.set_defaults(ready(), typed(**{field: number}))
    assert getattr(no.value, "field", None) == field
    assert words in no.value.words


def test_a_locked_contract_takes_them_by_amendment_only():
    with pytest.raises(Refusal, match="never edited"):
        contract.set_defaults(locked(), typed(stable_days="20"))
    after = contract.amend_defaults(locked(), AMENDMENT)
    assert (after.contract.version, after.contract.terms.adoption, after.in_force.terms.adoption) == (
        2,
        80,
        None,
    )


def test_amending_the_target_keeps_the_defaults_that_wait_for_signatures():
    waits = contract.amend_defaults(locked(), AMENDMENT)
    both = contract.amend(
        waits,
        AmendForm.read(
            {"target": "3.5 days", "expected": "3.2 to 3.8 days", "rollback": "error rate >= 2 %"}
            | {"guardrails": "error rate < 2 %", "reason": "Late."}
        ),
    )
    assert (both.contract.terms.adoption, both.contract.terms.target) == (80, 3.5)


def test_the_gates_ask_for_what_the_contract_says():
    tested = piloting(tests=(five_keep(7, 10),))
    assert at_pilot.users_accept(tested, around()).result == "not_met"
    assert at_pilot.users_accept(agreed(tested, keep_percent=70), around()).result == "met"
    stable = producing()
    assert at_limited.stable(stable, around(44)).result == "met"
    found = at_limited.stable(agreed(stable, stable_days=30), around(44))
    assert (found.result, "over 30 days are needed" in found.because) == ("unclear", True)


def test_the_adoption_minimum_is_held_against_the_latest_usage():
    promised = agreed(producing(), adoption=100)
    assert at_limited.adopted(producing(), around(44)).result == "met"
    assert at_limited.adopted(promised, around(44)).result == "unclear"
    assert at_limited.adopted(used(promised, 99), around(44)).result == "not_met"
    assert at_limited.adopted(used(promised, 100), around(44)).result == "met"


def test_a_drill_runs_by_the_minutes_that_were_agreed_when_it_was_started():
    path = ControlAnswer(
        control="escalation_path", answer="named contact", contact=DORA.id, by=ANNA.id, at=MONDAY
    )
    terms = COMPLETE.model_copy(update={"drill_minutes": 120})
    start = on_day(1)
    before = framed(controls=(path,), contracts=(Contract(terms=terms),))
    (drill,) = drills.start(before, known(ANNA, settings=SETTINGS, now=start)).drills
    late = drill.model_copy(update={"answered_at": start + timedelta(minutes=119)})
    assert isinstance(drill, facts.Drill)
    assert drills.in_time(late, SETTINGS)
    assert not drills.in_time(late.model_copy(update={"within": 60}), SETTINGS)
