"""A contract in words: every comparison and every kind of baseline reads as it is meant."""

import pytest

from blocks.promise import NOT_YET, in_short, promise, rows
from playbook.facts import Baseline, Contract, Guardrail, Rollback, Terms
from tests.blocks.values import DAY_ONE, LOCKED, TERMS


def told(terms, label):
    return dict(rows(terms, DAY_ONE))[label]


@pytest.mark.parametrize(
    "comparator,words", [("<", "below"), ("<=", "at most"), (">", "above"), (">=", "at least")]
)
def test_a_limit_reads_as_it_is_compared(comparator, words):
    guardrail = Guardrail(metric="error rate", comparator=comparator, limit=2, unit="percent")
    rollback = Rollback(metric="error rate", comparator=comparator, limit=2, unit="percent", in_a_row=3)
    terms = Terms(guardrails=(guardrail,), rollback=rollback)
    assert told(terms, "Guardrails").startswith(f"error rate: {words} 2")
    assert told(terms, "Rollback trigger").startswith(f"error rate {words} 2")
    assert told(terms, "Rollback trigger").endswith("three in a row")


def test_a_guardrail_without_its_limit_says_so_and_one_with_a_present_value_shows_it():
    asked = Guardrail(metric="error rate", comparator="<")
    assert "its limit is not given yet" in told(Terms(guardrails=(asked,)), "Guardrails")
    known = Guardrail(metric="error rate", comparator="<", limit=2, unit="percent", now=1.4)
    assert "(now 1.4" in told(Terms(guardrails=(known,)), "Guardrails")
    assert told(Terms(), "Guardrails") == "none"


@pytest.mark.parametrize(
    "baseline,source,label",
    [
        (Baseline(value=5), None, "5 days (one number, no source named yet)"),
        (Baseline(value=5), "CRM", "5 days (one number, source given)"),
        (Baseline(value=5, low=4, high=6), None, "4 days to 6 days, middle 5 days (a range)"),
        (Baseline(value=5, plus_minus=0.8), None, "(a range)"),
        (Baseline(value=5, readings=(5, 5, 5, 5, 5, 5)), None, "5 days (the mean of 6 readings)"),
    ],
)
def test_a_baseline_is_labelled_with_how_it_was_given(baseline, source, label):
    assert label in told(TERMS.model_copy(update={"baseline": baseline, "source": source}), "Baseline")


def test_what_is_not_agreed_yet_says_not_yet():
    assert all(
        told(Terms(), label) == NOT_YET for label in ("KPI", "Baseline", "Target", "Due", "Rollback trigger")
    )
    assert promise(Terms()) == "The KPI"


def test_a_title_that_is_the_kpi_is_not_said_twice():
    assert promise(TERMS, title="average PROPOSAL turnaround time").startswith("from *5 days*")
    assert promise(TERMS).startswith("Average proposal turnaround time from *5 days*")


def test_a_share_in_percent_is_not_told_in_percent_of_percent():
    share = TERMS.model_copy(update={"unit": "percent", "baseline": Baseline(value=40), "target": 30})
    assert "lower" not in promise(share)


def test_a_contract_says_where_its_signatures_stand():
    one = Contract(terms=TERMS, signatures=LOCKED.signatures[:1])
    assert "not signed" in in_short(Contract(terms=TERMS))
    assert "signed by <@U0ANNA> (owner), waiting for the other signature" in in_short(one)
    assert "🔒 Locked, version 1, signed by <@U0ANNA> (owner), <@U0BEN> (sponsor)" in in_short(LOCKED)
