"""The value contract: complete before it is signed, signed by two, never edited afterwards."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook import contract
from playbook.contract_text import (
    SourcedForm,
    amend_answers,
    kpi_answers,
    read_guardrails,
    read_rollback,
    safety_answers,
    write_rollback,
)
from playbook.facts import Baseline, Contract, Guardrail, Rollback, Signature, Span, Terms
from playbook.forms import AmendForm, KpiForm, PlanForm
from playbook.refusals import AlreadyDone, Refusal, Refusals, Stale
from playbook.registration import replan
from playbook.sentence import compile_sentence
from tests.playbook.company import ANNA, BEN, COMPLETE, DAY_ONE, DORA, MONDAY, known, owned, proposed, ready

ARTICLE = (
    "Reduce average proposal turnaround time from 5 days to 3 days in 8 weeks, "
    "while maintaining error rate below 2%."
)


def changed(**terms):
    return COMPLETE.model_copy(update=terms)


def refused(act, *args):
    with pytest.raises(Refusal) as no:
        act(*args)
    return no.value


def locked(terms=COMPLETE):
    by_owner = contract.sign(ready(terms), known(ANNA), 0)
    return contract.sign(by_owner, known(BEN), 0)


# --- what is typed -----------------------------------------------------------------------------------------


def test_a_guardrails_present_value_may_be_typed_in_a_smaller_unit():
    (guardrail,) = read_guardrails("p95 latency < 3 seconds (now 400 ms)")
    assert (guardrail.limit, guardrail.unit, guardrail.now) == (3, "second", 0.4)


def test_a_present_value_of_another_kind_is_refused_beside_the_guardrails():
    no = refused(read_guardrails, "cost per quote < EUR 40 (now 3 days)")
    assert no.field == "guardrails"
    assert "“3 days” has another unit" in no.words


@pytest.mark.parametrize(
    "typed, metric, limit, unit",
    [
        ("Average proposal turnaround time > 2 weeks", "average proposal turnaround time", 14, "day"),
        ("average proposal turnaround time > 6", "average proposal turnaround time", 6, "day"),
        ("Error rate above 3 %", "error rate", 3, "percent"),
    ],
)
def test_a_trigger_takes_the_name_and_the_unit_of_what_it_watches(typed, metric, limit, unit):
    form = SourcedForm.read({"rollback": typed, "guardrails": "error rate < 2 %"})
    trigger = contract.set_safety(ready(), form).contract.terms.rollback
    assert (trigger.metric, trigger.limit, trigger.unit) == (metric, limit, unit)


def test_a_trigger_in_a_unit_its_metric_never_has_is_refused_beside_it():
    no = refused(
        contract.set_safety,
        ready(),
        SourcedForm.read({"rollback": "error rate > EUR 3", "guardrails": "error rate < 2 %"}),
    )
    assert no.field == "rollback"
    assert "“EUR 3” has another unit" in no.words


def test_a_kpi_moved_to_another_unit_leaves_its_trigger_to_be_said_anew():
    watching = Rollback(metric="average proposal turnaround time", comparator=">", limit=7, unit="day")
    form = KpiForm.read(
        {"kpi": COMPLETE.kpi, "baseline": "120 hours", "target": "72 hours", "due": "2026-03-03"}
    )
    moved = contract.set_kpi(ready(changed(rollback=watching)), form)
    assert "another unit than the contract" in " ".join(no.words for no in contract.contradictions(moved))


# --- what is missing ----------------------------------------------------------------------------------------


def test_the_articles_sentence_lacks_exactly_the_range_and_the_trigger():
    terms = contract.from_sentence(compile_sentence(ARTICLE, DAY_ONE))
    lacks = contract.missing(ready(terms))
    assert [lack.words for lack in lacks] == ["the confidence range", "the rollback trigger"]
    assert terms.due == date(2026, 3, 3)
    assert terms.due_days == 56


def test_an_empty_contract_asks_for_every_part():
    lacks = contract.missing(ready(Terms()))
    assert [lack.field for lack in lacks] == ["kpi", "baseline", "target", "due", "expected", "rollback"]
    assert all(lack.for_lock for lack in lacks)


def test_a_guardrail_named_without_a_number_is_asked_for():
    lacks = contract.missing(ready(changed(guardrails=(Guardrail(metric="quality", comparator=">="),))))
    assert [lack.words for lack in lacks] == ["a limit for quality"]


def test_the_presets_are_offered_in_the_form_and_not_assumed_in_the_contract():
    use_case = ready(changed(expected=None, rollback=None))
    offered = safety_answers(use_case.contract.terms)
    assert offered["expected"] == "2.6 to 3.4 days"
    assert offered["rollback"] == "error rate >= 2 %"
    assert len(contract.missing(use_case)) == 2


def test_saving_the_presets_untouched_completes_the_contract():
    use_case = ready(changed(expected=None, rollback=None))
    after = contract.set_safety(use_case, SourcedForm.read(safety_answers(use_case.contract.terms)))
    assert after.contract.terms == COMPLETE
    assert contract.complete(after)


# --- what is refused at lock --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "terms, field, words",
    [
        (changed(target=5.0), "target", "lower than the baseline"),
        (changed(target=6.0, direction="lower"), "target", "lower than the baseline"),
        (changed(due=date(2026, 3, 7)), "due", "Day 61"),
        (changed(expected=Span(low=1.0, high=2.0)), "expected", "contain the target"),
        (changed(expected=Span(low=2.0, high=5.0)), "expected", "reaches the baseline"),
        (changed(expected=Span(low=2.0, high=4.0)), "expected", "not 80 %"),
        (
            changed(
                guardrails=(Guardrail(metric="error rate", comparator="<", limit=2, unit="percent", now=2.0),)
            ),
            "guardrails",
            "broken before the start",
        ),
        (
            changed(rollback=Rollback(metric="error rate", comparator=">=", limit=2, unit="count")),
            "rollback",
            "another unit",
        ),
        (
            changed(
                rollback=Rollback(
                    metric="average proposal turnaround time", comparator=">=", limit=5, unit="day"
                )
            ),
            "rollback",
            "fire at the baseline",
        ),
    ],
)
def test_a_contract_that_contradicts_itself_is_refused_beside_the_field(terms, field, words):
    no = refused(contract.sign, ready(terms), known(ANNA), 0)
    each = getattr(no, "each", (no,))
    assert [words in one.words for one in each if one.field == field] == [True], no.words


def test_the_last_day_of_the_plan_is_the_last_day_that_can_be_promised():
    assert contract.contradictions(ready(changed(due=date(2026, 3, 6)))) == []


def test_a_due_date_beyond_day_sixty_is_offered_the_nearest_stage_that_fits():
    no = refused(contract.sign, ready(changed(due=date(2026, 5, 1))), known(ANNA), 0)
    assert no.ways == ("promise it for the Day 60 Scale gate, Fri 6 Mar 2026",)


def test_a_due_date_in_the_past_is_refused():
    no = refused(contract.sign, ready(changed(due=date(2026, 1, 5))), known(ANNA), 0)
    assert "has passed" in no.words


def test_an_incomplete_contract_says_what_it_still_needs():
    no = refused(contract.sign, ready(changed(rollback=None)), known(ANNA), 0)
    assert "the rollback trigger" in no.words


def test_the_fourth_undecided_pilot_of_a_sponsor_cannot_be_locked():
    assert "the cap is 3" in refused(contract.sign, ready(), known(BEN), 3).words
    no_cap = known(BEN, settings=known().settings.model_copy(update={"undecided_cap": 0}))
    assert contract.sign(ready(), no_cap, 30).contract.signatures


def test_every_way_in_which_a_contract_fails_is_told_at_once():
    no = refused(contract.sign, ready(changed(target=5.0, rollback=None)), known(ANNA), 0)
    assert isinstance(no, Refusals)
    assert len(no.each) >= 2


# --- signatures ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", [(ANNA, BEN), (BEN, ANNA)])
def test_the_second_signature_locks_the_contract_whoever_signs_first(order):
    first, second = order
    half = contract.sign(ready(), known(first), 0)
    assert not half.contract.locked
    assert half.proposed
    whole = contract.sign(half, known(second), 0)
    assert whole.contract.locked_at == MONDAY
    assert not whole.proposed


def test_nobody_signs_twice():
    half = contract.sign(ready(), known(ANNA), 0)
    with pytest.raises(AlreadyDone):
        contract.sign(half, known(ANNA), 0)


def test_others_do_not_sign():
    assert "nobody else" in refused(contract.sign, ready(), known(DORA), 0).words


def test_an_owner_accepts_before_signing():
    use_case = proposed(contracts=(Contract(terms=COMPLETE),))
    assert "Accept the ownership first" in refused(contract.sign, use_case, known(ANNA), 0).words


def test_a_signature_lapses_when_the_terms_change():
    half = contract.sign(ready(), known(ANNA), 0)
    after = contract.set_kpi(
        half, KpiForm.read(kpi_answers(COMPLETE) | {"target": "2.8 days", "source": "CRM"})
    )
    assert after.contract.signatures == ()
    assert after.contract.round == 2


def test_a_signature_counts_only_under_what_was_shown():
    with pytest.raises(Stale):
        contract.as_shown(ready(), 1, "r2")
    contract.as_shown(ready(), 1, "r1")


# --- after the lock -----------------------------------------------------------------------------------------


def test_a_locked_contract_is_never_edited():
    no = refused(contract.set_kpi, locked(), KpiForm.read(kpi_answers(COMPLETE) | {"target": "2 days"}))
    assert "never edited" in no.words
    assert no.ways


def amendment(**more):
    typed = {"target": "3.5 days", "due": "2026-03-03", "reason": "The second system came late."}
    return AmendForm.read(typed | safety_answers(COMPLETE) | {"expected": "3.2 to 3.8 days"} | more)


def test_an_amendment_is_a_new_version_with_a_reason_that_both_sign_again():
    before = locked()
    after = contract.amend(before, amendment())
    assert [c.version for c in after.contracts] == [1, 2]
    assert after.in_force == before.contract
    assert after.contract.reason == "The second system came late."
    signed = contract.sign(contract.sign(after, known(BEN), 0), known(ANNA), 0)
    assert signed.in_force == signed.contract
    assert signed.contract.terms.target == 3.5


def test_an_amendment_that_changes_nothing_is_refused():
    same = amendment(target="3 days", expected="2.6 to 3.4 days")
    assert "Nothing would change" in refused(contract.amend, locked(), same).words


def test_an_amendment_has_to_hold_water_too():
    assert refused(contract.amend, locked(), amendment(target="6 days")).words


def test_proposing_again_replaces_the_unsigned_amendment():
    once = contract.amend(locked(), amendment())
    again = contract.amend(once, amendment(target="3.4 days", expected="3.1 to 3.7 days"))
    assert [(c.version, c.round) for c in again.contracts] == [(1, 1), (2, 2)]


def test_there_is_nothing_to_amend_before_the_lock():
    assert "no locked contract" in refused(contract.amend, ready(), amendment()).words


# --- what is typed -----------------------------------------------------------------------------------------


def kpi_form(**typed):
    return KpiForm.read(
        {"kpi": "turnaround", "baseline": "5 days", "target": "3 days", "due": "2026-03-03"} | typed
    )


def test_a_promise_is_read_from_the_form():
    terms = contract.set_kpi(owned(), kpi_form()).contract.terms
    assert (terms.kpi, terms.unit, terms.baseline, terms.target) == (
        "turnaround",
        "day",
        Baseline(value=5),
        3,
    )
    assert terms.direction == "lower"


def test_six_readings_make_a_baseline_series():
    terms = contract.set_kpi(
        owned(), kpi_form(baseline="5.2\n4.6\n5.4\n4.9\n5.3\n4.7", target="3")
    ).contract.terms
    assert terms.baseline.form == "series"
    assert terms.baseline.value == pytest.approx(5.0166666, abs=1e-6)


def test_a_range_makes_a_baseline_range():
    assert contract.set_kpi(owned(), kpi_form(baseline="4 to 6 days")).contract.terms.baseline.form == "range"


@pytest.mark.parametrize(
    "field, typed, words",
    [
        ("baseline", "a while", "cannot read"),
        ("baseline", "NaN days", "cannot read"),
        ("baseline", "1e400 days", "cannot read"),
        ("target", "3 EUR", "another unit"),
        ("target", "fast", "cannot read"),
    ],
)
def test_what_cannot_be_read_is_refused_beside_its_field(field, typed, words):
    no = refused(contract.set_kpi, owned(), kpi_form(**{field: typed}))
    assert no.field == field
    assert words in no.words


def test_unlike_units_that_convert_become_one():
    assert (
        contract.set_kpi(owned(), kpi_form(baseline="5 days", target="72 hours")).contract.terms.target == 3
    )


def test_every_unreadable_field_of_the_safety_form_is_named_at_once():
    no = refused(
        contract.set_safety,
        ready(),
        SourcedForm.read({"expected": "soon", "rollback": "when bad", "guardrails": "good"}),
    )
    assert {one.field for one in no.each} == {"expected", "rollback", "guardrails"}


FINITE = st.integers(1, 400).map(lambda n: n / 4)


@given(FINITE, FINITE, st.sampled_from(["day", "percent", "EUR", "count", "score", "hour/week"]))
def test_a_form_opened_and_saved_untouched_changes_nothing(baseline, target, unit):
    if baseline == target:
        return
    terms = changed(
        unit=unit,
        baseline=Baseline(value=baseline),
        target=target,
        direction="lower" if target < baseline else "higher",
        expected=None,
        rollback=None,
    )
    use_case = ready(terms)
    assert contract.set_kpi(use_case, KpiForm.read(kpi_answers(terms))) == use_case


# --- the plan -----------------------------------------------------------------------------------------------


def test_a_due_date_promised_in_weeks_moves_with_day_one():
    after = replan(ready(), PlanForm.read({"day_one": "2026-01-13"}), known())
    assert after.contract.terms.due == date(2026, 3, 10)


def test_a_plan_that_began_is_restarted_only_once():
    begun = ready(day_one=date(2026, 1, 2))
    once = replan(begun, PlanForm.read({"day_one": "2026-01-05"}), known())
    assert once.restarts == 1
    assert refused(replan, once, PlanForm.read({"day_one": "2026-01-20"}), known()).field == "day_one"


def test_a_signature_belongs_to_the_day_it_was_given_for():
    half = contract.sign(ready(), known(ANNA), 0)
    after = replan(half, PlanForm.read({"day_one": "2026-01-13"}), known())
    assert after.contract.signatures == ()


def test_signatures_name_who_and_when():
    assert contract.sign(ready(), known(BEN), 0).contract.signatures == (
        Signature(by=BEN.id, role="sponsor", at=MONDAY),
    )


@pytest.mark.parametrize("typed", ["1e308 weeks", "1e400 days", "1e308 to 1.7e308 days", "5 days ± 1e308"])
@pytest.mark.parametrize("field", ["baseline", "target"])
def test_a_number_no_business_counts_is_refused_beside_its_field(field, typed):
    form = KpiForm.read({"kpi": "turnaround", "baseline": "5 days", "target": "3 days"} | {field: typed})
    assert refused(contract.set_kpi, owned(), form).field == field


@pytest.mark.parametrize("field", ["guardrails", "rollback"])
def test_so_is_a_limit_nobody_counts_to(field):
    form = SourcedForm.read({field: "error rate >= 1e308 %"})
    assert refused(contract.set_safety, ready(), form).field == field


def test_two_amendments_at_once_do_not_overwrite_each_other_unseen():
    typed = amend_answers(locked().contract) | {
        "target": "3.2 days",
        "reason": "The second system came late.",
    }
    open_one = contract.amend(locked(), AmendForm.read(typed))
    shown = amend_answers(open_one.contract)
    assert (shown["target"], shown["reason"]) == ("3.2 days", "The second system came late.")
    assert contract.amend(open_one, AmendForm.read(shown)) == open_one


def test_a_sentence_with_two_units_becomes_a_contract_with_one():
    sentence = compile_sentence("Reduce quote turnaround from 2 days to 12 hours in 8 weeks", DAY_ONE)
    terms = contract.from_sentence(sentence)
    assert (terms.unit, terms.baseline.value, terms.target) == ("day", 2, 0.5)


def test_a_trigger_that_watches_what_nobody_reports_is_refused():
    terms = changed(rollback=Rollback(metric="complaints", comparator=">", limit=5, unit="count"))
    no = refused(contract.sign, ready(terms), known(ANNA), 0)
    assert "watches “complaints”, which nobody reports" in no.words
    assert "watch one of these: average proposal turnaround time and error rate" in no.words


@pytest.mark.parametrize(
    "typed,written",
    [
        ("error rate >= 2 %", "error rate >= 2 %"),
        ("error rate >= 2 %, two readings in a row", "error rate >= 2 % two in a row"),
        ("error rate above 2 %, one reading is enough", "error rate > 2 % once"),
        ("turnaround rises above 5 days", "turnaround > 5 days"),
        ("turnaround > 3 weeks", "turnaround > 3 weeks"),
        ("turnaround > 5 days 2 weeks in a row", "turnaround > 5 days two in a row"),
        ("latency > 14", "latency > 14"),
        ("latency > 5.4", "latency > 5.4"),
        (
            "error rate >= 2 %, two readings in a row, or the exact bound where cases are counted",
            "error rate >= 2 %",
        ),
        (
            "share accepted falls below 70 % for three consecutive readings",
            "share accepted < 70 % three in a row",
        ),
    ],
)
def test_a_trigger_is_read_as_people_say_it_and_how_many_may_stay_unsaid(typed, written):
    read = read_rollback(typed, COMPLETE)
    assert write_rollback(read) == written
    assert read_rollback(written, COMPLETE) == read


def test_a_deputy_signs_for_whoever_is_away_and_never_for_both():
    deputy = DORA.model_copy(update={"stands_for": (ANNA.id, BEN.id)})
    half = contract.sign(ready(), known(deputy), 0)
    (signature,) = half.contract.signatures
    assert (signature.by, signature.seat, signature.role) == (DORA.id, ANNA.id, "owner")
    with pytest.raises(Refusal):
        contract.sign(half, known(deputy), 0)
    assert contract.sign(half, known(BEN), 0).contract.locked
