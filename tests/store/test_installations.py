"""Installations by OAuth: one a workspace, gone when the app goes, never found by another workspace."""

import threading
from datetime import timedelta

import pytest

from store import Installation, installations
from tests.store.company import NOW, T

OTHER = "T0OTHER"


def made(workspace=T, **more):
    told = {
        "workspace": workspace,
        "enterprise": "",
        "app": "A1",
        "bot_id": "B1",
        "bot_user": "U0BOT",
        "token": f"sealed for {workspace}",
        "scopes": "chat:write",
        "installed_by": "U0NORA",
        "installed_at": NOW,
    }
    return Installation(**told | more)


def keep(store, one):
    with store.work(one.workspace, NOW, via="install") as work:
        installations.keep(work, one, "Acme", "https://acme.example/")


def test_each_workspace_finds_its_own(store):
    for workspace in (T, OTHER):
        keep(store, made(workspace))
    assert [one.workspace for one in store.installations()] == sorted((T, OTHER))
    with store.read(OTHER) as look:
        assert installations.of(look) == store.installation(OTHER) == made(OTHER)


def test_the_latest_stands_even_if_the_workspace_joined_an_enterprise_meanwhile(store):
    for one in (made(), made(token="second"), made(enterprise="E1", token="third")):
        keep(store, one)
    assert store.installations() == (made(enterprise="E1", token="third"),)


@pytest.mark.parametrize("end", [installations.revoke, installations.uninstall])
def test_at_the_end_the_token_goes_and_installing_again_lets_letters_go(store, end):
    for workspace in (T, OTHER):
        keep(store, made(workspace))
    with store.work(T, NOW) as work:
        end(work, NOW)
    assert (store.installation(T), store.parked()) == (None, (T,))
    assert store.installation(OTHER) == made(OTHER)
    keep(store, made())
    assert (store.installation(T), store.parked(), store.to_tend(NOW)) == (made(), (), (T, OTHER))


def test_a_token_is_sealed_anew_only_if_it_is_still_the_same(store):
    keep(store, made())
    assert store.reseal(made(), "anew")
    assert not store.reseal(made(), "once more")
    assert store.installation(T) == made(token="anew")


def test_a_state_is_used_once_even_by_two_at_once(store):
    answers, start = [], threading.Barrier(4)

    def use():
        start.wait()
        answers.append(store.use_state("state", NOW))

    threads = [threading.Thread(target=use) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(answers) == [False, False, False, True]


def test_used_states_are_kept_no_longer_than_they_could_be_believed(store):
    assert store.use_state("early", NOW)
    assert store.use_state("late", NOW + timedelta(hours=2))
    assert store.use_state("early", NOW + timedelta(hours=2))


def test_the_record_holds_after_coming_and_going(store):
    keep(store, made())
    with store.work(T, NOW) as work:
        installations.revoke(work, NOW)
        installations.forget(work)
    assert store.verify().well
