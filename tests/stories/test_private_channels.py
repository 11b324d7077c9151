"""A private channel as the home of a use case: the bot has to be invited, by somebody who is in it."""

import pytest

from sandbox.stories.acts import registers


@pytest.fixture
def by_http():
    """Once is enough: nothing here depends on how Slack calls."""
    return False


def test_until_the_bot_is_invited_it_says_what_to_type_and_nothing_is_lost(nordwind):
    jonas, elena, anna = (nordwind.person(one) for one in ("jonas", "elena", "anna"))
    registers(jonas, owner="@jonas", sponsor="@elena", home="#people-ops")
    assert "/invite @Pilotage" in jonas.modal.errors["home"]
    jonas.invites("@pilotage", to="#people-ops")
    jonas.submits()
    jonas.sees("UC-1", in_="modal")
    elena.sees("UC-1", in_="#people-ops")
    anna.opens_home()
    assert "UC-1" not in anna.home


def test_nobody_binds_a_private_channel_they_are_not_in(nordwind):
    jonas, irene = nordwind.person("jonas"), nordwind.person("irene")
    jonas.invites("@pilotage", to="#people-ops")
    registers(irene, home="#people-ops")
    assert "I cannot see that channel" in irene.modal.errors["home"]
