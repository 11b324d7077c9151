"""Owners who accept or decline, sponsors who grant, gatekeepers who object."""

from sandbox.stories.acts import accepts, registers


def test_what_the_owner_does_not_decide_is_granted_by_the_sponsor(nordwind):
    anna, ben = nordwind.person("anna"), nordwind.person("ben")
    registers(anna)
    anna.cancels()
    accepts(anna, ticks=["process", "priorities"])
    ben.sees("data access", in_="dm")
    ben.presses("Grant", in_="dm")
    ben.sees("Granted", in_="dm")
    anna.types("/pilot show UC-1", in_="#ai-pilots")
    anna.sees_not("does not decide on data access")


def test_on_accepting_the_owner_gets_five_duties(nordwind):
    anna = nordwind.person("anna")
    registers(anna)
    anna.cancels()
    accepts(anna)
    assert "gate" in anna.sees("weekly", in_="dm").text


def test_a_declined_ownership_comes_back_to_whoever_registered_it(nordwind):
    anna, ben, kate = (nordwind.person(name) for name in ("anna", "ben", "kate"))
    registers(kate)
    kate.cancels()
    anna.presses("Decline", in_="dm")
    anna.fills(reason="On leave until March").submits()
    kate.sees("On leave until March", in_="dm")
    ben.sees("On leave until March", in_="dm")
    kate.presses("Name another owner", in_="dm")
    kate.fills(owner="@grace").submits()
    nordwind.person("grace").sees("Accept", in_="dm")


def test_it_cannot_own_what_the_business_runs(nordwind):
    david, kate = nordwind.person("david"), nordwind.person("kate")
    registers(kate, owner="@david")
    kate.presses("Describe the process", in_="modal")
    kate.fills(function="Sales").submits()
    kate.sees("saved", in_="modal")
    david.presses("Accept", in_="dm")
    david.fills(authorities=["process"], function="IT").submits()
    assert "IT may own only" in david.modal.errors["function"]


def test_gatekeepers_see_the_answers_as_they_come_and_answer_once(nordwind):
    anna, carla = nordwind.person("anna"), nordwind.person("carla")
    registers(anna)
    anna.presses("Answer the controls", in_="modal")
    anna.fills(data_sensitivity="confidential", logging="prompt and answer for 90 days").submits()
    anna.sees("saved", in_="modal")
    anna.cancels()
    carla.sees("prompt and answer for 90 days", in_="dm")
    carla.presses("No objection", in_="dm")
    carla.sees("no objection", in_="dm")
    anna.types("/pilot show UC-1", in_="#ai-pilots")
    anna.sees_not("a gatekeeper's answer")


def test_no_objection_said_in_a_window_shows_there(nordwind):
    anna, carla = nordwind.person("anna"), nordwind.person("carla")
    registers(anna)
    anna.cancels()
    carla.opens_home()
    carla.presses("See and answer", in_="home")
    carla.presses("No objection", in_="modal")
    carla.sees("@carla: no objection", in_="modal")


def test_an_objection_reaches_the_owner_with_its_reason(nordwind):
    anna, carla = nordwind.person("anna"), nordwind.person("carla")
    registers(anna)
    anna.cancels()
    carla.presses("Object", in_="dm")
    carla.fills(ground="policy", reason="No impact assessment yet").submits()
    anna.sees("No impact assessment yet", in_="dm")
    carla.presses("No objection", in_="dm")
    anna.sees("Withdrawn", in_="dm")


def test_gatekeepers_named_later_are_asked_about_what_is_here(nordwind):
    anna, irene, elena = (nordwind.person(name) for name in ("anna", "irene", "elena"))
    registers(anna)
    anna.cancels()
    irene.types("/pilot settings", in_="#ai-pilots")
    irene.fills(gatekeepers=["@carla", "@david", "@elena"]).submits()
    elena.sees("Average proposal turnaround time", in_="dm")
