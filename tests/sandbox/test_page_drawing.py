"""Blocks, fields and charts as the page draws them."""

import re
from datetime import UTC, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox import limits, seed
from sandbox.clock import Clock
from sandbox.page import charts, drawing, elements, portraits
from sandbox.page.elements import Choice, Surface
from sandbox.page.mrkdwn import Reader
from sandbox.workspace import Person, Workspace
from tests.sandbox.askbot import field, option, text

READER = Reader(
    handle="anna",
    person_id="U0ANNA",
    zone=ZoneInfo("Europe/Berlin"),
    now=datetime(2026, 11, 24, 15, 30, tzinfo=UTC),
    origin="http://127.0.0.1:80",
)
PEOPLE = (Choice("U0ANNA", "Anna"), Choice("U0BEN", "Ben"))
PLACES = (Choice("C0AIPILOTS", "# ai-pilots"), Choice("C0LEADERSHIP", "# leadership"))


def modal(**more):
    return Surface("V1", "modal", READER, PEOPLE, PLACES, **more)


def drawn(element, **more):
    return drawing.block(field("b", "A label", element), modal(**more))["element"]


def test_what_is_drawn_here_is_what_the_stand_in_takes():
    assert set(drawing.KINDS) <= set(limits.BLOCKS)
    assert set(elements.KINDS) <= set(limits.ELEMENTS)


def test_a_block_nobody_draws_is_named_instead_of_vanishing():
    assert drawing.block({"type": "video"}, modal()) == {"kind": "unknown", "id": "", "text": "video"}


def test_a_field_has_its_label_hint_error_and_the_word_optional():
    block = field("b", "KPI", {"type": "plain_text_input"}, hint=text("a number & a unit"), optional=True)
    seen = drawing.block(block, modal(errors={"b": "Which unit?"}))
    assert (seen["label"], str(seen["hint"]), seen["error"]) == (
        "KPI",
        "a number &amp; a unit",
        "Which unit?",
    )
    assert seen["optional"]


@pytest.mark.parametrize(
    "element, shown",
    [
        ({"type": "plain_text_input", "initial_value": "5"}, "5"),
        ({"type": "number_input", "is_decimal_allowed": True, "initial_value": "4.1"}, "4.1"),
        ({"type": "datepicker", "initial_date": "2026-12-01"}, "2026-12-01"),
        ({"type": "timepicker", "initial_time": "10:00"}, "10:00"),
        ({"type": "datetimepicker", "initial_date_time": 1795507200}, "2026-11-24T09:00"),
    ],
)
def test_a_field_shows_its_initial_value_until_somebody_types(element, shown):
    assert drawn(element)["value"] == shown
    assert drawn(element, typed={("b", "v"): ["typed"]})["value"] == "typed"
    assert drawn(element, typed={("b", "v"): []})["value"] == ""


@given(st.integers(1_600_000_000, 2_200_000_000).map(lambda stamp: stamp // 60 * 60))
def test_a_moment_shown_in_ones_own_zone_comes_back_as_it_was(stamp):
    shown = drawn({"type": "datetimepicker", "initial_date_time": stamp})["value"]
    there = datetime.fromisoformat(shown).replace(tzinfo=READER.zone)
    if there.timestamp() == there.replace(fold=1).timestamp():  # else the hour that autumn has twice
        assert elements.instant(shown, READER) == str(stamp)


@pytest.mark.parametrize(
    "kind, initial, chosen",
    [
        ("users_select", {"initial_user": "U0BEN"}, ["Ben"]),
        ("multi_users_select", {"initial_users": ["U0ANNA", "U0BEN"]}, ["Anna", "Ben"]),
        ("conversations_select", {"initial_conversation": "C0LEADERSHIP"}, ["# leadership"]),
        ("channels_select", {}, []),
        ("static_select", {"options": [option("One", "1")], "initial_option": option("One", "1")}, ["One"]),
    ],
)
def test_a_select_shows_what_is_chosen(kind, initial, chosen):
    assert drawn({"type": kind} | initial)["chosen"] == chosen


def test_a_select_may_start_with_the_conversation_one_is_in():
    element = {"type": "conversations_select", "default_to_current_conversation": True}
    assert drawn(element, here="C0AIPILOTS")["chosen"] == ["# ai-pilots"]


def test_grouped_options_keep_their_groups():
    groups = [{"label": text("Short"), "options": [option("up to 5 days", "5")]}]
    assert [label for label, _ in drawn({"type": "static_select", "option_groups": groups})["groups"]] == [
        "Short"
    ]


@pytest.mark.parametrize(
    "element, block, told",
    [
        ({"type": "static_select", "options": []}, {}, ""),
        ({"type": "static_select", "options": []}, {"dispatch_action": True}, "change"),
        ({"type": "plain_text_input"}, {"dispatch_action": True}, "enter"),
        (
            {
                "type": "plain_text_input",
                "dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]},
            },
            {"dispatch_action": True},
            "typing",
        ),
    ],
)
def test_the_app_hears_of_a_field_at_once_only_where_it_asked_to(element, block, told):
    assert drawing.block(field("b", "x", element, **block), modal())["element"]["act"] == told


def test_a_button_for_others_is_not_shown():
    button = {"type": "button", "action_id": "a", "text": text("Go"), "visible_to_user_ids": ["U0BEN"]}
    assert drawing.block({"type": "actions", "elements": [button]}, modal())["elements"] == []


def test_a_confirm_dialog_is_escaped():
    confirm = {
        "title": text("Sure?"),
        "text": text("<b>really</b>"),
        "confirm": text("Yes"),
        "deny": text("No"),
    }
    button = {"type": "button", "action_id": "a", "text": text("Go"), "confirm": confirm}
    seen = drawing.block({"type": "actions", "elements": [button]}, modal())["elements"][0]["confirm"]
    assert (seen["html"], seen["yes"], seen["no"]) == ("&lt;b&gt;really&lt;/b&gt;", "Yes", "No")


def test_a_picture_from_outside_is_told_not_fetched():
    outside = {"type": "image", "image_url": "https://example.com/x.png", "alt_text": "a chart"}
    inside = outside | {"image_url": "http://127.0.0.1:80/files/F1/x.png"}
    assert drawing.block(outside, modal())["src"] is None
    assert drawing.block(inside, modal())["src"] == "/files/F1/x.png"
    assert drawing.block(outside, modal())["alt"] == "a chart"


def test_field_names_carry_any_id_there_and_back():
    for key in [("b", "v"), ('a"b|c', "é\n"), ("", "[1]")]:
        assert elements.form_key(elements.field_name(*key)) == key
    with pytest.raises(ValueError, match="nothing"):
        elements.form_key('["nothing"]')


# -- charts

LINE = {
    "type": "line",
    "series": [
        {"name": "Readings", "data": [{"label": "W1", "value": 5.2}, {"label": "W2", "value": 4}]},
        {"name": "Target", "data": [{"label": "W1", "value": 3}, {"label": "W2", "value": 3}]},
    ],
    "axis_config": {"categories": ["W1", "W2"], "y_label": "<days>"},
}
PIE = {"type": "pie", "segments": [{"label": "Scaled", "value": 2}, {"label": "Stopped", "value": 6}]}


def test_a_chart_says_all_its_figures_to_those_who_cannot_see_it():
    svg = str(charts.draw({"title": "Turnaround", "chart": LINE})["svg"])
    assert 'aria-label="Line chart: Turnaround. Readings: W1 5.2, W2 4. Target: W1 3, W2 3."' in svg
    assert "&lt;days&gt;" in svg


def test_a_legend_names_every_series_or_slice():
    for chart, names in ((LINE, ["Readings", "Target"]), (PIE, ["Scaled", "Stopped"])):
        assert [entry[0] for entry in charts.draw({"title": "x", "chart": chart})["legend"]] == names


@pytest.mark.parametrize("kind, mark", [("line", "<polyline"), ("area", "<polygon"), ("bar", "<rect")])
def test_each_kind_of_chart_has_its_marks(kind, mark):
    assert str(charts.draw({"title": "x", "chart": LINE | {"type": kind}})["svg"]).count(mark) >= 2


def test_the_slices_of_a_pie_say_their_share():
    svg = str(charts.draw({"title": "x", "chart": PIE})["svg"])
    assert "Scaled: 25%" in svg
    assert "Stopped: 75%" in svg


def test_a_chart_says_where_it_stands_and_labels_only_what_has_room():
    points = [{"label": f"Wed {week} Sep", "value": 1_250_000 + week} for week in range(20)]
    chart = {"type": "line", "series": [{"name": "Cost", "data": points}]}
    svg = str(charts.draw({"title": "x", "chart": chart})["svg"])
    assert re.findall(r'class="latest".*?>(.*?)<', svg) == ["1,250,019"]
    labels = [float(x) for x in re.findall(r'class="tick" text-anchor="middle" x="([\d.]+)"', svg)]
    assert min(later - label for label, later in pairwise(labels)) >= len("Wed 19 Sep") * charts.LETTER


@pytest.mark.parametrize("value, shown", [(0.5, "0.5"), (9999, "9,999"), (25_000, "25k"), (1.5e6, "1.5M")])
def test_large_figures_of_an_axis_are_short(value, shown):
    assert charts.tick(value) == shown


NUMBERS = st.floats(-1e9, 1e9, allow_nan=False).map(lambda x: round(x, 3))


@given(st.lists(NUMBERS, min_size=1, max_size=20), st.booleans())
def test_the_axis_holds_every_value_in_a_few_round_steps(values, from_zero):
    low, high, step = charts.scale(values, from_zero=from_zero)
    slack = step * 1e-6
    assert low - slack <= min(values) <= max(values) <= high + slack
    assert step > 0
    assert 1 <= round((high - low) / step) <= 2 * charts.TICKS


def test_everyone_at_nordwind_has_a_face_of_their_own_and_a_stranger_has_initials():
    nordwind = Workspace(Clock())
    seed.company(nordwind)
    drawn = [str(portraits.face(person)) for person in nordwind.humans()]
    assert len(set(drawn)) == len(drawn)
    assert not any("<text" in picture for picture in drawn)
    assert ">A&lt;</text>" in portraits.face(Person("U1", "x", "Anna <script>"))
