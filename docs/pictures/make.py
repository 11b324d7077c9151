"""Makes the pictures of the docs from the running stand-in: `make pictures`, or this script with some NAMES.

The clock stands still, chance is drawn from a seed, nobody is impatient on a busy machine and the windows
have a fixed size, so the same page gives the same picture to the eye. Another picture is another row of
PICTURES: a name, whose window, which place, and what is done there first. It needs Chromium and the fonts
Lato and Noto Color Emoji (Debian: chromium fonts-lato fonts-noto-color-emoji).
"""

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from bot import manifest
from sandbox import opening, seed
from sandbox.clock import Clock
from sandbox.installing import bot_in
from sandbox.page.tour import SENTENCE
from sandbox.server import SandboxThread
from sandbox.stories.stage import PATIENT, drawn_from

HERE = Path(__file__).parent
NOW = datetime(2026, 9, 10, 9, 30, tzinfo=UTC)  # a Thursday
DESK, PHONE = (1280, 800), (360, 740)
SCALE = 1.5
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
    "--disable-checker-imaging",  # no picture is taken before its images are there
]
Step = Callable[[Page], object]


@dataclass(frozen=True)
class Picture:
    """One file: whose window, at which place, after which steps."""

    name: str
    person: str
    place: str
    steps: tuple[Step, ...] = ()
    size: tuple[int, int] = DESK
    with_tour: bool = False


def presses(name: str) -> Step:
    """Press the last button of this name in the stream."""
    return lambda page: page.get_by_role("main").get_by_role("button", name=name, exact=True).last.click()


def waits_for(words: str) -> Step:
    """Wait until somewhere on the page these words can be read."""
    return lambda page: page.get_by_text(words).last.wait_for()


def scrolls_to(words: str) -> Step:
    """Bring the end of the message with these words to the end of the stream."""
    return lambda page: (
        page.get_by_role("article")
        .filter(has_text=words)
        .last.evaluate("element => element.scrollIntoView({block: 'end'})")
    )


def begins_with(words: str) -> Step:
    """Bring the beginning of the message with these words to the top of the stream."""
    below_the_date = "element => { element.style.scrollMarginTop = '48px'; element.scrollIntoView(true) }"
    return lambda page: page.get_by_role("article").filter(has_text=words).last.evaluate(below_the_date)


def opens_thread(words: str) -> Step:
    """Open the thread of the last message with these words, and show it from its beginning."""

    def step(page: Page) -> None:
        message = page.get_by_role("main").get_by_role("article").filter(has_text=words).last
        message.hover()
        message.get_by_role("link", name="Reply in thread").click()
        page.get_by_role("complementary", name="Thread").get_by_role("article").first.wait_for()
        page.mouse.move(0, 0)
        for stream, where in (("Replies", 0), ("Messages", 999_999)):
            page.get_by_role("log", name=stream).evaluate("(log, top) => log.scrollTo(0, top)", where)

    return step


def composes(text: str, place: str = "c/ai-pilots") -> str:
    """A place whose composer already holds this text."""
    return f"{place}?{urlencode({'compose': text})}"


PICTURES = (
    Picture(
        "checkin",
        "anna",
        composes("4.1", "app/messages"),
        (presses("Send"), waits_for("for week 3"), scrolls_to("for week 3")),
    ),
    Picture("checkin-phone", "anna", "app/messages", (scrolls_to("for week 3"),), PHONE),
    Picture("desk", "anna", composes(f"/pilot new {SENTENCE}"), with_tour=True),
    Picture(
        "form",
        "anna",
        composes(f"/pilot new {SENTENCE}"),
        (presses("Send"), waits_for("The sentence is complete.")),
    ),
    Picture("contract", "ben", "c/ai-pilots", (scrolls_to("Signed before any build"),), (1280, 960)),
    Picture("messages", "grace", "app/messages"),
    Picture("digest", "ben", "c/leadership", (begins_with("AI pilots, September"),), (1280, 1200)),
    Picture("gate", "ben", "c/ai-pilots", (opens_thread("Limited Production gate"),)),
    Picture(
        "chart",
        "grace",
        composes("/pilot show UC-3"),
        (presses("Send"), waits_for("Latest readings"), begins_with("Latest readings")),
    ),
    Picture("home", "carla", "app/home", (waits_for("Waiting for you"),)),
    Picture("home-newcomer", "mira", "app/home", (waits_for("Welcome"),)),
    Picture("home-owner", "grace", "app/home", (waits_for("Your use cases"),)),
    Picture("home-leader", "ben", "app/home", (waits_for("Waiting for you"),)),
    Picture("home-admin", "irene", "app/home", (waits_for("How I am doing"),), (1280, 960)),
    Picture("home-phone", "ben", "app/home", (waits_for("Waiting for you"),), PHONE),
    Picture("contract-phone", "ben", "c/ai-pilots", (begins_with("Signed before any build"),), PHONE),
    Picture("gate-phone", "ben", "c/ai-pilots", (opens_thread("Limited Production gate"),), PHONE),
    Picture("digest-phone", "ben", "c/leadership", (begins_with("AI pilots, September"),), PHONE),
    Picture("phone", "henrik", "app/messages", (waits_for("Will you own this?"),), PHONE),
)


def main(names: list[str], folder: Path = HERE) -> None:
    """Play the opening, then look at it through people's eyes; without names all pictures are made."""
    with nordwind() as slack:
        photograph(slack, names, folder)


@contextmanager
def nordwind() -> Iterator[SandboxThread]:
    """The stand-in after its opening, at the moment all pictures show."""
    clock = Clock(opening.begins(NOW), frozen=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        SandboxThread(seed=seed.company, manifest=manifest.path(), clock=clock, **PATIENT) as slack,
        bot_in(slack, Path(folder), chance=drawn_from(0)),
    ):
        opening.play(slack, NOW)
        slack.advance(to=NOW)
        yield slack


def photograph(slack: SandboxThread, names: list[str], folder: Path) -> None:
    """Make these pictures, or all, with a browser of their own."""
    wanted = [picture for picture in PICTURES if not names or picture.name in names]
    with a_browser() as browser:
        for picture in wanted:
            _make(picture, browser, slack.url, folder)


@contextmanager
def a_browser() -> Iterator[Browser]:
    """Chromium without what differs from machine to machine."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=SWITCHES)
        yield browser
        browser.close()


def _make(picture: Picture, browser: Browser, url: str, folder: Path) -> None:
    width, height = picture.size
    window = ViewportSize(width=width, height=height)
    context = browser.new_context(
        viewport=window, device_scale_factor=SCALE, reduced_motion="reduce", locale="en-GB"
    )
    page = context.new_page()
    if not picture.with_tour:
        page.add_init_script("sessionStorage.setItem('tour', 'gone')")
    page.goto(f"{url}/as/{picture.person}/{picture.place}")
    page.wait_for_selector("html[data-live]", state="attached")
    for step in picture.steps:
        step(page)
    page.wait_for_function("document.fonts.status === 'loaded'")
    page.screenshot(path=folder / f"{picture.name}.png", animations="disabled")
    context.close()


if __name__ == "__main__":
    main(sys.argv[1:])
