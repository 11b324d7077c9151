"""Lost answers, a silent Slack, two at once, a window closed too early: what was typed is still there."""

import pytest

from sandbox.stories.acts import ARTICLE, FORM, opens, registers

LONG = ARTICLE[:-1] + ", and " + "no later complaint about it of any kind " * 12


def answer_is_lost(slack, person, submits):
    """Slack got no answer to this form: the person sees it stand there as it was."""
    slack.sandbox.faults.order("no_ack", "view_submission")
    submits()
    assert person.modal.errors == {"": "We had some trouble connecting. Try again?"}


def test_an_answer_that_was_lost_on_its_way_is_given_again(nordwind):
    anna = nordwind.person("anna")
    answer_is_lost(nordwind, anna, lambda: registers(anna))
    anna.submits()
    anna.sees("UC-1 saved", in_="modal")
    anna.presses("Describe the process", in_="modal")
    anna.fills(workflow="Quote to cash")
    answer_is_lost(nordwind, anna, anna.submits)
    anna.submits()
    anna.sees("UC-1 saved", in_="modal")
    anna.types("/pilot list", in_="#ai-pilots")
    anna.sees_not("UC-2", in_="#ai-pilots")


def test_a_question_about_a_twin_that_was_lost_is_asked_again(nordwind):
    anna, kate = nordwind.person("anna"), nordwind.person("kate")
    registers(kate)
    kate.cancels()
    sentence = "Reduce proposal turnaround time from 6 days to 3 days in 8 weeks"
    answer_is_lost(nordwind, anna, lambda: registers(anna, sentence))
    anna.submits()
    assert anna.modal.title == "Already UC-1?"
    anna.closes_all()
    anna.types("/pilot new", in_="#ai-pilots")
    anna.sees("from 6 days to 3 days", in_="#ai-pilots")


@pytest.mark.parametrize("fault", [{"kind": "error", "error": "internal_error"}, {"kind": "drop_before"}])
@pytest.mark.parametrize("method", ["users.info", "conversations.info"])
def test_a_silent_slack_is_not_blamed_on_the_person(nordwind, fault, method):
    anna = nordwind.person("anna")
    anna.types("/pilot new", in_="#ai-pilots")
    anna.fills({"sentence": ARTICLE} | FORM)
    nordwind.sandbox.faults.order(method=method, **fault)
    anna.submits()
    assert "Slack did not answer" in str(anna.modal.errors)
    assert anna.modal.fields["systems"] == "3"
    anna.submits()
    anna.sees("UC-1 saved", in_="modal")


def test_a_sentence_that_is_too_long_stands_in_the_form_with_the_reason(nordwind):
    anna = nordwind.person("anna")
    anna.types(f"/pilot new {LONG}", in_="#ai-pilots")
    anna.sees("at most 500 characters", in_="modal")
    assert anna.modal.fields["sentence"].startswith(ARTICLE[:-1])


def test_an_empty_form_is_not_offered_again(nordwind):
    anna = nordwind.person("anna")
    anna.types("/pilot new", in_="#ai-pilots")
    anna.fills(owner="@ben")
    anna.fills(owner=None)
    anna.closes_all()
    anna.types("/pilot new", in_="#ai-pilots")
    assert anna.modal.title == "New use case"


def test_two_admins_at_once_see_each_others_answers(nordwind):
    irene, ben = nordwind.person("irene"), nordwind.person("ben")
    nordwind.sandbox.workspace.person("ben").is_admin = True
    for admin in (irene, ben):
        admin.types("/pilot settings", in_="#ai-pilots")
        admin.sees("[Save", in_="modal")
    irene.fills(country="FR").submits()
    irene.sees("Settings of this workspace", in_="modal")
    ben.fills(country="SE").submits()
    ben.sees("Someone else changed this", in_="modal")
    ben.sees("France", in_="modal")
    ben.submits()
    ben.sees("Settings of this workspace", in_="modal")


def test_a_gatekeeper_named_again_is_asked_again(nordwind):
    anna, irene, carla = (nordwind.person(name) for name in ("anna", "irene", "carla"))
    registers(anna)
    anna.cancels()
    for gatekeepers, sees in ((["@david"], "Withdrawn"), (["@david", "@carla"], "[No objection]")):
        irene.types("/pilot settings", in_="#ai-pilots")
        irene.fills(gatekeepers=gatekeepers).submits()
        irene.sees("Settings of this workspace", in_="modal")
        irene.cancels()
        carla.sees(sees, in_="dm")


def test_admins_see_of_a_private_use_case_that_it_is_there_and_no_more(nordwind):
    jonas, irene, luca = (nordwind.person(name) for name in ("jonas", "irene", "luca"))
    jonas.invites("@pilotage", to="#people-ops")
    registers(jonas, owner="@jonas", sponsor="@elena", home="#people-ops")
    jonas.sees("UC-1", in_="modal")
    irene.types("/pilot list", in_="#ai-pilots").sees("UC-1", in_="#ai-pilots")
    irene.sees_not("proposal turnaround")
    irene.types("/pilot list queue", in_="#ai-pilots").sees_not("Start here")
    luca.types("/pilot list", in_="#ai-pilots").sees_not("UC-1")


@pytest.mark.parametrize("typed", ["show UC-1x", "show proposals", "contract UC - 99"])
def test_what_is_no_key_shows_nobody_another_use_case(nordwind, typed):
    anna = nordwind.person("anna")
    registers(anna)
    anna.cancels()
    anna.types(f"/pilot {typed}", in_="#ai-pilots")
    anna.sees("Which use case?", in_="#ai-pilots")


def test_a_key_may_be_typed_with_a_space(nordwind):
    anna = nordwind.person("anna")
    registers(anna)
    anna.cancels()
    anna.types("/pilot show UC 1", in_="#ai-pilots")
    anna.sees("Average proposal turnaround time", in_="#ai-pilots")
    assert opens(anna, "Describe the process").title == "How the work runs"
