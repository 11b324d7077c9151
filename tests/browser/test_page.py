"""The page in a real browser: two people, two windows, and a small bot on Slack's own SDK."""

import pytest
from playwright.sync_api import expect
from slack_sdk import WebClient

from sandbox import seed
from sandbox.manifest import Command, Manifest, Shortcut
from sandbox.server import BOT_TOKEN, SandboxThread
from tests.sandbox import page_samples
from tests.sandbox.askbot import AskBot

pytestmark = pytest.mark.browser

ASKED = Manifest(
    commands={"/ask": Command("/ask", "Ask for something", "[what]")},
    shortcuts=(
        Shortcut("New request", "global", "new_request"),
        Shortcut("Add as evidence", "message", "add_evidence"),
    ),
)


@pytest.fixture
def slack():
    with SandboxThread(seed=seed.company, manifest=ASKED) as desk:
        yield desk


@pytest.fixture
def client(slack):
    return WebClient(BOT_TOKEN, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture
def bot(slack):
    bot = AskBot(slack.api_url).connect(ping=3)
    slack.wait_for(lambda: slack.sandbox.connected)
    yield bot
    bot.close(slack)


def composer(page):
    return page.get_by_role("textbox", name="Message #ai-pilots")


def type_and_send(page, text):
    composer(page).fill(text)
    page.get_by_role("button", name="Send").first.click()


def submitted(bot):
    return bot.bodies("view_submission")[-1]["view"]["state"]["values"]


def test_two_people_take_a_request_from_a_command_to_a_decision(slack, bot, open_window):
    anna, ben = (open_window(slack.url, name) for name in ("anna", "ben"))
    expect(anna.get_by_role("navigation", name="Channels and apps").get_by_role("status")).to_have_text(
        "Bot connected"
    )
    type_and_send(anna, "/ask")
    form = anna.get_by_role("dialog", name="New request")
    expect(form.get_by_label("What?")).to_be_focused()
    expect(ben.get_by_role("dialog")).to_have_count(0)
    form.get_by_label("What?").fill("bad")
    form.get_by_label("Who decides?").select_option(label="Ben Hartmann")
    copies = form.get_by_role("group", name="Copies to")
    copies.get_by_role("button").click()
    copies.get_by_role("checkbox", name="Kate Sullivan").check()
    form.get_by_label("Quiet").check()
    form.get_by_role("button", name="Send").click()
    expect(form.get_by_role("alert")).to_have_text("Say something better")
    expect(form.get_by_label("What?")).to_have_value("bad")
    form.get_by_label("What?").fill("a <b>good</b> & *bold* idea")
    form.get_by_role("button", name="Send").click()
    expect(anna.get_by_role("dialog")).to_have_count(0)
    card = ben.get_by_role("article").filter(has_text="A request: a <b>good</b> & bold idea")
    card.get_by_role("button", name="Accept").click()
    expect(ben.get_by_role("article").filter(has_text="Accepted by @Ben Hartmann")).to_be_visible()
    anna.get_by_role("link", name="1 reply").click()
    expect(anna.get_by_role("complementary", name="Thread").get_by_text("noted")).to_be_visible()
    values = {block: next(iter(state.values())) for block, state in submitted(bot).items()}
    assert (values["who"]["selected_user"], values["copies"]["selected_users"]) == ("U0BEN", ["U0KATE"])
    assert values["due"]["selected_date"] == "2030-01-02"
    assert [o["value"] for o in values["boxes"]["selected_options"]] == ["q"]


def test_what_is_being_typed_survives_whatever_else_happens(slack, bot, open_window):
    anna = open_window(slack.url, "anna")
    composer(anna).fill("half a thou")
    slack.person("ben").types("Lunch?", in_="#ai-pilots")
    expect(anna.get_by_text("Lunch?")).to_be_visible()
    expect(composer(anna)).to_have_value("half a thou")
    expect(composer(anna)).to_be_focused()
    composer(anna).fill("/as")
    expect(anna.get_by_role("option", name="/ask")).to_contain_text("Ask for something")
    composer(anna).press("Tab")
    composer(anna).press("Enter")
    form = anna.get_by_role("dialog", name="New request")
    form.get_by_label("What?").fill("more, please")
    form.get_by_label("Kind").select_option(label="Urgent")
    slack.wait_for(lambda: bot.bodies("block_actions"))
    assert bot.bodies("block_actions")[-1]["view"]["state"]["values"]["what"]["v"]["value"] == "more, please"
    expect(form.get_by_label("What?")).to_have_value("more, please")
    anna.keyboard.press("Escape")
    expect(anna.get_by_role("dialog")).to_have_count(0)
    slack.wait_for(lambda: bot.bodies("view_closed"))


def test_home_the_shortcuts_the_clock_and_another_person_are_one_click_away(slack, bot, open_window):
    anna = open_window(slack.url, "anna", "c/ai-pilots")
    anna.get_by_role("link", name="Pilotage").last.click()
    anna.get_by_role("navigation", name="Pilotage").get_by_role("link", name="Home").click()
    anna.get_by_role("button", name="New").click()
    form = anna.get_by_role("dialog", name="New request")
    form.get_by_role("button", name="Cancel").click()
    anna.get_by_role("link", name="ai-pilots").click()
    type_and_send(anna, "Look at *this*")
    mine = anna.get_by_role("article").filter(has_text="Look at this")
    mine.hover()
    mine.get_by_role("button", name="More actions").click()
    mine.get_by_role("button", name="Add as evidence").click()
    told = anna.get_by_role("article").filter(has_text="Only visible to you")
    expect(told).to_contain_text("Evidence: Look at this")
    before = slack.ask(slack.sandbox.clock.now)
    anna.get_by_role("button", name="+1 day").click()
    slack.wait_for(lambda: slack.sandbox.clock.now() > before + 86_000)
    expect(anna.get_by_role("separator")).to_have_text("Yesterday")
    anna.get_by_role("link", name="Act as Ben Hartmann").click()
    expect(anna).to_have_url(f"{slack.url}/as/ben/c/ai-pilots")
    expect(anna.get_by_role("article").filter(has_text="Look at this")).to_be_visible()
    expect(anna.get_by_role("article").filter(has_text="Only visible to you")).to_have_count(0)


OPERATED = "button, a[href], input:not([type=hidden]), select, textarea, summary, img"
UNNAMED = """operated => [...document.querySelectorAll(operated)]
    .filter(one => !(one.ariaLabel || one.alt || one.textContent.trim()))
    .filter(one => !one.labels?.[0]?.textContent.trim())
    .map(one => one.outerHTML)"""


def test_everything_that_can_be_operated_has_a_name_and_fits(slack, client, open_window):
    for blocks in page_samples.MESSAGES:
        client.chat_postMessage(channel="C0AIPILOTS", text="x", blocks=blocks)
    client.views_publish(user_id="U0ANNA", view=page_samples.HOME)
    client.views_open(trigger_id=slack.sandbox.triggers.give("U0ANNA"), view=page_samples.MODAL)
    for place in ("c/ai-pilots", "app/home"):
        anna = open_window(slack.url, "anna", place, width=1024, height=768)
        assert anna.evaluate(UNNAMED, OPERATED) == []
        assert anna.evaluate("document.documentElement.scrollWidth") == 1024
        form = anna.get_by_role("dialog", name="Every field")
        for name in page_samples.FIELDS:
            assert form.get_by_label(f"The {name}").count() >= 1


def test_a_long_table_is_turned_and_sorted(slack, client, open_window):
    client.chat_postMessage(channel="C0AIPILOTS", text="x", blocks=page_samples.TABLES)
    anna = open_window(slack.url, "anna")
    table = anna.get_by_role("table", name="By attention")
    expect(table.get_by_role("row")).to_have_count(6)
    anna.get_by_role("button", name="Next rows").click()
    expect(table.get_by_role("rowheader")).to_have_text(["UC-6", "UC-7", "UC-8"])
    table.get_by_role("button", name="Day").click()
    expect(table.get_by_role("rowheader").first).to_have_text("UC-8")
    slack.person("ben").types("Look", in_="#ai-pilots")
    expect(anna.get_by_text("Look")).to_be_visible()
    expect(table.get_by_role("rowheader").first).to_have_text("UC-8")


def test_a_confirm_dialog_stands_between_a_click_and_its_effect(slack, client, open_window):
    client.chat_postMessage(channel="C0AIPILOTS", text="x", blocks=page_samples.CARD)
    anna = open_window(slack.url, "anna")
    anna.get_by_role("button", name="Decline").click()
    asked = anna.get_by_role("alertdialog", name="Decline?")
    expect(asked).to_contain_text("The proposer is told.")
    asked.get_by_role("button", name="No").click()
    expect(asked).to_be_hidden()
    assert slack.sandbox.journal.sent("block_actions") == []
    anna.get_by_role("button", name="Decline").click()
    asked.get_by_role("button", name="Yes").click()
    expect(anna.locator("#toast")).to_contain_text("This app did not respond.")
    assert len(slack.sandbox.journal.sent("block_actions")) == 1


def test_the_keyboard_is_enough(slack, bot, open_window):
    anna = open_window(slack.url, "anna")
    composer(anna).press_sequentially("/ask\n")
    form = anna.get_by_role("dialog", name="New request")
    expect(form.get_by_label("What?")).to_be_focused()
    anna.keyboard.type(" and more")
    for _ in range(2):
        anna.keyboard.press("Tab")
    expect(form.get_by_role("group", name="Copies to").get_by_role("button")).to_be_focused()
    anna.keyboard.press("Enter")
    anna.keyboard.press("Tab")
    anna.keyboard.press("Space")
    anna.keyboard.press("Escape")
    expect(form.get_by_role("checkbox", name="Anna Lindqvist")).to_be_hidden()
    form.get_by_label("What?").press("Enter")
    expect(anna.get_by_role("dialog")).to_have_count(0)
    values = {block: next(iter(state.values())) for block, state in submitted(bot).items()}
    assert (values["what"]["value"], values["copies"]["selected_users"]) == ("preset and more", ["U0ANNA"])
    expect(composer(anna)).to_be_focused()


def test_on_a_phone_the_side_bar_is_a_drawer_and_nothing_sticks_out(slack, bot, open_window):
    anna = open_window(slack.url, "anna", width=375, height=740)
    side = anna.get_by_role("navigation", name="Channels and apps")
    expect(side).to_be_hidden()
    anna.get_by_role("button", name="Channels and apps").click()
    expect(side).to_be_visible()
    anna.mouse.click(370, 400)
    expect(side).to_be_hidden()
    anna.get_by_role("button", name="Channels and apps").click()
    side.get_by_role("link", name="sales-ops").click()
    expect(anna.get_by_role("main", name="#sales-ops")).to_be_visible()
    expect(side).to_be_hidden()
    assert anna.evaluate("document.documentElement.scrollWidth") == 375
