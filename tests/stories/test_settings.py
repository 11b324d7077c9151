"""An admin sets the hours and the rules; what does not fit is said beside its field."""


def test_the_hours_are_a_page_of_their_own(nordwind):
    irene = nordwind.person("irene")
    irene.types("/pilot settings hours", in_="#ai-pilots")
    irene.fills(zone="Atlantis", reminders="light").submits()
    assert "no time zone" in irene.modal.errors["zone"]
    irene.fills(zone="Vienna").submits()
    irene.sees("Europe/Vienna", in_="modal")


def test_the_plan_is_a_page_of_its_own_and_the_overview_leads_to_the_others(nordwind):
    irene = nordwind.person("irene")
    irene.types("/pilot settings plan", in_="#ai-pilots")
    irene.fills(pilot="9").submits()
    assert "later than Day 10" in irene.modal.errors["pilot"]
    irene.fills(pilot="28").submits()
    irene.sees("Day 28", in_="modal")
    irene.presses("Change the hours", in_="modal")
    irene.sees("Hour of the questions", in_="modal")


def test_a_page_there_is_not_is_said_with_the_way_to_what_was_meant(nordwind):
    irene = nordwind.person("irene")
    irene.types("/pilot settings webhook", in_="#ai-pilots")
    told = irene.sees("There is no page “webhook” in the settings", in_="#ai-pilots").text
    assert "Outgoing webhook, API tokens and Forget a person" in told
    irene.types("/pilot settings all", in_="#ai-pilots")
    irene.presses("Outgoing webhook", in_="modal")
    irene.sees("https", in_="modal")


def test_nobody_else_sets_anything(nordwind):
    anna = nordwind.person("anna")
    anna.types("/pilot settings rules", in_="#ai-pilots")
    anna.sees("workspace admin", in_="modal")
    anna.cancels()
    anna.types("/pilot settings all", in_="#ai-pilots")
    anna.sees("workspace admin", in_="modal")
