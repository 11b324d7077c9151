"""A company on a desk, a plain SDK client and a small bot for it."""

import pytest
from slack_sdk import WebClient

from sandbox import seed
from sandbox.server import BOT_TOKEN, SandboxThread
from tests.sandbox.askbot import AskBot


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    """The SDK's socket client would send even the loopback through a proxy."""
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def slack():
    with SandboxThread(seed=seed.company) as desk:
        yield desk


@pytest.fixture
def client(slack):
    return WebClient(BOT_TOKEN, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture
def bot(slack):
    bot = AskBot(slack.api_url).connect()
    slack.wait_for(lambda: slack.sandbox.connected)
    yield bot
    bot.close(slack)
