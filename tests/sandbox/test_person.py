"""The persons of the tests: what they can do, and how they fail when it is not there."""

import threading
from datetime import UTC, date, datetime

import pytest

from sandbox import seed
from sandbox.acts import ImpossibleAct
from sandbox.manifest import Manifest
from sandbox.server import SandboxThread
from tests.sandbox.askbot import card, option, text

PILOTS = "C0AIPILOTS"


@pytest.fixture
def anna(slack):
    return slack.person("anna")


def say(client, words, *buttons, **more):
    client.chat_postMessage(channel=PILOTS, text=words, blocks=card(words, *buttons), **more)


def asks(slack, client, *blocks):
    """A modal with these blocks on anna's screen."""
    trigger_id = slack.ask(lambda: slack.sandbox.triggers.give("U0ANNA"))
    view = {"type": "modal", "title": text("Form"), "submit": text("Go"), "blocks": list(blocks)}
    client.views_open(trigger_id=trigger_id, view=view)


def field(name, kind, **element):
    return {
        "type": "input",
        "block_id": name,
        "label": text(name.title()),
        "optional": True,
        "element": {"type": kind, "action_id": "v", **element},
    }


def test_who_does_not_see_something_says_what_there_is(slack, client, anna):
    say(client, "The *first* words", "Accept")
    with pytest.raises(AssertionError) as failure:
        anna.sees("the second words", in_="#ai-pilots", timeout=0.01)
    assert str(failure.value) == (
        "anna does not see 'the second words' in #ai-pilots after 0.01 s. anna sees:\n"
        "    [#ai-pilots] Pilotage: The first words\n        [Accept]"
    )


def test_who_should_not_see_something_says_where_it_stands(client, anna):
    say(client, "a secret")
    with pytest.raises(AssertionError, match=r"should not see 'a secret' but does:\n +\[#ai-pilots\]"):
        anna.sees_not("a secret")


def test_nobody_sees_a_private_channel_from_outside(slack, anna):
    slack.person("jonas").types("about salaries", in_="#people-ops")
    slack.person("elena").sees("about salaries", in_="#people-ops")
    anna.sees_not("salaries")


def test_a_person_waits_for_what_is_still_to_come(client, anna):
    threading.Timer(0.05, say, (client, "at last")).start()
    assert anna.sees("at last").by == "Pilotage"


def test_mentions_and_styles_read_as_they_look(client, anna):
    words = "*Bold* _quiet_ ~old~ `code` <@U0BEN> in <#C0GENERAL|general> <https://x.example|there> <!here>"
    words += " 2 &lt; 3"
    client.chat_postMessage(channel=PILOTS, text=words)
    assert anna.sees("Bold").text == "Bold quiet old code @ben in #general there @here 2 < 3"


def test_tables_charts_and_lists_can_be_read(client, anna):
    cells = [[{"type": "raw_text", "text": "Week"}, {"type": "raw_text", "text": "Days"}]]
    rich = {
        "type": "rich_text_section",
        "elements": [{"type": "user", "user_id": "U0BEN"}, {"type": "text", "text": " owns"}],
    }
    blocks = [{"type": "table", "rows": cells}, {"type": "rich_text", "elements": [rich]}]
    client.chat_postMessage(channel=PILOTS, text="x", blocks=blocks)
    assert anna.sees("Week Days").text.split() == ["Week", "Days", "@ben", "owns"]


def test_the_newest_button_of_that_name_is_pressed(slack, client, bot, anna):
    say(client, "older", "Accept")
    say(client, "newer", "Accept")
    anna.presses("accept")
    anna.sees("Accepted by @anna")
    anna.sees("older")
    assert anna.count("newer") == 0
    anna.presses("Accept", in_=anna.sees("older"))
    slack.wait_for(lambda: len(bot.bodies("block_actions")) == 2)


def test_a_button_that_is_not_there_cannot_be_pressed(client, anna):
    say(client, "hello", "Accept")
    with pytest.raises(AssertionError, match="does not see a button 'Decline'"):
        anna.presses("Decline", timeout=0.01)


def test_everything_can_be_filled_in_as_people_say_it(slack, client, anna):
    kinds = [option("Normal", "n"), option("Urgent", "u")]
    asks(
        slack,
        client,
        field("words", "plain_text_input"),
        field("count", "number_input", is_decimal_allowed=True),
        field("kind", "static_select", options=kinds),
        field("grouped", "static_select", option_groups=[{"label": text("Group"), "options": kinds}]),
        field("tone", "radio_buttons", options=kinds),
        field("boxes", "checkboxes", options=kinds),
        field("owner", "users_select"),
        field("voters", "multi_users_select"),
        field("home", "channels_select"),
        field("place", "conversations_select"),
        field("due", "datepicker"),
        field("at", "timepicker"),
        field("moment", "datetimepicker"),
    )
    anna.fills(
        {"Words": "as one speaks", "Kind": "Urgent"},
        count=4.1,
        grouped="n",
        tone="Normal",
        boxes=["Normal", "u"],
        owner="@ben",
        voters=["@carla", "david"],
        home="#sales-ops",
        place="@ben",
        due=date(2026, 5, 12),
        at="10:00",
        moment=datetime(2026, 5, 12, 10, tzinfo=UTC),
    )
    shown = anna.modal.fields
    assert (shown["words"], shown["Count"]) == ("as one speaks", "4.1")
    assert [shown[f]["value"] for f in ("kind", "grouped", "tone")] == ["u", "n", "n"]
    assert [o["value"] for o in shown["boxes"]] == ["n", "u"]
    assert (shown["owner"], shown["voters"]) == ("U0BEN", ["U0CARLA", "U0DAVID"])
    assert (shown["home"], shown["place"]) == ("C0SALESOPS", "U0BEN")
    assert (shown["due"], shown["at"], shown["moment"]) == ("2026-05-12", "10:00", 1_778_580_000)
    anna.fills(words=None, boxes=[])
    assert (anna.modal.fields["words"], anna.modal.fields["boxes"]) == (None, [])


@pytest.mark.parametrize(
    "answers, why",
    [
        ({"kind": "Later"}, "'Later' is not on offer, only"),
        ({"owner": "@nobody"}, "there is nobody called @nobody"),
    ],
)
def test_what_is_not_on_offer_cannot_be_chosen(slack, client, anna, answers, why):
    asks(
        slack,
        client,
        field("kind", "static_select", options=[option("Normal", "n")]),
        field("owner", "users_select"),
    )
    with pytest.raises(AssertionError, match=why):
        anna.fills(answers)


def test_a_select_in_a_message_and_an_overflow_menu_can_be_used(client, bot, anna):
    select = {
        "type": "static_select",
        "action_id": "v",
        "placeholder": text("Severity"),
        "options": [option("High", "3")],
    }
    menu = {
        "type": "overflow",
        "action_id": "v",
        "options": [option("Stop", "stop"), option("Redesign", "re")],
    }
    section = {"type": "section", "text": text("Choose"), "accessory": menu}
    blocks = [{"type": "actions", "block_id": "sev", "elements": [select]}, section]
    client.chat_postMessage(channel=PILOTS, text="x", blocks=blocks)
    anna.chooses("Severity", "High").presses("Redesign")
    first, second = (b["actions"][0]["selected_option"]["value"] for b in bot.bodies("block_actions"))
    assert (first, second) == ("3", "re")
    state = bot.bodies("block_actions")[0]["state"]["values"]["sev"]["v"]
    assert state["selected_option"]["value"] == "3"


def test_who_has_left_can_do_nothing(slack):
    with pytest.raises(AssertionError, match="Oskar Nyberg has no active account"):
        slack.person("oskar").types("hello")


def test_an_archived_channel_takes_no_more_words(slack, anna):
    slack.person("irene").archives("#ai-pilots")
    with pytest.raises(AssertionError, match="cannot write in #ai-pilots: it is archived"):
        anna.types("hello", in_="#ai-pilots")


def test_an_app_whose_messages_are_read_only_hears_neither_words_nor_commands():
    with SandboxThread(seed=seed.company, manifest=Manifest(has_home=False, takes_messages=False)) as slack:
        anna = slack.person("anna")
        for words in ("4.1", "/pilot"):
            with pytest.raises(AssertionError, match="Sending messages to this app has been turned off"):
                anna.types(words, in_="dm")
        with pytest.raises(AssertionError, match="no Home tab"):
            anna.opens_home()


def test_guests_cannot_join_by_themselves(slack):
    with pytest.raises(AssertionError, match="Mira Tanaka cannot join #general"):
        slack.person("mira").joins("#general")
    slack.person("anna").joins("#procurement").sees("@anna has joined the channel", in_="#procurement")


def test_a_person_nobody_knows_is_not_found(slack):
    with pytest.raises(LookupError, match="zelda"):
        slack.person("zelda")


def test_the_view_of_another_cannot_be_submitted(slack, client):
    asks(slack, client, field("words", "plain_text_input"))
    view_id = slack.person("anna").modal.id
    with pytest.raises(ImpossibleAct, match="no longer on the screen"):
        slack.call(slack.sandbox.acts.submit("U0BEN", view_id))
