"""People who hand on and people who leave: nothing is taken over without a yes, nothing is lost."""

from sandbox.installing import bot_in
from sandbox.stories.acts import THREE_TICKS, answers_the_four_questions, locks, registers


def is_deactivated(slack, person):
    """HR closes the account."""
    slack.call(slack.sandbox.acts.change_person(person, deleted=True))


def under_way(nordwind):
    """UC-1 with a locked contract: Anna owns it, Ben sponsors it."""
    anna, ben = nordwind.person("anna"), nordwind.person("ben")
    registers(anna)
    anna.cancels()
    locks(anna, ben)
    return anna, ben


def takes_over(person, ticks=THREE_TICKS, function="Sales"):
    person.presses("Accept", in_="dm")
    person.fills(authorities=ticks, function=function).submits()
    person.sees("saved", in_="modal")
    person.cancels()


def test_the_owner_leaves_on_day_22_and_a_successor_is_asked_for_the_same_day(nordwind):
    _, ben = under_way(nordwind)
    grace = nordwind.person("grace")
    nordwind.advance(days=22)
    is_deactivated(nordwind, "U0ANNA")
    ben.sees("The workflow owner has left", in_="dm")
    ben.sees("gates stand still", in_="dm")
    ben.presses("Name a new workflow owner", in_="dm")
    ben.fills(offered_to="@grace").submits()
    grace.sees("Will you take over as workflow owner", in_="dm")
    takes_over(grace)
    ben.sees("is the workflow owner now", in_="#sales-ops")
    ben.sees("has a workflow owner again", in_="dm")
    grace.types("/pilot show UC-1", in_="#ai-pilots")
    grace.sees("✅ accepted")


def test_after_the_lock_an_owner_hands_over_and_the_promise_stays(nordwind):
    anna, _ = under_way(nordwind)
    kate = nordwind.person("kate")
    anna.types("/pilot handover UC-1 @kate", in_="#ai-pilots")
    anna.sees("Nothing changes until they accept")
    kate.sees("Will you take over", in_="dm")
    takes_over(kate, ticks=["process", "priorities"])
    nordwind.person("ben").sees("data access", in_="dm")
    anna.sees("Handed on", in_="dm")
    anna.types("/pilot contract UC-1", in_="#ai-pilots")
    anna.sees("Locked")


def test_whoever_is_asked_may_say_no_and_the_owner_stays(nordwind):
    anna, _ = under_way(nordwind)
    kate = nordwind.person("kate")
    anna.types("/pilot handover UC-1 @kate", in_="#ai-pilots")
    kate.presses("Decline", in_="dm")
    kate.fills(reason="Quarter end").submits()
    anna.sees("Quarter end", in_="dm")
    anna.types("/pilot show UC-1", in_="#ai-pilots")
    anna.sees("✅ accepted")


def test_sponsors_hand_over_too(nordwind):
    _, ben = under_way(nordwind)
    elena = nordwind.person("elena")
    ben.types("/pilot handover UC-1 @elena as sponsor", in_="#ai-pilots")
    ben.sees("is asked to take over")
    elena.presses("Accept", in_="dm")
    elena.sees("The part is yours now", in_="dm")
    ben.sees("is the sponsor now", in_="#sales-ops")


def test_a_stranger_to_the_pilot_hands_nothing_over(nordwind):
    under_way(nordwind)
    jonas = nordwind.person("jonas")
    jonas.types("/pilot handover UC-1 @jonas", in_="#ai-pilots")
    jonas.sees("not yours to do")


def test_without_a_person_the_form_asks_whom(nordwind):
    anna, _ = under_way(nordwind)
    anna.types("/pilot handover UC-1", in_="#ai-pilots")
    anna.fills(offered_to="@grace").submits()
    nordwind.person("grace").sees("Will you take over", in_="dm")


def test_a_gatekeeper_who_leaves_is_told_to_the_admins(nordwind):
    under_way(nordwind)
    is_deactivated(nordwind, "U0CARLA")
    irene = nordwind.person("irene")
    irene.sees("A gatekeeper has left", in_="dm")
    irene.sees("1 gatekeeper left in the quorum", in_="dm")


def test_who_leaves_while_the_bot_is_down_is_noticed_at_its_start(slack, tmp_path, by_http):
    with bot_in(slack, tmp_path, http=by_http):
        answers_the_four_questions(slack.person("irene"))
        under_way(slack)
    is_deactivated(slack, "U0ANNA")
    with bot_in(slack, tmp_path, http=by_http):
        slack.person("ben").sees("The workflow owner has left", in_="dm")


def test_whom_slack_knows_no_more_hides_nobody_else_who_left(slack, tmp_path, by_http):
    with bot_in(slack, tmp_path, http=by_http):
        answers_the_four_questions(slack.person("irene"))
        under_way(slack)
    is_deactivated(slack, "U0BEN")
    slack.sandbox.faults.order("error", "users.info", error="user_not_found")
    with bot_in(slack, tmp_path, http=by_http):
        slack.person("anna").sees("The sponsor has left", in_="dm")
