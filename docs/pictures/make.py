"""Makes the pictures of the docs from the running sandbox: `.venv/bin/python docs/pictures/make.py`."""

import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from bot import manifest
from bot.house import House
from sandbox import opening, seed
from sandbox.__main__ import settings_for
from sandbox.page.tour import SENTENCE
from sandbox.server import SandboxThread

HERE = Path(__file__).parent
SIZE = ViewportSize(width=1024, height=790)
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def main() -> None:
    """Play the opening, then look at it through people's eyes."""
    with (
        tempfile.TemporaryDirectory() as folder,
        SandboxThread(seed=seed.company, manifest=manifest.path()) as slack,
        House(settings_for(slack, Path(folder))),
        sync_playwright() as playwright,
    ):
        slack.wait_for(lambda: slack.sandbox.connected)
        opening.play(slack)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=SWITCHES)
        _form(browser, slack.url)
        _contract(browser, slack.url)
        _plain(browser, slack.url, "grace", "app/messages", "messages")
        _plain(browser, slack.url, "carla", "app/home", "home")


def _window(browser: Browser, url: str, handle: str, place: str) -> Page:
    page = browser.new_context(viewport=SIZE).new_page()
    page.goto(f"{url}/as/{handle}/{place}")
    page.wait_for_selector("html[data-live]", state="attached")
    page.get_by_role("button", name="Dismiss").click()
    return page


def _plain(browser: Browser, url: str, handle: str, place: str, name: str) -> None:
    page = _window(browser, url, handle, place)
    page.get_by_role("main").get_by_role("button").first.wait_for()
    page.screenshot(path=HERE / f"{name}.png")


def _form(browser: Browser, url: str) -> None:
    page = _window(browser, url, "anna", f"c/ai-pilots?{urlencode({'compose': f'/pilot new {SENTENCE}'})}")
    page.get_by_role("button", name="Send").first.click()
    page.get_by_text("The sentence is complete.").wait_for()
    page.screenshot(path=HERE / "form.png")


def _contract(browser: Browser, url: str) -> None:
    """The one page as its home channel shows it, from its headline to its last button."""
    page = _window(browser, url, "ben", "c/ai-pilots")
    card = page.get_by_role("article").filter(has_text="Signed before any build").last
    card.evaluate("element => element.scrollIntoView({block: 'end'})")
    page.screenshot(path=HERE / "contract.png")


if __name__ == "__main__":
    main()
