"""A letter that Slack refused for good is shown to whoever can mend it, and goes again at a press."""

from sandbox.stories.acts import registers

REFUSED = {"kind": "error", "error": "metadata_too_large"}  # no later try would help


def test_an_admin_sends_a_dead_letter_again(nordwind, house):
    anna, irene = nordwind.person("anna"), nordwind.person("irene")
    nordwind.sandbox.faults.order(method="chat.postMessage", **REFUSED)
    registers(anna)
    nordwind.wait_for(lambda: house.store.pulse().dead)
    house.heart.wake()  # its bell would ring within half a minute
    irene.sees("could not be delivered", in_="dm")
    irene.presses("Send again", in_="dm")
    irene.sees("Tried again: 1", in_="dm")
