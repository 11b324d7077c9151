"""A real Chromium, and windows for the people on the desk that never ask anything of the world outside."""

import fcntl
import os
import shutil
import subprocess
import tempfile
import warnings
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
INSTALL = (["update", "-q"], ["install", "-y", "-q", "chromium", "fonts-noto-color-emoji"])
TURN = Path(tempfile.gettempdir()) / "pilotage-installs-chromium"  # apt-get lets nobody wait for its own lock
PATIENCE = 10_000  # milliseconds to wait for something to appear


def _installed():
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def _install():
    """Where a machine is there for nothing but these tests; one worker does, the others wait for it."""
    with open(TURN, "w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        for command in () if _installed() else INSTALL:
            subprocess.run(["apt-get", *command], check=False, capture_output=True, timeout=600)


@pytest.fixture(scope="session")
def chromium():
    """Where Chromium is. Without one these tests are skipped aloud, or fail where CI is true."""
    in_ci = os.environ.get("CI") == "true"
    if not _installed() and in_ci and os.geteuid() == 0 and shutil.which("apt-get"):
        _install()
    found = _installed()
    if not found and in_ci:
        pytest.fail("No Chromium, and it could not be installed: the page was not tried in a browser.")
    if not found:
        warnings.warn(
            "SKIPPED: no Chromium on this machine, so the page was not tried in a browser.", stacklevel=1
        )
        pytest.skip("SKIPPED: no Chromium on this machine (install chromium and run the tests again)")
    return found


@pytest.fixture(scope="module")  # while it is open, nothing else in this process can run an event loop
def browser(chromium):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    """The SDK's socket client would send even the loopback through a proxy."""
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def open_window(browser):
    """`open_window(url, "anna", "c/ai-pilots")`: a browser of their own, live when it is handed over.

    Afterwards: no request has left the sandbox, and no script has failed.
    """
    contexts, outside, broken = [], [], []

    def opened(url, handle, place="c/ai-pilots", **size):
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 860} | size))
        contexts[-1].on(  # of this page, and of every page it opens
            "request", lambda request: outside.append(request.url) if not _own(request.url, url) else None
        )
        page = contexts[-1].new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.on("console", lambda said: broken.append(said.text) if said.type == "error" else None)
        page.goto(f"{url}/as/{handle}/{place}")
        page.wait_for_selector("html[data-live]", state="attached")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not outside, f"the page asked the world outside for {outside}"
    assert not broken, broken


def _own(address, url):
    return address.startswith((f"{url}/", "data:", "blob:"))
