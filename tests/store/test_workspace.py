"""What a workspace remembers beside its use cases: settings, people, drafts, and requests it has seen."""

from datetime import timedelta

import pytest

from playbook.facts import Person, Settings
from playbook.refusals import AlreadyDone, Stale
from schedules import retention
from store import Repeated
from tests.store.company import ANNA, BEN, CARLA, NOW, T, proposed

DAY = timedelta(days=1)


def test_a_new_workspace_has_the_default_settings(store):
    with store.read(T) as reading:
        assert reading.settings() == Settings()


def test_settings_are_kept(store):
    after = Settings(gatekeepers=(BEN, CARLA), country="DE", zone="Europe/Berlin", answered_at=NOW, version=1)
    with store.work(T, NOW, by=ANNA) as work:
        assert work.keep_settings(work.settings(), after) == after
    with store.read(T) as reading:
        assert reading.settings() == after


def test_of_two_admins_the_second_is_told_who_was_first(store):
    before = Settings()
    for admin, country in ((ANNA, "DE"), (BEN, "FR")):
        expected = pytest.raises(Stale) if admin == BEN else _nothing()
        with expected as refused, store.work(T, NOW, by=admin) as work:
            work.keep_settings(before, before.model_copy(update={"country": country, "version": 1}))
    assert refused.value.changed_by == ANNA
    with store.read(T) as reading:
        assert reading.settings().country == "DE"


class _nothing:
    def __enter__(self):
        return self

    def __exit__(self, *_):
        return False


def test_a_workspace_is_known_from_its_first_unit_of_work(store):
    assert store.workspaces() == ()
    for workspace in ("T2", "T1"):
        with store.work(workspace, NOW) as work:
            work.install("U0PILOTAGE", "Acme")
    assert store.workspaces() == ("T1", "T2")


def test_people_are_remembered_as_slack_described_them_last(store):
    anna = Person(id=ANNA, name="Anna Berg", zone="Europe/Berlin", admin=True)
    with store.work(T, NOW) as work:
        work.keep_person(anna.model_copy(update={"name": "Anna B"}))
        work.keep_person(anna)
    with store.read(T) as reading:
        assert reading.person(ANNA) == anna
        assert reading.people([ANNA, BEN]) == {ANNA: anna}
        assert reading.person(BEN) is None


def test_somebody_who_is_only_named_is_not_known(store):
    with store.work(T, NOW, by=ANNA) as work:
        work.add_use_case(proposed(owner=BEN), nonce="1")
        assert work.people([ANNA, BEN]) == {}


def test_admins_are_people_with_an_open_account(store):
    people = (
        Person(id="U1", admin=True),
        Person(id="U2", admin=True, deactivated=True),
        Person(id="U3", admin=True, bot=True),
        Person(id="U4"),
    )
    with store.work(T, NOW) as work:
        for person in people:
            work.keep_person(person)
        assert [admin.id for admin in work.admins()] == ["U1"]


def test_a_draft_is_kept_for_a_day(store):
    typed = {"sentence": "Cut \0 from \ud800", "gatekeepers": [BEN], "systems": None}
    with store.work(T, NOW, by=ANNA) as work:
        work.keep_draft(ANNA, "new", {"sentence": "Cu"})
        work.keep_draft(ANNA, "new", typed)
    with store.read(T) as reading:
        assert reading.draft(ANNA, "new", NOW + DAY - timedelta(seconds=1)).answers == typed
        assert reading.draft(ANNA, "new", NOW + DAY) is None
        assert reading.draft(BEN, "new", NOW) is None
        assert reading.draft(ANNA, "other", NOW) is None


def test_old_drafts_do_not_pile_up(store):
    with store.work(T, NOW, by=ANNA) as work:
        work.keep_draft(ANNA, "similar:abc", {"a": 1})
    with store.work(T, NOW + DAY, by=ANNA) as work:
        work.keep_draft(ANNA, "new", {"b": 1})
        assert work.draft(ANNA, "similar:abc", NOW) is None


def test_a_draft_can_be_dropped(store):
    with store.work(T, NOW, by=ANNA) as work:
        work.keep_draft(ANNA, "new", {"a": 1})
        work.drop_draft(ANNA, "new")
        assert work.draft(ANNA, "new", NOW) is None


def test_a_repeated_request_changes_nothing(store):
    with store.work(T, NOW, by=ANNA, once="vs:V1:hash") as work:
        work.add_use_case(proposed(), nonce="1")
    with pytest.raises(Repeated) as refused, store.work(T, NOW, by=ANNA, once="vs:V1:hash") as work:
        work.add_use_case(proposed(), nonce="2")
    assert isinstance(refused.value, AlreadyDone)
    with store.read(T) as reading:
        assert len(reading.listed()) == 1


def test_a_request_that_failed_may_be_repeated(store):
    with pytest.raises(ValueError, match="bug"), store.work(T, NOW, by=ANNA, once="ev:1"):
        raise ValueError("bug")
    with store.work(T, NOW, by=ANNA, once="ev:1") as work:
        work.add_use_case(proposed(), nonce="1")


def test_requests_are_told_apart_by_workspace_and_forgotten_by_the_daily_round_after_a_week(store):
    for workspace in (T, "T0OTHER"):
        with store.work(workspace, NOW, once="x"):
            pass
    retention.run(store, NOW + 7 * DAY)
    with pytest.raises(Repeated), store.work(T, NOW + 7 * DAY, once="x"):
        pass
    with store.work(T, NOW + 7 * DAY, once="y"):
        pass
    retention.run(store, NOW + 8 * DAY)
    with store.work(T, NOW + 8 * DAY, once="x"):
        pass


def test_when_a_request_came_last_is_known_however_long_ago(store):
    with store.work(T, NOW, once="x"):
        pass
    retention.run(store, NOW + 30 * DAY)
    with store.read(T) as look:
        assert look.heard(NOW + 30 * DAY)[0] == NOW


def test_a_moment_without_a_zone_is_refused(store):
    with pytest.raises(Exception, match="needs its zone"), store.work(T, NOW.replace(tzinfo=None)):
        pass
