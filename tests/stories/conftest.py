"""Nordwind Components on a desk of its own for every story: stand-in Slack, whole bot, real database.

Every story is told twice: once over Socket Mode, once by signed HTTP.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot import manifest
from bot.house import House
from sandbox import seed
from sandbox.clock import Clock
from sandbox.installing import bot_in
from sandbox.server import SandboxThread
from sandbox.stories.acts import answers_the_four_questions
from sandbox.stories.stage import PATIENT
from tests import fresh


@pytest.fixture
def clock() -> Clock:
    """Workspace time: a Monday on which Berlin, London and New York are at work, running on by itself; in a
    module of its own one that is turned by hand."""
    return Clock(datetime(2026, 1, 5, 15, tzinfo=UTC))


@pytest.fixture
def slack(clock) -> Iterator[SandboxThread]:
    """The company's Slack, with more than its three seconds of patience: a test machine may be busy."""
    with SandboxThread(seed=seed.company, manifest=manifest.path(), clock=clock, **PATIENT) as slack:
        yield slack


@pytest.fixture(params=[False, True], ids=["socket", "http"])
def by_http(request) -> bool:
    """How Slack reaches the bot: no story may know."""
    return request.param


@pytest.fixture
def house(slack, tmp_path, by_http) -> Iterator[House]:
    """The bot, installed and listening."""
    fresh.file(tmp_path / "pilotage.db")
    with bot_in(slack, tmp_path, http=by_http) as house:
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
