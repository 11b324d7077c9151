"""At lock: what can be seen of the promise, and the sponsor's word where that is less than promised."""

from sandbox.stories.acts import accepts, fills_the_safety, registers

MODEST = "Reduce average proposal turnaround time from 5 ± 1.2 days to 4.5 days in 8 weeks"


def asks_for_signatures(slack, sentence):
    anna = slack.person("anna")
    registers(anna, sentence)
    anna.cancels()
    accepts(anna)
    fills_the_safety(anna)
    return anna, slack.person("ben")


def test_the_page_the_request_and_the_notice_say_what_can_be_seen(nordwind):
    anna, ben = asks_for_signatures(nordwind, "Reduce proposal turnaround from 5 to 3 days in 8 weeks")
    line = "With one number as the baseline no signal can be seen before week 4"
    ben.sees(line, in_="dm")
    anna.types("/pilot contract UC-1", in_="#ai-pilots")
    anna.sees(line, in_="#ai-pilots")
    anna.presses("Sign", in_="dm")
    ben.presses("Sign", in_="dm")
    ben.sees("Locked", in_="dm")
    ben.sees(line, in_="#sales-ops")


def test_a_promise_too_small_to_see_needs_the_sponsors_word(nordwind):
    anna, ben = asks_for_signatures(nordwind, MODEST)
    anna.presses("Sign", in_="dm")
    anna.sees("Signed", in_="dm")
    ben.presses("Sign", in_="dm")
    modal = ben.sees("probably stay unclear", in_="modal")
    assert "a change of 1.19 days or more can be seen; you promise 0.50" in modal.text
    assert "more history" in modal.text
    ben.sees_not("Locked", in_="dm")
    ben.fills(accepted=["unclear"]).submits()
    ben.sees("Locked", in_="dm")
    accepted = ben.sees("accepted that it will probably stay unclear", in_="#sales-ops")
    assert "@ben" in accepted.text or "Ben" in accepted.text
