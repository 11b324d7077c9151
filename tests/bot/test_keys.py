"""Tokens are sealed for one workspace; keys rotate; nothing opens with another key or in another row."""

from datetime import UTC, datetime, timedelta

import pytest

from bot import keys
from bot.keys import Keys, Swapped, WrongKey

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
OLD, NEW = keys.new(), keys.new()
NORDWIND, KESTREL = ("", "T0NORDWIND"), ("", "T0KESTREL")


def test_what_is_sealed_does_not_show_and_opens_again():
    sealed = Keys(NEW).seal(NORDWIND, "xoxb-1", NOW)
    assert not {"xox", "T0NORDWIND"} & {part for part in ("xox", "T0NORDWIND") if part in sealed}
    assert Keys(NEW).open(NORDWIND, sealed) == "xoxb-1"


def test_the_same_token_never_looks_the_same():
    held = Keys(NEW)
    assert held.seal(NORDWIND, "xoxb-1", NOW) != held.seal(NORDWIND, "xoxb-1", NOW)


@pytest.mark.parametrize("whose", [KESTREL, ("E0ORG", "T0NORDWIND"), ("T0NORDWIND",), ("", "T0NORDWIND", "")])
def test_in_another_row_it_is_refused(whose):
    held = Keys(NEW)
    with pytest.raises(Swapped):
        held.open(whose, held.seal(NORDWIND, "xoxb-1", NOW))


@pytest.mark.parametrize("spoil", [lambda sealed: "", lambda sealed: sealed[:-9], lambda sealed: "\u00e9"])
def test_what_is_spoilt_or_was_sealed_with_another_key_does_not_open(spoil):
    sealed = Keys(OLD).seal(NORDWIND, "xoxb-1", NOW)
    for held, text in ((Keys(NEW), sealed), (Keys(OLD), spoil(sealed))):
        with pytest.raises(WrongKey):
            held.open(NORDWIND, text)


def test_the_first_key_seals_and_all_of_them_open():
    before, both = Keys(OLD).seal(NORDWIND, "xoxb-1", NOW), Keys(f"{NEW},{OLD}")
    assert both.open(NORDWIND, before) == "xoxb-1"
    assert not both.is_by_the_first(before)
    after = both.seal(NORDWIND, "xoxb-1", NOW)
    assert both.is_by_the_first(after)
    assert Keys(NEW).open(NORDWIND, after) == "xoxb-1"


def test_what_has_to_be_fresh_does_not_open_later_nor_before_it_was_sealed():
    held = Keys(NEW)
    sealed = held.seal(("install",), "nonce", NOW)
    assert held.open_fresh(("install",), sealed, NOW + timedelta(seconds=600), 600) == "nonce"
    for moment in (NOW + timedelta(seconds=601), NOW - timedelta(minutes=10)):
        with pytest.raises(WrongKey):
            held.open_fresh(("install",), sealed, moment, 600)
