"""How long things are kept: authors of readings, and a workspace that took the app out."""

from datetime import timedelta

from playbook.facts import Settings
from schedules import retention
from store import installations
from tests.playbook.company import ANNA
from tests.playbook.gated import SETTINGS, on_day
from tests.store.test_verify import NOW, T, filled

DAY = timedelta(days=1)


def keeps(store, **more):
    with store.work(T, NOW, by=ANNA.id) as work:
        before = work.settings()
        work.keep_settings(before, before.model_copy(update={"version": before.version + 1, **more}))


def authors(store):
    with store.read(T) as look:
        return {one.by for one in look.pilot(1).readings}


def take_out(store):
    with store.work(T, NOW) as work:
        installations.uninstall(work, NOW)


def test_readings_name_their_authors_as_long_as_it_is_set_and_the_record_still_holds(store):
    filled(store)
    retention.run(store, NOW + 400 * DAY)
    assert authors(store) == {ANNA.id}
    keeps(store, authors_named=90)
    retention.run(store, NOW + 401 * DAY)
    (left,) = authors(store)
    assert left.startswith("person-")
    assert store.verify().well
    with store.work(T, NOW + 402 * DAY, by=ANNA.id) as work:
        work.keep(work.use_case(1), work.use_case(1).model_copy(update={"worth": "x"}), "described")
    assert store.verify().well


def test_what_is_kept_is_looked_through_once_a_day(store):
    filled(store)
    retention.run(store, NOW)
    assert store.to_tend(NOW + DAY - timedelta(seconds=1)) == ()
    assert store.to_tend(NOW + DAY) == (T,)


def test_a_workspace_that_took_the_app_out_is_deleted_after_the_set_days_and_no_other(store):
    filled(store)
    keeps(store, kept_days=10)
    with store.work("T0OTHER", NOW) as work:
        work.keep_settings(Settings(), SETTINGS.model_copy(update={"version": 1}))
    take_out(store)
    retention.run(store, NOW + 10 * DAY - timedelta(minutes=1))
    assert T in store.workspaces()
    retention.run(store, NOW + 11 * DAY)
    assert store.workspaces() == ("T0OTHER",)
    assert store.verify().well


def test_installing_again_in_between_keeps_everything(store):
    filled(store)
    take_out(store)
    with store.work(T, NOW + DAY) as work:
        work.install("U0PILOTAGE", "Acme")
    retention.run(store, NOW + 400 * DAY)
    with store.read(T) as look:
        assert look.use_case(1).title
    assert store.verify().well
    assert on_day(3) == NOW
