"""Seeds of the monthly draw: the same whenever asked, another for each use case and month, never foretold."""

from datetime import timedelta

from playbook import draws
from playbook.facts import GoLive
from tests.store.company import ANNA, NOW, T, proposed

LIVE = GoLive(day=NOW.date() - timedelta(days=3), at=NOW, by=ANNA, link="https://crm.example/1")


def registered(store, workspace=T):
    with store.work(workspace, NOW, by=ANNA) as work:
        return work.add_use_case(proposed(went_live=LIVE), nonce="1")


def around(store, use_case, now=NOW, workspace=T):
    with store.read(workspace) as look:
        return look.around(use_case, now)


def test_a_seed_is_the_same_whenever_it_is_asked_for_and_another_each_month(store):
    use_case = registered(store)
    this, coming = around(store, use_case).seeds
    assert around(store, use_case, NOW + timedelta(days=7)).seeds == (this, coming)
    assert around(store, use_case, NOW + timedelta(days=31)).seeds[0] == coming
    assert len({this, coming, around(store, use_case.model_copy(update={"number": 9})).seeds[0]}) == 3


def test_workspaces_do_not_share_seeds(store):
    one, other = registered(store), registered(store, "T0OTHER")
    assert around(store, one).seeds[0] != around(store, other, workspace="T0OTHER").seeds[0]


def test_a_draw_is_kept_with_its_seed_and_the_seal_of_the_next(store):
    use_case = registered(store)
    with store.work(T, NOW) as work:
        kept = work.keep(use_case, draws.drawn(use_case, work.around(use_case, NOW)), "control drawn")
    (draw,) = kept.draws
    assert draw.control == draws.control_of(draw.seed)
    assert draw.sealed == draws.seal_of(around(store, kept, NOW + timedelta(days=31)).seeds[0])


def test_the_named_case_changes_with_each_proof(store):
    use_case = registered(store)
    with store.read(T) as look:
        first = look.case_seed(use_case)
        proved = use_case.model_copy(update={"proofs": (object(),)})
        assert look.case_seed(use_case) == first
        assert look.case_seed(proved) != first
