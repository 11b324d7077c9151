"""The monthly review: previewed by leaders, posted once by an admin; a blocker is taken where it stands."""

from sandbox.stories.acts import locks, registers
from sandbox.workspace import TEAM


def a_pilot_with_a_blocker(nordwind):
    anna, ben = nordwind.person("anna"), nordwind.person("ben")
    registers(anna)
    anna.cancels()
    locks(anna, ben)
    anna.types("/pilot blocker UC-1 no licence for the CRM", in_="#ai-pilots")
    anna.fills(control="outside", clears="@ben").submits()
    anna.cancels()


def test_a_leader_previews_an_admin_posts_once_and_a_blocker_is_taken(nordwind, house):
    a_pilot_with_a_blocker(nordwind)
    ben, irene, luca = (nordwind.person(name) for name in ("ben", "irene", "luca"))
    luca.types("/pilot digest", in_="#ai-pilots")
    luca.sees("The digest is for leaders", in_="#ai-pilots")
    ben.types("/pilot digest", in_="#ai-pilots")
    ben.sees("A preview for you alone", in_="#ai-pilots")
    ben.types("/pilot digest post", in_="#ai-pilots")
    ben.sees("admin or the programme lead posts the digest", in_="#ai-pilots")
    irene.types("/pilot digest post", in_="#ai-pilots")
    irene.sees("The digest is on its way", in_="#ai-pilots")
    irene.types("/pilot digest post", in_="#ai-pilots")
    irene.sees("posted already", in_="#ai-pilots")
    irene.sees("1 pilot: 0 scaled", in_="#leadership")
    irene.presses("I take it", in_="#leadership")
    irene.sees("Taken on", in_="#leadership")
    ben.presses("Comment", in_="#leadership")
    ben.fills(text="We <pay> for the licence").submits()
    irene.sees("We <pay> for the licence", in_="#leadership")
    irene.sees("@ben on UC-1", in_="#leadership")
    with house.store.read(TEAM) as look:
        (said,) = look.use_case(1).comments
    assert (said.by, said.text) == ("U0BEN", "We <pay> for the licence")
    irene.presses("Send me CSV and PDF", in_="#leadership")
    irene.sees("digest-", in_="dm")
