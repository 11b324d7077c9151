"""How a pilot ends, and how it begins once more: stopped with clarity, redesigned, undecided past Day 60."""

from datetime import timedelta

from sandbox.stories.acts import locks, registers


def under_way(nordwind):
    """UC-1 with a locked contract: Anna owns it, Ben sponsors it."""
    anna, ben = nordwind.person("anna"), nordwind.person("ben")
    registers(anna)
    anna.cancels()
    locks(anna, ben)
    return anna, ben


def votes_redesign(person, slack, days=14):
    resumes = slack.sandbox.clock.moment().date() + timedelta(days=days)
    person.types("/pilot redesign UC-1", in_="#ai-pilots")
    said = {"reason": "The approval step has to go first", "cause": "friction"}
    person.fills(said | {"resume_by": resumes.isoformat()}).submits()


def test_the_sponsor_stops_with_clarity_and_says_what_was_learned(nordwind):
    _, ben = under_way(nordwind)
    ben.types("/pilot stop UC-1", in_="#ai-pilots")
    ben.fills(cause="no_effect", reason="Proposals wait for the customer, not for us").submits()
    ben.sees("Stopped with clarity", in_="modal")
    ben.cancels()
    ben.types("/pilot show UC-1", in_="#ai-pilots")
    ben.sees("Stopped with clarity")
    ben.types("/pilot stop UC-1", in_="#ai-pilots")
    ben.fills(cause="no_effect", reason="Once more").submits()
    ben.sees("stopped with clarity already", in_="modal")


def test_the_owner_only_proposes_an_end_and_the_sponsor_decides_with_the_owners_words(nordwind):
    anna, ben = under_way(nordwind)
    anna.types("/pilot stop UC-1", in_="#ai-pilots")
    anna.fills(cause="no_effect", reason="Proposals wait for the customer").submits()
    anna.sees("You propose to stop", in_="modal")
    anna.cancels()
    ben.sees("Proposals wait for the customer", in_="dm")
    ben.types("/pilot why UC-1", in_="#ai-pilots")
    ben.sees("the owner proposes a stop")
    ben.presses("Vote to stop", in_="dm")
    ben.submits()
    ben.sees("Stopped with clarity", in_="modal")
    ben.cancels()
    ben.sees("decided: stop", in_="dm")


def test_a_proposal_at_an_open_gate_stands_in_its_thread_until_the_owner_withdraws_it(nordwind):
    anna, ben = under_way(nordwind)
    votes_redesign(ben, nordwind)
    ben.cancels()
    votes_redesign(anna, nordwind)
    anna.sees("It stands in the gate's thread", in_="modal")
    ben.sees("proposes a redesign", in_="#sales-ops")
    anna.presses("Withdraw the proposal", in_="modal")
    anna.sees("is withdrawn", in_="modal")
    anna.cancels()
    ben.sees("withdrawn by the owner", in_="#sales-ops")


def test_a_redesign_takes_two_pauses_and_resumes_as_the_second_attempt(nordwind):
    anna, ben = under_way(nordwind)
    carla = nordwind.person("carla")
    votes_redesign(ben, nordwind)
    ben.sees("Your vote stands", in_="modal")
    ben.cancels()
    votes_redesign(carla, nordwind)
    carla.sees("In redesign", in_="modal")
    carla.cancels()
    nordwind.advance(days=7)
    ben.types("/pilot resume UC-1", in_="#ai-pilots")
    ben.fills(changes="Sales signs alone below 10,000").submits()
    ben.sees("Attempt 2 of UC-1 has begun", in_="modal")
    ben.cancels()
    anna.sees("Sales signs alone below 10,000", in_="dm")
    votes_redesign(ben, nordwind)
    ben.sees("attempt 2 of 2", in_="modal")


def test_while_it_is_paused_every_way_of_logging_says_so_and_takes_nothing(nordwind):
    anna, ben = under_way(nordwind)
    for person in (ben, nordwind.person("carla")):
        votes_redesign(person, nordwind)
        person.cancels()
    says = "for a redesign: readings count again once it goes on"
    for typed in ("log UC-1 4.1", "fix UC-1 4.1 because of a slip"):
        anna.types(f"/pilot {typed}", in_="#ai-pilots")
        anna.sees(says, in_="#ai-pilots")
    for typed in ("log UC-1", "readings UC-1 paste"):
        anna.types(f"/pilot {typed}", in_="#ai-pilots")
        anna.sees(says, in_="modal")
        anna.cancels()
    anna.types("4.1")
    assert "You typed: 4.1" in anna.sees(says, in_="dm").text


def test_a_redesign_needs_a_date_within_thirty_days(nordwind):
    _, ben = under_way(nordwind)
    votes_redesign(ben, nordwind, days=45)
    assert "30 days" in ben.modal.errors["resume_by"]


def test_a_redesign_that_is_not_resumed_in_time_is_put_to_the_sponsor(nordwind):
    _, ben = under_way(nordwind)
    carla = nordwind.person("carla")
    for person in (ben, carla):
        votes_redesign(person, nordwind)
        person.cancels()
    nordwind.advance(days=20)
    ben.sees("Stalled", in_="dm")


def test_undecided_past_day_60_it_is_paused_and_the_sponsor_owes_the_decision(nordwind):
    _, ben = under_way(nordwind)
    nordwind.advance(days=68)
    ben.sees("decision owed by", in_="#sales-ops")
    ben.sees("Day 60 is a wall", in_="dm")
    ben.presses("Stop with clarity", in_="dm")
    ben.fills(cause="friction", reason="Nobody could free the approval step").submits()
    ben.sees("Stopped with clarity", in_="modal")
    ben.cancels()
    ben.sees("The pause after Day 60 is over", in_="#sales-ops")
