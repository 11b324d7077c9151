"""The pieces: what people typed stays what they typed, and stays harmless."""

import sys
import unicodedata
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blocks import pieces
from blocks.actions import Target, base_of, opens, suffixed, value_of
from blocks.escape import cut, cut_plain, escape, one_line, plain, size
from tests.blocks.taken import assert_message, assert_view, unescaped
from tests.blocks.values import NASTY, typed

FAMILY = "👩\u200d👩\u200d👧\u200d👦"


@settings(deadline=None)
@given(typed)
def test_no_typed_text_can_ping_a_channel_or_forge_a_link(text):
    assert unescaped(escape(text)) == []
    assert unescaped(one_line(text)) == []
    assert "\n" not in one_line(text)


def test_text_is_escaped_exactly_once():
    assert escape("R&D <team> > 5") == "R&amp;D &lt;team&gt; &gt; 5"
    assert escape("&amp;") == "&amp;amp;"


def test_text_that_runs_from_right_to_left_keeps_its_direction_to_itself():
    assert escape("שלום") == "\u2068שלום\u2069"
    assert escape("\u202eevil") == "evil"


def test_the_quick_way_round_a_text_that_needs_nothing_misses_no_character():
    every = list(map(chr, range(sys.maxunicode + 1)))
    right_to_left = {one for one in every if unicodedata.bidirectional(one) in ("R", "AL", "AN")}
    assert [one for one in right_to_left if plain(f"a{one}") not in ("a", f"\u2068a{one}\u2069")] == []
    printable = "".join(one for one in every if one.isprintable() and one not in right_to_left).strip()
    assert plain(f"\t{printable}\t") == printable
    assert size("".join(every)) == sum(1 + (one > "\uffff") for one in every)


def test_control_characters_go_and_line_breaks_stay():
    assert plain("a\x00b\x1b[0m\r\nc\td") == "ab[0m\nc d"


@settings(deadline=None)
@given(typed, st.integers(5, 200))
def test_a_cut_text_is_short_enough_and_breaks_no_entity(text, limit):
    short = cut(escape(text), limit)
    assert size(short) <= limit
    assert unescaped(short) == []
    assert short.count("\u2068") == short.count("\u2069")


@pytest.mark.parametrize("whole", [FAMILY, "🇩🇪", "👍🏽", "e\u0301", "각", "🏴\U000e0067\U000e0062\U000e007f"])
def test_a_cut_never_falls_inside_a_character_people_see(whole):
    for limit in range(3, 60):
        kept = cut_plain(whole * 30, limit).removesuffix("…")
        assert kept == whole * (len(kept) // len(whole))


def test_a_cut_keeps_a_mention_whole_or_leaves_it_out():
    text = "word " * 3 + "<@U0ANNA> and more words than fit"
    assert {cut(text, limit).count("<") - cut(text, limit).count(">") for limit in range(3, len(text))} == {0}


def test_a_text_that_fits_is_left_alone():
    assert cut("exactly", 7) == "exactly"
    assert cut_plain("", 5) == ""


def test_dates_and_moments_read_as_people_say_them():
    assert pieces.day(date(2026, 1, 5)) == "Mon 5 Jan 2026"
    at = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
    assert pieces.moment(at) == "<!date^1767605400^{date_short_pretty}, {time}|Mon 5 Jan 2026, 09:30 UTC>"


def test_a_forged_id_is_no_mention():
    assert pieces.mention("U0ANNA") == "<@U0ANNA>"
    assert pieces.mention("U1|x> <!channel") == "U1|x&gt; &lt;!channel"
    assert pieces.mention(None) == "not named yet"
    assert pieces.channel("C0SALES") == "<#C0SALES>"
    assert pieces.waiting_for("U0ANNA") == "waiting for <@U0ANNA>"


@settings(deadline=None)
@given(typed, st.lists(typed, max_size=5))
def test_a_refusal_is_drawn_with_its_ways_forward(words, ways):
    assert_message(pieces.refusal(words, tuple(ways)))
    assert_view(pieces.refusal_view("Not saved", words, tuple(ways), typed=tuple(ways)))


def test_a_refusal_says_what_can_be_done_and_what_was_typed():
    view = pieces.refusal_view(
        "Not saved", "The due date is Day 72.", ("promise it for Day 60",), ("Due: 20 March",)
    )
    said = pieces.spoken(view["blocks"])
    assert "Day 72" in said
    assert "• promise it for Day 60" in said
    assert "Due: 20 March" in said


def test_a_loading_view_is_a_view_without_inputs():
    assert_view(pieces.loading("New use case"))


def test_a_long_message_counts_the_lines_its_text_leaves_out():
    lines = [pieces.section(f"line {number} " + "word " * 60) for number in range(40)]
    text = pieces.spoken(lines)
    assert size(text) <= pieces.TEXT_LIMIT
    shown = text.count("line ") - text.count("more lines")
    assert f"… {40 - text.count('word') // 60} more lines in the card" in text
    assert 0 < shown < 40


def test_the_text_of_a_message_names_its_buttons_once():
    twice = [
        pieces.actions(pieces.button("Sign", "contract.sign#a"), pieces.button("Sign", "contract.sign#b"))
    ]
    assert pieces.spoken(twice) == "Buttons: Sign"


def test_a_key_and_a_small_value_are_all_a_button_carries():
    for target in (
        Target(uc=7),
        Target(uc=7, version=3),
        Target(uc=7, extra="access"),
        Target(extra="n1"),
        Target(),
    ):
        assert Target.read(target.write()) == target
    assert Target(uc=7).write() == "UC-7"
    assert Target.read("uc-12") == Target(uc=12)


@given(
    typed | st.sampled_from(["null", "[]", "7", '{"uc":"x"}', '{"uc":{}}', '{"v":1.5}', "UC-0", "UC-", "{"])
)
def test_a_forged_value_names_nothing_and_breaks_nothing(value):
    assert isinstance(Target.read(value), Target)
    assert Target.read(None) == Target()


def test_the_value_of_a_click_is_read_from_button_and_select_alike():
    assert value_of({"type": "button", "value": "UC-7"}) == Target(uc=7)
    assert value_of({"type": "static_select", "selected_option": {"value": '{"uc":7,"x":"show"}'}}) == Target(
        uc=7, extra="show"
    )
    assert value_of({"type": "button"}) == Target()


def test_actions_have_their_names():
    assert opens("contract.kpi") == "open.contract.kpi"
    assert suffixed("registration.grant", "access") == "registration.grant#access"
    assert base_of("registration.grant#access") == "registration.grant"
    assert base_of("contract.sign") == "contract.sign"


def test_typed_text_is_normal_everywhere():
    assert all(
        unicodedata.category(char) not in ("Cc", "Cs") or char == "\n" for t in NASTY for char in plain(t)
    )
