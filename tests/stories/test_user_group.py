"""A user group as gatekeepers: who is in it at the moment of deciding decides, and nobody else."""

import pytest

from sandbox.stories.acts import locks, registers

GROUP = "S0GOVERNANCE"


@pytest.fixture
def by_http():
    """Once is enough: nothing here depends on how Slack calls."""
    return False


def test_whoever_is_in_the_group_when_it_is_decided_is_asked_and_may_answer(nordwind):
    irene, anna, ben = (nordwind.person(one) for one in ("irene", "anna", "ben"))
    carla, david, elena = (nordwind.person(one) for one in ("carla", "david", "elena"))
    irene.types("/pilot settings", in_="#ai-pilots")
    irene.fills(gatekeepers=["@carla"]).submits()
    irene.cancels()
    irene.types("/pilot settings rules", in_="#ai-pilots")
    irene.fills(group="@governance").submits()
    irene.sees("with the user group", in_="modal")
    registers(anna)
    anna.cancels()
    locks(anna, ben)
    asked = david.sees("No objection", in_="dm")
    group = nordwind.sandbox.workspace.usergroups[GROUP]
    group.members[:] = ["U0CARLA", "U0ELENA"]
    david.presses("No objection", in_=asked)
    david.sees("gatekeepers answer this", in_="dm")
    elena.presses("No objection", in_="dm")
    elena.sees("No objection", in_="dm")
    carla.sees("No objection", in_="dm")


def test_of_a_group_slack_is_asked_only_for_whom_the_record_does_not_know(nordwind):
    """A large one is asked for within the three seconds of one click, or of the next."""
    irene = nordwind.person("irene")
    irene.types("/pilot settings rules", in_="#ai-pilots")
    irene.fills(group="@governance").submits().sees("Settings saved", in_="modal")
    irene.cancels()
    nordwind.sandbox.workspace.usergroups[GROUP].members.append("U0ELENA")
    irene.types("/pilot settings rules", in_="#ai-pilots")
    before = len(nordwind.sandbox.journal.calls("users.info"))
    irene.fills(group="@governance").submits().sees("Settings saved", in_="modal")
    asked = [call.asked["user"] for call in nordwind.sandbox.journal.calls("users.info")[before:]]
    assert set(asked) - {"U0IRENE"} == {"U0ELENA"}
