"""The page in a real browser: two people, two windows, and a small bot on Slack's own SDK."""

from pathlib import Path

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
BUTTON = {"type": "button", "text": {"type": "plain_text", "text": "Show it"}, "action_id": "show"}
PHONE = {"width": 360, "height": 740}


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


@pytest.fixture
def anna(slack, open_window):
    return open_window(slack.url, "anna")


@pytest.fixture
def ben(slack, open_window):
    return open_window(slack.url, "ben")


def composer(page):
    return page.get_by_role("textbox", name="Message #ai-pilots")


def type_and_send(page, text):
    composer(page).fill(text)
    page.get_by_role("button", name="Send").first.click()


def article(page, text):
    return page.get_by_role("main").get_by_role("article").filter(has_text=text)


def thread(page):
    return page.get_by_role("complementary", name="Thread")


def submitted(bot):
    values = bot.bodies("view_submission")[-1]["view"]["state"]["values"]
    return {block: next(iter(state.values())) for block, state in values.items()}


def test_two_people_take_a_request_from_a_command_to_a_decision(bot, anna, ben):
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
    article(ben, "A request: a <b>good</b> & bold idea").get_by_role("button", name="Accept").click()
    expect(article(ben, "Accepted by @Ben Hartmann")).to_contain_text("(edited)")
    anna.get_by_role("link", name="1 reply").click()
    expect(thread(anna).get_by_text("noted")).to_be_visible()
    values = submitted(bot)
    assert (values["who"]["selected_user"], values["copies"]["selected_users"]) == ("U0BEN", ["U0KATE"])
    assert values["due"]["selected_date"] == "2030-01-02"
    assert [o["value"] for o in values["boxes"]["selected_options"]] == ["q"]


def test_what_is_being_typed_survives_whatever_the_other_does(slack, bot, anna, ben):
    composer(anna).fill("half a thou")
    type_and_send(ben, "Lunch?")
    expect(article(anna, "Lunch?")).to_be_visible()
    expect(composer(anna)).to_have_value("half a thou")
    expect(composer(anna)).to_be_focused()
    composer(anna).fill("/as")
    expect(anna.get_by_role("option", name="/ask")).to_contain_text("Ask for something")
    composer(anna).press("Tab")
    composer(anna).press("Enter")
    form = anna.get_by_role("dialog", name="New request")
    form.get_by_label("What?").fill("more, please")
    type_and_send(ben, "Anybody?")
    form.get_by_label("Kind").select_option(label="Urgent")
    slack.wait_for(lambda: bot.bodies("block_actions"))
    assert bot.bodies("block_actions")[-1]["view"]["state"]["values"]["what"]["v"]["value"] == "more, please"
    expect(form.get_by_label("What?")).to_have_value("more, please")
    anna.keyboard.press("Escape")
    expect(anna.get_by_role("dialog")).to_have_count(0)
    expect(article(anna, "Anybody?")).to_be_visible()
    slack.wait_for(lambda: bot.bodies("view_closed"))


def test_unread_words_home_shortcuts_and_the_clock(slack, bot, anna, ben):
    anna.get_by_role("link", name="general").click()
    expect(anna.get_by_role("main", name="#general")).to_be_visible()
    type_and_send(ben, "Look at *this*, @anna")
    side = anna.get_by_role("navigation", name="Channels and apps")
    side.get_by_role("link", name="ai-pilots 1 mentions").click()
    expect(anna.get_by_role("separator").filter(has_text="New")).to_be_visible()
    expect(side.get_by_role("link", name="ai-pilots", exact=True)).to_be_visible()
    seen = article(anna, "Look at this")
    seen.hover()
    seen.get_by_role("button", name="More actions").click()
    seen.get_by_role("button", name="Add as evidence").click()
    told = article(anna, "Only visible to you")
    expect(told).to_contain_text("Evidence: Look at this")
    expect(article(ben, "Look at this")).to_be_visible()
    expect(article(ben, "Only visible to you")).to_have_count(0)
    before = slack.ask(slack.sandbox.clock.now)
    ben.get_by_role("button", name="+1 day").click()
    slack.wait_for(lambda: slack.sandbox.clock.now() > before + 86_000)
    expect(anna.get_by_role("separator").first).to_have_text("Yesterday")
    anna.get_by_role("link", name="Pilotage", exact=True).first.click()
    anna.get_by_role("button", name="New").click()
    expect(anna.get_by_role("dialog", name="New request")).to_be_visible()
    anna.get_by_role("button", name="Cancel").click()
    told_apart = anna.get_by_role("link", name="Act as Ben Hartmann, Chief Operating Officer")
    told_apart.click()
    expect(anna).to_have_url(f"{slack.url}/as/ben/app/home")


OPERATED = "button, a[href], input:not([type=hidden]), select, textarea, summary, img"
UNNAMED = """operated => [...document.querySelectorAll(operated)]
    .filter(one => !(one.ariaLabel || one.alt || one.textContent.trim()))
    .filter(one => !one.labels?.[0]?.textContent.trim())
    .map(one => one.outerHTML)"""
CONTRAST = (Path(__file__).parent / "contrast.js").read_text()
# In the sheet: what is set on the element itself goes when the page draws that part again.
FAINT = "void document.styleSheets[0].insertRule('.topic { color: #aaa !important }')"


def test_everything_has_a_name_stands_out_and_fits_for_either_of_them(slack, client, open_window):
    for blocks in page_samples.MESSAGES:
        client.chat_postMessage(channel="C0AIPILOTS", text="x", blocks=blocks)
    client.views_publish(user_id="U0ANNA", view=page_samples.HOME)
    windows = [open_window(slack.url, "anna", "app/home"), open_window(slack.url, "ben", **PHONE)]
    for window in windows:
        assert window.evaluate(UNNAMED, OPERATED) == []
        assert window.evaluate(CONTRAST) == []
        assert window.evaluate("innerWidth - document.documentElement.scrollWidth") == 0
    windows[0].get_by_role("link", name="ai-pilots 1 mentions").click()
    expect(windows[0].get_by_role("main", name="#ai-pilots")).to_be_visible()
    windows[0].evaluate(FAINT)
    assert windows[0].evaluate(CONTRAST) == ["2.32: AI pilots from idea to production"]
    client.views_open(trigger_id=slack.sandbox.triggers.give("U0ANNA"), view=page_samples.MODAL)
    form = windows[0].get_by_role("dialog", name="Every field")
    expect(form).to_be_visible()
    for name in page_samples.FIELDS:
        assert form.get_by_label(f"The {name}").count() >= 1


def test_each_turns_sorts_and_confirms_in_their_own_window(slack, client, anna, ben):
    client.chat_postMessage(channel="C0AIPILOTS", text="x", blocks=page_samples.TABLES)
    client.chat_postMessage(channel="C0AIPILOTS", text="x", blocks=page_samples.CARD)
    table = anna.get_by_role("table", name="By attention")
    expect(table.get_by_role("row")).to_have_count(6)
    anna.get_by_role("button", name="Next rows").click()
    expect(table.get_by_role("rowheader")).to_have_text(["UC-6", "UC-7", "UC-8"])
    table.get_by_role("button", name="Day").click()
    type_and_send(ben, "Look")
    expect(article(anna, "Look")).to_be_visible()
    expect(table.get_by_role("rowheader").first).to_have_text("UC-8")
    expect(ben.get_by_role("table", name="By attention").get_by_role("rowheader").first).to_have_text("UC-1")
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


def test_the_keyboard_is_enough_for_both(slack, bot, anna, ben):
    composer(anna).press_sequentially("/ask\n")
    form = anna.get_by_role("dialog", name="New request")
    expect(form.get_by_label("What?")).to_be_focused()
    anna.keyboard.type(" and more")
    for _ in range(2):
        anna.keyboard.press("Tab")
    expect(form.get_by_role("group", name="Copies to").get_by_role("button")).to_be_focused()
    for key in ("Enter", "Tab", "Space", "Escape"):
        anna.keyboard.press(key)
    expect(form.get_by_role("checkbox", name="Anna Lindqvist")).to_be_hidden()
    form.get_by_label("What?").press("Enter")
    expect(anna.get_by_role("dialog")).to_have_count(0)
    values = submitted(bot)
    assert (values["what"]["value"], values["copies"]["selected_users"]) == ("preset and more", ["U0ANNA"])
    expect(composer(anna)).to_be_focused()
    expect(article(ben, "A request: preset and more")).to_be_visible()
    composer(ben).focus()
    for key in ("Shift+F6", "ArrowUp", "t"):
        ben.keyboard.press(key)
    expect(thread(ben).get_by_role("textbox", name="Reply in thread")).to_be_focused()
    ben.keyboard.type("Why?\n")
    expect(thread(ben).get_by_text("Why?")).to_be_visible()
    ben.keyboard.press("ArrowUp")
    expect(ben.get_by_role("textbox", name="Edit message")).to_have_value("Why?")
    ben.keyboard.type(" Really?\n")
    expect(thread(ben).get_by_role("article").last).to_contain_text("(edited)")
    expect(thread(ben).get_by_role("article").last).to_contain_text("Why? Really?")
    thread(ben).get_by_role("textbox", name="Reply in thread").press("Escape")
    expect(thread(ben)).to_be_hidden()
    expect(anna.get_by_role("link", name="1 reply")).to_be_visible()
    anna.keyboard.press("Control+k")
    anna.keyboard.type("moretti\n")
    expect(anna).to_have_url(f"{slack.url}/as/carla/c/ai-pilots")


def test_an_editor_that_was_closed_is_not_brought_back_by_what_was_asked_for_before(slack, ben):
    type_and_send(ben, "Why?")
    expect(article(ben, "Why?")).to_be_visible()
    composer(ben).press("ArrowUp")
    editor, late = ben.get_by_role("textbox", name="Edit message"), []
    expect(editor).to_be_focused()
    ben.route("**part=main**", lambda route: late.append(route), times=1)
    with ben.expect_request("**part=main**"):
        slack.person("anna").types("Lunch?", in_="#ai-pilots")
    editor.press("Enter")
    expect(editor).to_have_count(0)
    with ben.expect_response("**part=main**") as answered:
        late[0].continue_()
    answered.value.finished()
    ben.evaluate("new Promise(requestAnimationFrame)")
    assert editor.count() == 0


def test_on_a_slow_line_what_was_sent_stands_greyed_and_what_did_not_arrive_is_back(anna, ben):
    held = []
    anna.route("**/send", lambda sending: held.append(sending))
    type_and_send(anna, "On my way, slowly")
    grey = anna.locator(".on-its-way")
    expect(grey).to_have_text("On my way, slowly")
    expect(composer(anna)).to_have_value("")
    held.pop().continue_()
    expect(article(ben, "On my way, slowly")).to_be_visible()
    expect(article(anna, "On my way, slowly")).to_be_visible()
    expect(grey).to_have_count(0)
    anna.evaluate("() => { window.fetch = () => Promise.reject(); }")
    type_and_send(anna, "Never mind")
    expect(composer(anna)).to_have_value("Never mind")


def test_on_a_phone_everything_is_at_hand_while_the_other_is_at_a_desk(slack, client, bot, ben, open_window):
    phone = open_window(slack.url, "anna", **PHONE)
    side = phone.get_by_role("navigation", name="Channels and apps")
    expect(side).to_be_hidden()
    phone.get_by_role("button", name="Channels and apps").click()
    expect(side).to_be_visible()
    phone.mouse.click(355, 400)
    expect(side).to_be_hidden()
    type_and_send(ben, "On my way")
    article(phone, "On my way").hover()
    article(phone, "On my way").get_by_role("link", name="Reply in thread").click()
    thread(phone).get_by_role("textbox", name="Reply in thread").fill("Take your time")
    thread(phone).get_by_role("button", name="Send").click()
    expect(ben.get_by_role("link", name="1 reply")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    phone.get_by_role("link", name="Close thread").click()
    phone.get_by_role("button", name="Channels and apps").click()
    side.get_by_role("link", name="sales-ops").click()
    expect(phone.get_by_role("main", name="#sales-ops")).to_be_visible()
    expect(side).to_be_hidden()
    beside = {"type": "section", "text": {"type": "mrkdwn", "text": "a line " * 20}, "accessory": BUTTON}
    client.chat_postMessage(channel="C0SALESOPS", text="x", blocks=[beside])
    button = phone.get_by_role("button", name="Show it")
    expect(button).to_be_visible()
    text = phone.locator(".section .text", has_text="a line").bounding_box()
    assert button.bounding_box()["y"] >= text["y"] + text["height"]  # below, not squeezed beside
    phone.goto(f"{slack.url}/gaps")
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


LEAK = """() => new Promise(told => {
    addEventListener("securitypolicyviolation", refused => told(refused.effectiveDirective));
    fetch("https://example.com/").catch(() => null);
})"""


def test_no_link_picture_or_script_leaves_the_machine(slack, client, browser, anna, ben):
    client.chat_postMessage(channel="C0AIPILOTS", text="x", blocks=page_samples.CARD)
    type_and_send(ben, "Read https://example.com/story today")
    with anna.expect_popup() as opened:
        article(anna, "Read").get_by_role("link", name="https://example.com/story").click()
    expect(opened.value.get_by_role("heading")).to_have_text("This link leads outside")
    expect(opened.value.get_by_text("https://example.com/story")).to_be_visible()
    expect(anna.get_by_role("img", name="a plan")).to_be_visible()
    own = browser.new_page()
    own.goto(f"{slack.url}/as/anna/c/ai-pilots")
    assert own.evaluate(LEAK) == "connect-src"
    own.context.close()
