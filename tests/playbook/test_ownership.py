"""One accountable owner with authority: accepted, declined, completed by the sponsor."""

import pytest

from playbook import milestones, ownership
from playbook.forms import AcceptForm, DeclineForm
from playbook.refusals import AlreadyDone, Refusal
from tests.playbook.company import ANNA, BEN, DORA, known, owned, proposed

ALL = ["process", "access", "priorities"]


def accepted(use_case=None, **typed):
    form = AcceptForm.read({"authorities": ALL, "function": "Sales"} | typed)
    return ownership.accept(use_case or proposed(), form, known(ANNA))


def test_accepting_with_three_ticks_leaves_nothing_for_the_sponsor():
    after = accepted()
    assert after.accepted
    assert ownership.lacking(after) == []
    assert after.function == "Sales"


def test_each_tick_not_made_becomes_an_outside_blocker_on_the_sponsor():
    after = accepted(authorities=["process"])
    assert [(b.authority, b.outside, b.clears) for b in after.blockers] == [
        ("access", True, BEN.id),
        ("priorities", True, BEN.id),
    ]
    assert {lack.owes for lack in milestones.missing(after) if lack.field == "grant"} == {BEN.id}


def test_the_sponsor_grants_what_is_missing_once():
    after = ownership.grant(accepted(authorities=["process", "priorities"]), "access", known(BEN))
    assert ownership.lacking(after) == []
    assert after.ownership.granted == ("access",)
    assert after.blockers[0].resolved_by == BEN.id
    with pytest.raises(AlreadyDone):
        ownership.grant(after, "access", known(BEN))


def test_it_does_not_own_a_workflow_of_the_business():
    with pytest.raises(Refusal, match="IT may own only") as no:
        accepted(proposed(function="Sales"), function="IT")
    assert no.value.field == "function"


def test_it_owns_what_it_runs_itself_once_the_sponsor_confirms():
    after = accepted(proposed(function="IT"), function="IT")
    assert [b.authority for b in ownership.lacking(after)] == ["it_runs_it"]


def test_nobody_accepts_twice_or_for_someone_else():
    with pytest.raises(AlreadyDone):
        ownership.accept(owned(), AcceptForm.read({"function": "Sales"}), known(ANNA))
    with pytest.raises(Refusal, match="Someone else was named"):
        ownership.accept(proposed(), AcceptForm.read({"function": "Sales"}), known(DORA))


def test_declining_leaves_the_use_case_without_an_owner_and_says_why():
    after = ownership.decline(proposed(), DeclineForm.read({"reason": "On leave"}), known(ANNA))
    assert after.owner is None
    assert (after.declines[0].by, after.declines[0].reason) == (ANNA.id, "On leave")
