"""What cannot be: told beside the field or to the person alone, with the input kept."""

import pytest

from sandbox.stories.acts import ARTICLE, FORM, opens, registers


@pytest.mark.parametrize(
    "field, typed, words",
    [
        ("owner", "@oskar", "deactivated"),
        ("sponsor", "@mira", "guest"),
        ("sponsor", "@anna", "two people"),
        ("home", "#customer-service", "/invite @Pilotage"),
        ("sentence", "Reduce turnaround from 3 days to 5 days in 8 weeks", "reduce"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_the_rest_stays(nordwind, field, typed, words):
    grace = nordwind.person("grace")
    grace.types("/pilot new", in_="#ai-pilots")
    grace.fills({"sentence": ARTICLE} | FORM | {field: typed}).submits()
    assert words in grace.modal.errors[field]
    assert grace.modal.fields["systems"] == "3"


def test_after_the_invitation_the_same_form_goes_through(nordwind):
    grace = nordwind.person("grace")
    registers(grace, home="#customer-service")
    assert "/invite @Pilotage" in grace.modal.errors["home"]
    grace.invites("@pilotage", to="#customer-service")
    grace.submits()
    grace.sees("Saved as proposed", in_="modal")
    grace.sees("Average proposal turnaround time", in_="#customer-service")


def test_a_contract_is_refused_beside_the_field_that_breaks_it(nordwind):
    anna = nordwind.person("anna")
    registers(anna)
    anna.cancels()
    anna.types("/pilot contract UC-1", in_="#ai-pilots")
    anna.presses("Change KPI and target", in_="#ai-pilots")
    anna.fills(target="3 EUR", baseline="a while").submits()
    assert "cannot read" in anna.modal.errors["baseline"]
    anna.fills(baseline="5 days", target="6 days").submits()
    anna.sees("saved", in_="modal")


@pytest.mark.parametrize("text", ["<!channel> & <@U0BEN>", "عربي \u202eevil", "📦" * 40, "*bold* _x_ `y`"])
def test_hostile_text_pings_nobody_and_comes_back_as_typed(nordwind, text):
    anna = nordwind.person("anna")
    registers(anna)
    anna.presses("Describe the process", in_="modal")
    anna.fills(workflow=text).submits()
    anna.sees("saved", in_="modal")
    anna.cancels()
    for call in nordwind.sandbox.journal.calls():
        assert "<!channel>" not in str(call)
    anna.types("/pilot show UC-1", in_="#ai-pilots")
    assert opens(anna, "Describe the process").fields["workflow"] == text.replace("\u202e", "")


@pytest.mark.parametrize("typed", ["show UC-99", "contract uc-99", "controls 99"])
def test_a_key_nobody_knows_is_told_to_the_person_alone(nordwind, typed):
    anna = nordwind.person("anna")
    seen = anna.types(f"/pilot {typed}", in_="#ai-pilots").sees("There is no such use case", in_="#ai-pilots")
    assert seen.only_to_me


def test_a_private_use_case_does_not_exist_for_others(nordwind):
    jonas, anna = nordwind.person("jonas"), nordwind.person("anna")
    jonas.invites("@pilotage", to="#people-ops")
    registers(jonas, owner="@jonas", sponsor="@elena", home="#people-ops")
    jonas.sees("UC-1", in_="modal")
    anna.types("/pilot list", in_="#ai-pilots").sees_not("UC-1")
    anna.types("/pilot show UC-1", in_="#ai-pilots").sees("There is no such use case", in_="#ai-pilots")


def test_others_cannot_do_what_is_not_theirs(nordwind):
    anna, grace = nordwind.person("anna"), nordwind.person("grace")
    registers(anna)
    anna.cancels()
    grace.types("/pilot settings", in_="#ai-pilots")
    grace.sees("admin", in_="modal")
    grace.cancels()
    grace.types("/pilot show UC-1", in_="#ai-pilots")
    grace.sees("Average proposal turnaround time", in_="#ai-pilots")
    with pytest.raises(AssertionError, match="does not see a button 'Accept ownership'"):
        grace.presses("Accept ownership", in_="#ai-pilots", timeout=0.2)
