"""Nordwind Components on a desk of its own for every story: stand-in Slack, whole bot, real database."""

from collections.abc import Iterator

import pytest

from bot import manifest
from bot.house import House
from sandbox import seed
from sandbox.__main__ import settings_for
from sandbox.server import SandboxThread
from tests.stories.acts import answers_the_four_questions


@pytest.fixture
def slack() -> Iterator[SandboxThread]:
    """The company's Slack."""
    with SandboxThread(seed=seed.company, manifest=manifest.path()) as slack:
        yield slack


@pytest.fixture
def house(slack, tmp_path) -> Iterator[House]:
    """The bot, installed and listening."""
    with House(settings_for(slack, tmp_path)) as house:
        slack.wait_for(lambda: slack.sandbox.connected)
        yield house


@pytest.fixture
def bare(slack, house) -> SandboxThread:
    """The company with the bot just installed."""
    return slack


@pytest.fixture
def nordwind(bare) -> SandboxThread:
    """The company after its programme lead answered the four questions."""
    answers_the_four_questions(bare.person("irene"))
    return bare
