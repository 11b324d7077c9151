"""Tokens at rest: a hash alone, counted together by all copies, and gone with whoever is forgotten."""

from datetime import timedelta
from statistics import median
from time import perf_counter

import pytest

from playbook.facts import Person
from playbook.tokens import PER_MINUTE, ApiToken, TooMany, UnknownToken
from store import keeping, tokens
from store.tokens import Answer, KeyReused
from tests.store.company import ANNA, BEN, NOW, T
from tests.store.test_together import together


def made(store, **more):
    id, shown = tokens.mint()
    facts = {"id": id, "name": "Sheet", "made_by": ANNA, "made_at": NOW, "use_cases": (7,)}
    token = ApiToken(**facts | {"expires_at": NOW + timedelta(days=30)} | more)
    with store.work(T, NOW, by=ANNA) as work:
        tokens.make(work, token, shown)
    return token, shown


def test_a_token_comes_back_as_it_was_made_and_its_workspace_with_it(store):
    token, shown = made(store, metrics=("error rate",), inside=True)
    admitted = store.admit(shown, NOW)
    assert admitted == (T, token)
    with store.read(T) as look:
        assert [one.used_at for one in tokens.of(look)] == [NOW]


def test_whoever_asks_at_once_no_token_is_let_in_once_too_often(store):
    _, shown = made(store)

    def ask(_):
        for number in range(PER_MINUTE):
            try:
                store.admit(shown, NOW)
            except TooMany:
                return number
        return PER_MINUTE

    assert sum(together(ask, threads=4)) == PER_MINUTE


def test_an_answer_is_given_again_for_the_same_request_alone(store):
    token, _ = made(store)
    with store.work(T, NOW) as work:
        assert tokens.answered(work, token, "k", "request 1") is None
        tokens.keep_answer(work, token, "k", "request 1", Answer(201, "{}"), NOW)
    with store.read(T) as look:
        assert tokens.answered(look, token, "k", "request 1") == Answer(201, "{}")
        assert tokens.answered(look, token.model_copy(update={"id": "x"}), "k", "request 2") is None
        with pytest.raises(KeyReused):
            tokens.answered(look, token, "k", "request 2")
    later = NOW + tokens.KEPT + timedelta(seconds=1)
    with store.work(T, later) as work:
        tokens.keep_answer(work, token, "k2", "request 3", Answer(201, "{}"), later)
        assert tokens.answered(work, token, "k", "request 1") is None


def test_an_unknown_token_takes_as_long_as_a_wrong_secret(memory):
    """Within noise: the medians of 400 each, a third apart at most."""
    _, shown = made(memory)
    wrong, unknown = shown[:-6] + "AAAAAA", f"pil_{'0' * 16}_{shown[-43:]}"
    took = {wrong: [], unknown: []}
    for _ in range(400):
        for said in took:
            begun = perf_counter()
            with pytest.raises(UnknownToken):
                memory.admit(said, NOW)
            took[said].append(perf_counter() - begun)
    one, other = (median(times) for times in took.values())
    assert max(one, other) < 1.33 * min(one, other)


def test_whoever_made_a_token_can_be_forgotten_and_it_goes_on(memory):
    _, shown = made(memory)
    with memory.work(T, NOW, by=BEN) as work:
        work.keep_person(Person(id=ANNA, name="Anna Adler"))
        instead = keeping.forget(work, ANNA, NOW)
    assert memory.admit(shown, NOW).token.made_by == instead
