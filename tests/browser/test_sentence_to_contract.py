"""The article's sentence, carried to a locked contract by clicking only, by two people in two windows."""

import pytest
from playwright.sync_api import expect

from bot import manifest
from sandbox import seed
from sandbox.installing import bot_in
from sandbox.server import SandboxThread
from sandbox.stories.acts import answers_the_four_questions

pytestmark = pytest.mark.browser


@pytest.fixture
def nordwind(tmp_path):
    """The company after its programme lead answered the four questions."""
    with SandboxThread(seed=seed.company, manifest=manifest.path()) as slack, bot_in(slack, tmp_path):
        answers_the_four_questions(slack.person("irene"))
        yield slack


def dialog(page, title):
    return page.get_by_role("dialog", name=title)


def press(place, name):
    place.get_by_role("button", name=name, exact=True).last.click()


def sign(page):
    press(page.get_by_role("main"), "Sign")
    page.get_by_role("alertdialog").get_by_role("button", name="Sign").click()


def visit(page, url, handle, place):
    page.goto(f"{url}/as/{handle}/{place}")
    page.wait_for_selector("html[data-live]", state="attached")


def test_the_articles_sentence_becomes_a_locked_contract_by_clicks_alone(nordwind, open_window):
    url = nordwind.url
    anna, ben = open_window(url, "anna"), open_window(url, "ben", "app/messages")

    anna.get_by_role("link", name="Fill the composer").click()
    press(anna, "Send")
    form = dialog(anna, "New use case")
    expect(form.get_by_text("The sentence is complete.")).to_be_visible()
    form.get_by_label("Workflow owner").select_option(label="Anna Lindqvist")
    form.get_by_label("Sponsor").select_option(label="Ben Hartmann")
    form.get_by_label("Home channel").select_option(label="# sales-ops")
    press(form, "Save use case")

    saved = dialog(anna, "UC-1 saved")
    expect(saved.get_by_text("the confidence range, the rollback trigger")).to_be_visible()
    press(saved, "Set range and rollback")
    press(dialog(anna, "Range and rollback"), "Save")
    expect(saved.get_by_text("the confidence range, the rollback trigger")).to_have_count(0)
    press(saved, "Done")

    visit(anna, url, "anna", "app/messages")
    press(anna.get_by_role("main"), "Accept")
    ownership = dialog(anna, "Accept ownership")
    for tick in ("process", "data access", "delivery priorities"):
        ownership.get_by_role("checkbox", name=tick).check()
    ownership.get_by_label("function").select_option(label="Sales")
    press(ownership, "Accept")
    press(dialog(anna, "UC-1 saved"), "Done")

    sign(anna)
    expect(anna.get_by_text("The other signature is still to come.")).to_be_visible()
    sign(ben)
    expect(ben.get_by_text("Both have signed.")).to_be_visible()

    visit(ben, url, "ben", "c/sales-ops")
    announced = ben.get_by_role("article", name="Pilotage").filter(has_text="UC-1: value contract locked")
    expect(announced).to_contain_text("2.6 to 3.4 days")
    expect(announced).to_contain_text("error rate at least 2 %, two readings in a row")
