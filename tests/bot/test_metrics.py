"""`/metrics`: what Prometheus reads there, what each figure means, and that nobody is named in it."""

import http.client
import logging
import re
from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from bot.house import House
from bot.metrics import Figures, LinesCounted, Standing
from bot.settings import SocketSettings
from sandbox import seed
from sandbox.server import APP_TOKEN, BOT_TOKEN, SandboxThread
from sandbox.stories.acts import answers_the_four_questions, registers
from sandbox.workspace import TEAM
from store import Counted, Pulse
from tests.house.tree import ROOT

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
DOCUMENTED = re.compile(r"^\| `(pilotage_\w+?)(?:_total)?(?:\{.*?\})?` \|", re.M)
LABELS = {"kind", "state", "outcome", "level", "le"}
LINK = {"link": True, "link_down_seconds": 0.0, "last_inbound_seconds": 3.0}
FULL = Standing(
    now=NOW,
    pulse=Pulse(NOW - timedelta(seconds=20), NOW - timedelta(seconds=90), None, 1, ()),
    counted=Counted({("pending", "checkin"): 3}, 2, {"active": 4, "parked": 1}, 2),
    connections=(1, 30),
    link=LINK,
)


def told(standing):
    """What a page says, by name and labels."""
    figures = Figures(lambda: standing)
    figures.request("command", 0.02)
    figures.request("whatever somebody sent", 0.02)
    figures.went("send", "sent")
    figures.went("look", "found")
    record = logging.LogRecord("bot", logging.ERROR, "", 1, "", (), None)
    LinesCounted(figures).handle(record)
    return families(generate_latest(figures.registry).decode())


def families(page):
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }


def test_the_ledger_is_told_in_figures():
    page = told(FULL)
    assert page["pilotage_letters", ("kind", "checkin"), ("state", "pending")] == 3
    assert page["pilotage_letters_due",] == 2
    assert page["pilotage_oldest_overdue_seconds",] == 90
    assert page["pilotage_oldest_unknown_seconds",] == 0
    assert page["pilotage_beat_age_seconds",] == 20
    assert page["pilotage_workspaces", ("state", "parked")] == 1
    assert page["pilotage_copies",] == 2
    assert page["pilotage_database_connections", ("state", "limit")] == 30
    assert page["pilotage_link_up",] == 1


def test_what_this_process_did_is_counted():
    page = told(FULL)
    assert page["pilotage_sends_total", ("outcome", "sent")] == 1
    assert page["pilotage_lookups_total", ("outcome", "found")] == 1
    assert page["pilotage_request_seconds_count", ("kind", "command")] == 1
    assert page["pilotage_request_seconds_count", ("kind", "other")] == 1
    assert page["pilotage_log_lines_total", ("level", "error")] == 1


def test_without_a_database_the_page_says_so_and_tells_the_rest():
    page = told(Standing(NOW, None, None, (0, 30), {}))
    assert page["pilotage_database_up",] == 0
    assert not [name for name, *_ in page if "letters" in name or "link" in name]


def test_every_figure_is_documented_and_nothing_else_is():
    names = {family.name for family in Figures(lambda: FULL).registry.collect()}
    ours = {name for name in names if name.startswith("pilotage_")}
    documented = set(DOCUMENTED.findall((ROOT / "docs/operations.md").read_text("utf-8")))
    assert documented == ours


@pytest.fixture
def slack():
    with SandboxThread(seed=seed.company, manifest=ROOT / "manifest.yml") as thread:
        yield thread


@pytest.fixture
def house(slack, tmp_path):
    settings = SocketSettings(
        _env_file=None,
        slack_bot_token=BOT_TOKEN,
        slack_app_token=APP_TOKEN,
        slack_api_url=slack.api_url,
        database_url=f"sqlite:///{tmp_path}/pilotage.db",
        pilotage_port=0,
        pilotage_clock_url=f"{slack.url}/sandbox/clock",
    )
    with House(settings) as house:
        yield house


def page_of(house):
    connection = http.client.HTTPConnection("127.0.0.1", house.server.port)
    connection.request("GET", "/metrics")
    return connection.getresponse().read().decode()


def test_a_working_bot_tells_what_it_does_and_names_nobody(slack, house):
    answers_the_four_questions(slack.person("irene"))
    registers(slack.person("anna"))
    sent = "pilotage_sends_total", ("outcome", "sent")
    slack.wait_for(lambda: families(page_of(house)).get(sent, 0) >= 2, timeout=15)
    page = page_of(house)
    found = families(page)
    assert found["pilotage_request_seconds_count", ("kind", "command")] == 2
    assert found["pilotage_database_up",] == found["pilotage_link_up",] == 1
    assert {label for _, *labels in found for label, _ in labels} <= LABELS
    assert not [name for name in (TEAM, "Nordwind", "UC-1", "U0ANNA", "C0", "anna") if name in page]
