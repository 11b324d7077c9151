"""Homes are published when opened and when something of their person's changed: once, and never backwards."""

import pytest
from slack_sdk.web.client import WebClient

from playbook.facts import Settings
from playbook.home import Shown
from sandbox.workspace import TEAM
from schedules.home import Homes, publish
from schedules.postman import Line
from store import changes
from tests.store.company import ANNA, BEN, CARLA, CHANNEL, announcement, proposed

LEAD = "U0IRENE"


@pytest.fixture
def homes(desk):
    return Homes(desk.store, desk.postman.line)


def opens(desk, homes, person=ANNA, shown=None):
    with desk.store.work(TEAM, desk.clock(), by=person) as work:
        work.open_home(person, shown)
    homes.publish_due(desk.clock)


def registers(desk, **more):
    with desk.store.work(TEAM, desk.clock(), by=ANNA) as work:
        return work.add_use_case(proposed(**more), nonce=str(more))


def renames(desk, use_case, title):
    with desk.store.work(TEAM, desk.clock(), by=ANNA) as work:
        after = use_case.model_copy(update={"title": title})
        return changes.change(work, use_case, after, "renamed", desk.clock())


def published(desk):
    return [call.asked["user_id"] for call in desk.calls("views.publish")]


def reads(desk, person=ANNA):
    return desk.slack.ask(lambda: str(desk.slack.sandbox.workspace.homes[person].view["blocks"]))


def test_a_home_is_published_when_it_is_opened_and_not_again_by_itself(desk, homes):
    opens(desk, homes)
    desk.turn(days=3)
    homes.publish_due(desk.clock)
    assert published(desk) == [ANNA]
    assert desk.store.next_home() is None


def test_nobody_who_never_opened_theirs_is_published_to(desk, homes):
    registers(desk, sponsor=BEN)
    homes.publish_due(desk.clock)
    assert published(desk) == []


def test_a_change_is_published_once_to_whoever_takes_part_however_much_it_was(desk, homes):
    for person in (ANNA, BEN, CARLA):
        opens(desk, homes, person)
    use_case = registers(desk, sponsor=BEN)
    renames(desk, renames(desk, use_case, "Quotes"), "Faster proposals")
    homes.publish_due(desk.clock)
    assert published(desk) == [ANNA, BEN, CARLA, ANNA, BEN]
    assert "Faster proposals" in reads(desk)
    homes.publish_due(desk.clock)
    assert len(published(desk)) == 5


def test_a_letter_to_somebody_is_a_change_of_theirs(desk, homes):
    opens(desk, homes, CARLA)
    use_case = registers(desk)
    desk.post(announcement(use_case.number, to=CARLA))
    homes.publish_due(desk.clock)
    assert published(desk) == [CARLA, CARLA]


def test_what_reads_as_before_is_not_sent_again(desk, homes):
    registers(desk)
    opens(desk, homes)
    with desk.store.work(TEAM, desk.clock(), by=ANNA) as work:
        use_case = work.use_case(1)
        changes.change(work, use_case, use_case.model_copy(update={"worth": "EUR 10"}), "worth", desk.clock())
    homes.publish_due(desk.clock)
    assert published(desk) == [ANNA]
    assert desk.store.next_home() is None


def test_what_changed_while_it_was_on_its_way_is_published_after_it(desk, homes):
    use_case = registers(desk)
    line = Meanwhile(desk, lambda: renames(desk, use_case, "Newer"))
    with desk.store.work(TEAM, desk.clock(), by=ANNA) as work:
        work.open_home(ANNA)
    publish(desk.store, line, TEAM, ANNA, desk.clock())
    assert "Newer" not in reads(desk)
    homes.publish_due(desk.clock)
    assert "Newer" in reads(desk)


def test_an_older_home_never_comes_to_stand_over_a_newer_one(desk, homes):
    """Two copies of the bot: the slower one drew before the change, and meets the hash of the quicker."""
    opens(desk, homes)
    use_case = registers(desk, title="Older")

    def quicker():
        renames(desk, use_case, "Newer")
        homes.publish_due(desk.clock)

    publish(desk.store, Meanwhile(desk, quicker), TEAM, ANNA, desk.clock())
    assert "Newer" in reads(desk)
    homes.publish_due(desk.clock)
    assert "Newer" in reads(desk)


def test_a_view_nobody_knows_of_is_published_over(desk, homes):
    opens(desk, homes)
    desk.client.views_publish(user_id=ANNA, view={"type": "home", "blocks": [{"type": "divider"}]})
    registers(desk, title="Ours")
    homes.publish_due(desk.clock)
    assert "Ours" in reads(desk)


def test_it_is_tried_again_after_slack_wanted_a_pause_and_left_after_a_refusal(desk, homes):
    opens(desk, homes)
    registers(desk)
    desk.faults.order("ratelimited", "views.publish")
    homes.publish_due(desk.clock)
    assert desk.clock() < desk.store.next_home()
    desk.slack.advance(to=desk.store.next_home())
    homes.publish_due(desk.clock)
    assert desk.store.next_home() is None
    assert "Faster quotes" in reads(desk)


def test_what_they_turned_to_stays_turned(desk, homes):
    for number in range(12):
        registers(desk, title=f"Title {number}")
    opens(desk, homes, shown=Shown(mine=1))
    assert "Page 2 of 2, 12 use cases in all" in reads(desk)
    with desk.store.read(TEAM) as look:
        twelfth = look.use_case(12)
    renames(desk, twelfth, "Title twelve")
    homes.publish_due(desk.clock)
    assert "Page 2 of 2, 12 use cases in all" in reads(desk)


def test_an_admin_reads_the_set_up_until_it_is_done_and_how_the_bot_does(desk, homes):
    with desk.store.work(TEAM, desk.clock()) as work:
        before = work.settings()
        work.keep_settings(before, before.model_copy(update={"programme_lead": LEAD, "version": 1}))
    opens(desk, homes, LEAD)
    assert "Set up: 2 of 6 done" in reads(desk, LEAD)
    assert "0 letters waiting · 0 letters undeliverable" in reads(desk, LEAD)
    decided = Settings(
        programme_lead=LEAD, leadership_channel=CHANNEL, gatekeepers=(CARLA,), country="DE", version=2
    )
    with desk.store.work(TEAM, desk.clock()) as work:
        work.keep_settings(work.settings(), decided)
    registers(desk)
    homes.publish_due(desk.clock)
    assert "Set up" not in reads(desk, LEAD)
    assert "How I am doing" in reads(desk, LEAD)


class Meanwhile(Line):
    """A line on which something happens while the first Home is on its way."""

    def __init__(self, desk, happens):
        super().__init__(WebClient(desk.client.token, base_url=desk.client.base_url), desk.outbox.times)
        self._happens = happens

    def publish(self, person, view, over):
        happens, self._happens = self._happens, lambda: None
        happens()
        return super().publish(person, view, over)
