"""From one sentence to a contract signed by two people, as they live it in Slack."""

from sandbox.stories.acts import ARTICLE, FORM, accepts, fills_the_safety, locks, opens, registers


def test_a_sentence_becomes_a_locked_contract(nordwind):
    anna, ben, kate = (nordwind.person(name) for name in ("anna", "ben", "kate"))
    registers(kate)
    kate.sees("the confidence range, the rollback trigger", in_="modal")
    kate.sees("heavy: technical output alone will not move the needle", in_="modal")
    ben.sees("Average proposal turnaround time", in_="#sales-ops")
    locks(anna, ben)
    kate.sees("value contract locked", in_="#sales-ops")


def test_the_announcement_is_one_card_edited_in_place(nordwind):
    anna, kate = nordwind.person("anna"), nordwind.person("kate")
    registers(kate)
    kate.sees("⏳ asked", in_="#sales-ops")
    accepts(anna)
    kate.sees("accepted", in_="#sales-ops")
    assert kate.count("Average proposal turnaround time", in_="#sales-ops") == 1


def test_both_versions_of_an_amended_contract_are_shown(nordwind):
    anna, ben = nordwind.person("anna"), nordwind.person("ben")
    registers(anna)
    anna.cancels()
    locks(anna, ben)
    anna.types("/pilot contract UC-1", in_="#ai-pilots")
    anna.presses("Amend", in_="#ai-pilots")
    anna.fills(target="3.5 days", expected="3.2 to 3.8 days", reason="The second system came late.").submits()
    anna.sees("saved", in_="modal")
    anna.cancels()
    anna.presses("Sign", in_="dm")
    ben.presses("Sign", in_="dm")
    amended = ben.sees("The second system came late.", in_="#sales-ops")
    assert "3.5 days" in amended.text
    assert "3 days" in amended.text


def test_the_adoption_minimum_is_set_behind_change_defaults_and_stands_on_the_page(nordwind):
    anna = nordwind.person("anna")
    registers(anna)
    anna.cancels()
    anna.types("/pilot contract UC-1", in_="#ai-pilots")
    anna.presses("Change defaults", in_="#ai-pilots")
    anna.fills(adoption="120", stable_days="9").submits()
    anna.sees("between 10 and 30 days", in_="modal")
    anna.fills(stable_days="12").submits()
    anna.sees("saved", in_="modal")
    anna.types("/pilot contract UC-1", in_="#ai-pilots")
    page = anna.sees("used by at least 120 a week", in_="#ai-pilots")
    assert "12 days of stability" in page.text


def test_a_signature_under_an_older_text_is_refused(nordwind):
    anna, ben = nordwind.person("anna"), nordwind.person("ben")
    registers(anna)
    anna.cancels()
    accepts(anna)
    fills_the_safety(anna)
    ben.types("/pilot contract UC-1", in_="#ai-pilots")
    page = ben.sees("Average proposal turnaround time", in_="#ai-pilots")
    anna.types("/pilot show UC-1", in_="#ai-pilots")
    anna.types("/pilot contract UC-1", in_="#ai-pilots")
    anna.presses("Change KPI and target", in_="#ai-pilots")
    anna.fills(target="2.9 days").submits()
    anna.sees("saved", in_="modal")
    ben.presses("Sign", in_=page)
    ben.sees("changed since this was shown", in_="#ai-pilots")


def test_the_sentence_is_read_back_while_it_is_typed(nordwind):
    anna = nordwind.person("anna")
    anna.types("/pilot new", in_="#ai-pilots")
    anna.fills(sentence="improve efficiency")
    anna.sees("Still missing: where it stands today", in_="modal")
    anna.fills(sentence=ARTICLE)
    anna.sees("The sentence is complete.", in_="modal")


def test_an_unfinished_form_is_offered_again(nordwind):
    anna = nordwind.person("anna")
    anna.types("/pilot new", in_="#ai-pilots")
    anna.fills(sentence=ARTICLE, owner="@ben")
    anna.sees("The sentence is complete.", in_="modal")
    anna.closes_all()
    anna.types("/pilot new", in_="#ai-pilots")
    anna.presses("Continue", in_="#ai-pilots")
    anna.sees("The sentence is complete.", in_="modal")
    assert anna.modal.fields["sentence"] == ARTICLE
    assert anna.modal.fields["owner"] == anna.desk.person("ben").id


def test_a_likely_twin_is_asked_about_and_may_be_saved_anyway(nordwind):
    anna, kate = nordwind.person("anna"), nordwind.person("kate")
    registers(kate)
    kate.cancels()
    registers(anna, "Reduce proposal turnaround time from 6 days to 3 days in 8 weeks")
    assert anna.modal.title == "Already UC-1?"
    anna.submits()
    anna.sees("UC-2", in_="modal")


def test_a_doubled_submission_makes_one_use_case(nordwind):
    anna = nordwind.person("anna")
    nordwind.sandbox.faults.order("deliver_twice", "view_submission", times=1)
    registers(anna)
    anna.sees("UC-1", in_="modal")
    anna.types("/pilot list", in_="#ai-pilots")
    anna.sees("UC-1", in_="#ai-pilots")
    anna.sees_not("UC-2", in_="#ai-pilots")


def test_two_people_at_once_lose_neither_text(nordwind):
    anna, kate = nordwind.person("anna"), nordwind.person("kate")
    registers(kate)
    kate.cancels()
    for person in (anna, kate):
        person.types("/pilot show UC-1", in_="#ai-pilots")
        opens(person, "Describe the process")
    anna.fills(workflow="Quote to cash").submits()
    anna.sees("saved", in_="modal")
    kate.fills(workflow="Lead to order").submits()
    kate.sees("Someone else changed this", in_="modal")
    kate.sees("By now it says: Quote to cash", in_="modal")
    assert kate.modal.fields["workflow"] == "Lead to order"
    kate.submits()
    kate.sees("saved", in_="modal")


def test_everything_in_the_form_but_the_sentence_may_stay_empty(nordwind):
    anna = nordwind.person("anna")
    anna.types("/pilot new improve efficiency", in_="#ai-pilots")
    anna.submits()
    anna.sees("Saved as proposed", in_="modal")
    anna.sees("a workflow owner from the business", in_="modal")
    assert not set(FORM) & {"sentence"}
