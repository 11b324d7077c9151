"""What Slack would refuse of texts, sections and elements: code and place are asserted, never the wording."""

import pytest

from sandbox.strict import check_message, check_text
from tests.sandbox.strict_payloads import (
    BOLD,
    BUTTON,
    CONFIRM,
    GROUP,
    HELLO,
    NO,
    YES,
    actions,
    faults,
    section,
    text,
)

REFUSED_IN_MESSAGES = {
    "blocks that are no list": ("section", "wrong_type", "/blocks"),
    "blocks that are null": (None, "null", "/blocks"),
    "a block that is null": ([None], "null", "/blocks/0"),
    "a block that is a word": (["section"], "wrong_type", "/blocks/0"),
    "a block without a type": ([{"text": BOLD}], "missing", "/blocks/0"),
    "a block whose type is a list": ([{"type": ["section"]}], "wrong_type", "/blocks/0/type"),
    "a block Slack does not know": ([{"type": "fireworks"}], "unsupported_type", "/blocks/0/type"),
    "51 blocks": ([{"type": "divider"}] * 51, "too_many", "/blocks"),
    "a section without words": ([{"type": "section"}], "missing", "/blocks/0"),
    "a section of 3,001 characters": (
        [{"type": "section", "text": text(3001)}], "too_long", "/blocks/0/text/text"),
    "a section with an empty text": (
        [{"type": "section", "text": text(0)}], "too_short", "/blocks/0/text/text"),
    "a section whose text is null": ([{"type": "section", "text": None}], "null", "/blocks/0/text"),
    "a section whose text is a bare string": (
        [{"type": "section", "text": "Hello"}], "wrong_type", "/blocks/0/text"),
    "a text object without its text": ([section(text={"type": "mrkdwn"})], "missing", "/blocks/0/text"),
    "a text object of an unknown type": (
        [section(text={"type": "markdown", "text": "x"})], "not_in_enum", "/blocks/0/text/type"),
    "emoji set on mrkdwn": ([section(text={**BOLD, "emoji": True})], "unknown_property", "/blocks/0/text"),
    "verbatim set on plain text": (
        [section(text={**HELLO, "verbatim": True})], "unknown_property", "/blocks/0/text"),
    "11 fields": ([{"type": "section", "fields": [BOLD] * 11}], "too_many", "/blocks/0/fields"),
    "no fields at all": ([{"type": "section", "fields": []}], "too_few", "/blocks/0/fields"),
    "a field of 2,001 characters": (
        [{"type": "section", "fields": [BOLD, text(2001)]}], "too_long", "/blocks/0/fields/1/text"),
    "a property sections do not have": ([section(colour="red")], "unknown_property", "/blocks/0"),
    "a block id of 256 characters": ([section(block_id="x" * 256)], "too_long", "/blocks/0/block_id"),
    "the same block id twice": (
        [section(block_id="a"), section(), section(block_id="a")], "duplicate", "/blocks/2/block_id"),
    "a header in mrkdwn": ([{"type": "header", "text": BOLD}], "not_in_enum", "/blocks/0/text/type"),
    "a header of 151 characters": (
        [{"type": "header", "text": text(151)}], "too_long", "/blocks/0/text/text"),
    "11 things of context": (
        [{"type": "context", "elements": [BOLD] * 11}], "too_many", "/blocks/0/elements"),
    "a button among context": (
        [{"type": "context", "elements": [BUTTON]}], "unsupported_type", "/blocks/0/elements/0/type"),
    "26 buttons": ([actions(*[{"type": "button", "text": HELLO}] * 26)], "too_many", "/blocks/0/elements"),
    "no buttons": ([actions()], "too_few", "/blocks/0/elements"),
    "two buttons with one action id": (
        [actions(BUTTON, BUTTON)], "duplicate", "/blocks/0/elements/1/action_id"),
    "a button text of 76 characters": (
        [actions({**BUTTON, "text": text(76)})], "too_long", "/blocks/0/elements/0/text/text"),
    "a button text in mrkdwn": (
        [actions({**BUTTON, "text": BOLD})], "not_in_enum", "/blocks/0/elements/0/text/type"),
    "a button value of 2,001 characters": (
        [actions({**BUTTON, "value": "x" * 2001})], "too_long", "/blocks/0/elements/0/value"),
    "a button value that is a number": (
        [actions({**BUTTON, "value": 7})], "wrong_type", "/blocks/0/elements/0/value"),
    "a button address that is none": (
        [actions({**BUTTON, "url": "see the wiki"})], "pattern", "/blocks/0/elements/0/url"),
    "a green button": ([actions({**BUTTON, "style": "green"})], "not_in_enum", "/blocks/0/elements/0/style"),
    "a button switched off": (
        [actions({**BUTTON, "disabled": True})], "unknown_property", "/blocks/0/elements/0"),
    "a confirm text of 301 characters": (
        [section(accessory={**BUTTON, "confirm": {**CONFIRM, "text": text(301)}})],
        "too_long", "/blocks/0/accessory/confirm/text/text"),
    "a confirm dialog without a way back": (
        [section(accessory={**BUTTON, "confirm": dict.fromkeys(("title", "text", "confirm"), HELLO)})],
        "missing", "/blocks/0/accessory/confirm"),
    "a text input beside a section": (
        [section(accessory={"type": "plain_text_input"})], "unsupported_type", "/blocks/0/accessory/type"),
    "a select without options": ([actions({"type": "static_select"})], "missing", "/blocks/0/elements/0"),
    "a select with options and groups": (
        [actions({"type": "static_select", "options": [YES], "option_groups": [GROUP]})],
        "exclusive", "/blocks/0/elements/0"),
    "101 options": (
        [actions({"type": "static_select", "options": [YES] * 101})],
        "too_many", "/blocks/0/elements/0/options"),
    "an option value of 76 characters": (
        [actions({"type": "static_select", "options": [{**YES, "value": "x" * 76}]})],
        "too_long", "/blocks/0/elements/0/options/0/value"),
    "an option of a select in mrkdwn": (
        [actions({"type": "static_select", "options": [{**YES, "text": BOLD}]})],
        "not_in_enum", "/blocks/0/elements/0/options/0/text/type"),
    "an option with a type": (
        [actions({"type": "static_select", "options": [{**YES, "type": "option"}]})],
        "unknown_property", "/blocks/0/elements/0/options/0"),
    "an option with an address outside an overflow menu": (
        [actions({"type": "radio_buttons", "options": [{**YES, "url": "https://example.com"}]})],
        "unknown_property", "/blocks/0/elements/0/options/0"),
    "a first choice that is not offered": (
        [actions({"type": "static_select", "options": [YES], "initial_option": NO})],
        "option_not_listed", "/blocks/0/elements/0/initial_option"),
    "a first choice worded otherwise than offered": (
        [actions({"type": "radio_buttons", "options": [YES], "initial_option": {**YES, "text": BOLD}})],
        "option_not_listed", "/blocks/0/elements/0/initial_option"),
    "a ticked box that is not offered": (
        [actions({"type": "checkboxes", "options": [YES], "initial_options": [YES, NO]})],
        "option_not_listed", "/blocks/0/elements/0/initial_options/1"),
    "11 boxes": (
        [actions({"type": "checkboxes", "options": [YES] * 11})], "too_many", "/blocks/0/elements/0/options"),
    "6 entries in an overflow menu": (
        [section(accessory={"type": "overflow", "options": [YES] * 6})],
        "too_many", "/blocks/0/accessory/options"),
    "a date written the European way": (
        [actions({"type": "datepicker", "initial_date": "31.12.2026"})],
        "pattern", "/blocks/0/elements/0/initial_date"),
    "half past twenty-five": (
        [actions({"type": "timepicker", "initial_time": "25:30"})],
        "pattern", "/blocks/0/elements/0/initial_time"),
    "an instant in milliseconds": (
        [actions({"type": "datetimepicker", "initial_date_time": 1_764_000_000_000})],
        "too_big", "/blocks/0/elements/0/initial_date_time"),
    "a placeholder of 151 characters": (
        [actions({"type": "users_select", "placeholder": text(151)})],
        "too_long", "/blocks/0/elements/0/placeholder/text"),
    "a number input in a message": (
        [{"type": "input", "label": HELLO, "element": {"type": "number_input", "is_decimal_allowed": True}}],
        "wrong_surface", "/blocks/0/element/type"),
    "an alert in a message": ([{"type": "alert", "text": HELLO}], "wrong_surface", "/blocks/0/type"),
    "a remote file, which only Slack may add": (
        [{"type": "file", "external_id": "x", "source": "remote"}], "wrong_surface", "/blocks/0/type"),
    "an answer by response_url from a message": (
        [actions({"type": "channels_select", "response_url_enabled": True})],
        "wrong_surface", "/blocks/0/elements/0/response_url_enabled"),
}  # fmt: skip


@pytest.mark.parametrize("payload, code, pointer", REFUSED_IN_MESSAGES.values(), ids=REFUSED_IN_MESSAGES)
def test_a_message_is_refused_for(payload, code, pointer):
    assert faults(check_message(payload)) == [(code, pointer)]


def test_every_fault_is_listed_not_only_the_first():
    blocks = [{"type": "header", "text": BOLD}, section(colour=1, block_id=None), {"type": "actions"}]
    assert faults(check_message(blocks)) == [
        ("not_in_enum", "/blocks/0/text/type"),
        ("unknown_property", "/blocks/1"),
        ("null", "/blocks/1/block_id"),
        ("missing", "/blocks/2"),
    ]


def test_a_fault_says_in_words_what_where_and_by_which_limit():
    (fault,) = check_message([actions({**BUTTON, "text": text(76)})])
    assert fault.sentence == "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]"
    assert fault.limit == "button.text.max_length=75"


@pytest.mark.parametrize("update, most", [(False, 40_000), (True, 4_000)], ids=["post", "update"])
def test_a_text_is_measured_by_what_is_done_with_it(update, most):
    assert check_text("", update=update) == check_text("x" * most, update=update) == []
    assert faults(check_text("x" * (most + 1), update=update)) == [("too_long", "/text")]
