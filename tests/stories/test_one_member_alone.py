"""What one member cannot do to the others: fill the list, keep the bot busy, bind a channel of theirs."""

from datetime import timedelta

from playbook.facts import UseCase
from sandbox.stories.acts import ARTICLE, FORM, registers


def test_windows_opened_without_end_are_refused_in_words(house, nordwind):
    house.app.pace.most = 3
    luca = nordwind.person("luca")
    for _ in range(3):
        luca.types("/pilot new", in_="#ai-pilots")
        luca.sees("New use case", in_="modal")
        luca.closes_all()
    luca.types("/pilot new x", in_="#ai-pilots")
    luca.sees("windows within ten seconds", in_="#ai-pilots")
    nordwind.person("anna").types("/pilot new", in_="#ai-pilots").sees("New use case", in_="modal")


def test_the_twenty_first_use_case_of_a_day_waits_until_tomorrow(house, nordwind):
    luca = nordwind.person("luca")
    with house.store.work("T0SANDBOX", house.clock(), by=luca.id) as work:
        for number in range(20):
            work.add_use_case(of(luca.id, house.clock(), f"Routing {number}"), nonce=f"n{number}")
    registers(luca)
    luca.sees("20 is the most", in_="modal")
    nordwind.advance(days=2)
    luca.submits()
    luca.sees("Saved as proposed", in_="modal")


def of(registrant, now, title):
    day_one = (now + timedelta(days=1)).date()
    return UseCase(number=0, title=title, registrant=registrant, registered_at=now, day_one=day_one)


def test_a_private_channel_one_is_not_in_is_not_bound_although_the_bot_is(nordwind):
    nordwind.person("jonas").invites("@pilotage", to="#people-ops")
    luca = nordwind.person("luca")
    luca.types("/pilot new", in_="#ai-pilots")
    luca.fills({"sentence": ARTICLE} | FORM | {"home": "#people-ops"}).submits()
    assert "I cannot see that channel" in luca.modal.errors["home"]
