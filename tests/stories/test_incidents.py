"""Incidents and blockers: reported by whoever takes part, listed, resolved by a button."""

from sandbox.stories.acts import accepts, registers


def owned(nordwind):
    anna = nordwind.person("anna")
    registers(anna)
    anna.cancels()
    accepts(anna)
    return anna


def test_an_incident_of_severity_one_is_told_in_the_home_channel_and_resolved_there(nordwind):
    anna, ben = owned(nordwind), nordwind.person("ben")
    ben.types("/pilot incident UC-1", in_="#ai-pilots")
    ben.sees("No incident is open", in_="#ai-pilots")
    ben.presses("Report an incident", in_="#ai-pilots")
    ben.fills(severity="1", text="prices of another customer were quoted").submits()
    ben.sees("Open, severity 1", in_="modal")
    ben.cancels()
    anna.sees("Incident, severity 1", in_="#sales-ops")
    anna.types("/pilot show UC-1", in_="#ai-pilots")
    anna.sees("Open incidents (1)", in_="#ai-pilots")
    anna.presses("Resolve", in_="#sales-ops")
    anna.fills(cause="a cache was shared", fallback_used="yes").submits()
    anna.sees("0 open", in_="modal")
    anna.cancels()
    anna.sees("Incident resolved", in_="#sales-ops")
    anna.sees("The fallback carried the work", in_="#sales-ops")


def test_a_blocker_is_raised_with_its_words_and_cleared_in_the_list(nordwind):
    anna = owned(nordwind)
    anna.types("/pilot blocker UC-1 no licence for the CRM", in_="#ai-pilots")
    anna.fills(control="outside", clears="@ben").submits()
    anna.sees("no licence for the CRM", in_="modal")
    anna.cancels()
    anna.types("/pilot blocker UC-1", in_="#ai-pilots")
    anna.sees("outside the owner's control, waiting for", in_="#ai-pilots")
    anna.presses("It is cleared", in_="#ai-pilots")
    anna.sees("Nothing stands in the way", in_="#ai-pilots")


def test_whoever_takes_no_part_reports_nothing(nordwind):
    owned(nordwind)
    luca = nordwind.person("luca")
    luca.types("/pilot blocker UC-1 it is too slow", in_="#ai-pilots")
    luca.sees("whoever takes part in this use case", in_="modal")
