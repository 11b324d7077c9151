"""Use cases are kept whole, numbered without gaps, and never overwritten unseen."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playbook.facts import Home, Listed, Person, UseCase
from playbook.refusals import AlreadyDone, NoSuchUseCase, Stale
from tests.store.company import ANNA, BEN, NOW, T, full, proposed

AFTER = NOW + timedelta(minutes=4)


@pytest.fixture
def kept(store):
    """A use case in the store."""
    with store.work(T, NOW, by=ANNA) as work:
        return work.add_use_case(full(), nonce="form-1")


def test_a_use_case_comes_back_as_it_was(store, kept):
    with store.read(T) as reading:
        assert reading.use_case(1) == kept == full().model_copy(update={"number": 1})


def test_a_full_use_case_has_something_in_every_field():
    unset = {name for name, field in UseCase.model_fields.items() if getattr(full(), name) == field.default}
    assert unset <= {"version", "outcome", "stage", "attempt", "decisions"}  # these are earned, not given


@pytest.mark.parametrize("ref", ["UC-1", "uc1", "uc-1", " UC-1 ", "1", 1])
def test_a_use_case_is_found_however_its_key_is_typed(store, kept, ref):
    with store.read(T) as reading:
        assert reading.use_case(ref) == kept


@pytest.mark.parametrize("ref", ["UC-2", "UC-", "", "UC--1", "-1", "1.0", "UC-１", "DROP TABLE", "9" * 30, 0])
def test_what_is_not_there_is_refused(store, kept, ref):
    with store.read(T) as reading, pytest.raises(NoSuchUseCase):
        reading.use_case(ref)


def test_another_workspace_sees_nothing(store, kept):
    with store.read("T0OTHER") as reading:
        assert reading.listed() == ()
        with pytest.raises(NoSuchUseCase):
            reading.use_case(1)


def test_each_workspace_numbers_its_own(store, kept):
    with store.work("T0OTHER", NOW) as work:
        assert work.add_use_case(proposed(), nonce="form-1").key == "UC-1"


def test_a_list_shows_what_the_use_cases_say(store, kept):
    with store.work(T, NOW, by=ANNA) as work:
        second = work.add_use_case(proposed("Second"), nonce="form-2")
    with store.read(T) as reading:
        assert reading.listed() == tuple(_as_listed(one) for one in (kept, second))


def _as_listed(one):
    fields = {name: getattr(one, name) for name in Listed.model_fields}
    return Listed(**fields)


def test_the_same_form_makes_one_use_case(store, kept):
    with pytest.raises(AlreadyDone, match="UC-1"), store.work(T, NOW, by=ANNA) as work:
        work.add_use_case(proposed("again"), nonce="form-1")
    with store.read(T) as reading:
        assert [one.number for one in reading.listed()] == [1]


def test_a_change_is_kept_and_counted(store, kept):
    with store.work(T, AFTER, by=BEN) as work:
        after = work.keep(
            kept, kept.model_copy(update={"title": "Quotes in 3 days", "supporters": ()}), "renamed"
        )
    with store.read(T) as reading:
        assert reading.use_case(1) == after
    assert (after.version, after.title, after.supporters) == (2, "Quotes in 3 days", ())


def test_whoever_comes_second_is_told_who_was_first(store, kept):
    with store.work(T, NOW, by=BEN) as work:
        work.keep_person(Person(id=BEN, name="Ben Ode"))
        work.keep(kept, kept.model_copy(update={"title": "First"}), "plan changed")
    with pytest.raises(Stale) as refused, store.work(T, AFTER, by=ANNA) as work:
        work.keep(kept, kept.model_copy(update={"title": "Second"}), "plan changed")
    assert refused.value.changed_by == BEN
    assert "Ben Ode changed this 4 minutes ago (plan changed)" in str(refused.value)
    with store.read(T) as reading:
        assert reading.use_case(1).title == "First"


def test_a_refusal_leaves_nothing_behind(store, kept):
    def change_half():
        with store.work(T, NOW, by=ANNA) as work:
            work.keep(kept, kept.model_copy(update={"title": "Half done"}), "renamed")
            work.keep_draft(ANNA, "form", {"a": 1})
            raise RuntimeError("no")

    with pytest.raises(RuntimeError, match="no"):
        change_half()
    with store.read(T) as reading:
        assert reading.use_case(1) == kept
        assert reading.draft(ANNA, "form", NOW) is None


ODD = ["", "<!channel>", "'; DROP TABLE use_cases; --", "e\u0301🙂\u202eabc", "%s ? :a {0}", "\\", "x" * 3001]


@pytest.mark.parametrize("text", ODD)
def test_texts_come_back_as_they_were_typed(store, text):
    typed = proposed(text, workflow=text, worth=text, sentence=text)
    with store.work(T, NOW, by=ANNA) as work:
        work.add_use_case(typed, nonce=text)
    with store.read(T) as reading:
        assert reading.use_case(1) == typed.model_copy(update={"number": 1})


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    changes=st.fixed_dictionaries(
        {},
        optional={
            "title": st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30),
            "sponsor": st.sampled_from([None, ANNA, BEN]),
            "outcome": st.sampled_from([None, "stopped"]),
            "home": st.sampled_from([None, Home(channel="C1"), Home(channel="C2", private=True)]),
            "restarts": st.integers(0, 9),
            "worth": st.none() | st.just("EUR 1"),
        },
    )
)
def test_whatever_changes_is_what_is_read_afterwards(memory, changes):
    with memory.work(T, NOW, by=ANNA) as work:
        before = work.add_use_case(full(), nonce=repr((changes, len(work.listed()))))
        after = work.keep(before, before.model_copy(update=changes), "changed")
        assert work.use_case(before.number) == after == before.model_copy(update=changes | {"version": 2})
        assert work.first_false_entry() is None
