"""Five controls documented from day zero, and the gatekeepers' word."""

import pytest

from playbook import governance
from playbook.forms import ControlsForm, ObjectForm, ReasonForm
from playbook.refusals import AlreadyDone, Refusal
from tests.playbook.company import ANNA, BEN, BOT, CARLA, DORA, GONE, GUEST, known, owned

ANSWERS = {
    "data_sensitivity": "confidential",
    "model_boundary": "Vendor A, model B, EU, drafting only",
    "human_review": "every quote before it leaves",
    "logging": "prompt and answer, 90 days",
    "escalation_contact": BEN.id,
}


def documented(use_case=None, **typed):
    return governance.document(use_case or owned(), ControlsForm.read(typed), known(ANNA))


def test_answers_come_as_they_come():
    first = documented(data_sensitivity="internal")
    assert [c.control for c in first.controls] == ["data_sensitivity"]
    second = documented(first, logging="90 days")
    assert [c.control for c in second.controls] == ["data_sensitivity", "logging"]
    assert first.controls[0] in second.controls


def test_all_five_are_documented_with_who_and_when():
    after = documented(**ANSWERS)
    assert [c.control for c in after.controls] == list(governance.CONTROLS)
    assert {c.by for c in after.controls} == {ANNA.id}
    assert after.control("escalation_path").contact == BEN.id


def test_the_form_opened_and_saved_untouched_changes_nothing():
    after = documented(**ANSWERS)
    assert documented(after, **governance.controls_answers(after)) == after


def test_an_objection_stands_until_its_gatekeeper_withdraws_it():
    objected = governance.object_to(
        owned(), ObjectForm.read({"ground": "policy", "reason": "No DPIA"}), known(CARLA)
    )
    assert [o.objects_to for o in objected.objections] == ["policy"]
    assert "the objection on policy" in governance.missing(objected)[-1].words
    cleared = governance.clear(objected, known(CARLA))
    assert cleared.objections == ()
    assert len(cleared.gatekeepers) == 2


def test_one_gatekeepers_word_is_owed_by_day_ten_and_not_for_the_lock():
    lacks = governance.missing(documented(**ANSWERS))
    assert [lack.words for lack in lacks] == ["a gatekeeper's answer on governance"]
    assert not lacks[0].for_lock


@pytest.mark.parametrize("part", [ANNA, BEN])
def test_owner_and_sponsor_do_not_answer_for_governance_of_their_own(part):
    with pytest.raises(Refusal, match="another gatekeeper"):
        governance.clear(owned(), known(part))


@pytest.mark.parametrize("who", [GONE, BOT])
def test_an_escalation_contact_can_be_reached(who):
    with pytest.raises(Refusal) as no:
        documented(escalation_contact=who.id)
    assert no.value.field == "escalation_contact"


def test_a_guest_may_be_the_escalation_contact():
    assert documented(escalation_contact=GUEST.id).control("escalation_path").contact == GUEST.id


def test_a_gatekeeper_says_the_same_only_once():
    cleared = governance.clear(owned(), known(CARLA))
    with pytest.raises(AlreadyDone):
        governance.clear(cleared, known(CARLA))


# --- an objection of somebody who is gone -------------------------------------------------------------------

LEFT = known().settings.model_copy(update={"gatekeepers": (DORA.id,)})
SETTLED = ReasonForm(reason="The impact assessment is on file since Monday")


def objected():
    form = ObjectForm.read({"ground": "policy", "reason": "No DPIA"})
    return governance.object_to(owned(), form, known(CARLA))


def test_an_objection_of_somebody_who_is_no_gatekeeper_any_more_is_settled_by_another():
    after = governance.withdraw_left(objected(), CARLA.id, SETTLED, known(DORA, settings=LEFT))
    assert after.objections == ()
    assert (after.gatekeepers[-1].by, after.gatekeepers[-1].withdraws) == (DORA.id, CARLA.id)
    with pytest.raises(AlreadyDone):
        governance.withdraw_left(after, CARLA.id, SETTLED, known(DORA, settings=LEFT))


def test_whoever_is_still_a_gatekeeper_withdraws_their_own_objection():
    both = LEFT.model_copy(update={"gatekeepers": (CARLA.id, DORA.id)})
    with pytest.raises(Refusal, match="only they withdraw it"):
        governance.withdraw_left(objected(), CARLA.id, SETTLED, known(DORA, settings=both))


def test_a_gatekeeper_who_became_owner_or_sponsor_cannot_withdraw_so_another_settles_it():
    funded = objected().model_copy(update={"sponsor": CARLA.id})
    both = LEFT.model_copy(update={"gatekeepers": (CARLA.id, DORA.id)})
    assert governance.left_objections(funded, both)
    assert governance.withdraw_left(funded, CARLA.id, SETTLED, known(DORA, settings=both)).objections == ()


def test_settling_anothers_objection_is_not_a_word_of_ones_own():
    after = governance.withdraw_left(objected(), CARLA.id, SETTLED, known(DORA, settings=LEFT))
    assert governance.clear(after, known(DORA, settings=LEFT)).gatekeepers[-1].withdraws is None
